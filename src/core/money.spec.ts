import fc from 'fast-check';
import {
  compareAmounts,
  DEFAULT_SCALE,
  formatAmount,
  MAX_SCALE,
  MAX_UNITS,
  parseAmount,
  unitsIn,
} from './money.js';

const units = fc.bigInt(0n, MAX_UNITS);
const scale = fc.integer({ min: 0, max: MAX_SCALE });

describe('parseAmount', () => {
  it.each([
    ['0', 6, 0n],
    ['0.0035', DEFAULT_SCALE, 3500n],
    ['1', 0, 1n],
    ['1', 9, 1_000_000_000n],
    ['1.50', 2, 150n],
    ['0.000000001', 9, 1n],
    ['0.0', 1, 0n],
    ['1000000000000000000', 0, MAX_UNITS],
    ['1000000000.000000000', 9, MAX_UNITS],
    ['999999999.999999999', 9, MAX_UNITS - 1n],
  ])('reads %j at scale %i', (text, at, expected) => {
    expect(parseAmount(text, at)).toBe(expected);
  });

  it.each([
    ['1.5', 0],
    ['1.0', 0],
    ['1.0000000', 6],
    ['0.0000000001', 9],
    ['1000000000000000001', 0],
    ['9999999999999999999', 0],
    ['1000000000.000000001', 9],
    ['10000000000000000000', 0],
    ['123456789012345678901234567890', 6],
  ])('does not read %j at scale %i', (text, at) => {
    expect(parseAmount(text, at)).toBeNull();
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1e3',
    '1E3',
    '.5',
    '5.',
    '1.',
    '00',
    '01',
    '1,5',
    '1_000',
    '0x1',
    'NaN',
    'Infinity',
  ])('does not read %j', (text) => {
    expect(parseAmount(text, 9)).toBeNull();
  });

  it.each([' 1', '1 ', '1\n', '\n1', '1\u0000', '１', '٣', '1.5.5', '--1', '1n', 'null', '−1'])(
    'does not read %j',
    (text) => {
      expect(parseAmount(text, 9)).toBeNull();
    },
  );

  it('never throws and reads nothing out of bounds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9]{0,25}\.?[0-9]{0,12}$/)),
        scale,
        (text, at) => {
          const read = parseAmount(text, at);
          expect(read === null || (read >= 0n && read <= MAX_UNITS)).toBe(true);
          if (read !== null) expect(Number(formatAmount(read, at))).toBeCloseTo(Number(text), 6);
        },
      ),
    );
  });
});

describe('unitsIn', () => {
  it.each([
    ['0', 6, 0n],
    ['3', 0, 3n],
    ['-0.5', 2, -50n],
    ['1.239', 2, 123n],
    ['1000000000000000000000', 9, 10n ** 30n],
  ])('reads %s at scale %i as %s', (text, at, value) => {
    expect(unitsIn(text, at)).toBe(value);
  });

  it('reads whatever is written, with its sign', () => {
    fc.assert(fc.property(fc.bigInt(), scale, (value, at) => unitsIn(formatAmount(value, at), at) === value));
  });
});

describe('formatAmount', () => {
  it.each([
    [0n, 6, '0'],
    [0n, 0, '0'],
    [3500n, 6, '0.0035'],
    [1n, 9, '0.000000001'],
    [100n, 0, '100'],
    [100n, 2, '1'],
    [110n, 2, '1.1'],
    [10n, 2, '0.1'],
    [-150n, 2, '-1.5'],
    [MAX_UNITS, 9, '1000000000'],
    [MAX_UNITS, 0, '1000000000000000000'],
  ])('writes %s at scale %i as %s', (value, at, text) => {
    expect(formatAmount(value, at)).toBe(text);
  });

  it('is read back as the same', () => {
    fc.assert(fc.property(units, scale, (value, at) => parseAmount(formatAmount(value, at), at) === value));
  });

  it('is the shortest text of its amount', () => {
    fc.assert(
      fc.property(units, scale, (value, at) => {
        const text = formatAmount(value, at);
        expect(text).toMatch(/^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/);
        expect(formatAmount(-value, at)).toBe(value === 0n ? '0' : `-${text}`);
      }),
    );
  });
});

describe('compareAmounts', () => {
  it.each([
    ['1', '1.0', 0],
    ['0', '0', 0],
    ['0.000000001', '0', 1],
    ['9', '10', -1],
    ['1.09', '1.1', -1],
  ])('%s beside %s is %i', (a, b, order) => {
    expect(compareAmounts(a, b)).toBe(order);
  });
});
