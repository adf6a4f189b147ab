import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { decodeUuid, encodeCursor, type Page } from './page.js';
import { answeredAmong, runReservations, type RunRow } from './sql/run-reservations.js';

/** Which reservations of a run something is to be done to. */
export interface RunFilter {
  treeId: string;
  /** Those of this budget and of all below it. */
  budgetId: string;
  runId: string;
  limit: number;
  cursor?: string | undefined;
}

/** Reads a part, when it is the caller's turn. */
type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Rows that are read in one turn. */
const PIECE = 1_000;

/** The reservations of a run, for what is done to all of them: their ids, the oldest first. */
export class RunQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** Those that are held. Throws a MalformedCursorError. */
  async held(filter: RunFilter, inTurn: InTurn): Promise<Page<string>> {
    return await this.page(filter, 'held', inTurn, (rows) => Promise.resolve(rows));
  }

  /**
   * Those that are held or wait for approval, and those that the very same request has released before: a page that is
   * asked for again is the same page. `keyOf` is the request key under which it releases one. Throws a MalformedCursorError.
   */
  async releasable(
    filter: RunFilter,
    keyOf: (reservationId: string) => string,
    inTurn: InTurn,
  ): Promise<Page<string>> {
    const treeId = uuidOf(filter.treeId);
    return await this.page(filter, 'live or released', inTurn, async (rows) => {
      const keys = new Map(
        rows
          .filter(({ state }) => state === 'released')
          .map(({ id }) => [id, keyOf(idOf('reservation', id))]),
      );
      const answered = await answeredAmong(this.prisma, treeId, [...keys.values()]);
      return rows.filter(({ id }) => !keys.has(id) || answered.has(keys.get(id)!));
    });
  }

  private async page(
    { limit, cursor, ...place }: RunFilter,
    states: 'held' | 'live or released',
    inTurn: InTurn,
    meant: (rows: RunRow[]) => Promise<RunRow[]>,
  ): Promise<Page<string>> {
    const items: string[] = [];
    const where = { ...place, treeId: uuidOf(place.treeId), budgetId: uuidOf(place.budgetId) };
    let after = cursor === undefined ? undefined : decodeUuid('runs', cursor);
    for (;;) {
      const { rows, more } = await inTurn(async () => {
        const piece = await runReservations(this.prisma, where, states, after, PIECE);
        after = piece.at(-1)?.id;
        const rows = await meant(piece.filter(({ isWithin }) => isWithin));
        return { rows, more: piece.length === PIECE };
      });
      for (const { id } of rows) {
        if (items.length === limit) return { items, nextCursor: encodeCursor('runs', uuidOf(items.at(-1)!)) };
        items.push(idOf('reservation', id));
      }
      if (!more) return { items, nextCursor: null };
    }
  }
}
