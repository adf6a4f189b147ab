import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 5_000;

/** The issuer does not answer: whether a token is good cannot be known now. */
export class IssuerUnreachable extends Error {}

/** What an issuer says of itself. */
export interface Discovered {
  readonly keys: JWTVerifyGetKey;
  /** Where people sign in, and where what they bring back is exchanged for tokens; undefined where it does not sign in browsers. */
  readonly authorizationUrl: URL | undefined;
  readonly tokenUrl: URL | undefined;
  /** Whether a client's secret goes into the body of that request, as it does where the issuer takes it nowhere else. */
  readonly takesSecretInBody: boolean;
}

/** The discovery document of an issuer: found once; asked for again after a failure. */
export class Discovery {
  private found: Promise<Discovered> | undefined;

  constructor(readonly issuer: string) {}

  /** Throws an {@link IssuerUnreachable}. */
  read(): Promise<Discovered> {
    this.found ??= discover(this.issuer).catch((error: unknown) => {
      this.found = undefined;
      throw new IssuerUnreachable('the issuer does not answer', { cause: error });
    });
    return this.found;
  }
}

async function discover(issuer: string): Promise<Discovered> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const document = (await response.json()) as Record<string, unknown>;
  if (document.issuer !== issuer) throw new Error(`${url} is of another issuer`);
  if (typeof document.jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
  const methods = document.token_endpoint_auth_methods_supported;
  const takesSecretInBody =
    Array.isArray(methods) &&
    methods.includes('client_secret_post') &&
    !methods.includes('client_secret_basic');
  return {
    // jose fetches new keys when a token names one that it does not know.
    keys: createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: TIMEOUT_MS }),
    authorizationUrl: webUrl(document.authorization_endpoint),
    tokenUrl: webUrl(document.token_endpoint),
    takesSecretInBody,
  };
}

/** Browsers are sent there, and so nowhere but to a page. */
function webUrl(text: unknown): URL | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ['https:', 'http:'].includes(url.protocol) ? url : undefined;
}
