import type { Command } from '../core/commands/commands.js';
import type { Outcome } from '../core/outcomes.js';
import type { Waiting } from './line.js';

/** A command that waits for its outcome. */
export interface PendingCommand extends Waiting {
  command: Command;
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
  /** One of a bulk request, whose caller is answered when the last of them is. */
  isBulk: boolean;
  /** How often its tree was changed by another writer before its batch was written. */
  losses: number;
  /** When it came, by `performance.now()`. */
  since: number;
  /** When it is given up, by the same clock. */
  deadline: number;
}
