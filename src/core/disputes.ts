import type { Rating } from './prices/rating.js';

export const DISPUTE_STATES = ['open', 'upheld', 'rejected', 'withdrawn', 'refunded'] as const;
/**
 * Where a dispute is: it waits for a person; one has given money back, or refused; who opened it has withdrawn it; or all
 * that it was about has come back by refunds.
 */
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** How long a payment can be disputed where its price does not say. */
export const DEFAULT_DISPUTABLE_SECONDS = 30 * 86_400;
export const MAX_DISPUTABLE_SECONDS = 400 * 86_400;

// The types below are JSON, with their keys in the order of canonical text: see ledger/seal.ts.

/** What a person decided on a dispute. */
export type DisputeAnswer = {
  at: string;
  by: string;
  reason: string | null;
  /** What came back with it: nothing where it was rejected. */
  refunded: string;
};

/** What somebody who pays says against what was paid. It stays when it is over; another one takes its place. */
export type Dispute = {
  /** Null where nobody has decided. */
  answer: DisputeAnswer | null;
  /** What it was about when it was opened. */
  asked: string;
  at: string;
  by: string;
  reason: string;
  state: DisputeState;
};

/** Puts a dispute back in the order of its keys, which a database does not keep. */
export const disputeOf = ({ answer, asked, at, by, reason, state }: Dispute): Dispute => ({
  answer: answer && { at: answer.at, by: answer.by, reason: answer.reason, refunded: answer.refunded },
  asked,
  at,
  by,
  reason,
  state,
});

/** A dispute that people have decided on is over for good: what they answered is not asked again. */
export const isAnswered = ({ state }: Dispute): boolean => state === 'upheld' || state === 'rejected';

/** For how long after its settlement a payment can be disputed: its price says it, or nobody does. */
export const disputableSeconds = (rating: Rating | null): number =>
  rating?.tariff.disputableSeconds ?? DEFAULT_DISPUTABLE_SECONDS;
