import { newKeyText } from '../../../src/access/key-text.js';
import { newId } from '../../../src/ids/ids.js';
import { type Client, made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// Somebody tries keys: it is counted, answered ever later, logged, and keeps nobody out who has a key.

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(() => fleet.stop());

const refused = async (reason: string): Promise<number> => {
  const text = (await admin.get<string>('/metrics')).body;
  return Number(new RegExp(`purser_refused_keys_total\\{reason="${reason}"\\} (\\d+)`).exec(text)![1]);
};

interface Issued {
  id: string;
  secret: string;
}

interface Entries {
  items: { content: { key: { id: string; hash: string } } }[];
}

const ask = (key?: string): Promise<Response> =>
  fetch(`${fleet.client().baseUrl}/v1/principal`, key ? { headers: { authorization: `Bearer ${key}` } } : {});

test('a request without a key is counted apart, and is no guess', async () => {
  expect([await refused('missing'), await refused('unknown')]).toEqual([0, 0]);
  const answers = await Promise.all(Array.from({ length: 150 }, () => ask()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect([await refused('missing'), await refused('unknown')]).toEqual([150, 0]);
  expect(fleet.services[0]!.output).not.toContain('keys that nobody has');
});

test('what readers of the journal see of a key opens nothing', async () => {
  const root = await admin.root('1');
  const issue = async (role: string) =>
    made(await admin.post<Issued>(`/v1/budgets/${root.id}/keys`, { role, name: role }));
  const { id } = await issue('operator');
  const auditor = admin.as((await issue('auditor')).secret);
  const { items } = made(await auditor.get<Entries>(`/v1/budgets/${root.id}/entries?kind=key_issue`));
  const { hash } = items.find(({ content }) => content.key.id === id)!.content.key;
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const shaped = `purser_operator_${id.slice('key_'.length)}_${Buffer.from(hash, 'hex').toString('base64url')}`;
  for (const tried of [hash, `purser_admin_${hash}`, shaped]) expect((await ask(tried)).status).toBe(401);
});

test('a thousand guesses at once are slowed; a valid key from the same address is not', async () => {
  const root = await admin.root('1');
  const { secret } = made(
    await admin.post<{ secret: string }>(`/v1/budgets/${root.id}/keys`, { role: 'agent', name: 'agent' }),
  );
  const before = await refused('unknown');
  const order: string[] = [];
  const guesses = Array.from({ length: 1_000 }, async (_, n) => {
    const guess = n % 2 ? `purser_admin_${n}` : newKeyText('agent', newId('key'));
    const answer = await ask(guess);
    order.push('guess');
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  });
  const own = Promise.all(
    [secret, fleet.client().key].map(async (held) => {
      expect((await ask(held)).status).toBe(200);
      order.push('own');
    }),
  );
  const answers = await Promise.all(guesses);
  await own;
  // Asked last, and answered before those that have to wait.
  expect(order.lastIndexOf('own')).toBeLessThan(order.length - 50);
  const of = (status: number) => answers.filter((answer) => answer.status === status);
  expect(of(401).length + of(429).length).toBe(1_000);
  expect(of(401).length).toBeGreaterThanOrEqual(200);
  expect(of(429).length).toBeGreaterThan(0);
  expect(new Set(of(429).map(({ retryAfter }) => retryAfter))).toEqual(new Set(['5']));
  expect((await refused('unknown')) - before).toBe(1_000);
  expect(fleet.services[0]!.output.match(/keys that nobody has are being tried/g)).toHaveLength(1);
  expect(fleet.services[0]!.output).toMatch(/"address":"127\.0\.0\.1","refused":\d{3}/);
});
