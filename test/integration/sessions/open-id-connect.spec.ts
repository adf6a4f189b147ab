import { Browser } from '../../support/browser.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { CLIENT_SECRET } from '../../support/grants.js';
import { Issuer } from '../../support/issuer.js';
import { ServiceProcess } from '../../support/service.js';

// Signing in with OpenID Connect, at an issuer of the tests' own.

let issuer: Issuer;
let fleet: Fleet;
let admin: Client;
let here: string;
let there: string;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(2, issuer.clientEnvironment);
  admin = fleet.client();
  here = fleet.client(0).baseUrl;
  there = fleet.client(1).baseUrl;
});
afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

const START = '/v1/sessions/open-id-connect';
const APPROVER = { purser_role: 'approver', name: 'Ada' };

const locationOf = (response: Response): string => response.headers.get('location') ?? '';

/** Begins to sign in: where the browser is sent. */
async function begin(browser: Browser, returnTo?: string): Promise<string> {
  const query = returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`;
  const response = await browser.visit(START + query);
  expect(response.status).toBe(302);
  return locationOf(response);
}

/** Comes back from the issuer, as a browser does: from another site. */
async function comeBack(browser: Browser, back: URL): Promise<string> {
  const response = await browser.visit(back.href, { 'sec-fetch-site': 'cross-site' });
  expect(response.status).toBe(302);
  return locationOf(response);
}

async function signedIn(claims: object = APPROVER, baseUrl = here): Promise<Browser> {
  const browser = new Browser(baseUrl);
  await comeBack(browser, issuer.browsers.agree(await begin(browser), claims));
  browser.csrfToken = made(await browser.self()).csrfToken;
  return browser;
}

describe('signing in', () => {
  it('is offered with the name of the issuer', async () => {
    const ways = made(await new Browser(here).get('/v1/sign-in'));
    expect(ways).toEqual({ key: true, openIdConnect: { issuer: issuer.url } });
  });

  it('asks the issuer with PKCE, a state and a nonce, and keeps what it asked in a cookie of that browser', async () => {
    const browser = new Browser(here);
    const response = await browser.visit(`${START}?returnTo=/approvals/rsv_1`);
    const url = new URL(locationOf(response));
    expect(url.origin + url.pathname).toBe(`${issuer.url}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'acme',
      response_type: 'code',
      client_id: 'purser-console',
      redirect_uri: `${here}${START}/callback`,
      scope: 'openid profile email',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    expect(response.headers.get('set-cookie')).toMatch(
      /^purser-sign-in=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    const again = new URL(await begin(new Browser(here)));
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(again.searchParams.get(name)).not.toBe(url.searchParams.get(name));
  });

  it('leads back to where somebody was going, signed in as their token says, in all processes', async () => {
    const root = await admin.root('100');
    const browser = new Browser(here);
    const location = await begin(browser, '/approvals/rsv_1?tab=all#top');
    const back = issuer.browsers.agree(location, { ...APPROVER, purser_budget: root.id });
    expect(await comeBack(browser, back)).toBe('/approvals/rsv_1?tab=all#top');
    expect([...browser.cookies.keys()]).toEqual(['purser']);
    const session = made(await browser.self());
    expect(session).toMatchObject({
      holder: 'user:ada',
      name: 'Ada',
      role: 'approver',
      budgetId: root.id,
      signedInBy: 'open_id_connect',
    });
    const other = browser.copy(there, { csrfToken: session.csrfToken });
    const token = await issuer.sign({ ...APPROVER, purser_budget: root.id });
    expect((await other.get('/v1/principal')).body).toEqual(
      (await admin.as(token).get('/v1/principal')).body,
    );
    made(await other.post(`/v1/budgets/${root.id}/freeze`, { reason: 'a look' }));
    const { items } = made(
      await admin.get<{ items: { content: object }[] }>(`/v1/budgets/${root.id}/entries?order=desc&limit=1`),
    );
    expect(items[0]!.content).toMatchObject({ kind: 'freeze', by: 'user:ada' });
  });

  it('leaves neither codes nor tokens in the log or the database', async () => {
    const browser = new Browser(here);
    const back = issuer.browsers.agree(await begin(browser), APPROVER);
    await comeBack(browser, back);
    const { form } = issuer.browsers.requests.at(-1)!;
    const rows = await fleet.database.sql<{ text: string }[]>`SELECT s::text AS text FROM sessions s`;
    const kept = rows.map(({ text }) => text).join('\n') + fleet.services[0]!.output;
    for (const hidden of [
      form.get('code')!,
      form.get('code_verifier')!,
      browser.cookies.get('purser')!,
      'eyJ',
    ])
      expect(kept).not.toContain(hidden);
  });

  it.each([
    'https://example.com/',
    '//example.com/',
    '/\\example.com/',
    '\\\\example.com',
    '/\t/example.com/',
    '/..//example.com/',
    '/./%2e%2e//example.com/',
    'javascript:alert(1)',
    'approvals',
    '',
  ])('leads to nowhere but this service: not to %j', async (returnTo) => {
    const browser = new Browser(here);
    const back = issuer.browsers.agree(await begin(browser, returnTo), APPROVER);
    expect(await comeBack(browser, back)).toBe('/');
  });
});

describe('what comes back from the issuer', () => {
  const FAILED = (reason: string, returnTo = '/') =>
    `/sign-in?error=${reason}&returnTo=${encodeURIComponent(returnTo)}`;

  /** Comes back with something else than the issuer sent: where that leads. Nobody is signed in. */
  async function bent(
    bend: (back: URL, browser: Browser) => void,
    claims: object = APPROVER,
  ): Promise<string> {
    const browser = new Browser(here);
    const back = issuer.browsers.agree(await begin(browser, '/spend'), claims);
    bend(back, browser);
    const location = await comeBack(browser, back);
    expect(browser.cookies.has('purser')).toBe(false);
    return location;
  }

  it('is good in the browser that began, and in no other', async () => {
    expect(await bent((_, browser) => browser.cookies.clear())).toBe(FAILED('expired'));
    const attacker = new Browser(here);
    await begin(attacker);
    const planted = attacker.cookies.get('purser-sign-in')!;
    expect(await bent((_, browser) => browser.cookies.set('purser-sign-in', planted))).toBe(
      FAILED('expired'),
    );
  });

  it('is good with its own state', async () => {
    expect(await bent((back) => back.searchParams.set('state', 'A'.repeat(43)))).toBe(FAILED('expired'));
    expect(await bent((back) => back.searchParams.delete('state'))).toBe(FAILED('expired'));
    expect(await bent((back) => back.searchParams.append('state', 'x'))).toBe(FAILED('expired'));
  });

  it('is good where nobody has changed what the browser kept', async () => {
    const changed = (change: (parts: string[]) => void) =>
      bent((_, browser) => {
        const parts = browser.cookies.get('purser-sign-in')!.split('.');
        change(parts);
        browser.cookies.set('purser-sign-in', parts.join('.'));
      });
    const elsewhere = Buffer.from('//example.com').toString('base64url');
    expect(await changed((parts) => (parts[2] = elsewhere))).toBe(FAILED('expired'));
    expect(await changed((parts) => (parts[1] = String(Number(parts[1]) + 1)))).toBe(FAILED('expired'));
    expect(await changed((parts) => (parts[0] = ''))).toBe(FAILED('expired'));
  });

  it('is good once', async () => {
    const browser = new Browser(here);
    const back = issuer.browsers.agree(await begin(browser), APPROVER);
    const thief = browser.copy();
    await comeBack(browser, back);
    expect(await comeBack(browser, back)).toBe(FAILED('expired'));
    // Who has the cookie as well has a code that the issuer knows no more.
    expect(await comeBack(thief, back)).toBe(FAILED('refused'));
    expect(thief.cookies.has('purser')).toBe(false);
  });

  it('is a code of this very sign-in: another one has another verifier', async () => {
    const other = issuer.browsers.agree(await begin(new Browser(here)), APPROVER);
    const code = other.searchParams.get('code')!;
    expect(await bent((back) => back.searchParams.set('code', code))).toBe(FAILED('refused', '/spend'));
  });

  it('is from this issuer', async () => {
    const iss = (text: string) => bent((back) => back.searchParams.set('iss', text));
    expect(await iss('https://example.com')).toBe(FAILED('refused', '/spend'));
    const browser = new Browser(here);
    const back = issuer.browsers.agree(await begin(browser), APPROVER);
    back.searchParams.set('iss', issuer.url);
    expect(await comeBack(browser, back)).toBe('/');
  });

  it('is an error where somebody did not agree', async () => {
    const refusal = (back: URL) => {
      back.searchParams.delete('code');
      back.searchParams.set('error', 'access_denied');
    };
    expect(await bent(refusal)).toBe(FAILED('refused', '/spend'));
    expect(await bent((back) => back.searchParams.delete('code'))).toBe(FAILED('refused', '/spend'));
  });

  it.each([
    ['of another sign-in', { nonce: 'A'.repeat(43) }],
    ['without a nonce', { nonce: undefined }],
    ['for another client', { aud: 'somebody' }],
    ['for programs, which have an audience of their own', { aud: 'purser' }],
    ['for another client besides', { aud: ['purser-console', 'other'], azp: 'other' }],
    ['of another issuer', { iss: 'https://example.com' }],
    ['that is over', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['of nobody', { sub: '' }],
    ['without a role', { purser_role: undefined }],
    ['with a budget that is none', { purser_budget: null }],
  ])('is no token %s', async (_, claims) => {
    expect(await bent(() => undefined, { ...APPROVER, ...claims })).toBe(FAILED('not_allowed', '/spend'));
  });

  it('is nothing while the issuer does not answer', async () => {
    issuer.browsers.failure = 500;
    expect(await bent(() => undefined)).toBe(FAILED('unreachable', '/spend'));
    issuer.browsers.failure = null;
  });
});

describe('a session of a person', () => {
  it('ends with the token', async () => {
    const exp = Math.floor(Date.now() / 1000) + 2;
    const browser = await signedIn({ ...APPROVER, exp });
    expect((await browser.self()).body.expiresAt).toBe(new Date(exp * 1000).toISOString());
    await new Promise((resolve) => setTimeout(resolve, exp * 1000 - Date.now() + 200));
    expect((await browser.self()).status).toBe(401);
  });

  it('is over where the service believes another issuer, or none', async () => {
    const browser = await signedIn();
    const other = await ServiceProcess.start({ DATABASE_URL: fleet.database.url });
    try {
      expect((await browser.copy(other.baseUrl).self()).status).toBe(401);
      expect((await browser.self()).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('needs the token of the page as any other', async () => {
    const browser = await signedIn({ ...APPROVER, purser_role: 'operator' });
    const budget = { name: 'n', currency: 'USD', allocation: '1' };
    expect((await browser.copy(here, { csrfToken: '' }).post('/v1/budgets', budget)).body.code).toBe('csrf');
    expect((await browser.post('/v1/budgets', budget)).status).toBe(201);
  });
});

describe('the address of the service', () => {
  it('is the one that it was given, whatever a request calls it; over TLS the cookies are for TLS', async () => {
    const service = await ServiceProcess.start({
      DATABASE_URL: fleet.database.url,
      ...issuer.clientEnvironment,
      PURSER_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      PURSER_CONSOLE_URL: 'https://purser.example.com',
    });
    issuer.browsers.wantsSecret = true;
    try {
      const browser = new Browser(service.baseUrl);
      const location = await begin(browser);
      expect(new URL(location).searchParams.get('redirect_uri')).toBe(
        `https://purser.example.com${START}/callback`,
      );
      expect([...browser.cookies.keys()]).toEqual(['__Host-purser-sign-in']);
      const back = issuer.browsers.agree(location, APPROVER);
      const response = await browser.visit(back.pathname + back.search);
      expect(response.headers.getSetCookie().join('\n')).toMatch(/^__Host-purser=.*; Secure$/m);
      expect((await browser.self()).body.holder).toBe('user:ada');
      expect(issuer.browsers.requests.at(-1)!.form.has('client_secret')).toBe(false);
      expect(service.output).not.toContain(CLIENT_SECRET);
    } finally {
      issuer.browsers.wantsSecret = false;
      await service.stop();
    }
  });

  it('is where a browser on the same machine came, and no name that a request makes up', async () => {
    const response = await fetch(here + START, {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'example.com' },
    });
    expect(new URL(locationOf(response)).searchParams.get('redirect_uri')).toBe(`${here}${START}/callback`);
  });
});
