import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unitsIn } from '../../../src/core/money.js';
import type { SpendItem, SpendView } from '../../../src/queries/spend-queries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { csv, exported, ndjson, type Row } from '../../support/exports.js';
import { Fleet } from '../../support/fleet.js';
import { FOCUS_1_2, FOCUS_SERVICES, type FocusColumn } from '../../support/focus-columns.js';
import { addedUp } from '../../support/spend.js';

type Charge = Record<string, string | null>;

const SCALE = 6;

let fleet: Fleet;
let admin: Client;
let root: string;
let child: string;
let focus: string;
let charges: Charge[];
let rows: Row[];

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
  await spendMoney();
  await addedUp(fleet.database.sql);
  focus = `/v1/entries?budgetId=${root}&profile=focus`;
  charges = await ndjson<Charge>(admin, focus);
  rows = await csv(admin, focus);
});
afterAll(() => fleet.stop());

/** All that spends: by a price and by an amount, in parts, at no cost, refunded, charged later, claimed and settled; and what does not. */
async function spendMoney(): Promise<void> {
  root = (await admin.root('100', { name: '=root', dimensions: ['team'], metadata: { team: 'search' } })).id;
  child = (await admin.child(root, '50', { name: 'child' })).id;
  const charged = [
    { unit: 'input_tokens', amount: '3', per: 1_000_000 },
    { unit: 'output_tokens', amount: '7', per: 1_000_000 },
  ];
  const price = { vendor: 'acme', item: 'model', charges: charged };
  const { revision } = await admin.budget(root);
  made(await admin.write('PUT', `/v1/budgets/${root}/prices`, price, { revision }));
  for (const usage of [{ input_tokens: 1_234 }, { input_tokens: 77, output_tokens: 13 }]) {
    const call = { budgetId: child, vendor: 'acme', item: 'model', usage };
    const { id } = made(await admin.post<{ id: string }>('/v1/reservations', call));
    made(await admin.post(`/v1/reservations/${id}/commit`, { usage, externalId: 'req_1' }));
  }
  const parts = await admin.hold(child, '3', { vendor: 'zeta', runId: 'run-1', reason: '=1+1' });
  made(await admin.post(`/v1/reservations/${parts.id}/commit`, { amount: '1', final: false }));
  made(await admin.commit(parts.id, '1.000001'));
  made(await admin.commit((await admin.hold(root, '1', { category: 'search' })).id, '0'));
  const refunded = await admin.pay(child, '5', {
    vendor: 'acme',
    category: 'inference',
    metadata: { ticket: 'T-1' },
  });
  made(await admin.post(`/v1/reservations/${refunded}/refund`, { amount: '0.75' }));
  made(await admin.post(`/v1/reservations/${refunded}/refund`, { amount: '0.250001' }));
  const later = { amount: '0.5', vendor: 'zeta', occurredAt: '2026-01-31T23:59:59.500Z', reason: 'late' };
  made(await admin.post(`/v1/budgets/${root}/charges`, later));
  await admin.hold(child, '4');
  expect((await admin.reserve(child, '5000')).body.code).toBe('insufficient_funds');
}

const sum = (of: readonly Charge[], name: string): bigint =>
  of.reduce((all, charge) => all + unitsIn(charge[name]!, SCALE), 0n);

test('has the columns of the specification in their order, and behind them those of this service', () => {
  const names = FOCUS_1_2.map(({ name }) => name);
  expect(names).toHaveLength(57);
  for (const columns of [Object.keys(charges[0]!), Object.keys(rows[0]!)]) {
    expect(columns.slice(0, 57)).toEqual(names);
    for (const own of columns.slice(57)) expect(own).toMatch(/^x_[A-Z]/);
  }
});

describe('each charge', () => {
  test.each(FOCUS_1_2.map((column) => [column.name, column] as const))(
    'has a %s as it is to be',
    (_, column) => {
      for (const charge of charges) expectAllowed(column, charge[column.name]!);
    },
  );

  // What a column has to have in rows of usage, beyond whether it allows nulls at all.
  test.each([
    'BillingAccountName',
    'ChargeDescription',
    'ConsumedQuantity',
    'ConsumedUnit',
    'ContractedUnitPrice',
    'ListUnitPrice',
    'PricingCategory',
    'PricingCurrency',
    'PricingCurrencyContractedUnitPrice',
    'PricingCurrencyEffectiveCost',
    'PricingCurrencyListUnitPrice',
    'PricingQuantity',
    'PricingUnit',
    'SkuId',
    'SkuMeter',
    'SkuPriceId',
    'SubAccountId',
    'SubAccountName',
    'SubAccountType',
  ])('has a %s', (name) => {
    for (const charge of charges) expect(charge[name]).not.toBeNull();
  });

  test('costs its quantity times its price, which is never below zero', () => {
    const pairs = [
      ['ListUnitPrice', 'ListCost'],
      ['ContractedUnitPrice', 'ContractedCost'],
      ['PricingCurrencyContractedUnitPrice', 'ContractedCost'],
    ] as const;
    for (const charge of charges)
      for (const [price, cost] of pairs) {
        const units = unitsIn(charge[price]!, SCALE);
        expect(units >= 0n).toBe(true);
        expect(units * BigInt(charge['PricingQuantity']!)).toBe(unitsIn(charge[cost]!, SCALE));
      }
  });

  test('is of a subcategory of its category, and a service is of one alone', () => {
    const known = new Map<string, string>();
    for (const { ServiceCategory, ServiceSubcategory, ServiceName } of charges) {
      expect(FOCUS_SERVICES[ServiceCategory!]).toContain(ServiceSubcategory);
      expect(known.get(ServiceName!) ?? ServiceCategory).toBe(ServiceCategory);
      known.set(ServiceName!, ServiceCategory!);
    }
    expect(known.get('inference')).toBe('AI and Machine Learning');
    expect(known.get('search')).toBe('Other');
  });

  test('has a period, and its month is the billing period of the tree', () => {
    for (const charge of charges) {
      const [start, end] = [charge['ChargePeriodStart']!, charge['ChargePeriodEnd']!].map(Date.parse);
      expect(end! - start!).toBe(1_000);
      expect(charge['BillingPeriodStart']).toMatch(/-01T00:00:00Z$/);
      expect(charge['BillingPeriodEnd']! > charge['BillingPeriodStart']!).toBe(true);
    }
    const late = charges.find(({ ChargeDescription }) => ChargeDescription === 'late')!;
    expect(late['ChargePeriodStart']).toBe('2026-01-31T23:59:59Z');
  });
});

function expectAllowed({ allowsNulls, name, type, values }: FocusColumn, value: string | null): void {
  expect(value === undefined ? name : '').toBe('');
  if (value === null) return expect([name, allowsNulls]).toEqual([name, true]);
  if (type === 'Decimal') expect(value).toMatch(/^-?[0-9]+(\.[0-9]+)?$/);
  if (type === 'Date/Time') expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  if (type === 'String') expect(value.trim()).not.toBe('');
  if (type === 'JSON')
    for (const one of Object.values(JSON.parse(value) as object)) expect(typeof one).toBe('string');
  if (values) expect(values).toContain(value);
}

test('what was billed is what was spent, to the unit, refunds included', async () => {
  const { total, items } = made(
    await admin.get<SpendView>(`/v1/spend?budgetId=${root}&groupBy=budget&${ALL_TIME}`),
  );
  expect(sum(charges, 'BilledCost')).toBe(unitsIn(total.spent, SCALE));
  for (const { budgetId, spent } of items)
    expect(
      sum(
        charges.filter(({ SubAccountId }) => SubAccountId === budgetId),
        'BilledCost',
      ),
    ).toBe(unitsIn(spent, SCALE));
  const refunds = charges.filter(({ BilledCost }) => BilledCost!.startsWith('-'));
  expect(-sum(refunds, 'BilledCost')).toBe(unitsIn(total.refunded, SCALE));
  const calls = charges.filter(({ ConsumedUnit }) => ConsumedUnit === 'Calls');
  const tokens = charges.filter(({ ConsumedUnit }) => ConsumedUnit === 'input_tokens');
  expect(sum(calls, 'ConsumedQuantity') / 10n ** 6n + BigInt(tokens.length)).toBe(BigInt(total.calls));
  expect(tokens.map(({ ConsumedQuantity }) => ConsumedQuantity)).toEqual(['1234']);
});

/** Whole days around now, so that it does not matter when they begin. */
const day = (from: number): string =>
  `${new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
const ALL_TIME = `from=${day(-2)}&to=${day(5)}`;

test('labels are tags: those of the reservation, and those that hold where it lies', () => {
  const tags = charges.map(({ Tags }) => JSON.parse(Tags!) as object);
  expect(tags.filter((one) => 'ticket' in one)).toEqual(
    Array.from({ length: 3 }, () => ({ team: 'search', ticket: 'T-1' })),
  );
  for (const one of tags) expect(one).toMatchObject({ team: 'search' });
});

test('CSV has the same rows, and no text that a spreadsheet would run', () => {
  expect(rows).toEqual(
    charges.map((charge) =>
      Object.fromEntries(
        Object.entries(charge).map(([name, value]) => [
          name,
          value?.startsWith('=') ? `'${value}` : (value ?? ''),
        ]),
      ),
    ),
  );
  expect(rows[0]!['BillingAccountName']).toBe("'=root");
  expect(rows.map(({ BilledCost }) => BilledCost)).toContain('-0.75');
});

test('the filters of the search hold, and what spends nothing is left out', async () => {
  const refunds = await ndjson<Charge>(admin, `${focus}&kind=refund`);
  expect(refunds.map(({ BilledCost }) => BilledCost)).toEqual(['-0.75', '-0.250001']);
  expect(await ndjson(admin, `${focus}&vendor=zeta`)).toHaveLength(3);
  for (const nothing of ['kind=reserve', 'outcome=denied', 'code=insufficient_funds'])
    expect(await ndjson(admin, `${focus}&${nothing}`)).toEqual([]);
  expect(await exported(admin, `${focus}&kind=reserve`, 'text/csv')).toMatch(/^AvailabilityZone,[^\n]+\r\n$/);
});

test('who reaches a part of the tree sees the charges there, and no name above', async () => {
  const { client } = await admin.issue(child, { role: 'auditor' });
  const own = await ndjson<Charge>(client, `/v1/entries?budgetId=${child}&profile=focus`);
  expect(own).toHaveLength(charges.filter(({ SubAccountId }) => SubAccountId === child).length);
  expect(new Set(own.map(({ BillingAccountName }) => BillingAccountName))).toEqual(new Set([null]));
  const { status } = await client.send('GET', focus, undefined, { accept: 'text/csv' });
  expect(status).toBe(404);
});

test('pages as JSON, and other profiles and lists, are refused', async () => {
  const refused = async (route: string, accept: string) => {
    const { status, body } = await admin.send('GET', route, undefined, { accept });
    return [status, body.errors?.map(({ field }: { field: string }) => field)];
  };
  expect(await refused(focus, 'application/json')).toEqual([400, ['profile']]);
  expect(await refused(`${focus}2`, 'text/csv')).toEqual([400, ['profile']]);
  for (const list of ['reservations', 'spend'])
    expect(await refused(`/v1/${list}?budgetId=${root}&profile=focus`, 'text/csv')).toEqual([
      400,
      ['profile'],
    ]);
  expect(await refused(`${focus}&limit=5`, 'text/csv')).toEqual([400, ['limit']]);
});

test('nothing else is spent than what groups of spend say', async () => {
  const [all] = await ndjson<SpendItem>(admin, `/v1/spend?budgetId=${root}&${ALL_TIME}`);
  expect(unitsIn(all!.spent, SCALE)).toBe(sum(charges, 'EffectiveCost'));
});

test('what gives back more than its month has paid corrects an earlier one, as does a charge of the past', async () => {
  const { id: budgetId } = await admin.root('100');
  const { id } = await admin.hold(budgetId, '9');
  const settle = (what: string, body: object) =>
    admin.post(`/v1/reservations/${id}/${what}`, body).then(made);
  await settle('commit', { amount: '5', final: false });
  await settle('commit', { amount: '3' });
  for (const amount of ['2', '2', '1']) await settle('refund', { amount });
  // The first part was paid in May, all else in June.
  await fleet.database.sql.begin(async (tx) => {
    await tx.unsafe('SET LOCAL session_replication_role = replica');
    await tx.unsafe(`
      UPDATE entries SET at = timestamptz '2026-06-01T00:00:00Z' + CASE WHEN version < 4 THEN -1 ELSE 1 END * interval '1 hour'
      WHERE budget_id = (SELECT id FROM budgets WHERE tree_id = entries.tree_id AND parent_id IS NULL)
        AND reservation_id IS NOT NULL AND tree_id = '${uuidOf(budgetId)}'`);
  });
  const classes = await ndjson<Charge>(admin, `/v1/entries?budgetId=${budgetId}&profile=focus`);
  expect(classes.map(({ BilledCost, ChargeClass }) => `${BilledCost} ${ChargeClass}`)).toEqual([
    ...['5 null', '3 null', '-2 null', '-2 Correction', '-1 Correction'],
  ]);
  expect(charges.filter(({ ChargeClass }) => ChargeClass !== null)).toMatchObject([
    { ChargeDescription: 'late', ChargeClass: 'Correction' },
  ]);
});

test('credits are billed in a national currency, which the reader names with its rate', async () => {
  const { id } = await admin.root('100', { currency: 'CREDITS' });
  await admin.pay(id, '8');
  const route = `/v1/entries?budgetId=${id}&profile=focus`;
  const fields = async (query: string, accept = 'text/csv') => {
    const { status, body } = await admin.send('GET', `${route}${query}`, undefined, { accept });
    return [status, body.errors?.map(({ field }: { field: string }) => field)];
  };
  expect(await fields('')).toEqual([400, ['billingCurrency']]);
  expect(await fields('&billingCurrency=USD')).toEqual([400, ['billingRate']]);
  expect(await fields('&billingRate=1')).toEqual([400, ['billingCurrency']]);
  expect(await fields('&billingCurrency=TOKENS&billingRate=1')).toEqual([400, ['billingCurrency']]);
  expect(await ndjson<Charge>(admin, `${route}&billingCurrency=USD&billingRate=0.0125`)).toMatchObject([
    { BillingCurrency: 'USD', BilledCost: '0', EffectiveCost: '0.1', PricingCurrency: 'CREDITS' },
  ]);
  const plain = await admin.get(`/v1/entries?budgetId=${id}&billingCurrency=USD&billingRate=1`);
  expect(plain.status).toBe(400);
});
