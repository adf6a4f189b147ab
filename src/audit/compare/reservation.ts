import type { JsonObject } from '../../core/canonical.js';
import { timeText, type EntryContent, type ReservationView } from '../../core/entries.js';
import { formatAmount } from '../../core/money.js';
import { idOf } from '../../ids/ids.js';
import { different, expectSame, type Difference, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { digestOf, FACTS, factsOf } from '../replay/facts.js';
import type { ReplayedReservation } from '../replay/reservations.js';
import type { AuditedReservation } from '../sql/rows.js';
import { jsonText } from './budget.js';
import type { SettlementRecords } from '../replay/evidence.js';
import type { Ratings } from '../replay/ratings.js';

/**
 * Holds a reservation's row against the journal. Answers whether its attribution is as it was recorded: of that only a digest
 * is kept, so that what differs has to be looked up: see {@link explainFacts}.
 */
export function compareReservation(
  place: DifferencePlace,
  replayed: ReplayedReservation | undefined,
  row: AuditedReservation,
  scale: number,
  differences: Differences,
): boolean {
  const at = placeOf(place, row);
  if (!replayed) {
    differences.add(different(at, 'reservation', 'no entry records it', 'there is a row').difference);
    return true;
  }
  const same = (what: string, journal: string | null, table: string | null): unknown =>
    differences.check(() => expectSame(at, `${what} of the reservation`, journal, table));
  same('state', replayed.state, row.state);
  for (const part of ['held', 'committed', 'refunded', 'overdrawn', 'claimed', 'disputed'] as const)
    same(part, formatAmount(replayed[part], scale), formatAmount(BigInt(row[part]), scale));
  same('expires_at', replayed.expiresAt, timeText(row.expiresAt));
  same('settled_at', replayed.settledAt, row.settledAt === null ? null : timeText(row.settledAt));
  same('approval', replayed.approval, jsonText(row.approval));
  same('claim', replayed.claim, jsonText(row.claim));
  same('dispute', replayed.dispute, jsonText(row.dispute));
  same('settlement_token', replayed.token, jsonText(row.settlementToken));
  same('external_id', replayed.externalId, row.externalId);
  same('outcome', replayed.outcome, digestOf(JSON.parse(row.outcome ?? 'null') as JsonObject | null));
  const charges = row.charges === null ? [] : (JSON.parse(row.charges) as string[]);
  same('charges', replayed.counters.map(({ id }) => id).join(' '), charges.join(' '));
  const context = digestOf(JSON.parse(row.context ?? 'null') as JsonObject | null);
  return replayed.facts === factsOf(viewOf(row, scale)) && replayed.context === context;
}

/** Holds what a reservation's row says of its price and usage against the journal. */
export function compareRating(
  at: DifferencePlace,
  ratings: Ratings,
  row: AuditedReservation,
  differences: Differences,
): void {
  const id = idOf('reservation', row.id);
  const same = (what: string, journal: string | null, table: string | null): unknown =>
    differences.check(() => expectSame(at, `${what} of the reservation`, journal, table));
  same('rating', ratings.ratingOf(id), jsonText(row.rating));
  same('usage', ratings.usageOf(id), jsonText(row.usage));
}

/** Holds what a reservation's row says that settlements said of themselves against the journal. */
export function compareEvidence(
  at: DifferencePlace,
  evidence: SettlementRecords,
  row: AuditedReservation,
  differences: Differences,
): void {
  const { labels, returned, refundName } = evidence.rowOf(idOf('reservation', row.id));
  const same = (what: string, journal: string | null, table: string | null): unknown =>
    differences.check(() => expectSame(at, `${what} of the reservation`, journal, table));
  same('settlement_metadata', labels, jsonText(row.settlementMetadata));
  same('refunded_usage', returned, jsonText(row.refundedUsage));
  same('refund_external_id', refundName, row.refundExternalId);
}

/** Says which facts differ, given the entry that made the reservation. */
export function explainFacts(
  place: DifferencePlace,
  row: AuditedReservation,
  made: EntryContent | null,
  scale: number,
): Difference[] {
  const at = placeOf(place, row);
  const journal = made?.reservation;
  if (!journal) return [different(at, 'reservation', 'no entry records it', 'there is a row').difference];
  const table = viewOf(row, scale);
  const text = (value: object | null | undefined): string | null => jsonText(JSON.stringify(value ?? null));
  const both: [what: string, journal: string | null, table: string | null][] = [
    ...FACTS.map((fact): [string, string | null, string | null] => [
      fact,
      journal[fact] ?? null,
      table[fact] ?? null,
    ]),
    ['metadata', text(journal.metadata), text(table.metadata)],
    ['context', text(made.context), jsonText(row.context ?? 'null')],
  ];
  return both
    .filter(([, replayed, row]) => replayed !== row)
    .map(([what, replayed, row]) => different(at, `${what} of the reservation`, replayed, row).difference);
}

const placeOf = (place: DifferencePlace, row: AuditedReservation): DifferencePlace => ({
  ...place,
  reservationId: idOf('reservation', row.id),
});

const viewOf = (
  row: AuditedReservation,
  scale: number,
): Pick<ReservationView, (typeof FACTS)[number] | 'metadata'> => ({
  amount: formatAmount(BigInt(row.amount), scale),
  vendor: row.vendor,
  category: row.category,
  runId: row.runId,
  item: row.item ?? undefined,
  occurredAt: row.occurredAt === null ? undefined : timeText(row.occurredAt),
  taskId: row.taskId,
  reason: row.reason,
  overage: row.overage as ReservationView['overage'],
  onExpiry: row.onExpiry === 'release' ? undefined : (row.onExpiry as ReservationView['onExpiry']),
  createdAt: timeText(row.createdAt),
  metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as JsonObject),
});
