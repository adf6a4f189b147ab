import type { Origin } from '../core/commands/origin.js';
import { uuidTextOf } from '../ids/base32.js';
import { databaseTime } from '../ids/ids.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$/i;

/** How much of a UUID, as text, the 48 bits of its time are. */
const TIME_DIGITS = 'xxxxxxxx-xxxx'.length;

/** How far the time of a key may be from that of its first request, without which it could be of before. */
const FRESH_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** The time of an Idempotency-Key that carries one (a UUID of version 7, or a ULID), as a UUID begins with it; or null. */
function timeDigitsOf(key: string): string | null {
  if (UUID_V7.test(key)) return key.slice(0, TIME_DIGITS).toLowerCase();
  return ULID.test(key) ? uuidTextOf(key.toLowerCase()).slice(0, TIME_DIGITS) : null;
}

const millisecondsOf = (digits: string): number => parseInt(digits.replace('-', ''), 16);

/** A request key with the time of the caller's key in front: its neighbours in the index are keys of the same time. */
const withTime = (requestKey: string, digits: string): string => digits + requestKey.slice(TIME_DIGITS);

/**
 * In which form keys are kept: with the time that they carry, but for those of before a moment that is the database's. Until
 * then older versions may write to it, which know the other form alone.
 */
export class RequestKeys {
  /** `timedSince` in milliseconds since the epoch; -Infinity where nothing was ever kept in another form. */
  constructor(private readonly timedSince: number) {}

  /** Gives the key of a request the form in which it is kept, and names the other one where it may have been kept in that. */
  bring(origin: Origin): void {
    const { idempotencyKey, requestKey } = origin;
    const digits = idempotencyKey === null || requestKey === null ? null : timeDigitsOf(idempotencyKey);
    if (requestKey === null || digits === null) return;
    const [time, now] = [millisecondsOf(digits), databaseTime()];
    if (time < this.timedSince) return;
    const timed = withTime(requestKey, digits);
    const isSince = now >= this.timedSince;
    if (isSince) origin.requestKey = timed;
    if (!this.isOnlyTimed(time, now)) origin.otherRequestKey = isSince ? requestKey : timed;
  }

  /**
   * Whether a key of this time cannot have been kept in the other form. It was if it was sent before the moment, by a clock that was
   * ahead: by a day or more, and by as much, to ten minutes, as it is sent again later.
   */
  private isOnlyTimed(time: number, now: number): boolean {
    if (this.timedSince === -Infinity) return true;
    return time >= this.timedSince + DAY_MS && Math.abs(now - time) <= FRESH_MS;
  }
}
