import type { CounterMetric } from '../../core/metrics/metrics.js';
import { formatAmount } from '../../core/money.js';
import { windowAt } from '../../core/windows.js';
import { timeText, type EnvelopeView } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import { different, expectSame, type Difference, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { auditedScale, countedBy } from '../metrics.js';
import { envelopeIdOf, isOfNames, type ReplayedCounter } from '../replay/counters.js';
import type { ReplayedEnvelope } from '../replay/envelopes.js';
import type { AuditedCounter } from '../sql/rows.js';

/**
 * Holds a counter against what the journal records of it. A counter without any record is one whose window began
 * with a write that was then lost: it is still at zero.
 */
export function compareCounter(
  tree: DifferencePlace,
  counter: ReplayedCounter | undefined,
  envelopes: ReadonlyMap<string, ReplayedEnvelope>,
  row: AuditedCounter,
  scale: number,
  differences: Differences,
): void {
  const place = { ...tree, ...counter?.place, version: undefined, counterId: row.id };
  const envelope = envelopes.get(envelopeIdOf(row.id));
  if (!envelope) {
    const id = envelopeIdOf(row.id);
    differences.add(different(place, 'envelope of the counter', 'no entry records it', id).difference);
    return;
  }
  const [, start, ...key] = row.id.split('/');
  const same = (what: string, journal: string | number, table: string | number): unknown =>
    differences.check(() => expectSame(place, `${what} of the counter`, journal, table));
  const metric = metricOf(envelope.view, row.id);
  same('metric', metric, row.metric);
  same('envelope_id', envelope.view.id, idOf('envelope', row.envelopeId));
  same('window_start', start ?? '', row.windowStart === -Infinity ? 'lifetime' : timeText(row.windowStart));
  same('key', key.join('/'), row.key);
  differences.check(() => within(place, counter, row));
  // Denials are counted where they are meant to be, and nowhere else.
  same(
    'denials',
    countedBy(envelope.view.metric).isOfDenials ? (counter?.charges ?? 0) : 0,
    counter?.denials ?? 0,
  );
  same('version', counter?.charges ?? 0, versionOf(counter, row));
  const { used, weight } = sumsOf(counter, metric, scale);
  same('used', used, text(BigInt(row.used), metric, scale));
  differences.check(() => expectSame(place, `used (${countedBy(metric).what})`, weight, used));
}

/**
 * A counter counts what was reserved within its window. Where exactly a calendar window ends is not computed again: the
 * rules of a time zone are changed now and then, for windows that were counted under the old ones, too.
 */
function within(place: DifferencePlace, counter: ReplayedCounter | undefined, row: AuditedCounter): void {
  if (!counter?.span) return;
  const { first, last } = counter.span;
  if (Date.parse(first) < row.windowStart)
    throw different(place, 'start of the window', `${first} or before`, timeText(row.windowStart));
  if (Date.parse(last) >= row.windowEnd)
    throw different(place, 'end of the window', `after ${last}`, timeText(row.windowEnd));
}

/** From where one goes on that was freed, and was charged once more by a late cost. */
const REVIVED = 1_000_000_000_000;

/** How often it was charged, as far as its row says: of one that was freed meanwhile only those since. */
function versionOf(counter: ReplayedCounter | undefined, { version }: AuditedCounter): number {
  if (version < REVIVED || !counter || counter.late === 0) return version;
  const since = version - REVIVED;
  return since > 0 && since < counter.charges ? counter.charges : version;
}

/**
 * Whether a counter of which there is no row may have been freed: its window is over, and nothing is left in it; or it
 * counted denials or names, which are of no use then.
 */
export function isFreed(
  counter: ReplayedCounter,
  envelopes: ReadonlyMap<string, ReplayedEnvelope>,
  scale: number,
  timezone: string,
  now: number,
): boolean {
  const view = envelopes.get(envelopeIdOf(counter.id))?.view;
  const start = Date.parse(counter.id.split('/')[1] ?? '');
  if (!view || Number.isNaN(start) || view.window === 'transaction') return false;
  const metric = metricOf(view, counter.id);
  const [window, zone] = isOfNames(counter.id)
    ? (['day', 'UTC'] as const)
    : [view.window, view.timezone ?? timezone];
  if (windowAt(window, zone, start).end > now) return false;
  if (countedBy(metric).endsWithWindow) return true;
  const { used, weight } = sumsOf(counter, metric, scale);
  return used === '0' && weight === '0';
}

/** What a counter of an envelope counts. */
const metricOf = ({ match, metric }: EnvelopeView, id: string): CounterMetric =>
  isOfNames(id) ? 'names' : match.newVendors ? 'payments' : metric;

/** Of which there has to be a row. */
export function missingCounter(counter: ReplayedCounter): Difference {
  const place = { ...counter.place, counterId: counter.id };
  return different(place, 'counter', 'charged', 'there is no row').difference;
}

const text = (units: bigint, metric: CounterMetric, scale: number): string =>
  formatAmount(units, auditedScale(metric, scale));

/** What its charges and what its reservations come to, as text. Charges were read as money: see ReplayedCounter. */
function sumsOf(
  counter: ReplayedCounter | undefined,
  metric: CounterMetric,
  scale: number,
): { used: string; weight: string } {
  if (!counter) return { used: '0', weight: '0' };
  return {
    used: formatAmount(counter.used, scale),
    weight: text(countedBy(metric).sum(counter), metric, scale),
  };
}
