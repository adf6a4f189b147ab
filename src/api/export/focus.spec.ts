import { expect, test } from '@jest/globals';
import type { EntryContent } from '../../core/entries.js';
import { expenseOf } from '../../core/spend.js';
import type { ChargedEntry } from '../../queries/charged-entries.js';
import { FOCUS_COLUMNS } from './focus.js';

const MONTH = { start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse('2026-12-01T00:00:00Z') };

/** A charge of an entry that says the least that it can. */
function charge(content: object, reservation: object): Record<string, unknown> {
  const entry = {
    at: '2026-11-02T09:30:00.999Z',
    by: 'admin',
    kind: 'commit',
    outcome: 'accepted',
    deltas: { spent: '0.25' },
    ...content,
    reservation: {
      ...{ committed: '0.25', createdAt: '2026-11-02T09:00:00.000Z', settledAt: null, state: 'held' },
      ...{ vendor: null, category: null, runId: null, reason: null, metadata: null },
      ...reservation,
    },
  } as unknown as EntryContent;
  const known = { budgetName: 'child', treeName: 'root', currency: 'USD', scale: 6, month: MONTH };
  const item: ChargedEntry = { content: entry, expense: expenseOf(entry, 6)!, ...known };
  return Object.fromEntries(FOCUS_COLUMNS.map(({ name, of }) => [name, of(item) ?? null]));
}

const refund = { kind: 'refund', deltas: { spent: '-0.25' } };

test.each([
  ['of this month', refund, { settledAt: '2026-11-01T00:00:00.000Z' }, null],
  ['of a month that is over', refund, { settledAt: '2026-10-31T23:59:59.999Z' }, 'Correction'],
  [
    'with a dispute',
    { ...refund, kind: 'dispute_uphold' },
    { settledAt: '2026-10-31T00:00:00.000Z' },
    'Correction',
  ],
  ['of what is not settled', refund, { createdAt: '2026-10-31T00:00:00.000Z' }, 'Correction'],
  ['that is a cost', {}, { settledAt: '2026-10-31T00:00:00.000Z' }, null],
])('what comes back %s is a correction or not', (_, content, reservation, expected) => {
  expect(charge(content, reservation)['ChargeClass']).toBe(expected);
});

test('what nobody was named for has the names that may not be null', () => {
  expect(charge({}, {})).toMatchObject({
    ProviderName: 'unknown',
    PublisherName: 'unknown',
    InvoiceIssuerName: 'unknown',
    ServiceName: 'unknown',
    ServiceCategory: 'Other',
    ServiceSubcategory: 'Other (Other)',
    SkuId: 'unknown/call',
    SkuPriceId: 'unknown/call',
    ChargeDescription: 'Call',
    Tags: null,
  });
});

test.each([
  ['its category', { category: 'Embeddings', vendor: 'acme' }, 'Embeddings', 'AI and Machine Learning'],
  [
    'tokens that were used',
    { item: 'm', usage: { input_tokens: 1 } },
    'inference',
    'AI and Machine Learning',
  ],
  [
    'a price of the catalogue',
    { item: 'm', price: { catalogue: 'c@1', provider: 'p', model: 'm' } },
    'inference',
    'AI and Machine Learning',
  ],
  ['its item', { item: 'web-search', vendor: 'acme' }, 'web-search', 'Other'],
  ['who was paid', { vendor: 'acme' }, 'acme', 'Other'],
])('a service is known by %s', (_, reservation, ServiceName, ServiceCategory) => {
  expect(charge({}, reservation)).toMatchObject({ ServiceName, ServiceCategory });
});

test.each([
  [{ budgetId: 'budget_1', priceId: 'price_1', seriesId: 'price_0' }, 'price_1'],
  [{ catalogue: 'c@1', provider: 'p', model: 'm' }, 'c@1/p/m'],
])('a price %j has the id %s', (price, id) => {
  expect(charge({}, { vendor: 'acme', item: 'm', price })).toMatchObject({ SkuId: 'acme/m', SkuPriceId: id });
});

test('times are to the second, and a charge that was recorded later is of the time when it happened', () => {
  expect(charge({}, {})).toMatchObject({
    ChargePeriodStart: '2026-11-02T09:30:00Z',
    ChargePeriodEnd: '2026-11-02T09:30:01Z',
    BillingPeriodStart: '2026-11-01T00:00:00Z',
    BillingPeriodEnd: '2026-12-01T00:00:00Z',
  });
  const late = { occurredAt: '2026-10-31T23:59:59.500Z' };
  expect(charge({ kind: 'charge' }, late)['ChargePeriodStart']).toBe('2026-10-31T23:59:59Z');
});
