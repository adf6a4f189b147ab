import { Gauge, Registry } from 'prom-client';
import { idOf, uuidOf } from '../ids/ids.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { currencyLabel, namedTrees } from '../runtime/budget-metrics.js';
import { OTHER } from '../runtime/bounded-labels.js';
import { readFigures, type Figures } from './sql/figures.js';

/** What is known of budgets as they are. All replicas say the same, since it is read from the database. */
const registry = new Registry();

const gauge = (name: string, help: string, ...labelNames: string[]) =>
  new Gauge({ name, help, labelNames, registers: [registry] });

const GAUGES = {
  approvals: gauge(
    'purser_pending_approvals',
    'Reservations that wait for people; 10000 means at least that',
  ),
  oldest: gauge('purser_oldest_approval_seconds', 'How long the oldest of them has been waiting'),
  stopped: gauge(
    'purser_stopped_budgets',
    'Budgets that are frozen or paused; 10000 means at least that',
    'state',
  ),
  indebted: gauge('purser_indebted_budgets', 'Budgets that have an overdraft; 10000 means at least that'),
  overdraft: gauge('purser_overdraft', 'What these budgets owe, in its currency', 'currency'),
  claims: gauge(
    'purser_open_claims',
    'Reservations with cost that could not be recorded; 10000 means at least that',
  ),
  behind: gauge(
    'purser_sink_behind_seconds',
    'How long ago what the follower has not taken yet was decided',
    'sink',
  ),
  deliveries: gauge('purser_pending_deliveries', 'Deliveries to active webhooks that are due or tried again'),
  failing: gauge('purser_failing_webhooks', 'Webhooks that were paused since their receiver kept failing'),
  meterEvents: gauge(
    'purser_unsent_meter_events',
    'Meter events that wait to be sent, were given up, or were left out in the last day for want of a customer; 10000 means at least that',
    'state',
  ),
  stoppedMeters: gauge(
    'purser_stopped_meters',
    'Trees whose usage is not sent, since Stripe kept failing or the database was restored',
  ),
  making: gauge('purser_spend_rebuilding', 'Whether the sums of spend are being made from the whole journal'),
  trees: gauge(
    'purser_tree_info',
    'Always 1: the names of the trees that have series of their own',
    'tree',
    'name',
    'currency',
  ),
};

const upRegistry = new Registry();
const up = new Gauge({
  name: 'purser_figures_up',
  help: 'Whether the database answered when these figures were asked for; they are left out where it did not',
  registers: [upRegistry],
});

/** How long a look counts: scrapers of any number cause one look in this time. */
const FRESH_MS = 5_000;

/** A database that takes longer to answer is none. The look goes on, and the next one waits for it. */
const PATIENCE_MS = 2_000;

const TIMES = { maxWait: 1_500, timeout: 5_000, isolationLevel: 'RepeatableRead' as const };

/** The figures of state, looked at when they are asked for. */
export class FigureGauges {
  private lookedAt = -Infinity;
  private look: Promise<boolean> = Promise.resolve(false);
  private isLooking = false;

  constructor(private readonly prisma: PrismaClient) {}

  /** The text of the gauges; empty while the database does not answer: what was known before would look like the present. */
  async text(): Promise<string> {
    if (!this.isLooking && performance.now() - this.lookedAt > FRESH_MS) this.look = this.lookAgain();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, false)));
    const isKnown = await Promise.race([this.look, late]);
    clearTimeout(timer);
    up.set(isKnown ? 1 : 0);
    const answer = await upRegistry.metrics();
    return isKnown ? `${answer}\n${await registry.metrics()}` : answer;
  }

  private async lookAgain(): Promise<boolean> {
    this.isLooking = true;
    try {
      const trees = namedTrees().map(uuidOf);
      show(await this.prisma.$transaction((tx) => readFigures(tx, trees), TIMES));
      return true;
    } catch {
      return false;
    } finally {
      this.lookedAt = performance.now();
      this.isLooking = false;
    }
  }
}

function show(figures: Figures): void {
  registry.resetMetrics();
  GAUGES.approvals.set(figures.approvals);
  GAUGES.oldest.set(figures.oldestApproval);
  GAUGES.stopped.set({ state: 'frozen' }, figures.frozen);
  GAUGES.stopped.set({ state: 'paused' }, figures.paused);
  GAUGES.claims.set(figures.claims);
  for (const { currency, amount, budgets } of figures.debts) {
    GAUGES.overdraft.inc({ currency: currencyLabel(currency) }, amount);
    GAUGES.indebted.inc(budgets);
  }
  GAUGES.behind.set({ sink: 'events' }, figures.eventsBehind);
  GAUGES.behind.set({ sink: 'webhooks' }, figures.webhooksBehind);
  GAUGES.behind.set({ sink: 'meters' }, figures.metersBehind);
  GAUGES.meterEvents.set({ state: 'pending' }, figures.meterEvents);
  GAUGES.meterEvents.set({ state: 'parked' }, figures.parkedMeterEvents);
  GAUGES.meterEvents.set({ state: 'no_customer' }, figures.meterEventsForNobody);
  GAUGES.stoppedMeters.set(figures.stoppedMeters);
  if (figures.spendBehind !== null) GAUGES.behind.set({ sink: 'spend' }, figures.spendBehind);
  GAUGES.making.set(figures.spendBehind === null ? 1 : 0);
  GAUGES.deliveries.set(figures.deliveries);
  GAUGES.failing.set(figures.failingWebhooks);
  for (const { id, name, currency } of figures.trees)
    GAUGES.trees.set({ tree: idOf('budget', id), name, currency: currencyLabel(currency) }, 1);
  GAUGES.trees.set({ tree: OTHER, name: 'all other trees', currency: OTHER }, 1);
}
