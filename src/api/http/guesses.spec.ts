import { createLogger } from '../../runtime/logger.js';
import { Guesses } from './guesses.js';

let now: number;
let lines: { fields: object; message: string }[];
let guesses: Guesses;

beforeEach(() => {
  now = 1_000;
  lines = [];
  const logger = Object.assign(createLogger('silent'), {
    warn: (fields: object, message: string) => void lines.push({ fields, message }),
  });
  guesses = new Guesses(logger, () => now);
});

const guess = (times: number, ip = '192.0.2.1'): (number | null)[] =>
  Array.from({ length: times }, () => guesses.delayOf(ip));

describe('Guesses', () => {
  it('answers the first hundred of an address at once, then twenty a second', () => {
    expect(new Set(guess(100))).toEqual(new Set([0]));
    expect(guess(3)).toEqual([50, 100, 150]);
  });

  it('holds nobody up for longer than five seconds: more are sent away', () => {
    guess(100);
    const delays = guess(150);
    expect(delays.slice(0, 100).at(-1)).toBe(5_000);
    expect(new Set(delays.slice(100))).toEqual(new Set([null]));
  });

  it('forgets: who was away for a while begins anew, and in between there are twenty a second', () => {
    guess(200);
    now += 5_000;
    expect(guess(1)).toEqual([50]);
    now += 10_050;
    expect(new Set(guess(100))).toEqual(new Set([0]));
    expect(guess(1)).toEqual([50]);
  });

  it('counts each address, and a network of IPv6 as one', () => {
    guess(101, '192.0.2.1');
    expect(guess(1, '192.0.2.2')).toEqual([0]);
    expect(guess(1, '::ffff:192.0.2.1')).toEqual([100]);
    guess(100, '2001:db8:1:2::1');
    expect(guess(1, '2001:db8:1:2:ffff::9')).toEqual([50]);
    expect(guess(1, '2001:db8:1:3::1')).toEqual([0]);
  });

  it('remembers ten thousand addresses, those that it heard of last', () => {
    guess(101, '198.51.100.1');
    for (let i = 0; i < 9_998; i += 1) guess(1, `10.0.${i >> 8}.${i & 255}`);
    expect(guess(1, '198.51.100.1')).toEqual([100]);
    for (let i = 0; i < 10_000; i += 1) guess(1, `10.1.${i >> 8}.${i & 255}`);
    expect(guess(1, '198.51.100.1')).toEqual([0]);
  });

  it('is logged once it is more than a mistake, and then once a minute', () => {
    guess(100);
    expect(lines).toEqual([]);
    guess(500);
    const message = 'keys that nobody has are being tried';
    expect(lines).toEqual([{ fields: { address: '192.0.2.1', refused: 101 }, message }]);
    now += 60_000;
    guess(101, '2001:db8::1');
    expect(lines.slice(1)).toEqual([{ fields: { address: '2001:db8:0:0::/64', refused: 600 }, message }]);
  });
});
