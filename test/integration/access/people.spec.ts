import { createHmac, createPublicKey } from 'node:crypto';
import { newId } from '../../../src/ids/ids.js';
import { codeOf, Client, made, type Answer } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { Issuer } from '../../support/issuer.js';
import { ServiceProcess } from '../../support/service.js';

// People sign in with tokens of an issuer of the tests' own.

let issuer: Issuer;
let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(1, {
    ...issuer.environment,
    PURSER_OIDC_BUDGET_CLAIM: 'https://example.com/budget',
  });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

const who = (
  token: string,
): Promise<Answer<{ id: string; name: string; role: string; budgetId: string | null }>> =>
  admin.as(token).get('/v1/principal');

test('a token says who somebody is and what they may do, where', async () => {
  const root = await admin.root('100');
  const other = await admin.root('100');
  const token = await issuer.token({
    purser_role: 'approver',
    'https://example.com/budget': root.id,
    email: 'ada@example.com',
  });
  expect((await who(token)).body).toMatchObject({
    id: 'user:ada',
    name: 'ada@example.com',
    role: 'approver',
    budgetId: root.id,
  });
  const ada = admin.as(token);
  expect(codeOf(await ada.get(`/v1/budgets/${other.id}`))).toBe('404 not_found');
  expect(codeOf(await ada.reserve(root.id, '1'))).toBe('403 forbidden');
  made(await ada.post(`/v1/budgets/${root.id}/freeze`, { reason: 'looks wrong' }));
  const { items } = made(
    await admin.get<{ items: { content: object }[] }>(`/v1/budgets/${root.id}/entries?order=desc&limit=1`),
  );
  expect(items[0]!.content).toMatchObject({ kind: 'freeze', by: 'user:ada' });
});

test('a role without a budget holds everywhere', async () => {
  const operator = admin.as(await issuer.token({ purser_role: 'operator' }));
  const root = await operator.root('5');
  expect(codeOf(await operator.reserve(root.id, '1'))).toBe('201');
});

test('tokens that are not good', async () => {
  const operator = { purser_role: 'operator' };
  const stranger = await Issuer.start();
  const good = await issuer.token(operator);
  const [head, claims, signature] = good.split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  const bad: Record<string, string> = {
    'of another audience': await issuer.token(operator, { audience: 'somebody' }),
    'of another issuer': await issuer.token(operator, { by: 'https://example.com' }),
    'signed by somebody else': await stranger.token(operator, { by: issuer.url }),
    expired: await issuer.token(operator, { expires: '-1m' }),
    'without a role': await issuer.token({}),
    'with an unknown role': await issuer.token({ purser_role: 'god' }),
    'with a budget that is none': await issuer.token({ ...operator, 'https://example.com/budget': 'x' }),
    unsigned: `${none}.${claims}.`,
    'unsigned, with a signature': `${none}.${claims}.${signature}`,
    changed: `${head}.${Buffer.from('{"sub":"x"}').toString('base64url')}.${signature}`,
    'no token': 'eyJ.eyJ.x',
  };
  for (const [what, token] of Object.entries(bad))
    expect(`${what}: ${codeOf(await who(token))}`).toBe(`${what}: 401 unauthenticated`);
  expect(codeOf(await who(good))).toBe('200');
  // A budget that does not exist is a reach that nothing lies in.
  const nowhere = await issuer.token({ ...operator, 'https://example.com/budget': newId('budget') });
  expect(made(await admin.as(nowhere).get<{ items: [] }>('/v1/budgets')).items).toEqual([]);
  stranger.stop();
});

test('refuses signatures by public values, or by keys in the token itself', async () => {
  const stranger = await Issuer.start();
  const published = await issuer.publicKey();
  const pem = createPublicKey({ key: published, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: issuer.url,
    aud: 'purser',
    sub: 'ada',
    purser_role: 'operator',
    exp: Math.floor(Date.now() / 1000) + 300,
  };
  const { kid } = published;
  const head = { alg: 'ES256', kid };
  const symmetric = (alg: string, secret: string | Buffer) => {
    const text = `${encoded({ alg, kid })}.${encoded(claims)}`;
    const hash = `sha${alg.slice(2)}`;
    return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
  };
  const byStranger = (header: object) => stranger.sign({ ...claims }, { kid, ...header });
  const own = await stranger.publicKey();
  const bad: Record<string, string> = {
    'HS256 with the public key as PEM': symmetric('HS256', pem),
    'HS256 with the public key as JSON': symmetric('HS256', JSON.stringify(published)),
    'HS256 with nothing': symmetric('HS256', ''),
    'HS512 with the public key as PEM': symmetric('HS512', pem),
    'a key of a stranger under the right id': await byStranger({}),
    'a key in the token': await byStranger({ jwk: own }),
    'a key in the token, and its id': await byStranger({ jwk: own, kid: own.kid }),
    'keys elsewhere (jku)': await byStranger({ jku: `${stranger.url}/keys` }),
    'a certificate elsewhere (x5u)': await byStranger({ x5u: `${stranger.url}/keys` }),
    'an id that is a path': await byStranger({ kid: '../../../../dev/null' }),
    'an id that is a URL': await byStranger({ kid: `${stranger.url}/keys` }),
    'an extension that nobody knows': await issuer.signed({ ...head, crit: ['x'], x: 1 }, claims),
    'a payload that is not encoded': await issuer.signed({ ...head, crit: ['b64'], b64: false }, claims),
  };
  for (const [what, token] of Object.entries(bad))
    expect(`${what}: ${codeOf(await who(token))}`).toBe(`${what}: 401 unauthenticated`);
  expect(stranger.paths).toEqual([]);
  expect(codeOf(await who(await issuer.signed(head, claims)))).toBe('200');
  stranger.stop();
});

test('claims that name nobody, end never, or say nothing of a budget', async () => {
  const operator = { purser_role: 'operator' };
  const budget = 'https://example.com/budget';
  const year = 366 * 86_400;
  const now = Math.floor(Date.now() / 1000);
  const bad: [what: string, claims: object, header?: object][] = [
    ...[undefined, null, '', ' ', 7, {}, [], ['ada'], true].map((sub): [string, object] => [
      `sub ${JSON.stringify(sub)}`,
      { sub },
    ]),
    ['sub with NUL', { sub: 'ada\0' }],
    ['sub with a line feed', { sub: 'ada\nuser:bob' }],
    ['sub with half a character', { sub: 'ada\ud800' }],
    ['sub with a letter that is not seen', { sub: 'ada\u200b' }],
    ['sub that reads from right to left', { sub: '\u202eada' }],
    ['sub with a space behind it', { sub: 'ada ' }],
    ['sub that is too long', { sub: 'a'.repeat(256) }],
    ...[null, '', false, 0, [], {}, [newId('budget')], newId('key')].map((claim): [string, object] => [
      `budget ${JSON.stringify(claim)}`,
      { [budget]: claim },
    ]),
    ...[undefined, null, 1e99, now + year + 60, '2099-01-01', now - 60].map((exp): [string, object] => [
      `exp ${exp}`,
      { exp },
    ]),
    ['an order to log out', {}, { typ: 'logout+jwt' }],
    ['a security event', {}, { typ: 'application/secevent+jwt' }],
  ];
  for (const [what, claims, header] of bad) {
    const token = await issuer.sign({ ...operator, ...claims }, header);
    expect(`${what}: ${codeOf(await who(token))}`).toBe(`${what}: 401 unauthenticated`);
  }
  for (const typ of ['JWT', 'jwt', 'at+jwt', 'application/at+jwt'])
    expect((await who(await issuer.sign(operator, { typ }))).body.id).toBe('user:ada');
  const longest = await issuer.sign({ ...operator, sub: 'é|'.repeat(127), exp: now + year - 60 });
  expect((await who(longest)).body.id).toBe(`user:${'é|'.repeat(127)}`);
});

test('a name that is not clean is not shown: the subject is', async () => {
  for (const name of ['', 'x\n', '\u202ebob', 'x'.repeat(201), 7, null])
    expect((await who(await issuer.sign({ purser_role: 'auditor', name }))).body.name).toBe('ada');
});

test('the claim of the budget can be required', async () => {
  const strict = await ServiceProcess.start({
    DATABASE_URL: fleet.database.url,
    ...issuer.environment,
    PURSER_OIDC_BUDGET_REQUIRED: 'true',
  });
  try {
    const client = new Client(strict.baseUrl);
    const root = await admin.root('1');
    const answerTo = async (claims: object) =>
      codeOf(await client.as(await issuer.sign({ purser_role: 'operator', ...claims })).get('/v1/principal'));
    expect(await answerTo({})).toBe('401 unauthenticated');
    expect(await answerTo({ purser_budget: null })).toBe('401 unauthenticated');
    expect(await answerTo({ purser_budget: root.id })).toBe('200');
  } finally {
    await strict.stop();
  }
});

test('keys that the issuer begins to use are found', async () => {
  await issuer.rotate();
  // jose does not ask for keys again within thirty seconds of having done so: that is the issuer's overlap to mind.
  const answer = await who(await issuer.token({ purser_role: 'auditor' }));
  expect(['200', '401 unauthenticated']).toContain(codeOf(answer));
});

test('while the issuer does not answer, new tokens are refused and keys work', async () => {
  const silent = await Issuer.start();
  silent.answers = false;
  const alone = await ServiceProcess.start({
    DATABASE_URL: fleet.database.url,
    ...silent.environment,
  });
  try {
    const client = new Client(alone.baseUrl);
    const token = await silent.token({ purser_role: 'operator' });
    const answer = await client.as(token).get('/v1/principal');
    expect([codeOf(answer), answer.headers.get('retry-after')]).toEqual(['503 unavailable', '5']);
    expect(codeOf(await client.get('/v1/principal'))).toBe('200');
    silent.answers = true;
    expect(codeOf(await client.as(token).get('/v1/principal'))).toBe('200');
  } finally {
    await alone.stop();
    silent.stop();
  }
});
