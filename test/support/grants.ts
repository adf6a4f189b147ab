import { createHash, randomUUID } from 'node:crypto';

/** What a client asked for when it sent somebody to the issuer, and what the issuer says of them. */
interface Grant {
  redirectUri: string;
  challenge: string;
  claims: object;
}

/** A request for a token. */
export interface TokenRequest {
  authorization: string | undefined;
  form: URLSearchParams;
}

export const CLIENT_ID = 'purser-console';
export const CLIENT_SECRET = 'se:cret/of the+client';

/** How an issuer signs browsers in: codes, and one token for each. The page where people agree is the test itself. */
export class Grants {
  /** Where the secrets of clients go, as the issuer's document has it. */
  methods: string[] | undefined;
  /** What is answered instead of a token. */
  failure: number | null = null;
  /** Whether the client has a secret. */
  wantsSecret = false;
  /** Who is signed in there, in whatever browser, and agrees at once; null where the test does it itself. */
  person: object | null = null;
  readonly requests: TokenRequest[] = [];
  private readonly byCode = new Map<string, Grant>();

  constructor(private readonly sign: (claims: object) => Promise<string>) {}

  /** Somebody signs in at the address that they were sent to: the address that this sends them back to. */
  agree(location: string, claims: object = {}): URL {
    const asked = new URL(location).searchParams;
    const of = (name: string): string => asked.get(name) ?? '';
    if (
      of('response_type') !== 'code' ||
      of('client_id') !== CLIENT_ID ||
      of('code_challenge_method') !== 'S256'
    )
      throw new Error(`asked for ${location}`);
    const code = randomUUID();
    const identity = { aud: CLIENT_ID, nonce: of('nonce'), ...claims };
    this.byCode.set(code, {
      redirectUri: of('redirect_uri'),
      challenge: of('code_challenge'),
      claims: identity,
    });
    const back = new URL(of('redirect_uri'));
    back.search = new URLSearchParams({ code, state: of('state'), session_state: 'x' }).toString();
    return back;
  }

  /** The status and the body that a request for a token is answered with. */
  async tokenFor(request: TokenRequest): Promise<[status: number, body: object]> {
    this.requests.push(request);
    if (this.failure !== null) return [this.failure, { error: 'server_error' }];
    const { form } = request;
    const grant = this.byCode.get(form.get('code') ?? '');
    this.byCode.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isGood =
      grant?.challenge === challenge &&
      grant.redirectUri === form.get('redirect_uri') &&
      form.get('grant_type') === 'authorization_code' &&
      this.knows(request);
    if (!isGood) return [400, { error: 'invalid_grant' }];
    return [200, { token_type: 'Bearer', access_token: 'nothing', id_token: await this.sign(grant.claims) }];
  }

  private knows({ authorization, form }: TokenRequest): boolean {
    if (!this.wantsSecret) return form.get('client_id') === CLIENT_ID && authorization === undefined;
    if (this.methods?.includes('client_secret_post')) return form.get('client_secret') === CLIENT_SECRET;
    const [id, secret] = Buffer.from(authorization?.split(' ')[1] ?? '', 'base64')
      .toString()
      .split(':');
    const plain = (part = ''): string => decodeURIComponent(part.replaceAll('+', ' '));
    return plain(id) === CLIENT_ID && plain(secret) === CLIENT_SECRET;
  }
}
