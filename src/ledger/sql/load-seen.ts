import type { WriteClient } from '../../database/connections.js';
import type { EntryContent } from '../../core/entries.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';

/** An idempotency key to look for: in a tree, or (treeId null) among those under which trees were created. */
export interface SoughtKey {
  treeId: string | null;
  requestKey: string;
}

const SOUGHT: Columns<SoughtKey> = {
  tree_id: ['uuid', (sought) => (sought.treeId === null ? null : uuidOf(sought.treeId))],
  request_key: ['uuid', (sought) => sought.requestKey],
};

const withinTrees = `
SELECT e.request_key, e.content
FROM ${rowsOf(SOUGHT, 'sought', 1)}
JOIN entries e ON e.tree_id = sought.tree_id AND e.request_key = sought.request_key`;

const ofCreations = `
SELECT t.creation_key AS request_key, e.content
FROM ${rowsOf({ request_key: SOUGHT.request_key! }, 'sought', 1)}
JOIN trees t ON t.creation_key = sought.request_key
JOIN entries e ON e.tree_id = t.id AND e.budget_id = t.id AND e.version = 1`;

export interface SeenRow {
  requestKey: string;
  content: EntryContent;
}

/** The entries that answered these keys, within their trees. */
export async function loadSeen(sql: WriteClient, sought: SoughtKey[]): Promise<SeenRow[]> {
  return read(await run<Row>(sql, withinTrees, parametersOf(SOUGHT, sought)));
}

/** The first entries of the trees that were created under these keys. */
export async function loadCreations(sql: WriteClient, requestKeys: SoughtKey[]): Promise<SeenRow[]> {
  const parameters = parametersOf({ request_key: SOUGHT.request_key! }, requestKeys);
  return read(await run<Row>(sql, ofCreations, parameters));
}

interface Row {
  request_key: string;
  content: string;
}

const read = (rows: Row[]): SeenRow[] =>
  rows.map((row) => ({ requestKey: row.request_key, content: JSON.parse(row.content) as EntryContent }));
