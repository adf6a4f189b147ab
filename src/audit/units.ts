const DECIMAL = /^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/;

/**
 * Reads decimal text, a sign included, as units of a tree with this many decimals. Null unless the text is the one
 * way in which this amount is written: no superfluous zeros, no more decimals than the scale.
 */
export function readUnits(text: unknown, scale: number): bigint | null {
  if (typeof text !== 'string' || !DECIMAL.test(text) || text === '-0') return null;
  const dot = text.indexOf('.');
  if (dot < 0) return scale === 0 ? BigInt(text) : BigInt(text + '0'.repeat(scale));
  const decimals = text.length - dot - 1;
  if (decimals > scale) return null;
  return BigInt(text.slice(0, dot) + text.slice(dot + 1) + '0'.repeat(scale - decimals));
}
