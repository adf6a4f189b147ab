import type { Sql } from 'postgres';
import { idOf } from '../ids/ids.js';
import { different } from './difference.js';
import type { Differences } from './differences.js';
import {
  ROLLED_UP_OTHERWISE,
  SPENT_OTHERWISE,
  TOTALS_OTHERWISE,
  USAGE_ROLLED_UP_OTHERWISE,
  USED_OTHERWISE,
} from './sql/spend.js';

interface SpendDifferenceRow {
  treeId: string;
  budgetId: string;
  what: string;
  journal: string;
  kept: string;
}

const STATEMENTS = [
  SPENT_OTHERWISE,
  ROLLED_UP_OTHERWISE,
  TOTALS_OTHERWISE,
  USED_OTHERWISE,
  USAGE_ROLLED_UP_OTHERWISE,
];

/**
 * Holds the sums of spend against the journal, as far as they have come, and against each other. It comes last: an entry that
 * Postgres cannot read ends it, and the transaction.
 */
export async function checkSpend(sql: Sql, differences: Differences): Promise<void> {
  try {
    for (const statement of STATEMENTS)
      for (const { treeId, budgetId, what, journal, kept } of await sql.unsafe<SpendDifferenceRow[]>(
        statement,
      )) {
        const place = { treeId: idOf('budget', treeId), budgetId: idOf('budget', budgetId) };
        differences.add(different(place, what, journal, kept).difference);
      }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const what = 'spend, which cannot be added up';
    differences.add(different({}, what, error.message, 'sums of what was readable').difference);
  }
}

/** Whether an entry is no JSON, or has no number where there has to be one: SQLSTATE class 22. */
const isUnreadable = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('22');
