import { Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { LOGGER } from '../runtime/tokens.js';
import { SpendProjection } from './projection.js';
import { RecentExpenses } from './recent-expenses.js';

/** Where the money went, kept from the start of the application until it ends. */
@Module({
  providers: [
    {
      provide: SpendProjection,
      inject: [Database, LOGGER, RecentExpenses],
      useFactory: (database: Database, logger: Logger, recent: RecentExpenses) =>
        new SpendProjection(
          database.url,
          (error) => logger.error({ error: messageOf(error) }, 'spend could not be added up'),
          recent,
        ),
    },
  ],
})
export class SpendModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly projection: SpendProjection) {}

  onApplicationBootstrap(): void {
    this.projection.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.projection.stop();
  }
}
