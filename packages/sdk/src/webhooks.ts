import type { Event } from './types.js';

/** What `POST /v1/webhooks/{id}/test` sends: it is no event of the journal. */
export interface Ping {
  id: string;
  type: 'webhook.ping';
  timestamp: string;
  data: { webhookId: string; budgetId: string | null };
}

/** What a receiver gets. */
export type WebhookEvent = Event | Ping;

/** Headers as `fetch`, Node and most frameworks have them. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** How far the sender's clock may be from ours, in either direction, and how old a request may be; 300 by default. */
  toleranceSeconds?: number;
  /** For tests: the time, in milliseconds since the epoch. */
  now?: () => number;
}

/** Why a request was not taken for the service's. Answer it with 401, and do nothing that it asks for. */
export type WebhookFault = 'missing_header' | 'wrong_time' | 'wrong_signature' | 'wrong_body';

/** The request does not come from the service, is too old, or was changed on its way. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly fault: WebhookFault,
    message: string,
  ) {
    super(message);
  }
}

const TOLERANCE_SECONDS = 300;

/** As many signatures are looked at: the service sends two at most, while a secret is replaced. */
const MOST_SIGNATURES = 8;

const PREFIX = 'whsec_';

/** Runtimes have their own type for it. */
type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/**
 * Reads an event that came as a request, by Standard Webhooks. `body` is what was received, byte for byte: not JSON that was
 * read and written again. Several secrets are given while one is replaced, or where several webhooks send here.
 *
 * Throws a {@link WebhookError} where the request is not the service's, and a TypeError where a secret is none.
 */
export async function verify(
  secrets: string | readonly string[],
  headers: HeadersLike,
  body: string | Uint8Array | ArrayBuffer,
  { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const keys = await Promise.all([secrets].flat().map(keyOf));
  if (keys.length === 0) throw new TypeError('no secret was given');
  const bytes = bytesOf(body);
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature').split(' ').slice(0, MOST_SIGNATURES);
  // What says nothing of a time is compared with no time.
  const seconds = /^[0-9]{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
  if (!(Math.abs(now() / 1000 - seconds) <= toleranceSeconds))
    throw new WebhookError('wrong_time', 'the request was not sent just now: webhook-timestamp says so');
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  if (!(await isSigned(keys, signatures, signed)))
    throw new WebhookError('wrong_signature', 'no signature of the request fits a secret');
  return eventIn(bytes);
}

/** All are tried, so that the time it takes does not say which one fits. */
async function isSigned(
  keys: readonly HmacKey[],
  signatures: readonly string[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const macs = signatures.flatMap((text) => macIn(text) ?? []);
  // Web Crypto compares in constant time.
  const tries = keys.flatMap((key) => macs.map((mac) => crypto.subtle.verify('HMAC', key, mac, signed)));
  return (await Promise.all(tries)).includes(true);
}

/** Throws a TypeError without the secret in it. */
async function keyOf(secret: string): Promise<HmacKey> {
  const bytes = decoded(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (!bytes || bytes.length === 0)
    throw new TypeError('a secret of a webhook reads whsec_… and goes on in base64');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function macIn(signature: string): Uint8Array<ArrayBuffer> | undefined {
  const [version, text = ''] = signature.split(',');
  return version === 'v1' ? decoded(text) : undefined;
}

function decoded(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function header(headers: HeadersLike, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : fieldOf(headers, name);
  if (!value) throw new WebhookError('missing_header', `the request has no header ${name}`);
  return value;
}

/** Whatever the case of its name: frameworks differ. Of a header that came twice, the first. */
function fieldOf(headers: Exclude<HeadersLike, Headers>, name: string): string | undefined {
  const found = Object.entries(headers).find(([field]) => field.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : found?.[0];
}

function bytesOf(body: string | Uint8Array | ArrayBuffer): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  // Programs without types give what their framework made of the body.
  throw new TypeError(
    'the body has to be given as it was received, as text or bytes, before JSON was read from it',
  );
}

function joined(head: Uint8Array, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + rest.length);
  all.set(head);
  all.set(rest, head.length);
  return all;
}

/** It is signed: what it says has the service's word. That it is an event at all is looked at, since others sign as well. */
function eventIn(bytes: Uint8Array): WebhookEvent {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new WebhookError('wrong_body', 'the request is signed, and its body is not JSON');
  }
  if (isEvent(read)) return read;
  throw new WebhookError('wrong_body', 'the request is signed, and its body is no event');
}

function isEvent(read: unknown): read is WebhookEvent {
  if (typeof read !== 'object' || read === null) return false;
  return (
    ['id', 'type', 'timestamp'].every((name) => typeof Reflect.get(read, name) === 'string') && 'data' in read
  );
}
