import { COMMANDS, type Command } from '../core/commands/commands.js';
import type { WrittenEntry } from '../core/entries.js';
import type { WriteClient } from '../database/connections.js';
import { attempt, attemptLocked, type Attempt } from './attempt.js';
import { Replies, type Reply } from './replies.js';
import { UnavailableError } from '../runtime/try-later.js';
import { faultOf, LinkTimeout } from '../database/faults.js';
import { ResilientClient } from '../database/resilient-client.js';
import type { KeptTrees } from './memory/kept-trees.js';
import type { LaneMeter } from './meter.js';
import type { PendingCommand } from './pending.js';
import type { Batch, Turns } from './turns.js';

const RETRY_PAUSE_MS = { first: 20, longest: 500 };

/** What all lanes have in common. */
export interface Queue {
  turns: Turns<PendingCommand>;
  memory: KeptTrees;
  /** Called with trees that another writer changed meanwhile. */
  onLost: (treeIds: ReadonlySet<string>) => void;
  /** Called with the entries of a batch once they are durable. */
  onWritten: (entries: readonly WrittenEntry[]) => void;
  /** Called when a batch has been taken: there may be something for another lane. */
  onTaken: () => void;
  /** Receives errors that callers do not see, or see only as a lack of service. */
  onFault: (error: unknown) => void;
}

/** One line of batches on a connection of its own: while one is in flight, the next one fills. */
export class Lane {
  private running: Promise<void> | null = null;
  private readonly link: ResilientClient;
  private readonly replies: Replies;

  constructor(
    open: () => WriteClient,
    private readonly queue: Queue,
    private readonly meter: LaneMeter,
  ) {
    this.link = new ResilientClient(open);
    this.replies = new Replies(() => queue.turns.isShared);
  }

  get isIdle(): boolean {
    return this.running === null;
  }

  /** Takes batches for as long as something waits. */
  start(): void {
    this.running ??= this.run();
  }

  /** Waits until it has nothing to do. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
    await this.replies.drained();
  }

  async close(): Promise<void> {
    await this.link.close();
  }

  private async run(): Promise<void> {
    // What else arrives in this turn of the event loop belongs to the first batch.
    await new Promise<void>((resolve) => setImmediate(resolve));
    let pause = RETRY_PAUSE_MS.first;
    for (let batch = this.take(); batch; batch = this.take()) {
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
  private take(): Batch<PendingCommand> | null {
    const now = performance.now();
    for (const pending of this.queue.turns.removeWhile(({ deadline }) => deadline <= now)) {
      this.meter.decided(pending.command, 'failed', pending.since);
      pending.reject(new UnavailableError('The database did not take the command in time.', 1));
    }
    const batch = this.queue.turns.take();
    if (batch) this.queue.onTaken();
    return batch;
  }

  /** Flies a batch; answers false when the lane should pause before it tries again. */
  private async fly(batch: Batch<PendingCommand>): Promise<boolean> {
    const { memory, turns, onFault } = this.queue;
    const commands = commandsOf(batch.items);
    this.meter.takesOff(batch.items.length);
    try {
      const limits = { batch: turns.limits.batch, turn: batch.turn };
      const conditions = { limits, inSlices: turns.isShared };
      const outcome = await this.link.use((sql) =>
        batch.isLocked
          ? attemptLocked(sql, commands, conditions, memory, () => commandsOf(this.join(batch)))
          : attempt(sql, commands, conditions, memory),
      );
      this.queue.onWritten(outcome.written);
      this.settle(batch, outcome);
      return true;
    } catch (error) {
      const fault = faultOf(error);
      // What became of its trees is not known.
      memory.forget(batch.items.map(({ treeId }) => treeId));
      if (fault !== 'conflict') onFault(error);
      if (error instanceof LinkTimeout) turns.separate(batch);
      if (fault === 'broken') this.isolate(batch, error);
      else if (fault === 'conflict') this.lose(batch);
      else turns.land(batch, batch.items);
      return fault === 'broken';
    } finally {
      this.meter.lands(batch.items.length);
    }
  }

  /**
   * Takes along what has come for the budgets of a batch while it waited for their locks: the more of it flies at once,
   * the less the waiting costs.
   */
  private join(batch: Batch<PendingCommand>): PendingCommand[] {
    const budgets = new Set(batch.items.map(({ command }) => command.budgetId));
    return this.queue.turns.join(
      batch,
      ({ command }) => !COMMANDS[command.type].changesSettings && budgets.has(command.budgetId),
    );
  }

  /** Answers what was decided and written; the rest is put back. */
  private settle(batch: Batch<PendingCommand>, { results, weights }: Attempt): void {
    const back: PendingCommand[] = [];
    const lost = new Set<string>();
    const replies: Reply[] = [];
    batch.items.forEach((pending, i) => {
      const result = results[i]!;
      if (result === 'left') back.push(pending);
      else if (result === 'lost') {
        pending.losses += 1;
        lost.add(pending.treeId);
        back.push(pending);
      } else {
        const give = (): void => {
          this.meter.decided(pending.command, result, pending.since);
          pending.resolve(result);
        };
        // Those of a bulk request cost nothing until the last one is there.
        if (pending.isBulk) give();
        else replies.push({ treeId: pending.treeId, give });
      }
    });
    if (lost.size > 0) this.queue.onLost(lost);
    this.queue.turns.land(batch, back, weights);
    this.replies.give(replies);
  }

  private lose(batch: Batch<PendingCommand>): void {
    for (const pending of batch.items) pending.losses += 1;
    this.queue.onLost(new Set(batch.items.map(({ treeId }) => treeId)));
    this.queue.turns.land(batch, batch.items);
  }

  /**
   * A batch that cannot be written is tried again in halves, until the command that breaks it is alone and fails
   * alone.
   */
  private isolate(batch: Batch<PendingCommand>, error: unknown): void {
    const [first, ...others] = batch.items;
    if (others.length > 0) {
      const most = Math.ceil(batch.items.length / 2);
      for (const pending of batch.items) pending.most = most;
      return this.queue.turns.land(batch, batch.items);
    }
    this.queue.turns.land(batch, []);
    this.meter.decided(first!.command, 'failed', first!.since);
    first!.reject(error instanceof Error ? error : new Error(String(error)));
  }
}

const commandsOf = (batch: readonly PendingCommand[]): Command[] => batch.map(({ command }) => command);
