import { canonicalText, type Json } from '../../core/canonical.js';
import { formatAmount } from '../../core/money.js';
import { timeText } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import { expectSame } from '../difference.js';
import type { Differences } from '../differences.js';
import type { ReplayedBudget } from '../replay/budget.js';
import type { AuditedBudget } from '../sql/rows.js';

/** Canonical text of a column that holds JSON; null for SQL's NULL. */
export const jsonText = (column: string | null): string | null =>
  column === null ? null : canonicalText(JSON.parse(column) as Json);

const PARTS = ['allocated', 'reserved', 'delegated', 'spent', 'overdraft'] as const;

/** Holds a budget's row against its journal, which was replayed to its end. */
export function compareBudget(
  replayed: ReplayedBudget,
  row: AuditedBudget,
  scale: number,
  differences: Differences,
): void {
  const { chain, settings, place } = replayed;
  const same = (
    what: string,
    journal: string | number | boolean | null | undefined,
    table: string | number | boolean | null,
  ): unknown => differences.check(() => expectSame(place, `${what} of the budget`, journal, table));
  const amount = (units: bigint | string): string => formatAmount(BigInt(units), scale);
  same('version', chain.version, row.version);
  same('head', chain.head, row.head);
  for (const part of PARTS) same(part, amount(chain.balances[part]), amount(row[part]));
  same('ref', replayed.ref, row.ref);
  same('name', settings?.name, row.name);
  same('state', settings?.state, row.state);
  same(
    'paused_until',
    settings?.pausedUntil ?? null,
    row.pausedUntil === null ? null : timeText(row.pausedUntil),
  );
  same('guarantee', amount(replayed.guarantee), amount(row.guarantee));
  same('ceiling', amount(replayed.ceiling), amount(row.ceiling));
  same('revision', settings?.revision, row.revision);
  same('policy', settings?.policy ? canonicalText(settings.policy) : null, jsonText(row.policy));
  same('policy_from_above', replayed.policyFromAbove, row.policyFromAbove);
  same('stopped_from_above', settings?.stoppedFromAbove ?? false, row.stoppedFromAbove);
  same('metadata', settings?.metadata ? canonicalText(settings.metadata) : null, jsonText(row.metadata));
  same(
    'dimensions',
    settings?.dimensions ? canonicalText(settings.dimensions) : null,
    jsonText(row.dimensions),
  );
  same('parent', replayed.parentId, row.parentId === null ? null : idOf('budget', row.parentId));
  same('created_at', timeText(replayed.createdAt), timeText(row.createdAt));
  same('changed_at', timeText(chain.at), timeText(row.changedAt));
}
