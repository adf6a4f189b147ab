import type { Command } from '../core/commands/commands.js';
import type { Outcome } from '../core/outcomes.js';
import { countRatingMiss } from '../runtime/budget-metrics.js';
import {
  batchCommands,
  decisionSeconds,
  expiryLagSeconds,
  guardConflicts,
  laneCommands,
  reportPool,
  reportQueue,
  type QueueUse,
} from '../runtime/metrics.js';

/** What the ledger reports to Prometheus. */
export class LedgerMeter {
  private flying = 0;

  /** Each lane has a connection, which is used while a batch is in flight. */
  constructor(lanes: number, queue: () => QueueUse) {
    reportPool('write', () => ({ used: this.flying, idle: lanes - this.flying, waiting: 0 }));
    reportQueue(queue);
  }

  /** What one lane reports. */
  lane(number: number): LaneMeter {
    const lane = String(number);
    laneCommands.set({ lane }, 0);
    return {
      takesOff: (commands) => {
        this.flying += 1;
        laneCommands.set({ lane }, commands);
      },
      lands: (commands) => {
        this.flying -= 1;
        batchCommands.observe(commands);
        laneCommands.set({ lane }, 0);
      },
      decided: (command, outcome, since) => this.decided(command, outcome, since),
    };
  }

  /** Trees whose guarded write lost against another writer. */
  lost(trees: number): void {
    guardConflicts.inc(trees);
  }

  expired(lateMilliseconds: number): void {
    expiryLagSeconds.observe(lateMilliseconds / 1000);
  }

  private decided({ type: kind, treeId }: Command, outcome: Outcome | 'failed', since: number): void {
    const status = outcome === 'failed' ? outcome : outcome.status;
    decisionSeconds.observe({ kind, outcome: status }, (performance.now() - since) / 1000);
    if (outcome !== 'failed' && outcome.status === 'rejected' && outcome.rejection.code === 'price_unknown')
      countRatingMiss(treeId);
  }
}

/** What one lane reports to Prometheus. */
export interface LaneMeter {
  takesOff(commands: number): void;
  lands(commands: number): void;
  decided(command: Command, outcome: Outcome | 'failed', since: number): void;
}
