import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeSender, type MeterAttempt } from './stripe-sender.js';

const KEY = 'rk_test_51SecretSecret';
const EVENT = {
  eventName: 'calls',
  identifier: 'entry_1',
  customer: 'cus_1',
  value: '1',
  at: 1_795_253_400_999,
};

let server: Server;
let url: string;
let answer: (response: ServerResponse) => void;
let requests: { path: string; body: string; keys: (string | string[] | undefined)[] }[];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { authorization, 'idempotency-key': key } = request.headers;
      requests.push({ path: `${request.method} ${request.url}`, body, keys: [authorization, key] });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const json =
  (status: number, body: object, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));

const fault = (status: number, message: string, more: object = {}, headers = {}) =>
  json(status, { error: { type: 'invalid_request_error', message, ...more } }, headers);

const send = (timeoutMs = 60_000, abort = new AbortController().signal): Promise<MeterAttempt | null> =>
  new StripeSender({ url, timeoutMs }).send(KEY, EVENT, abort);

it('sends what Stripe asks for, each time under another Idempotency-Key', async () => {
  answer = json(200, { object: 'billing.meter_event' });
  const taken = { delivered: true, status: 200, error: null, isUncertain: false };
  expect([await send(), await send()]).toEqual([taken, taken]);
  const [first, second] = requests;
  expect(first!.path).toBe('POST /v1/billing/meter_events');
  expect(Object.fromEntries(new URLSearchParams(first!.body))).toEqual({
    event_name: 'calls',
    identifier: 'entry_1',
    'payload[stripe_customer_id]': 'cus_1',
    'payload[value]': '1',
    timestamp: '1795253400',
  });
  expect(first!.keys[0]).toBe(`Bearer ${KEY}`);
  expect(second!.keys[1]).not.toBe(first!.keys[1]);
});

it.each([
  ['the message', {}],
  ['the code of later versions', { message: 'again', code: 'duplicate_meter_event' }],
])('takes an identifier that is known for delivered, by %s', async (_, more) => {
  answer = fault(400, 'An event already exists with identifier entry_1.', more);
  expect(await send()).toMatchObject({ delivered: true, status: 400 });
});

it.each<[number, Partial<MeterAttempt>]>([
  [400, { isUncertain: false, hopeless: true, reason: 'refused' }],
  [402, { isUncertain: false, hopeless: true, reason: 'refused' }],
  [422, { isUncertain: false, hopeless: true, reason: 'refused' }],
  [404, { isUncertain: false }],
  [408, { isUncertain: true }],
  [401, { isUncertain: false }],
  [403, { isUncertain: false }],
  [409, { isUncertain: true }],
  [429, { isUncertain: false, retryAfterMs: 0 }],
  [500, { isUncertain: true }],
  [503, { isUncertain: true }],
])('an answer of %d says whether Stripe may have it, and whether to try again', async (status, expected) => {
  answer = fault(status, 'No');
  expect(await send()).toEqual({
    delivered: false,
    status,
    error: `Stripe answered ${status}: No`,
    ...expected,
  });
  expect(requests.length).toBe(1);
});

it.each([
  ['7', 7_000],
  ['99999999', 3_600_000],
  ['-1', 0],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
])('a Retry-After of %s is %d ms', async (text, expected) => {
  answer = fault(429, 'Too many', {}, { 'retry-after': text });
  expect((await send())?.retryAfterMs).toBe(expected);
});

it('repeats no keys and no control characters of what Stripe says, and not all of it', async () => {
  answer = fault(
    401,
    `Invalid API Key provided: rk_test_51Se****cret\u0007 and sk_live_abc, ${'x'.repeat(1_000)}`,
  );
  const { error } = (await send())!;
  expect(error).toMatch(/^Stripe answered 401: Invalid API Key provided: \(a key\) and \(a key\) x+$/);
  expect(error!.length).toBeLessThan(350);
});

it.each<[string, (response: ServerResponse) => void]>([
  ['no JSON', (response) => void response.writeHead(200).end('<html>')],
  ['JSON that is no object', (response) => void response.writeHead(503).end('"unavailable"')],
  ['a lost connection', (response) => void response.socket!.resetAndDestroy()],
  ['silence', () => undefined],
])('may have sent it where there is %s', async (_, behave) => {
  answer = behave;
  expect(await send(300)).toEqual({
    delivered: false,
    status: null,
    error: 'Stripe cannot be reached, or has not answered',
    isUncertain: true,
  });
  // The client does not ask once more by itself: of two requests one answer would be known.
  expect(requests.length).toBe(1);
});

it.each([200, 404, 503])('may have sent it where something else than Stripe answers %d', async (status) => {
  answer = json(status, { message: 'no route' });
  expect(await send()).toEqual({
    delivered: false,
    status,
    error: `Stripe answered ${status}, and not with a meter event`,
    isUncertain: true,
  });
});

it('has sent nothing where nobody listens', async () => {
  server.close();
  expect(await send()).toMatchObject({ delivered: false, status: null, isUncertain: false });
});

it('counts for nothing when it is broken off', async () => {
  const abort = new AbortController();
  answer = () => abort.abort();
  expect(await send(60_000, abort.signal)).toBeNull();
  expect(await send(60_000, abort.signal)).toBeNull();
});
