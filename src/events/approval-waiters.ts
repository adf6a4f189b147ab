import { setTimeout as sleep } from 'node:timers/promises';
import type { ResilientClient } from '../database/resilient-client.js';
import { uuidOf } from '../ids/ids.js';
import { Coalescer } from '../runtime/coalesce.js';
import type { Pulse } from './pulse.js';
import { decidedAmong } from './sql/decided-among.js';

/** How long to wait before a database is asked again that could not be reached. */
const AWAY_MS = 500;

/**
 * Callers that wait until people have decided. They learn of it as all followers of the journal do: when their tree has
 * news, one query asks for all who wait, however many they are. None is sent while nobody waits or nothing happens.
 */
export class ApprovalWaiters {
  private readonly questions = new Coalescer<string, ReadonlySet<string>>();
  /** Of those who wait: what lets them go. */
  private readonly ends = new Set<() => void>();
  private stopped = false;

  constructor(
    private readonly link: Pick<ResilientClient, 'use'>,
    private readonly pulse: Pick<Pulse, 'next'>,
  ) {}

  /** Resolves when the reservation waits no longer, when the time is up, or when the signal says to give up. */
  async wait(
    reservation: { id: string; treeId: string },
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.stopped || signal.aborted) return;
    const over = new AbortController();
    await new Promise<void>((resolve) => {
      const end = (): void => {
        over.abort();
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.ends.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end, { once: true });
      this.ends.add(end);
      void this.follow(uuidOf(reservation.treeId), uuidOf(reservation.id), over.signal).then(end);
    });
  }

  /** Answers all that wait, and all that come later: the service is about to stop. */
  stop(): void {
    this.stopped = true;
    for (const end of this.ends) end();
  }

  /** Resolves when the reservation is decided. */
  private async follow(treeId: string, id: string, over: AbortSignal): Promise<void> {
    let forget = (): void => undefined;
    over.addEventListener('abort', () => forget(), { once: true });
    while (!over.aborted) {
      forget();
      // Before it asks: what comes meanwhile is news.
      const next = this.pulse.next(treeId);
      ({ forget } = next);
      const isDecided = await this.isDecided(id);
      if (isDecided) return;
      if (isDecided === null) await sleep(AWAY_MS, undefined, { ref: false });
      else await next.news;
    }
    forget();
  }

  /** Null where the database cannot be asked now. All who ask in one moment share one query. */
  private async isDecided(id: string): Promise<boolean | null> {
    try {
      const decided = await this.questions.ask('decided', id, (ids) =>
        this.link.use(async (sql) => new Set(await decidedAmong(sql, ids))),
      );
      return decided.has(id);
    } catch {
      return null;
    }
  }
}
