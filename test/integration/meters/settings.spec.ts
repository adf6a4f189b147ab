import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { meteredTree, METERS, metersOf, STRIPE_KEY, untilOf } from '../../support/meters.js';

let fleet: Fleet;
let client: Client;
beforeAll(async () => {
  // Nobody listens there, and nothing is to be sent.
  fleet = await Fleet.start(1, { PURSER_STRIPE_URL: 'http://127.0.0.1:9', LOG_LEVEL: 'trace' });
  client = fleet.client();
});
afterAll(() => fleet.stop());

const put = (id: string, body: object, key?: string) =>
  client.write('PUT', `/v1/budgets/${id}/meters`, body, key === undefined ? {} : { key });

describe('meters', () => {
  it('are set, read, replaced and deleted', async () => {
    const root = await meteredTree(client);
    const route = `/v1/budgets/${root.id}/meters`;
    expect((await client.get(route)).status).toBe(404);
    const set = made(await put(root.id, METERS));
    const meter = { units: null, vendors: null, items: null, scale: 0 };
    expect(set).toMatchObject({
      budgetId: root.id,
      mode: 'test',
      customerLabel: 'customer',
      customerFrom: 'budget',
      state: 'active',
      pauseReason: null,
      meters: [
        { ...meter, eventName: 'calls', measure: 'calls' },
        { ...meter, eventName: 'spent', measure: 'spent', scale: 6 },
        { ...meter, eventName: 'tokens', measure: 'usage', units: ['input_tokens', 'output_tokens'] },
      ],
    });
    const fewer = { customerLabel: 'customer', meters: [METERS.meters[0]], state: 'paused' };
    expect(made(await put(root.id, fewer))).toMatchObject({ state: 'paused', pauseReason: 'asked' });
    const seen = await metersOf(client, root.id);
    expect(seen.meters.length).toBe(1);
    expect(seen.status).toEqual({
      behindSeconds: expect.any(Number) as number,
      pending: 0,
      parked: 0,
      delivered: 0,
      leftOut: 0,
      deliveredAt: null,
      lastError: null,
      lastErrorAt: null,
    });
    expect(made(await client.write('DELETE', route)).state).toBe('deleted');
    expect((await client.get(route)).status).toBe(404);
    expect((await client.write('DELETE', route)).status).toBe(404);
  });

  it('are deleted at once, and their events one part after the other', async () => {
    const root = await meteredTree(client);
    const route = `/v1/budgets/${root.id}/meters`;
    made(await put(root.id, METERS));
    const treeId = uuidOf(root.id);
    const { sql } = fleet.database;
    await sql`
      INSERT INTO meter_events (tree_id, id, budget_id, version, at, event_name, identifier, value, state, reason, settled_at)
      SELECT ${treeId}::uuid, gen_random_uuid(), ${treeId}::uuid, n, now(), 'calls', 'entry_' || n, '1', 'left_out', 'no_customer', now()
      FROM generate_series(1, 12000) n`;
    const left = async (by: Pick<typeof sql, 'unsafe'>) => {
      const query = 'SELECT count(*)::int AS n FROM meter_events WHERE tree_id = $1::uuid';
      return (await by.unsafe<{ n: number }[]>(query, [treeId]))[0]!.n;
    };
    await sql.begin(async (tx) => {
      // Somebody keeps one of them from being deleted.
      await tx`SELECT FROM meter_events WHERE tree_id = ${treeId} LIMIT 1 FOR UPDATE`;
      expect(made(await client.write('DELETE', route)).state).toBe('deleted');
      expect([(await client.get(route)).status, (await client.get(`${route}/events`)).status]).toEqual([
        404, 404,
      ]);
      const refused = await put(root.id, METERS);
      expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      // Asked on the connection that holds it, which would be ended if it were idle for long.
      await untilOf(
        () => left(tx),
        (n) => n === 1,
      );
    });
    await untilOf(
      () => put(root.id, METERS),
      ({ status }) => status === 200,
    );
    expect(await left(sql)).toBe(0);
    expect((await metersOf(client, root.id)).state).toBe('active');
  });

  it.each(['pending', 'delivered', 'parked', 'left_out'])('have an index of what is %s', async (state) => {
    const plan = await fleet.database.sql.begin(async (tx) => {
      await tx`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`;
      return await tx.unsafe<{ 'QUERY PLAN': string }[]>(
        `EXPLAIN SELECT * FROM meter_events WHERE tree_id = $1::uuid AND state = $2 ORDER BY id DESC LIMIT 51`,
        [uuidOf('budget_01k9v3n8h2f0g9x7m4q5r6s7t8'), state],
      );
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain(`meter_events_${state} `);
  });

  it('are set once under one key', async () => {
    const root = await meteredTree(client);
    const first = made(await put(root.id, METERS, 'set-once'));
    const again = await put(root.id, METERS, 'set-once');
    expect([again.headers.get('idempotency-replayed'), again.body.replay.answer]).toEqual(['true', first]);
    expect((await put(root.id, { ...METERS, state: 'paused' }, 'set-once')).body.code).toBe(
      'idempotency_key_reused',
    );
    made(await client.write('DELETE', `/v1/budgets/${root.id}/meters`));
    expect(made(await put(root.id, METERS, 'set-once')).state).toBe('deleted');
  });

  it('belong to a root', async () => {
    const root = await meteredTree(client);
    const child = await client.child(root.id, '1');
    for (const answer of [
      await put(child.id, METERS),
      await client.get(`/v1/budgets/${child.id}/meters`),
      await client.get(`/v1/budgets/${child.id}/meters/events`),
      await client.write('DELETE', `/v1/budgets/${child.id}/meters`),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'not_a_root']);
  });

  const [calls, spent, tokens] = METERS.meters as [object, object, object];
  it.each([
    ['apiKey', 'stripe_key', { apiKey: 'whsec_1234567890123' }],
    ['apiKey', 'required', { apiKey: undefined }],
    ['customerLabel', 'dimension', { customerLabel: 'team' }],
    ['customerFrom', 'choice', { customerFrom: 'anybody' }],
    ['meters', 'array', { meters: [] }],
    ['meters.1.eventName', 'unique', { meters: [calls, calls] }],
    ['meters.0.eventName', 'event_name', { meters: [{ ...calls, eventName: 'a b' }] }],
    ['meters.0.units', 'required', { meters: [{ ...tokens, units: undefined }] }],
    ['meters.0.units', 'exclusive', { meters: [{ ...calls, units: ['call'] }] }],
    ['meters.0.scale', 'exclusive', { meters: [{ ...calls, scale: 2 }] }],
    ['meters', 'scale', { meters: [{ ...spent, scale: 5 }] }],
  ])('whose %s is wrong (%s) are refused', async (field, rule, wrong) => {
    const root = await meteredTree(client);
    const { status, body } = await put(root.id, { ...METERS, ...wrong });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field, rule })]]);
  });

  it('do not go from test to live, where identifiers are others', async () => {
    const root = await meteredTree(client);
    made(await put(root.id, METERS));
    const live = await put(root.id, { ...METERS, apiKey: STRIPE_KEY.replace('test', 'live') });
    expect(live.body.errors).toEqual([expect.objectContaining({ field: 'apiKey', rule: 'mode' })]);
  });

  it('of one tenant are not there for another, and their key is nowhere to be seen', async () => {
    const root = await meteredTree(client);
    const other = await meteredTree(client);
    const answers = [await put(root.id, METERS, 'secret'), await put(root.id, METERS, 'secret')];
    const issue = async (id: string, role: string) => (await client.issue(id, { role })).client;
    const stranger = await issue(other.id, 'operator');
    const route = `/v1/budgets/${root.id}/meters`;
    expect((await stranger.get(route)).status).toBe(404);
    expect((await stranger.write('PUT', route, METERS)).status).toBe(404);
    expect((await stranger.write('DELETE', route)).status).toBe(404);
    const auditor = await issue(root.id, 'auditor');
    expect((await auditor.write('PUT', route, METERS)).status).toBe(403);
    answers.push(await auditor.get(route), await auditor.get(`${route}/events`));
    answers.push(await client.get(`/v1/budgets/${root.id}/entries`));
    answers.push(await put(root.id, { ...METERS, apiKey: `${STRIPE_KEY}-`, meters: 'x' }));
    const secret = STRIPE_KEY.replace('rk_test_', '');
    expect(JSON.stringify(answers.map(({ body }) => body as object))).not.toContain(secret);
    for (const { output } of fleet.services) expect(output).not.toContain(secret);
    const kept = await fleet.database.sql<{ text: string }[]>`
      SELECT answer::text AS text FROM webhook_requests UNION ALL SELECT content FROM entries`;
    expect(kept.filter(({ text }) => text.includes(secret))).toEqual([]);
  });
});
