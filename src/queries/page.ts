/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins; null when this was the last one. */
  nextCursor: string | null;
}

/** A cursor that this service did not make, or made for another list. */
export class MalformedCursorError extends Error {
  constructor() {
    super('The cursor was not made by this list.');
  }
}

/** What a cursor belongs to: one made for a list is no good for another. */
export type CursorKind =
  | UuidCursorKind
  | SettledKind
  | 'entries asc'
  | 'entries desc'
  | SearchKind
  | RecordedKind
  | 'approvals'
  | 'fullest';
type UuidCursorKind =
  | 'budgets'
  | 'budgets asc'
  | 'reservations'
  | 'reservations asc'
  | 'runs'
  | 'keys'
  | 'prices'
  | 'webhooks'
  | 'deliveries'
  | 'meter events'
  | 'sessions';

type SettledKind = 'settled asc' | 'settled desc';
type SearchKind = 'search asc' | 'search desc';
type RecordedKind = 'recorded asc' | 'recorded desc';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEADLINE = /^[0-9]{1,15} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FOUND_ENTRY = /^[0-9]{1,18} [0-9]{1,15} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} [1-9][0-9]{0,14}$/;
const RECORDED_ENTRY =
  /^[0-9]{1,18} [1-9][0-9]{0,17}( [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){2} [1-9][0-9]{0,14}$/;
const FULL_LIMIT = /^[0-9]{1,8} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} .{0,512}$/;
const VERSION = /^[1-9][0-9]{0,14}$/;

/** Wraps the position of a page's last item. Callers are not to look inside, so that it can change. */
export const encodeCursor = (kind: CursorKind, position: string): string =>
  Buffer.from(`${kind}:${position}`).toString('base64url');

/** The UUID that a list of things with ids goes on after. Throws a MalformedCursorError. */
export const decodeUuid = (kind: UuidCursorKind, cursor: string): string => decode(kind, cursor, UUID);

/** Deadline (milliseconds since the epoch) and UUID that approvals go on after. Throws a MalformedCursorError. */
export function decodeApproval(cursor: string): { deadline: number; id: string } {
  const [deadline = '', id = ''] = decode('approvals', cursor, DEADLINE).split(' ');
  return { deadline: Number(deadline), id };
}

/** Settlement (milliseconds since the epoch) and UUID that reservations go on after. Throws a MalformedCursorError. */
export function decodeSettled(kind: SettledKind, cursor: string): { settledAt: number; id: string } {
  const [settledAt = '', id = ''] = decode(kind, cursor, DEADLINE).split(' ');
  return { settledAt: Number(settledAt), id };
}

/** The version that a list of entries goes on after. Throws a MalformedCursorError. */
export const decodeVersion = (kind: 'entries asc' | 'entries desc', cursor: string): number =>
  Number(decode(kind, cursor, VERSION));

/** What a search of entries goes on with: the tick up to which it looks, and the time (milliseconds), budget (UUID) and version that it goes on after. Throws a MalformedCursorError. */
export function decodeSearch(
  kind: SearchKind,
  cursor: string,
): { upTo: bigint; after: { at: number; budgetId: string; version: number } } {
  const [upTo = '', at = '', budgetId = '', version = ''] = decode(kind, cursor, FOUND_ENTRY).split(' ');
  return { upTo: BigInt(upTo), after: { at: Number(at), budgetId, version: Number(version) } };
}

/** The same of a search in the order in which entries were recorded: the tick, tree and budget (UUIDs) and version that it goes on after. Throws a MalformedCursorError. */
export function decodeRecorded(
  kind: RecordedKind,
  cursor: string,
): { upTo: bigint; after: { tick: bigint; treeId: string; budgetId: string; version: number } } {
  const parts = decode(kind, cursor, RECORDED_ENTRY).split(' ');
  const [upTo = '', tick = '', treeId = '', budgetId = '', version = ''] = parts;
  return { upTo: BigInt(upTo), after: { tick: BigInt(tick), treeId, budgetId, version: Number(version) } };
}

/** What a list of the fullest limits goes on after: the share (ten thousandths), the envelope (UUID) and the key of its counter. Throws a MalformedCursorError. */
export function decodeFullest(cursor: string): { share: number; envelopeId: string; key: string } {
  const [share = '', envelopeId = '', ...key] = decode('fullest', cursor, FULL_LIMIT).split(' ');
  return { share: Number(share), envelopeId, key: key.join(' ') };
}

function decode(kind: CursorKind, cursor: string, position: RegExp): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const value = text.slice(kind.length + 1);
  // Decoding is lenient; only the very text that was handed out is taken back.
  if (!position.test(value) || encodeCursor(kind, value) !== cursor) throw new MalformedCursorError();
  return value;
}

/** The most bytes of JSON that a page holds, unless its first item alone has more. */
export const PAGE_BYTES = 1024 * 1024;

/** Rows that are read at once: what is read and then has no room in the page stays small. */
const PIECE = 51;

/** How a list is read: from the row before, or (null) from where the page begins. */
export interface List<Row, T> {
  kind: CursorKind;
  read: (after: Row | null, count: number) => Promise<readonly Row[]>;
  position: (row: Row) => string;
  /** Of the rows of one read, in their order. */
  views: (rows: readonly Row[]) => readonly T[] | Promise<readonly T[]>;
}

/** The room that is left in a page. */
export class Room {
  private left = PAGE_BYTES;
  private empty = true;

  /** Whether one more has room; the first always has. */
  has(item: unknown): boolean {
    this.left -= Buffer.byteLength(JSON.stringify(item));
    const fits = this.empty || this.left >= 0;
    this.empty = false;
    return fits;
  }
}

/** As many of some items, from the first on, as have room in a page. */
export function inRoom<T>(items: T[]): T[] {
  const room = new Room();
  const end = items.findIndex((item) => !room.has(item));
  return end < 0 ? items : items.slice(0, end);
}

/** Reads a page of at most `limit` items, piece by piece; one that would become too large ends early. */
export async function readPage<Row, T>(limit: number, list: List<Row, T>): Promise<Page<T>> {
  const { kind, read, position, views } = list;
  const room = new Room();
  const items: T[] = [];
  let last: Row | null = null;
  for (;;) {
    // One beyond the limit shows whether there are more.
    const count = Math.min(PIECE, limit + 1 - items.length);
    const rows = await read(last, count);
    const viewed = await views(rows);
    for (const [index, row] of rows.entries()) {
      const item = viewed[index]!;
      if (items.length === limit || !room.has(item))
        return { items, nextCursor: last && encodeCursor(kind, position(last)) };
      items.push(item);
      last = row;
    }
    if (rows.length < count) return { items, nextCursor: null };
  }
}
