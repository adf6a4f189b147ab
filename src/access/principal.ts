import type { Authority } from '../core/keys.js';

/** Who makes a request, and what they may do. */
export interface Principal extends Authority {
  /** Names the holder in the journal for ever: "admin", "user:…", or the id of the first key of a line. */
  readonly id: string;
  /** The key that was sent; null for the admin's, and for people. */
  readonly keyId: string | null;
  /** The holders who handed that key out, from the nearest up. */
  readonly issuedBy: readonly string[];
  /** What people call it. */
  readonly name: string;
}

/**
 * Whose requests count together: the first holder of a key in the chain, so that who mints keys gets no more turns by
 * it; or the holder itself. People and the admin issue keys for others, each of which counts for itself.
 */
export const makerOf = ({ id, issuedBy }: Pick<Principal, 'id' | 'issuedBy'>): string =>
  issuedBy.findLast((one) => !one.startsWith('user:')) ?? id;
