import type { Sql } from 'postgres';

/** How many rows travel at once. A page of entries is some megabyte. */
const PAGE = 1_000;

/**
 * The rows of a statement, a page at a time, through a cursor of the transaction: several can be read side by side on
 * one connection. The next page is on its way while a page is being looked at.
 */
export class RowStream<Row> {
  private page: Row[] = [];
  private next = 0;
  private coming: Promise<Row[]>;
  private ended = false;

  private constructor(
    private readonly sql: Sql,
    private readonly name: string,
  ) {
    this.coming = this.fetch();
  }

  /** `name` is that of the cursor; `sql` is a transaction. */
  static async open<Row>(sql: Sql, name: string, statement: string): Promise<RowStream<Row>> {
    await sql.unsafe(`DECLARE ${name} NO SCROLL CURSOR FOR ${statement}`);
    return new RowStream<Row>(sql, name);
  }

  /** The row that comes next, left where it is; undefined after the last one. */
  async peek(): Promise<Row | undefined> {
    while (this.next === this.page.length && !this.ended) {
      this.page = await this.coming;
      this.next = 0;
      this.ended = this.page.length === 0;
      if (!this.ended) this.coming = this.fetch();
    }
    return this.page[this.next];
  }

  /** Takes the row that comes next. */
  async take(): Promise<Row | undefined> {
    const row = await this.peek();
    if (row !== undefined) this.next += 1;
    return row;
  }

  /** Takes the rows that come next as long as they match. */
  async takeWhile(matches: (row: Row) => boolean, use: (row: Row) => void): Promise<void> {
    for (;;) {
      const row = await this.peek();
      if (row === undefined || !matches(row)) return;
      // Within a page there is nothing to wait for.
      for (let at: Row | undefined = row; at !== undefined && matches(at); at = this.page[this.next]) {
        this.next += 1;
        use(at);
      }
    }
  }

  private fetch(): Promise<Row[]> {
    const rows = this.sql
      .unsafe<Row[] & object[]>(`FETCH ${PAGE} FROM ${this.name}`)
      .then((fetched) => [...fetched]);
    // The reader of the page gets the error; a stream that is given up has no reader.
    rows.catch(() => undefined);
    return rows;
  }
}
