/** The demo's amounts are whole billionths of a dollar: a token can cost less than a millionth. */
const SCALE = 9;

const UNITS = 10n ** BigInt(SCALE);

/** Prices are JavaScript numbers; rounding up keeps a reservation from falling short of them. */
export const unitsOf = (dollars: number): bigint =>
  BigInt(Math.ceil(Number((dollars * Number(UNITS)).toFixed(3))));

/** As the API wants it, and as it answers. */
export const amountText = (units: bigint): string => {
  const fraction = (units % UNITS).toString().padStart(SCALE, '0').replace(/0+$/, '');
  return fraction === '' ? (units / UNITS).toString() : `${units / UNITS}.${fraction}`;
};

export const unitsOfAmount = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole) * UNITS + BigInt(fraction.padEnd(SCALE, '0'));
};

/** For people: cents are enough. */
export const dollars = (units: bigint): string => `$${(Number(units) / Number(UNITS)).toFixed(2)}`;
