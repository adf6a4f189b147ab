import { readFileSync } from 'node:fs';

const MIB = 1024;

/** Memory that a process has resident, in MiB; `peak` the most that it ever had. */
export function residentMebibytes(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / MIB;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}
