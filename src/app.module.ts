import { Global, Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ApiModule } from './api/api.module.js';
import { BaselinesModule } from './baselines/baselines.module.js';
import type { Config } from './runtime/config.js';
import { Database } from './database/database.js';
import { EventsModule } from './events/events.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { Lifecycle } from './runtime/lifecycle.js';
import { Catalogue } from './prices/catalogue.js';
import type { Logger } from './runtime/logger.js';
import { CONFIG, LOGGER, ON_WRITTEN } from './runtime/tokens.js';
import { RecentExpenses } from './spend/recent-expenses.js';
import { WatchModule } from './watch/watch.module.js';
import { SpendModule } from './spend/spend.module.js';

/** What the application is made of and does not make itself: its starter opens and closes these. */
export interface Parts {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly catalogue: Catalogue;
}

/** Puts the application together. */
@Global()
@Module({})
export class AppModule {
  static with({ catalogue, config, database, logger, lifecycle }: Parts): DynamicModule {
    // What was just written need not be read again to be added up.
    const recent = new RecentExpenses();
    const parts = [
      { provide: RecentExpenses, useValue: recent },
      { provide: ON_WRITTEN, useValue: recent.note.bind(recent) },
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: Database, useValue: database },
      { provide: Lifecycle, useValue: lifecycle },
      { provide: Catalogue, useValue: catalogue },
    ];
    return {
      module: AppModule,
      imports: [
        AccessModule,
        LedgerModule,
        BaselinesModule,
        EventsModule,
        SpendModule,
        WatchModule,
        ApiModule,
      ],
      providers: parts,
      exports: parts,
    };
  }
}
