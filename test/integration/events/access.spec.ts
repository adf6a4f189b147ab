import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../src/ids/ids.js';
import type { Role } from '../../../src/core/keys.js';
import { made } from '../../support/client.js';
import { EventStream } from '../../support/event-stream.js';
import { Fleet } from '../../support/fleet.js';
import { Issuer } from '../../support/issuer.js';
import { untilReadable } from '../../support/readable.js';

// What a key, or a person, receives; and that it ends with the key.

let issuer: Issuer;
let fleet: Fleet;
beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(2, { PURSER_EVENT_STREAMS: '20', ...issuer.environment });
});
afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

interface NewKey {
  id: string;
  secret: string;
}

const issue = async (budgetId: string, role: Role, fields: object = {}): Promise<NewKey> =>
  made(await fleet.client().post<NewKey>(`/v1/budgets/${budgetId}/keys`, { name: role, role, ...fields }));

const open = (key: string, i = 0, query = '', lastEventId?: string): Promise<EventStream> =>
  EventStream.open(fleet.services[i]!.baseUrl, query, lastEventId, key);

/** How long after something a stream ended, in milliseconds. */
async function endsAfter(stream: EventStream, act: () => Promise<unknown>): Promise<number> {
  await act();
  const since = performance.now();
  await stream.done;
  return performance.now() - since;
}

/** "Within a second", on a machine that has other things to do. */
const PROMPT_MS = 10_000;

it('a key follows its budget and everything under it, and nothing else', async () => {
  const client = fleet.client();
  const root = await client.root('1000');
  const team = await client.child(root.id, '100');
  const agent = await client.child(team.id, '50');
  const beside = await client.child(root.id, '100');
  const { secret } = await issue(team.id, 'auditor');
  await untilReadable(fleet.database.sql);
  const mine = await open(secret);
  const below = await open(secret, 1, `?budgetId=${agent.id}`);
  for (const budget of [root, beside, team, agent]) await client.reserve(budget.id, '1');
  await below.until((events) => events.length === 1);
  await mine.until((events) => events.some(({ data }) => data.budgetId === agent.id));
  const budgets = new Set(mine.events.map(({ data }) => data.budgetId));
  expect([...budgets].sort()).toEqual([team.id, agent.id].sort());
  expect(below.events.map(({ data }) => data.budgetId)).toEqual([agent.id]);
  await Promise.all([mine.close(), below.close()]);

  const bound = client.as(secret);
  const outside = [root.id, beside.id, (await client.root('1')).id, newId('budget')];
  const answers = await Promise.all(outside.map((id) => bound.get(`/v1/events?budgetId=${id}`)));
  expect(answers.map(({ status, body }) => [status, body.detail])).toEqual(
    outside.map((id) => [404, `There is no budget ${id}.`]),
  );
});

it('the id of an event from elsewhere is answered as one of no event', async () => {
  const client = fleet.client();
  const root = await client.root('100');
  const child = await client.child(root.id, '10');
  const { secret } = await issue(child.id, 'agent');
  const everything = await open(fleet.services[0]!.adminKey);
  await client.reserve(root.id, '1');
  await everything.until((events) => events.some(({ data }) => data.budgetId === root.id));
  const { lastEventId } = everything;
  await everything.close();
  const ask = async (id: string) => {
    const headers = { 'last-event-id': id };
    const { status, body } = await client
      .as(secret)
      .send<{ errors: object[] }>('GET', '/v1/events', undefined, headers);
    return { status, errors: body.errors };
  };
  const none = await ask(`evt_${newId('budget').slice(7)}_1_budget-created`);
  expect(none.status).toBe(400);
  for (const id of [lastEventId, lastEventId.replace(/_\d+_/, '_99_'), '*', `${lastEventId},${lastEventId}`])
    expect(await ask(id)).toEqual(none);
});

it.each([0, 1])('a stream ends when its key is revoked, asked of replica %d', async (i) => {
  const root = await fleet.client().root('100');
  const [revoked, kept] = [await issue(root.id, 'agent'), await issue(root.id, 'agent')];
  const streams = [await open(revoked.secret, 0), await open(revoked.secret, 1)];
  const other = await open(kept.secret);
  const took = await Promise.all(
    streams.map((stream, n) =>
      endsAfter(
        stream,
        async () => n === 0 && (await fleet.client(i).write('DELETE', `/v1/keys/${revoked.id}`)),
      ),
    ),
  );
  for (const ms of took) expect(ms).toBeLessThan(PROMPT_MS);
  expect(other.ended).toBe(false);
  await expect(open(revoked.secret)).rejects.toThrow('401');
  await other.close();
});

it('a stream ends with the time of its key, and with the overlap of a rotation', async () => {
  const root = await fleet.client().root('100');
  const short = await issue(root.id, 'agent', { expiresAt: new Date(Date.now() + 2_000).toISOString() });
  const old = await issue(root.id, 'auditor');
  const expiring = await open(short.secret);
  const rotated = await open(old.secret, 1);
  made(await fleet.client().post(`/v1/keys/${old.id}/rotate`, { overlapSeconds: 1 }));
  await Promise.all([expiring.done, rotated.done]);
  await expect(open(short.secret)).rejects.toThrow('401');
  await expect(open(old.secret)).rejects.toThrow('401');
});

it("a person's stream ends when the token expires, whether the issuer answers or not", async () => {
  const root = await fleet.client().root('100');
  const claims = { purser_role: 'auditor', purser_budget: root.id };
  const stream = await open(await issuer.token(claims, { expires: '1s' }));
  const lasting = await open(await issuer.token(claims), 1);
  issuer.answers = false;
  // Clocks may differ by five seconds.
  await stream.done;
  issuer.answers = true;
  expect(lasting.ended).toBe(false);
  await fleet.client().reserve(root.id, '1');
  await lasting.until((events) => events.length > 0);
  await lasting.close();
});

it('one key takes no more than its share of the streams', async () => {
  const root = await fleet.client().root('100');
  const [greedy, modest] = [await issue(root.id, 'agent'), await issue(root.id, 'agent')];
  const streams = [await open(greedy.secret), await open(greedy.secret)];
  const refused = await fleet.client().as(greedy.secret).get('/v1/events');
  expect([refused.status, refused.body.code]).toEqual([429, 'too_much_at_once']);
  expect(refused.headers.get('retry-after')).toBe('5');
  streams.push(await open(modest.secret));
  await streams[0]!.close();
  for (;;) {
    const again = await open(greedy.secret).catch(() => null);
    if (again) streams.push(again);
    if (again) break;
    await sleep(20);
  }
  await Promise.all(streams.map((stream) => stream.close()));
});
