/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins; null when this was the last one. */
  nextCursor: string | null;
}

/** The largest page that can be asked for. */
export const MAX_PAGE = 1_000;

/** A cursor that this service did not make, or made for another list. */
export class MalformedCursorError extends Error {
  constructor() {
    super('The cursor was not made by this list.');
  }
}

/** What a cursor belongs to: one made for a list is no good for another. */
export type CursorKind = UuidCursorKind | 'entries asc' | 'entries desc' | 'approvals';
type UuidCursorKind = 'budgets' | 'reservations' | 'keys' | 'webhooks' | 'deliveries';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEADLINE = /^[0-9]{1,15} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
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

/** The version that a list of entries goes on after. Throws a MalformedCursorError. */
export const decodeVersion = (kind: 'entries asc' | 'entries desc', cursor: string): number =>
  Number(decode(kind, cursor, VERSION));

function decode(kind: CursorKind, cursor: string, position: RegExp): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const value = text.slice(kind.length + 1);
  // Decoding is lenient; only the very text that was handed out is taken back.
  if (!position.test(value) || encodeCursor(kind, value) !== cursor) throw new MalformedCursorError();
  return value;
}

/** Makes a page of rows that were read one beyond the limit, which tells whether there are more. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  kind: CursorKind,
  position: (row: Row) => string,
  view: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(kind, position(last)) : null,
  };
}
