import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The admin key of services that tests start. */
export const ADMIN_KEY = 'purser_admin_for-the-tests-of-one-run-only';

/** As `npm start` has it: what is soon garbage is collected less often. Tests that look at memory have options of their own. */
const NODE_OPTIONS = '--max-semi-space-size=32';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The environment of a started process; what is not named is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The built program, joined into one file: see program.mjs. */
function program(): string {
  const file = process.env.PURSER_TEST_PROGRAM;
  if (!file) throw new Error('only tests of the projects with a database start services');
  return file;
}

const running = new Set<ServiceProcess>();

// A test that failed half-way may leave services behind. The module is loaded anew for each test file.
afterAll(async () => {
  await Promise.all([...running].map((service) => service.kill9()));
});

/** The service as its users run it: the built program in a process of its own. */
export class ServiceProcess {
  /** All that it has printed so far, on stdout and stderr. */
  output = '';
  stdout = '';
  /** For example http://127.0.0.1:43667; empty until it listens. */
  baseUrl = '';
  /** Where all metrics are, if they have a port. */
  metricsUrl = '';
  readonly exited: Promise<Ending>;

  private constructor(
    private readonly child: ChildProcess,
    readonly adminKey: string,
  ) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      this.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    running.add(this);
    // 'close' comes when the output has been read, too.
    this.exited = once(child, 'close').then(([code, signal]: unknown[]) => {
      running.delete(this);
      return { code, signal } as Ending;
    });
  }

  /** Starts a process on a free port and returns at once. The variables of the test run's own environment are not passed on. */
  static spawn(environment: Environment = {}): ServiceProcess {
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      PURSER_ADMIN_KEY: ADMIN_KEY,
      NODE_OPTIONS,
      ...environment,
    };
    const child = spawn(process.execPath, [program()], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServiceProcess(child, env.PURSER_ADMIN_KEY ?? '');
  }

  /** Starts a service and waits until it listens; throws with its output if it ends instead. */
  static async start(environment: Environment = {}): Promise<ServiceProcess> {
    const service = ServiceProcess.spawn(environment);
    await service.listening();
    return service;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits for the log line that says where it listens. */
  async listening(): Promise<void> {
    let ended: Ending | undefined;
    void this.exited.then((ending) => (ended = ending));
    while (!this.baseUrl && !ended) {
      const line = this.stdout
        .split('\n')
        .find((text) => text.startsWith('{') && text.includes('"msg":"listening"'));
      if (line?.endsWith('}')) this.heard(JSON.parse(line) as { url: string; metrics?: string });
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    if (!this.baseUrl)
      throw new Error(`the service ended (${JSON.stringify(ended)}) and said:\n${this.output}`);
  }

  private heard({ url, metrics }: { url: string; metrics?: string }): void {
    this.baseUrl = url;
    this.metricsUrl = metrics ?? '';
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks it to stop and waits until it has. */
  async stop(): Promise<Ending> {
    this.signal('SIGTERM');
    return this.exited;
  }

  /** Ends it without a warning, as a crash of the machine would; its Postgres, if it is its own, lives on. */
  async kill9(): Promise<Ending> {
    this.signal('SIGKILL');
    return this.exited;
  }
}
