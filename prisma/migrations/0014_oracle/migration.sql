-- Debts that are paid as soon as money comes within their reach.

ALTER TABLE budgets ADD COLUMN owes boolean NOT NULL
    GENERATED ALWAYS AS (state <> 'closed' AND overdraft > 0 AND allocated < ceiling) STORED;

COMMENT ON COLUMN budgets.owes IS 'Whether it owes what it could draw if its ancestors had it.';

-- In the order in which debts are paid. It only has rows for those that owe, and moves only when that changes.
CREATE INDEX budgets_owing ON budgets (tree_id, cardinality(path), id) WHERE owes;

-- Debts from before were paid by the next command on the budget that owed, and until then by nobody. Those of a tree are
-- paid with the first command that is accepted in it from now on: until then the audit does not look for them.
ALTER TABLE journal_clock ADD COLUMN debts_since bigint NOT NULL DEFAULT 0;
UPDATE journal_clock SET debts_since = pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift;

COMMENT ON COLUMN journal_clock.debts_since IS 'Trees that have an accepted entry of this tick or later leave no debt that could be paid.';
