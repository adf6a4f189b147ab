const MICROSECONDS_PER_BUCKET = 10;
const LONGEST_MS = 20_000;

/** Counts durations to a hundredth of a millisecond: recording one costs next to nothing. */
export class Histogram {
  private readonly buckets = new Uint32Array((LONGEST_MS * 1_000) / MICROSECONDS_PER_BUCKET + 1);
  private count = 0;

  record(milliseconds: number): void {
    const bucket = Math.min((milliseconds * 1_000) / MICROSECONDS_PER_BUCKET, this.buckets.length - 1) | 0;
    this.buckets[bucket]! += 1;
    this.count += 1;
  }

  /** The duration, in milliseconds, that this share of all did not exceed; 0 when there were none. */
  percentile(share: number): number {
    let left = Math.ceil(this.count * share);
    if (left === 0) return 0;
    const bucket = this.buckets.findIndex((count) => (left -= count) <= 0);
    return ((bucket + 1) * MICROSECONDS_PER_BUCKET) / 1_000;
  }
}
