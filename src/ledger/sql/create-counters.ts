import type { WriteClient } from '../../database/connections.js';
import type { Counter } from '../../core/envelopes.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';

const COUNTERS: Columns<Counter> = {
  tree_id: ['uuid', (counter) => uuidOf(counter.treeId)],
  id: ['text', (counter) => counter.id],
  envelope_id: ['uuid', (counter) => uuidOf(counter.envelopeId)],
  key: ['text', (counter) => counter.key],
  window_start: ['float8', (counter) => counter.window.start],
  window_end: ['float8', (counter) => counter.window.end],
  metric: ['text', (counter) => counter.metric],
  version: ['bigint', (counter) => counter.version],
};

const statement = `
INSERT INTO counters (tree_id, id, envelope_id, key, window_start, window_end, metric, used, version)
SELECT tree_id, id, envelope_id, coalesce(key, ''), to_timestamp(window_start / 1000), to_timestamp(window_end / 1000),
  metric, 0, version
FROM ${rowsOf(COUNTERS, 'x', 1)}
ORDER BY tree_id, id
ON CONFLICT (tree_id, id) DO NOTHING`;

/**
 * Makes the missing rows of counters, empty and at the given version: a guarded write can then find them like any
 * other. Harmless where another writer was first, or where the write is then lost.
 */
export async function createCounters(sql: WriteClient, counters: Counter[]): Promise<void> {
  await run(sql, statement, parametersOf(COUNTERS, counters));
}
