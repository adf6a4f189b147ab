import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentMebibytes } from './memory.js';

/** What a command printed, and how it ended. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The built command line, joined into few files: see program.mjs. */
function program(): string {
  const file = process.env.PURSER_TEST_COMMAND;
  if (!file) throw new Error('only tests of the projects with a database start commands');
  return file;
}

/** A built command, as its users run it. */
export class Command {
  readonly ended: Promise<Ran>;

  private constructor(readonly child: ChildProcess) {
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]!.setEncoding('utf8').on('data', (text: string) => (printed[stream] += text));
    this.ended = once(child, 'close').then(([code]: unknown[]) => ({
      code: code as number | null,
      ...printed,
    }));
  }

  /** The most memory that it had, in MiB, until it printed this. */
  async peakUntil(text: string): Promise<number> {
    let printed = '';
    let ended = false;
    this.child.stdout!.on('data', (more: string) => (printed += more));
    void this.ended.then(() => (ended = true));
    let peak = 0;
    while (!printed.includes(text) && !ended) {
      // A process that has just ended has none.
      peak = Math.max(peak, residentMebibytes(this.child.pid!).peak || 0);
      await sleep(20);
    }
    return peak;
  }

  /** Starts `purser …` with nothing of this run's environment but what is named. */
  static start(args: readonly string[], env: Record<string, string>): Command {
    const { PATH, HOME } = process.env;
    return new Command(spawn(program(), args, { env: { PATH, HOME, ...env } }));
  }
}

/** Runs `purser …` to its end. */
export const purser = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  Command.start(args, env).ended;
