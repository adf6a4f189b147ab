import { BodyTurns } from './body-turns.js';

const BATCH = 200 * 1024;
const SMALL = 300;

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let turns: BodyTurns;
let done: string[];
beforeEach(() => {
  turns = new BodyTurns();
  done = [];
});

const take = (group: string, count: number, bytes = SMALL): void => {
  for (let i = 1; i <= count; i += 1) turns.take(group, bytes, () => done.push(`${group}${i}`));
};

describe('bodies', () => {
  it('are taken up at once while nobody waits', () => {
    take('A', 1);
    take('B', 1);
    expect(done).toEqual(['A1', 'B1']);
  });

  it('wait for the next turn of the event loop where many come at once, in their order', async () => {
    take('A', 40);
    for (let before = 0; done.length < 40; before = done.length) {
      expect(done.length - before).toBeLessThanOrEqual(8);
      await turnOfTheLoop();
      expect(done.length).toBeGreaterThan(before);
    }
    expect(done).toEqual(Array.from({ length: 40 }, (_, i) => `A${i + 1}`));
  });

  it('of one group wait for their turn, whatever another one sends', async () => {
    take('A', 50, BATCH);
    expect(done).toEqual(['A1']);
    take('B', 2);
    while (done.length < 52) await turnOfTheLoop();
    // One batch of A before each of B, who has come when 49 others waited.
    expect([done.indexOf('B1'), done.indexOf('B2')]).toEqual([2, 4]);
  });

  it('leave room for the event loop between two large ones', async () => {
    take('A', 3, BATCH);
    await turnOfTheLoop();
    expect(done).toHaveLength(2);
    await turnOfTheLoop();
    expect(done).toHaveLength(3);
    await turnOfTheLoop();
    take('B', 1);
    expect(done).toHaveLength(4);
  });
});
