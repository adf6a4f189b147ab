import { hash } from 'node:crypto';
import { canonicalText } from '../../core/canonical.js';
import type { Origin } from '../../core/commands/origin.js';

/** Amounts count by their value. Older keys were kept with amounts as they were written: those are known by both. */
export function fingerprintsOf(asked: object): Pick<Origin, 'fingerprint' | 'formerFingerprint'> {
  const shortened = byValue(asked);
  const fingerprint = fingerprintOf(shortened);
  return shortened === asked ? { fingerprint } : { fingerprint, formerFingerprint: fingerprintOf(asked) };
}

const fingerprintOf = (asked: object): string => hash('sha256', textOf(asked), 'hex').slice(0, 32);

/** Fields of commands that hold an amount, and those that hold such fields. What callers nest freely is not looked at. */
const AMOUNTS = new Set([
  'amount',
  'allocation',
  'guarantee',
  'ceiling',
  'limit',
  'atLeast',
  'atMost',
  'largestAmount',
  'largestOverdraft',
]);
const HOLDERS = new Set(['envelope', 'envelopes', 'relative', 'key', 'scopes']);

/** The same command with its amounts in their shortest form; the very object where they are in it. */
function byValue<T extends object>(asked: T): T {
  let shortened: T | undefined;
  // Pairs of names and values would be more objects than all else that a request is made of.
  for (const name of Object.keys(asked)) {
    const value = (asked as Record<string, unknown>)[name];
    const short =
      typeof value === 'string' && AMOUNTS.has(name)
        ? shortest(value)
        : typeof value === 'object' && value !== null && (HOLDERS.has(name) || Array.isArray(asked))
          ? byValue(value)
          : value;
    if (short === value) continue;
    shortened ??= (Array.isArray(asked) ? [...(asked as unknown[])] : { ...asked }) as T;
    (shortened as Record<string, unknown>)[name] = short;
  }
  return shortened ?? asked;
}

/** Decimal text without zeros at its end. */
const shortest = (amount: string): string => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);

/**
 * The same text for equal commands. Those of one type are made with their keys in one order, so that only what callers
 * nest in them has to be put in order.
 */
function textOf(asked: object): string {
  for (const value of Object.values(asked))
    if (typeof value === 'object' && value !== null) return canonicalText(asked);
  return JSON.stringify(asked);
}
