import type { WriteClient } from '../../database/connections.js';
import type { EntryContent } from '../../core/entries.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';

/** A child as its maker calls it. */
export interface NamedChild {
  treeId: string;
  parentId: string;
  ref: string;
}

const NAMED: Columns<NamedChild> = {
  tree_id: ['uuid', (child) => uuidOf(child.treeId)],
  parent_id: ['uuid', (child) => uuidOf(child.parentId)],
  ref: ['text', (child) => child.ref],
};

const statement = `
SELECT e.content
FROM ${rowsOf(NAMED, 'named', 1)}
JOIN budgets b ON b.tree_id = named.tree_id AND b.parent_id = named.parent_id AND b.ref = named.ref
  AND b.state NOT IN ('closing', 'closed')
JOIN entries e ON e.tree_id = b.tree_id AND e.budget_id = b.id AND e.version = 1`;

/** The first entries of the open children that are called so. */
export async function loadNamedChildren(sql: WriteClient, named: NamedChild[]): Promise<EntryContent[]> {
  const rows = await run<{ content: string }>(sql, statement, parametersOf(NAMED, named));
  return rows.map(({ content }) => JSON.parse(content) as EntryContent);
}
