import { command, envelopeInput, NOON, origin, World } from '../../../test/support/core.js';
import { play } from '../../../test/support/rules.js';
import type { EntryContent } from '../entries.js';
import { UNSCOPED, type Key } from '../keys.js';
import { MAX_REVOKED } from './keys.js';

/** The contents of the entries that a script leaves, the last ones of them. */
const lastOf = (world: World, count: number): EntryContent[] =>
  world.journal.slice(-count).map(({ content }) => content);

/** A tree of 100 in which commands can be given one by one. */
function tree(fields: object = {}) {
  const world = World.at(NOON);
  const run = (type: Parameters<typeof command>[0], more: object = {}) =>
    world.run(command(type, { treeId: 'R', budgetId: 'R', ...more })).outcome;
  run('create', { allocation: '100', ...fields });
  return { world, run };
}

const daily = envelopeInput({ id: 'e', name: 'daily', window: 'day', limit: '10' });
/** What is not so is left out. */
const NOT_FROM_ABOVE = { policyFromAbove: undefined, stoppedFromAbove: undefined };
const policy = { vendors: { allow: ['acme'] } };

describe('what an entry says', () => {
  it('of a new root: its envelopes, where there are any', () => {
    expect(lastOf(tree().world, 1)).toEqual([expect.not.objectContaining({ envelopes: expect.anything() })]);
    const [made] = lastOf(tree({ envelopes: [daily] }).world, 1);
    expect(made).toMatchObject({ kind: 'create', envelopes: [{ id: 'e', name: 'daily', limit: '10' }] });
    expect(made!.settings).toMatchObject(NOT_FROM_ABOVE);
  });

  it.each([
    ['plain', {}, false],
    ['limited', { policy, envelopes: [daily] }, true],
  ])('of a %s child, and to its parent which one it is', (_, fields, isFromAbove) => {
    const { world, run } = tree();
    run('delegate', { childId: 'a', guarantee: '10', ...fields });
    const [child, parent] = lastOf(world, 2);
    expect(child!.settings).toMatchObject({
      ...NOT_FROM_ABOVE,
      ...(isFromAbove && { policyFromAbove: true }),
    });
    expect(child!.envelopes?.map(({ id }) => id)).toEqual(isFromAbove ? ['e'] : undefined);
    expect(parent).toMatchObject({ budgetId: 'R', kind: 'delegate', cause: { budgetId: 'a' } });
    expect(parent).not.toHaveProperty('settings.name', 'child');
  });

  it('of a denied delegation and a denied raise: what was asked for', () => {
    const { world, run } = tree();
    run('delegate', { childId: 'a', guarantee: '60', ceiling: '70' });
    run('delegate', { childId: 'b', name: 'big', guarantee: '50', ceiling: '90' });
    expect(lastOf(world, 1)).toMatchObject([
      { outcome: 'denied', requested: { name: 'big', guarantee: '50', ceiling: '90' } },
    ]);
    run('update', { budgetId: 'a', ifRevision: 1, guarantee: '110', ceiling: '120' });
    expect(lastOf(world, 1)).toMatchObject([
      {
        budgetId: 'a',
        outcome: 'denied',
        requested: { guarantee: '110', ceiling: '120' },
        denial: { largestAdmissible: '100' },
      },
    ]);
  });

  it('of changed settings: all as they are now, and why', () => {
    const { world, run } = tree({ name: 'first', metadata: { team: 'search' } });
    run('update', { ifRevision: 1, name: 'second', reason: 'renamed' });
    run('update', { ifRevision: 2, metadata: { team: 'maps' } });
    run('update', { ifRevision: 3, policy });
    expect(lastOf(world, 3)).toMatchObject([
      { reason: 'renamed', settings: { name: 'second', metadata: { team: 'search' } } },
      { settings: { name: 'second', metadata: { team: 'maps' } } },
      { settings: { policy, metadata: { team: 'maps' }, policyFromAbove: undefined } },
    ]);
    expect(lastOf(world, 2)[0]!.reason).toBeUndefined();
  });

  it('of dimensions: those of the root, which alone can have them', () => {
    const { world, run } = tree();
    run('delegate', { childId: 'a', guarantee: '10' });
    expect(run('update', { budgetId: 'a', ifRevision: 1, dimensions: ['team'] })).toMatchObject({
      status: 'rejected',
      rejection: { code: 'not_a_root', field: 'dimensions' },
    });
    run('update', { ifRevision: 1, dimensions: ['team'] });
    expect(lastOf(world, 1)).toMatchObject([{ settings: { dimensions: ['team'] } }]);
  });

  it('of an envelope that is renamed, and of one that keeps its name', () => {
    const { world, run } = tree({ envelopes: [daily] });
    run('envelope_update', { envelopeId: 'e', ifRevision: 1, name: 'by day' });
    run('envelope_update', { envelopeId: 'e', ifRevision: 2, limit: '20' });
    expect(lastOf(world, 2)).toMatchObject([
      { envelope: { name: 'by day', limit: '10' } },
      { envelope: { name: 'by day', limit: '20' } },
    ]);
  });

  it('of a consent that came to nothing: which request it was for', () => {
    const { world, run } = tree({
      envelopes: [
        { ...daily, onExceed: 'approve', approve: { approvals: 1, withinSeconds: 600, approvers: null } },
        envelopeInput({ id: 'f', window: 'month', limit: '30' }),
      ],
    });
    run('reserve', { reservationId: 'r', amount: '20' });
    run('envelope_update', { envelopeId: 'f', ifRevision: 1, limit: '15' });
    const approval = { reservationId: 'r', origin: origin(null, null, 'ann') };
    run('approve', { ...approval, fingerprint: null });
    expect(lastOf(world, 1)).toMatchObject([
      {
        kind: 'approve',
        outcome: 'denied',
        reservation: { id: 'r' },
        requested: { fingerprint: null },
      },
    ]);
    expect(run('reject', { ...approval, reason: ' ' })).toMatchObject({
      rejection: { code: 'reason_required', field: 'reason' },
    });
  });

  it('of a close: the reason everywhere, and below from where it came', () => {
    const { world, run } = tree();
    run('delegate', { childId: 'a', guarantee: '50' });
    run('delegate', { budgetId: 'a', childId: 'b', guarantee: '20' });
    run('reserve', { budgetId: 'b', reservationId: 'r', amount: '5' });
    run('close', { budgetId: 'a', reason: 'done' });
    const closed = world.journal
      .map(({ content }) => content)
      .filter(({ settings }) => settings?.state === 'closed');
    expect(closed.map(({ budgetId, reason, cause }) => [budgetId, reason, cause])).toEqual([
      ['b', 'done', { budgetId: 'a' }],
      ['a', 'done', undefined],
    ]);
    const released = world.journal.find(({ content }) => content.kind === 'release')!.content;
    expect(released).toMatchObject({ budgetId: 'b', reason: 'done', cause: { budgetId: 'a' } });
  });

  it('of a price: which ones it ends, those of the same time and, from now, those of before', () => {
    const world = play(`
      root R 100
      price p R charges=call:1/1
      price q R charges=call:2/1 from=2026-02-01T00:00:00Z
      price r R charges=call:3/1 from=2026-02-01T00:00:00Z
      price s R charges=call:4/1`);
    expect(lastOf(world, 4).map(({ price, pricesEnded }) => [price!.id, pricesEnded])).toEqual([
      ['p', undefined],
      ['q', undefined],
      ['r', ['q']],
      ['s', ['p']],
    ]);
    const revisions = lastOf(play('root R 100\nprice p R charges=call:1/1\nunprice p'), 2);
    expect(revisions.map(({ settings }) => settings!.revision)).toEqual([2, 3]);
  });

  it('of a key that was replaced: when the old one ends, and whether at once', () => {
    const world = play('root R 100\nkey k R agent\nrotate k l overlap=60\nrotate l m');
    expect(lastOf(world, 2).map(({ keysEnded }) => keysEnded)).toEqual([
      [{ id: 'k', at: '2026-01-15T12:01:00.000Z', revoked: false }],
      [{ id: 'l', at: '2026-01-15T12:00:00.000Z', revoked: true }],
    ]);
  });
});

describe('a revocation of many keys', () => {
  const key = (id: string, fields: Partial<Key> = {}): Key => ({
    treeId: 'R',
    budgetId: 'R',
    path: [],
    id,
    name: id,
    role: 'agent',
    scopes: UNSCOPED,
    holder: id,
    issuedBy: [],
    madeFrom: null,
    createdAt: NOON,
    expiresAt: null,
    revokedAt: null,
    hash: id,
    ...fields,
  });
  const revokeAll = (count: number, prepare: (world: World) => void = () => undefined) => {
    const { world, run } = tree();
    for (let i = 0; i < count; i += 1) world.state.keys.set(`k${i}`, key(`k${i}`));
    prepare(world);
    const before = world.journal.length;
    run('keys_revoke', { reason: 'leaked' });
    return world.journal.slice(before).map(({ content }) => content);
  };

  it.each([
    [1_000, [1_000]],
    [1_001, [1_000, 1]],
    [2_500, [1_000, 1_000, 500]],
  ])('of %i keys ends them in entries of 1,000, of which the first says how many more', (count, sizes) => {
    const entries = revokeAll(count);
    expect(entries.map(({ keysEnded }) => keysEnded!.length)).toEqual(sizes);
    expect(new Set(entries.flatMap(({ keysEnded }) => keysEnded!.map(({ id }) => id))).size).toBe(count);
    expect(entries.map(({ moreKeysEnded }) => moreKeysEnded)).toEqual(
      sizes.map((_, i) => (i === 0 && count > 1_000 ? count - 1_000 : undefined)),
    );
    expect(entries.map(({ kind, reason, cause }) => [kind, reason, cause])).toEqual(
      sizes.map((_, i) => [
        'key_revoke',
        ...(i === 0 ? ['leaked', undefined] : [undefined, { budgetId: 'R' }]),
      ]),
    );
    expect(entries[0]!.keysRemain).toBeUndefined();
    expect(entries[0]!.keysEnded![0]).toEqual({ id: 'k0', at: '2026-01-15T12:00:00.000Z', revoked: true });
  });

  it.each([
    [MAX_REVOKED, undefined],
    [MAX_REVOKED + 1, true],
  ])('ends at most %i, and says whether any are left', (count, remain) => {
    const entries = revokeAll(count);
    expect(entries.flatMap(({ keysEnded }) => keysEnded!)).toHaveLength(MAX_REVOKED);
    expect(entries[0]!.keysRemain).toBe(remain);
  });

  it('leaves out those that have ended, and says that more are left where the load could not bring all', () => {
    const [entry] = revokeAll(3, (world) => {
      world.state.keys.set('old', key('old', { revokedAt: NOON - 1 }));
      world.state.oversized.add('keys of R');
    });
    expect(entry!.keysEnded!.map(({ id }) => id)).toEqual(['k0', 'k1', 'k2']);
    expect(entry!.keysRemain).toBe(true);
  });
});
