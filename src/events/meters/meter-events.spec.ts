import type { EntryContent } from '../../core/entries.js';
import { customerIn, meterEventsOf, OLDEST_MS, type MeterRules } from './meter-events.js';
import type { StripeMeter } from './meters.js';

const NOW = Date.parse('2026-11-01T00:00:00.000Z');

const meter = (fields: Partial<StripeMeter>): StripeMeter => ({
  eventName: 'm',
  measure: 'spent',
  units: null,
  vendors: null,
  items: null,
  scale: 6,
  ...fields,
});

const rules = (meters: StripeMeter[], customerFrom: MeterRules['customerFrom'] = 'budget'): MeterRules => ({
  meters,
  customerLabel: 'customer',
  customerFrom,
  scale: 6,
});

/** A commit of 2.5 that reports usage. */
const entry = (fields: object = {}, reservation: object = {}): EntryContent =>
  ({
    treeId: 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8',
    budgetId: 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8',
    version: 7,
    at: '2026-11-01T00:00:00.000Z',
    kind: 'commit',
    outcome: 'accepted',
    by: 'key_a',
    deltas: { spent: '2.5' },
    usage: { seconds: 1.25, tokens: 10 },
    labels: { customer: 'cus_one' },
    reservation: {
      state: 'committed',
      committed: '2.5',
      vendor: 'acme',
      item: 'model',
      price: { id: 'price_1' },
      metadata: null,
      ...reservation,
    },
    ...fields,
  }) as unknown as EntryContent;

const valuesOf = (meters: StripeMeter[], content = entry(), customer: string | null = 'cus_one') =>
  meterEventsOf(content, rules(meters), customer, NOW).map(({ value, state, reason }) => [
    value,
    state,
    reason,
  ]);

describe('an entry', () => {
  it.each([null, ''])('for nobody (%j) is left out', (label) => {
    const events = meterEventsOf(entry(), rules([meter({})]), label, NOW);
    expect(events).toMatchObject([{ customer: null, state: 'left_out', reason: 'no_customer' }]);
  });

  it.each<[string, Partial<StripeMeter>, (string | null)[]]>([
    ['money in the units of the tree', {}, ['2500000', 'pending', null]],
    ['money finer than that', { scale: 9 }, ['2500000000', 'pending', null]],
    ['calls', { measure: 'calls', scale: 0 }, ['1', 'pending', null]],
    ['units together', { measure: 'usage', units: ['tokens', 'others'], scale: 0 }, ['10', 'pending', null]],
    [
      'a unit twice but once',
      { measure: 'usage', units: ['tokens', 'tokens'], scale: 0 },
      ['10', 'pending', null],
    ],
    ['decimals', { measure: 'usage', units: ['seconds'], scale: 2 }, ['125', 'pending', null]],
    ['too fine a usage', { measure: 'usage', units: ['seconds'], scale: 1 }, ['12.5', 'parked', 'not_whole']],
    ['its vendor and item', { vendors: ['acme'], items: ['model'] }, ['2500000', 'pending', null]],
  ])('is counted: %s', (_, fields, expected) => {
    expect(valuesOf([meter(fields)])).toEqual([expected]);
  });

  it.each<[string, Partial<StripeMeter>, EntryContent]>([
    ['of another vendor', { vendors: ['globex'] }, entry()],
    ['of no item', { items: ['model'] }, entry({}, { item: undefined })],
    ['of other units', { measure: 'usage', units: ['pages'] }, entry()],
    ['that is denied', {}, entry({ outcome: 'denied', denial: { code: 'budget_closed' } })],
    ['that moves money of others', {}, entry({ reservation: undefined })],
  ])('%s makes no event', (_, fields, content) => {
    expect(valuesOf([meter(fields)], content)).toEqual([]);
  });

  it('that takes money back, or is for nobody, or too old, is not sent', () => {
    const meters = [meter({})];
    const refund = entry({ kind: 'refund', deltas: { spent: '-0.5' } });
    expect(valuesOf(meters, refund)).toEqual([['-500000', 'left_out', 'refund']]);
    expect(valuesOf(meters, entry(), null)).toEqual([['2500000', 'left_out', 'no_customer']]);
    const old = entry({ at: new Date(NOW - OLDEST_MS - 1).toISOString() });
    expect(valuesOf(meters, old)).toEqual([['2500000', 'parked', 'too_old']]);
    const nearly = entry({ at: new Date(NOW - OLDEST_MS).toISOString() });
    expect(valuesOf(meters, nearly)).toEqual([['2500000', 'pending', null]]);
  });

  it('has an identifier for each event name, of at most 100 characters, and another one at another time', () => {
    const names = ['a', 'b', 'x'.repeat(99) + 'y', 'x'.repeat(99) + 'z'];
    const identifiers = (content: EntryContent) =>
      meterEventsOf(content, rules(names.map((eventName) => meter({ eventName }))), 'cus_one', NOW).map(
        ({ identifier }) => identifier,
      );
    const later = entry({ at: '2026-11-01T00:00:00.001Z', version: 7 });
    const all = [...identifiers(entry()), ...identifiers(later)];
    expect(new Set(all).size).toBe(8);
    expect(Math.max(...all.map((one) => one.length))).toBeLessThanOrEqual(100);
    expect(all[0]).toBe(`entry_01k9v3n8h2f0g9x7m4q5r6s7t8_7_${NOW.toString(36)}_a`);
    expect(identifiers(entry())).toEqual(all.slice(0, 4));
  });
});

describe('the customer', () => {
  const from = (source: MeterRules['customerFrom'], content: EntryContent) =>
    customerIn(content, rules([], source));

  it('is the label of the entry, unless a caller may have said it', () => {
    expect(from('budget', entry())).toBe('cus_one');
    // Spend may not be kept by it any more: the budgets are asked.
    expect(from('budget', entry({ labels: undefined }))).toBeUndefined();
    expect(from('budget', entry({ labels: { team: 'a' } }))).toBeUndefined();
    expect(from('budget', entry({}, { metadata: { customer: 'cus_one' } }))).toBeUndefined();
    expect(from('budget', entry({}, { metadata: { a: 'b' } }))).toBe('cus_one');
    expect(from('budget', entry({}, { metadata: {}, metadataOmitted: 1 }))).toBeUndefined();
    expect(from('budget', entry({ metadata: { customer: 'cus_one' } }))).toBeUndefined();
    expect(from('budget', entry({}, { settlementMetadata: { customer: 'cus_one' } }))).toBeUndefined();
  });

  it('is what callers say, where they may', () => {
    const own = entry({}, { metadata: { customer: 'cus_one' }, metadataOmitted: 1 });
    expect(from('reservation', own)).toBe('cus_one');
    expect(from('reservation', entry({ labels: undefined }))).toBeUndefined();
    expect(from('reservation', entry({ labels: undefined }, { metadataOmitted: 1 }))).toBeNull();
  });
});
