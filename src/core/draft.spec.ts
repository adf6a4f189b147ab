import { command, envelopeInput, NOON, origin, World } from '../../test/support/core.js';
import type { Command } from './commands/commands.js';
import type { Entry } from './entries.js';

/** A root `R` of 100 with a child `a` of 10, each made by a command of its own. */
class Journal {
  readonly world = World.at(NOON);

  constructor() {
    this.run('create', { budgetId: 'R', allocation: '100' });
    this.run('delegate', { budgetId: 'R', childId: 'a', guarantee: '10', ref: 'first' });
  }

  /** The entries that a command writes. */
  run(type: Command['type'], fields: object): Entry[] {
    const before = this.world.journal.length;
    this.world.run(command(type, { treeId: 'R', ...fields }));
    return this.world.journal.slice(before);
  }

  reserve(id: string, budgetId: string, fields: object = {}): Entry[] {
    return this.run('reserve', { reservationId: id, budgetId, amount: '1', ...fields });
  }

  of(budgetId: string): Entry[] {
    return this.world.journal.filter((entry) => entry.budgetId === budgetId);
  }
}

describe('an entry', () => {
  it('has the time of its decision, and never an earlier one than the entry before it', () => {
    const journal = new Journal();
    const at = (milliseconds: number, id: string): string => {
      journal.world.moveTo(NOON + milliseconds);
      const [entry] = journal.reserve(id, 'R');
      expect(Date.parse(entry!.content.at)).toBe(entry!.at);
      return entry!.content.at;
    };
    expect(at(1_000, 'r')).toBe('2026-01-15T12:00:01.000Z');
    expect(at(500, 's')).toBe('2026-01-15T12:00:01.000Z');
    expect(at(2_000, 't')).toBe('2026-01-15T12:00:02.000Z');
  });

  it('says where a budget came from only where that is the first of the budget', () => {
    const journal = new Journal();
    journal.reserve('r', 'R');
    journal.reserve('s', 'a');
    const said = (id: string) =>
      journal.of(id).map(({ content: { parentId, ref, tree } }) => [parentId, ref, tree?.currency]);
    expect(said('R')).toEqual([
      [undefined, undefined, 'USD'],
      ...Array(2).fill([undefined, undefined, undefined]),
    ]);
    expect(said('a')).toEqual([
      ['R', 'first', undefined],
      [undefined, undefined, undefined],
    ]);
  });

  it('has the settings where a command was about them, and where they were changed', () => {
    const journal = new Journal();
    journal.run('fund', { budgetId: 'R', amount: '1' });
    journal.reserve('r', 'a');
    journal.run('freeze', { budgetId: 'a' });
    const recorded = (id: string) =>
      journal.of(id).map(({ content: { kind, settings } }) => [kind, !!settings]);
    expect(recorded('R')).toEqual([
      ['create', true],
      ['delegate', false],
      ['fund', true],
    ]);
    expect(recorded('a')).toEqual([
      ['delegate', true],
      ['reserve', false],
      ['freeze', true],
    ]);
  });

  it('is marked where it is a denial, and answers no Idempotency-Key then', () => {
    const journal = new Journal();
    const by = (key: string) => ({ origin: origin(key) });
    const [reserved] = journal.reserve('r', 'R', by('one'));
    const [denied] = journal.reserve('s', 'R', { amount: '1000', ...by('two') });
    expect([reserved!.denied, reserved!.requestKey]).toEqual([false, 'one']);
    expect([denied!.denied, denied!.requestKey]).toEqual([true, null]);
  });

  it.each<[string, object, object | undefined]>([
    ['the service itself', { requestId: null }, undefined],
    ['a person', { keyId: null }, { id: 'request', credential: undefined }],
    ['the first key of a holder', { keyId: 'k', principal: 'k' }, { id: 'request', credential: undefined }],
    ['another key of a holder', { keyId: 'n', principal: 'k' }, { id: 'request', credential: 'n' }],
  ])('names the request, and the key where that is not its holder: of %s', (_who, from, request) => {
    const [entry] = new Journal().reserve('r', 'R', { origin: { ...origin(), ...from } });
    if (request === undefined) expect(entry!.content.request).toBeUndefined();
    else expect(entry!.content.request).toMatchObject(request);
  });
});

describe('the reason that was given', () => {
  it.each<[Command['type'], object]>([
    ['commit', { amount: '1' }],
    ['release', {}],
    ['extend', {}],
    ['freeze', {}],
    ['fund', { amount: '1' }],
  ])('is in the entry of a %s, and is not where none was given', (type, fields) => {
    for (const reason of ['why', null]) {
      const journal = new Journal();
      journal.reserve('r', 'R');
      const [entry] = journal.run(type, { budgetId: 'R', reservationId: 'r', reason, ...fields });
      expect(entry!.content.kind).toBe(type);
      expect(entry!.content.reason).toBe(reason ?? undefined);
    }
  });
});

describe('an entry on another budget than the one a command is for', () => {
  const said = (entries: Entry[]) =>
    entries.map(({ budgetId, content: { kind, cause, notices } }) => ({
      on: `${kind} ${budgetId}`,
      cause,
      limits: notices?.flatMap(({ envelopeId }) => envelopeId ?? []),
    }));

  /** A budget `a` of 10 that may draw, and owes 5. */
  function owing(): Journal {
    const journal = new Journal();
    journal.run('delegate', { budgetId: 'R', childId: 'p', guarantee: '0', ceiling: '200' });
    journal.reserve('r', 'p', { amount: '90', overage: 'overdraft' });
    journal.run('commit', { budgetId: 'p', reservationId: 'r', amount: '95' });
    return journal;
  }

  it('names the budget whose money pays a debt', () => {
    expect(said(owing().run('fund', { budgetId: 'R', amount: '5' }))).toMatchObject([
      { on: 'fund R', cause: undefined },
      { on: 'fund p', cause: { budgetId: 'R' } },
      { on: 'fund R', cause: { budgetId: 'R' } },
    ]);
  });

  it('is not written where the money does not reach a debt', () => {
    expect(said(owing().run('fund', { budgetId: 'R', amount: '0' })).map(({ on }) => on)).toEqual(['fund R']);
  });

  it('names the reservation whose money pays a debt', () => {
    const journal = new Journal();
    journal.run('delegate', { budgetId: 'R', childId: 'p', guarantee: '0', ceiling: '200' });
    journal.reserve('held', 'R', { amount: '10' });
    journal.reserve('r', 'p', { amount: '80', overage: 'overdraft' });
    journal.run('commit', { budgetId: 'p', reservationId: 'r', amount: '85' });
    const cause = { budgetId: 'R', reservationId: 'held' };
    expect(said(journal.run('release', { budgetId: 'R', reservationId: 'held' }))).toMatchObject([
      { on: 'release R', cause: undefined },
      { on: 'release p', cause },
      { on: 'release R', cause },
    ]);
  });

  it('has only the limits of its own budget, where a cost stops two', () => {
    const journal = new Journal();
    const pausing = (id: string, budgetId: string): unknown =>
      journal.run('envelope_create', {
        budgetId,
        ifRevision: journal.world.state.budgets.get(budgetId)!.revision,
        envelope: envelopeInput({ id, window: 'day', limit: '5', onExceed: 'pause' }),
      });
    pausing('e', 'R');
    pausing('f', 'a');
    const [, ...stops] = said(journal.reserve('r', 'a', { amount: '6' }));
    expect(stops).toEqual([
      { on: 'pause a', cause: { budgetId: 'a', envelopeId: 'f', reservationId: undefined }, limits: ['f'] },
      { on: 'pause R', cause: { budgetId: 'a', envelopeId: 'e', reservationId: undefined }, limits: ['e'] },
    ]);
  });

  it('says of a new debt that it is there, where nothing moves', () => {
    const journal = new Journal();
    journal.run('delegate', { budgetId: 'R', childId: 'm', guarantee: '0', ceiling: '200' });
    journal.run('delegate', { budgetId: 'm', childId: 'p', guarantee: '0', ceiling: '200' });
    journal.reserve('all', 'R', { amount: '90' });
    journal.reserve('r', 'p', { amount: '0', overage: 'overdraft' });
    const cause = { budgetId: 'p', reservationId: 'r' };
    expect(said(journal.run('commit', { budgetId: 'p', reservationId: 'r', amount: '5' }))).toMatchObject([
      { on: 'commit p', cause: undefined },
      { on: 'commit R', cause },
      { on: 'commit m', cause },
    ]);
  });

  it('is not written where a cost stops its own budget', () => {
    const journal = new Journal();
    journal.reserve('r', 'R', { overage: 'overdraft' });
    const entries = said(journal.run('commit', { budgetId: 'R', reservationId: 'r', amount: '500' }));
    expect(entries.map(({ on }) => on)).toEqual(['commit R']);
    expect(journal.world.state.budgets.get('R')!.state).toBe('paused');
  });

  it('stops the budget that pays for a closed one, and names the closed one and the reservation', () => {
    const journal = new Journal();
    journal.reserve('r', 'a', { overage: 'overdraft' });
    journal.run('close', { budgetId: 'a' });
    const entries = said(journal.run('commit', { budgetId: 'a', reservationId: 'r', amount: '500' }));
    expect(entries.map(({ on }) => on)).toEqual(['commit a', 'commit R', 'pause R']);
    expect(entries[2]!.cause).toEqual({ budgetId: 'a', reservationId: 'r' });
  });
});
