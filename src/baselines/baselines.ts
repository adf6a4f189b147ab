import { baselineOf, beginning, ending, pastOf, type Past, type Spending } from '../core/baselines.js';
import type { EnvelopeInput } from '../core/commands/inputs.js';
import type { Envelope } from '../core/envelopes.js';
import { EVERYTHING } from '../core/matches/match.js';
import { MAX_KNOWN_VENDORS } from '../core/matches/new-vendors.js';
import { METRIC_RULES } from '../core/metrics/rules.js';
import type { Window } from '../core/windows.js';
import type { WriteClient } from '../database/connections.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { reached } from '../database/reached.js';
import { readEnvelope } from './sql/due-envelopes.js';
import { readPlace } from './sql/read-place.js';
import { readSpending, type Subject } from './sql/read-spending.js';
import { readVendors } from './sql/read-vendors.js';

/** What is spent on the average, and how that was found: amounts as decimal text, counts as whole numbers. */
export interface AverageView {
  total: string;
  /** Windows in which anything was used; for `transaction` the reservations. */
  windows: number;
  /** Null where nothing was used. */
  average: string | null;
}

/** A budget's past by windows of one kind. */
export interface BaselineView {
  budgetId: string;
  window: Window;
  windowDays: number;
  scope: Envelope['scope'];
  timezone: string;
  from: string;
  to: string;
  amount: AverageView;
  /** Null for `transaction`, of which each is one. */
  count: AverageView | null;
}

/** What decides which past is meant, besides the budget. */
export type Question = Omit<Subject, 'treeId' | 'budgetId'>;

const ALL_OF_IT: Pick<Question, 'match' | 'metric' | 'timezone'> = {
  timezone: null,
  metric: 'amount',
  match: EVERYTHING,
};

/**
 * Looks at what budgets used in the past. It reads reservations, the projection of the journal that the audit holds
 * against it, on connections of its own: no decision waits for it. Throws an UnavailableError where that takes too long.
 */
export class Baselines {
  constructor(private readonly link: ResilientClient) {}

  /** The past that an envelope to be made would follow; null where there is none, or no such budget. */
  async before(budgetId: string, question: Question, windowDays: number): Promise<Past | null> {
    const place = await this.ask((sql) => readPlace(sql, budgetId));
    if (!place || question.window === 'lifetime' || METRIC_RULES[question.metric].past === null) return null;
    const zone = question.timezone ?? place.timezone;
    return await this.past({ ...question, treeId: place.treeId, budgetId }, zone, windowDays, place.now);
  }

  /** The past that an envelope would follow if it looked so far back; null if there is no such envelope. */
  async ofEnvelope(id: string, windowDays: number): Promise<Past | null> {
    const envelope = await this.ask((sql) => readEnvelope(sql, id));
    if (!envelope || envelope.window === 'lifetime' || METRIC_RULES[envelope.metric].past === null)
      return null;
    return await this.past(envelope, envelope.zone, windowDays, envelope.now);
  }

  /**
   * The vendors to whom a budget has paid anything, those paid last first; at most as many as an envelope can know. Payments
   * go on meanwhile: those from the tick on may not be among them.
   */
  async vendorsPaid(
    budgetId: string,
    asked: Pick<Question, 'match' | 'scope'>,
  ): Promise<Pick<EnvelopeInput, 'knownVendors' | 'knownUntil'>> {
    const place = await this.ask((sql) => readPlace(sql, budgetId));
    if (!place) return { knownVendors: [], knownUntil: null };
    const subject = { ...asked, treeId: place.treeId, budgetId };
    const knownVendors = await this.ask((sql) => readVendors(sql, subject, MAX_KNOWN_VENDORS));
    return { knownVendors, knownUntil: place.tick };
  }

  async past(subject: Subject, zone: string, windowDays: number, now: number): Promise<Past> {
    const { window, metric } = subject;
    const { span, spending } = await this.spent(subject, zone, windowDays, now);
    return pastOf(window, zone, METRIC_RULES[metric].past ?? 'amount', span, spending);
  }

  /** A budget's past, for the API; null if there is no such budget. */
  async view(
    budgetId: string,
    { window, scope }: Pick<Subject, 'window' | 'scope'>,
    windowDays: number,
  ): Promise<BaselineView | null> {
    const place = await this.ask((sql) => readPlace(sql, budgetId));
    if (!place) return null;
    const { treeId, timezone, scale, now } = place;
    const subject: Subject = { ...ALL_OF_IT, treeId, budgetId, window, scope };
    const { span, spending } = await this.spent(subject, timezone, windowDays, now);
    const average = (of: 'amount' | 'count'): AverageView => {
      const past = pastOf(window, timezone, of, span, spending);
      const baseline = baselineOf(past, of === 'amount' ? scale : 0, of, now);
      return { total: baseline?.total ?? '0', windows: past.windows, average: baseline?.average ?? null };
    };
    return {
      budgetId,
      window,
      windowDays,
      scope,
      timezone,
      from: new Date(span.from).toISOString(),
      to: new Date(span.to).toISOString(),
      amount: average('amount'),
      count: window === 'transaction' ? null : average('count'),
    };
  }

  private async spent(
    subject: Subject,
    zone: string,
    windowDays: number,
    now: number,
  ): Promise<{ span: Pick<Past, 'from' | 'to'>; spending: Spending[] }> {
    const from = beginning(subject.window, zone, windowDays, now);
    // Where not a single window is complete, the span is empty.
    const to = Math.max(from, ending(subject.window, zone, now));
    return { span: { from, to }, spending: await this.ask((sql) => readSpending(sql, subject, from, to)) };
  }

  private ask<T>(work: (sql: WriteClient) => Promise<T>): Promise<T> {
    return reached(this.link.use(work), 'The past could not be read in time.');
  }
}
