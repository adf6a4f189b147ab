import { saidBy } from './errors.js';
import type { CommitBody, Reservation } from './types.js';

/** What it was asked to pay for may not begin: people said no, or nobody said yes in time. */
export class NotApprovedError extends Error {
  override readonly name = 'NotApprovedError';

  constructor(readonly reservation: Pick<Reservation, 'id' | 'state' | 'approval'>) {
    super(sentenceOf(reservation));
  }
}

function sentenceOf({ state, approval }: Pick<Reservation, 'state' | 'approval'>): string {
  const rejection = approval?.rejection;
  if (rejection) return `${rejection.by} has rejected this: ${rejection.reason}`;
  return state === 'expired' ? 'Nobody has approved this in time' : `This was not approved: it is ${state}`;
}

/** The request of an earlier attempt was repeated, and its reservation is over: what it was for may be paid already. */
export class AttemptOverError extends Error {
  override readonly name = 'AttemptOverError';

  constructor(readonly reservation: Pick<Reservation, 'id' | 'state' | 'committed'>) {
    super(`This attempt is over: its reservation ${reservation.id} is ${reservation.state}`);
  }
}

/** The work of a reservation that people have approved runs in another process, or has died with it. It begins once. */
export class TakenUpError extends Error {
  override readonly name = 'TakenUpError';

  constructor(
    readonly reservationId: string,
    options?: ErrorOptions,
  ) {
    super(`The work of ${reservationId} was taken up by somebody else`, options);
  }
}

/**
 * The work is done, and what it cost could not be recorded. `value` is what the work has come to, `cause` why it was not
 * recorded, and `repeat` tries it again under the same key: it is never recorded twice.
 */
export class SettlementError extends Error {
  override readonly name = 'SettlementError';
  /** What the work has come to; undefined where it has failed. */
  value: unknown = undefined;

  constructor(
    readonly reservationId: string,
    /** What was to be recorded. */
    readonly body: CommitBody,
    cause: unknown,
    readonly repeat: () => Promise<void>,
  ) {
    super(`What ${reservationId} has cost is not recorded: ${saidBy(cause)}`, { cause });
  }
}
