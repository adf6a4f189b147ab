import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromUUID, toUUID } from 'typeid-js';
import { suffixOf, uuidTextOf } from './base32.js';

test('suffixes are those of the TypeID library', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const id = fromUUID(uuid, 'rsv');
      expect(`rsv_${suffixOf(uuid)}`).toBe(id);
      expect(uuidTextOf(id)).toBe(uuid);
      expect(toUUID(id)).toBe(uuid);
    }),
  );
});

test.each([
  ['00000000-0000-0000-0000-000000000000', '00000000000000000000000000'],
  ['ffffffff-ffff-ffff-ffff-ffffffffffff', '7zzzzzzzzzzzzzzzzzzzzzzzzz'],
  ['01893726-efee-7f02-8fbf-9f2b7bc2f910', '01h4vjdvzefw18zfwz5dxw5y8g'],
])('%s is %s', (uuid, suffix) => {
  expect(suffixOf(uuid)).toBe(suffix);
  expect(uuidTextOf(`budget_${suffix}`)).toBe(uuid);
});
