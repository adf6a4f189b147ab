import { command, envelopeInput, NOON, origin, World } from '../../test/support/core.js';
import { UNSCOPED } from './keys.js';
import type { Present } from './present.js';

type Type = Parameters<typeof command>[0];

const LATER = '2026-01-15T12:01:00.000Z';

/** A tree of 100 in which a request is sent, others follow a minute later, and the first is sent again. */
function sentAgain(first: [Type, object], ...others: [Type, object][]): Present | null {
  const world = World.at(NOON);
  const run = ([type, fields]: [Type, object], key: string | null = null) =>
    world.run(command(type, { treeId: 'R', budgetId: 'R', origin: origin(key), ...fields })).outcome;
  if (first[0] !== 'create') run(['create', { allocation: '100' }]);
  const [answered] = [run(first, 'k')];
  world.moveTo(NOON + 60_000);
  for (const other of others) expect(run(other)).toMatchObject({ status: 'accepted' });
  const again = run(first, 'k');
  if (answered.status !== 'accepted' || again.status !== 'accepted') throw new Error('not accepted');
  expect(again).toMatchObject({ replayed: true, entry: answered.entry });
  return again.present;
}

const day = envelopeInput({ id: 'e', name: 'daily', window: 'day', limit: '10' });
const setDay: [Type, object] = ['envelope_create', { ifRevision: 1, envelope: day }];
const key = { id: 'y', name: 'y', role: 'agent', scopes: UNSCOPED, expiresAt: null, hash: 'y' };
const setPrice: [Type, object] = [
  'price_set',
  {
    ifRevision: 1,
    price: {
      id: 'p',
      vendor: 'acme',
      item: 'call',
      from: null,
      tariff: { charges: [{ unit: 'call', amount: '3', per: '1' }], minimum: null, maximum: null },
    },
  },
];
const issue: [Type, object] = ['key_issue', { key }];

/** What is there of each answer, whatever it is about. */
const BUDGET = { version: expect.any(Number) as number, balances: expect.any(Object) as object };

describe('an answer that is given again', () => {
  it('has the balances and the version of now, and nothing that the first did not have', () => {
    const present = sentAgain(
      ['reserve', { reservationId: 'r', amount: '20' }],
      ['reserve', { reservationId: 's', amount: '30' }],
    );

    expect(Object.keys(present!).sort()).toEqual(['balances', 'reservation', 'version']);
    expect(present).toMatchObject({ version: 3, balances: { reserved: '50' } });
  });

  it('has the settings of now where it had settings', () => {
    const present = sentAgain(
      ['update', { ifRevision: 1, name: 'second' }],
      ['update', { ifRevision: 2, name: 'third' }],
    );

    expect(present).toEqual({ ...BUDGET, settings: expect.objectContaining({ name: 'third' }) as object });
  });

  it('has the reservation as it is', () => {
    const present = sentAgain(
      ['reserve', { reservationId: 'r', amount: '20' }],
      ['commit', { reservationId: 'r', amount: '15' }],
    );

    expect(present).toEqual({
      ...BUDGET,
      reservation: expect.objectContaining({ id: 'r', state: 'committed', committed: '15' }) as object,
    });
  });

  it('has the envelopes of a new budget as they are', () => {
    const present = sentAgain(
      ['create', { allocation: '100', envelopes: [day] }],
      ['envelope_update', { envelopeId: 'e', ifRevision: 1, limit: '20' }],
    );

    expect(present?.envelopes).toMatchObject([{ id: 'e', limit: '20' }]);
    expect(
      sentAgain(
        ['create', { allocation: '100', envelopes: [day] }],
        ['envelope_delete', { envelopeId: 'e', ifRevision: 1 }],
      )?.envelopes,
    ).toEqual([]);
  });

  it('has the envelope as it is, and when it was deleted', () => {
    expect(
      sentAgain(setDay, ['envelope_update', { envelopeId: 'e', ifRevision: 2, limit: '20' }])?.envelope,
    ).toEqual(expect.objectContaining({ id: 'e', limit: '20' }));
    expect(sentAgain(setDay)?.envelope).not.toHaveProperty('deletedAt');
    expect(
      sentAgain(setDay, ['envelope_delete', { envelopeId: 'e', ifRevision: 2 }])?.envelope,
    ).toMatchObject({ id: 'e', limit: '10', deletedAt: LATER });
  });

  it('has the key as it is, and when it was revoked', () => {
    expect(sentAgain(issue)?.key).toMatchObject({ id: 'y', role: 'agent' });
    expect(sentAgain(issue)?.key).not.toHaveProperty('revokedAt');
    expect(sentAgain(issue, ['key_revoke', { keyId: 'y' }])?.key).toMatchObject({
      id: 'y',
      revokedAt: LATER,
    });
  });

  it('has the price as it is, and when it was withdrawn', () => {
    expect(sentAgain(setPrice)?.price).toMatchObject({ id: 'p', vendor: 'acme', item: 'call' });
    expect(sentAgain(setPrice)?.price).not.toHaveProperty('endedAt');
    expect(sentAgain(setPrice, ['price_end', { priceId: 'p', ifRevision: 2 }])?.price).toMatchObject({
      id: 'p',
      endedAt: LATER,
    });
  });

  it('has what ended its keys first', () => {
    const world = World.at(NOON);
    const run = (type: Type, fields: object, name: string | null = null) =>
      world.run(command(type, { treeId: 'R', budgetId: 'R', origin: origin(name), ...fields })).outcome;
    run('create', { allocation: '100' });
    run(...issue);
    run('key_rotate', { keyId: 'y', newId: 'z', newHash: 'z', overlapSeconds: 3_600 }, 'k');
    world.moveTo(NOON + 60_000);
    const rotateAgain = () =>
      run('key_rotate', { keyId: 'y', newId: 'z', newHash: 'z', overlapSeconds: 3_600 }, 'k');

    expect(rotateAgain()).toMatchObject({
      replayed: true,
      present: { keysEnded: [{ id: 'y', at: '2026-01-15T13:00:00.000Z', revoked: false }] },
    });
    run('key_revoke', { keyId: 'y' });
    expect(rotateAgain()).toMatchObject({
      entry: { keysEnded: [{ id: 'y', at: '2026-01-15T13:00:00.000Z', revoked: false }] },
      present: { keysEnded: [{ id: 'y', at: LATER, revoked: true }] },
    });
  });
});
