/** Who holds no more than this is let in while others have nearly everything. */
const LITTLE = 256 * 1024;

/** The part of everything that is kept for those who hold little. */
const KEPT_FOR_LITTLE = 1 / 4;

/** Why there is no room: the holder has its share, or all of them together have everything. */
export type NoRoom = 'holder' | 'all';

/** Bytes that requests make this process keep, bounded for each holder and in all. */
export class ByteShares {
  private readonly held = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly most: number,
    private readonly mostOfOne: number,
  ) {}

  /** What all holders have now. */
  get bytes(): number {
    return this.total;
  }

  /** What keeps a holder from having so many more; null if nothing does. */
  noRoom(holder: string, more: number): NoRoom | null {
    const own = (this.held.get(holder) ?? 0) + more;
    if (own > this.mostOfOne) return 'holder';
    const all = this.total + more;
    return all > (own > LITTLE ? this.most * (1 - KEPT_FOR_LITTLE) : this.most) ? 'all' : null;
  }

  /** Whether so many more leave half of the holder's share, and of everything, free: for what is kept only to be quicker. */
  hasPlenty(holder: string, more: number): boolean {
    const own = (this.held.get(holder) ?? 0) + more;
    return own <= this.mostOfOne / 2 && this.total + more <= this.most / 2;
  }

  /** Counts what the holder keeps from now on, whether there was room or not. */
  take(holder: string, bytes: number): void {
    this.held.set(holder, (this.held.get(holder) ?? 0) + bytes);
    this.total += bytes;
  }

  /** Counts what it no longer keeps. */
  give(holder: string, bytes: number): void {
    const left = (this.held.get(holder) ?? 0) - bytes;
    if (left > 0) this.held.set(holder, left);
    else this.held.delete(holder);
    this.total -= bytes;
  }
}
