import { uuidOf } from '../../../src/ids/ids.js';
import type { EntryContent } from '../../../src/core/entries.js';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { auditAfter, rewriteJournal } from '../../support/tamper.js';

const REPEATED = { window: 'hour', metric: 'denials', per: 'request', limit: '3', onExceed: 'pause' };

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
});

const ask = (budgetId: string, amount = '500', more: object = {}): Promise<Answer> =>
  admin.post('/v1/reservations', { budgetId, amount, vendor: 'acme', ...more });
const code = ({ status, body }: Answer): string => `${status} ${String(body.code)}`;

describe('the same request, denied again and again', () => {
  it('pauses the budget, and says why', async () => {
    const { id: root } = await admin.root('100', { envelopes: [REPEATED] });
    const codes = [await ask(root), await ask(root, '500.00'), await ask(root, '500.0')].map(code);
    expect(codes).toEqual(Array.from({ length: 3 }, () => '402 insufficient_funds'));
    expect((await ask(root, '60')).status).toBe(201);
    const [envelope] = (await admin.get(`/v1/budgets/${root}`)).body.envelopes;
    expect(envelope).toMatchObject({
      limit: '3',
      usage: [{ key: `${root} 500 acme -`, used: '3', remaining: '0' }],
      usageTruncated: false,
    });
    const last = await ask(root);
    expect(code(last)).toBe('402 insufficient_funds');
    expect(last.body).toMatchObject({ largestAdmissible: '0', retryAt: null });
    expect(code(await ask(root, '1'))).toBe('423 budget_paused');
    const { body } = await admin.get(`/v1/budgets/${root}/entries?order=desc&limit=3`);
    const [, pause, denied] = (body.items as { content: EntryContent }[]).map(({ content }) => content);
    expect(pause).toMatchObject({
      kind: 'pause',
      cause: { envelopeId: envelope.id },
      settings: { state: 'paused' },
    });
    expect(denied).toMatchObject({ outcome: 'denied', charges: [{ used: '4', limit: '3' }] });
    const resumed = await admin.post(`/v1/budgets/${root}/resume`, {
      reason: 'the agent will ask for less',
    });
    expect(resumed.status).toBe(200);
  });

  it('counts in a bulk request, and retries under one key', async () => {
    const { id: root } = await admin.root('100', { envelopes: [REPEATED] });
    const commands = Array.from({ length: 6 }, (_, i) => ({
      type: 'reserve',
      idempotencyKey: `${root}-${i % 2}`,
      budgetId: root,
      amount: '500',
    }));
    const { body } = await admin.send('POST', '/v1/reservations/batch', { commands });
    const codes = (body.results as Answer[]).map(code);
    expect(codes).toEqual([
      ...Array.from({ length: 4 }, () => '402 insufficient_funds'),
      ...Array.from({ length: 2 }, () => '423 budget_paused'),
    ]);
  });

  it('is not counted by a dry run', async () => {
    const { id: root } = await admin.root('100', { envelopes: [{ ...REPEATED, limit: '0' }] });
    const { body } = await admin.post('/v1/decisions', { budgetId: root, amount: '500' });
    expect(body).toMatchObject({ admissible: false });
    expect((await ask(root, '1')).status).toBe(201);
  });

  it.each([
    [{ onExceed: 'deny' }, 'invalid_envelope', 'onExceed'],
    [{ onExceed: 'approve', approve: { approvals: 1, withinSeconds: 60 } }, 'invalid_envelope', 'onExceed'],
    [{ metric: 'count' }, 'invalid_envelope', 'per'],
    [{ window: 'transaction' }, 'invalid_envelope', 'window'],
    [{ metric: 'count', per: 'vendor', window: 'transaction' }, 'invalid_envelope', 'window'],
    [{ limit: '1.5' }, 'invalid_amount', 'limit'],
    [
      { limit: undefined, per: null, relative: { times: 5, windowDays: 30, atLeast: '1' } },
      'invalid_envelope',
      'relative',
    ],
  ])('%j is refused: %s', async (settings, problem, field) => {
    const { id: root } = await admin.root('100');
    const { status, body } = await admin.post(
      `/v1/budgets/${root}/envelopes`,
      { ...REPEATED, ...settings },
      { revision: 1 },
    );
    expect([status, body.code]).toEqual([400, problem]);
    expect((body.errors as { field: string }[] | undefined)?.[0]?.field ?? body.field).toBe(field);
  });

  it('cannot be changed to deny', async () => {
    const { id: root } = await admin.root('100', { envelopes: [REPEATED] });
    const [{ id }] = (await admin.get(`/v1/budgets/${root}`)).body.envelopes;
    const changed = await admin.write('PATCH', `/v1/envelopes/${id}`, { onExceed: 'deny' }, { revision: 1 });
    expect(code(changed)).toBe('400 invalid_envelope');
  });
});

describe('the audit', () => {
  let root: string;
  let daily: string;
  beforeAll(async () => {
    root = (
      await admin.root('100', {
        envelopes: [
          { window: 'day', limit: '50' },
          { ...REPEATED, limit: '1' },
        ],
      })
    ).id;
    await ask(root, '3');
    const [counter] = await fleet.database.sql<{ id: string }[]>`
      SELECT id FROM counters WHERE tree_id = ${uuidOf(root)}`;
    daily = counter!.id;
    await ask(root);
    await ask(root);
  });

  test.each([
    ['used of the counter', `UPDATE counters SET used = used + 1 WHERE tree_id = $1 AND metric = 'denials'`],
    ['version of the counter', `UPDATE counters SET version = 9 WHERE tree_id = $1 AND metric = 'denials'`],
    ['counter', `DELETE FROM counters WHERE tree_id = $1 AND metric = 'denials'`],
    ['metric of the envelope', `UPDATE envelopes SET metric = 'count', per = NULL WHERE tree_id = $1`],
  ])('finds a table that was changed: %s', async (what, statement) => {
    const difference = await auditAfter(fleet.database.sql, (tx) =>
      tx.unsafe(statement.replace('$1', `'${uuidOf(root)}'`)).simple(),
    );
    expect(difference?.what).toBe(what);
  });

  type Change = (content: EntryContent) => void;
  const denied =
    (change: Change): Change =>
    (content) => {
      if (content.outcome === 'denied') change(content);
    };
  test.each<[string, Change]>([
    ['charge to the counter', denied((c) => void (c.charges![0]!.delta = '2'))],
    ['version of the counter', denied((c) => void delete c.charges)],
    [
      'notice of the passed limit',
      denied((c) => {
        delete c.notices;
        // Of those that pass it; that it is reached is reported without a notice.
        for (const charge of c.charges!)
          if (Number(charge.used) > Number(charge.limit))
            for (const field of ['alert', 'again'] as const) delete charge[field];
      }),
    ],
    ['kind of a denial that is counted', denied((c) => void (c.kind = 'commit'))],
    ['charges of a denied entry', denied((c) => void delete c.charges![0]!.counterId)],
    [
      'denials of the counter',
      denied((c) => {
        const [charge] = c.charges!;
        charge!.counterId = daily;
        for (const field of ['limit', 'alert', 'again'] as const) delete charge![field];
      }),
    ],
  ])('finds a journal that was rewritten: %s', async (what, change) => {
    let changed = 0;
    const difference = await auditAfter(fleet.database.sql, async (tx) => {
      changed = await rewriteJournal(tx, root, change);
    });
    expect(changed).toBeGreaterThan(0);
    expect(difference?.what).toBe(what);
  });
});
