import type { ApprovalRule } from '../../core/approvals.js';
import type { Baseline, Relative } from '../../core/baselines.js';
import { canonicalText } from '../../core/canonical.js';
import type { EnvelopeView } from '../../core/entries.js';
import { formatAmount } from '../../core/money.js';
import { idOf } from '../../ids.js';
import { different, expectSame, type Place } from '../difference.js';
import type { Envelopes } from '../replay/envelopes.js';
import type { EnvelopeRow } from '../sql/rows.js';

/** Holds the envelopes of a tree against its journal. Throws a DifferenceFound. */
export function compareEnvelopes(
  tree: Place,
  told: Envelopes,
  rows: readonly EnvelopeRow[],
  scale: number,
): void {
  const missing = new Map(told.told);
  for (const row of rows) {
    const table = viewOf(row, scale);
    const envelope = missing.get(table.id);
    missing.delete(table.id);
    const place = { ...tree, budgetId: table.budgetId, envelopeId: table.id };
    if (!envelope) throw different(place, 'envelope', 'no entry tells of it', 'there is a row');
    for (const key of Object.keys(table) as (keyof EnvelopeView)[])
      expectSame(envelope.place, `${key} of the envelope`, text(envelope.view[key]), text(table[key]));
    expectSame(envelope.place, 'end of the envelope', envelope.deleted, row.deleted);
  }
  for (const { place, view } of missing.values())
    throw different(place, 'envelope', view.id, 'there is no row');
}

/** Texts as they are, so that a difference is easy to read. */
const text = (value: EnvelopeView[keyof EnvelopeView]): string | null =>
  value === null || value === undefined || typeof value === 'string' ? (value ?? null) : canonicalText(value);

const viewOf = (row: EnvelopeRow, scale: number): EnvelopeView => ({
  id: idOf('envelope', row.id),
  budgetId: idOf('budget', row.budgetId),
  name: row.name,
  window: row.window as EnvelopeView['window'],
  timezone: row.timezone,
  metric: row.metric as EnvelopeView['metric'],
  limit: formatAmount(BigInt(row.limit), row.metric === 'amount' ? scale : 0),
  match: {
    vendors: JSON.parse(row.matchVendors ?? 'null') as string[] | null,
    categories: JSON.parse(row.matchCategories ?? 'null') as string[] | null,
    newVendors: row.matchNewVendors || undefined,
  },
  per: row.per as EnvelopeView['per'],
  scope: row.scope as EnvelopeView['scope'],
  onExceed: row.onExceed as EnvelopeView['onExceed'],
  approve: row.approve === null ? undefined : (JSON.parse(row.approve) as ApprovalRule),
  relative: row.relative === null ? undefined : (JSON.parse(row.relative) as Relative),
  baseline: row.baseline === null ? undefined : (JSON.parse(row.baseline) as Baseline),
});
