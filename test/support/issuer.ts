import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { CLIENT_ID, Grants } from './grants.js';
import type { Environment } from './service.js';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** Signs people in: an OpenID Connect issuer of the tests' own, on a free port. */
export class Issuer {
  url = '';
  answers = true;
  /** What it does for browsers. */
  readonly browsers = new Grants((claims) => this.sign(claims));
  /** Of all requests that were made of it. */
  readonly paths: string[] = [];
  private constructor(
    private readonly server: Server,
    /** By key id: those that it publishes, the newest last. */
    private readonly keys: Map<string, Keys>,
  ) {}

  /** `host` is this machine by one of its names: to a browser another name is another site. */
  static async start(host = '127.0.0.1'): Promise<Issuer> {
    const issuer: Issuer = new Issuer(
      createServer((request, response) => void issuer.answer(request, response)),
      new Map(),
    );
    await new Promise<void>((resolve) => issuer.server.listen(0, '127.0.0.1', resolve));
    issuer.url = `http://${host}:${(issuer.server.address() as AddressInfo).port}`;
    await issuer.rotate();
    return issuer;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Signs with a new key from now on. */
  async rotate(): Promise<void> {
    this.keys.set(`key-${this.keys.size}`, await generateKeyPair('ES256', { extractable: true }));
  }

  async token(claims: object, { subject = 'ada', audience = 'purser', expires = '5m', by = this.url } = {}) {
    const token = this.draft({ ...claims })
      .setSubject(subject)
      .setIssuer(by)
      .setAudience(audience);
    return await token.setExpirationTime(expires).sign(this.newest.privateKey);
  }

  /** Signs these very claims, whatever they are; the issuer and the audience are right, and so is the time unless named. */
  async sign(claims: object, header: object = {}): Promise<string> {
    const exp = Math.floor(Date.now() / 1000) + 300;
    const good = { iss: this.url, aud: 'purser', sub: 'ada', exp };
    return await this.draft({ ...good, ...claims }, header).sign(this.newest.privateKey);
  }

  /** Signs this very header, too, which may be one that no library would sign. */
  async signed(header: object, claims: object): Promise<string> {
    const [head, payload] = [header, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const bytes = new TextEncoder().encode(`${head}.${payload}`);
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(algorithm, this.newest.privateKey, bytes);
    return `${head}.${payload}.${Buffer.from(signature).toString('base64url')}`;
  }

  /** The newest key as it publishes it. */
  async publicKey(): Promise<JWK & { kid: string }> {
    return { ...(await exportJWK(this.newest.publicKey)), kid: [...this.keys.keys()].at(-1)!, alg: 'ES256' };
  }

  private get newest(): Keys {
    return [...this.keys.values()].at(-1)!;
  }

  private draft(claims: object, header: object = {}): SignJWT {
    const kid = [...this.keys.keys()].at(-1)!;
    return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid, ...header }).setIssuedAt();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { url: path = '', headers } = request;
    this.paths.push(path);
    if (!this.answers) {
      response.writeHead(500);
      return response.end();
    }
    if (path === '/.well-known/openid-configuration')
      return response.end(
        JSON.stringify({
          issuer: this.url,
          jwks_uri: `${this.url}/keys`,
          authorization_endpoint: `${this.url}/authorize?tenant=acme`,
          token_endpoint: `${this.url}/token`,
          token_endpoint_auth_methods_supported: this.browsers.methods,
        }),
      );
    if (path === '/token') {
      const form = new URLSearchParams(await text(request));
      const [status, body] = await this.browsers.tokenFor({ authorization: headers.authorization, form });
      response.writeHead(status, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(body));
    }
    if (path.startsWith('/authorize?') && this.browsers.person) {
      const { href } = this.browsers.agree(this.url + path, this.browsers.person);
      response.writeHead(302, { location: href });
      return response.end();
    }
    const keys = await Promise.all(
      [...this.keys].map(async ([kid, { publicKey }]) => ({
        ...(await exportJWK(publicKey)),
        kid,
        alg: 'ES256',
      })),
    );
    return response.end(JSON.stringify({ keys }));
  }

  /** What makes a service believe it. */
  get environment(): Environment {
    return { PURSER_OIDC_ISSUER: this.url, PURSER_OIDC_AUDIENCE: 'purser' };
  }

  /** The same, with a client of which browsers can sign in. */
  get clientEnvironment(): Environment {
    return { ...this.environment, PURSER_OIDC_CLIENT_ID: CLIENT_ID };
  }

  /** A token of somebody who may do everything, for as long as a test can last. Their principal is `user:<name>`. */
  operator(name: string): Promise<string> {
    return this.token({ purser_role: 'operator' }, { subject: name, expires: '2h' });
  }
}
