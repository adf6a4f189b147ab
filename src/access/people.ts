import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { ROLES, UNSCOPED } from '../core/keys.js';
import { isId } from '../ids/ids.js';
import type { Principal } from './principal.js';

/** Who signs people in, and where their tokens say what they may do. */
export interface PeopleOptions {
  /** As the tokens name it, such as https://login.example.com. Its discovery document names its keys. */
  issuer: string;
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

const DISCOVERY_TIMEOUT_MS = 5_000;

/** The issuer does not answer: whether a token is good cannot be known now. */
export class IssuerUnreachable extends Error {}

/** People, who sign in with OpenID Connect: their tokens are verified against the issuer's published keys. */
export class People {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: PeopleOptions) {}

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
    return issuer === this.options.issuer && (budgetId !== null || !this.options.budgetRequired);
  }

  /** Who was given this token; null for one that is not good for this service. Throws an {@link IssuerUnreachable}. */
  async verify(token: string): Promise<Principal | null> {
    const { issuer, audience } = this.options;
    const keys = await this.issuerKeys();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      return TYPES.includes(typeOf(protectedHeader)) ? this.principalOf(payload) : null;
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

  /** Found once; asked for again after a failure. jose fetches new keys when a token names one that it does not know. */
  private issuerKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= discover(this.options.issuer).catch((error: unknown) => {
      this.keys = undefined;
      throw new IssuerUnreachable('the issuer does not answer', { cause: error });
    });
    return this.keys;
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

/** The keys that the issuer's discovery document names. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const { issuer: said, jwks_uri: keys } = (await response.json()) as {
    issuer?: unknown;
    jwks_uri?: unknown;
  };
  if (said !== issuer) throw new Error(`${url} is of another issuer`);
  if (typeof keys !== 'string') throw new Error(`${url} names no jwks_uri`);
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: DISCOVERY_TIMEOUT_MS });
}
