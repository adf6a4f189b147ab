import { createHash } from 'node:crypto';
import path from 'node:path';
import { saidBy } from '../errors.js';
import { Folder } from './files.js';
import {
  OutboxError,
  type DeadDebt,
  type Debt,
  type Debtor,
  type Outbox,
  type Refusal,
  type Settled,
} from './outbox.js';

export interface FileOutboxOptions {
  /** How many debts may wait; one more is an {@link OutboxError}. 10,000 by default. */
  limit?: number;
}

const LIMIT = 10_000;

/** After so many in a row that nobody answered, the others are not tried. */
const MOST_FAILURES = 3;

/**
 * An outbox in a folder, which is made where it is not there: one file a debt, whole or not there. It has no lock, since none is
 * needed: processes that share it may send the same debt at the same time, under the same idempotency key, and the service
 * takes it once.
 */
export const fileOutbox = (folder: string, options: FileOutboxOptions = {}): Outbox =>
  new FileOutbox(folder, options.limit ?? LIMIT);

interface Folders {
  owed: Folder;
  dead: Folder;
}

class FileOutbox implements Outbox {
  private opened: Promise<Folders> | undefined;
  /** The files that wait, by the end of their names, as far as this process knows: others may have settled some. */
  private readonly waiting = new Map<string, string>();
  /** Those that are being written, by the same. */
  private readonly writing = new Map<string, Promise<void>>();
  /** In the names, so that they sort by age: what belongs to one reservation is sent in its order. */
  private last = 0;

  constructor(
    private readonly path: string,
    private readonly limit: number,
  ) {}

  owe(debt: Debt): Promise<void> {
    const end = endOf(debt.idempotencyKey);
    const underWay = this.writing.get(end);
    if (underWay) return underWay;
    const writing = this.write(debt, end).catch((error: unknown) => {
      throw new OutboxError(`what is owed could not be written down: ${saidBy(error)}`, { cause: error });
    });
    this.writing.set(end, writing);
    return writing.finally(() => this.writing.delete(end));
  }

  async paid(idempotencyKey: string): Promise<void> {
    const { owed } = await this.folders();
    const end = endOf(idempotencyKey);
    const name = this.waiting.get(end);
    if (name !== undefined) await owed.remove(name);
    this.waiting.delete(end);
  }

  async refused(idempotencyKey: string, refusal: Refusal): Promise<void> {
    const { owed, dead } = await this.folders();
    const name = this.waiting.get(endOf(idempotencyKey));
    const debt = name === undefined ? null : read<Debt>(await owed.read(name));
    // First there, then not here: a crash between them leaves it in both, and it is refused again.
    if (name !== undefined && debt) await dead.write(name, JSON.stringify({ debt, refusal }));
    await this.paid(idempotencyKey);
  }

  async settle(debtor: Debtor): Promise<Settled> {
    const { owed } = await this.folders();
    const settled: Settled = { paid: 0, refused: [], unsettled: 0, ofOthers: 0, unreadable: [] };
    let failures = 0;
    for (const name of await this.look(owed)) {
      const text = await owed.read(name);
      // Another process has settled it meanwhile.
      if (text === undefined) continue;
      const debt = read<Debt>(text);
      if (!debt) settled.unreadable.push(path.join(this.path, name));
      else if (debt.holder !== debtor.holder) settled.ofOthers += 1;
      // Each attempt takes its time where nobody answers.
      else if (failures >= MOST_FAILURES) settled.unsettled += 1;
      else failures = (await this.settleOne(debt, debtor, settled)) ? 0 : failures + 1;
    }
    return settled;
  }

  async dead(): Promise<DeadDebt[]> {
    const { dead } = await this.folders();
    const all: DeadDebt[] = [];
    for (const name of await dead.names()) {
      const one = read<DeadDebt>(await dead.read(name));
      if (one) all.push(one);
    }
    return all;
  }

  async forget(idempotencyKey: string): Promise<void> {
    const { dead } = await this.folders();
    const end = endOf(idempotencyKey);
    for (const name of await dead.names()) if (name.endsWith(end)) await dead.remove(name);
  }

  private async write(debt: Debt, end: string): Promise<void> {
    const { owed } = await this.folders();
    // A settlement that is tried again is the same debt.
    if (this.waiting.has(end)) return;
    if (this.waiting.size >= this.limit) await this.look(owed);
    if (this.waiting.size >= this.limit) throw new Error(`${this.limit} debts wait already`);
    const name = this.newName(end);
    this.waiting.set(end, name);
    try {
      await owed.write(name, JSON.stringify(debt));
    } catch (error) {
      this.waiting.delete(end);
      throw error;
    }
  }

  /** Whether it is owed no more. */
  private async settleOne(debt: Debt, debtor: Debtor, settled: Settled): Promise<boolean> {
    const sent = await debtor.send(debt);
    if (sent.outcome === 'unsettled') {
      settled.unsettled += 1;
      settled.lastError = sent.error;
      return false;
    }
    if (sent.outcome === 'refused') {
      await this.refused(debt.idempotencyKey, sent.refusal);
      settled.refused.push({ debt, refusal: sent.refusal });
    } else {
      await this.paid(debt.idempotencyKey);
      settled.paid += 1;
    }
    return true;
  }

  private folders(): Promise<Folders> {
    this.opened ??= this.open().catch((error: unknown) => {
      // The next one tries it again.
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  private async open(): Promise<Folders> {
    const owed = await Folder.open(this.path);
    const dead = await Folder.open(path.join(this.path, 'dead'));
    await this.look(owed);
    return { owed, dead };
  }

  /** What waits on the disk, the oldest first. */
  private async look(owed: Folder): Promise<string[]> {
    const names = await owed.names();
    const seen = new Set(names);
    for (const [end, name] of this.waiting)
      if (!seen.has(name) && !this.writing.has(end)) this.waiting.delete(end);
    for (const name of names) this.waiting.set(name.slice(DIGITS), name);
    return names;
  }

  /** By the clock, so that names sort by age over several processes; and never backwards within one. */
  private newName(end: string): string {
    this.last = Math.max(this.last + 1, Date.now());
    return String(this.last).padStart(DIGITS, '0') + end;
  }
}

/** Of the time in the name of a file: enough for the next 30,000 years. */
const DIGITS = 15;

/** Of the name of its file: idempotency keys may be longer than names, and have any sign in them. */
const endOf = (idempotencyKey: string): string =>
  `-${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}.json`;

/** Files are whole: one that cannot be read was damaged, or somebody else put it there. */
function read<T>(text: string | undefined): T | null {
  try {
    const value: T | null = JSON.parse(text ?? 'null');
    return value;
  } catch {
    return null;
  }
}
