import { Module, type Provider } from '@nestjs/common';
import { QueriesModule } from '../queries/queries.module.js';
import type { Logger } from '../runtime/logger.js';
import { LOGGER } from '../runtime/tokens.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { Reach } from './auth/reach.js';
import { BaselinesController } from './baselines/baselines.controller.js';
import { BudgetActionsController } from './budgets/budget-actions.controller.js';
import { BudgetsController } from './budgets/budgets.controller.js';
import { ConsoleFiles } from './console/console-files.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { DocsController } from './docs/docs.controller.js';
import { GuidesController } from './docs/guides.controller.js';
import { HomeController } from './docs/home.controller.js';
import { EnvelopesController } from './envelopes/envelopes.controller.js';
import { EventStreams } from './events/event-streams.js';
import { EventsController } from './events/events.controller.js';
import { Exports } from './export/exports.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { Admission } from './http/admission.js';
import { Guesses } from './http/guesses.js';
import { ReadTurns } from './http/read-turns.js';
import { EntriesController } from './journal/entries.controller.js';
import { JournalController } from './journal/journal.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { MeterEventsController } from './meters/meter-events.controller.js';
import { MetersController } from './meters/meters.controller.js';
import { EstimatesController } from './prices/estimates.controller.js';
import { PricesController } from './prices/prices.controller.js';
import { BatchController } from './reservations/batch.controller.js';
import { ReservationsController } from './reservations/reservations.controller.js';
import { ChargesController } from './reservations/charges.controller.js';
import { ClaimsController } from './reservations/claims.controller.js';
import { DisputesController } from './reservations/disputes.controller.js';
import { SettlementController } from './reservations/settlement.controller.js';
import { OpenIdConnectController } from './sessions/open-id-connect.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { RunsController } from './runs/runs.controller.js';
import { SettlementsController } from './settlements/settlements.controller.js';
import { SpendController } from './spend/spend.controller.js';
import { StatementsController } from './spend/statements.controller.js';
import { DeliveriesController } from './webhooks/deliveries.controller.js';
import { ButtonPeople } from './webhooks/button-people.js';
import { SlackClicks } from './webhooks/slack-clicks.js';
import { SlackController } from './webhooks/slack.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

const GUESSES: Provider = {
  provide: Guesses,
  inject: [LOGGER],
  useFactory: (logger: Logger) => new Guesses(logger),
};

const CONSOLE: Provider = { provide: ConsoleFiles, useFactory: () => ConsoleFiles.read() };

/** The HTTP API. Its user provides the ledger and the events, and passes the application to `configureApp`. */
@Module({
  imports: [QueriesModule],
  controllers: [
    BudgetsController,
    BudgetActionsController,
    EnvelopesController,
    BaselinesController,
    ReservationsController,
    BatchController,
    SettlementController,
    ChargesController,
    ClaimsController,
    DisputesController,
    SettlementsController,
    RunsController,
    ApprovalsController,
    DecisionsController,
    PricesController,
    EstimatesController,
    JournalController,
    EntriesController,
    SpendController,
    StatementsController,
    EventsController,
    WebhooksController,
    DeliveriesController,
    SlackController,
    MetersController,
    MeterEventsController,
    KeysController,
    SessionsController,
    OpenIdConnectController,
    HealthController,
    DocsController,
    GuidesController,
    HomeController,
  ],
  providers: [
    Readiness,
    Reach,
    Admission,
    GUESSES,
    CONSOLE,
    ReadTurns,
    EventStreams,
    Exports,
    ButtonPeople,
    SlackClicks,
  ],
})
export class ApiModule {}
