// The suffix of a TypeID: the 128 bits of a UUID, two zeros before them, in 26 digits of Crockford's base 32.
// typeid-js takes five times as long, which was a tenth of what a reservation costs; the tests compare with it.

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Two digits for each number of ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, n) => DIGITS[n >> 5]! + DIGITS[n & 31]!);

/** Two hexadecimal digits for each byte. */
const BYTES = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

const NONE = 255;

/** What the digits of an alphabet stand for, by character code; NONE for all other characters. */
function valuesOf(digits: string): Uint8Array {
  const values = new Uint8Array(128).fill(NONE);
  for (const [value, digit] of [...digits].entries()) values[digit.charCodeAt(0)] = value;
  return values;
}

const HEX_VALUES = valuesOf('0123456789abcdef');
const BASE32_VALUES = valuesOf(DIGITS);

/** The suffix for a UUID as text (lower case, with hyphens). */
export function suffixOf(uuid: string): string {
  let suffix = '';
  let bits = 0;
  let count = 2;
  for (let i = 0; i < uuid.length; i += 1) {
    const value = HEX_VALUES[uuid.charCodeAt(i)]!;
    if (value === NONE) continue;
    bits = (bits << 4) | value;
    count += 4;
    if (count < 10) continue;
    count -= 10;
    suffix += PAIRS[bits >> count]!;
    bits &= (1 << count) - 1;
  }
  return suffix;
}

/** The UUID, as text, of the suffix that an id ends with. */
export function uuidTextOf(id: string): string {
  let uuid = '';
  let bits = 0;
  let count = -2;
  for (let i = id.length - 26; i < id.length; i += 1) {
    bits = (bits << 5) | BASE32_VALUES[id.charCodeAt(i)]!;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    if (uuid.length === 8 || uuid.length === 13 || uuid.length === 18 || uuid.length === 23) uuid += '-';
    uuid += BYTES[bits >> count]!;
    bits &= (1 << count) - 1;
  }
  return uuid;
}
