import { hash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntryContent } from '../../../src/core/entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { codeOf, isSuccess, made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { differencesAfter, rewriteJournal } from '../../support/tamper.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const SELF = '/v1/settlements/self';

/** A reservation with a token, and whoever has that. */
async function handed(budgetId: string, amount: string, fields: object = {}) {
  const reservation = await admin.hold(budgetId, amount, { settleable: true, vendor: 'acme', ...fields });
  return {
    id: reservation.id,
    token: reservation.settlementToken!,
    payee: admin.as(reservation.settlementToken!),
  };
}

const entriesOf = async (id: string): Promise<EntryContent[]> => {
  const rows = await fleet.database.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE reservation_id = ${uuidOf(id)} ORDER BY version`;
  return rows.map(({ content }) => JSON.parse(content) as EntryContent);
};

describe('a seller with a settlement token', () => {
  test('sees what is held for it, works, and takes it: two parties in the journal', async () => {
    const { id: root } = await admin.root('100', { name: 'secret name' });
    const { id, payee, token } = await handed(root, '30', {
      item: 'report',
      runId: 'run-secret',
      reason: 'secret reason',
      metadata: { team: 'secret' },
      onExpiry: 'commit',
    });
    const seen = await payee.get(SELF);
    expect(seen.headers.get('cache-control')).toBe('no-store');
    expect(made(seen)).toEqual({
      reservationId: id,
      state: 'held',
      currency: 'USD',
      amount: '30',
      held: '30',
      committed: '0',
      vendor: 'acme',
      item: 'report',
      onExpiry: 'commit',
      expiresAt: expect.any(String),
      remainingTtlMs: expect.any(Number),
      settledAt: null,
    });
    const part = { amount: '10', final: false, externalId: 'order-1' };
    const first = await payee.post(`${SELF}/commit`, part, { key: 'k' });
    expect(made(first)).toMatchObject({ state: 'held', held: '20', committed: '10' });
    const again = await fleet.client(1).as(token).post(`${SELF}/commit`, part, { key: 'k' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const over = await payee.post(`${SELF}/commit`, { amount: '21' });
    expect(over.body).toMatchObject({ code: 'settlement_exceeds_hold', acceptable: '20' });
    const last = await payee.post(`${SELF}/commit`, { amount: '15', outcome: { type: 'delivered' } });
    expect(made(last)).toMatchObject({ state: 'committed', held: '0', committed: '25' });
    const late = await payee.post(`${SELF}/commit`, { amount: '1' });
    expect(codeOf(late)).toBe('409 reservation_state');
    for (const { body } of [seen, first, again, over, last, late])
      expect(JSON.stringify(body)).not.toMatch(/secret|budget|balance|available|admin|run-/i);
    const entries = await entriesOf(id);
    expect(entries.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
      'reserve admin',
      `commit payee:${id}`,
      `commit payee:${id}`,
    ]);
    expect(JSON.stringify(entries)).not.toContain(token.slice(-43));
    expect((await admin.budget(root)).balances).toMatchObject({
      spent: '25',
      available: '75',
      reserved: '0',
    });
    expect(codeOf(await payee.post(`${SELF}/commit`, { amount: '0', metadata: { team: 'x' } }))).toBe(
      '400 validation_failed',
    );
  });

  test('gives it back', async () => {
    const { id: root } = await admin.root('100');
    const { payee } = await handed(root, '30');
    expect(made(await payee.post(`${SELF}/release`, { reason: 'out of stock' }))).toMatchObject({
      state: 'released',
      held: '0',
    });
    expect((await admin.budget(root)).balances).toMatchObject({ available: '100' });
  });

  test('has nothing once it is revoked, on any replica, and the buyer has its hold', async () => {
    const { id: root } = await admin.root('100');
    const { id, token } = await handed(root, '30');
    const revoked = await admin.write('DELETE', `/v1/reservations/${id}/settlement-token`);
    expect(made(revoked)).toMatchObject({ state: 'held', settlement: { revokedAt: expect.any(String) } });
    for (const client of fleet.clients) expect((await client.as(token).get(SELF)).status).toBe(401);
    expect(codeOf(await admin.commit(id, '30'))).toBe('200');
    const plain = await admin.hold(root, '1');
    const none = await admin.write('DELETE', `/v1/reservations/${plain.id}/settlement-token`);
    expect(codeOf(none)).toBe('404 not_found');
  });

  test('is answered 401 with a wrong token, and a key 403', async () => {
    const { id: root } = await admin.root('100');
    const { token } = await handed(root, '30');
    const other = await handed(root, '1');
    const forged = other.token.slice(0, 31) + token.slice(31);
    expect(forged).toHaveLength(token.length);
    for (const text of [forged, `${token}x`, token.slice(0, -1)])
      expect((await admin.as(text).get(SELF)).status).toBe(401);
    const agent = await admin.issue(root);
    for (const client of [admin, agent.client]) {
      expect(codeOf(await client.get(SELF))).toBe('403 forbidden');
      expect(codeOf(await client.post(`${SELF}/commit`, { amount: '1' }))).toBe('403 forbidden');
      expect(codeOf(await client.post(`${SELF}/release`))).toBe('403 forbidden');
    }
    expect((await admin.as('').get(SELF)).status).toBe(401);
  });
});

describe('a buyer', () => {
  test('sees a token once, and none where it chose the secret itself', async () => {
    const { id: root } = await admin.root('100');
    const ask = () => admin.reserve(root, '1', { settleable: true }, { key: 'one' });
    const [first, again] = [made(await ask()), made(await ask())];
    expect(first.settlementToken).toMatch(/^pst_[0-9a-z]{26}_[A-Za-z0-9_-]{43}$/);
    expect(again).toMatchObject({ id: first.id, settlementToken: null, settlement: first.settlement });
    expect(JSON.stringify(again)).not.toContain(first.settlementToken!.slice(-43));
    const secret = randomBytes(32).toString('base64url');
    const chosen = await admin.hold(root, '1', {
      settleable: true,
      settlementSecretHash: hash('sha256', secret),
    });
    expect(chosen.settlementToken).toBeNull();
    const payee = admin.as(chosen.settlement!.prefix + secret);
    expect(made(await payee.get(SELF))).toMatchObject({ reservationId: chosen.id });
    const plain = await admin.hold(root, '1');
    expect([plain.settlement, 'settlementToken' in plain]).toEqual([null, false]);
  });

  test('hands out many at once, and what waits for people when they have agreed', async () => {
    const envelope = {
      window: 'transaction',
      limit: '5',
      onExceed: 'approve',
      approve: { approvals: 1, withinSeconds: 600 },
    };
    const { id: root } = await admin.root('100', { envelopes: [envelope] });
    const { client } = await admin.issue(root, { scopes: { largestAmount: '10' } });
    const reserve = (amount: string) => ({
      type: 'reserve',
      idempotencyKey: `k${amount}`,
      budgetId: root,
      amount,
      settleable: true,
    });
    const answer = await client.post('/v1/reservations/batch', {
      commands: [reserve('1'), reserve('6'), reserve('11')],
    });
    const [one, waiting, refused] = made(answer).results as {
      status: number;
      body: Record<string, string>;
    }[];
    expect([one!.status, waiting!.status, refused!.body['code']]).toEqual([201, 202, 'scope_amount']);
    const commit = (token: string, amount: string) => admin.as(token).post(`${SELF}/commit`, { amount });
    expect(codeOf(await commit(one!.body['settlementToken']!, '1'))).toBe('200');
    const token = waiting!.body['settlementToken']!;
    expect(made(await admin.as(token).get(SELF))).toMatchObject({ state: 'pending_approval' });
    expect(codeOf(await commit(token, '6'))).toBe('409 reservation_state');
    made(await admin.post(`/v1/reservations/${waiting!.body['id']}/approve`));
    expect(codeOf(await commit(token, '6'))).toBe('200');
  });

  test('keeps its word when the key is revoked, with all that came of it, and the budget is frozen', async () => {
    const { id: root } = await admin.root('100');
    const { id: key, client } = await admin.issue(root);
    const { settlementToken } = await client.hold(root, '10', { settleable: true });
    made(await admin.write('DELETE', `/v1/keys/${key}`, { issued: true }));
    made(await admin.post(`/v1/budgets/${root}/freeze`));
    const answer = await admin.as(settlementToken!).post(`${SELF}/commit`, { amount: '10' });
    expect(codeOf(answer)).toBe('200');
  });
});

test('a commit, the end, a release and a revocation at once: one of them settles', async () => {
  const { id: root } = await admin.root('1000');
  const race = async (_: unknown, i: number): Promise<void> => {
    const { id, token } = await handed(root, '3', { ttlSeconds: 1, onExpiry: i % 2 ? 'commit' : 'release' });
    await sleep(800 + 12 * i);
    const racers: (() => Promise<Answer>)[] = [
      () => fleet.client(i).as(token).post(`${SELF}/commit`, { amount: '2' }),
      () => fleet.client(i + 1).release(id),
      () => fleet.client(i).write('DELETE', `/v1/reservations/${id}/settlement-token`),
    ];
    const answers = await Promise.all((i % 3 ? racers : racers.reverse()).map((send) => send()));
    let history = await fleet.historyOf(id);
    while (!history.some((kind) => /^(commit|release|expire)/.test(kind))) {
      await sleep(50);
      history = await fleet.historyOf(id);
    }
    const ended = history.filter((kind) => kind !== 'reserve' && kind !== 'token_revoke');
    expect(ended).toHaveLength(1);
    const [commit, release] = i % 3 ? answers : answers.reverse();
    expect([isSuccess(commit!), isSuccess(release!)]).toEqual([
      ended[0] === 'commit',
      ended[0] === 'release',
    ]);
  };
  await Promise.all(Array.from({ length: 24 }, race));
});

describe('behind the ledger', () => {
  let root: string;
  let id: string;
  beforeAll(async () => {
    root = (await admin.root('100')).id;
    const one = await handed(root, '5');
    id = one.id;
    made(await one.payee.post(`${SELF}/commit`, { amount: '3' }));
    await admin.write('DELETE', `/v1/reservations/${(await handed(root, '5')).id}/settlement-token`);
  });

  test.each([
    `'{"hash": "x", "revokedAt": null}'`,
    `'{"hash": "${'a'.repeat(64)}"}'`,
    `'{"revokedAt": null}'`,
  ])('the database refuses the token %s', async (value) => {
    const statement = `UPDATE reservations SET settlement_token = ${value} WHERE id = '${uuidOf(id)}'`;
    await expect(fleet.database.sql.unsafe(statement)).rejects.toThrow('reservations_settlement_token');
  });

  test('the audit finds another token in the table', async () => {
    const statement = `UPDATE reservations SET settlement_token = jsonb_set(settlement_token, '{hash}', '"${'a'.repeat(64)}"') WHERE id = '${uuidOf(id)}'`;
    const differences = await differencesAfter(fleet.database.sql, (tx) => tx.unsafe(statement));
    expect([...differences.counts.keys()].join()).toContain('settlement_token of the reservation');
  });

  type Change = (content: EntryContent) => void;
  const on =
    (kind: string, change: Change): Change =>
    (content) => {
      if (content.kind === kind) change(content);
    };
  const REWRITTEN: [string, Change][] = [
    ['payee of the reservation', on('commit', (c) => void (c.by = 'payee:rsv_other'))],
    ['settlementToken of a payee', (c) => void delete c.reservation?.settlementToken],
    ['settlementToken', on('commit', (c) => void (c.reservation!.settlementToken!.revokedAt = c.at))],
    ['payment by a payee within the hold', on('commit', (c) => void (c.reservation!.committed = '6'))],
    ['kind of an entry of a payee', on('token_revoke', (c) => void (c.by = `payee:${c.reservation!.id}`))],
  ];
  test.each(REWRITTEN)('the audit finds: %s', async (what, change) => {
    const differences = await differencesAfter(fleet.database.sql, (tx) => rewriteJournal(tx, root, change));
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });
});
