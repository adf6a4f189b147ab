import { newKeyText } from '../../../src/access/key-text.js';
import type { OpenSessionDto } from '../../../src/api/sessions/session.dto.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { Browser } from '../../support/browser.js';
import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { sendRaw } from '../../support/raw-http.js';

// Signing in with a key. Two processes on one database, so that whatever one of them does has to hold in the other.

let fleet: Fleet;
let admin: Client;
let here: string;
let there: string;
let root: string;

beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
  here = fleet.client(0).baseUrl;
  there = fleet.client(1).baseUrl;
  root = (await admin.root('1000')).id;
});
afterAll(() => fleet.stop());

const operator = () => admin.issue(root, { role: 'operator', name: 'ann' });

/** Waits for less than the second in which what is over has to be over everywhere. */
async function untilOver(browser: Browser): Promise<void> {
  const until = performance.now() + 1_000;
  while ((await browser.self()).status !== 401)
    if (performance.now() > until) throw new Error('the session is not over');
}

describe('signing in', () => {
  it('can be done with a key, and without an issuer with nothing else', async () => {
    const browser = new Browser(here);
    expect(made(await browser.get('/v1/sign-in'))).toEqual({ key: true, openIdConnect: null });
  });

  it('makes the browser act as the holder of the key, in all processes', async () => {
    const { id, secret, name } = await operator();
    const browser = new Browser(here);
    const answer = await browser.signIn(secret!);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      holder: id,
      name,
      role: 'operator',
      budgetId: root,
      signedInBy: 'key',
    });
    expect((await browser.self()).body).toEqual(answer.body);
    const other = browser.copy(there, { csrfToken: answer.body.csrfToken });
    expect((await other.self()).body).toEqual(answer.body);
    expect((await other.get('/v1/principal')).body).toEqual(
      (await admin.as(secret!).get('/v1/principal')).body,
    );
    made(await other.post(`/v1/budgets/${root}/freeze`, { reason: 'a look' }));
    made(await other.post(`/v1/budgets/${root}/resume`, { reason: 'looked' }));
    const { items } = made(
      await admin.get<{ items: { content: object }[] }>(`/v1/budgets/${root}/entries?order=desc&limit=1`),
    );
    expect(items[0]!.content).toMatchObject({ kind: 'resume', by: id });
  });

  it('gives a cookie that no script reads and no other site sends along', async () => {
    const { headers } = await new Browser(here).signIn(admin.key);
    expect(headers.get('set-cookie')).toMatch(
      /^purser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43(200|199)$/,
    );
  });

  it.each([
    ['by its own name', { host: 'purser.example.com' }],
    ['by a local name, through a proxy that says so', { 'x-forwarded-proto': 'https' }],
    ['by a local name, through a proxy that says nothing', { origin: 'https://purser.example.com' }],
    ['over plain HTTP from elsewhere', { origin: 'http://purser.example.com' }],
  ])('gives one for TLS alone to a browser that came %s', async (_, named) => {
    const body = JSON.stringify({ key: admin.key });
    const headers = { host: '127.0.0.1', 'content-type': 'application/json', ...named };
    const lines = Object.entries({ ...headers, 'content-length': body.length, connection: 'close' });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const answer = await sendRaw(here, `POST /v1/sessions HTTP/1.1\r\n${head}\r\n${body}`);
    const [, secret] =
      /Set-Cookie: __Host-purser=([\w-]{43}); Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure(?:\r\n|$)/i.exec(
        answer.headers,
      )!;
    const as = async (host: string, cookie: string) =>
      (
        await sendRaw(
          here,
          `GET /v1/sessions/self HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\nconnection: close\r\n\r\n`,
        )
      ).status;
    expect(await as('purser.example.com', `x=1; __Host-purser=${secret}`)).toBe(200);
    // A name that any page over plain HTTP could have put there is good on this machine alone.
    expect(await as('purser.example.com', `purser=${secret}`)).toBe(401);
  });

  it('keeps neither the key nor the secret of the session', async () => {
    const { secret } = await operator();
    const browser = await Browser.signedIn(here, secret!);
    const rows = await fleet.database.sql<{ text: string }[]>`SELECT s::text AS text FROM sessions s`;
    const kept = rows.map(({ text }) => text).join('\n');
    for (const hidden of [secret!, browser.cookies.get('purser')!, browser.csrfToken]) {
      expect(kept).not.toContain(hidden);
      expect(kept).not.toContain(Buffer.from(hidden).toString('hex'));
      for (const { output } of fleet.services) expect(output).not.toContain(hidden);
    }
    expect(fleet.services[0]!.output).toContain('"msg":"signed in"');
  });

  it('is refused to those who have no key', async () => {
    const { settlementToken } = made(await admin.reserve(root, '1', { settleable: true }));
    const nobodys = [
      'x',
      'purser_admin_nobody',
      newKeyText('operator', newId('key')),
      'eyJhbGciOiJub25lIn0.e30.x',
    ];
    for (const key of [...nobodys, settlementToken!]) {
      const browser = new Browser(here);
      expect(`${key}: ${codeOf(await browser.signIn(key))}`).toBe(`${key}: 401 unauthenticated`);
      expect(browser.cookies.size).toBe(0);
    }
    const { id, secret } = await operator();
    await admin.write('DELETE', `/v1/keys/${id}`);
    expect(codeOf(await new Browser(here).signIn(secret!))).toBe('401 unauthenticated');
    expect(codeOf(await new Browser(here).signIn('two words'))).toBe('400 validation_failed');
  });

  it('is refused to pages of other sites, which could sign somebody in as somebody else', async () => {
    for (const site of ['cross-site', 'same-site'])
      expect(codeOf(await Object.assign(new Browser(here), { site }).signIn(admin.key))).toBe('403 csrf');
    const form = await fetch(`${here}/v1/sessions`, {
      method: 'POST',
      body: JSON.stringify({ key: admin.key }),
    });
    expect(form.status).toBe(415);
  });

  it('takes no secret that somebody has put into the browser before', async () => {
    const planted = new Browser(here);
    planted.cookies.set('purser', 'A'.repeat(43));
    made(await planted.signIn(admin.key));
    expect(planted.cookies.get('purser')).not.toBe('A'.repeat(43));

    const attacker = await Browser.signedIn(here, (await operator()).secret!);
    const victim = attacker.copy();
    made(await victim.signIn(admin.key));
    expect(victim.cookies.get('purser')).not.toBe(attacker.cookies.get('purser'));
    // Nor does the attacker's live on: the browser had it, and has another one now.
    expect((await attacker.self()).status).toBe(401);
    expect((await victim.self()).body.holder).toBe('admin');
  });

  it('again and again keeps a hundred sessions of one holder, and forgets the oldest', async () => {
    const { id, secret } = await operator();
    const first = await Browser.signedIn(here, secret!);
    for (let i = 0; i < 10; i += 1)
      await Promise.all(Array.from({ length: 10 }, () => Browser.signedIn(here, secret!)));
    const [row] = await fleet.database.sql`SELECT count(*)::int AS count FROM sessions WHERE holder = ${id}`;
    expect(row!.count).toBeLessThanOrEqual(110);
    await Browser.signedIn(here, secret!);
    expect((await first.self()).status).toBe(401);
  });
});

describe('a session', () => {
  it('is not there without the cookie, nor with a key', async () => {
    expect(codeOf(await new Browser(here).self())).toBe('401 unauthenticated');
    expect(codeOf(await admin.get('/v1/sessions/self'))).toBe('401 unauthenticated');
    expect(codeOf(await admin.write('DELETE', '/v1/sessions/self'))).toBe('401 unauthenticated');
  });

  it('gives way to a key that is sent as well, good or not', async () => {
    const browser = await Browser.signedIn(here, admin.key);
    const { id, secret } = await operator();
    const with_ = (key: string) =>
      browser.send<{ id: string }>('GET', '/v1/principal', undefined, { authorization: `Bearer ${key}` });
    expect((await with_(secret!)).body.id).toBe(id);
    expect((await with_('nobody')).status).toBe(401);
  });

  it('opens nothing as a bearer token', async () => {
    const browser = await Browser.signedIn(here, admin.key);
    const { cookies, csrfToken } = browser;
    for (const token of [cookies.get('purser')!, csrfToken, `purser=${cookies.get('purser')}`])
      expect((await admin.as(token).get('/v1/principal')).status).toBe(401);
  });

  it('is over in all processes once somebody signs out, and the cookie is taken back', async () => {
    const browser = await Browser.signedIn(here, (await operator()).secret!);
    const stolen = [browser.copy(), browser.copy(there)];
    for (const copy of stolen) expect((await copy.self()).status).toBe(200);
    expect(codeOf(await browser.copy(here, { csrfToken: '' }).signOut())).toBe('403 csrf');
    const { status, headers } = await browser.signOut();
    expect([status, headers.get('set-cookie')]).toEqual([
      204,
      'purser=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
    expect(browser.cookies.size).toBe(0);
    for (const copy of stolen) expect(codeOf(await copy.self())).toBe('401 unauthenticated');
    expect(fleet.services[0]!.output).toContain('"msg":"signed out"');
  });

  it('is over with the key that opened it: revoked, ended by its time, or rotated', async () => {
    const issued = await operator();
    const browser = await Browser.signedIn(there, issued.secret!);
    await admin.write('DELETE', `/v1/keys/${issued.id}`);
    await untilOver(browser);

    const rotated = await operator();
    const both = await Browser.signedIn(there, rotated.secret!);
    made(await admin.post(`/v1/keys/${rotated.id}/rotate`, { overlapSeconds: 0 }));
    await untilOver(both);

    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const short = await admin.issue(root, { role: 'auditor', expiresAt });
    const reader = await Browser.signedIn(there, short.secret!);
    expect((await reader.self()).body.expiresAt).toBe(expiresAt);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(expiresAt) - Date.now() + 100));
    expect((await reader.self()).status).toBe(401);
  });

  it('is over with the admin key that was replaced', async () => {
    const browser = await Browser.signedIn(here, admin.key);
    const { sql } = fleet.database;
    const [row] = await sql<{ hash: Buffer }[]>`SELECT hash FROM api_keys WHERE budget_id IS NULL`;
    await sql`UPDATE api_keys SET hash = ${Buffer.alloc(32, 1)} WHERE budget_id IS NULL`;
    await untilOver(browser);
    await sql`UPDATE api_keys SET hash = ${row!.hash} WHERE budget_id IS NULL`;
    for (const { baseUrl } of fleet.services)
      while ((await new Browser(baseUrl).signIn(admin.key)).status !== 201)
        await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it('is over after its time, and when nobody has used it for long', async () => {
    const { sql } = fleet.database;
    const { id, secret } = await operator();
    const browser = await Browser.signedIn(here, secret!);
    await sql`UPDATE sessions SET used_at = used_at - interval '59 minutes' WHERE holder = ${id}`;
    expect((await browser.self()).status).toBe(200);
    // That was a use: the hour begins anew.
    await sql`UPDATE sessions SET used_at = used_at - interval '59 minutes' WHERE holder = ${id}`;
    expect((await browser.self()).status).toBe(200);
    await sql`UPDATE sessions SET used_at = used_at - interval '61 minutes' WHERE holder = ${id}`;
    expect((await browser.self()).status).toBe(401);

    const other = await Browser.signedIn(here, secret!);
    await sql`UPDATE sessions SET expires_at = clock_timestamp() WHERE holder = ${id}`;
    expect((await other.self()).status).toBe(401);
  });

  it('streams events to a browser, until it is over', async () => {
    const { secret } = await operator();
    const browser = await Browser.signedIn(here, secret!);
    const cookie = `purser=${browser.cookies.get('purser')}`;
    const stream = await fetch(`${there}/v1/events`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    const ended = stream.text();
    await browser.signOut();
    await ended;
  });

  it('counts in the rate of the key', async () => {
    const { secret } = await operator();
    const browser = await Browser.signedIn(here, secret!);
    expect((await browser.get('/v1/principal')).headers.get('ratelimit-policy')).toBe('"key";q=1000;w=1');
  });
});

describe('the list of open sessions', () => {
  const listedBy = async (client: Client, query = ''): Promise<OpenSessionDto[]> =>
    made(await client.get<{ items: OpenSessionDto[] }>(`/v1/sessions?limit=200${query}`)).items;

  it('has those of one holder, however they are asked for, and says which one asks', async () => {
    const { id, secret, name } = await operator();
    const [first, second] = [await Browser.signedIn(here, secret!), await Browser.signedIn(there, secret!)];
    const [older, newer] = [made(await first.self()).id, made(await second.self()).id];
    await Browser.signedIn(here, (await operator()).secret!);
    const seen = (items: OpenSessionDto[]) => items.map((item) => [item.id, item.current]);
    expect(seen(await listedBy(first))).toEqual([
      [newer, false],
      [older, true],
    ]);
    const [item] = await listedBy(admin.as(secret!));
    const who = { holder: id, name, role: 'operator', budgetId: root, signedInBy: 'key' };
    expect(item).toMatchObject({ id: newer, ...who, current: false });
    expect(await listedBy(first, '&holder=admin')).toEqual([]);
  });

  it('has those of everybody for who may manage all trees, and for nobody else', async () => {
    const { id, secret } = await operator();
    const browser = await Browser.signedIn(here, secret!);
    const holders = async (client: Client) => new Set((await listedBy(client)).map(({ holder }) => holder));
    await Browser.signedIn(here, admin.key);
    expect([...(await holders(admin))]).toEqual(expect.arrayContaining(['admin', id]));
    expect(await holders(browser)).toEqual(new Set([id]));
    expect((await listedBy(admin, `&holder=${id}`)).map(({ holder }) => holder)).toEqual([id]);
  });

  it('has none that is over: signed out, unused, or with its key', async () => {
    const { id, secret } = await operator();
    const [out, unused, open] = await Promise.all([1, 2, 3].map(() => Browser.signedIn(here, secret!)));
    const left = made(await open!.self()).id;
    const { id: idle } = made(await unused!.self());
    const { sql } = fleet.database;
    await sql`UPDATE sessions SET used_at = used_at - interval '61 minutes' WHERE id = ${uuidOf(idle)}`;
    await out!.signOut();
    const ofAnn = `&holder=${id}`;
    expect((await listedBy(admin, ofAnn)).map((one) => one.id)).toEqual([left]);
    await admin.write('DELETE', `/v1/keys/${id}`);
    await untilOver(open!);
    expect(await listedBy(admin, ofAnn)).toEqual([]);
    expect((await admin.send('DELETE', `/v1/sessions/${left}`)).status).toBe(404);
  });

  it('goes on behind what is over, page by page', async () => {
    const { id, secret } = await operator();
    const ended = await operator();
    const mine: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      mine.unshift(made(await new Browser(here).signIn(secret!)).id);
      await Browser.signedIn(here, ended.secret!);
    }
    await admin.write('DELETE', `/v1/keys/${ended.id}`);
    const seen: OpenSessionDto[] = [];
    let cursor = '';
    do {
      const route = `/v1/sessions?limit=1${cursor && `&cursor=${cursor}`}`;
      const page = made(await admin.get<{ items: OpenSessionDto[]; nextCursor: string | null }>(route));
      seen.push(...page.items);
      cursor = page.nextCursor ?? '';
    } while (!mine.every((one) => seen.some((item) => item.id === one)));
    const holders = seen.slice(0, 3).map(({ holder }) => holder);
    expect([seen.slice(0, 3).map((item) => item.id), holders]).toEqual([mine, [id, id, id]]);
  });

  it('ends one for its holder, in the browser that has it and in all processes', async () => {
    const { secret } = await operator();
    const [lost, kept] = [await Browser.signedIn(here, secret!), await Browser.signedIn(there, secret!)];
    const { id } = made(await lost.self());
    expect(codeOf(await kept.copy(there, { csrfToken: '' }).end(id))).toBe('403 csrf');
    expect((await kept.end(id)).status).toBe(204);
    expect((await lost.self()).status).toBe(401);
    expect((await kept.self()).status).toBe(200);
    expect(codeOf(await kept.end(id))).toBe('404 not_found');
    expect(fleet.services[1]!.output).toContain('"msg":"session ended"');

    const own = await kept.end(made(await kept.self()).id);
    expect([own.status, own.headers.get('set-cookie')]).toEqual([
      204,
      'purser=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
  });

  it('ends those of others for who may manage all trees, and for nobody else', async () => {
    const browser = await Browser.signedIn(here, (await operator()).secret!);
    const { id } = made(await browser.self());
    const stranger = await Browser.signedIn(here, (await operator()).secret!);
    expect(codeOf(await stranger.end(id))).toBe('404 not_found');
    expect(codeOf(await stranger.end(made(await (await Browser.signedIn(here, admin.key)).self()).id))).toBe(
      '404 not_found',
    );
    expect((await browser.self()).status).toBe(200);
    expect((await admin.send('DELETE', `/v1/sessions/${id}`)).status).toBe(204);
    expect((await browser.self()).status).toBe(401);
  });
});

test('guesses of keys and of sessions are slowed alike, and those who are signed in are not', async () => {
  const browser = await Browser.signedIn(there, admin.key);
  const guess = async (n: number) => {
    const stranger = new Browser(there);
    if (n % 2) return (await stranger.signIn(`purser_admin_${n}`)).status;
    stranger.cookies.set('purser', String(n).padStart(43, 'A'));
    return (await stranger.self()).status;
  };
  const order: string[] = [];
  const guesses = Array.from({ length: 400 }, async (_, n) => {
    const status = await guess(n);
    order.push('guess');
    return status;
  });
  expect((await browser.self()).status).toBe(200);
  order.push('own');
  const answers = await Promise.all(guesses);
  expect(order.indexOf('own')).toBeLessThan(order.length - 50);
  expect(new Set(answers)).toEqual(new Set([401, 429]));
  expect(fleet.services[1]!.output).toContain('keys that nobody has are being tried');
});
