import { Cheque, GRACE_MS } from './cheque.js';
import { isJsonObject, fieldText, type Unread } from './json.js';
import type { Offer, Quote } from './offer.js';
import { SETTLEMENT_TOKEN } from './settlement-token.js';

/** What signs payments, such as `x402Client` of `@x402/core`. It is given one offer, and signs that or throws. */
export interface PaymentSigner {
  createPaymentPayload(asked: { x402Version: number; accepts: object[] }): Promise<object>;
}

/** An offer, and what is held for it. */
export interface Signing {
  readonly quote: Quote;
  readonly offer: Offer;
  readonly reservationId: string;
  readonly token: string | undefined;
  readonly url: string;
}

/** What was signed is not what is held for: it is handed to nobody. */
class SignedAmissError extends Error {
  override readonly name = 'SignedAmissError';
}

/** Signs for an offer. What comes of it can be cashed as soon as anybody else has it. */
export async function sign(signing: Signing, signer: PaymentSigner | undefined): Promise<Cheque> {
  const { offer, reservationId, url } = signing;
  const payload = await payloadOf(signing, signer);
  return new Cheque(reservationId, offer, payload, url, Math.max(lastingOf(payload, offer), 1_000));
}

async function payloadOf(
  { quote, offer, token }: Signing,
  signer: PaymentSigner | undefined,
): Promise<object> {
  const { document, version } = quote;
  if (offer.scheme !== SETTLEMENT_TOKEN) {
    if (!signer) throw new TypeError('nothing here can sign: give a `client`');
    return await signer.createPaymentPayload({ ...document, x402Version: version, accepts: [offer.raw] });
  }
  // The service shows it once: where that answer was lost, another has to be reserved.
  if (token === undefined) throw new TypeError('the settlement token was lost on its way');
  const { resource, extensions } = document;
  return { x402Version: version, resource, extensions, accepted: offer.raw, payload: { token } };
}

/** How long it can be cashed, in milliseconds. What the known kinds of signatures say is held against what was offered. */
function lastingOf(signed: object, { units, payTo, maxTimeoutSeconds }: Offer): number {
  const mostMs = maxTimeoutSeconds * 1_000;
  const promise = promiseIn(signed);
  if (!promise) return mostMs;
  const lastsMs = Number(promise.until) * 1_000 - Date.now();
  if (promise.units !== units) throw new SignedAmissError(`${promise.units} was signed for, not ${units}`);
  if (promise.to?.toLowerCase() !== payTo.toLowerCase())
    throw new SignedAmissError(`it was signed for ${promise.to}, not for ${payTo}`);
  if (!(lastsMs <= mostMs + GRACE_MS / 2))
    throw new SignedAmissError('it can be cashed longer than is held for');
  return lastsMs;
}

/** When what was signed cannot be cashed any more, in milliseconds since 1970; undefined where it is not known to say so. */
export function endOf(signed: object): number | undefined {
  const end = Number(promiseIn(signed)?.until ?? NaN) * 1_000;
  return Number.isFinite(end) ? end : undefined;
}

interface SignedPromise {
  readonly units: string | undefined;
  readonly to: string | undefined;
  readonly until: string | undefined;
}

/** What an authorization of EIP-3009 or of Permit2 promises; undefined for other kinds, of which the signer is believed. */
function promiseIn(signed: object): SignedPromise | undefined {
  const payload: unknown = 'payload' in signed ? signed.payload : undefined;
  if (!isJsonObject(payload)) return undefined;
  const { authorization, permit2Authorization: permit } = payload;
  if (isJsonObject(authorization)) {
    const [units, to] = [fieldText(authorization, 'value'), fieldText(authorization, 'to')];
    return { units, to, until: fieldText(authorization, 'validBefore') };
  }
  if (!isJsonObject(permit)) return undefined;
  const part = (name: string): Unread => (isJsonObject(permit[name]) ? permit[name] : {});
  const [units, to] = [fieldText(part('permitted'), 'amount'), fieldText(part('witness'), 'to')];
  return { units, to, until: fieldText(permit, 'deadline') };
}
