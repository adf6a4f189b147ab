import type { Answer } from './calls.js';
import type { Sender } from './transport.js';
import type { CommitBody } from './types.js';

/** A settlement: what a call did cost, to be recorded once. */
export interface Owed {
  readonly reservationId: string;
  readonly path: string;
  readonly body: CommitBody;
  readonly idempotencyKey: string;
}

/** Whoever brings settlements to the service: at once, or by way of an outbox. */
export interface Settling {
  /** Asked before money is spent; throws where what will be owed could not be brought later. */
  ready(): Promise<void>;
  /** Throws a `ConnectionError` where nobody has answered. */
  settle(owed: Owed): Promise<Answer>;
  /** Whether what nobody has answered is brought later all the same. */
  readonly remembers: boolean;
}

/** Sends them at once, and remembers nothing. */
export const directly = (sender: Sender): Settling => ({
  remembers: false,
  ready: async () => undefined,
  settle: ({ reservationId, path, body, idempotencyKey }) =>
    sender.send({ method: 'post', path, params: { id: reservationId }, body, idempotencyKey }),
});
