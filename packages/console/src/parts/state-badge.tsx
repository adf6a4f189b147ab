import type { Budget } from '@purser/sdk';
import { Badge, type Tone } from '../design/badge.js';

const TONES: Readonly<Record<Budget['state'], Tone>> = {
  active: 'good',
  frozen: 'warn',
  paused: 'warn',
  closing: 'plain',
  closed: 'plain',
};

/** The state of a budget, where it is not the usual one. */
export function StateBadge({ state }: { readonly state: Budget['state'] }) {
  return state === 'active' ? null : <Badge tone={TONES[state]}>{state}</Badge>;
}
