/** Remembers the newest of many names, at least `atLeast` of them and at most twice as many. */
export class RecentNames {
  private newest = new Set<string>();
  private older = new Set<string>();

  constructor(private readonly atLeast: number) {}

  has(name: string): boolean {
    return this.newest.has(name) || this.older.has(name);
  }

  add(name: string): void {
    this.newest.add(name);
    if (this.newest.size < this.atLeast) return;
    this.older = this.newest;
    this.newest = new Set();
  }
}
