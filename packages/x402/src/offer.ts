import type { Money } from '@purser/sdk';
import { fromBase64, isJsonObject, objectIn, fieldText, type Unread } from './json.js';

/** What a seller asks in a 402: `accepts` has the ways in which it takes the money. */
export interface Quote {
  readonly version: 1 | 2;
  /** As the seller sent it. */
  readonly document: Unread;
  readonly accepts: readonly unknown[];
  /** What the seller says of it, such as why a payment was not taken. */
  readonly error: string | undefined;
}

/** One way to pay that a seller offers, read and checked, with what it is worth to the budget. */
export interface Offer {
  readonly version: 1 | 2;
  readonly scheme: string;
  readonly network: string;
  readonly asset: string;
  /** Whole units of the asset, as the seller wrote it. */
  readonly units: string;
  readonly payTo: string;
  /** How long what is signed can be cashed. */
  readonly maxTimeoutSeconds: number;
  /** In the currency of the budget, rounded up to its scale. */
  readonly price: Money;
  /** As the seller sent it: what is signed for. */
  readonly raw: Unread;
}

/** The same, without a price. */
export type Terms = Omit<Offer, 'price'>;

/** More text than any seller needs for its offers, and what is read at most. */
export const MOST_BYTES = 128 * 1024;

/** More offers than these are not looked at. */
const MOST_OFFERS = 50;

/** A whole number above zero, of at most 256 bits: no sign, point, exponent or zero in front. */
const UNITS = /^[1-9][0-9]{0,77}$/;

const REQUIRED_HEADER = 'payment-required';

/** What a 402 asks, in the headers of version 2 or the body of version 1; undefined where it is none of x402. */
export async function quoteIn(response: Response): Promise<Quote | undefined> {
  const header = response.headers.get(REQUIRED_HEADER);
  const document = header === null ? await bodyOf(response) : objectIn(fromBase64(header) ?? '');
  return document && quoteOf(document, header === null ? 1 : 2);
}

/** What a document asks that is of a version; undefined where it is not. */
export function quoteOf(document: Unread, version: 1 | 2): Quote | undefined {
  if (document.x402Version !== version || !Array.isArray(document.accepts)) return undefined;
  const accepts: readonly unknown[] = document.accepts;
  return { version, document, accepts: accepts.slice(0, MOST_OFFERS), error: fieldText(document, 'error') };
}

/** Reads a copy, so that whoever asked can read the answer where it is not paid. */
async function bodyOf(response: Response): Promise<Unread | undefined> {
  const body: ReadableStream<Uint8Array> | null = response.clone().body;
  const reader = body?.getReader();
  if (!reader) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  let left = MOST_BYTES;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return objectIn(text + decoder.decode());
    left -= value.byteLength;
    if (left < 0) {
      // Not waited for: it ends when the answer itself is read.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What one of `accepts` says, or why it cannot be paid. */
export function termsOf(version: 1 | 2, accept: unknown): Terms | string {
  if (!isJsonObject(accept)) return 'it is no object';
  const units = fieldText(accept, version === 1 ? 'maxAmountRequired' : 'amount');
  const [scheme, network] = [fieldText(accept, 'scheme'), fieldText(accept, 'network')];
  const [asset, payTo] = [fieldText(accept, 'asset'), fieldText(accept, 'payTo')];
  const { maxTimeoutSeconds } = accept;
  if (!scheme || !network || !asset || !payTo) return 'it does not say how, where, in what or to whom';
  if (units === undefined || !UNITS.test(units)) return 'its amount is no whole number above zero';
  if (
    typeof maxTimeoutSeconds !== 'number' ||
    !Number.isSafeInteger(maxTimeoutSeconds) ||
    maxTimeoutSeconds < 1
  )
    return 'it does not say for how many seconds it can be cashed';
  return { version, scheme, network, asset, units, payTo, maxTimeoutSeconds, raw: accept };
}

/** Whether what is asked now is what was asked before, in all that is paid by. */
export const isSameOffer = (a: Terms, b: Terms): boolean =>
  a.version === b.version &&
  a.scheme === b.scheme &&
  a.network === b.network &&
  a.asset === b.asset &&
  a.units === b.units &&
  a.payTo === b.payTo &&
  a.maxTimeoutSeconds === b.maxTimeoutSeconds;
