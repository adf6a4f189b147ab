import type { Authority } from '../keys.js';

/** Who asked, and under which key. Ids are made before a command is submitted, so that deciding it again is harmless. */
export interface Origin {
  /** Who acts: the holder, whichever of their keys they use. */
  principal: string;
  /** The key that was sent; null for the admin's, and for people. */
  keyId: string | null;
  /** Who handed that key out, from the nearest up. */
  issuedBy: readonly string[];
  /** When that key was last looked at, by the clock of this process; absent where it was as the command came. */
  keySeenAt?: number;
  /** What the principal may do; null for the service itself, which may do all. */
  authority: Authority | null;
  requestId: string | null;
  /** The caller's Idempotency-Key; null for what the service does by itself. */
  idempotencyKey: string | null;
  /** Identifies the principal and the caller's key: a UUID made from their hash, and of the time that the key carries. */
  requestKey: string | null;
  /** The same in another form, in which it may have been kept; absent where it cannot. */
  otherRequestKey?: string;
  /** Identifies what was asked: a repeated key has to ask for the same. */
  fingerprint: string | null;
  /** The same as it was made when keys were kept with amounts as they were written; absent where that makes no difference. */
  formerFingerprint?: string;
}

/** Of what the service does by itself. */
export const OWN_ORIGIN: Readonly<Origin> = {
  principal: 'purser',
  keyId: null,
  issuedBy: [],
  authority: null,
  requestId: null,
  idempotencyKey: null,
  requestKey: null,
  fingerprint: null,
};
