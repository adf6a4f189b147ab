import fc from 'fast-check';
import type { Waiting } from './line.js';
import { Turns, type Batch, type Weights } from './turns.js';

interface Item extends Waiting {
  name: string;
  /** Whether it wants row locks. */
  locks: boolean;
}

const LIMITS = { batch: 10, turn: 4 };

let turns: Turns<Item>;
beforeEach(() => (turns = new Turns<Item>(LIMITS, ({ locks }) => locks)));

/** `A3` is the third item of tree A. */
const item = (name: string, more: Partial<Item> = {}): Item => ({
  treeId: name[0]!,
  name,
  most: Infinity,
  locks: false,
  ...more,
});

const push = (treeId: string, count: number, from = 1): void => {
  for (let i = from; i < from + count; i += 1) turns.push(item(`${treeId}${i}`));
};
const names = (batch: Batch<Item> | null): string[] => batch!.items.map(({ name }) => name);
/** All items of a batch as decided, each with this weight. */
const weighing = (batch: Batch<Item>, weight = 1): Weights =>
  new Map(
    [...batch.lines].map(([{ treeId }, commands]) => [treeId, { commands, weight: commands * weight }]),
  );
const land = (batch: Batch<Item>, weight = 1): void => turns.land(batch, [], weighing(batch, weight));

describe('turns', () => {
  it('gives a tree that waits alone the whole batch', () => {
    push('A', 25);
    const batch = turns.take()!;
    expect(names(batch)).toEqual(Array.from({ length: 10 }, (_, i) => `A${i + 1}`));
    expect(turns.take()).toBeNull();
    land(batch);
    expect(names(turns.take())[0]).toBe('A11');
  });

  it('gives each of several trees one turn, and what is over to nobody', () => {
    push('A', 25);
    push('B', 25);
    expect(names(turns.take())).toEqual(['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4']);
  });

  it('flies trees that want more than a turn apart from those that want less', () => {
    push('A', 25);
    push('B', 1);
    push('C', 25);
    push('D', 4);
    const [heavy, light] = [turns.take()!, turns.take()!];
    expect(names(heavy)).toEqual(['A1', 'A2', 'A3', 'A4', 'C1', 'C2', 'C3', 'C4']);
    expect(names(light)).toEqual(['B1', 'D1', 'D2', 'D3', 'D4']);
    // Neither kind comes before the other for ever.
    push('B', 1, 2);
    land(heavy);
    land(light);
    expect([names(turns.take())[0], names(turns.take())[0]]).toEqual(['A5', 'B2']);
  });

  it('takes a tree that came late within as many batches as the trees before it fill', () => {
    for (const treeId of 'ABCDEFGZ') push(treeId, 1_000);
    let batches = 0;
    for (let seen = false; !seen; batches += 1) {
      const batch = turns.take()!;
      seen = names(batch).includes('Z1');
      land(batch);
    }
    // Seven turns of four, ten to a batch.
    expect(batches).toBe(3);
  });

  it('has a tree in one batch at a time, and others in the next', () => {
    push('A', 25);
    const first = turns.take()!;
    push('A', 1, 26);
    expect(turns.isReady).toBe(false);
    push('B', 2);
    const second = turns.take()!;
    expect(names(second)).toEqual(['B1', 'B2']);
    expect(turns.take()).toBeNull();
    land(first);
    expect(names(turns.take())[0]).toBe('A11');
  });

  it('puts back what was left, before what came later and behind the turns of others', () => {
    push('A', 6);
    const batch = turns.take()!;
    push('B', 1);
    push('A', 1, 7);
    turns.land(batch, batch.items.slice(2), new Map([['A', { commands: 2, weight: 2 }]]));
    push('B', 6, 2);
    expect(names(turns.take())).toEqual(['B1', 'B2', 'B3', 'B4', 'A3', 'A4', 'A5', 'A6']);
  });

  it('lets a tree of which nothing was decided go first again', () => {
    push('A', 3);
    const batch = turns.take()!;
    push('B', 1);
    turns.land(batch, batch.items);
    expect(names(turns.take())).toEqual(['A1', 'A2', 'A3', 'B1']);
  });

  it('takes a tree for as heavy as its last commands were', () => {
    push('A', 10);
    push('B', 30);
    const batch = turns.take()!;
    turns.land(
      batch,
      [],
      new Map([
        ['A', { commands: 4, weight: 8 }],
        ['B', { commands: 4, weight: 4 }],
      ]),
    );
    // A took twice its turn, and lets one go by; a turn of it is two of its commands from now on.
    const taken = [turns.take()!, undefined, undefined].map((first) => {
      const next = first ?? turns.take()!;
      turns.land(
        next,
        [],
        new Map(
          [...next.lines].map(([{ treeId }, commands]) => [
            treeId,
            { commands, weight: commands * (treeId === 'A' ? 2 : 1) },
          ]),
        ),
      );
      return names(next)
        .map((name) => name[0])
        .join('');
    });
    expect(taken).toEqual(['BBBB', 'AABBBB', 'AABBBB']);
  });

  it('goes on at once where all trees owe, with one command where it fills the batch', () => {
    push('A', 10);
    push('B', 10);
    land(turns.take()!, 50);
    const taken = [1, 2, 3].map(() => {
      const batch = turns.take()!;
      land(batch, 50);
      return names(batch).join();
    });
    expect(taken).toEqual(['A5', 'B5', 'A6']);
  });

  it('flies what needs locks with its like alone, and overtakes nothing of the same tree', () => {
    for (const name of ['A1', 'A2']) turns.push(item(name));
    turns.push(item('A3', { locks: true }));
    turns.push(item('A4'));
    turns.push(item('B1', { locks: true }));
    turns.push(item('C1'));
    const [plain, locked] = [turns.take()!, turns.take()!];
    expect([names(plain), plain.isLocked]).toEqual([['A1', 'A2', 'C1'], false]);
    expect([names(locked), locked.isLocked]).toEqual([['B1'], true]);
    land(plain);
    expect(names(turns.take())).toEqual(['A3', 'A4']);
  });

  it('keeps batches as small as their items say, until the one that breaks them is alone', () => {
    push('A', 4);
    const flights: string[][] = [];
    for (let batch = turns.take(); batch; batch = turns.take()) {
      flights.push(names(batch));
      const breaks = names(batch).includes('A3');
      if (!breaks || batch.items.length === 1) land(batch);
      else {
        for (const one of batch.items) one.most = Math.ceil(batch.items.length / 2);
        turns.land(batch, batch.items);
      }
    }
    expect(flights).toEqual([['A1', 'A2', 'A3', 'A4'], ['A1', 'A2'], ['A3', 'A4'], ['A3'], ['A4']]);
  });

  it('lets trees of which nothing was heard fly one by one until they land', () => {
    for (const treeId of 'ABC') push(treeId, 2);
    const silent = turns.take()!;
    turns.separate(silent);
    turns.land(silent, silent.items);
    push('D', 1);
    const [first, second] = [turns.take()!, turns.take()!];
    expect([names(first), names(second)]).toEqual([
      ['A1', 'A2'],
      ['B1', 'B2'],
    ]);
    land(first);
    push('A', 1, 3);
    expect(names(turns.take())).toEqual(['C1', 'C2']);
    expect(names(turns.take())).toEqual(['D1', 'A3']);
  });

  it('adds to a batch in flight up to its turn, and up to the first that does not qualify', () => {
    turns.push(item('A1', { locks: true }));
    push('B', 1);
    const batch = turns.take()!;
    push('A', 9, 2);
    expect(turns.join(batch, ({ name }) => name !== 'A4').map(({ name }) => name)).toEqual(['A2', 'A3']);
    expect(turns.join(batch, () => true).map(({ name }) => name)).toEqual(['A4']);
  });

  it('removes what is over from the front of the trees that wait', () => {
    push('A', 3);
    push('B', 1);
    expect(turns.removeWhile(({ name }) => name !== 'A3').map(({ name }) => name)).toEqual([
      'A1',
      'A2',
      'B1',
    ]);
    expect([names(turns.take()), turns.trees]).toEqual([['A3'], 1]);
  });
});

/** Round robin as one would say it: lists, and no weights. */
class Naive {
  waiting: string[][] = [];
  private readonly flying: string[][][] = [];

  push(name: string): void {
    const isSame = (items: string[]): boolean => items[0]![0] === name[0];
    const own = this.waiting.find(isSame) ?? this.later.get(name[0]!);
    if (own) own.push(name);
    else if (this.flying.flat().some(isSame)) this.later.set(name[0]!, [name]);
    else this.waiting.push([name]);
  }

  /** What came for trees in flight. */
  private readonly later = new Map<string, string[]>();

  take(): string[][] {
    const turn = this.waiting.length === 1 ? LIMITS.batch : LIMITS.turn;
    let room = LIMITS.batch;
    const taken: string[][] = [];
    // Those that want more than a turn fly with their like.
    const isHeavy = (items: string[]): boolean => items.length > LIMITS.turn;
    const [head] = this.waiting;
    for (const own of this.waiting.filter((items) => isHeavy(items) === isHeavy(head!))) {
      if (room === 0) break;
      this.waiting.splice(this.waiting.indexOf(own), 1);
      const part = own.splice(0, Math.min(turn, room));
      room -= part.length;
      taken.push(part);
      if (own.length > 0) this.later.set(part[0]![0]!, own);
    }
    if (taken.length > 0) this.flying.push(taken);
    return taken;
  }

  /** Ends a batch of which the first so many commands of each tree were decided. */
  land(batch: string[][], decided: number): void {
    this.flying.splice(this.flying.indexOf(batch), 1);
    const first: string[][] = [];
    for (const part of batch) {
      const left = [...part.slice(decided), ...(this.later.get(part[0]![0]!) ?? [])];
      this.later.delete(part[0]![0]!);
      if (left.length > 0) (decided > 0 ? this.waiting : first).push(left);
    }
    this.waiting.unshift(...first);
  }
}

const anyStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ push: fc.constantFrom(...'ABCDE'), count: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 2, arbitrary: fc.constant('take' as const) },
  { weight: 2, arbitrary: fc.record({ land: fc.nat(3), decided: fc.nat(10) }) },
);

it('takes what a naive round robin takes, whatever comes, lands and is put back', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const real = new Turns<Item>(LIMITS, () => false);
      const naive = new Naive();
      const flying: { batch: Batch<Item>; expected: string[][] }[] = [];
      let made = 0;
      for (const step of steps) {
        if (step === 'take') {
          const [batch, expected] = [real.take(), naive.take()];
          expect(batch?.items.map(({ name }) => name) ?? []).toEqual(expected.flat());
          if (batch) flying.push({ batch, expected });
        } else if ('push' in step) {
          for (let i = 0; i < step.count; i += 1) {
            const name = `${step.push}${(made += 1)}`;
            real.push(item(name));
            naive.push(name);
          }
        } else if (flying.length > 0) {
          const [{ batch, expected }] = flying.splice(step.land % flying.length, 1) as [
            (typeof flying)[number],
          ];
          const back = expected.flatMap((part) => part.slice(step.decided));
          const weights = new Map(
            expected.map((part) => {
              const commands = Math.min(step.decided, part.length);
              return [part[0]![0]!, { commands, weight: commands }];
            }),
          );
          real.land(
            batch,
            batch.items.filter(({ name }) => back.includes(name)),
            step.decided > 0 ? weights : new Map(),
          );
          naive.land(expected, step.decided);
        }
      }
    }),
    { numRuns: Number(process.env.PURSER_TEST_RUNS ?? 600) },
  );
});

it('serves every tree, however heavy the others, and never out of order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ treeId: fc.constantFrom(...'ABCDE'), weight: fc.integer({ min: 1, max: 40 }) }), {
        minLength: 1,
        maxLength: 120,
      }),
      (commands) => {
        const real = new Turns<Item>(LIMITS, () => false);
        const weightOf = new Map(commands.map(({ treeId, weight }, i) => [`${treeId}${i}`, weight]));
        commands.forEach(({ treeId }, i) => real.push(item(`${treeId}${i}`)));
        const served: string[] = [];
        for (let batch = real.take(); batch; batch = real.take()) {
          // As the fold does it: a tree stops when its turn is used up.
          const weights = new Map<string, { commands: number; weight: number }>();
          const back = batch.items.filter(({ treeId, name }) => {
            const own = weights.get(treeId) ?? { commands: 0, weight: 0 };
            if (own.weight >= batch.turn) return true;
            weights.set(treeId, { commands: own.commands + 1, weight: own.weight + weightOf.get(name)! });
            served.push(name);
            return false;
          });
          expect(weights.size).toBe(batch.lines.size);
          real.land(batch, back, weights);
        }
        for (const treeId of 'ABCDE')
          expect(served.filter((name) => name.startsWith(treeId))).toEqual(
            [...weightOf.keys()].filter((name) => name.startsWith(treeId)),
          );
      },
    ),
    { numRuns: Number(process.env.PURSER_TEST_RUNS ?? 600) },
  );
});
