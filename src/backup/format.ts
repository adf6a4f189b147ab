import { createHash } from 'node:crypto';
import { StartupError } from '../runtime/startup-error.js';

// A backup is, compressed as a whole: a line of JSON that says what is in it; for each table its rows, as COPY writes them,
// in pieces that are led by their length, up to one of length 0; and the SHA-256 of all that came before.

const FORMAT = 'purser backup';

/** Of this form. Another one would be another number. */
const VERSION = 1;

const PIECE_BYTES = 1024 * 1024;
const LENGTH_BYTES = 4;
const DIGEST_BYTES = 32;
const MAX_HEADER_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** One table as it was backed up. */
export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** What a backup says of itself. */
export interface BackupHeader {
  /** The version of the service that made it. */
  readonly service: string;
  readonly takenAt: string;
  /** The migrations that its database had. */
  readonly migrations: readonly string[];
  /** In an order in which they can be filled: what a table refers to is before it. */
  readonly tables: readonly BackupTable[];
}

/** The file is none of ours, or is not as it was written. */
class DamagedBackup extends StartupError {}

/** The bytes of a backup. `rowsOf` gives those of one table. */
export async function* encode(
  header: BackupHeader,
  rowsOf: (table: BackupTable) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const digest = createHash('sha256');
  const sealed = (bytes: Buffer): Buffer => {
    digest.update(bytes);
    return bytes;
  };
  yield sealed(Buffer.from(`${JSON.stringify({ format: FORMAT, version: VERSION, ...header })}\n`));
  for (const table of header.tables) {
    for await (const rows of rowsOf(table))
      for (let from = 0; from < rows.length; from += PIECE_BYTES)
        yield sealed(piece(rows.subarray(from, from + PIECE_BYTES)));
    yield sealed(piece(Buffer.alloc(0)));
  }
  yield digest.digest();
}

function piece(bytes: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Who takes what is in a backup, in the order in which it comes. */
export interface Taker {
  header(header: BackupHeader): Promise<void> | void;
  table(table: BackupTable, rows: AsyncIterable<Buffer>): Promise<void>;
}

/** Reads a backup to its end; throws a {@link DamagedBackup} wherever it is not as it was written. */
export async function decode(source: AsyncIterable<Buffer>, taker: Taker): Promise<BackupHeader> {
  const bytes = new Bytes(source);
  const header = headerOf(await bytes.line());
  await taker.header(header);
  for (const table of header.tables) {
    let rows = 0;
    const pieces = async function* (): AsyncGenerator<Buffer> {
      for (let next = await bytes.piece(); next.length > 0; next = await bytes.piece()) {
        rows += countLines(next);
        yield next;
      }
    };
    await taker.table(table, pieces());
    if (rows !== table.rows) throw new DamagedBackup(`the backup does not have all rows of ${table.name}`);
  }
  await bytes.end();
  return header;
}

/** COPY writes a row a line, and line feeds within one as an escape. */
function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

/** Names go into statements: nothing but names may be one. */
const isName = (name: unknown): boolean => typeof name === 'string' && /^[a-z_][a-z0-9_]*$/.test(name);

function headerOf(line: string): BackupHeader {
  let header: (BackupHeader & { format: unknown; version: unknown }) | null;
  try {
    header = JSON.parse(line) as typeof header;
  } catch {
    header = null;
  }
  if (header?.format !== FORMAT) throw noBackup();
  if (header.version !== VERSION)
    throw new StartupError('the backup was made by a newer version of this service: use that one');
  const { tables, migrations } = header;
  if (!Array.isArray(tables) || !Array.isArray(migrations) || !tables.every(isTable)) throw noBackup();
  return header;
}

const isTable = (table: Partial<BackupTable> | null): boolean =>
  isName(table?.name) &&
  Array.isArray(table?.columns) &&
  table.columns.every(isName) &&
  Number.isSafeInteger(table.rows);

/** Bytes as they are asked for, hashed on their way. */
class Bytes {
  private readonly source: AsyncIterator<Buffer>;
  private readonly digest = createHash('sha256');
  private begun = false;
  private held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    while (!this.held.includes(LINE_FEED) && this.held.length < MAX_HEADER_BYTES) {
      if (!(await this.more())) break;
    }
    const length = this.held.indexOf(LINE_FEED) + 1;
    return this.hashed(await this.take(length)).toString('utf8');
  }

  async piece(): Promise<Buffer> {
    const length = this.hashed(await this.take(LENGTH_BYTES)).readUInt32BE();
    if (length > PIECE_BYTES) throw changed();
    return this.hashed(await this.take(length));
  }

  /** Checks that all was as it was written, and that nothing comes after it. */
  async end(): Promise<void> {
    if (!(await this.take(DIGEST_BYTES)).equals(this.digest.digest())) throw changed();
    if (this.held.length > 0 || (await this.more())) throw changed();
  }

  private hashed(bytes: Buffer): Buffer {
    this.digest.update(bytes);
    return bytes;
  }

  private async take(length: number): Promise<Buffer> {
    while (this.held.length < length)
      if (!(await this.more())) throw new DamagedBackup('the backup ends too early: it is not whole');
    const bytes = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return bytes;
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.next();
    if (done) return false;
    this.begun = true;
    this.held = this.held.length > 0 ? Buffer.concat([this.held, value]) : value;
    return true;
  }

  private async next(): Promise<IteratorResult<Buffer, undefined>> {
    try {
      return (await this.source.next()) as IteratorResult<Buffer, undefined>;
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (code === 'Z_BUF_ERROR') throw new DamagedBackup('the backup ends too early: it is not whole');
      // It begins as no compressed file does.
      if (code === 'Z_DATA_ERROR' && !this.begun) throw noBackup();
      if (code.startsWith('Z_')) throw changed();
      throw error;
    }
  }
}

const noBackup = (): DamagedBackup => new DamagedBackup('the file is no backup of Purser');
const changed = (): DamagedBackup => new DamagedBackup('the backup was changed after it was written');
