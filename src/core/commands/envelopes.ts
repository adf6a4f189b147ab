import type { ApprovalRule } from '../approvals.js';
import type { Past, Relative } from '../baselines.js';
import type { OnExceed } from '../envelopes.js';
import { nothingMore, SETTINGS, type Addressed, type CommandTable } from './command.js';
import type { EnvelopeInput } from './inputs.js';

export interface CreateEnvelope extends Addressed {
  type: 'envelope_create';
  ifRevision: number;
  envelope: EnvelopeInput;
}

export interface UpdateEnvelope extends Addressed {
  type: 'envelope_update';
  ifRevision: number;
  envelopeId: string;
  name?: string | null;
  limit?: string;
  /** Takes the place of a fixed limit, and the other way round. */
  relative?: Relative;
  past?: Past | null;
  onExceed?: OnExceed;
  approve?: ApprovalRule;
}

export interface DeleteEnvelope extends Addressed {
  type: 'envelope_delete';
  ifRevision: number;
  envelopeId: string;
}

/** The service's own: works a relative limit out anew, from what the budget used in the past. */
export interface Appraise extends Addressed {
  type: 'appraise';
  envelopeId: string;
  past: Past;
  /** How far back it was looked: what has changed since is not meant. */
  windowDays: number;
}

/** What is done to envelopes. */
export const ENVELOPE_COMMANDS: CommandTable<CreateEnvelope, 'budget'> &
  CommandTable<UpdateEnvelope | DeleteEnvelope | Appraise, 'envelope'> = {
  envelope_create: {
    ...SETTINGS,
    addressee: 'budget',
    action: 'manage',
    writes: 'envelope_create',
    needs: ({ envelope }) => ({ newEnvelope: envelope }),
  },
  envelope_update: {
    ...SETTINGS,
    addressee: 'envelope',
    action: 'manage',
    writes: 'envelope_update',
    needs: nothingMore,
  },
  envelope_delete: {
    ...SETTINGS,
    addressee: 'envelope',
    action: 'manage',
    writes: 'envelope_delete',
    needs: nothingMore,
  },
  appraise: { ...SETTINGS, addressee: 'envelope', action: null, writes: 'appraise', needs: nothingMore },
};
