import type { EntryContent } from '../../../src/core/entries.js';
import type { SpendView } from '../../../src/queries/spend-queries.js';
import { made, type Client } from '../../support/client.js';
import { csv } from '../../support/exports.js';
import { Fleet } from '../../support/fleet.js';
import { addedUp } from '../../support/spend.js';

// What commits and refunds say of themselves: usage, names and labels.

interface Settled {
  id: string;
  metadata: object | null;
  settlementMetadata: Record<string, string> | null;
  externalId: string | null;
  refundExternalId: string | null;
  refundedUsage: object | null;
  replay?: { answer: Settled };
}

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const settle = (what: 'commit' | 'refund' | 'claim/settle', id: string, body: object, key?: string) =>
  admin.post<Settled>(`/v1/reservations/${id}/${what}`, body, key === undefined ? {} : { key });
const commit = async (id: string, body: object): Promise<Settled> => made(await settle('commit', id, body));
const refund = async (id: string, body: object): Promise<Settled> => made(await settle('refund', id, body));
const entries = async (query: string): Promise<EntryContent[]> => {
  const { items } = made(await admin.get<{ items: { content: EntryContent }[] }>(`/v1/entries?${query}`));
  return items.map(({ content }) => content);
};
const listed = async (query: string): Promise<Settled[]> =>
  made(await admin.get<{ items: Settled[] }>(`/v1/reservations?expand=metadata&${query}`)).items;
const spentBy = async (budgetId: string, group: string): Promise<unknown[][]> => {
  await addedUp(fleet.database.sql);
  const query = `budgetId=${budgetId}&groupBy=${group}`;
  const { items } = made(await admin.get<SpendView>(`/v1/spend?${query}`));
  return items.map((item) => [item[group as 'vendor'], item.spent, item.refunded]);
};

test('a label of a settlement comes before that of the reservation, and holds until another says otherwise', async () => {
  const { id: root } = await admin.root('100', { dimensions: ['team'], metadata: { team: 'house' } });
  const { id } = await admin.hold(root, '10', { metadata: { team: 'asked', kind: 'chat' } });
  const first = await commit(id, { amount: '1', final: false });
  expect(first.settlementMetadata).toBeNull();
  const second = await commit(id, { amount: '2', final: false, metadata: { team: 'a', step: '2' } });
  expect(second.settlementMetadata).toEqual({ team: 'a', step: '2' });
  // What follows without a label belongs to what was settled last.
  await commit(id, { amount: '3', final: false });
  const last = await commit(id, { amount: '4', metadata: { team: 'b' } });
  expect(last).toMatchObject({
    metadata: { team: 'asked', kind: 'chat' },
    settlementMetadata: { team: 'b', step: '2' },
  });
  await refund(id, { amount: '1.5' });
  await refund(id, { amount: '0.5', metadata: { team: 'a' } });
  expect(await spentBy(root, 'labels.team')).toEqual([
    ['a', '4.5', '0.5'],
    ['asked', '1', '0'],
    ['b', '2.5', '1.5'],
  ]);
  const found = await entries(`budgetId=${root}&reservationId=${id}&kind=commit,refund`);
  expect(found.map(({ kind, labels, metadata }) => [kind, labels?.['team'], metadata ?? null])).toEqual([
    ['commit', 'asked', null],
    ['commit', 'a', { step: '2', team: 'a' }],
    ['commit', 'a', null],
    ['commit', 'b', { team: 'b' }],
    ['refund', 'b', null],
    ['refund', 'a', { team: 'a' }],
  ]);
  expect(made(await admin.get<Settled>(`/v1/reservations/${id}`))).toMatchObject({
    metadata: { team: 'asked', kind: 'chat' },
    settlementMetadata: { team: 'a', step: '2' },
  });
});

test('what is held, claimed and denied is kept by the label of the settlement that it belongs to', async () => {
  const envelopes = [{ window: 'month', limit: '5' }];
  const { id: root } = await admin.root('100', { dimensions: ['team'], envelopes });
  const scopes = { actions: ['read', 'reserve'] };
  const { client } = await admin.issue(root, { scopes });
  const { id } = await client.hold(root, '4', { metadata: { team: 'asked' } });
  made(
    await client.post(`/v1/reservations/${id}/commit`, {
      amount: '1',
      final: false,
      metadata: { team: 'a' },
    }),
  );
  await addedUp(fleet.database.sql);
  const held = made(await admin.get<SpendView>(`/v1/spend?budgetId=${root}&groupBy=labels.team`));
  expect(held.items.map((item) => [item['labels.team'], item.spent, item.reserved])).toEqual([
    ['a', '1', '3'],
  ]);
  const asked = { amount: '9', overage: 'available', metadata: { team: 'c' } };
  const denied = await client.post(`/v1/reservations/${id}/commit`, asked);
  expect(denied).toMatchObject({ status: 402 });
  const over = { amount: '9', overage: 'overdraft', metadata: { team: 'd' } };
  expect(await client.post(`/v1/reservations/${id}/commit`, over)).toMatchObject({ status: 202 });
  made(await settle('claim/settle', id, {}));
  await addedUp(fleet.database.sql);
  const { items } = made(await admin.get<SpendView>(`/v1/spend?budgetId=${root}&groupBy=labels.team`));
  expect(items.map((item) => [item['labels.team'], item.spent, item.denied])).toEqual([
    ['a', '1', 0],
    ['c', '0', 1],
    ['d', '9', 0],
  ]);
});

test('a refund says what of the usage came back, and spend takes it off', async () => {
  const { id: root } = await admin.root('100');
  const charges = [{ unit: 'input_tokens', amount: '1', per: 1_000 }];
  made(
    await admin.write(
      'PUT',
      `/v1/budgets/${root}/prices`,
      { vendor: 'acme', item: 'm', charges },
      { revision: 1 },
    ),
  );
  const call = { budgetId: root, vendor: 'acme', item: 'm', usage: { input_tokens: 5_000 } };
  const { id } = made(await admin.post<Settled>('/v1/reservations', call));
  await commit(id, { usage: { input_tokens: 4_000.5 } });
  const back = await refund(id, { amount: '1', usage: { input_tokens: 1_000.25 } });
  expect(back.refundedUsage).toEqual({ input_tokens: 1_000.25 });
  const most = await settle('refund', id, { amount: '1', usage: { input_tokens: 3_000.5 } });
  expect(most).toMatchObject({
    status: 409,
    body: {
      code: 'refund_exceeds_usage',
      field: 'usage.input_tokens',
      detail: 'Of input_tokens, 3000.25 can come back.',
    },
  });
  expect(await settle('refund', id, { amount: '1', usage: { output_tokens: 1 } })).toMatchObject({
    status: 409,
  });
  expect((await refund(id, { amount: '1', usage: { input_tokens: 3_000.25 } })).refundedUsage).toEqual({
    input_tokens: 4_000.5,
  });
  await refund(id, { amount: '0.5' });
  await addedUp(fleet.database.sql);
  const { total } = made(await admin.get<SpendView>(`/v1/spend?budgetId=${root}`));
  expect(total).toMatchObject({ spent: '1.5005', refunded: '2.5', usage: { input_tokens: '0' } });
});

test('a refund is found by its name, and a charge keeps its own', async () => {
  const { id: root } = await admin.root('100');
  const charge = { amount: '5', vendor: 'acme', externalId: 'line-1' };
  const { id } = made(await admin.post<Settled>(`/v1/budgets/${root}/charges`, charge));
  expect(await refund(id, { amount: '1', externalId: 're-1', reason: 'twice' })).toMatchObject({
    externalId: 'line-1',
    refundExternalId: 're-1',
  });
  await refund(id, { amount: '1' });
  await refund(id, { amount: '1', externalId: 're-2' });
  const kindsOf = async (name: string): Promise<unknown[][]> =>
    (await entries(`budgetId=${root}&externalId=${name}`)).map(({ kind, externalId, deltas }) => [
      kind,
      externalId ?? null,
      deltas.spent,
    ]);
  expect(await kindsOf('re-1')).toEqual([['refund', 're-1', '-1']]);
  expect(await kindsOf('line-1')).toEqual([
    ['charge', null, '5'],
    ['refund', 're-1', '-1'],
    ['refund', null, '-1'],
    ['refund', 're-2', '-1'],
  ]);
  const both = await entries(`budgetId=${root}&reservationId=${id}&externalId=re-2`);
  expect(both.map(({ kind }) => kind)).toEqual(['refund']);
  for (const name of ['line-1', 're-2'])
    expect((await listed(`budgetId=${root}&subtree=true&externalId=${name}`)).map((one) => one.id)).toEqual([
      id,
    ]);
  expect(await listed(`budgetId=${root}&externalId=re-1`)).toEqual([]);
  const again = await admin.post(`/v1/budgets/${root}/charges`, charge);
  expect(again).toMatchObject({ status: 409, body: { code: 'charge_exists' } });
  // The name of a refund is none of a charge.
  made(await admin.post(`/v1/budgets/${root}/charges`, { ...charge, externalId: 're-1' }));
});

test('labels are found where the reservation, or its settlements, say them', async () => {
  const { id: root } = await admin.root('100');
  const paid = await admin.hold(root, '1', { metadata: { team: 'a' } });
  const other = await admin.hold(root, '1', { metadata: { team: 'b' } });
  await commit(paid.id, { amount: '1', metadata: { team: 'b', 'odd/name': `it's "x" \\ {y}` } });
  const idsOf = async (label: string): Promise<string[]> =>
    (await listed(`budgetId=${root}&metadata=${encodeURIComponent(label)}`)).map(({ id }) => id);
  expect(await idsOf('team:b')).toEqual([other.id, paid.id]);
  expect(await idsOf('team:a')).toEqual([paid.id]);
  expect(await idsOf(`odd/name:it's "x" \\ {y}`)).toEqual([paid.id]);
  const kindsOf = async (label: string): Promise<unknown[]> =>
    (await entries(`budgetId=${root}&metadata=${encodeURIComponent(label)}`)).map(({ kind }) => kind);
  expect(await kindsOf('team:a')).toEqual(['reserve']);
  expect(await kindsOf('team:b')).toEqual(['reserve', 'commit']);
  expect(await kindsOf(`odd/name:it's "x" \\ {y}`)).toEqual(['commit']);
});

test('a key that is used again with another name, usage or label is refused, and a replay has all labels', async () => {
  const { id: root } = await admin.root('100');
  const { id } = await admin.hold(root, '10');
  const long = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`label-${i}`, 'x'.repeat(500)]));
  const body = { amount: '4', usage: { call: 2 }, final: false, metadata: long };
  const first = made(await settle('commit', id, body, 'commit-1'));
  expect(first.settlementMetadata).toEqual(long);
  const again = made(await settle('commit', id, body, 'commit-1'));
  expect([again.settlementMetadata, again.replay!.answer.settlementMetadata]).toEqual([long, long]);
  const back = { amount: '1', usage: { call: 1 }, externalId: 're-1', metadata: { team: 'a' } };
  await settle('refund', id, back, 'refund-1').then(made);
  for (const other of [
    { externalId: 're-2' },
    { metadata: { team: 'b' } },
    { usage: { call: 0.5 } },
    { metadata: null },
  ])
    expect(await settle('refund', id, { ...back, ...other }, 'refund-1')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  const other = await settle('commit', id, { ...body, metadata: { team: 'b' } }, 'commit-1');
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  expect(made(await settle('refund', id, back, 'refund-1'))).toMatchObject({ refundedUsage: { call: 1 } });
});

test('a replay has the labels that were recorded, where the entry repeats some of them only', async () => {
  const { id: root } = await admin.root('100');
  const { id } = await admin.hold(root, '10');
  const long = (text: string) =>
    Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`label-${i}`, text.repeat(500)]));
  const part = (metadata: object, key: string) =>
    settle('commit', id, { amount: '1', final: false, metadata }, key).then(made);
  await part(long('x'), 'part-1');
  const second = await part({ team: 'a' }, 'part-2');
  expect(second.settlementMetadata).toEqual({ ...long('x'), team: 'a' });
  const third = await part({ ...long('y'), team: 'b' }, 'part-3');
  const again = await part({ team: 'a' }, 'part-2');
  expect(again.settlementMetadata).toEqual(third.settlementMetadata);
  expect(again.replay!.answer.settlementMetadata).toEqual(second.settlementMetadata);
});

test('a reservation keeps the labels of its latest settlements, and entries have all of them', async () => {
  const { id: root } = await admin.root('100');
  const { id } = await admin.hold(root, '10');
  const labels = (prefix: string, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`${prefix}-${String(i).padStart(2, '0')}`, prefix]),
    );
  await commit(id, { amount: '1', final: false, metadata: labels('a', 20) });
  const { settlementMetadata } = await commit(id, { amount: '1', metadata: labels('b', 20) });
  expect(settlementMetadata).toEqual({ ...labels('a', 12), ...labels('b', 20) });
  const none = await commit((await admin.hold(root, '1')).id, { amount: '1', metadata: {} });
  expect(none.settlementMetadata).toBeNull();
  const found = await entries(`budgetId=${root}&reservationId=${id}&kind=commit`);
  expect(found.map(({ metadata }) => Object.keys(metadata!).length)).toEqual([20, 20]);
  const tooMany = await settle('refund', id, { amount: '1', metadata: labels('c', 33) });
  expect(tooMany).toMatchObject({ status: 400, body: { errors: [{ field: 'metadata' }] } });
});

test('a batch settles with the same, and exports have their columns', async () => {
  const { id: root } = await admin.root('100');
  const { id } = await admin.hold(root, '5', { vendor: 'acme' });
  const said = { reservationId: id, metadata: { team: '=1+1' }, usage: { call: 2 } };
  const commands = [
    { type: 'commit', idempotencyKey: `c-${id}`, amount: '5', ...said },
    { type: 'refund', idempotencyKey: `r-${id}`, amount: '2', externalId: 're-9', ...said },
  ];
  const { results } = made(
    await admin.post<{ results: { outcome: string; body: Settled }[] }>('/v1/reservations/batch', {
      commands,
    }),
  );
  expect(results.map(({ outcome, body }) => [outcome, body.refundExternalId])).toEqual([
    ['accepted', null],
    ['accepted', 're-9'],
  ]);
  const [row] = await csv(admin, `/v1/reservations?budgetId=${root}`);
  expect(row).toMatchObject({
    refundExternalId: 're-9',
    refundedUsage: '{"call":2}',
    settlementMetadata: '{"team":"=1+1"}',
  });
  const rows = await csv(admin, `/v1/entries?budgetId=${root}&kind=refund`);
  expect(rows).toEqual([
    expect.objectContaining({ refundExternalId: 're-9', usage: '{"call":2}', metadata: '{"team":"=1+1"}' }),
  ]);
});

test('a refund of which no usage came back says none, be it with zeros', async () => {
  const { id: root } = await admin.root('100');
  const reported = [undefined, { output_tokens: 5 }];
  for (const usage of reported)
    for (const [back, externalId] of [
      [{}, undefined],
      [{ output_tokens: 0 }, undefined],
      [{ output_tokens: 0, other: 0 }, 're-1'],
    ] as const) {
      const { id } = await admin.hold(root, '5');
      await commit(id, { amount: '5', usage });
      const refunded = await refund(id, { amount: '1', usage: back, externalId });
      expect(refunded).toMatchObject({ refundedUsage: null, refundExternalId: externalId ?? null });
    }
  expect(await entries(`budgetId=${root}&kind=refund`)).toHaveLength(6);
});

test('spend goes to the label in force, though the labels of a settlement displace it', async () => {
  const { id: root } = await admin.root('100', { dimensions: ['team'] });
  const { id } = await admin.hold(root, '10');
  await commit(id, { amount: '1', final: false, metadata: { team: 'a' } });
  const many = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`b${i}`, 'x']));
  const full = await commit(id, { amount: '2', metadata: many });
  expect(full.settlementMetadata).toEqual(many);
  expect(await spentBy(root, 'labels.team')).toEqual([['a', '3', '0']]);
});

test('what is denied is kept by its own label, though the entry leaves that out', async () => {
  const { id: root } = await admin.root('100', { dimensions: ['team'] });
  const { id } = await admin.hold(root, '10', { metadata: { team: 'a' } });
  const long = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, 'x'.repeat(500)]));
  const asked = { amount: '20', overage: 'reject', metadata: { ...long, team: 'b' } };
  expect(await settle('commit', id, asked)).toMatchObject({ status: 409 });
  const [denied] = await entries(`budgetId=${root}&outcome=denied`);
  expect(denied).toMatchObject({ labels: { team: 'b' }, requested: { metadataOmitted: 2 } });
});
