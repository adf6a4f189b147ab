import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  calcPrice,
  findProvider,
  updatePrices,
  waitForUpdate,
  type ConditionalPrice,
  type ModelPrice,
  type Provider,
} from '@pydantic/genai-prices';
import { misfitOf, withKnownParts, type CataloguePrice, type UnitCharge } from '../core/prices/price.js';
import { CALL } from '../core/prices/usage.js';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';

const PACKAGE = '@pydantic/genai-prices';

/** How the catalogue names what it prices, and for how many of it: `input_mtok` is for a million `input_tokens`. */
const PRICE_KEYS: [suffix: RegExp, unit: string, per: number][] = [
  [/_mtok$/, '_tokens', 1_000_000],
  [/_mchars$/, '_characters', 1_000_000],
  [/_gpixels$/, '_pixels', 1_000_000_000],
  [/_kpages$/, '_pages', 1_000],
  [/_hours$/, '_seconds', 3_600],
  [/^requests_kcount$/, CALL, 1_000],
  [/_kcount$/, '', 1_000],
];

/** Of a call whose price has tiers, this unit says which tier it is. */
const TIERS_BY = 'input_tokens';

/** The prices of hosted models that come with the service. Nothing is fetched: a newer file can be configured. */
export class Catalogue {
  private constructor(
    /** Names the package or the file that the prices are from, with its version or digest. */
    readonly name: string,
    readonly models: number,
  ) {}

  static async load(file: string | undefined): Promise<Catalogue> {
    const name = file === undefined ? packageName() : await loadFile(file);
    const providers = (await waitForUpdate()) ?? [];
    return new Catalogue(
      name,
      providers.reduce((sum, { models }) => sum + models.length, 0),
    );
  }

  /** What a vendor charges for a model at a time; null where the catalogue does not know it. */
  find(vendor: string, item: string, at: Date): CataloguePrice | null {
    // The library takes a vendor whose name only contains one that it knows for that one.
    if (findProvider({ providerId: vendor })?.id !== vendor) return null;
    const found = calcPrice({}, item, { providerId: vendor, timestamp: at });
    if (found === null) return null;
    const charges = chargesOf(found.model_price);
    if (charges.length === 0) return null;
    return {
      catalogue: this.name,
      provider: found.provider.id,
      model: found.model.id,
      tariff: withKnownParts({ charges }),
    };
  }
}

function packageName(): string {
  const main = createRequire(import.meta.url).resolve(PACKAGE);
  const { version } = JSON.parse(readFileSync(path.resolve(main, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return `genai-prices@${version}`;
}

/** Takes the prices of a file, in the format of the package, instead of those that come with it. */
async function loadFile(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    const providers: unknown = JSON.parse(text);
    updatePrices(({ setProviderData }) => setProviderData(providers as Provider[]));
    checkProviders((await waitForUpdate()) ?? []);
    return `file@${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  } catch (error) {
    throw new StartupError(`PURSER_CATALOGUE_FILE: ${file} is no catalogue of prices: ${messageOf(error)}`);
  }
}

/** The library looks at prices when they are asked for: what it would stumble over then is to be found at the start. */
function checkProviders(providers: Provider[]): void {
  for (const { id, models } of providers)
    for (const model of models) {
      if (typeof model.id !== 'string' || typeof model.match !== 'object' || typeof model.prices !== 'object')
        throw new Error(`a model of ${id} has no id, match or prices`);
      const versions: ConditionalPrice[] = Array.isArray(model.prices)
        ? model.prices
        : [{ prices: model.prices }];
      for (const { prices } of versions) {
        const misfit = misfitOf(withKnownParts({ charges: chargesOf(prices) }));
        if (misfit) throw new Error(`the prices of ${id} ${model.id}: ${misfit.detail}`);
      }
    }
}

function chargesOf(prices: ModelPrice): UnitCharge[] {
  const charges: UnitCharge[] = [];
  for (const [key, price] of Object.entries(prices).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = PRICE_KEYS.find(([suffix]) => suffix.test(key));
    if (price === undefined || !known) continue;
    const [suffix, name, per] = known;
    const unit = key.replace(suffix, name);
    if (typeof price === 'number') charges.push({ amount: decimalText(price), per, unit });
    else {
      const tiers = [...price.tiers].sort((a, b) => a.start - b.start);
      charges.push({
        amount: decimalText(price.base),
        by: TIERS_BY,
        per,
        tiers: tiers.map(({ start, price: amount }) => ({ above: start, amount: decimalText(amount) })),
        unit,
      });
    }
  }
  return charges;
}

/** The shortest decimal text of a number, without an exponent: what somebody wrote into the catalogue. */
export function decimalText(value: number): string {
  const text = String(value);
  const [, digits = text, exponent] = /^([0-9.]+)e-([0-9]+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const [whole = '', decimals = ''] = digits.split('.');
  return `0.${'0'.repeat(Number(exponent) - whole.length)}${whole}${decimals}`;
}
