import { once } from 'node:events';
import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from './application.js';
import { VARIABLES, type Config } from '../runtime/config.js';
import { Database } from '../database/database.js';
import { EmbeddedPostgres, type EmbeddedEvents } from '../database/embedded-postgres.js';
import { serverOf } from '../database/reach.js';
import { Lifecycle } from '../runtime/lifecycle.js';
import { Catalogue } from '../prices/catalogue.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';
import { FigureGauges } from '../watch/figures.js';
import { MetricsServer } from './metrics-server.js';
import { welcome } from './welcome.js';

/** How often a stopping service looks for connections that have become idle. */
const IDLE_CHECK_MS = 50;

/** A running service: Postgres (unless it is somebody else's), connections and the HTTP application. */
export class Service {
  private constructor(
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
    private readonly embedded: EmbeddedPostgres | undefined,
    private readonly database: Database,
    private readonly app: NestFastifyApplication,
    /** Where it answers, for example http://127.0.0.1:3000. */
    readonly url: string,
    private readonly metrics: MetricsServer | undefined,
  ) {}

  /** Starts everything in order; what was started is stopped again if the rest cannot be, or is not to be. */
  static async start(
    config: Config,
    logger: Logger,
    signal: AbortSignal,
    events: EmbeddedEvents,
  ): Promise<Service> {
    // Asked first, since an answer after Postgres was started and migrated would come late.
    for (const own of OWN_PORTS) await checkPort(config, own);
    const catalogue = await Catalogue.load(config.catalogueFile);
    const undo: (() => Promise<unknown>)[] = [];
    try {
      const embedded = config.databaseUrl ? undefined : await EmbeddedPostgres.start(config.dataDir, events);
      if (embedded) undo.unshift(() => embedded.stop());
      const database = await Database.open(config.databaseUrl ?? embedded?.url ?? '', config, signal);
      undo.unshift(() => database.close());
      const lifecycle = new Lifecycle();
      const app = await createApplication({ catalogue, config, database, logger, lifecycle });
      undo.unshift(() => app.close());
      signal.throwIfAborted();
      const metrics = await listenForScrapes(config, app, logger);
      if (metrics) undo.unshift(() => metrics.close());
      const url = await listen(app, config);
      return new Service(config, logger, lifecycle, embedded, database, app, url, metrics);
    } catch (error) {
      for (const stop of undo) await stop();
      throw error;
    }
  }

  /** Where all metrics are, if they have a port. */
  get metricsUrl(): string | undefined {
    return this.metrics && `${urlOf(this.config.host, this.metrics.port)}/metrics`;
  }

  /** The first screen. */
  get welcome(): string {
    const data = this.embedded
      ? `${this.embedded.dataDir} (its own Postgres)`
      : `${serverOf(this.database.url)} (your Postgres, from DATABASE_URL)`;
    return welcome({ url: this.url, metrics: this.metricsUrl, data, adminKey: this.database.adminKey });
  }

  /** Stops accepting, answers what was accepted, then closes the connections and stops Postgres. */
  async stop(): Promise<void> {
    this.lifecycle.beginDrain();
    const server = this.app.getHttpServer();
    const late = setTimeout(() => {
      this.logger.warn({ seconds: this.config.drainSeconds }, 'requests still under way are broken off');
      server.closeAllConnections();
    }, this.config.drainSeconds * 1000);
    // A connection whose last request is answered stays open for the next one, and would hold up the close.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    await this.app.close();
    await this.metrics?.close();
    clearInterval(idle);
    clearTimeout(late);
    await this.database.close();
    await this.embedded?.stop();
  }

  /** For those who cannot wait: Postgres gets the order to end at once, and recovers at the next start. */
  kill(): void {
    this.embedded?.kill();
  }
}

/** The ports that a service may listen on, and how they are set. */
const OWN_PORTS = ['port', 'metricsPort'] as const;
type OwnPort = (typeof OWN_PORTS)[number];

async function checkPort(config: Config, own: OwnPort): Promise<void> {
  const { host, [own]: port } = config;
  if (port === undefined) return;
  const probe = createServer();
  try {
    await once(probe.listen(port, host), 'listening');
  } catch (error) {
    throw cannotListen(config, own, error);
  }
  await new Promise((resolve) => probe.close(resolve));
}

async function listenForScrapes(
  config: Config,
  app: NestFastifyApplication,
  logger: Logger,
): Promise<MetricsServer | undefined> {
  const { host, metricsPort } = config;
  if (metricsPort === undefined) return undefined;
  try {
    return await MetricsServer.listen(host, metricsPort, app.get(FigureGauges, { strict: false }), logger);
  } catch (error) {
    throw cannotListen(config, 'metricsPort', error);
  }
}

async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  const { host, port } = config;
  try {
    await app.listen(port, host);
  } catch (error) {
    throw cannotListen(config, 'port', error);
  }
  const address = app.getHttpServer().address();
  return urlOf(host, typeof address === 'object' && address ? address.port : port);
}

/** A wildcard is no address that a browser or curl could go to. */
function urlOf(host: string, port: number): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function cannotListen(config: Config, own: OwnPort, error: unknown): StartupError {
  const { code } = error as { code?: string };
  const reason = code === 'EADDRINUSE' ? 'the port is in use' : messageOf(error);
  return new StartupError(
    `cannot listen on ${config.host}:${config[own]}: ${reason}: set HOST or ${VARIABLES[own].name}`,
  );
}
