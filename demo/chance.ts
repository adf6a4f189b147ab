import { createHash } from 'node:crypto';
import type { Call } from './trace.js';

/** A number from 0 up to 1 that depends on the call and the purpose alone: every run of the demo plays the same. */
export function chance({ index }: Call, purpose: string): number {
  return createHash('sha256').update(`${purpose} ${index}`).digest().readUInt32BE() / 2 ** 32;
}

export const pick = <T>(items: readonly T[], call: Call, purpose: string): T =>
  items[Math.floor(chance(call, purpose) * items.length)]!;
