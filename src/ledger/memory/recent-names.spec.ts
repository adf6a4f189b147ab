import { expect, test } from '@jest/globals';
import { RecentNames } from './recent-names.js';

test('the newest are remembered, and no more than twice as many', () => {
  const names = new RecentNames(3);
  for (let i = 0; i < 20; i += 1) {
    names.add(String(i));
    const known = Array.from({ length: 20 }, (_, name) => names.has(String(name)));
    for (let back = 0; back < Math.min(3, i + 1); back += 1) expect(known[i - back]).toBe(true);
    expect(known.filter(Boolean).length).toBeLessThanOrEqual(6);
  }
});
