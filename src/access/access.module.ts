import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../runtime/config.js';
import { Database } from '../database/database.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { CONFIG, LOGGER } from '../runtime/tokens.js';
import { Access } from './access.js';
import { CodeFlow } from './code-flow.js';
import { Discovery } from './discovery.js';
import { KeyRing } from './key-ring.js';
import { People } from './people.js';
import { Sessions } from './sessions.js';
import { SettlementTokens } from './settlement-token.js';

/** The issuer that signs people in, if there is one; its document is read once for all who need it. */
const discoveryOf = ({ oidcIssuer }: Config): Discovery | null =>
  oidcIssuer === undefined ? null : new Discovery(oidcIssuer);

function peopleOf(discovery: Discovery | null, config: Config): People | null {
  const { oidcAudience: audience } = config;
  if (!discovery || audience === undefined) return null;
  return new People(discovery, {
    audience,
    roleClaim: config.oidcRoleClaim,
    budgetClaim: config.oidcBudgetClaim,
    budgetRequired: config.oidcBudgetRequired,
  });
}

function codeFlowOf(discovery: Discovery | null, people: People | null, config: Config): CodeFlow | null {
  const { oidcClientId: id, oidcClientSecret: secret } = config;
  if (!discovery || !people || id === undefined) return null;
  return new CodeFlow(people, discovery, { id, secret });
}

/** The issuer's document, its people, and how they sign in with a browser; null without one. */
const DISCOVERY = Symbol('discovery');
const PEOPLE = Symbol('people');
export const CODE_FLOW = Symbol('code flow');

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
    { provide: DISCOVERY, inject: [CONFIG], useFactory: discoveryOf },
    { provide: PEOPLE, inject: [DISCOVERY, CONFIG], useFactory: peopleOf },
    { provide: CODE_FLOW, inject: [DISCOVERY, PEOPLE, CONFIG], useFactory: codeFlowOf },
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
  exports: [KeyRing, Access, Sessions, CODE_FLOW],
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
