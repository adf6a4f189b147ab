import type { ApprovalRule } from '../../core/approvals.js';
import type { Baseline, Relative } from '../../core/baselines.js';
import { canonicalText } from '../../core/canonical.js';
import { timeText, type EnvelopeView } from '../../core/entries.js';
import { formatAmount } from '../../core/money.js';
import { idOf } from '../../ids/ids.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { auditedScale } from '../metrics.js';
import type { Envelopes } from '../replay/envelopes.js';
import type { EnvelopeRow } from '../sql/rows.js';

/** Holds the envelopes of a tree against its journal. */
export function compareEnvelopes(
  tree: DifferencePlace,
  replayed: Envelopes,
  rows: readonly EnvelopeRow[],
  scale: number,
  differences: Differences,
): void {
  const missing = new Map(replayed.replayed);
  for (const row of rows) {
    const table = viewOf(row, scale);
    const envelope = missing.get(table.id);
    missing.delete(table.id);
    const place = { ...tree, budgetId: table.budgetId, envelopeId: table.id };
    if (!envelope) {
      differences.add(different(place, 'envelope', 'no entry records it', 'there is a row').difference);
      continue;
    }
    const same = (
      what: string,
      journal: string | boolean | null,
      inTable: string | boolean | null,
    ): unknown =>
      differences.check(() => expectSame(envelope.place, `${what} of the envelope`, journal, inTable));
    // The row has the clock's time; that of an entry is later where the clock went back.
    const notAfter = (what: string, journal: string, inTable: number): void => {
      if (inTable > Date.parse(journal)) same(what, `${journal} or before`, timeText(inTable));
    };
    for (const key of Object.keys(table) as (keyof EnvelopeView)[])
      same(key, text(envelope.view[key]), text(table[key]));
    same('from_above', envelope.fromAbove, row.fromAbove);
    same('end', envelope.endedAt !== null, row.deletedAt !== null);
    notAfter('created_at', envelope.madeAt, row.createdAt);
    if (row.deletedAt !== null && envelope.endedAt !== null)
      notAfter('deleted_at', envelope.endedAt, row.deletedAt);
  }
  for (const { place, view } of missing.values())
    differences.add(different(place, 'envelope', view.id, 'there is no row').difference);
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
  limit: formatAmount(BigInt(row.limit), auditedScale(row.metric, scale)),
  match: {
    vendors: JSON.parse(row.matchVendors ?? 'null') as string[] | null,
    categories: JSON.parse(row.matchCategories ?? 'null') as string[] | null,
    items: row.matchItems === null ? undefined : (JSON.parse(row.matchItems) as string[]),
    newVendors: row.matchNewVendors || undefined,
  },
  per: row.per as EnvelopeView['per'],
  scope: row.scope as EnvelopeView['scope'],
  onExceed: row.onExceed as EnvelopeView['onExceed'],
  approve: row.approve === null ? undefined : (JSON.parse(row.approve) as ApprovalRule),
  relative: row.relative === null ? undefined : (JSON.parse(row.relative) as Relative),
  baseline: row.baseline === null ? undefined : (JSON.parse(row.baseline) as Baseline),
});
