import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const HAS_PROC = existsSync('/proc/self/status');

/** The memory a process has in RAM, in MiB; 0 for one that has ended. */
export function residentMiB(pid: number): number {
  try {
    const text = HAS_PROC
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return Math.round(Number(text ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Watches processes until it is stopped, and answers the most that any of them had. */
export function watchMemory(pids: number[], everyMs = 250): () => number {
  let most = 0;
  const look = (): void => {
    for (const pid of pids) most = Math.max(most, residentMiB(pid));
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}
