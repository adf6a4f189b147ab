import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReservationDto } from '../../../src/api/reservations/reservation.dto.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { ofRun, reserveRun, wholeRun } from '../../support/runs.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const NOTHING = { done: 0, replayed: 0, refused: [], nextCursor: null };

const read = async (id: string): Promise<ReservationDto> =>
  made(await admin.get<ReservationDto>(`/v1/reservations/${id}`));

const statesOf = async (ids: string[]): Promise<string[]> =>
  (await Promise.all(ids.map(read))).map(({ state }) => state);

test('a run is extended: what is held, and nothing else', async () => {
  const { id: root } = await admin.root('1000', {
    envelopes: [
      {
        window: 'transaction',
        limit: '5',
        onExceed: 'approve',
        approve: { approvals: 1, withinSeconds: 600 },
      },
    ],
  });
  const { id: child } = await admin.child(root, '10');
  const [first, paid] = await reserveRun(admin, root, 'run-1', 2, 60);
  const [below] = await reserveRun(admin, child, 'run-1', 1, 60);
  const [other] = await reserveRun(admin, root, 'run-2', 1, 60);
  const waiting = made(await admin.reserve(root, '6', { runId: 'run-1' })).id;
  const deadline = (await read(waiting)).expiresAt;
  made(await admin.commit(paid!, '1'));
  const { status, body } = await ofRun(admin, 'extend', 'run-1', { budgetId: root, ttlSeconds: 6_000 });
  expect({ status, body }).toEqual({ status: 200, body: { ...NOTHING, done: 2 } });
  for (const id of [first!, below!]) expect((await read(id)).remainingTtlMs).toBeGreaterThan(3_600_000);
  expect((await read(other!)).remainingTtlMs).toBeLessThanOrEqual(60_000);
  expect(await read(waiting)).toMatchObject({ state: 'pending_approval', expiresAt: deadline });
  expect((await read(paid!)).state).toBe('committed');
});

test('a run is released, what waits for approval with it', async () => {
  const envelopes = [
    { window: 'transaction', limit: '5', onExceed: 'approve', approve: { approvals: 1, withinSeconds: 600 } },
  ];
  const { id: root } = await admin.root('1000', { envelopes });
  const held = await reserveRun(admin, root, 'run-1', 3);
  const others = await reserveRun(admin, root, 'run-2', 2);
  const waiting = made(await admin.reserve(root, '6', { runId: 'run-1' })).id;
  const reason = 'the run was stopped';
  const { body } = await ofRun(admin, 'release', 'run-1', { budgetId: root, reason });
  expect(body).toEqual({ ...NOTHING, done: 4 });
  expect(new Set(await statesOf([...held, waiting]))).toEqual(new Set(['released']));
  expect(await statesOf(others)).toEqual(['held', 'held']);
  expect((await admin.budget(root)).balances).toMatchObject({ reserved: '2', available: '998' });
  const [row] = await fleet.database.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM entries
    WHERE tree_id = ${uuidOf(root)} AND kind = 'release' AND content::jsonb ->> 'reason' = ${reason}`;
  expect(row).toEqual({ count: 4 });
});

describe('a request that is repeated', () => {
  test('does nothing twice and answers the same, and the single route knows its keys', async () => {
    const { id: root } = await admin.root('1000');
    const held = await reserveRun(admin, root, 'run-1', 5);
    const key = 'stop-run-1';
    const send = () => ofRun(admin, 'release', 'run-1', { budgetId: root, limit: 3 }, { key });
    const first = made(await send());
    expect(first).toMatchObject({ done: 3, replayed: 0, refused: [] });
    expect(first.nextCursor).not.toBeNull();
    const version = (await admin.budget(root)).version;
    expect(made(await send())).toEqual({ ...first, replayed: 3 });
    const single = await admin.release(held[0]!, { key: `${key}/${held[0]}` });
    expect(single.headers.get('idempotency-replayed')).toBe('true');
    expect((await admin.budget(root)).version).toBe(version);
    expect(await statesOf(held)).toEqual(['released', 'released', 'released', 'held', 'held']);
  });

  test('with something else under the same key, is refused for each that was done', async () => {
    const { id: root } = await admin.root('1000');
    const held = await reserveRun(admin, root, 'run-1', 2);
    const extend = (ttlSeconds: number) =>
      ofRun(admin, 'extend', 'run-1', { budgetId: root, ttlSeconds }, { key: 'k' });
    expect(made(await extend(900))).toMatchObject({ done: 2 });
    const { done, refused } = made(await extend(1_800));
    expect(done).toBe(0);
    expect(refused.map(({ reservationId, status, code }) => [reservationId, status, code])).toEqual(
      held.map((id) => [id, 422, 'idempotency_key_reused']),
    );
  });

  test('by another holder is another request', async () => {
    const { id: root } = await admin.root('1000');
    await reserveRun(admin, root, 'run-1', 2);
    const body = { ttlSeconds: 900 };
    for (const agent of [
      (await admin.issue(root)).client,
      (await admin.issue(root, { role: 'agent' })).client,
    ])
      expect(made(await ofRun(agent, 'extend', 'run-1', body, { key: 'k' }))).toEqual({
        ...NOTHING,
        done: 2,
      });
  });

  test('needs its key like all writes', async () => {
    const answer = await admin.send('POST', '/v1/runs/run-1/release', {});
    expect(codeOf(answer)).toBe('428 idempotency_key_required');
  });
});

test('a run of 3,000 goes in parts, and the whole way again under the same key changes nothing', async () => {
  const { id: root } = await admin.root('5000');
  const { id: child } = await admin.child(root, '0', { ceiling: '2000' });
  const held = [
    ...(await reserveRun(admin, root, 'long', 1_500)),
    ...(await reserveRun(admin, child, 'long', 1_500)),
  ];
  // What is paid is walked over, and what was released by others is not taken for done.
  for (const id of [held[0]!, held[1_600]!]) made(await admin.commit(id, '1'));
  made(await admin.release(held[1]!));
  const extended = await wholeRun(admin, 'extend', 'long', { budgetId: root, ttlSeconds: 6_000, limit: 700 });
  expect(extended.map(({ done }) => done)).toEqual([700, 700, 700, 700, 197]);
  const walk = () => wholeRun(admin, 'release', 'long', { budgetId: root, limit: 1_000 }, { key: 'stop' });
  const released = await walk();
  expect(released.map(({ done, replayed }) => [done, replayed])).toEqual([
    [1_000, 0],
    [1_000, 0],
    [997, 0],
  ]);
  expect((await admin.budget(root)).balances).toMatchObject({ reserved: '0', delegated: '1' });
  const versions = async () => [(await admin.budget(root)).version, (await admin.budget(child)).version];
  const before = await versions();
  expect(await walk()).toEqual(released.map((part) => ({ ...part, replayed: part.done })));
  expect(await versions()).toEqual(before);
});

describe('whose reservations', () => {
  test('another tree with a run of the same name is left alone, and a sibling is', async () => {
    const { id: root } = await admin.root('1000');
    const { id: mine } = await admin.child(root, '10');
    const { id: sibling } = await admin.child(root, '10');
    const { id: stranger } = await admin.root('1000');
    const ids: string[] = [];
    for (const budget of [mine, sibling, root, stranger])
      ids.push(...(await reserveRun(admin, budget, 'run-1', 1)));
    const agent = (await admin.issue(mine)).client;
    expect(made(await ofRun(agent, 'release', 'run-1', {}))).toEqual({ ...NOTHING, done: 1 });
    expect(await statesOf(ids)).toEqual(['released', 'held', 'held', 'held']);
    expect(made(await ofRun(admin, 'release', 'run-1', { budgetId: root }))).toEqual({ ...NOTHING, done: 2 });
    expect(await statesOf(ids)).toEqual(['released', 'released', 'released', 'held']);
  });

  test('a budget out of reach is not found, and a key bound to none has to name one', async () => {
    const { id: root } = await admin.root('1000');
    const { id: mine } = await admin.child(root, '10');
    await reserveRun(admin, root, 'run-1', 1);
    const agent = (await admin.issue(mine)).client;
    const outside = await ofRun(agent, 'release', 'run-1', { budgetId: root });
    expect(codeOf(outside)).toBe('404 not_found');
    const unnamed = await ofRun(admin, 'extend', 'run-1', { ttlSeconds: 60 });
    expect(codeOf(unnamed)).toBe('400 validation_failed');
    expect(unnamed.body.errors).toMatchObject([{ field: 'budgetId', rule: 'required' }]);
  });

  test('a run that holds nothing here and one that nobody has heard of are answered alike', async () => {
    const { id: root } = await admin.root('1000');
    const { id: mine } = await admin.child(root, '10');
    await reserveRun(admin, root, 'elsewhere', 1);
    const agent = (await admin.issue(mine)).client;
    for (const run of ['elsewhere', 'unheard-of'])
      for (const verb of ['extend', 'release'] as const)
        expect((await ofRun(agent, verb, run, verb === 'extend' ? { ttlSeconds: 60 } : {})).body).toEqual(
          NOTHING,
        );
  });

  test('what the scopes of a key forbid is refused for itself; the rest is done', async () => {
    const { id: root } = await admin.root('1000');
    const [plain] = await reserveRun(admin, root, 'run-1', 1);
    const named = made(await admin.reserve(root, '1', { runId: 'run-1', vendor: 'openai' })).id;
    const issued = await admin.post<{ secret: string }>(`/v1/budgets/${root}/keys`, {
      name: 'narrow',
      role: 'agent',
      scopes: { vendors: ['openai'] },
    });
    const narrow = admin.as(made(issued).secret);
    const { done, refused } = made(await ofRun(narrow, 'release', 'run-1', {}));
    expect(done).toBe(1);
    expect(refused).toMatchObject([{ reservationId: plain, status: 403, code: 'scope_vendor' }]);
    expect(refused[0]!.detail).not.toBe('');
    expect(await statesOf([plain!, named])).toEqual(['held', 'released']);
  });
});

test('any name of a run can stand in the path, and what is none is refused', async () => {
  const { id: root } = await admin.root('1000');
  for (const run of ['a/b:c@d', 'x'.repeat(128), '/'.repeat(128)]) {
    await reserveRun(admin, root, run, 1);
    expect(made(await ofRun(admin, 'release', run, { budgetId: root })).done).toBe(1);
  }
  const answer = await ofRun(admin, 'release', 'two words', { budgetId: root });
  expect(answer.body.errors).toMatchObject([{ field: 'runId', rule: 'reference' }]);
  const long = await ofRun(admin, 'release', 'x'.repeat(129), { budgetId: root });
  expect(codeOf(long)).toBe('400 validation_failed');
});

test('a cursor of another list, and a limit of none, are refused by name', async () => {
  const { id: root } = await admin.root('1000');
  for (const [body, field] of [
    [{ cursor: 'bm9uZQ' }, 'cursor'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 1_001 }, 'limit'],
    [{ ttlSeconds: 60 }, 'ttlSeconds'],
  ] as const) {
    const answer = await ofRun(admin, 'release', 'run-1', { budgetId: root, ...body });
    expect(codeOf(answer)).toBe('400 validation_failed');
    expect(answer.body.errors).toMatchObject([{ field }]);
  }
});
