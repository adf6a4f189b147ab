-- Who acts is not the key they hold: keys have a holder, and the chain of those who issued them. And what was set from
-- above a budget is known from what was set on it.

ALTER TABLE api_keys
    ADD COLUMN holder    text,
    ADD COLUMN issued_by text[] NOT NULL DEFAULT '{}',
    ADD COLUMN made_from uuid,
    ADD COLUMN runs      text[],
    ADD CONSTRAINT api_keys_admin_holder CHECK (
        budget_id IS NOT NULL OR cardinality(issued_by) = 0 AND num_nonnulls(runs, holder, made_from) = 0
    ),
    ADD CONSTRAINT api_keys_holder CHECK (holder <> '' AND holder <> ALL (issued_by)),
    ADD CONSTRAINT api_keys_issued_by CHECK (cardinality(issued_by) <= 64),
    ADD CONSTRAINT api_keys_made_from CHECK (made_from <> id);

COMMENT ON COLUMN api_keys.holder IS 'Who acts with it, as the journal names them; NULL: its own id.';
COMMENT ON COLUMN api_keys.issued_by IS 'The holders who handed it out, from the nearest up.';
COMMENT ON COLUMN api_keys.made_from IS 'The key that it was issued with, or whose place it took.';

CREATE INDEX api_keys_made_from ON api_keys (tree_id, made_from) WHERE made_from IS NOT NULL;

ALTER TABLE envelopes ADD COLUMN from_above boolean NOT NULL DEFAULT false;

ALTER TABLE budgets
    ADD COLUMN policy_from_above  boolean NOT NULL DEFAULT false,
    ADD COLUMN stopped_from_above boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT budgets_policy_from_above CHECK (NOT policy_from_above OR (policy IS NOT NULL AND parent_id IS NOT NULL)),
    ADD CONSTRAINT budgets_stopped_from_above CHECK (NOT stopped_from_above OR state IN ('frozen', 'paused'));

COMMENT ON COLUMN envelopes.from_above IS 'Made by somebody who reaches above its budget, and theirs to change.';
COMMENT ON COLUMN budgets.policy_from_above IS 'Set by somebody who reaches above the budget, and theirs to change.';
COMMENT ON COLUMN budgets.stopped_from_above IS 'Stopped by somebody who reaches above the budget, or by a limit of theirs.';

-- What came with a delegation was set from above: envelopes that are as old as their budget, and the policy that it still
-- has from its first entry.
UPDATE envelopes e SET from_above = true
FROM budgets b
WHERE b.tree_id = e.tree_id AND b.id = e.budget_id AND b.parent_id IS NOT NULL AND e.created_at = b.created_at;

UPDATE budgets b SET policy_from_above = true
FROM entries e
WHERE b.parent_id IS NOT NULL AND b.policy IS NOT NULL AND e.tree_id = b.tree_id AND e.budget_id = b.id AND e.version = 1
  AND e.content::jsonb #> '{settings,policy}' = b.policy;
