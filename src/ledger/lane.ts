import { changesSettings, type Command } from '../core/commands.js';
import type { Outcome } from '../core/outcomes.js';
import type { WriteClient } from '../database/connections.js';
import { attempt, attemptLocked, type Attempt } from './attempt.js';
import { UnavailableError } from './errors.js';
import { faultOf } from './faults.js';
import { Link } from './link.js';
import type { LedgerMeter } from './meter.js';

/** A command that waits for its outcome. */
interface Pending {
  command: Command;
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
  /** How often its tree was changed by another writer before its batch was written. */
  losses: number;
  /** When it came, by `performance.now()`. */
  since: number;
  /** When it is given up, by the same clock. */
  deadline: number;
}

/** After this many losses a batch is loaded with row locks. */
const LOSSES_BEFORE_LOCKS = 2;

/** How long a tree that was lost is loaded with row locks at once: its other writers are likely to come again. */
const CONTENDED_MS = 500;

const RETRY_PAUSE_MS = { first: 20, longest: 500 };

/**
 * One line of batches: while one is in flight, the next one fills. All commands of a tree go through the same lane,
 * in the order in which they came. A lane has a connection of its own.
 */
export class Lane {
  private queue: Pending[] = [];
  private running: Promise<void> | null = null;
  private readonly contended = new Map<string, number>();
  private readonly link: Link;
  private batchSize: number;

  constructor(
    open: () => WriteClient,
    private readonly batchLimit: number,
    private readonly meter: LedgerMeter,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.link = new Link(open);
    this.batchSize = batchLimit;
  }

  get length(): number {
    return this.queue.length;
  }

  push(pending: Pending): void {
    this.queue.push(pending);
    this.running ??= this.run();
  }

  /** Waits until everything pushed so far is answered. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  async close(): Promise<void> {
    await this.drained();
    await this.link.close();
  }

  private async run(): Promise<void> {
    // What else arrives in this turn of the event loop belongs to the first batch.
    await new Promise<void>((resolve) => setImmediate(resolve));
    let pause = RETRY_PAUSE_MS.first;
    for (let batch = this.take(); batch.length > 0; batch = this.take()) {
      if (await this.fly(batch)) {
        pause = RETRY_PAUSE_MS.first;
        continue;
      }
      await new Promise<void>((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, RETRY_PAUSE_MS.longest);
    }
    this.running = null;
  }

  /** The next batch. Commands whose callers have been waiting for too long are given up instead. */
  private take(): Pending[] {
    const now = performance.now();
    if (this.queue.some((pending) => pending.deadline <= now)) {
      for (const pending of this.queue) if (pending.deadline <= now) this.giveUp(pending);
      this.queue = this.queue.filter((pending) => pending.deadline > now);
    }
    const batch = this.queue.slice(0, this.batchSize);
    this.queue = this.queue.slice(this.batchSize);
    return batch;
  }

  private giveUp(pending: Pending): void {
    this.meter.decided(pending.command.type, 'failed', pending.since);
    pending.reject(new UnavailableError('The database did not take the command in time.', 1));
  }

  /** Flies a batch; answers false when the lane should pause before it tries again. */
  private async fly(batch: Pending[]): Promise<boolean> {
    const commands = commandsOf(batch);
    this.meter.takesOff();
    try {
      const outcomes = await this.link.use((sql) =>
        this.needsLocks(batch)
          ? attemptLocked(sql, commands, () => commandsOf(this.join(batch)))
          : attempt(sql, commands),
      );
      this.batchSize = Math.min(this.batchSize * 2, this.batchLimit);
      this.settle(batch, outcomes);
      return true;
    } catch (error) {
      const fault = faultOf(error);
      if (fault !== 'conflict') this.onFault(error);
      if (fault === 'conflict')
        this.settle(
          batch,
          batch.map(() => null),
        );
      else if (fault === 'broken') this.isolate(batch, error);
      else this.queue.unshift(...batch);
      return fault === 'broken';
    } finally {
      this.meter.lands(batch.length);
    }
  }

  /**
   * Takes along what has come for the budgets of a batch while it waited for their locks: the more of it flies at once,
   * the less the waiting costs. Stops at the first command that has to wait its turn, so that none is overtaken.
   */
  private join(batch: Pending[]): Pending[] {
    const budgets = new Set(batch.map(({ command }) => command.budgetId));
    const rest = this.queue.findIndex(
      ({ command }) => changesSettings(command) || !budgets.has(command.budgetId),
    );
    const coming = rest < 0 ? this.queue.length : rest;
    const joined = this.queue.splice(0, Math.min(coming, this.batchSize - batch.length));
    batch.push(...joined);
    return joined;
  }

  private needsLocks(batch: readonly Pending[]): boolean {
    const now = performance.now();
    return batch.some(
      ({ command, losses }) =>
        changesSettings(command) ||
        losses >= LOSSES_BEFORE_LOCKS ||
        (this.contended.get(command.treeId) ?? 0) > now,
    );
  }

  /** Answers what was decided and written; what was lost goes to the front of the queue, in its order. */
  private settle(batch: readonly Pending[], outcomes: Attempt): void {
    const lost: Pending[] = [];
    batch.forEach((pending, i) => {
      const outcome = outcomes[i] ?? null;
      if (outcome) {
        this.meter.decided(pending.command.type, outcome.status, pending.since);
        return pending.resolve(outcome);
      }
      pending.losses += 1;
      lost.push(pending);
    });
    if (lost.length === 0) return;
    this.meter.lost(new Set(lost.map(({ command }) => command.treeId)).size);
    const until = performance.now() + CONTENDED_MS;
    if (this.contended.size > 1_000) this.contended.clear();
    for (const { command } of lost) this.contended.set(command.treeId, until);
    this.queue.unshift(...lost);
  }

  /**
   * A batch that cannot be written is tried again in halves, until the command that breaks it is alone and fails
   * alone. Batches grow back to their size as they succeed.
   */
  private isolate(batch: Pending[], error: unknown): void {
    if (batch.length > 1) {
      this.batchSize = Math.ceil(batch.length / 2);
      this.queue.unshift(...batch);
      return;
    }
    const [pending] = batch;
    this.meter.decided(pending!.command.type, 'failed', pending!.since);
    pending!.reject(error instanceof Error ? error : new Error(String(error)));
  }
}

const commandsOf = (batch: readonly Pending[]): Command[] => batch.map(({ command }) => command);
