import { Replies, type Reply } from './replies.js';

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** So many replies of a tree, which record when they are given. */
const some = (treeId: string, count: number, given: string[]): Reply[] =>
  Array.from({ length: count }, (_, i) => ({ treeId, give: () => given.push(`${treeId}${i}`) }));

const numbered = (treeId: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${treeId}${i}`);

describe('replies', () => {
  it('of a tree are given in their order, some in each turn of the event loop', async () => {
    const replies = new Replies(() => true);
    const given: string[] = [];
    replies.give(some('a', 100, given));
    expect(given.length).toBeGreaterThan(0);
    for (let before = 0; given.length < 100; before = given.length) {
      expect(given.length - before).toBeLessThanOrEqual(8);
      await turnOfTheLoop();
    }
    expect(given).toEqual(numbered('a', 100));
  });

  it('are given all at once where nobody else waits', () => {
    const replies = new Replies(() => false);
    const given: string[] = [];
    replies.give(some('a', 100, given));
    expect(given).toEqual(numbered('a', 100));
  });

  it('of a later batch follow those of the one before, and all are given when it has drained', async () => {
    const replies = new Replies(() => true);
    const given: string[] = [];
    replies.give(some('a', 20, given));
    replies.give(some('a', 20, given));
    await replies.drained();
    expect(given).toEqual([...numbered('a', 20), ...numbered('a', 20)]);
    replies.give(some('c', 1, given));
    await replies.drained();
    expect(given.at(-1)).toBe('c0');
  });

  it('of one tree do not wait for the many of another', async () => {
    const replies = new Replies(() => true);
    const given: string[] = [];
    replies.give([...some('a', 100, given), ...some('b', 2, given)]);
    expect(given).toContain('b1');
    replies.give(some('c', 1, given));
    await turnOfTheLoop();
    await turnOfTheLoop();
    expect(given).toContain('c0');
    expect(given.length).toBeLessThan(40);
    await replies.drained();
    expect(given).toHaveLength(103);
  });

  it('may be given by what another one calls', async () => {
    const replies = new Replies(() => true);
    const given: string[] = [];
    replies.give([{ treeId: 'a', give: () => replies.give(some('a', 1, given)) }, ...some('b', 1, given)]);
    await replies.drained();
    expect(given.toSorted()).toEqual(['a0', 'b0']);
  });
});
