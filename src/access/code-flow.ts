import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { IssuerUnreachable, type Discovery } from './discovery.js';
import type { People, SignedInPerson } from './people.js';

/** The service, as the issuer knows it. */
export interface OidcClient {
  readonly id: string;
  /** Without one it is a public client, which PKCE is enough for. */
  readonly secret?: string | undefined;
}

/** A sign-in that somebody has begun: where their browser goes, and what it keeps meanwhile. */
export interface BegunSignIn {
  readonly location: string;
  readonly kept: string;
}

/** What the issuer sent back with a browser. */
export interface BroughtBack {
  readonly code?: unknown;
  readonly state?: unknown;
  readonly iss?: unknown;
  readonly error?: unknown;
}

interface Endpoints {
  authorizationUrl: URL;
  tokenUrl: URL;
  takesSecretInBody: boolean;
}

/** How long somebody has to sign in at the issuer. */
export const SIGN_IN_SECONDS = 600;

const TIMEOUT_MS = 5_000;

/** What is asked of the issuer: who it is, and what people call them. */
const SCOPE = 'openid profile email';

/** A sign-in came to nothing; the reason is for the page, and says nothing that helps to try again. */
export class SignInFailed extends Error {
  constructor(
    /** `refused` by the issuer, which may be `unreachable`; `expired` or of another browser; `not_allowed` to use this service. */
    readonly reason: 'refused' | 'expired' | 'not_allowed' | 'unreachable',
    readonly returnTo = '/',
    options?: ErrorOptions,
  ) {
    super(`the sign-in came to nothing: ${reason}`, options);
  }
}

/**
 * Signing in with OpenID Connect: the authorization code flow with PKCE. What is to be known when the browser comes back is made of a
 * secret that it keeps in a cookie, so that nobody fills a table who has not signed in, and what another browser brings is good for nothing.
 */
export class CodeFlow {
  constructor(
    private readonly people: People,
    private readonly discovery: Discovery,
    private readonly client: OidcClient,
  ) {}

  /** `redirectUri` is where the issuer sends the browser back to, `returnTo` a path of this service. Throws a {@link SignInFailed}. */
  async begin(redirectUri: string, returnTo: string): Promise<BegunSignIn> {
    const { authorizationUrl } = await reachable(returnTo, this.endpoints());
    const secret = randomBytes(32).toString('base64url');
    const until = Math.floor(Date.now() / 1000) + SIGN_IN_SECONDS;
    const path = Buffer.from(returnTo).toString('base64url');
    const kept = `${secret}.${until}.${path}`;
    const url = new URL(authorizationUrl);
    const asked = {
      response_type: 'code',
      client_id: this.client.id,
      redirect_uri: redirectUri,
      scope: SCOPE,
      state: madeOf(secret, `state ${until} ${path}`),
      nonce: madeOf(secret, 'nonce'),
      code_challenge: hash('sha256', madeOf(secret, 'verifier'), 'base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return { location: url.href, kept };
  }

  /** Who has signed in, and where they were going. Throws a {@link SignInFailed}. */
  async end(
    redirectUri: string,
    kept: string | undefined,
    { code, state, iss, error }: BroughtBack,
  ): Promise<SignedInPerson & { returnTo: string }> {
    const [secret = '', until = '', path = ''] = kept?.split('.') ?? [];
    // The state proves that the other parts are as they were made.
    if (secret === '' || !isSame(state, madeOf(secret, `state ${until} ${path}`)))
      throw new SignInFailed('expired');
    const returnTo = Buffer.from(path, 'base64url').toString();
    if (Number(until) * 1000 < Date.now()) throw new SignInFailed('expired', returnTo);
    if (iss !== undefined && iss !== this.discovery.issuer) throw new SignInFailed('refused', returnTo);
    if (error !== undefined || typeof code !== 'string') throw new SignInFailed('refused', returnTo);
    const exchanged = this.exchange(redirectUri, code, madeOf(secret, 'verifier'));
    const token = await reachable(returnTo, exchanged);
    if (token === null) throw new SignInFailed('refused', returnTo);
    const identified = this.people.signIn(token, this.client.id, madeOf(secret, 'nonce'));
    const signedIn = await reachable(returnTo, identified);
    if (!signedIn) throw new SignInFailed('not_allowed', returnTo);
    return { ...signedIn, returnTo };
  }

  /** The token of somebody for what they brought back; null where the issuer gives none for it. */
  private async exchange(redirectUri: string, code: string, verifier: string): Promise<string | null> {
    const { tokenUrl, takesSecretInBody } = await this.endpoints();
    const { id, secret } = this.client;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: id,
      code_verifier: verifier,
      ...(secret !== undefined && takesSecretInBody && { client_secret: secret }),
    });
    const headers = { Accept: 'application/json', ...(!takesSecretInBody && basicOf(this.client)) };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(tokenUrl, { method: 'POST', headers, body, redirect: 'error', signal });
      if (response.status >= 500) throw new Error(`the issuer answered ${response.status}`);
      const { id_token } = response.ok ? ((await response.json()) as { id_token?: unknown }) : {};
      return typeof id_token === 'string' ? id_token : null;
    } catch (error) {
      throw new IssuerUnreachable('the issuer gives no token', { cause: error });
    }
  }

  private async endpoints(): Promise<Endpoints> {
    const { authorizationUrl, tokenUrl, takesSecretInBody } = await this.discovery.read();
    if (!authorizationUrl || !tokenUrl) throw new IssuerUnreachable('the issuer signs no browsers in');
    return { authorizationUrl, tokenUrl, takesSecretInBody };
  }
}

async function reachable<T>(returnTo: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof IssuerUnreachable)) throw error;
    throw new SignInFailed('unreachable', returnTo, { cause: error });
  }
}

/** The secret of a client, as RFC 6749 has it in a header. */
function basicOf({ id, secret }: OidcClient): { Authorization?: string } {
  if (secret === undefined) return {};
  const encoded = [id, secret].map((part) => new URLSearchParams({ x: part }).toString().slice(2)).join(':');
  return { Authorization: `Basic ${Buffer.from(encoded).toString('base64')}` };
}

const madeOf = (secret: string, purpose: string): string =>
  createHmac('sha256', secret).update(purpose).digest('base64url');

function isSame(given: unknown, wanted: string): boolean {
  const bytes = Buffer.from(typeof given === 'string' ? given : '');
  return bytes.length === wanted.length && timingSafeEqual(bytes, Buffer.from(wanted));
}
