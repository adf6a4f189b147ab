import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// Keys whose secrets their makers chose, through the API of two replicas.

type NewKey = { id: string; prefix: string; secret: string | null };
type NewChild = { id: string; existed?: true; key: NewKey };

let fleet: Fleet;
let admin: Client;
let root: string;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
beforeEach(async () => (root = (await admin.root('100')).id));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const newSecret = (): string => randomBytes(32).toString('base64url');
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** What each replica answers to this key. */
const answersTo = (key: string): Promise<string[]> =>
  Promise.all(fleet.clients.map(async (client) => codeOf(await client.as(key).get('/v1/principal'))));

test('a spawn whose answer was lost can be repeated, under its key or by its ref', async () => {
  const secret = newSecret();
  const body = {
    name: 'coder',
    guarantee: '5',
    ref: 'run-17/coder',
    key: { name: 'coder', secretHash: hashOf(secret) },
  };
  const spawn = (key: string) => admin.post<NewChild>(`/v1/budgets/${root}/children`, body, { key });
  const lost = made(await spawn('first'));
  const replay = made(await spawn('first'));
  const found = made(await spawn('second'));
  expect(found).toMatchObject({ id: lost.id, existed: true });
  for (const { key } of [lost, replay, found]) {
    expect(key).toMatchObject({ id: lost.key.id, secret: null });
    expect(await answersTo(key.prefix + secret)).toEqual(['200', '200']);
  }
  const reserved = await admin.as(lost.key.prefix + secret).reserve(lost.id, '1');
  expect(reserved.status).toBe(201);
});

test('a key and its rotation take the secrets that were chosen for them, and no others', async () => {
  const [first, second] = [newSecret(), newSecret()];
  const body = { name: 'a', role: 'auditor', secretHash: hashOf(first) };
  const issued = made(await admin.post<NewKey>(`/v1/budgets/${root}/keys`, body));
  expect(issued.prefix).toMatch(/^purser_auditor_[0-9a-z]{26}_$/);
  expect(await answersTo(issued.prefix + first)).toEqual(['200', '200']);
  const refused = ['401 unauthenticated', '401 unauthenticated'];
  expect(await answersTo(issued.prefix + second)).toEqual(refused);
  // What is kept, and stands in the journal, opens nothing.
  const asSecret = Buffer.from(hashOf(first), 'hex').toString('base64url');
  expect(await answersTo(issued.prefix + asSecret)).toEqual(refused);

  const rotation = { secretHash: hashOf(second) };
  const rotate = (key: string) => admin.post<NewKey>(`/v1/keys/${issued.id}/rotate`, rotation, { key });
  const next = made(await rotate('rotate'));
  const repeated = made(await rotate('rotate'));
  expect(repeated).toMatchObject({ id: next.id, prefix: next.prefix, secret: null });
  expect(await answersTo(next.prefix + second)).toEqual(['200', '200']);
  expect(await answersTo(next.prefix + first)).toEqual(refused);
  // The other replica learns within a second that the old one has ended.
  let ended = await answersTo(issued.prefix + first);
  while (ended.includes('200')) {
    await sleep(50);
    ended = await answersTo(issued.prefix + first);
  }
  expect(ended).toEqual(refused);
});

test('another secret is another request, and a malformed hash is a 400 for its field', async () => {
  const route = `/v1/budgets/${root}/keys`;
  const ask = (secretHash: unknown) =>
    admin.post(route, { name: 'a', role: 'agent', secretHash }, { key: 'once' });
  for (const wrong of ['', 'x', 7, hashOf('x').toUpperCase(), hashOf('x').slice(2)])
    expect((await ask(wrong)).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'secretHash', rule: 'sha256' }],
    });
  expect(codeOf(await ask(hashOf(newSecret())))).toBe('201');
  expect(codeOf(await ask(hashOf(newSecret())))).toBe('422 idempotency_key_reused');
});

test('a key that the service made has its secret in the first answer, after the prefix', async () => {
  const key = made(await admin.post<NewKey>(`/v1/budgets/${root}/keys`, { name: 'a', role: 'agent' }));
  expect(key.secret!.startsWith(key.prefix)).toBe(true);
  expect(await answersTo(key.secret!)).toEqual(['200', '200']);
});
