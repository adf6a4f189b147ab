import { larger, smaller } from './money.js';

/** What a budget holds and where it went, in units of its tree. Every unit is in exactly one of these places. */
export interface Balances {
  /** What the parent gave: the parent's `delegated` is the sum of its children's `allocated`. */
  allocated: bigint;
  /** Set aside for calls that are under way: the sum of the held amounts of live reservations. */
  reserved: bigint;
  /** Given on to children. */
  delegated: bigint;
  /** Paid. */
  spent: bigint;
  /** Paid beyond what was allocated: real cost that had to be recorded. */
  overdraft: bigint;
}

/** What a budget may be given: at least the guarantee, at most the ceiling. Equal ones are a fixed carve-out. */
export interface Allowance {
  guarantee: bigint;
  ceiling: bigint;
}

export const used = (b: Balances): bigint => b.reserved + b.delegated + b.spent;

export const available = (b: Balances): bigint => b.allocated + b.overdraft - used(b);

/**
 * What a budget should be allocated for what it uses: its guarantee, or what it uses when that is more, but never
 * more than its ceiling. What an elastic budget does not use therefore flows back to its parent at once.
 */
export const entitled = (allowance: Allowance, using: bigint): bigint =>
  smaller(allowance.ceiling, larger(allowance.guarantee, using));

/** How much more a budget could use if its parent (null for a root) could give it `fromParent` more. */
export function obtainable(b: Balances & Allowance, fromParent: bigint | null): bigint {
  const draw = fromParent === null ? 0n : smaller(b.ceiling - b.allocated, fromParent);
  return larger(0n, b.allocated + larger(0n, draw) - used(b));
}

/** No money of any kind. */
export const NOTHING: Balances = { allocated: 0n, reserved: 0n, delegated: 0n, spent: 0n, overdraft: 0n };
