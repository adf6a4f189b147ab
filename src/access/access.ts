import type { KeyRing } from './key-ring.js';
import { People } from './people.js';
import type { Principal } from './principal.js';
import { reservationIn, type SettlementTokens } from './settlement-token.js';

/** Everybody who can make requests: holders of keys and of settlement tokens and, where an issuer is configured, people. */
export class Access {
  constructor(
    private readonly keys: KeyRing,
    private readonly people: People | null,
    private readonly tokens: SettlementTokens,
  ) {}

  /** Who has this bearer token; null if nobody does. Throws where that cannot be known now. */
  verify(token: string): Principal | null | Promise<Principal | null> {
    if (this.people && People.isToken(token)) return this.people.verify(token);
    const reservationId = reservationIn(token);
    return reservationId === null ? this.keys.verify(token) : this.tokens.verify(token, reservationId);
  }

  /** Whether a token that was verified would be still. Can be asked often: a token is only held against its time. */
  async stillHolds(token: string): Promise<boolean> {
    if (this.people && People.isToken(token)) return !People.hasExpired(token);
    return (await this.keys.verify(token)) !== null;
  }
}
