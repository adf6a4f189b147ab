import { hash } from 'node:crypto';
import type { EntryContent } from '../../core/entries.js';
import { expenseOf } from '../../core/spend.js';
import { valueFor, type CustomerSource, type StripeMeter } from './meters.js';

/** How a tree's usage becomes meter events. */
export interface MeterRules {
  meters: readonly StripeMeter[];
  customerLabel: string;
  customerFrom: CustomerSource;
  /** Of the tree. */
  scale: number;
}

/** What an entry adds to one meter. */
export interface MeterEventDraft {
  budgetId: string;
  version: number;
  at: number;
  eventName: string;
  /** The same whenever and wherever it is made of the entry. */
  identifier: string;
  customer: string | null;
  value: string;
  state: 'pending' | 'parked' | 'left_out';
  reason: 'too_old' | 'not_whole' | 'no_customer' | 'refund' | null;
}

/** What Stripe takes is at most 35 days old; what is nearly so would be too old when it arrives. */
export const OLDEST_MS = (35 * 24 - 1) * 3_600_000;

/**
 * What is made of an entry: at most one event for each meter, of what the entry adds to spend. Stripe's meters only count
 * up: what was refunded is left out, and shown. `label` says whom the entry is for: an empty one nobody.
 */
export function meterEventsOf(
  entry: EntryContent,
  { meters, scale }: MeterRules,
  label: string | null,
  now: number,
): MeterEventDraft[] {
  const customer = label === '' ? null : label;
  if (entry.outcome === 'denied') return [];
  const expense = expenseOf(entry, scale);
  if (!expense) return [];
  const { budgetId, version } = entry;
  const at = Date.parse(entry.at);
  return meters.flatMap((meter) => {
    const { value, isWhole } = valueFor(meter, expense, scale);
    if (value === '0') return [];
    const { eventName } = meter;
    const identifier = identifierOf(entry, eventName);
    const reason = value.startsWith('-')
      ? 'refund'
      : customer === null
        ? 'no_customer'
        : !isWhole
          ? 'not_whole'
          : now - at > OLDEST_MS
            ? 'too_old'
            : null;
    return [
      {
        budgetId,
        version,
        at,
        eventName,
        identifier,
        customer,
        value,
        state: STATES[reason ?? 'none'],
        reason,
      },
    ];
  });
}

const STATES = {
  refund: 'left_out',
  no_customer: 'left_out',
  not_whole: 'parked',
  too_old: 'parked',
  none: 'pending',
} as const;

/** What Stripe takes. */
const MAX_IDENTIFIER = 100;

/**
 * The id of an entry (its budget and version), and which of its events it is. The time sets it apart from one that had the same
 * version before the database was restored from a backup.
 */
function identifierOf({ budgetId, version, at }: EntryContent, eventName: string): string {
  const entry = `${budgetId.replace('budget_', 'entry_')}_${version}_${Date.parse(at).toString(36)}_`;
  const room = MAX_IDENTIFIER - entry.length;
  return entry + (eventName.length <= room ? eventName : hash('sha256', eventName, 'hex').slice(0, 32));
}

/**
 * Whom an entry is for, by what it says itself: the label that was in force when it was decided. Undefined where only the
 * budgets know: where callers may not say it, and may have, and where spend was not kept by the label any more. Null where a caller may
 * have said it and the entry does not repeat it.
 */
export function customerIn(
  entry: EntryContent,
  { customerLabel, customerFrom }: MeterRules,
): string | null | undefined {
  const isOfCaller = mayBeOfCaller(entry, customerLabel);
  if (customerFrom === 'budget' && isOfCaller) return undefined;
  const { labels } = entry;
  if (labels && Object.hasOwn(labels, customerLabel)) return labels[customerLabel]!;
  return isOfCaller ? null : undefined;
}

/**
 * Whether a label may be a caller's own. All labels that callers write, be it on a reservation or on what is done to it, are called
 * `…metadata` in an entry, and `…metadataOmitted` is how many of them it does not repeat.
 */
function mayBeOfCaller({ reservation, ...entry }: EntryContent, label: string): boolean {
  return [...Object.entries(entry), ...Object.entries(reservation ?? {})]
    .filter(([name]) => /metadata/i.test(name))
    .some(([, said]) => (typeof said === 'number' ? said > 0 : Object.hasOwn(Object(said) as object, label)));
}
