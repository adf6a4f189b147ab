/**
 * Remembers the newest of many request keys, at least `atLeast` of them and at most twice as many, by a part of each: one
 * key in 100,000 is taken for known that is not. That costs a look into the journal, where names would cost the collector a string each.
 */
export class RecentKeys {
  private newest: Uint32Array;
  private older: Uint32Array;
  private added = 0;

  constructor(private readonly atLeast: number) {
    // A third of the places is taken at most, so that a look ends after one or two.
    const places = 2 ** Math.ceil(Math.log2(atLeast * 3));
    this.newest = new Uint32Array(places);
    this.older = new Uint32Array(places);
  }

  /** The key is a UUID whose end is that of a hash. */
  has(key: string): boolean {
    const part = partOf(key);
    return part === placed(this.newest, part) || part === placed(this.older, part);
  }

  add(key: string): void {
    const part = partOf(key);
    this.newest[placeOf(this.newest, part)] = part;
    this.added += 1;
    if (this.added < this.atLeast) return;
    [this.newest, this.older] = [this.older, this.newest];
    this.newest.fill(0);
    this.added = 0;
  }
}

/** The last 32 bits; never zero, which is what an empty place has. */
const partOf = (key: string): number => Number.parseInt(key.slice(-8), 16) || 1;

const placed = (table: Uint32Array, part: number): number | undefined => table[placeOf(table, part)];

/** Where a part is, or is to be. */
function placeOf(table: Uint32Array, part: number): number {
  const last = table.length - 1;
  let place = part & last;
  while (table[place] !== 0 && table[place] !== part) place = (place + 1) & last;
  return place;
}
