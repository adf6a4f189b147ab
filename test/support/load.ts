import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Replay } from '../../src/api/http/replay.js';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import type { WriteClient } from '../../src/database/connections.js';
import { uuidOf } from '../../src/ids/ids.js';
import { isSuccess, tally, type Answer, type Client } from './client.js';

/** A write as its client sees it: every attempt has the same key and body. */
interface Write {
  kind: 'reserve' | 'commit';
  route: string;
  body: object;
  key: string;
  /** The first success that its client received. */
  answer?: Answer<ReservationDto>;
}

/** What every reservation holds, and what of it is paid where it is. */
const HELD = 3;
const PAID = 2;

/** A client whose request failed waits this long before its next one. */
const PAUSE_MS = 20;

/**
 * Clients that reserve from one budget and pay for what they reserved, without pause, whatever becomes of their
 * requests; what they were answered is kept, and held against the database in the end.
 */
export class Load {
  /** The answers that were no success. */
  readonly failures: Answer[] = [];
  /** Requests whose connection broke before an answer came. */
  broken = 0;
  /** How long the slowest request took, in milliseconds. */
  slowest = 0;
  private readonly writes: Write[] = [];
  private going = true;
  private turns = 0;
  private readonly done: Promise<unknown>;

  /** `targets` names whom to ask at the moment: several clients take turns. */
  constructor(
    private readonly targets: () => readonly Client[],
    private readonly budgetId: string,
    clients = 16,
  ) {
    this.done = Promise.all(Array.from({ length: clients }, () => this.run()));
  }

  get acknowledged(): number {
    return this.writes.filter(({ answer }) => answer).length;
  }

  /** Waits until so many more writes were acknowledged. */
  async acknowledge(more: number): Promise<void> {
    const enough = this.acknowledged + more;
    while (this.acknowledged < enough) await Promise.race([sleep(5), this.done]);
  }

  /** Lets the requests under way end. */
  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  /** The failures that a client may meet while something is wrong: it is answered to try again, and when. */
  expectOnlyUnavailable(): void {
    const allowed = ['503 unavailable', '503 overloaded'];
    expect(Object.keys(tally(this.failures)).filter((name) => !allowed.includes(name))).toEqual([]);
    for (const { headers } of this.failures) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }

  /**
   * Sends again what was not acknowledged until it is, and then everything once more: each must get the answer that
   * it got before. In the end the database has what was acknowledged, and nothing else.
   */
  async expectAnsweredOnce(sql: WriteClient): Promise<void> {
    await this.forEachWrite(async (write) => {
      while (!write.answer) if (!(await this.attempt(write))) await sleep(PAUSE_MS);
      const again = await this.send(write);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(textOf(again)).toBe(textOf(write.answer));
    });
    const reservations = this.writes.filter(({ kind }) => kind === 'reserve');
    const paid = this.writes.length - reservations.length;
    expect(new Set(reservations.map(({ answer }) => answer!.body.id)).size).toBe(reservations.length);
    const [rows] = await sql`
      SELECT b.reserved::int, b.spent::int, b.version::int, count(r)::int AS reservations FROM budgets b
      JOIN reservations r USING (tree_id) WHERE b.id = ${uuidOf(this.budgetId)} GROUP BY b.tree_id, b.id`;
    expect(rows).toEqual({
      reserved: HELD * (reservations.length - paid),
      spent: PAID * paid,
      version: 1 + this.writes.length,
      reservations: reservations.length,
    });
  }

  private async run(): Promise<void> {
    while (this.going) {
      const body = { budgetId: this.budgetId, amount: String(HELD) };
      const reserved = await this.attempt(this.write('reserve', '/v1/reservations', body));
      if (!reserved) await sleep(PAUSE_MS);
      else if (this.turns % 3 > 0) {
        const route = `/v1/reservations/${reserved.body.id}/commit`;
        await this.attempt(this.write('commit', route, { amount: String(PAID) }));
      }
    }
  }

  private write(kind: Write['kind'], route: string, body: object): Write {
    const write: Write = { kind, route, body, key: randomUUID() };
    this.writes.push(write);
    return write;
  }

  /** Sends a write once; returns the answer if it was a success. */
  private async attempt(write: Write): Promise<Write['answer']> {
    const started = performance.now();
    try {
      const answer = await this.send(write);
      if (isSuccess(answer)) write.answer = answer;
      else this.failures.push(answer);
    } catch (error) {
      // It ran out of patience: that is what must not happen.
      if ((error as Error).name !== 'TypeError') throw error;
      this.broken += 1;
    }
    this.slowest = Math.max(this.slowest, performance.now() - started);
    return write.answer;
  }

  private send({ route, body, key }: Write): Promise<Answer<ReservationDto>> {
    const targets = this.targets();
    return targets[this.turns++ % targets.length]!.post<ReservationDto>(route, body, { key });
  }

  private async forEachWrite(check: (write: Write) => Promise<void>): Promise<void> {
    const rest = [...this.writes];
    const worker = async () => {
      for (let write = rest.pop(); write; write = rest.pop()) await check(write);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  }
}

/** What was answered first, which every replay shows; but for the time that was left. */
function textOf({ status, body }: Answer<ReservationDto & { replay?: Replay<ReservationDto> }>): string {
  const { replay = { status, answer: body } } = body;
  return JSON.stringify({ status: replay.status, ...replay.answer, remainingTtlMs: null });
}
