import { Answers, type Answer } from './answers.js';

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** So many answers of a tree, which tell when they are given. */
const some = (treeId: string, count: number, given: string[]): Answer[] =>
  Array.from({ length: count }, (_, i) => ({ treeId, give: () => given.push(`${treeId}${i}`) }));

const numbered = (treeId: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${treeId}${i}`);

describe('answers', () => {
  it('of a tree are given in their order, some in each turn of the event loop', async () => {
    const answers = new Answers(() => true);
    const given: string[] = [];
    answers.give(some('a', 100, given));
    expect(given.length).toBeGreaterThan(0);
    for (let before = 0; given.length < 100; before = given.length) {
      expect(given.length - before).toBeLessThanOrEqual(8);
      await turnOfTheLoop();
    }
    expect(given).toEqual(numbered('a', 100));
  });

  it('are given all at once where nobody else waits', () => {
    const answers = new Answers(() => false);
    const given: string[] = [];
    answers.give(some('a', 100, given));
    expect(given).toEqual(numbered('a', 100));
  });

  it('of a later batch follow those of the one before, and all are given when it has drained', async () => {
    const answers = new Answers(() => true);
    const given: string[] = [];
    answers.give(some('a', 20, given));
    answers.give(some('a', 20, given));
    await answers.drained();
    expect(given).toEqual([...numbered('a', 20), ...numbered('a', 20)]);
    answers.give(some('c', 1, given));
    await answers.drained();
    expect(given.at(-1)).toBe('c0');
  });

  it('of one tree do not wait for the many of another', async () => {
    const answers = new Answers(() => true);
    const given: string[] = [];
    answers.give([...some('a', 100, given), ...some('b', 2, given)]);
    expect(given).toContain('b1');
    answers.give(some('c', 1, given));
    await turnOfTheLoop();
    await turnOfTheLoop();
    expect(given).toContain('c0');
    expect(given.length).toBeLessThan(40);
    await answers.drained();
    expect(given).toHaveLength(103);
  });

  it('may be given by what another one calls', async () => {
    const answers = new Answers(() => true);
    const given: string[] = [];
    answers.give([{ treeId: 'a', give: () => answers.give(some('a', 1, given)) }, ...some('b', 1, given)]);
    await answers.drained();
    expect(given.toSorted()).toEqual(['a0', 'b0']);
  });
});
