import type { OnError } from '../paid.js';
import type { PendingReservation } from '../types.js';
import { fieldsOf, isFields } from './fields.js';

/** Nobody can say what a call could cost at most: it was not made. */
export class UnboundedCallError extends Error {
  override readonly name = 'UnboundedCallError';
}

/** People have to agree before the call is made. Nothing was spent; the same request goes on from here. */
export class ApprovalPendingError extends Error {
  override readonly name = 'ApprovalPendingError';

  constructor(readonly reservation: PendingReservation) {
    super(
      `People have to approve this first (${reservation.id}): make the same request again when they have`,
    );
  }
}

/** A vendor has answered with an error. */
export class VendorError extends Error {
  override readonly name = 'VendorError';

  constructor(readonly status: number) {
    super(`The vendor has answered ${status}`);
  }
}

/** Nobody can have got a request of which this is said. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Said of a request that may have been worked on all the same. */
const UNCERTAIN = new Set([408, 499]);

/** How deep an error is looked for in the causes of another. */
const DEEPEST_CAUSE = 5;

/**
 * What becomes of the money when a call has failed: a refusal of the vendor (4xx), or a connection that never came to be,
 * costs nothing; after all else the call may have been made, and the whole of what is held is paid.
 */
export function ruleFor(error: unknown): OnError {
  let one = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && isFields(one); depth += 1) {
    const status = one['status'] ?? one['statusCode'];
    if (typeof status === 'number' && status >= 400)
      return status < 500 && !UNCERTAIN.has(status) ? 'release' : 'commit';
    if (wasNeverSent(one)) return 'release';
    one = one['cause'];
  }
  return 'commit';
}

/** Also of an attempt at several addresses, each of which has failed. */
function wasNeverSent(error: unknown): boolean {
  const { code, errors } = fieldsOf(error);
  if (Array.isArray(errors) && errors.length > 0) return errors.every(wasNeverSent);
  return typeof code === 'string' && NEVER_SENT.has(code);
}
