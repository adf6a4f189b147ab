import { COMMANDS } from '../core/commands/commands.js';
import type { WrittenEntry } from '../core/entries.js';
import type { WriteClient } from '../database/connections.js';
import { Lane } from './lane.js';
import { KeptTrees } from './memory/kept-trees.js';
import type { LedgerMeter } from './meter.js';
import type { PendingCommand } from './pending.js';
import { Turns } from './turns.js';

/** What one tree adds to a batch while others wait. */
const TURN = 100;

/** After this many losses a tree is loaded with row locks. */
const LOSSES_BEFORE_LOCKS = 2;

/** How long a tree that was lost is loaded with row locks at once: its other writers are likely to come again. */
const CONTENDED_MS = 500;

export interface LanesOptions {
  lanes: number;
  /** What one batch holds, in weight. */
  batchLimit: number;
  open: () => WriteClient;
  /** Called with the entries of each batch once they are durable. */
  onWritten: (entries: readonly WrittenEntry[]) => void;
  onFault: (error: unknown) => void;
}

/**
 * The lanes of a process and the one queue that they share. Each takes the trees whose turn it is and that are in flight
 * in no other, so that a hot tree is in one of them and leaves the others to the rest.
 */
export class Lanes {
  private readonly lanes: Lane[];
  private readonly turns: Turns<PendingCommand>;
  /** Trees that were lost, and until when they are taken for contended. */
  private readonly contended = new Map<string, number>();

  constructor({ lanes, batchLimit, open, onWritten, onFault }: LanesOptions, meter: LedgerMeter) {
    const limits = { batch: batchLimit, turn: Math.min(TURN, batchLimit) };
    this.turns = new Turns(limits, (pending) => this.needsLocks(pending));
    const queue = {
      turns: this.turns,
      memory: new KeptTrees(),
      onLost: (treeIds: ReadonlySet<string>) => {
        meter.lost(treeIds.size);
        this.contend(treeIds);
      },
      onTaken: () => this.wake(),
      onWritten,
      onFault,
    };
    this.lanes = Array.from({ length: lanes }, (_, i) => new Lane(open, queue, meter.lane(i)));
  }

  /** Trees that wait or are in flight. */
  get trees(): number {
    return this.turns.trees;
  }

  push(pending: PendingCommand): void {
    this.turns.push(pending);
    this.wake();
  }

  /** Waits until everything pushed so far is answered, and closes the connections. */
  async close(): Promise<void> {
    do await Promise.all(this.lanes.map((lane) => lane.drained()));
    while (this.lanes.some((lane) => !lane.isIdle));
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  /** Lets a lane that has nothing to do look whether a tree waits that is in no other. */
  private wake(): void {
    if (this.turns.isReady) this.lanes.find((lane) => lane.isIdle)?.start();
  }

  private needsLocks({ command, losses, treeId }: PendingCommand): boolean {
    return (
      COMMANDS[command.type].changesSettings ||
      losses >= LOSSES_BEFORE_LOCKS ||
      (this.contended.size > 0 && (this.contended.get(treeId) ?? 0) > performance.now())
    );
  }

  private contend(treeIds: ReadonlySet<string>): void {
    const until = performance.now() + CONTENDED_MS;
    if (this.contended.size > 1_000) this.contended.clear();
    for (const treeId of treeIds) this.contended.set(treeId, until);
  }
}
