import type { Sql } from 'postgres';
import { idOf } from '../ids/ids.js';
import { different } from './difference.js';
import type { Differences } from './differences.js';
import { ANSWERED_TWICE, CREATED_TWICE, WRONG_PATH } from './sql/wholes.js';

/** What only a look at whole tables shows. */
export async function checkWholes(sql: Sql, differences: Differences): Promise<void> {
  for (const { treeId, requestKey, entries } of await sql.unsafe<
    { treeId: string; requestKey: string; entries: number }[]
  >(ANSWERED_TWICE)) {
    const place = { treeId: idOf('budget', treeId) };
    const table = `${entries} answer ${requestKey}`;
    differences.add(different(place, 'entries that answer one key', 1, table).difference);
  }
  for (const { creationKey, trees } of await sql.unsafe<{ creationKey: string; trees: number }[]>(
    CREATED_TWICE,
  )) {
    const table = `${trees} answer ${creationKey}`;
    differences.add(different({}, 'trees created under one key', 1, table).difference);
  }
  for (const { treeId, budgetId, journal, path } of await sql.unsafe<
    { treeId: string; budgetId: string; journal: string; path: string }[]
  >(WRONG_PATH)) {
    const place = { treeId: idOf('budget', treeId), budgetId: idOf('budget', budgetId) };
    differences.add(different(place, 'path of the budget', journal, path).difference);
  }
}
