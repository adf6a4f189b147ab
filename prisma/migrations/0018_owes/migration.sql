-- A budget that is being closed draws nothing any more, so that it owes nothing that money could pay: counted among those
-- that do, it took a place from one that waits for its money. Postgres 15 and 16 change no expression of a column.

ALTER TABLE budgets DROP COLUMN owes;
ALTER TABLE budgets ADD COLUMN owes boolean NOT NULL
    GENERATED ALWAYS AS (state NOT IN ('closing', 'closed') AND overdraft > 0 AND allocated < ceiling) STORED;

COMMENT ON COLUMN budgets.owes IS 'Whether it owes what it could draw if its ancestors had it.';

-- It went with the column.
CREATE INDEX budgets_owing ON budgets (tree_id, cardinality(path), id) WHERE owes;
