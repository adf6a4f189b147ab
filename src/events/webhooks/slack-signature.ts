import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** How old a request of Slack may be, or how far its clock ahead. */
const SLACK_TOLERANCE_SECONDS = 300;

/** What Slack sends with a request to prove that it is Slack's. */
export interface SlackProof {
  timestamp: string;
  signature: string;
}

/** Whether Slack has signed a body, as it came, with this secret and a moment ago. */
export function isSignedBySlack(
  signingSecret: string,
  body: Buffer,
  { timestamp, signature }: SlackProof,
  now: number = Date.now(),
): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > SLACK_TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const given = Buffer.from(signature);
  const wanted = Buffer.from(`v0=${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** What a request is known again by, however its signature is written. */
export const clickDigest = (body: Buffer, timestamp: string): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${timestamp}\n`), body]), 'hex');
