import { randomUUID } from 'node:crypto';
import type { DeliveryView, WebhookView } from '../../../src/events/webhooks/webhook-view.js';
import { ChannelStandIn, type Posted } from '../../support/channels.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { untilReadable } from '../../support/readable.js';
import { SMTP_PASSWORD, SmtpStandIn } from '../../support/smtp.js';

const CONSOLE = 'https://purser.example.com';
const ROUTING_KEY = 'R0123456789ABCDEF0123456789ABCDE';
const SECRET_PATH = '/services/T000/B000/the-secret-of-a-channel';

/** What somebody would write who wants to be taken for something else. */
const HOSTILE = `<!channel> & *bold* [click](https://evil.example)\u202eetisop\u200b ${'x'.repeat(900)}`;

let fleet: Fleet;
let admin: Client;
let channel: ChannelStandIn;
let smtp: SmtpStandIn;
let root: string;

beforeAll(async () => {
  [channel, smtp] = await Promise.all([ChannelStandIn.start(), SmtpStandIn.start()]);
  fleet = await Fleet.start(1, {
    LOG_LEVEL: 'trace',
    PURSER_CONSOLE_URL: `${CONSOLE}/`,
    PURSER_EMAIL_DOMAINS: 'example.com',
    PURSER_PAGERDUTY_URL: channel.origin,
    PURSER_SMTP_FROM: 'Purser <purser@mail.example>',
    PURSER_SMTP_URL: smtp.url,
    PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
    PURSER_WEBHOOK_TIMEOUT_SECONDS: '2',
  });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

beforeEach(async () => {
  channel.posted.length = 0;
  channel.reply = () => ({ status: 200, body: 'ok' });
  smtp.taken.length = 0;
  smtp.recipient = () => '250 ok';
  smtp.answer = () => '250 queued';
  const approve = { approvals: 1, withinSeconds: 3_600 };
  const envelopes = [{ name: 'people', window: 'transaction', limit: '10', onExceed: 'approve', approve }];
  root = (await admin.root('1000', { name: 'research', envelopes })).id;
});

const subscribe = async (fields: object): Promise<WebhookView> => {
  await untilReadable(fleet.database.sql);
  return made(await admin.post<WebhookView>('/v1/webhooks', { budgetId: root, ...fields }));
};

const slack = (fields: object = {}): Promise<WebhookView> =>
  subscribe({ kind: 'slack', slack: { url: channel.origin + SECRET_PATH }, ...fields });

/** Asks people for 50; answers the reservation. */
const ask = async (fields: object = {}): Promise<string> =>
  made(await admin.reserve(root, '50', { vendor: 'acme', ...fields })).id;

/** Somebody else than the one who asked answers. */
const answer = async (id: string, verb: 'approve' | 'reject', body: object = {}): Promise<void> => {
  const { client } = await admin.issue(root, { role: 'approver' });
  made(await client.post(`/v1/reservations/${id}/${verb}`, body));
};

const deliveriesOf = async ({ id }: WebhookView): Promise<DeliveryView[]> =>
  made(await admin.get<{ items: DeliveryView[] }>(`/v1/webhooks/${id}/deliveries?limit=100`)).items;

/** Waits until something holds of the deliveries of a webhook. */
async function until(webhook: WebhookView, holds: (deliveries: DeliveryView[]) => boolean) {
  for (;;) {
    const deliveries = await deliveriesOf(webhook);
    if (holds(deliveries)) return deliveries;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const allDelivered = (count: number) => (deliveries: DeliveryView[]) =>
  deliveries.length === count && deliveries.every(({ state }) => state === 'delivered');

describe('a webhook of kind slack', () => {
  it('posts what waits for people with a link, and shows hostile text as text', async () => {
    const webhook = await slack();
    const id = await ask({ reason: HOSTILE, context: { note: HOSTILE.repeat(7) } });
    await until(webhook, allDelivered(1));
    const { path, json } = channel.posted[0]!;
    expect(path).toBe(SECRET_PATH);
    expect(json.text).toBe('Approval needed: 50 USD for acme');
    const text = JSON.stringify(json.blocks);
    expect(text).toContain('&lt;!channel&gt; &amp; *bold*');
    expect(text).not.toMatch(/[\u202e\u200b]/);
    expect(text).toContain('Limit per call \\"people\\" of research: 10 of 10 USD left; this asks for 50.');
    expect(text).toContain(`${CONSOLE}/approvals/${id}`);
    for (const { text: block } of json.blocks) {
      if (block) expect(block.type).toBe('plain_text');
      expect((block?.text ?? '').length).toBeLessThanOrEqual(3_000);
    }
    await answer(id, 'reject', { reason: 'too dear' });
    await until(webhook, allDelivered(2));
    expect(JSON.stringify(channel.posted[1]!.json)).toContain('too dear');
  });

  it('sends again what it had no answer to', async () => {
    const webhook = await slack();
    channel.reply = (_, seen) => (seen === 1 ? 'lost' : { status: 200, body: 'ok' });
    await ask();
    const [delivery] = await until(webhook, allDelivered(1));
    expect(delivery!.attempts).toBe(2);
    expect(channel.posted[1]!.body).toBe(channel.posted[0]!.body);
  });

  it('has its address changed, pinged, paused and deleted like any other', async () => {
    const webhook = await slack();
    const moved = made(
      await admin.write<WebhookView>('PATCH', `/v1/webhooks/${webhook.id}`, {
        slack: { url: `${channel.origin}/elsewhere` },
        types: ['budget.frozen'],
      }),
    );
    expect(moved).toMatchObject({ kind: 'slack', url: null, types: ['budget.frozen'] });
    made(await admin.post(`/v1/webhooks/${webhook.id}/test`));
    await channel.until(() => channel.posted.length > 0);
    expect(channel.posted[0]).toMatchObject({ path: '/elsewhere', json: { text: 'Purser reaches you' } });
    made(await admin.write('PATCH', `/v1/webhooks/${webhook.id}`, { state: 'paused' }));
    const deleted = made(await admin.write<WebhookView>('DELETE', `/v1/webhooks/${webhook.id}`));
    expect(deleted.state).toBe('deleted');
  });
});

describe('a webhook of kind teams', () => {
  it('posts a card of plain text, and waits as long as Teams wants', async () => {
    const webhook = await subscribe({ kind: 'teams', teams: { url: `${channel.origin}/workflows/secret` } });
    channel.reply = (_, seen) =>
      seen === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { status: 202 };
    const since = performance.now();
    const id = await ask({ reason: HOSTILE, context: { note: HOSTILE.repeat(7) } });
    const [delivery] = await until(webhook, allDelivered(1));
    // What it waits by itself after one failure is a second at most.
    expect(performance.now() - since).toBeGreaterThan(3_000);
    expect(delivery).toMatchObject({ attempts: 2, lastStatus: 202 });
    const [{ contentType, content }] = channel.posted[1]!.json.attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content.type).toBe('AdaptiveCard');
    expect(new Set(content.body.map(({ type }: { type: string }) => type))).toEqual(
      new Set(['RichTextBlock']),
    );
    expect(content.actions[0].url).toBe(`${CONSOLE}/approvals/${id}`);
    expect(JSON.stringify(content)).not.toMatch(/[\u202e\u200b]/);
    expect(channel.posted[1]!.body.length).toBeLessThan(28_000);
  });
});

describe('a webhook of kind pager_duty', () => {
  const pagerDuty = (fields: object = {}) =>
    subscribe({ kind: 'pager_duty', pagerDuty: { routingKey: ROUTING_KEY }, ...fields });

  const deeds = (posted: Posted[]): string[] =>
    posted.map(({ json }) => `${json.event_action} ${json.dedup_key}`);

  it('opens an incident for what waits or has stopped, and resolves that very one when it ends', async () => {
    const webhook = await pagerDuty();
    channel.reply = () => ({ status: 202, body: '{"status":"success"}' });
    const approved = await ask();
    await answer(approved, 'approve');
    const released = await ask();
    made(await admin.release(released));
    // Its hold was approved before: there is no incident any more.
    made(await admin.release(approved));
    const breaker = { window: 'day', limit: '200', onExceed: 'pause' };
    const { revision } = await admin.budget(root);
    made(await admin.write('POST', `/v1/budgets/${root}/envelopes`, breaker, { revision }));
    await admin.reserve(root, '300');
    made(await admin.post(`/v1/budgets/${root}/resume`, { reason: 'it is fine' }));
    await until(webhook, allDelivered(6));
    expect(deeds(channel.posted)).toEqual([
      `trigger purser/${approved}`,
      `resolve purser/${approved}`,
      `trigger purser/${released}`,
      `resolve purser/${released}`,
      `trigger purser/${root}`,
      `resolve purser/${root}`,
    ]);
    expect(channel.posted[0]).toMatchObject({
      path: '/v2/enqueue',
      json: {
        routing_key: ROUTING_KEY,
        client_url: `${CONSOLE}/approvals/${approved}`,
        payload: { summary: 'Approval needed: 50 USD for acme', severity: 'error', source: 'research' },
      },
    });
  });

  it('parks an event that is refused, and sends the next', async () => {
    const webhook = await pagerDuty({ types: ['reservation.pending_approval'] });
    channel.reply = (_, seen) => ({ status: seen === 1 ? 400 : 202 });
    const [one, two] = [await ask(), await ask()];
    const deliveries = await until(
      webhook,
      (all) => all.every(({ state }) => state !== 'pending') && all.length === 2,
    );
    expect(deliveries.map(({ state, lastError }) => [state, lastError])).toEqual([
      ['delivered', null],
      ['parked', 'answered 400'],
    ]);
    expect(deeds(channel.posted)).toEqual([`trigger purser/${one}`, `trigger purser/${two}`]);
    expect((await admin.get<WebhookView>(`/v1/webhooks/${webhook.id}`)).body.state).toBe('active');
  });
});

describe('a webhook of kind email', () => {
  const email = (to: string[], fields: object = {}) => subscribe({ kind: 'email', email: { to }, ...fields });

  it('writes mails that belong together, and repeats one under its Message-ID', async () => {
    const webhook = await email(['ann@example.com', 'bob@example.com']);
    let tried = 0;
    smtp.answer = () => ((tried += 1) === 1 ? 'lost' : '250 queued');
    const id = await ask({ reason: HOSTILE });
    await until(webhook, allDelivered(1));
    await answer(id, 'approve');
    await until(webhook, allDelivered(2));
    const [first, again, then] = smtp.taken;
    expect(first!.to).toEqual(['ann@example.com', 'bob@example.com']);
    expect(first!.from).toBe('purser@mail.example');
    const messageId = first!.headers.get('message-id')!;
    expect(messageId).toBe(`<${id}.${webhook.id}@mail.example>`);
    expect(again!.headers.get('message-id')).toBe(messageId);
    expect(then!.headers.get('references')).toBe(messageId);
    expect(then!.headers.get('in-reply-to')).toBe(messageId);
    expect(first!.headers.get('subject')).toBe('Approval needed: 50 USD for acme');
    const text = first!.raw.replaceAll('=\r\n', '');
    expect(text).toContain(`${CONSOLE}/approvals/${id}`);
    expect(text).toContain('&lt;!channel&gt; &amp; *bold*');
    expect(text).toContain('<!channel> & *bold*');
  });

  it('comes to those who can be reached, and says that another was refused', async () => {
    const webhook = await email(['ann@example.com', 'gone@example.com']);
    smtp.recipient = (address) => (address.startsWith('gone') ? '550 no such mailbox' : '250 ok');
    await ask();
    const [delivery] = await until(webhook, allDelivered(1));
    expect(delivery).toMatchObject({ attempts: 1, lastError: 'the mail server refused 1 of 2 addresses' });
    expect(smtp.taken.map(({ to }) => to)).toEqual([['ann@example.com']]);
  });

  it('is sent again to all while the server does not take one of them now', async () => {
    const webhook = await email(['ann@example.com', 'busy@example.com']);
    let asked = 0;
    smtp.recipient = (address) =>
      address.startsWith('busy') && (asked += 1) === 1 ? '450 try again' : '250 ok';
    await ask();
    await until(webhook, allDelivered(1));
    expect(smtp.taken.map(({ to }) => to.length)).toEqual([1, 2]);
    expect(new Set(smtp.taken.map(({ headers }) => headers.get('message-id'))).size).toBe(1);
  });

  it('parks a mail that the server refuses for good, and tries again what it refuses for now', async () => {
    const webhook = await email(['ann@example.com']);
    smtp.answer = () => '554 what is this';
    await ask();
    const settled = (all: DeliveryView[]): boolean => all[0]?.state === 'parked';
    const [refused] = await until(webhook, settled);
    expect(refused).toMatchObject({
      attempts: 1,
      lastStatus: 554,
      lastError: 'the mail server answered 554',
    });
    let tried = 0;
    smtp.answer = () => ((tried += 1) === 1 ? '451 not now' : '250 queued');
    await ask();
    const [second] = await until(webhook, (all) => all[0]?.state === 'delivered');
    expect(second!.attempts).toBe(2);
  });
});

describe('what a webhook of a kind cannot be', () => {
  it.each<[object, string, string]>([
    [{ kind: 'fax' }, 'kind', 'choice'],
    [{ kind: 'http' }, 'url', 'required'],
    [{ kind: 'slack' }, 'slack', 'required'],
    [{ kind: 'slack', slack: {} }, 'slack.url', 'required'],
    [{ kind: 'slack', slack: { url: 'x' } }, 'slack.url', 'url'],
    [{ kind: 'slack', slack: { url: 'https://user:secret@example.com' } }, 'slack.url', 'url'],
    [{ kind: 'slack', url: 'https://example.com', slack: { url: 'https://example.com' } }, 'url', 'kind'],
    [{ kind: 'teams', teams: { url: 'https://example.com#x' } }, 'teams.url', 'url'],
    [{ url: 'https://example.com', teams: { url: 'https://example.com' } }, 'teams', 'kind'],
    [{ kind: 'email', email: { to: [] } }, 'email.to', 'array'],
    [{ kind: 'email', email: { to: ['ann@example.com\r\nBcc: x@example.com'] } }, 'email.to.0', 'address'],
    [{ kind: 'email', email: { to: ['ann@example.com', 'x@evil.example'] } }, 'email.to.1', 'domain'],
    [{ kind: 'pager_duty', pagerDuty: { routingKey: 'x' } }, 'pagerDuty.routingKey', 'routing_key'],
    [
      { kind: 'pager_duty', pagerDuty: { routingKey: ROUTING_KEY, severity: 'bad' } },
      'pagerDuty.severity',
      'choice',
    ],
  ])('%j', async (fields, field, rule) => {
    const { status, body } = await admin.post('/v1/webhooks', { budgetId: root, ...fields });
    expect([status, body.errors?.[0]]).toEqual([400, expect.objectContaining({ field, rule })]);
  });

  it('changed into another kind, or rotated without a secret', async () => {
    const { id } = await slack();
    for (const asked of [
      await admin.write('PATCH', `/v1/webhooks/${id}`, { url: 'https://example.com' }),
      await admin.write('PATCH', `/v1/webhooks/${id}`, { email: { to: ['ann@example.com'] } }),
      await admin.post(`/v1/webhooks/${id}/rotate`),
    ])
      expect([asked.status, asked.body.code]).toEqual([409, 'webhook_kind']);
    const both = { slack: { url: 'https://example.com' }, pagerDuty: { severity: 'info' } };
    const refused = await admin.write('PATCH', `/v1/webhooks/${id}`, both);
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'pagerDuty']);
  });
});

it('what nobody is to see again is in no answer, journal, log or error', async () => {
  const key = { key: randomUUID() };
  const asked = { budgetId: root, kind: 'pager_duty', pagerDuty: { routingKey: ROUTING_KEY } };
  const answers: unknown[] = [
    await admin.post('/v1/webhooks', asked, key),
    await admin.post('/v1/webhooks', asked, key),
    await slack(),
    await subscribe({ kind: 'email', email: { to: ['ann@example.com'] } }),
  ];
  channel.reply = () => ({ status: 403, body: ROUTING_KEY });
  await ask();
  await channel.until(() => channel.posted.length >= 2);
  const { items } = made(await admin.get<{ items: WebhookView[] }>(`/v1/webhooks?budgetId=${root}`));
  expect(items).toHaveLength(3);
  for (const webhook of items) answers.push(webhook, await deliveriesOf(webhook));
  answers.push(await admin.get(`/v1/budgets/${root}/entries`));
  const [{ kept }] = await fleet.database.sql<[{ kept: string }]>`
    SELECT string_agg(answer::text, ' ') AS kept FROM webhook_requests`;
  const seen = [JSON.stringify(answers), fleet.services[0]!.output, kept].join('\n');
  for (const secret of [ROUTING_KEY, SECRET_PATH, SMTP_PASSWORD]) expect(seen).not.toContain(secret);
  expect(seen).toContain('answered 403');
});
