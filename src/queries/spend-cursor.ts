import { MalformedCursorError } from './page.js';
import type { GroupValue } from './sql/spend.js';

/** Where a page of spend ends: the times of its question, which may have been left out, and its last group. */
export interface SpendPosition {
  from: number;
  to: number;
  group: GroupValue[];
}

/** Wraps a position. `list` says all that the question asked beside its times: a cursor is no good for another. */
export const encodeSpend = (list: readonly string[], { from, to, group }: SpendPosition): string =>
  Buffer.from(JSON.stringify([list, from, to, group])).toString('base64url');

/** Throws a MalformedCursorError. */
export function decodeSpend(list: readonly string[], cursor: string): SpendPosition {
  try {
    const [, from, to, group] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const position = { from, to, group } as SpendPosition;
    // Only the very text that was handed out is taken back.
    if (isPosition(position) && encodeSpend(list, position) === cursor) return position;
  } catch {
    // No JSON, or no list.
  }
  throw new MalformedCursorError();
}

const isPosition = ({ from, to, group }: SpendPosition): boolean =>
  Number.isSafeInteger(from) && Number.isSafeInteger(to) && Array.isArray(group) && group.every(isValue);

const isValue = (value: unknown): boolean =>
  value === null || typeof value === 'string' || Number.isSafeInteger(value);
