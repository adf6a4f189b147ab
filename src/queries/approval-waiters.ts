import type { PrismaClient } from '../generated/prisma/client.js';
import { uuidOf } from '../ids/ids.js';
import { decidedAmong } from './sql/decided-among.js';

/** How often those for whom somebody waits are looked at. */
const EVERY_MS = 250;

/**
 * Callers that wait until people have decided. All of them share one query every quarter of a second, however many
 * they are, and none while nobody waits.
 */
export class ApprovalWaiters {
  /** By the UUID of the reservation. */
  private readonly waiting = new Map<string, Set<() => void>>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly prisma: PrismaClient) {}

  /** Resolves when the reservation waits no longer, when the time is up, or when the signal says to give up. */
  async wait(reservationId: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.stopped || signal.aborted) return;
    const uuid = uuidOf(reservationId);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timeout);
        signal.removeEventListener('abort', wake);
        this.remove(uuid, wake);
        resolve();
      };
      const timeout = setTimeout(wake, milliseconds);
      signal.addEventListener('abort', wake, { once: true });
      this.add(uuid, wake);
    });
  }

  /** Lets everybody go who still waits, and whoever comes later: the service is about to stop. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.wake([...this.waiting.keys()]);
  }

  private add(uuid: string, wake: () => void): void {
    const others = this.waiting.get(uuid);
    if (others) others.add(wake);
    else this.waiting.set(uuid, new Set([wake]));
    this.timer ??= setTimeout(() => void this.look(), EVERY_MS);
  }

  private remove(uuid: string, wake: () => void): void {
    const others = this.waiting.get(uuid);
    others?.delete(wake);
    if (others?.size === 0) this.waiting.delete(uuid);
  }

  private async look(): Promise<void> {
    try {
      if (this.waiting.size > 0) this.wake(await decidedAmong(this.prisma, [...this.waiting.keys()]));
    } catch {
      // The database is away. Whoever waits is told when the time is up and the reservation is read.
    }
    const goesOn = this.waiting.size > 0 && !this.stopped;
    this.timer = goesOn ? setTimeout(() => void this.look(), EVERY_MS) : undefined;
  }

  private wake(uuids: string[]): void {
    for (const uuid of uuids) for (const wake of [...(this.waiting.get(uuid) ?? [])]) wake();
  }
}
