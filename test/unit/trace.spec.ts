import { MODELS, priceOf } from '../../demo/models.js';
import { readTrace } from '../../demo/trace.js';
import { unitsAbove } from '../../src/core/prices/fraction.js';
import { isUnratable, rate } from '../../src/core/prices/rate.js';
import { quantitiesOf } from '../../src/core/prices/usage.js';
import { Catalogue } from '../../src/prices/catalogue.js';

const SCALE = 9;

test.each(Object.values(MODELS))(
  'a recorded hour of calls to $name costs what the demo works out by itself, to the unit',
  async (model) => {
    const catalogue = await Catalogue.load(undefined);
    const { tariff } = catalogue.find(model.vendor, model.name, new Date())!;
    const calls = readTrace();
    expect(calls.length).toBeGreaterThan(8_000);
    const different = calls.filter(({ contextTokens, generatedTokens }) => {
      const usage = quantitiesOf({ input_tokens: contextTokens, output_tokens: generatedTokens });
      const rated = rate(tariff, usage, new Map());
      const expected = priceOf(model, contextTokens, generatedTokens);
      return isUnratable(rated) || unitsAbove(rated.cost, SCALE) !== expected;
    });
    expect(different).toEqual([]);
  },
);
