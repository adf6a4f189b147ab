import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { ROLES, UNSCOPED } from '../core/keys.js';
import { isId } from '../ids/ids.js';
import { IssuerUnreachable, type Discovery } from './discovery.js';
import type { Principal } from './principal.js';

/** Who signs people in, and where their tokens say what they may do. */
export interface PeopleOptions {
  /** Whom tokens have to be for. */
  audience: string;
  /** The claim that holds a role. */
  roleClaim: string;
  /** The claim that holds the id of a budget. */
  budgetClaim: string;
  /** Whether a token without that claim is refused; otherwise its role holds for all trees. */
  budgetRequired: boolean;
}

/** Somebody as their token named them, and whose token that was: what is kept of a token that opened a session. */
export interface Person {
  readonly issuer: string;
  readonly principal: Principal;
}

/** Who has signed in, and until when (milliseconds since the epoch) the token says so. */
export interface SignedInPerson {
  readonly person: Person;
  readonly expiresAt: number;
}

/** Signatures that are accepted: those made with a private key, which a service that only verifies does not have. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** How far the issuer's clock may be from this one. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** What signs somebody in. The same issuer may sign other things for the same audience, such as orders to log out. */
const TYPES = [undefined, 'jwt', 'at+jwt'];

/** OpenID Connect's own bound. */
const MAX_SUBJECT_LENGTH = 255;

const MAX_NAME_LENGTH = 200;

/** A token that lasts longer than this was not meant to. */
const MAX_LIFE_SECONDS = 366 * 86_400;

/** People, who sign in with OpenID Connect: their tokens are verified against the issuer's published keys. */
export class People {
  constructor(
    private readonly discovery: Discovery,
    private readonly options: PeopleOptions,
  ) {}

  /** Whether this looks like a token of an issuer and not like a key. */
  static isToken(text: string): boolean {
    return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
  }

  /** Whether the time of a token that was verified before is over. */
  static hasExpired(token: string): boolean {
    const { exp = 0 } = decodeJwt(token);
    return exp + CLOCK_TOLERANCE_SECONDS <= Date.now() / 1000;
  }

  /** Whether somebody's token of before would be accepted as the service is configured now. */
  accepts({ issuer, principal: { budgetId } }: Person): boolean {
    return issuer === this.discovery.issuer && (budgetId !== null || !this.options.budgetRequired);
  }

  /** Who was given this token; null for one that is not good for this service. Throws an {@link IssuerUnreachable}. */
  async verify(token: string): Promise<Principal | null> {
    const claims = await this.claimsOf(token, this.options.audience);
    return claims && this.principalOf(claims);
  }

  /** The same for the token that a client was given for a sign-in of its own, which the nonce is of. */
  async signIn(token: string, clientId: string, nonce: string): Promise<SignedInPerson | null> {
    const claims = await this.claimsOf(token, clientId);
    if (!claims || claims.nonce !== nonce || (claims.azp ?? clientId) !== clientId) return null;
    const principal = this.principalOf(claims);
    return (
      principal && { person: { issuer: this.discovery.issuer, principal }, expiresAt: claims.exp! * 1000 }
    );
  }

  private async claimsOf(token: string, audience: string): Promise<JWTPayload | null> {
    const { keys } = await this.discovery.read();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: this.discovery.issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      return TYPES.includes(typeOf(protectedHeader)) ? payload : null;
    } catch (error) {
      if (isVerdict(error)) return null;
      throw new IssuerUnreachable('the keys of the issuer cannot be read', { cause: error });
    }
  }

  /** Fails closed: a claim that is there and is not as it has to be is no better than one that is missing. */
  private principalOf(claims: JWTPayload): Principal | null {
    const { sub, exp } = claims;
    const role = ROLES.find((known) => known === claims[this.options.roleClaim]);
    const budgetId = this.budgetOf(claims);
    if (!role || budgetId === undefined || !isName(sub, MAX_SUBJECT_LENGTH) || !isTime(exp)) return null;
    return {
      id: `user:${sub}`,
      name: nameOf(claims, sub),
      role,
      budgetId,
      scopes: UNSCOPED,
      keyId: null,
      issuedBy: [],
      expiresAt: null,
    };
  }

  /** Null for all trees; undefined for a token that may be nowhere. */
  private budgetOf(claims: JWTPayload): string | null | undefined {
    const claim = claims[this.options.budgetClaim];
    if (claim === undefined) return this.options.budgetRequired ? undefined : null;
    return typeof claim === 'string' && isId('budget', claim) ? claim : undefined;
  }
}

/** What jose says of a token, and not of the way to the issuer's keys. */
const isVerdict = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  // A broken response of the issuer is reported by this general error alone.
  error.code !== 'ERR_JOSE_GENERIC';

/** A media type without its optional beginning, in lower case; empty for what is none. */
function typeOf({ typ }: { typ?: unknown }): string | undefined {
  if (typ === undefined) return undefined;
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
}

/**
 * Whether a claim can name somebody, in the journal for ever: text that is there, is short enough, and has nothing in it that
 * is not seen (controls, formats such as zero-width letters, half characters) or that another name could hide behind.
 */
function isName(claim: unknown, maxLength: number): claim is string {
  return (
    typeof claim === 'string' &&
    claim !== '' &&
    claim.length <= maxLength &&
    claim.trim() === claim &&
    !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(claim)
  );
}

const isTime = (exp: unknown): boolean =>
  typeof exp === 'number' && exp <= Date.now() / 1000 + MAX_LIFE_SECONDS;

/** What people call somebody: shown, and trusted with nothing. */
const nameOf = ({ name, email }: JWTPayload, sub: string): string =>
  [name, email].find((claim) => isName(claim, MAX_NAME_LENGTH)) ?? sub;
