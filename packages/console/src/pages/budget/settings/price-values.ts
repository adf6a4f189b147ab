import type { Price, paths } from '@purser/sdk';
import { instantIn } from '../../../design/zoned.js';
import {
  linesIn,
  linesOf,
  linesOrNull,
  numberFrom,
  textIn,
  textOrNull,
  type Values,
} from '../../../forms/values.js';

type SetPriceBody = paths['/v1/budgets/{id}/prices']['put']['requestBody']['content']['application/json'];
type UnitChargeBody = SetPriceBody['charges'][number];

/** The fields of one charge, behind `charges.0.`. */
const CHARGE_FIELDS = ['unit', 'amount', 'per', 'over', 'by', 'tiers', 'within'] as const;

const chargeValues = (n: number, charge: Partial<Price['tariff']['charges'][number]>): Values => ({
  [`charges.${n}.unit`]: charge.unit ?? '',
  [`charges.${n}.amount`]: charge.amount ?? '',
  [`charges.${n}.per`]: String(charge.per ?? 1),
  [`charges.${n}.over`]: charge.over ?? '',
  [`charges.${n}.by`]: charge.by ?? '',
  [`charges.${n}.tiers`]: linesOf(charge.tiers?.map(({ above, amount }) => `${above} ${amount}`)),
  [`charges.${n}.within`]: linesOf(charge.within),
});

/** The fields of a price that there is not yet: nothing, or what the one has that it takes the place of. */
export const priceValues = (price: Price | null): Values => ({
  vendor: price?.vendor ?? '',
  item: price?.item ?? '',
  from: '',
  minimum: price?.tariff.minimum ?? '',
  maximum: price?.tariff.maximum ?? '',
  baseFee: price?.tariff.baseFee ?? '',
  disputableSeconds: String(price?.tariff.disputableSeconds ?? ''),
  ...Object.fromEntries(
    (price?.tariff.charges ?? [{}]).flatMap((charge, n) => Object.entries(chargeValues(n, charge))),
  ),
});

export const countOfCharges = (values: Values): number =>
  Object.keys(values).filter((name) => /^charges\.\d+\.unit$/.test(name)).length;

export const withCharge = (values: Values): Values => ({
  ...values,
  ...chargeValues(countOfCharges(values), {}),
});

/** Without one of the charges; those behind it move up. */
export function withoutCharge(values: Values, n: number): Values {
  const count = countOfCharges(values);
  const others = Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('charges.')));
  const kept = Array.from({ length: count }, (_, i) => i).filter((i) => i !== n);
  const moved = kept.flatMap((from, to) =>
    CHARGE_FIELDS.map(
      (field) => [`charges.${to}.${field}`, textIn(values, `charges.${from}.${field}`)] as const,
    ),
  );
  return { ...others, ...Object.fromEntries(moved) };
}

/** `1000 0.07`: from so much on, what it costs. */
const tierIn = (line: string) => {
  const [above = '', amount = ''] = line.split(/\s+/);
  return { above: Number(above), amount };
};

export const TIERS_OVER = ['hour', 'day', 'week', 'month', 'lifetime'] as const;

function chargeIn(values: Values, n: number): UnitChargeBody {
  const at = (field: (typeof CHARGE_FIELDS)[number]): string => `charges.${n}.${field}`;
  const tiers = linesIn(values, at('tiers')).map(tierIn);
  const over = TIERS_OVER.find((window) => window === textIn(values, at('over')));
  const by = textOrNull(values, at('by'));
  const within = linesOrNull(values, at('within'));
  return {
    unit: textIn(values, at('unit')).trim(),
    amount: textIn(values, at('amount')).trim(),
    per: numberFrom(values, at('per')),
    ...(tiers.length > 0 && { tiers }),
    ...(over && { over }),
    ...(by !== null && { by }),
    ...(within !== null && { within }),
  };
}

/** A price as it is asked for; its time is written in the zone of the tree. */
export function priceBody(values: Values, zone: string): SetPriceBody {
  const [minimum, maximum, baseFee] = ['minimum', 'maximum', 'baseFee'].map((name) =>
    textOrNull(values, name),
  );
  const seconds = textOrNull(values, 'disputableSeconds');
  return {
    vendor: textIn(values, 'vendor').trim(),
    item: textIn(values, 'item').trim(),
    from: instantIn(textIn(values, 'from'), zone),
    charges: Array.from({ length: countOfCharges(values) }, (_, n) => chargeIn(values, n)),
    ...(minimum && { minimum }),
    ...(maximum && { maximum }),
    ...(baseFee && { baseFee }),
    ...(seconds !== null && { disputableSeconds: Number(seconds) }),
  };
}
