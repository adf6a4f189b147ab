/** What a client found when it went through the whole lifecycle: both clients have to find the same. */
export interface Story {
  currency: string;
  childGuarantee: string;
  revisions: number[];
  envelopeLimits: string[];
  held: string;
  replayedSame: boolean;
  committed: string;
  refunded: string;
  released: string;
  denial: { code: string; rule: string; largestAdmissible: string };
  admissible: boolean;
  batch: string[];
  states: string[];
  kinds: string[];
  spent: string;
  valid: boolean;
  listed: number;
  treeDepth: number;
  closedState: string;
  stale: { code: string; current: number };
  /** How many people one that waits has to ask. */
  asks: number;
}

/** Keys that are new in every call, so that the same story can be run twice on one database. */
export function newKeys(): () => string {
  const run = crypto.randomUUID();
  let next = 0;
  return () => `${run}-${(next += 1)}`;
}

/** What a caller knows to be there, at run time too. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('something is missing that has to be there');
  return value;
}

/** What may be paid on: the compiler lets only through what is known to be held. */
export function heldOf(reservation: { state: 'held'; held: string }): string {
  return reservation.held;
}
