import type { Client, WriteOptions } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { differencesAfter, rewriteJournal } from '../../support/tamper.js';
import { uuidOf } from '../../../src/ids/ids.js';

describe('a child with a ref', () => {
  let fleet: Fleet;
  let admin: Client;
  let root: string;
  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  beforeEach(async () => (root = (await admin.root('100')).id));
  afterAll(async () => {
    await expectAuditPasses(fleet.database.sql);
    await fleet.stop();
  });

  const spawn = (fields: object = {}, options: WriteOptions = {}, parent = root) =>
    admin.post(
      `/v1/budgets/${parent}/children`,
      { name: 'coder', guarantee: '5', ref: 'run-17/coder', ...fields },
      options,
    );

  it('is found by a spawn that is repeated under another key, as it is, without a second secret', async () => {
    const key = { name: 'coder' };
    const first = await spawn({ key, envelopes: [{ window: 'day', limit: '3' }] });
    expect(first).toMatchObject({ status: 201, body: { ref: 'run-17/coder', key: { works: true } } });
    expect(first.body.key.secret).not.toBeNull();
    await admin.hold(first.body.id as string, '2');
    const again = await spawn({ key, guarantee: '50' });
    expect(again).toMatchObject({
      status: 200,
      body: {
        id: first.body.id,
        existed: true,
        guarantee: '5',
        balances: { reserved: '2' },
        envelopes: [{ limit: '3' }],
        key: { id: first.body.key.id, secret: null },
      },
    });
    expect(again.headers.get('idempotency-replayed')).toBeNull();
    const parent = await admin.get(`/v1/budgets/${root}`);
    expect(parent.body.balances).toMatchObject({ delegated: '5' });
    const keys = await admin.get(`/v1/budgets/${String(first.body.id)}/keys`);
    expect(keys.body.items).toHaveLength(1);
  });

  it('is in reads, lists and its first entry', async () => {
    const { body: child } = await spawn();
    expect((await admin.get(`/v1/budgets/${String(child.id)}`)).body.ref).toBe('run-17/coder');
    const listed = await admin.get(`/v1/budgets?parentId=${root}&ref=run-17/coder`);
    expect(listed.body.items).toMatchObject([{ id: child.id, ref: 'run-17/coder' }]);
    expect((await admin.get(`/v1/budgets?parentId=${root}&ref=other`)).body.items).toEqual([]);
    const entries = await admin.get(`/v1/budgets/${String(child.id)}/entries`);
    expect(entries.body.items[0].content).toMatchObject({ kind: 'delegate', ref: 'run-17/coder' });
    expect((await admin.get(`/v1/budgets/${String(child.id)}/verify`)).body.valid).toBe(true);
  });

  it('is replayed by its own key, and gives the ref free when it is closed', async () => {
    const header = { key: 'first' };
    const first = await spawn({}, header);
    const replay = await spawn({}, header);
    expect([replay.status, replay.body.id, replay.headers.get('idempotency-replayed')]).toEqual([
      201,
      first.body.id,
      'true',
    ]);
    const other = { key: 'second' };
    expect(await spawn({}, other)).toMatchObject({ status: 200, body: { id: first.body.id } });
    await admin.post(`/v1/budgets/${String(first.body.id)}/close`);
    // What found a child has used up no key: it is decided anew.
    const next = await spawn({}, other);
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(first.body.id);
  });

  it('is refused a ref that is none, and Postgres takes no second one', async () => {
    for (const ref of ['', 'two words', 'x'.repeat(129), 7])
      expect(await spawn({ ref })).toMatchObject({
        status: 400,
        body: { code: 'validation_failed', errors: [{ field: 'ref' }] },
      });
    await spawn();
    const { body: other } = await spawn({ ref: 'other' });
    await expect(
      fleet.database.sql`UPDATE budgets SET ref = 'run-17/coder' WHERE id = ${uuidOf(other.id as string)}`,
    ).rejects.toThrow('budgets_child_ref');
  });

  it('is known to the audit: that it is the one that was given, and its own', async () => {
    const { body: child } = await spawn({ ref: 'a' });
    const id = uuidOf(child.id as string);
    const changed = await differencesAfter(
      fleet.database.sql,
      (tx) => tx`UPDATE budgets SET ref = 'b' WHERE id = ${id}`,
    );
    expect(changed.listed()).toMatchObject([{ what: 'ref of the budget', journal: 'a', table: 'b' }]);
    const { body: other } = await spawn({ ref: 'b' });
    const shared = await differencesAfter(fleet.database.sql, async (tx) => {
      await tx`DROP INDEX budgets_child_ref`;
      await tx`UPDATE budgets SET ref = 'a' WHERE id = ${uuidOf(other.id as string)}`;
      await rewriteJournal(tx, other.id as string, (content) =>
        content.ref === undefined ? undefined : { ...content, ref: 'a' },
      );
    });
    expect(shared.listed()).toMatchObject([{ what: 'ref of the budget', journal: 'its own' }]);
  });
});
