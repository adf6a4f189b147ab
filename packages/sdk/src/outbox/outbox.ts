/** A cost that is owed: the request that reports it. */
export interface Debt {
  /** Who owes it: the `id` of `GET /v1/principal`. Idempotency keys are theirs. */
  holder: string;
  /** Of the request, as the API's document has it: `/v1/reservations/{id}/commit`. */
  path: string;
  /** The id in it. */
  params: object;
  body: unknown;
  idempotencyKey: string;
}

/** Why a debt will never be taken, as the service said it. */
export interface Refusal {
  status: number;
  code: string;
  detail: string;
}

/** A debt that was refused for good, kept until somebody has looked at it. */
export interface DeadDebt {
  debt: Debt;
  refusal: Refusal;
}

/** What came of sending one debt. */
export type Sent =
  /** The service has it, from now or from before. */
  | { outcome: 'paid' }
  /** It will never take it. */
  | { outcome: 'refused'; refusal: Refusal }
  /** Nobody knows, or it may pass later: it stays owed. */
  | { outcome: 'unsettled'; error: unknown };

/** What came of all that was owed. */
export interface Settled {
  paid: number;
  /** Refused for good in this pass: they are in {@link Outbox.dead}. */
  refused: DeadDebt[];
  /** Still owed by this holder, and why the last one is. */
  unsettled: number;
  lastError?: unknown;
  /** Owed by other holders: they have to settle it themselves. */
  ofOthers: number;
  /** Files that are no debt: damaged, or of somebody else. They are left as they are. */
  unreadable: string[];
}

/** Who sends debts. */
export interface Debtor {
  /** The `id` of `GET /v1/principal`. */
  holder: string;
  /** Sends a debt under its own idempotency key. Never throws. */
  send(debt: Debt): Promise<Sent>;
}

/** Keeps what is owed where the end of the process does not take it away. */
export interface Outbox {
  /**
   * Keeps a debt, before anybody learns what the work came to and before the settlement is sent. It is safe when this
   * resolves. Throws an {@link OutboxError} where it cannot be kept, such as on a full disk.
   */
  owe(debt: Debt): Promise<void>;
  /** It was answered: nothing is owed any more. */
  paid(idempotencyKey: string): Promise<void>;
  /** It was refused for good: it is kept aside, in {@link dead}. */
  refused(idempotencyKey: string, refusal: Refusal): Promise<void>;
  /** Sends what this holder owes, the oldest first, each under its own idempotency key. */
  settle(debtor: Debtor): Promise<Settled>;
  /** What was refused for good, the oldest first. */
  dead(): Promise<DeadDebt[]>;
  /** Forgets one that was refused for good: somebody has looked at it. */
  forget(idempotencyKey: string): Promise<void>;
}

/** A debt could not be kept: what it is about has to be reported in another way. */
export class OutboxError extends Error {
  override readonly name = 'OutboxError';
}
