import type { Authority } from '../core/keys.js';

/** Who makes a request, and what they may do. */
export interface Principal extends Authority {
  /** Names the principal in the journal for ever: "admin", or the id of a key. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}
