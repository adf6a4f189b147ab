import fc from 'fast-check';
import { canonicalText, type Json, type JsonObject } from './canonical.js';

/** After RFC 8785: the sorting example of section 3.2.3, number samples of appendix B, literals and strings of 3.2.2. */
describe('canonicalText', () => {
  it.each<[string, Json, string]>([
    ['literals', [null, true, false], '[null,true,false]'],
    ['empty things', [{}, [], ''], '[{},[],""]'],
    ['order of keys', { b: 1, a: 2, B: 3, '': 4 }, '{"":4,"B":3,"a":2,"b":1}'],
    ['nested keys', { z: [{ b: 1, a: 2 }], a: { d: 1, c: 2 } }, '{"a":{"c":2,"d":1},"z":[{"a":2,"b":1}]}'],
    [
      'keys that look like numbers, as text',
      { 10: 1, 9: 2, 1: 3, a: 4, '-1': 5, '01': 6 },
      '{"-1":5,"01":6,"1":3,"10":1,"9":2,"a":4}',
    ],
    ['arrays as they are', [3, 1, 2, [2, 1]], '[3,1,2,[2,1]]'],
    ['what is not there', { a: undefined, b: 1, c: undefined }, '{"b":1}'],
    ['short escapes', '\b\t\n\f\r"\\', '"\\b\\t\\n\\f\\r\\"\\\\"'],
    ['other control characters', '\u0000\u000f\u001f\u007f', '"\\u0000\\u000f\\u001f\u007f"'],
    ['no escapes beyond', '€ö\u2028\u2029/😂</script>', '"€ö\u2028\u2029/😂</script>"'],
    ['a key named __proto__', JSON.parse('{"__proto__":1,"a":2}') as Json, '{"__proto__":1,"a":2}'],
    ['escaped keys', { '\n': 1, '"': 2 }, '{"\\n":1,"\\"":2}'],
  ])('writes %s', (_what, value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  it('orders keys by UTF-16 code units, not by code points', () => {
    const names: JsonObject = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      1: 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...canonicalText(names).matchAll(/:"([^"]*)"/g)].map(([, name]) => name);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
  ])('writes the double %s as %s', (bits, text) => {
    expect(canonicalText(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it('means the same, and does not depend on how the value was put together', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalText(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalText(reversed(value))).toBe(text);
      }),
    );
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item!)]));
}
