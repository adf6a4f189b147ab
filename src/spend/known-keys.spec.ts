import { KnownKeys } from './known-keys.js';

const ids = (id: string) => ({ all: id, run: id, plain: id, labels: id, labelled: id });

describe('keys that are known', () => {
  it('are those that were added, of one generation', () => {
    const known = new KnownKeys();
    known.holdFor(1n);
    known.add([['a', ids('1')]]);
    known.holdFor(1n);
    expect(known.find('a')).toEqual(ids('1'));
    expect(known.find('b')).toBeUndefined();
    known.holdFor(2n);
    expect(known.find('a')).toBeUndefined();
  });

  it('are so many, and those that were needed last', () => {
    const known = new KnownKeys(3);
    known.add(['a', 'b', 'c'].map((name) => [name, ids(name)]));
    known.find('a');
    known.add([
      ['d', ids('d')],
      ['e', ids('e')],
    ]);
    expect(known.size).toBe(3);
    expect(['a', 'b', 'c', 'd', 'e'].filter((name) => known.find(name))).toEqual(['a', 'd', 'e']);
  });
});
