import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

describe('budgets over HTTP', () => {
  let fleet: Fleet;
  let admin: Client;

  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  afterAll(async () => {
    await fleet.stop();
  });

  it('creates a root with all that it can have', async () => {
    const { status, headers, body } = await admin.post('/v1/budgets', {
      name: 'team',
      currency: 'TOKENS',
      scale: 0,
      allocation: '1000',
      timezone: 'Europe/Berlin',
      envelopes: [
        { window: 'day', limit: '500' },
        { window: 'minute', metric: 'count', limit: '60', per: 'run' },
      ],
      policy: { vendors: { allow: ['openai'] }, categories: { deny: ['games'] } },
      metadata: { team: 'research' },
    });
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({
      parentId: null,
      depth: 0,
      currency: 'TOKENS',
      scale: 0,
      timezone: 'Europe/Berlin',
      version: 1,
      revision: 1,
      state: 'active',
      guarantee: '1000',
      balances: { allocated: '1000', available: '1000', spent: '0' },
      policy: { vendors: { allow: ['openai'] }, categories: { deny: ['games'] } },
      metadata: { team: 'research' },
      envelopes: [
        { window: 'day', metric: 'amount', limit: '500', scope: 'subtree', onExceed: 'deny', per: null },
        { window: 'minute', metric: 'count', limit: '60', per: 'run' },
      ],
    });
    expect(body.treeId).toBe(body.id);
  });

  it('fills in what is left out', async () => {
    const { body } = await admin.post('/v1/budgets', { name: 'plain', currency: 'USD', allocation: '1' });
    expect(body).toMatchObject({ scale: 6, timezone: 'UTC', policy: null, metadata: null, envelopes: [] });
  });

  it('delegates, and shows the subtree', async () => {
    const { id: root } = await admin.root('100');
    const child = await admin.post(`/v1/budgets/${root}/children`, {
      name: 'a',
      guarantee: '10',
      ceiling: '30',
    });
    expect(child.status).toBe(201);
    expect(child.body).toMatchObject({
      parentId: root,
      treeId: root,
      depth: 1,
      guarantee: '10',
      ceiling: '30',
    });
    await admin.post(`/v1/budgets/${child.body.id}/children`, { name: 'b', guarantee: '0', ceiling: '5' });
    const tree = await admin.get(`/v1/budgets/${root}/tree?depth=1`);
    expect(tree.body).toMatchObject({
      childrenCount: 1,
      truncated: false,
      balances: { delegated: '10', available: '90' },
      children: [{ id: child.body.id, childrenCount: 1, truncated: true, children: [] }],
    });
  });

  it('lists pages of budgets, and what a filter leaves', async () => {
    const { id: root } = await admin.root('100', { name: 'parent', metadata: { env: 'list' } });
    for (const name of ['one', 'two', 'three'])
      await admin.post(`/v1/budgets/${root}/children`, { name, guarantee: '1', metadata: { nr: name } });
    const first = await admin.get(`/v1/budgets?parentId=${root}&limit=2`);
    expect(first.body.items.map((one: { name: string }) => one.name)).toEqual(['three', 'two']);
    const second = await admin.get(`/v1/budgets?parentId=${root}&limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((one: { name: string }) => one.name)).toEqual(['one']);
    expect(second.body.nextCursor).toBeNull();
    const names = async (query: string) =>
      (await admin.get(`/v1/budgets?${query}`)).body.items.map((one: { name: string }) => one.name);
    expect(await names('metadata=nr:two')).toEqual(['two']);
    expect(await names('metadata=env:list&metadata=nr:two')).toEqual([]);
    expect(await names(`parentId=${root}&name=one&state=active`)).toEqual(['one']);
    expect(await names('rootsOnly=true&metadata=env:list')).toEqual(['parent']);
    expect(await names(`within=${root}&q=T&openOnly=true&order=asc`)).toEqual(['parent', 'two', 'three']);
    // What lies elsewhere is not found, as if it were not there.
    const { client } = await admin.issue((await admin.root('1')).id, { role: 'auditor' });
    expect((await client.get(`/v1/budgets?within=${root}`)).body.items).toEqual([]);
    expect((await client.get('/v1/budgets?q=parent')).body.items).toEqual([]);
  });

  it('changes settings under the revision, and only under it', async () => {
    const { id: root } = await admin.root('100');
    const changed = await admin.write(
      'PATCH',
      `/v1/budgets/${root}`,
      { name: 'new', metadata: { a: 'b' } },
      { revision: 1 },
    );
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(changed.body).toMatchObject({ name: 'new', metadata: { a: 'b' }, revision: 2, version: 2 });
    const stale = await admin.write('PATCH', `/v1/budgets/${root}`, { name: 'late' }, { revision: 1 });
    expect([stale.status, stale.body.code, stale.body.current]).toEqual([412, 'revision_mismatch', 2]);
    const bare = await admin.write('PATCH', `/v1/budgets/${root}`, { name: 'late' });
    expect([bare.status, bare.body.code]).toEqual([428, 'if_match_required']);
    const cleared = await admin.write('PATCH', `/v1/budgets/${root}`, { metadata: null }, { revision: 2 });
    expect(cleared.body).toMatchObject({ name: 'new', metadata: null });
  });

  it('is not moved on by spending', async () => {
    const { id: root } = await admin.root('100');
    await admin.hold(root, '1');
    const { headers, body } = await admin.get(`/v1/budgets/${root}`);
    expect([headers.get('etag'), body.version]).toEqual(['"1"', 2]);
  });

  it('manages envelopes', async () => {
    const { id: root } = await admin.root('100');
    const created = await admin.post(
      `/v1/budgets/${root}/envelopes`,
      { window: 'day', limit: '10', match: { vendors: ['openai'] } },
      { revision: 1 },
    );
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"2"']);
    expect(created.body).toMatchObject({
      budgetId: root,
      limit: '10',
      match: { vendors: ['openai'], categories: null },
    });
    const route = `/v1/envelopes/${created.body.id}`;
    const changed = await admin.write(
      'PATCH',
      route,
      { limit: '0.5', onExceed: 'notify', name: 'x' },
      { revision: 2 },
    );
    expect(changed.body).toMatchObject({ limit: '0.5', onExceed: 'notify', name: 'x' });
    const hold = await admin.post('/v1/reservations', { budgetId: root, amount: '1', vendor: 'openai' });
    expect(hold.body.notices).toMatchObject([
      { rule: 'envelope_exceeded', envelopeId: created.body.id, limit: '0.5' },
    ]);
    const read = await admin.get(`/v1/budgets/${root}`);
    expect(read.body.envelopes).toMatchObject([
      { id: created.body.id, usage: [{ key: null, used: '1', remaining: '0' }] },
    ]);
    const deleted = await admin.write('DELETE', route, undefined, { revision: 3 });
    expect([deleted.status, deleted.headers.get('etag'), deleted.body.id]).toEqual([
      200,
      '"4"',
      created.body.id,
    ]);
    expect((await admin.get(`/v1/budgets/${root}`)).body.envelopes).toEqual([]);
    const again = await admin.write('DELETE', route, undefined, { revision: 4 });
    expect([again.status, again.body.code]).toEqual([404, 'not_found']);
  });

  it('funds, defunds, freezes, resumes and closes', async () => {
    const { id: root } = await admin.root('100');
    const funded = await admin.post(`/v1/budgets/${root}/fund`, { amount: '20', reason: 'invoice' });
    expect(funded.body.balances.allocated).toBe('120');
    const defunded = await admin.post(`/v1/budgets/${root}/defund`, { amount: '70', expectedVersion: 2 });
    expect(defunded.body.balances.allocated).toBe('50');
    const frozen = await admin.post(`/v1/budgets/${root}/freeze`, { reason: 'stop' }, { revision: 1 });
    expect([frozen.body.state, frozen.headers.get('etag')]).toEqual(['frozen', '"2"']);
    expect((await admin.post(`/v1/budgets/${root}/resume`)).body.state).toBe('active');
    await admin.hold(root, '5');
    const refused = await admin.post(`/v1/budgets/${root}/close`, { holds: 'refuse' });
    expect([refused.status, refused.body.code]).toEqual([409, 'holds_live']);
    const closed = await admin.post(`/v1/budgets/${root}/close`);
    expect(closed.body).toMatchObject({ state: 'closed', balances: { reserved: '0', allocated: '0' } });
  });

  it('shows the journal, balances of the past, and that all adds up', async () => {
    const { id: root } = await admin.root('100');
    const { id: rsv } = await admin.hold(root, '5', {
      reason: 'because',
      context: { deep: [1, { a: null }] },
    });
    await admin.post(`/v1/reservations/${rsv}/commit`, { amount: '4' });
    const entries = await admin.get(`/v1/budgets/${root}/entries`);
    expect(entries.body.items.map(({ content }: { content: { kind: string } }) => content.kind)).toEqual([
      'create',
      'reserve',
      'commit',
    ]);
    expect(entries.body.items[1].content).toMatchObject({
      by: 'admin',
      context: { deep: [1, { a: null }] },
    });
    const page = await admin.get(`/v1/budgets/${root}/entries?order=desc&limit=1&kind=reserve`);
    expect(page.body.items[0].content.version).toBe(2);
    const version = await admin.get(`/v1/budgets/${root}/balance?at=2`);
    expect(version.body).toMatchObject({ version: 2, balances: { reserved: '5', spent: '0' } });
    const now = await admin.get(`/v1/budgets/${root}/balance`);
    expect(now.body).toMatchObject({ version: 3, balances: { reserved: '0', spent: '4' } });
    const at = encodeURIComponent(entries.body.items[0].content.at as string);
    expect((await admin.get(`/v1/budgets/${root}/balance?at=${at}`)).body.version).toBe(1);
    const before = await admin.get(`/v1/budgets/${root}/balance?at=2001-01-01T00:00:00Z`);
    expect(before).toMatchObject({
      status: 200,
      body: { version: 0, at: '2001-01-01T00:00:00.000Z', balances: { allocated: '0', spent: '0' } },
    });
    const never = await admin.get(`/v1/budgets/${root}/balance?at=4`);
    expect([never.status, never.body.code]).toEqual([404, 'not_found']);
    const verified = await admin.get(`/v1/budgets/${root}/verify`);
    expect(verified.body).toMatchObject({ valid: true, entries: 3, firstDifference: null });
  });
});
