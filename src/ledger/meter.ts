import type { Command } from '../core/commands.js';
import type { Outcome } from '../core/outcomes.js';
import {
  batchCommands,
  decisionSeconds,
  expiryLagSeconds,
  guardConflicts,
  poolConnections,
  queueCommands,
} from '../metrics.js';

/** What the ledger tells Prometheus. */
export class LedgerMeter {
  private flying = 0;

  waiting(commands: number): void {
    queueCommands.set(commands);
  }

  takesOff(commands: number): void {
    batchCommands.observe(commands);
    poolConnections.set({ pool: 'write', state: 'used' }, ++this.flying);
  }

  lands(): void {
    poolConnections.set({ pool: 'write', state: 'used' }, --this.flying);
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
