import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const ADMIN_KEY = 'purser_admin_for-this-one-run-of-it-only';

/** How long a service may take to start. */
const START_MS = 60_000;

/** A service in a process of its own, on a free port, ready for requests. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts a program with Node, given its flags; nothing of this process's own configuration is passed on. */
  static async start(program: string[], environment: Record<string, string>): Promise<ServiceProcess> {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, PORT: '0', PURSER_ADMIN_KEY: ADMIN_KEY, LOG_LEVEL: 'info', ...environment };
    const child = spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await listening(child);
    return new ServiceProcess(child, url);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it has ended, whoever ends it. */
  async exited(): Promise<void> {
    if (this.isRunning) await once(this.child, 'exit');
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

/** Waits for the log line that says where the service listens. What comes later is read and forgotten. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let url: string | undefined;
    const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (url !== undefined) return;
      output += text;
      url = /"url":"([^"]+)","msg":"listening"/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', () => reject(new Error(`the service did not start:\n${output}`)));
  });
}
