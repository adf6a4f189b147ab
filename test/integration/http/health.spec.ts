import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWriteClient } from '../../../src/database/connections.js';
import { Fleet } from '../../support/fleet.js';

describe('a service in trouble', () => {
  it('turns away what it cannot queue, and says when to come back', async () => {
    const fleet = await Fleet.start(1, { PURSER_QUEUE_LIMIT: '2' });
    const admin = fleet.client();
    const { id: budgetId } = await admin.root('100');
    const commands = Array.from({ length: 3 }, () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId,
      amount: '1',
    }));
    const turned = await admin.send('POST', '/v1/reservations/batch', { commands });
    expect([turned.status, turned.body.code, turned.headers.get('retry-after')]).toEqual([
      503,
      'overloaded',
      '1',
    ]);
    const passed = await admin.send('POST', '/v1/reservations/batch', { commands: commands.slice(1) });
    expect(passed.status).toBe(200);
    await fleet.stop();
  });

  it('is not ready without its database, answers 503, and comes back by itself', async () => {
    const fleet = await Fleet.start(1);
    const admin = fleet.client();
    const { id: root } = await admin.root('100');
    const name = new URL(fleet.database.url).pathname.slice(1);
    const server = openWriteClient(
      Object.assign(new URL(fleet.database.url), { pathname: '/postgres' }).href,
      1,
    );
    await server.unsafe(`alter database ${name} with allow_connections false`);
    await server`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;

    for (const route of [
      '/v1/budgets',
      `/v1/budgets/${root}`,
      '/v1/reservations',
      `/v1/budgets/${root}/entries`,
    ]) {
      const answer = await admin.get(route);
      expect([route, answer.status, answer.body.code]).toEqual([route, 503, 'unavailable']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    await waitFor(async () => (await admin.get('/readyz')).body.status === 'no_database');
    expect((await admin.get('/readyz')).status).toBe(503);
    expect((await admin.get('/livez')).status).toBe(200);

    await server.unsafe(`alter database ${name} with allow_connections true`);
    await waitFor(async () => (await admin.get('/readyz')).status === 200);
    expect((await admin.get(`/v1/budgets/${root}`)).status).toBe(200);
    expect((await admin.post('/v1/reservations', { budgetId: root, amount: '1' })).status).toBe(201);
    await server.end();
    await fleet.stop();
  });
});

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    if (await condition()) return;
    await sleep(100);
  }
  throw new Error('it did not come to be');
}
