import type { JsonObject } from '../../core/canonical.js';
import { timeText, type EntryContent, type ReservationView } from '../../core/entries.js';
import { formatAmount } from '../../core/money.js';
import { idOf } from '../../ids.js';
import type { DifferenceFound } from '../difference.js';
import { different, expectSame, type Place } from '../difference.js';
import { digestOf, FACTS, factsOf, type ToldReservation } from '../replay/reservations.js';
import type { ReservationRow } from '../sql/rows.js';
import { jsonText } from './budget.js';

/** Found while rows are read, where nothing can be asked: what it is has to be looked up afterwards. */
export class FactsDiffer extends Error {
  constructor(readonly row: ReservationRow) {
    super('the attribution of a reservation differs');
  }
}

/** Holds a reservation's row against the journal. Throws a DifferenceFound, or FactsDiffer. */
export function compareReservation(
  place: Place,
  told: ToldReservation | undefined,
  row: ReservationRow,
  scale: number,
): void {
  const at = placeOf(place, row);
  if (!told) throw different(at, 'reservation', 'no entry tells of it', 'there is a row');
  const same = (what: string, journal: string | null, table: string | null): void =>
    expectSame(at, `${what} of the reservation`, journal, table);
  same('state', told.state, row.state);
  for (const part of ['held', 'committed', 'refunded'] as const)
    same(part, formatAmount(told[part], scale), formatAmount(BigInt(row[part]), scale));
  same('expires_at', told.expiresAt, timeText(row.expiresAt));
  same('settled_at', told.settledAt, row.settledAt === null ? null : timeText(row.settledAt));
  same('approval', told.approval, jsonText(row.approval));
  const charges = row.charges === null ? [] : (JSON.parse(row.charges) as string[]);
  same('charges', told.counters.map(({ id }) => id).join(' '), charges.join(' '));
  if (told.facts !== factsOf(viewOf(row, scale))) throw new FactsDiffer(row);
  if (told.context !== digestOf(JSON.parse(row.context ?? 'null') as JsonObject | null))
    throw new FactsDiffer(row);
}

/** Says which fact it is, given the entry that made the reservation. */
export function explainFacts(
  place: Place,
  row: ReservationRow,
  made: EntryContent | null,
  scale: number,
): DifferenceFound {
  const at = placeOf(place, row);
  const journal = made?.reservation;
  if (!journal) return different(at, 'reservation', 'no entry tells of it', 'there is a row');
  const table = viewOf(row, scale);
  for (const fact of FACTS)
    if (journal[fact] !== table[fact])
      return different(at, `${fact} of the reservation`, journal[fact], table[fact]);
  const text = (value: object | null | undefined): string | null => jsonText(JSON.stringify(value ?? null));
  if (text(journal.metadata) !== text(table.metadata))
    return different(at, 'metadata of the reservation', text(journal.metadata), text(table.metadata));
  return different(at, 'context of the reservation', text(made.context), jsonText(row.context));
}

const placeOf = (place: Place, row: ReservationRow): Place => ({
  ...place,
  reservationId: idOf('reservation', row.id),
});

const viewOf = (
  row: ReservationRow,
  scale: number,
): Pick<ReservationView, (typeof FACTS)[number] | 'metadata'> => ({
  amount: formatAmount(BigInt(row.amount), scale),
  vendor: row.vendor,
  category: row.category,
  runId: row.runId,
  taskId: row.taskId,
  reason: row.reason,
  overage: row.overage as ReservationView['overage'],
  createdAt: timeText(row.createdAt),
  metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as JsonObject),
});
