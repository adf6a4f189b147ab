import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import { misfitOf } from '../core/prices/price.js';
import { isUnratable, rate } from '../core/prices/rate.js';
import { quantitiesOf, type Usage } from '../core/prices/usage.js';
import { Catalogue, decimalText } from './catalogue.js';

const NOON = new Date('2026-11-01T12:00:00Z');

describe('the catalogue that comes with the service', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await Catalogue.load(undefined);
  });

  test('is named with its version', () => {
    expect(catalogue.name).toMatch(/^genai-prices@\d+\.\d+\.\d+$/);
    expect(catalogue.models).toBeGreaterThan(1_000);
  });

  test('finds a model by any of its names, and says which it is', () => {
    expect(catalogue.find('openai', 'gpt-4o-2024-08-06', NOON)).toMatchObject({
      provider: 'openai',
      model: 'gpt-4o',
      tariff: { charges: expect.arrayContaining([{ amount: '2.5', per: 1_000_000, unit: 'input_tokens' }]) },
    });
  });

  test.each([
    ['openai', 'no-such-model'],
    ['nobody', 'gpt-4o'],
    ['openai-of-somebody-else', 'gpt-4o'],
    ['', 'gpt-4o'],
  ])('knows nothing of %j %j', (vendor, item) => {
    expect(catalogue.find(vendor, item, NOON)).toBeNull();
  });

  test('every price of every model is one that can be rated, and comes to what the catalogue says', async () => {
    const providers = (await waitForUpdate()) ?? [];
    const usages: Usage[] = [
      { input_tokens: 1_000_000, output_tokens: 10_000 },
      { input_tokens: 150_003, cache_read_tokens: 70_001, cache_write_tokens: 5_007, output_tokens: 1_009 },
      { input_tokens: 300_001, input_audio_tokens: 1_003, output_tokens: 77, output_reasoning_tokens: 70 },
    ];
    let compared = 0;
    for (const { id: vendor, models } of providers)
      for (const { id: item } of models) {
        const found = catalogue.find(vendor, item, NOON);
        if (found === null) continue;
        expect(misfitOf(found.tariff)).toBeNull();
        for (const usage of usages) {
          const rated = rate(found.tariff, quantitiesOf(usage), new Map());
          // Some models have prices for a part of what they are billed for: those are refused, never taken for nothing.
          if (isUnratable(rated)) continue;
          const { total_price: expected } = calcPrice(usage, item, { providerId: vendor, timestamp: NOON })!;
          const requests = found.tariff.charges.find(({ unit }) => unit === 'call');
          const perCall = requests ? Number(requests.amount) / requests.per : 0;
          expect(Number(rated.cost.n) / Number(rated.cost.d) + perCall).toBeCloseTo(expected, 9);
          compared += 1;
        }
      }
    expect(compared).toBeGreaterThan(3_000);
  });

  test('a price that depends on the time is the one of that time', async () => {
    const providers = (await waitForUpdate()) ?? [];
    const dated = providers.flatMap(({ id, models }) =>
      models
        .filter(({ prices }) => Array.isArray(prices) && prices.length > 1)
        .map((model) => ({ id, model })),
    );
    const at = (vendor: string, item: string, time: string) =>
      JSON.stringify(catalogue.find(vendor, item, new Date(time))?.tariff);
    const changed = dated.filter(
      ({ id, model }) =>
        new Set([at(id, model.id, '2024-01-01T00:30:00Z'), at(id, model.id, '2026-11-01T12:00:00Z')]).size >
        1,
    );
    expect(changed.length).toBeGreaterThan(10);
  });
});

describe('a catalogue from a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'purser-catalogue-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const load = async (text: string): Promise<Catalogue> => {
    const file = path.join(folder, 'prices.json');
    await writeFile(file, text);
    return await Catalogue.load(file);
  };

  test.each(['', '{}', '[1]', '[{"id": "a"}]', '[{"id": "a", "models": [{"id": 7}]}]'])(
    '%j is refused at the start',
    async (text) => {
      await expect(load(text)).rejects.toThrow(/^PURSER_CATALOGUE_FILE: .* is no catalogue of prices/);
    },
  );

  test('replaces all that comes with the service, and is named by its digest', async () => {
    const providers = [
      {
        id: 'acme',
        name: 'Acme',
        api_pattern: 'https://acme.example',
        models: [
          { id: 'rocket', match: { equals: 'rocket' }, prices: { input_mtok: 7e-8, requests_kcount: 5 } },
        ],
      },
    ];
    const catalogue = await load(JSON.stringify(providers));
    expect(catalogue.name).toMatch(/^file@[0-9a-f]{12}$/);
    expect(catalogue.find('openai', 'gpt-4o', NOON)).toBeNull();
    expect(catalogue.find('acme', 'rocket', NOON)?.tariff.charges).toEqual([
      { amount: '0.00000007', per: 1_000_000, unit: 'input_tokens' },
      { amount: '5', per: 1_000, unit: 'call' },
    ]);
  });

  test('numbers are read as somebody wrote them', () => {
    expect([2.5, 1e-7, 1.25e-8, 0.1, 10].map(decimalText)).toEqual([
      '2.5',
      '0.0000001',
      '0.0000000125',
      '0.1',
      '10',
    ]);
  });
});
