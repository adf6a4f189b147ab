import { SETTINGS, type Addressed, type CommandTable } from './command.js';

export interface Close extends Addressed {
  type: 'close';
  ifRevision: number | null;
  holds: 'release' | 'refuse';
  reason: string | null;
}

/** The service's own: settles the next part of a close that is too large for one decision. */
export interface ContinueClose extends Addressed {
  type: 'continue_close';
  /** How many entries it writes, but for what the last one moves up the tree. */
  entries: number;
}

/** How budgets end. */
export const CLOSING_COMMANDS: CommandTable<Close | ContinueClose, 'budget'> = {
  close: {
    ...SETTINGS,
    addressee: 'budget',
    action: 'delegate',
    writes: 'close',
    needs: ({ holds }) => ({ closing: { holds } }),
  },
  continue_close: {
    ...SETTINGS,
    addressee: 'budget',
    action: null,
    writes: 'close',
    needs: () => ({ closing: { holds: null } }),
  },
};
