import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../runtime/config.js';
import { Database } from '../database/database.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { CONFIG, LOGGER, ON_WRITTEN } from '../runtime/tokens.js';
import { Ledger, type LedgerOptions } from './ledger.js';

type OnWritten = LedgerOptions['onWritten'];

/** The ledger, started with the application and stopped after the last request is answered. */
@Global()
@Module({
  providers: [
    {
      provide: Ledger,
      inject: [CONFIG, Database, LOGGER, ON_WRITTEN],
      useFactory: (config: Config, database: Database, logger: Logger, onWritten: OnWritten) =>
        new Ledger({
          databaseUrl: database.url,
          lanes: config.lanes,
          batchLimit: config.batchLimit,
          queueLimit: config.queueLimit,
          timedKeysSince: database.timedKeysSince,
          onWritten,
          onFault: (error) => logger.error({ error: messageOf(error) }, 'the write path met an error'),
        }),
    },
  ],
  exports: [Ledger],
})
export class LedgerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly ledger: Ledger) {}

  onApplicationBootstrap(): void {
    this.ledger.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ledger.stop();
  }
}
