import { readConfig, type Config } from './runtime/config.js';
import { createLogger, type Logger } from './runtime/logger.js';
import { Service } from './process/service.js';
import { messageOf } from './runtime/message-of.js';
import { StartupError } from './runtime/startup-error.js';

/** Ctrl-C, the usual order to end, and the end of the terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal and npm may both pass on one Ctrl-C: a second signal is one that comes clearly later. */
const SECOND_SIGNAL_MS = 500;

/** How much longer than its drain a stop may take (Postgres writes out what it holds) before it is forced. */
const GRACE_SECONDS = 90;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const stopper = new Stopper(config, logger);
  stopper.listen();
  logger.debug('starting');
  const service = await Service.start(config, logger, stopper.signal, {
    onRestart: () => logger.error('Postgres went away: it is being started again'),
    onLost: (error) => {
      logger.fatal({ error: messageOf(error) }, 'Postgres is lost');
      void stopper.stop('Postgres is lost', 1);
    },
  });
  process.stdout.write(service.welcome);
  logger.info({ url: service.url, metrics: service.metricsUrl }, 'listening');
  stopper.started(service);
}

/** Ends the process in order, once: on a signal, or on what it cannot go on after. */
class Stopper {
  private readonly controller = new AbortController();
  private service: Service | undefined;
  private since: number | undefined;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** Breaks off a start that is under way. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => void this.stop(signal, 0));
    process.on('uncaughtException', (error) => {
      // The driver throws where nobody can catch it when a transaction's connection is lost. The command is not: its
      // link gives the connection up, and the next load finds out what was applied.
      if (isDriverFault(error)) return this.logger.error({ error: error.stack }, 'a connection was lost');
      // While it stops anyway, such as over a log whose terminal is gone, there is nothing better to do.
      if (this.since !== undefined) return;
      this.logger.fatal({ error: error.stack }, 'unexpected error');
      void this.stop('unexpected error', 1);
    });
  }

  started(service: Service): void {
    this.service = service;
  }

  async stop(reason: string, code: number): Promise<void> {
    if (this.since !== undefined) {
      if (Date.now() - this.since < SECOND_SIGNAL_MS) return;
      this.exitAtOnce(reason);
    }
    this.since = Date.now();
    this.logger.info({ reason }, 'stopping');
    // A start that is broken off undoes itself, and main() ends the process.
    if (!this.service) return this.controller.abort(new StartBrokenOff(code));
    setTimeout(
      () => this.exitAtOnce('the drain takes too long'),
      (this.config.drainSeconds + GRACE_SECONDS) * 1000,
    );
    try {
      await this.service.stop();
      this.logger.info('stopped');
      process.exit(code);
    } catch (error) {
      this.logger.error({ error: messageOf(error) }, 'did not stop cleanly');
      process.exit(1);
    }
  }

  private exitAtOnce(reason: string): never {
    this.logger.warn({ reason }, 'stopping at once');
    this.service?.kill();
    process.exit(1);
  }
}

const isDriverFault = (error: Error): boolean =>
  /node_modules.postgres.(src|cjs).connection/.test(error.stack ?? '');

/** A start that ended because it was asked to. */
class StartBrokenOff extends Error {
  constructor(readonly exitCode: number) {
    super('the start was broken off');
  }
}

main().catch((error: unknown) => {
  if (error instanceof StartBrokenOff) process.exit(error.exitCode);
  const unexpected = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`purser: ${error instanceof StartupError ? error.message : unexpected}\n`);
  process.exit(1);
});
