import { expect, test } from '@jest/globals';
import type { EntryContent } from '../../core/entries.js';
import { expenseOf } from '../../core/spend.js';
import { FOCUS_COLUMNS } from './focus.js';
import type { BilledEntry } from './focus-billing.js';

const MONTH = { start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse('2026-12-01T00:00:00Z') };

/** A charge of an entry that says the least that it can. */
function charge(
  content: object,
  reservation: object,
  more: Partial<BilledEntry> = {},
): Record<string, unknown> {
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
  const expense = expenseOf(entry, 6)!;
  const item: BilledEntry = {
    content: entry,
    expense,
    ...known,
    isCorrection: false,
    billing: null,
    ...more,
  };
  return Object.fromEntries(FOCUS_COLUMNS.map(({ name, of }) => [name, of(item) ?? null]));
}

test('a correction is what corrects an earlier month', () => {
  expect(charge({}, {}, { isCorrection: true })['ChargeClass']).toBe('Correction');
  expect(charge({ kind: 'refund', deltas: { spent: '-0.25' } }, {})['ChargeClass']).toBeNull();
});

test('credits are billed in a national currency, at a rate, and were billed when they were bought', () => {
  const billing = { currency: 'USD', rate: 12_500_000n };
  const credits = charge({}, {}, { currency: 'CREDITS', billing });
  expect(credits).toMatchObject({
    ...{ BillingCurrency: 'USD', BilledCost: '0', EffectiveCost: '0.003125', ListUnitPrice: '0.003125' },
    ...{ PricingCurrency: 'CREDITS', PricingCurrencyEffectiveCost: '0.25', PricingQuantity: '1' },
    PricingCurrencyListUnitPrice: '0.25',
  });
  const euros = charge({}, {}, { currency: 'EUR', billing });
  expect(euros).toMatchObject({ BillingCurrency: 'USD', BilledCost: '0.003125', PricingCurrency: 'EUR' });
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
    x_PriceId: null,
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
])('a price %j has the id %s, and what it is of has one for all its versions', (price, x_PriceId) => {
  const known = { SkuId: 'acme/m', SkuPriceId: 'acme/m', x_PriceId };
  expect(charge({}, { vendor: 'acme', item: 'm', price })).toMatchObject(known);
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
