import { approvalRuleOf, type ApprovalRule } from '../core/approvals.js';
import { relativeOf, storedBaseline, type Baseline, type Relative } from '../core/baselines.js';
import type { Envelope } from '../core/envelopes.js';
import { JSON_TEXT, TIME, without, type Column } from '../database/columns.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { MATCH_COLUMNS, MATCHED_BY, matchOfRow, type StoredMatch } from './matches.js';
import { flag, json } from './values.js';

/** An envelope as it is read. */
export interface StoredEnvelope extends StoredMatch {
  tree_id: string;
  id: string;
  budget_id: string;
  name: string | null;
  window: Envelope['window'];
  timezone: string | null;
  metric: Envelope['metric'];
  limit: string;
  per: Envelope['per'];
  scope: Envelope['scope'];
  on_exceed: Envelope['onExceed'];
  approve: ApprovalRule | null;
  relative: Relative | null;
  baseline: Baseline | null;
  from_above: boolean;
  deleted_at: number | null;
}

/** All that is kept of an envelope: what is read and what is written. */
export const ENVELOPE_COLUMNS: Readonly<Record<keyof StoredEnvelope, Column<Envelope>>> = {
  tree_id: ['uuid', (envelope) => uuidOf(envelope.treeId)],
  id: ['uuid', (envelope) => uuidOf(envelope.id)],
  budget_id: ['uuid', (envelope) => uuidOf(envelope.budgetId)],
  name: ['text', (envelope) => envelope.name],
  window: ['text', (envelope) => envelope.window],
  timezone: ['text', (envelope) => envelope.timezone],
  metric: ['text', (envelope) => envelope.metric],
  limit: ['bigint', (envelope) => envelope.limit],
  ...MATCH_COLUMNS,
  per: ['text', (envelope) => envelope.per],
  scope: ['text', (envelope) => envelope.scope],
  on_exceed: ['text', (envelope) => envelope.onExceed],
  approve: ['text', (envelope) => json(envelope.approve), JSON_TEXT],
  relative: ['text', (envelope) => json(envelope.relative), JSON_TEXT],
  baseline: ['text', (envelope) => json(envelope.baseline), JSON_TEXT],
  from_above: ['boolean', (envelope) => flag(envelope.fromAbove)],
  deleted_at: ['float8', (envelope) => envelope.deletedAt, TIME],
};

/** What can change of an envelope: all but what it counts, and whose it is. */
export const ENVELOPE_TERMS = without(
  ENVELOPE_COLUMNS,
  ['tree_id', 'id', 'budget_id', 'from_above'],
  ['window', 'timezone', 'metric', 'per', 'scope'],
  MATCHED_BY,
);

export const envelopeOfRow = (row: StoredEnvelope): Envelope => ({
  treeId: idOf('budget', row.tree_id),
  id: idOf('envelope', row.id),
  budgetId: idOf('budget', row.budget_id),
  name: row.name,
  window: row.window,
  timezone: row.timezone,
  metric: row.metric,
  limit: BigInt(row.limit),
  match: matchOfRow(row),
  per: row.per,
  scope: row.scope,
  onExceed: row.on_exceed,
  approve: row.approve && approvalRuleOf(row.approve),
  relative: row.relative && relativeOf(row.relative),
  baseline: row.baseline && storedBaseline(row.baseline),
  fromAbove: row.from_above,
  deletedAt: row.deleted_at,
});
