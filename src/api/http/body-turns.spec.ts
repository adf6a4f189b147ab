import { jest } from '@jest/globals';
import { BodyTurns } from './body-turns.js';

const BATCH = 200 * 1024;
const SMALL = 300;

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let turns: BodyTurns;
let done: string[];
/** Ends the work on each body that was taken up, in their order, where it does not end at once. */
let overs: (() => void)[];
let endsAtOnce: boolean;
beforeEach(() => {
  turns = new BodyTurns();
  done = [];
  overs = [];
  endsAtOnce = true;
});

const take = (group: string, count: number, bytes = SMALL): void => {
  for (let i = 1; i <= count; i += 1)
    turns.take(group, bytes, (over) => {
      done.push(`${group}${i}`);
      if (endsAtOnce) over();
      else overs.push(over);
    });
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

  describe('of which much is under way', () => {
    beforeEach(() => (endsAtOnce = false));

    const turnsOfTheLoop = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await turnOfTheLoop();
    };

    it('wait until some of it is over where another group is there', async () => {
      take('B', 1);
      take('A', 100);
      await turnsOfTheLoop(40);
      expect(done).toHaveLength(1 + 48);
      take('B', 1);
      expect(done.at(-1)).toBe('B1');
      overs[1]!();
      await turnsOfTheLoop(2);
      expect(done.slice(-2)).toEqual(['B1', 'A49']);
      for (let i = 2; i < overs.length; i += 1) {
        overs[i]!();
        await turnOfTheLoop();
      }
      expect(done.filter((name) => name.startsWith('A'))).toEqual(
        Array.from({ length: 100 }, (_, i) => `A${i + 1}`),
      );
    });

    it('do not wait where the group is alone', async () => {
      take('A', 100);
      await turnsOfTheLoop(40);
      expect(done).toHaveLength(100);
    });

    it('wait in their order, also when the other group has gone', async () => {
      const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
      take('B', 1);
      take('A', 60);
      await turnsOfTheLoop(40);
      expect(done).toHaveLength(1 + 48);
      clock.mockReturnValue(10_000);
      turns.take('A', SMALL, () => done.push('last'));
      await turnsOfTheLoop(40);
      clock.mockRestore();
      expect(done.slice(-2)).toEqual(['A60', 'last']);
    });

    it('let a large one through when nothing else is under way', async () => {
      take('B', 1);
      take('A', 2, BATCH);
      await turnsOfTheLoop(5);
      expect(done).toEqual(['B1', 'A1']);
      overs[1]!();
      await turnsOfTheLoop(2);
      expect(done).toEqual(['B1', 'A1', 'A2']);
    });
  });
});
