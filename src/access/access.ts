import type { KeyRing } from './key-ring.js';
import { People } from './people.js';
import type { Principal } from './principal.js';
import type { BrowserSession, Sessions } from './sessions.js';
import { reservationIn, type SettlementTokens } from './settlement-token.js';

/** What a request shows of who makes it: a key or token that it bears, or the secret of a session. */
export type Credential = { readonly bearer: string } | { readonly session: string };

/** Everybody who can make requests: holders of keys and of settlement tokens and, where an issuer is configured, people. */
export class Access {
  constructor(
    private readonly keys: KeyRing,
    private readonly people: People | null,
    private readonly tokens: SettlementTokens,
    private readonly sessions: Sessions,
  ) {}

  /** Who has this bearer token; null if nobody does. Throws where that cannot be known now. */
  verify(token: string): Principal | null | Promise<Principal | null> {
    if (this.people && People.isToken(token)) return this.people.verify(token);
    const reservationId = reservationIn(token);
    return reservationId === null ? this.keys.verify(token) : this.tokens.verify(token, reservationId);
  }

  /** Whose session has this secret; null if nobody's has. */
  async sessionOf(secret: string): Promise<BrowserSession | null> {
    return await this.sessions.find(secret, true);
  }

  /** What the keys of one holder in a tree may do, as far as they work now. */
  async keysOf(holder: string, treeId: string): Promise<Principal[]> {
    return await this.keys.of(holder, treeId);
  }

  /** Whether what was verified would be still. Can be asked often: a token is only held against its time, and no session is used by it. */
  async stillHolds(credential: Credential): Promise<boolean> {
    if ('session' in credential) return (await this.sessions.find(credential.session, false)) !== null;
    const { bearer } = credential;
    if (this.people && People.isToken(bearer)) return !People.hasExpired(bearer);
    return (await this.keys.verify(bearer)) !== null;
  }
}
