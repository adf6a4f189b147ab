import type { JsonObject } from '../canonical.js';
import type { Policy } from '../policy.js';
import { nothingMore, SETTINGS, type Addressed, type CommandTable } from './command.js';
import type { EnvelopeInput, KeyInput } from './inputs.js';

export interface CreateRoot extends Addressed {
  type: 'create';
  name: string;
  currency: string;
  scale: number;
  timezone: string;
  allocation: string;
  envelopes: EnvelopeInput[];
  policy: Policy | null;
  metadata: JsonObject | null;
  /** Null for none, here and below. */
  dimensions: string[] | null;
}

/** Delegates from `budgetId` to a new child. */
export interface Delegate extends Addressed {
  type: 'delegate';
  childId: string;
  /** What the caller calls the child: among the open children of a budget no two have the same. */
  ref: string | null;
  name: string;
  guarantee: string;
  /** Null: the same as the guarantee. */
  ceiling: string | null;
  envelopes: EnvelopeInput[];
  policy: Policy | null;
  metadata: JsonObject | null;
  /** A key for the child, issued with it. */
  key: KeyInput | null;
  expectedVersion: number | null;
}

export interface Fund extends Addressed {
  type: 'fund' | 'defund';
  amount: string;
  reason: string | null;
  expectedVersion: number | null;
}

/** Absent fields stay as they are. */
export interface Update extends Addressed {
  type: 'update';
  ifRevision: number;
  name?: string;
  policy?: Policy | null;
  metadata?: JsonObject | null;
  dimensions?: string[] | null;
  guarantee?: string;
  ceiling?: string;
  reason: string | null;
}

export interface ChangeState extends Addressed {
  type: 'freeze' | 'resume';
  ifRevision: number | null;
  reason: string | null;
}

/** The service's own: lets a paused budget go on whose time has come. */
export interface EndPause extends Addressed {
  type: 'pause_end';
}

/** What is done to budgets, but for the end of them. */
export const BUDGET_COMMANDS: CommandTable<CreateRoot, 'tree'> &
  CommandTable<Delegate | Fund | Update | ChangeState | EndPause, 'budget'> = {
  create: { ...SETTINGS, addressee: 'tree', action: 'manage', writes: 'create', needs: nothingMore },
  delegate: {
    ...SETTINGS,
    addressee: 'budget',
    action: 'delegate',
    writes: 'delegate',
    needs: ({ ref }) => (ref === null ? {} : { childRef: ref }),
  },
  fund: { ...SETTINGS, addressee: 'budget', action: 'manage', writes: 'fund', needs: nothingMore },
  defund: { ...SETTINGS, addressee: 'budget', action: 'manage', writes: 'defund', needs: nothingMore },
  update: { ...SETTINGS, addressee: 'budget', action: 'manage', writes: 'update', needs: nothingMore },
  freeze: { ...SETTINGS, addressee: 'budget', action: 'stop', writes: 'freeze', needs: nothingMore },
  resume: { ...SETTINGS, addressee: 'budget', action: 'stop', writes: 'resume', needs: nothingMore },
  pause_end: { ...SETTINGS, addressee: 'budget', action: null, writes: 'resume', needs: nothingMore },
};
