import { randomUUID } from 'node:crypto';
import type { EntryContent } from '../../../src/core/entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import type { SpendView } from '../../../src/queries/spend-queries.js';
import { unitsIn } from '../../../src/core/money.js';
import type { StatementItem } from '../../../src/queries/statement-export.js';
import type { StatementView } from '../../../src/queries/statement-view.js';
import { made, type BudgetAnswer, type Client } from '../../support/client.js';
import { csv, ndjson, type Row } from '../../support/exports.js';
import { Fleet } from '../../support/fleet.js';
import { addedUp } from '../../support/spend.js';
import { rewriteJournal } from '../../support/tamper.js';

// Months cannot be waited for: what a tree did is moved into the past, with its journal.

let fleet: Fleet;
let admin: Client;
let [zone, offset] = ['Pacific/Kiritimati', 14];
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
  if (isNearMonthEnd(14)) [zone, offset] = ['UTC', 0];
});
afterAll(() => fleet.stop());

const HOUR = 3_600_000;

/** Whether a month ends within an hour, or has ended an hour ago, where clocks are so many hours ahead of UTC. */
function isNearMonthEnd(ahead: number): boolean {
  const monthAt = (at: number): number => new Date(at + ahead * HOUR).getUTCMonth();
  return monthAt(Date.now() - 1.5 * HOUR) !== monthAt(Date.now() + HOUR);
}

/** The month so many before this one, as the tree's clock shows it, and a time in its middle. */
function monthBefore(count: number): { month: string; middle: number } {
  const now = new Date(Date.now() + offset * HOUR);
  const middle = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 15, 12);
  return { month: new Date(middle).toISOString().slice(0, 7), middle };
}

const TIMES = ['createdAt', 'expiresAt', 'settledAt', 'occurredAt'] as const;

/** Moves all that was decided since a time to the middle of an earlier month, and has spend added up anew. */
async function moveBack(budgetIds: string[], since: number, to: number): Promise<void> {
  const by = since - to;
  const moved = (text: string): string =>
    Date.parse(text) >= since ? new Date(Date.parse(text) - by).toISOString() : text;
  const change = (content: EntryContent): EntryContent => {
    const { reservation } = content;
    const times = TIMES.flatMap((name) => (reservation?.[name] ? [[name, moved(reservation[name])]] : []));
    return {
      ...content,
      at: moved(content.at),
      ...(reservation && { reservation: { ...reservation, ...(Object.fromEntries(times) as object) } }),
    };
  };
  const { sql } = fleet.database;
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    for (const id of budgetIds) await rewriteJournal(tx, id, change);
    for (const [table, columns] of [
      ['reservations', ['created_at', 'expires_at', 'settled_at', 'occurred_at']],
      ['prices', ['created_at', 'from_at', 'ended_at']],
    ] as const)
      // All at once: the table holds them against each other.
      await tx.unsafe(
        `UPDATE ${table} SET ${columns
          .map(
            (column) =>
              `${column} = CASE WHEN ${column} >= to_timestamp($3::float8 / 1000) THEN ${column} - $2 * interval '1 ms' ELSE ${column} END`,
          )
          .join(', ')} WHERE tree_id = $1::uuid`,
        [uuidOf(budgetIds[0]!), by, since],
      );
    await tx`UPDATE spend_place SET format = 0`;
  });
  await addedUp(sql);
}

const statement = async (budgetId: string, month: string): Promise<StatementView> => {
  await addedUp(fleet.database.sql);
  return made(await admin.get<StatementView>(`/v1/budgets/${budgetId}/statements/${month}`));
};
const post = async <T = { id: string }>(route: string, body: object): Promise<T> =>
  made(await admin.post<T>(route, body));
const charge = (budgetId: string, amount: string, more: object = {}) =>
  post(`/v1/budgets/${budgetId}/charges`, { amount, vendor: 'acme', ...more });
const setPrice = async (budgetId: string, item: string, more: object): Promise<void> => {
  const { revision } = await admin.budget(budgetId);
  made(
    await admin.write(
      'PUT',
      `/v1/budgets/${budgetId}/prices`,
      { vendor: 'acme', item, ...more },
      { revision },
    ),
  );
};
const use = async (budgetId: string, item: string, calls: number): Promise<string> => {
  const usage = { call: calls };
  const { id } = await post('/v1/reservations', { budgetId, vendor: 'acme', item, category: 'tool', usage });
  await post(`/v1/reservations/${id}/commit`, { usage });
  return id;
};
/** That an export has all of a statement, and of more lines than it lists the rest: what it adds up to is the total. */
async function expectExported(view: StatementView): Promise<void> {
  const route = `/v1/budgets/${view.budgetId}/statements/${view.month}`;
  const items = await ndjson<StatementItem>(admin, route);
  const of = (row: StatementItem['row']) =>
    items.flatMap(({ row: kind, ...item }) => (kind === row ? [item as object] : []));
  const { budgetId, month, timezone, currency, from, to, state } = view;
  expect(items[0]).toMatchObject({ row: 'statement', budgetId, month, timezone, currency, from, to, state });
  expect(of('line').slice(0, 1_000)).toEqual(view.lines);
  expect(of('line')).toHaveLength(view.lines.length + (view.others?.lines ?? 0));
  expect([of('tier'), of('base_fee'), of('correction')]).toEqual([
    view.tiers,
    view.baseFees,
    view.corrections,
  ]);
  const rows = await csv(admin, route);
  expect(rows.map(({ row, vendor, item }) => [row, vendor, item])).toEqual(
    items.map((item) =>
      item.row === 'statement' ? [item.row, '', ''] : [item.row, item.vendor ?? '', item.item ?? ''],
    ),
  );
  const sum = (name: string, from: readonly Row[] = rows): bigint =>
    from.reduce((all, row) => all + signedUnits(row[name]!), 0n);
  expect(sum('spent') + sum('fee')).toBe(signedUnits(view.total));
  const amounts = view.corrections.map(({ amount }) => ({ amount }));
  expect(sum('corrected')).toBe(sum('amount', amounts));
  const { headers } = await admin.send('GET', route, undefined, { accept: 'text/csv' });
  expect(headers.get('content-disposition')).toContain(`statement-${view.month}.csv`);
  expect(headers.get('purser-as-of') === null).toBe(view.state === 'closed');
}

const signedUnits = (text: string): bigint =>
  text.startsWith('-') ? -unitsIn(text.slice(1), 6) : unitsIn(text === '' ? '0' : text, 6);

/** A time that no later decision is before. */
const mark = async (): Promise<number> => {
  const [row] = await fleet.database.sql<{ now: number }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
  return row!.now;
};

async function tree(): Promise<{ root: BudgetAnswer; child: BudgetAnswer }> {
  const root = await admin.root('1000', { timezone: zone });
  return { root, child: await admin.child(root.id, '500') };
}

test('a month says by item what was used and paid, at which tiers, with fees and what it corrects', async () => {
  const [first, second] = [monthBefore(2), monthBefore(1)];
  const begun = await mark();
  const { root, child } = await tree();
  const tiers = [{ above: 10, amount: '0.5' }];
  await setPrice(root.id, 'lookup', {
    charges: [{ unit: 'call', amount: '1', over: 'lifetime', tiers }],
    baseFee: '20',
  });
  await use(child.id, 'lookup', 8);
  const returned = await charge(root.id, '3', { category: 'llm' });
  await admin.post('/v1/reservations', { budgetId: child.id, amount: '9999', vendor: 'denied' });
  await moveBack([root.id, child.id], begun, first.middle);
  const before = await statement(root.id, first.month);
  expect(before).toMatchObject({
    budgetId: root.id,
    month: first.month,
    timezone: zone,
    state: 'closed',
    asOf: null,
    lines: [
      {
        vendor: 'acme',
        category: 'llm',
        item: null,
        paid: '3',
        refunded: '0',
        spent: '3',
        calls: 1,
        usage: {},
      },
      {
        ...{ vendor: 'acme', category: 'tool', item: 'lookup' },
        ...{ paid: '8', refunded: '0', spent: '8', calls: 1, usage: { call: '8' } },
      },
    ],
    others: null,
    tiers: [{ vendor: 'acme', item: 'lookup', unit: 'call', above: 0, amount: '1', per: 1, quantity: '8' }],
    baseFees: [{ vendor: 'acme', item: 'lookup', budgetId: root.id, amount: '20' }],
    corrections: [],
    sums: { paid: '11', refunded: '0', spent: '11', calls: 2 },
    fees: '20',
    total: '31',
  });

  const next = await mark();
  await use(child.id, 'lookup', 6);
  await post(`/v1/reservations/${returned.id}/refund`, { amount: '1' });
  await charge(child.id, '2', { occurredAt: new Date(first.middle).toISOString() });
  await moveBack([root.id, child.id], next, second.middle);
  const after = await statement(root.id, second.month);
  expect(after).toMatchObject({
    lines: [
      { category: 'llm', paid: '0', refunded: '1', spent: '-1', calls: 0 },
      { category: 'tool', item: 'lookup', paid: '4', spent: '4', usage: { call: '6' } },
      { category: null, item: null, paid: '2' },
    ],
    // Two of the first ten were left.
    tiers: [
      { above: 0, quantity: '2' },
      { above: 10, amount: '0.5', quantity: '4' },
    ],
    corrections: [
      { kind: 'charge', month: first.month, category: null, amount: '2', entries: 1 },
      { kind: 'refund', month: first.month, category: 'llm', amount: '-1', entries: 1 },
    ],
    sums: { spent: '5' },
    fees: '20',
    total: '25',
  });
  await expectExported(after);
  // What the fee is for is not in any balance, and the statement of the child is of its own.
  expect(await admin.budget(root.id)).toMatchObject({ subtree: { spent: '16' } });
  const ofChild = await statement(child.id, second.month);
  expect(ofChild).toMatchObject({ sums: { spent: '6' }, baseFees: [], fees: '0', total: '6' });
  expect(ofChild.tiers.map(({ quantity }) => quantity)).toEqual(['2', '4']);
});

test('a closed month stays as it is, to the byte, and later corrections are in the month under way', async () => {
  const { month, middle } = monthBefore(1);
  const begun = await mark();
  const { root, child } = await tree();
  await setPrice(root.id, 'lookup', { charges: [{ unit: 'call', amount: '1' }], baseFee: '7.0000001' });
  await setPrice(child.id, 'lookup', { charges: [{ unit: 'call', amount: '2' }], baseFee: '5' });
  const id = await use(child.id, 'lookup', 3);
  await charge(root.id, '4');
  await moveBack([root.id, child.id], begun, middle);
  const read = async (budgetId: string) => JSON.stringify(await statement(budgetId, month));
  const closed = [await read(root.id), await read(child.id)];
  expect(JSON.parse(closed[0]!)).toMatchObject({ state: 'closed', fees: '12.000001', total: '22.000001' });

  await post(`/v1/reservations/${id}/refund`, { amount: '6', metadata: { team: 'x' } });
  await charge(child.id, '9', { occurredAt: new Date(middle).toISOString() });
  await setPrice(root.id, 'lookup', { charges: [{ unit: 'call', amount: '3' }], baseFee: '100' });
  await setPrice(child.id, 'other', { charges: [{ unit: 'call', amount: '3' }], baseFee: '100' });
  const { revision } = await admin.budget(root.id);
  made(await admin.patch(`/v1/budgets/${root.id}`, { name: 'renamed', dimensions: ['team'] }, { revision }));
  await post(`/v1/budgets/${child.id}/close`, {});
  await fleet.database.sql`UPDATE spend_place SET format = 0`;
  expect([await read(root.id), await read(child.id)]).toEqual(closed);

  const now = await statement(root.id, monthBefore(0).month);
  expect(now).toMatchObject({ state: 'open', sums: { spent: '3' } });
  expect(now.asOf).not.toBeNull();
  expect(now.corrections.map(({ kind, month, amount }) => [kind, month, amount])).toEqual([
    ['charge', month, '9'],
    ['refund', month, '-6'],
  ]);
});

test('of a call that was paid in parts a month corrects what it did not pay itself, and FOCUS says the same', async () => {
  const { month, middle } = monthBefore(1);
  const begun = await mark();
  const { id: budgetId } = await admin.root('100', { timezone: zone });
  const { id } = await admin.hold(budgetId, '9');
  await post(`/v1/reservations/${id}/commit`, { amount: '5', final: false });
  await post(`/v1/reservations/${id}/release`, {});
  await moveBack([budgetId], begun, middle);
  // It was settled in this month, which is what `settledAt` says.
  await post(`/v1/reservations/${id}/commit`, { amount: '3' });
  for (const amount of ['2', '2', '1']) await post(`/v1/reservations/${id}/refund`, { amount });

  const now = await statement(budgetId, monthBefore(0).month);
  expect(now.corrections).toMatchObject([{ kind: 'refund', month, amount: '-3', entries: 2 }]);
  const classes = await ndjson<Record<string, string>>(
    admin,
    `/v1/entries?budgetId=${budgetId}&profile=focus`,
  );
  expect(classes.map(({ EffectiveCost, ChargeClass }) => [EffectiveCost, ChargeClass])).toEqual([
    ['5', null],
    ['3', null],
    ['-2', null],
    ['-2', 'Correction'],
    ['-1', 'Correction'],
  ]);
  expect((await statement(budgetId, month)).corrections).toEqual([]);
});

test('its sums are those of spend and of the balances, and what is not listed is summed', async () => {
  const { root, child } = await tree();
  const commands = Array.from({ length: 1_003 }, (_, i) => ({
    ...{ type: 'charge', idempotencyKey: randomUUID(), budgetId: i % 2 === 0 ? root.id : child.id },
    ...{ amount: '0.001', vendor: 'acme', item: `item-${String(i).padStart(4, '0')}` },
  }));
  for (const some of [commands.slice(0, 500), commands.slice(500, 1_000), commands.slice(1_000)])
    await post('/v1/reservations/batch', { commands: some });
  const { month } = monthBefore(0);
  const answer = await statement(root.id, month);
  expect([answer.lines.length, answer.others]).toEqual([
    1_000,
    { lines: 3, paid: '0.003', refunded: '0', spent: '0.003', calls: 3, usage: {} },
  ]);
  const { from, to } = answer;
  const spend = made(await admin.get<SpendView>(`/v1/spend?budgetId=${root.id}&from=${from}&to=${to}`));
  expect([answer.sums.spent, answer.total, spend.total.spent]).toEqual(['1.003', '1.003', '1.003']);
  await expectExported(answer);
  expect(await admin.budget(root.id)).toMatchObject({ subtree: { spent: '1.003' } });
});

test.each([
  ['2026-13', 'month'],
  ['2026-1', 'month'],
  ['latest', 'month'],
  ['2999-01', 'month_to_come'],
])('%s is no month of a statement', async (month, rule) => {
  const { id } = await admin.root('1');
  expect(await admin.get(`/v1/budgets/${id}/statements/${month}`)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'month', rule }] },
  });
  const exported = await admin.send('GET', `/v1/budgets/${id}/statements/${month}`, undefined, {
    accept: 'text/csv',
  });
  expect(exported).toMatchObject({ status: 400, body: { errors: [{ field: 'month', rule }] } });
});

test('a month before the tree was there is empty and closed', async () => {
  const { id } = await admin.root('1');
  expect(await statement(id, '1999-12')).toMatchObject({ state: 'closed', lines: [], total: '0' });
});
