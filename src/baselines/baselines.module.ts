import {
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { openWriteClient } from '../database/connections.js';
import { Database } from '../database/database.js';
import { Ledger } from '../ledger/ledger.js';
import { ResilientClient } from '../database/resilient-client.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { LOGGER } from '../runtime/tokens.js';
import { Appraiser } from './appraiser.js';
import { Baselines } from './baselines.js';

/** One for the worker, and two for readers, so that one of them need not wait for another. */
const CONNECTIONS = 3;

/** A look at the past takes longer than any step of the write path: as long as a statement may. */
const TIMEOUT_MS = 30_000;

const LINK = Symbol('Link of the baselines');

/** What budgets used in the past, and the limits that follow it. */
@Global()
@Module({
  providers: [
    {
      provide: LINK,
      inject: [Database],
      useFactory: (database: Database) =>
        new ResilientClient(() => openWriteClient(database.url, CONNECTIONS), TIMEOUT_MS),
    },
    { provide: Baselines, inject: [LINK], useFactory: (link: ResilientClient) => new Baselines(link) },
    {
      provide: Appraiser,
      inject: [LINK, Baselines, Ledger, LOGGER],
      useFactory: (link: ResilientClient, baselines: Baselines, ledger: Ledger, logger: Logger) =>
        new Appraiser(link, baselines, ledger, (error) =>
          logger.error({ error: messageOf(error) }, 'a relative limit could not be worked out'),
        ),
    },
  ],
  exports: [Baselines],
})
export class BaselinesModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly appraiser: Appraiser,
    @Inject(LINK) private readonly link: ResilientClient,
  ) {}

  onApplicationBootstrap(): void {
    this.appraiser.start();
  }

  /** Before the ledger stops, which it submits to. */
  async onModuleDestroy(): Promise<void> {
    await this.appraiser.stop();
  }

  /** After the last request is answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.link.close();
  }
}
