import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookView } from '../../../src/events/webhooks/webhook-view.js';
import { ChannelStandIn } from '../../support/channels.js';
import { made, type Client, type Issued } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { untilReadable } from '../../support/readable.js';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const ANN = 'U0ANN00001';
const BOB = 'U0BOB00001';

let fleet: Fleet;
let admin: Client;
let channel: ChannelStandIn;
let root: string;
let ann: Issued;
let bob: Issued;
let webhook: WebhookView;

beforeAll(async () => {
  channel = await ChannelStandIn.start();
  fleet = await Fleet.start(2, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

beforeEach(async () => {
  channel.posted.length = 0;
  channel.reply = () => ({ status: 200, body: 'ok' });
  const approve = { approvals: 2, withinSeconds: 3_600 };
  const envelopes = [{ window: 'transaction', limit: '10', onExceed: 'approve', approve }];
  root = (await admin.root('1000', { name: 'research', envelopes })).id;
  ann = await admin.issue(root, { role: 'approver' });
  bob = await admin.issue(root, { role: 'approver' });
  await untilReadable(fleet.database.sql);
  webhook = made(await admin.post<WebhookView>('/v1/webhooks', asked({ [ANN]: ann.id, [BOB]: bob.id })));
});

const asked = (people: Record<string, string>, budgetId = root): object => ({
  kind: 'slack',
  budgetId,
  slack: { url: `${channel.origin}/services/T0/B0/X`, buttons: { signingSecret: SECRET, people } },
});

interface Click {
  user?: string;
  verb?: string;
  value?: string;
  reason?: string;
  responseUrl?: string;
}

/** What Slack sends of a click. */
const clicked = ({ user = ANN, verb = 'approve', value = '', reason, responseUrl }: Click): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: user },
      trigger_id: randomUUID(),
      response_url: responseUrl ?? `${channel.origin}/actions/1`,
      actions: [{ action_id: verb, value }],
      state: { values: { reason: { reason: { type: 'plain_text_input', value: reason ?? null } } } },
    }),
  }).toString();

const signed = (
  body: string,
  secret = SECRET,
  at = Math.floor(Date.now() / 1000),
): Record<string, string> => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
});

const send = async (body: string, headers = signed(body), client = admin): Promise<number> => {
  const route = `${client.baseUrl}/v1/webhooks/${webhook.id}/slack`;
  return (await fetch(route, { method: 'POST', headers, body })).status;
};

/** Asks people for 50; answers the reservation with what its buttons carry. */
async function ask(client = admin): Promise<{ id: string; value: string }> {
  const { id } = made(await client.reserve(root, '50', { vendor: 'acme' }));
  const message = () => channel.posted.find(({ body }) => body.includes(id));
  await channel.until(() => message() !== undefined);
  const { elements } = message()!.json.blocks.at(-1);
  expect(elements.map(({ action_id: action }: { action_id: string }) => action)).toEqual([
    'approve',
    'reject',
  ]);
  const { value } = elements[0];
  channel.posted.length = 0;
  return { id, value };
}

const approvalOf = async (id: string) =>
  made(
    await admin.get<{ state: string; approval: { given: { by: string }[]; rejection: object | null } }>(
      `/v1/reservations/${id}`,
    ),
  );

/** What Slack was asked to show after a click. */
const shownAfter = (): { replaces: boolean; text: string }[] =>
  channel.posted
    .filter(({ path }) => path === '/actions/1')
    .map(({ json, body }) => ({ replaces: json.replace_original, text: body }));

it('a click counts as the vote of the one who clicked, and the message shows what came of it', async () => {
  const { id, value } = await ask();
  expect(await send(clicked({ value, reason: 'as planned' }))).toBe(200);
  const [first] = shownAfter();
  expect(first).toMatchObject({ replaces: true, text: expect.stringContaining(`${ann.id} agreed.`) });
  expect(first!.text).toContain('"action_id":"approve"');
  expect(await send(clicked({ value, user: BOB }))).toBe(200);
  const [, second] = shownAfter();
  expect(second).toMatchObject({
    replaces: true,
    text: expect.stringContaining('Approved: 50 USD for acme'),
  });
  expect(second!.text).not.toContain('"action_id":"approve"');
  const { state, approval } = await approvalOf(id);
  expect([state, approval.given]).toEqual([
    'held',
    [
      expect.objectContaining({ by: ann.id, comment: 'as planned' }),
      expect.objectContaining({ by: bob.id, comment: null }),
    ],
  ]);
  await fleet.expectAuditPasses();
});

it('a rejection needs one person, and has their reason', async () => {
  const { id, value } = await ask();
  expect(await send(clicked({ value, verb: 'reject', reason: 'too dear\nfor us' }))).toBe(200);
  const { state, approval } = await approvalOf(id);
  expect([state, approval.rejection]).toEqual([
    'rejected',
    expect.objectContaining({ by: ann.id, reason: 'too dear for us' }),
  ]);
});

it('of many clicks of one person at once, on several replicas, one counts', async () => {
  const { id, value } = await ask();
  const statuses = await fleet.atOnce(8, (client) => {
    const body = clicked({ value });
    return send(body, signed(body), client);
  });
  expect(statuses.every((status) => status === 200)).toBe(true);
  expect((await approvalOf(id)).approval.given.map(({ by }) => by)).toEqual([ann.id]);
  expect(shownAfter().filter(({ replaces }) => !replaces)).toHaveLength(7);
});

it('a click that is sent again is refused, wherever, even where it was not taken the first time', async () => {
  const { id, value } = await ask();
  made(await admin.write('DELETE', `/v1/keys/${ann.id}`));
  const body = clicked({ value });
  const headers = signed(body);
  const statuses = await fleet.atOnce(6, (client) => send(body, headers, client));
  expect(statuses.sort()).toEqual([200, 401, 401, 401, 401, 401]);
  expect(shownAfter()).toEqual([
    { replaces: false, text: expect.stringContaining(`${ann.id} has no key that may approve this.`) },
  ]);
  expect((await approvalOf(id)).approval.given).toEqual([]);
});

it('what Slack has not signed with the secret of this webhook a moment ago is refused, and does nothing', async () => {
  const { id, value } = await ask();
  const body = clicked({ value });
  const now = Math.floor(Date.now() / 1000);
  const other = clicked({ value, user: BOB });
  for (const [sent, headers] of [
    [body, signed(body, 'another-secret-of-somebody')],
    [body, signed(body, SECRET, now - 301)],
    [body, signed(body, SECRET, now + 301)],
    [other, signed(body)],
    [body, { ...signed(body), 'x-slack-request-timestamp': String(now - 1) }],
    [body, { ...signed(body), 'x-slack-signature': 'v0=' }],
    [body, { 'content-type': 'application/x-www-form-urlencoded' }],
  ] as const)
    expect(await send(sent, { ...headers })).toBe(401);
  made(await admin.write('PATCH', `/v1/webhooks/${webhook.id}`, { state: 'paused' }));
  expect(await send(body)).toBe(401);
  made(
    await admin.write('PATCH', `/v1/webhooks/${webhook.id}`, { state: 'active', slack: { buttons: null } }),
  );
  expect(await send(body)).toBe(401);
  expect(shownAfter()).toEqual([]);
  expect((await approvalOf(id)).approval.given).toEqual([]);
});

it.each<[string, () => Promise<Click>, string]>([
  [
    'somebody who is not named',
    async () => ({ user: 'U0EVE00001', value: (await ask()).value }),
    'not one of the people',
  ],
  ['the one who asked', async () => ({ value: (await askedByAnn()).value }), 'somebody else has to decide'],
  ['somebody after the end', async () => ({ value: (await ended()).value }), 'released'],
  [
    'somebody with a value of another tree',
    async () => ({ value: await elsewhere() }),
    'no such reservation',
  ],
])('a click of %s changes nothing, and says why to them alone', async (_, click, text) => {
  expect(await send(clicked(await click()))).toBe(200);
  expect(shownAfter()).toEqual([{ replaces: false, text: expect.stringContaining(text) }]);
});

/** A request by somebody with two keys of one holder: one that asks, and one that approves. */
async function askedByAnn() {
  const operator = await admin.issue(root, { role: 'operator' });
  made(
    await admin.write('PATCH', `/v1/webhooks/${webhook.id}`, {
      slack: { buttons: { signingSecret: SECRET, people: { [ANN]: operator.id } } },
    }),
  );
  return await ask(operator.client);
}

async function ended() {
  const asking = await ask();
  made(await admin.release(asking.id));
  return asking;
}

async function elsewhere(): Promise<string> {
  const approve = { approvals: 1, withinSeconds: 3_600 };
  const envelopes = [{ window: 'transaction', limit: '10', onExceed: 'approve', approve }];
  const other = await admin.root('1000', { envelopes });
  const { id } = made(await admin.reserve(other.id, '50'));
  return JSON.stringify({ reservationId: id, fingerprint: null });
}

it('of somebody whose key may not approve a click decides nothing, and what is no click is nothing', async () => {
  const agent = await admin.issue(root);
  const buttons = { signingSecret: SECRET, people: { [ANN]: agent.id } };
  made(await admin.write('PATCH', `/v1/webhooks/${webhook.id}`, { slack: { buttons } }));
  const { id, value } = await ask();
  expect(await send(clicked({ value }))).toBe(200);
  const text = expect.stringContaining(`${agent.id} has no key that may approve this.`);
  expect(shownAfter()).toEqual([{ replaces: false, text }]);
  for (const user of ['constructor', '__proto__', 'toString', ''])
    expect(await send(clicked({ user, value }))).toBe(200);
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const payloads = [
    '',
    '{',
    'null',
    '[]',
    '"text"',
    deep,
    JSON.stringify({ type: 'block_actions', actions: [null] }),
  ];
  const action = { action_id: 'approve', value };
  const odd = [
    { user: { id: [ANN] }, actions: [action] },
    { user: null, actions: [action], state: { values: 5 } },
    { user: { id: ANN }, actions: { 0: { ...action, value: [value] } } },
    { user: { id: ANN }, actions: [{ ...action, action_id: 'toString' }] },
    { user: { id: ANN }, actions: [{ ...action, value: JSON.stringify({ reservationId: `${id}'--` }) }] },
  ].map((one) => JSON.stringify({ type: 'block_actions', ...one }));
  for (const payload of [...payloads, ...odd])
    expect(await send(new URLSearchParams({ payload }).toString())).toBe(200);
  expect(await send('payload')).toBe(200);
  expect((await approvalOf(id)).approval.given).toEqual([]);
});

it('a body that is too large is not read to its end, and one that decides with a long reason is', async () => {
  const { id, value } = await ask();
  expect(await send(clicked({ value, reason: 'x'.repeat(300_000) }))).toBe(413);
  expect((await approvalOf(id)).state).toBe('pending_approval');
  expect(await send(clicked({ value, verb: 'reject', reason: `${'<b>'.repeat(20_000)}` }))).toBe(200);
  const { approval } = await approvalOf(id);
  expect((approval.rejection as { reason: string }).reason.length).toBeLessThanOrEqual(1_000);
});

it('is answered at no address but where its messages go', async () => {
  const { value } = await ask();
  const stranger = await ChannelStandIn.start();
  expect(await send(clicked({ value, responseUrl: `${stranger.origin}/actions/1` }))).toBe(200);
  expect([stranger.posted, shownAfter()]).toEqual([[], []]);
});

it('people are named by those who could have their keys, and with the secret alone', async () => {
  const child = await admin.child(root, '100');
  const operator = await admin.issue(child.id, { role: 'operator' });
  const below = asked({ [ANN]: ann.id }, child.id);
  const refused = await operator.client.post('/v1/webhooks', below);
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  const own = made(
    await operator.client.post<WebhookView>('/v1/webhooks', asked({ [ANN]: operator.id }, child.id)),
  );
  expect(own.slack?.buttons).toEqual({ people: { [ANN]: operator.id } });
  const moved = { slack: { buttons: { signingSecret: 'a-secret-of-my-own', people: { [ANN]: ann.id } } } };
  expect((await operator.client.write('PATCH', `/v1/webhooks/${own.id}`, moved)).status).toBe(403);
  const halves = [
    { signingSecret: SECRET },
    { people: { [ANN]: operator.id } },
    { signingSecret: SECRET, people: { ann: 'x' } },
  ];
  for (const buttons of halves)
    expect((await admin.write('PATCH', `/v1/webhooks/${own.id}`, { slack: { buttons } })).status).toBe(400);
  // Whoever hands out a key could have kept it.
  const handed = made(
    await operator.client.post<{ id: string }>(`/v1/budgets/${child.id}/keys`, {
      name: 'x',
      role: 'approver',
      holder: 'other',
    }),
  );
  const theirs = { slack: { buttons: { signingSecret: SECRET, people: { [ANN]: handed.id } } } };
  expect((await operator.client.write('PATCH', `/v1/webhooks/${own.id}`, theirs)).status).toBe(200);
  expect(JSON.stringify(await admin.get(`/v1/webhooks?budgetId=${root}&subtree=true`))).not.toContain(SECRET);
});

it('forms are taken there and nowhere else', async () => {
  const body = JSON.stringify({});
  const headers = { ...signed(body), 'content-type': 'application/json' };
  expect(await send(body, headers)).toBe(415);
  const elsewhere = await fetch(`${admin.baseUrl}/v1/webhooks`, {
    method: 'POST',
    headers: {
      ...signed('a=b'),
      authorization: `Bearer ${fleet.services[0]!.adminKey}`,
      'idempotency-key': randomUUID(),
    },
    body: 'a=b',
  });
  expect(elsewhere.status).toBe(415);
});
