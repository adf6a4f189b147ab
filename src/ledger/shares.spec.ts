import { Shares } from './shares.js';

const tenOf = () => new Shares(10);
const claim = (shares: Shares, claims: Record<string, number>): void => {
  const all = new Map(Object.entries(claims));
  const commands = [...all.values()].reduce((sum, count) => sum + count, 0);
  shares.admit(commands);
  try {
    shares.claim(all);
  } catch (error) {
    shares.leave(commands, null);
    throw error;
  }
};

/** How many commands a tree gets in, one after the other. */
const flood = (shares: Shares, treeId: string): number => {
  for (let admitted = 0; ; admitted += 1)
    try {
      claim(shares, { [treeId]: 1 });
    } catch {
      return admitted;
    }
};

describe('shares of the queue', () => {
  it('gives one tree half of it, and leaves room for others', () => {
    const shares = tenOf();
    expect(flood(shares, 'A')).toBe(5);
    expect(flood(shares, 'B')).toBeGreaterThan(0);
    expect(flood(shares, 'C')).toBeGreaterThan(0);
  });

  it('has room for a tree that asks for little, however many others flood it', () => {
    const shares = new Shares(1_000);
    for (let i = 0; i < 8; i += 1) flood(shares, `flooder ${i}`);
    expect(flood(shares, 'one more')).toBeGreaterThan(0);
  });

  it('gives back what was claimed', () => {
    const shares = tenOf();
    flood(shares, 'A');
    shares.leave(5, new Map([['A', 5]]));
    expect([shares.commands, shares.largest]).toEqual([0, 0]);
    expect(flood(shares, 'A')).toBe(5);
  });

  it('takes the commands of a request all or none', () => {
    const shares = tenOf();
    claim(shares, { A: 4 });
    expect(() => claim(shares, { A: 2, B: 1 })).toThrow('Too many commands of this tree');
    expect([shares.commands, shares.largest]).toEqual([4, 4]);
    claim(shares, { A: 1, B: 1 });
    expect([shares.commands, shares.largest]).toEqual([6, 5]);
  });

  it('takes a request as large as the queue while it is empty, and none that is larger', () => {
    expect(() => claim(tenOf(), { A: 11 })).toThrow('Too many commands are waiting');
    claim(tenOf(), { A: 10 });
  });
});
