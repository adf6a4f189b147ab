-- A spawn that is repeated finds the child that it made: what its maker calls a child is its own among the open children of
-- a budget. A closed one gives its name free.

ALTER TABLE budgets
    ADD COLUMN ref text,
    ADD CONSTRAINT budgets_ref CHECK (ref IS NULL OR (parent_id IS NOT NULL AND ref <> '' AND length(ref) <= 128));

COMMENT ON COLUMN budgets.ref IS 'What its maker calls it: among the open children of a budget no two have the same.';

CREATE UNIQUE INDEX budgets_child_ref ON budgets (tree_id, parent_id, ref)
    WHERE ref IS NOT NULL AND state NOT IN ('closing', 'closed');
