import type { Command } from '../core/commands.js';
import type { Outcome } from '../core/outcomes.js';
import {
  batchCommands,
  decisionSeconds,
  expiryLagSeconds,
  guardConflicts,
  queueCommands,
  reportPool,
} from '../metrics.js';

/** What the ledger tells Prometheus. */
export class LedgerMeter {
  private flying = 0;

  /** Each lane has a connection, which is used while a batch is in flight. */
  constructor(lanes: number) {
    reportPool('write', () => ({ used: this.flying, idle: lanes - this.flying, waiting: 0 }));
  }

  waiting(commands: number): void {
    queueCommands.set(commands);
  }

  takesOff(): void {
    this.flying += 1;
  }

  lands(commands: number): void {
    batchCommands.observe(commands);
    this.flying -= 1;
  }

  /** Trees whose guarded write lost against another writer. */
  lost(trees: number): void {
    guardConflicts.inc(trees);
  }

  decided(kind: Command['type'], outcome: Outcome['status'] | 'failed', since: number): void {
    decisionSeconds.observe({ kind, outcome }, (performance.now() - since) / 1000);
  }

  expired(lateMilliseconds: number): void {
    expiryLagSeconds.observe(lateMilliseconds / 1000);
  }
}
