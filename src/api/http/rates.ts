/** How many holders are counted at once, in each process. */
const HOLDERS = 20_000;

/** What a holder may still do, and for how long it has to wait. */
export interface Rate {
  allowed: boolean;
  /** Commands that may still come now. */
  left: number;
  /** Whole seconds until the next command may come; 0 if it may now. */
  wait: number;
  /** Whole seconds until as many may come at once as in any second. */
  reset: number;
}

/**
 * How many commands each holder makes of this process. Whoever has any left may bring several at once, and waits
 * afterwards until they are paid for: in the long run nobody does more than so many a second, however they come.
 */
export class Rates {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(
    readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts so many commands, unless the holder has none left. */
  take(holder: string, commands: number): Rate {
    const { perSecond } = this;
    const bucket = this.bucketOf(holder);
    const now = this.now();
    bucket.left = Math.min(perSecond, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    const allowed = bucket.left >= 1;
    if (allowed) bucket.left -= commands;
    return {
      allowed,
      left: Math.max(0, Math.floor(bucket.left)),
      wait: bucket.left >= 1 ? 0 : Math.ceil((1 - bucket.left) / perSecond),
      reset: Math.ceil((perSecond - bucket.left) / perSecond),
    };
  }

  private bucketOf(holder: string): { left: number; at: number } {
    const known = this.buckets.get(holder);
    if (known) return known;
    if (this.buckets.size >= HOLDERS) this.buckets.delete(this.buckets.keys().next().value!);
    const bucket = { left: this.perSecond, at: this.now() };
    this.buckets.set(holder, bucket);
    return bucket;
  }
}
