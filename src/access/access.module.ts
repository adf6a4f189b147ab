import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../runtime/config.js';
import { Database } from '../database/database.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { CONFIG, LOGGER } from '../runtime/tokens.js';
import { Access } from './access.js';
import { KeyRing } from './key-ring.js';
import { People } from './people.js';
import { Sessions } from './sessions.js';
import { SettlementTokens } from './settlement-token.js';

function peopleOf(config: Config): People | null {
  const { oidcIssuer: issuer, oidcAudience: audience } = config;
  if (issuer === undefined || audience === undefined) return null;
  return new People({
    issuer,
    audience,
    roleClaim: config.oidcRoleClaim,
    budgetClaim: config.oidcBudgetClaim,
    budgetRequired: config.oidcBudgetRequired,
  });
}

/** The people of an issuer; null without one. */
const PEOPLE = Symbol('people');

/** Who may do what. */
@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [Database, LOGGER],
      useFactory: (database: Database, logger: Logger) =>
        new KeyRing(database.write, {
          onFault: (error) => logger.warn({ error: messageOf(error) }, 'keys could not be looked at'),
        }),
    },
    { provide: PEOPLE, inject: [CONFIG], useFactory: peopleOf },
    {
      provide: Sessions,
      inject: [Database, KeyRing, PEOPLE, CONFIG],
      useFactory: (database: Database, keys: KeyRing, people: People | null, config: Config) =>
        new Sessions(database.write, keys, (person) => people?.accepts(person) ?? false, {
          wholeSeconds: config.sessionSeconds,
          idleSeconds: config.sessionIdleSeconds,
        }),
    },
    {
      provide: Access,
      inject: [KeyRing, PEOPLE, Database, Sessions],
      useFactory: (keys: KeyRing, people: People | null, database: Database, sessions: Sessions) =>
        new Access(keys, people, new SettlementTokens(database.write), sessions),
    },
  ],
  exports: [KeyRing, Access, Sessions],
})
export class AccessModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly keys: KeyRing) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.keys.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.keys.stop();
  }
}
