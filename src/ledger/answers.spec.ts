import { Answers } from './answers.js';

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('answers', () => {
  it('are given in their order, some in each turn of the event loop', async () => {
    const answers = new Answers();
    const given: number[] = [];
    answers.give(Array.from({ length: 100 }, (_, i) => () => given.push(i)));
    expect(given.length).toBeGreaterThan(0);
    for (let before = 0; given.length < 100; before = given.length) {
      expect(given.length - before).toBeLessThanOrEqual(8);
      await turnOfTheLoop();
    }
    expect(given).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('of a later batch follow those of the one before, and all are given when it has drained', async () => {
    const answers = new Answers();
    const given: string[] = [];
    for (const name of ['a', 'b']) answers.give(Array.from({ length: 20 }, () => () => given.push(name)));
    await answers.drained();
    expect(given.join('')).toBe('a'.repeat(20) + 'b'.repeat(20));
    answers.give([() => given.push('c')]);
    await answers.drained();
    expect(given.at(-1)).toBe('c');
  });
});
