import {
  Global,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Config } from '../runtime/config.js';
import { Database } from '../database/database.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { CONFIG, LOGGER } from '../runtime/tokens.js';
import { Events } from './events.js';
import { MeterQueries } from './meters/meter-queries.js';
import { WebhookQueries } from './webhooks/webhook-queries.js';

function mailOf({ smtpUrl: url, smtpFrom: from }: Config): { url: string; from: string } | null {
  return url === undefined || from === undefined ? null : { url, from };
}

/** Events, delivered from the start of the application until the last request is answered. */
@Global()
@Module({
  providers: [
    {
      provide: Events,
      inject: [CONFIG, Database, LOGGER],
      useFactory: (config: Config, database: Database, logger: Logger) =>
        new Events({
          databaseUrl: database.url,
          webhooks: {
            allowPrivate: config.webhookAllowPrivate,
            timeoutMs: config.webhookTimeoutSeconds * 1000,
            retryMs: config.webhookRetrySeconds * 1000,
            holdMs: config.webhookHoldSeconds * 1000,
            overlapSeconds: config.webhookOverlapSeconds,
            consoleUrl: config.consoleUrl ?? null,
            pagerDutyUrl: config.pagerDutyUrl,
            mail: mailOf(config),
          },
          meters: {
            url: config.stripeUrl,
            timeoutMs: config.webhookTimeoutSeconds * 1000,
            retryMs: config.meterRetrySeconds * 1000,
          },
          requests: config.webhookRequests,
          onFault: (error) => logger.error({ error: messageOf(error) }, 'events met an error'),
        }),
    },
    {
      provide: WebhookQueries,
      inject: [Database],
      useFactory: (database: Database) => new WebhookQueries(database.read),
    },
    {
      provide: MeterQueries,
      inject: [Database],
      useFactory: (database: Database) => new MeterQueries(database.read),
    },
  ],
  exports: [Events, WebhookQueries, MeterQueries],
})
export class EventsModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(private readonly events: Events) {}

  onApplicationBootstrap(): void {
    this.events.start();
  }

  /** Before the server closes: it waits for the requests that are under way. */
  onModuleDestroy(): void {
    this.events.approvals.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.events.stop();
  }
}
