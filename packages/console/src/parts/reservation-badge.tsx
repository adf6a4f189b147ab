import type { Reservation } from '@purser/sdk';
import { Badge, type Tone } from '../design/badge.js';

const TONES: Readonly<Record<Reservation['state'], Tone>> = {
  pending_approval: 'accent',
  held: 'warn',
  committed: 'good',
  released: 'plain',
  expired: 'plain',
  rejected: 'bad',
};

/** The states of reservations, in the order in which they come, as they are called. */
export const STATES: readonly (readonly [Reservation['state'], string])[] = [
  ['pending_approval', 'waits for people'],
  ['held', 'held'],
  ['committed', 'paid'],
  ['released', 'released'],
  ['expired', 'expired'],
  ['rejected', 'rejected'],
];

const NAMES = new Map(STATES);

export function ReservationBadge({ state }: { readonly state: Reservation['state'] }) {
  return <Badge tone={TONES[state]}>{NAMES.get(state)}</Badge>;
}
