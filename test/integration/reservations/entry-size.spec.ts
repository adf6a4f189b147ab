import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { expectAuditPasses } from '../../support/audited.js';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

/** Three bytes each. */
const text = (length: number): string => '界'.repeat(length);
const labels = Object.fromEntries(
  Array.from({ length: 32 }, (_, i) => [`${i}`.padStart(64, 'l'), text(500)]),
);
const runId = 'r'.repeat(128);
const vendor = 'v'.repeat(128);
const envelopes = (count: number, more: object = {}) =>
  Array.from({ length: count }, () => ({
    name: text(200),
    window: 'day',
    limit: '0',
    per: 'run',
    onExceed: 'notify',
    ...more,
  }));
const policy = {
  vendors: { deny: Array.from({ length: 430 }, (_, i) => `${i}`.padStart(128, 'n')) },
};

async function passes(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body).slice(0, 2_000));
  return body;
}

const batch = async (commands: object[]): Promise<{ status: number; body: { id: string } }[]> =>
  (
    await passes(
      admin.send('POST', '/v1/reservations/batch', {
        commands: commands.map((one) => ({ idempotencyKey: randomUUID(), ...one })),
      }),
    )
  ).results;

/** The largest entry of each kind, in bytes. */
async function largest(): Promise<Record<string, number>> {
  const rows = await fleet.database.sql<{ kind: string; bytes: number }[]>`
    SELECT kind || CASE WHEN denied THEN ' denied' ELSE '' END AS kind, max(octet_length(content))::int AS bytes
    FROM entries GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ kind, bytes }) => [kind, bytes]));
}

test('entries of a reservation have a bound, and later ones repeat little of its labels', async () => {
  const { id: root } = await admin.root('1000', { name: text(200), envelopes: envelopes(32) });
  const approvers = Array.from({ length: 90 }, (_, i) => `user:${`${i}`.padStart(82, 'u')}`);
  const team = await passes(
    admin.post(`/v1/budgets/${root}/children`, {
      name: text(200),
      guarantee: '0',
      ceiling: '500',
      envelopes: [
        ...envelopes(31),
        {
          window: 'transaction',
          limit: '50',
          onExceed: 'approve',
          approve: { approvals: 1, approvers, withinSeconds: 900 },
        },
      ],
    }),
  );
  const wish = { budgetId: team.id, vendor, category: vendor, runId, taskId: runId, reason: text(1_000) };
  const full = { ...wish, amount: '10', metadata: labels, context: { x: text(2_700) }, ttlSeconds: 3_600 };
  const { id } = await passes(admin.post('/v1/reservations', full));
  const on = (what: string, body: object = {}) => admin.post(`/v1/reservations/${id}/${what}`, body);
  const reason = text(1_000);
  await passes(on('extend', { ttlSeconds: 7_200, reason }));
  const paid = await passes(on('commit', { amount: '1', final: false, reason }));
  // The answer has all of them, whatever the entry leaves out.
  expect(paid.metadata).toEqual(labels);
  const key = { key: randomUUID() };
  await admin.post(`/v1/reservations/${id}/refund`, { amount: '1', reason }, key);
  const again = await admin.post(`/v1/reservations/${id}/refund`, { amount: '1', reason }, key);
  expect(again.body.metadata).toEqual(labels);
  expect(again.body.replay.answer.metadata).toEqual(labels);
  expect((await on('commit', { amount: '400', overage: 'reject', reason })).status).toBe(409);
  expect((await admin.post('/v1/reservations', { ...full, amount: '900' })).status).toBe(402);
  await passes(on('release', { reason }));
  const waiting = await admin.post('/v1/reservations', { ...full, amount: '60' });
  expect(waiting.status).toBe(202);
  await passes(admin.post(`/v1/reservations/${waiting.body.id}/release`, { reason }));

  const sizes = await largest();
  // Notices of 64 envelopes with the longest names, in the only entry that has them.
  expect(sizes.reserve).toBeGreaterThan(131_072);
  expect(sizes.reserve).toBeLessThan(262_144);
  for (const kind of ['extend', 'commit', 'refund', 'release', 'commit denied', 'reserve denied'])
    expect([kind, sizes[kind]! < 49_152]).toEqual([kind, true]);
  const [extended] = (await passes(admin.get(`/v1/budgets/${team.id}/entries?kind=extend`))).items as {
    content: { reservation: { metadata: object; metadataOmitted: number } };
  }[];
  const { metadata, metadataOmitted } = extended!.content.reservation;
  expect(Object.keys(metadata).length + metadataOmitted).toBe(32);
  expect(Buffer.byteLength(JSON.stringify(metadata))).toBeLessThanOrEqual(1_024);
  await expectAuditPasses(fleet.database.sql);
});

test('a list of approvers is bounded in bytes', async () => {
  const { id: root } = await admin.root('100');
  const approvers = Array.from({ length: 40 }, (_, i) => text(100) + String(i));
  const envelope = {
    window: 'day',
    limit: '1',
    onExceed: 'approve',
    approve: { approvals: 1, withinSeconds: 60, approvers },
  };
  const { status, body } = await admin.post(`/v1/budgets/${root}/envelopes`, envelope, { revision: 1 });
  expect([status, body.errors[0].field, body.errors[0].rule]).toEqual([
    400,
    'approve.approvers',
    'principals_size',
  ]);
});

test('entries of settings have a bound, known vendors included', async () => {
  const { id: root } = await admin.root('1000', { name: text(100) });
  const vendors = Array.from({ length: 1_000 }, (_, i) => `${i}`.padStart(128, 'v'));
  const held = await batch(
    vendors.map((one) => ({ type: 'reserve', budgetId: root, amount: '0.01', vendor: one })),
  );
  await batch(held.map(({ body }) => ({ type: 'commit', reservationId: body.id, amount: '0.01' })));
  const patch = (body: object, revision: number) =>
    passes(admin.write('PATCH', `/v1/budgets/${root}`, body, { revision }));
  await patch({ policy }, 1);
  await patch({ metadata: labels }, 2);
  const strangers = {
    window: 'transaction',
    limit: '1',
    match: { newVendors: true },
  };
  await passes(admin.post(`/v1/budgets/${root}/envelopes`, strangers, { revision: 3 }));
  await passes(admin.post(`/v1/budgets/${root}/freeze`, { reason: text(1_000) }));
  await passes(admin.post(`/v1/budgets/${root}/resume`, { reason: text(1_000) }));
  await passes(admin.post(`/v1/budgets/${root}/fund`, { amount: '1', reason: text(1_000) }));
  const sizes = await largest();
  expect(sizes.envelope_create).toBeGreaterThan(262_144);
  for (const [kind, bytes] of Object.entries(sizes)) expect([kind, bytes < 425_984]).toEqual([kind, true]);
  await expectAuditPasses(fleet.database.sql);
});

test('a revocation of more keys than fit one entry writes several, with all keys', async () => {
  const { id: root } = await admin.root('100');
  const issue = () => admin.post(`/v1/budgets/${root}/keys`, { name: 'k', role: 'agent' });
  const ids = new Set<string>();
  for (let i = 0; i < 1_100; i += 50)
    for (const one of await Promise.all(Array.from({ length: 50 }, issue)))
      ids.add((await passes(Promise.resolve(one))).id);
  const key = { key: randomUUID() };
  const route = `/v1/budgets/${root}/keys/revoke`;
  const revoked = await admin.post(route, { reason: 'leaked' }, key);
  expect([revoked.status, revoked.body.ended.length, revoked.body.endedOmitted]).toEqual([200, 1_000, 100]);
  const again = await admin.post(route, { reason: 'leaked' }, key);
  expect([again.body.ended.length, again.body.endedOmitted]).toEqual([1_000, 100]);
  const { items } = await passes(admin.get(`/v1/budgets/${root}/entries?kind=key_revoke`));
  const ended = (items as { content: { keysEnded: { id: string }[] } }[]).map(
    ({ content }) => content.keysEnded,
  );
  expect(ended.map(({ length }) => length)).toEqual([1_000, 100]);
  expect(new Set(ended.flat().map(({ id }) => id))).toEqual(ids);
  const [working] = await fleet.database
    .sql`SELECT count(*)::int AS count FROM api_keys WHERE budget_id IS NOT NULL AND revoked_at IS NULL`;
  expect(working).toEqual({ count: 0 });
  expect((await largest()).key_revoke).toBeLessThan(131_072);
  await expectAuditPasses(fleet.database.sql);
});

test('Postgres takes no entry beyond the bound', async () => {
  const { sql } = fleet.database;
  const content = 'x'.repeat(2_097_153);
  const written = sql`
    INSERT INTO entries (tree_id, budget_id, version, at, kind, denied, content, hash, tick)
    SELECT tree_id, budget_id, 1000000, at, kind, denied, ${content}, hash, tick FROM entries LIMIT 1`;
  await expect(written).rejects.toThrow('entries_size');
});
