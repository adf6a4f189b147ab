import { Money } from '@purser/sdk';
import type { EntryContent } from '../../parts/entry-content.js';

/** What is shown of one entry about a reservation. */
interface Step {
  readonly title: string;
  /** How long it is held, or waits, after it. */
  readonly until?: string | undefined;
  /** What somebody wrote. */
  readonly text?: string | null | undefined;
}

/** What was asked for where it was denied. */
const DENIED: Partial<Record<EntryContent['kind'], string>> = {
  reserve: 'The reservation was denied',
  commit: 'A payment was denied',
  charge: 'A charge was denied',
  approve: 'An approval was denied',
  extend: 'More time was denied',
  refund: 'A refund was denied',
  release: 'A release was denied',
};

/** An entry as a step in the life of its reservation; `before` is the one before it. */
export function stepOf(entry: EntryContent, before: EntryContent | undefined): Step {
  const { kind, outcome, reservation, reason } = entry;
  if (outcome === 'denied') return { title: DENIED[kind] ?? 'It was denied', text: reason };
  const { approval, dispute } = reservation ?? {};
  switch (kind) {
    case 'reserve':
      return reservation?.state === 'pending_approval'
        ? { title: `Asked ${people(approval?.needed)}, with the money set aside`, until: approval?.deadline }
        : { title: 'Held', until: reservation?.expiresAt };
    case 'approve': {
      const text = approval?.given.at(-1)?.comment;
      return reservation?.state === 'held'
        ? { title: 'Approved, and held', until: reservation.expiresAt, text }
        : { title: `Approved, ${approval?.given.length ?? 0} of ${approval?.needed ?? 0}`, text };
    }
    case 'reject':
      return { title: 'Rejected', text: approval?.rejection?.reason };
    case 'commit':
      return { title: commitTitle(entry, before), text: reason };
    case 'extend':
      return { title: 'Extended', until: reservation?.expiresAt, text: reason };
    case 'dispute_uphold':
    case 'dispute_reject':
      return { title: titleOf(kind), text: dispute?.answer?.reason };
    case 'dispute_open':
      return { title: titleOf(kind), text: dispute?.reason };
    default:
      return { title: titleOf(kind), text: reason };
  }
}

/** Steps that need no more words. */
const PLAIN: Partial<Record<EntryContent['kind'], string>> = {
  charge: 'Charged, without a hold before it',
  release: 'Released',
  token_revoke: 'Its settlement token was revoked',
  expire: 'Its time ended, and what was held went back',
  expire_commit: 'Its time ended, and it was paid',
  refund: 'Refunded',
  claim_settle: 'The claim was settled',
  claim_dismiss: 'The claim was dismissed',
  dispute_open: 'Disputed',
  dispute_uphold: 'The dispute was upheld',
  dispute_reject: 'The dispute was rejected',
  dispute_withdraw: 'The dispute was withdrawn',
};

const titleOf = (kind: EntryContent['kind']): string => PLAIN[kind] ?? kind;

const people = (needed = 1): string => (needed === 1 ? 'a person' : `${needed} people`);

/** A part of the cost, the last of it, or one that came after the hold had ended. */
function commitTitle({ reservation, deltas }: EntryContent, before: EntryContent | undefined): string {
  if (reservation?.state === 'held') return 'Paid a part';
  if (deltas.spent === undefined) return 'Ended, and nothing was paid';
  return before?.reservation && before.reservation.state !== 'held' ? 'Paid late' : 'Paid';
}

/** How much a step is about: what was paid, came back, was set aside or let go. Null for none. */
export function amountOfStep({ kind, outcome, requested, deltas, reservation }: EntryContent): string | null {
  if (outcome === 'denied') return typeof requested?.amount === 'string' ? requested.amount : null;
  if (kind === 'approve' || kind === 'extend' || kind === 'token_revoke') return null;
  if (kind === 'dispute_open') return reservation?.dispute?.asked ?? null;
  const moved = deltas.spent ?? deltas.reserved;
  return moved === undefined || Money.of(moved).isZero ? null : moved;
}
