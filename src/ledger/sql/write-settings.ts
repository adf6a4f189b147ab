import type { WriteClient } from '../../database/connections.js';
import { parentIdOf, type Budget, type Tree } from '../../core/budgets.js';
import type { Envelope } from '../../core/envelopes.js';
import type { Key } from '../../core/keys.js';
import type { Price } from '../../core/prices/price.js';
import { uuidOf } from '../../ids/ids.js';
import {
  assigned,
  HEXADECIMAL,
  namesOf,
  within,
  only,
  overwritten,
  parametersOf,
  rowsOf,
  stored,
  TIME,
  type Columns,
} from '../../database/columns.js';
import { run } from '../../database/run.js';
import { BUDGET_COLUMNS, BUDGET_DESCRIPTION, NAMES_BUDGET } from '../../rows/budgets.js';
import { ENVELOPE_COLUMNS, ENVELOPE_TERMS } from '../../rows/envelopes.js';
import { KEY_COLUMNS, KEY_ENDS } from '../../rows/keys.js';
import { PRICE_COLUMNS } from '../../rows/prices.js';

/** A tree that begins, with the key it was created under. */
interface NewTree {
  tree: Tree;
  createdAt: number;
  creationKey: string | null;
}

const TREES: Columns<NewTree> = {
  id: ['uuid', ({ tree }) => uuidOf(tree.id)],
  currency: ['text', ({ tree }) => tree.currency],
  scale: ['smallint', ({ tree }) => tree.scale],
  timezone: ['text', ({ tree }) => tree.timezone],
  creation_key: ['uuid', (row) => row.creationKey],
  created_at: ['float8', (row) => row.createdAt, TIME],
};

const insertTrees = `
INSERT INTO trees (${namesOf(TREES)})
SELECT ${stored(TREES, 'x')} FROM ${rowsOf(TREES, 'x', 1)}`;

/** A budget that begins, with the hash of its newest entry. */
interface NewBudget {
  budget: Budget;
  head: string;
}

const BUDGETS: Columns<NewBudget> = {
  ...within(BUDGET_COLUMNS, ({ budget }: NewBudget) => budget),
  parent_id: ['uuid', ({ budget }) => (parentIdOf(budget) === null ? null : uuidOf(parentIdOf(budget)!))],
  head: ['text', (row) => row.head, HEXADECIMAL],
};

const insertBudgets = `
INSERT INTO budgets (${namesOf(BUDGETS)})
SELECT ${stored(BUDGETS, 'x')}
FROM ${rowsOf(BUDGETS, 'x', 1)}`;

const DESCRIPTION = only(BUDGET_COLUMNS, BUDGET_DESCRIPTION);
const DESCRIPTIONS: Columns<Budget> = { ...only(BUDGET_COLUMNS, NAMES_BUDGET), ...DESCRIPTION };

const updateDescriptions = `
UPDATE budgets b
SET ${assigned(DESCRIPTION, 'x')}
FROM ${rowsOf(DESCRIPTIONS, 'x', 1)}
WHERE b.tree_id = x.tree_id AND b.id = x.id`;

/** An envelope as it is made or changed, and when. */
interface WrittenEnvelope {
  envelope: Envelope;
  at: number;
}

const ENVELOPES: Columns<WrittenEnvelope> = {
  ...within(ENVELOPE_COLUMNS, ({ envelope }: WrittenEnvelope) => envelope),
  created_at: ['float8', ({ at }) => at, TIME],
};

// A limit that is new, or relative in another way than before, is worked out at once.
const upsertEnvelopes = `
INSERT INTO envelopes (${namesOf(ENVELOPES)}, appraise_at)
SELECT ${stored(ENVELOPES, 'x')},
  CASE WHEN x.relative IS NOT NULL AND x.deleted_at IS NULL THEN to_timestamp(x.created_at / 1000) END
FROM ${rowsOf(ENVELOPES, 'x', 1)}
ON CONFLICT (tree_id, id) DO UPDATE
SET ${overwritten(ENVELOPE_TERMS)},
  appraise_at = CASE WHEN excluded.appraise_at IS NULL OR excluded.relative IS DISTINCT FROM envelopes.relative
                     THEN excluded.appraise_at ELSE envelopes.appraise_at END`;

const upsertKeys = `
INSERT INTO api_keys (${namesOf(KEY_COLUMNS)}, changed_at)
SELECT ${stored(KEY_COLUMNS, 'x')}, clock_timestamp()
FROM ${rowsOf(KEY_COLUMNS, 'x', 1)}
ON CONFLICT (id) DO UPDATE
SET ${overwritten(KEY_ENDS)}, changed_at = excluded.changed_at`;

const upsertPrices = `
INSERT INTO prices (${namesOf(PRICE_COLUMNS)})
SELECT ${stored(PRICE_COLUMNS, 'x')}
FROM ${rowsOf(PRICE_COLUMNS, 'x', 1)}
ON CONFLICT (tree_id, id) DO UPDATE SET ended_at = excluded.ended_at`;

/** What a batch does besides moving money. Written in the transaction of the guarded write, after it. */
export interface SettingsBatch {
  trees: NewTree[];
  budgets: NewBudget[];
  described: Budget[];
  envelopes: Envelope[];
  keys: Key[];
  prices: Price[];
  at: number;
}

export async function writeSettings(sql: WriteClient, batch: SettingsBatch): Promise<void> {
  await Promise.all([
    batch.trees.length > 0 && run(sql, insertTrees, parametersOf(TREES, batch.trees)),
    batch.budgets.length > 0 && run(sql, insertBudgets, parametersOf(BUDGETS, batch.budgets)),
    batch.described.length > 0 && run(sql, updateDescriptions, parametersOf(DESCRIPTIONS, batch.described)),
    batch.envelopes.length > 0 &&
      run(
        sql,
        upsertEnvelopes,
        parametersOf(
          ENVELOPES,
          batch.envelopes.map((envelope) => ({ envelope, at: batch.at })),
        ),
      ),
    batch.keys.length > 0 && run(sql, upsertKeys, parametersOf(KEY_COLUMNS, batch.keys)),
    batch.prices.length > 0 && run(sql, upsertPrices, parametersOf(PRICE_COLUMNS, batch.prices)),
  ]);
}
