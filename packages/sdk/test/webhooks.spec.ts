import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { made } from '../../../test/support/client.js';
import { Fleet } from '../../../test/support/fleet.js';
import { Receiver, type Got } from '../../../test/support/receiver.js';
import { verify, WebhookError } from '../src/webhooks.js';

// What the service really sends.
let fleet: Fleet;
let receiver: Receiver;
let webhookId: string;
let secret: string;
let got: Got;
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' });
  receiver = await Receiver.start();
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('100');
  const made1 = made(await admin.post('/v1/webhooks', { url: receiver.url, budgetId }));
  [webhookId, secret] = [made1.id as string, made1.secret as string];
  await admin.hold(budgetId, '1.5');
  got = await received('reservation.reserved');
});
afterAll(async () => {
  receiver.stop();
  await fleet.stop();
});

async function received(type: string): Promise<Got> {
  await receiver.until(() => receiver.taken.some((one) => one.type === type));
  return receiver.taken.findLast((one) => one.type === type)!;
}

const faultOf = (verifying: Promise<unknown>): Promise<unknown> =>
  verifying.then(
    () => 'taken',
    (error: unknown) => (error instanceof WebhookError ? error.fault : error),
  );

/** A request as somebody else would sign it. */
function signed(body: string, secretOf = secret): [Record<string, string>, string] {
  const at = new Date();
  return [
    {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secretOf).sign('evt_1', at, body),
    },
    body,
  ];
}

test('an event of the service is read, from text and bytes, from records and Headers', async () => {
  const event = await verify(secret, got.headers, got.body);
  expect(event).toEqual(got.event);
  if (event.type === 'webhook.ping') throw new Error('an event of the journal');
  expect(event.data.entry.deltas.reserved).toBe('1.5');
  const bytes = new TextEncoder().encode(got.body);
  expect(await verify([secret], new Headers(got.headers), bytes)).toEqual(event);
  const upper = Object.fromEntries(Object.entries(got.headers).map(([k, v]) => [k.toUpperCase(), [v]]));
  expect(await verify(secret, upper, bytes.buffer)).toEqual(event);
});

test('a ping is read', async () => {
  await fleet.client().post(`/v1/webhooks/${webhookId}/test`);
  const ping = await received('webhook.ping');
  expect(await verify(secret, ping.headers, ping.body)).toMatchObject({
    type: 'webhook.ping',
    data: { webhookId },
  });
});

test('a receiver that knows either secret takes what comes while it is rotated', async () => {
  const { secret: next } = made(await fleet.client().post(`/v1/webhooks/${webhookId}/rotate`));
  await fleet.client().post(`/v1/webhooks/${webhookId}/test`);
  await receiver.until(() =>
    receiver.taken.some(({ headers }) => headers['webhook-signature']!.includes(' ')),
  );
  const { headers, body } = receiver.taken.find((one) => one.headers['webhook-signature']!.includes(' '))!;
  for (const known of [secret, next as string, [next as string, secret], ['whsec_eA==', secret]])
    expect(await faultOf(verify(known, headers, body))).toBe('taken');
  expect(await faultOf(verify('whsec_eA==', headers, body))).toBe('wrong_signature');
});

test('what was changed on its way, or signed by others, is refused', async () => {
  const { headers, body } = got;
  const other = new Webhook('whsec_eHh4').sign(headers['webhook-id']!, new Date(), body);
  const cases: [Record<string, string>, string][] = [
    [headers, body.replace('1.5', '1.6')],
    [{ ...headers, 'webhook-id': 'evt_other' }, body],
    [{ ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }, body],
    [{ ...headers, 'webhook-signature': other }, body],
    [{ ...headers, 'webhook-signature': headers['webhook-signature']!.replace('v1,', 'v2,') }, body],
    [{ ...headers, 'webhook-signature': 'v1,' }, body],
    [{ ...headers, 'webhook-signature': 'v1,***' }, body],
    [{ ...headers, 'webhook-signature': `${'v1,eA== '.repeat(1_000)}${headers['webhook-signature']}` }, body],
  ];
  for (const [asked, text] of cases)
    expect(await faultOf(verify(secret, asked, text))).toBe('wrong_signature');
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
    expect(await faultOf(verify(secret, { ...headers, [name]: undefined }, body))).toBe('missing_header');
});

test('what is older or newer than the tolerance is refused, whoever signed it', async () => {
  const { headers, body } = got;
  const at = Number(headers['webhook-timestamp']) * 1_000;
  const after = (seconds: number, toleranceSeconds?: number) =>
    faultOf(verify(secret, headers, body, { now: () => at + seconds * 1_000, toleranceSeconds }));
  expect(await Promise.all([after(300), after(-300), after(9, 10)])).toEqual(['taken', 'taken', 'taken']);
  expect(await Promise.all([after(301), after(-301), after(11, 10)])).toEqual(
    Array.from({ length: 3 }, () => 'wrong_time'),
  );
  for (const wrong of ['', 'soon', '1e9', '-1', '9'.repeat(400)].filter(Boolean))
    expect(await faultOf(verify(secret, { ...headers, 'webhook-timestamp': wrong }, body))).toBe(
      'wrong_time',
    );
});

test('what is signed and is no event is refused', async () => {
  for (const body of ['', 'no', 'null', '[]', '{}', '{"id":"evt_1","type":1,"timestamp":"x","data":{}}'])
    expect(await faultOf(verify(secret, ...signed(body)))).toBe('wrong_body');
});

test('a mistake of the receiver itself is a TypeError that does not say the secret', async () => {
  const { headers, body } = got;
  for (const wrong of [[], '', 'whsec_', 'whsec_not base64!'])
    await expect(verify(wrong, headers, body)).rejects.toThrow(TypeError);
  await expect(verify('whsec_s3cret!', headers, body)).rejects.not.toThrow(/s3cret/);
  const parsed = JSON.parse(body) as string;
  await expect(verify(secret, headers, parsed)).rejects.toThrow(/before JSON was read/);
});
