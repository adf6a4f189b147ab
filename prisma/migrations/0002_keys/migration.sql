-- Keys for operators, agents, approvers and auditors, each bound to a budget and everything under it. The admin key
-- is the one without a budget.

ALTER TABLE api_keys
    ADD COLUMN tree_id        uuid,
    ADD COLUMN budget_id      uuid,
    ADD COLUMN role           text NOT NULL DEFAULT 'operator',
    ADD COLUMN actions        text[],
    ADD COLUMN vendors        text[],
    ADD COLUMN categories     text[],
    ADD COLUMN largest_amount text,
    ADD COLUMN expires_at     timestamptz(3),
    ADD COLUMN revoked_at     timestamptz(3),
    ADD COLUMN changed_at     timestamptz(3) NOT NULL DEFAULT now(),
    ALTER COLUMN created_at TYPE timestamptz(3),
    DROP CONSTRAINT api_keys_name_key,
    ADD FOREIGN KEY (tree_id, budget_id) REFERENCES budgets (tree_id, id),
    ADD CONSTRAINT api_keys_budget CHECK ((tree_id IS NULL) = (budget_id IS NULL)),
    ADD CONSTRAINT api_keys_role CHECK (role IN ('operator', 'agent', 'approver', 'auditor')),
    ADD CONSTRAINT api_keys_admin CHECK (
        budget_id IS NOT NULL
        OR role = 'operator' AND num_nonnulls(actions, vendors, categories, largest_amount, expires_at, revoked_at) = 0
    ),
    ADD CONSTRAINT api_keys_hash CHECK (octet_length(hash) = 32);

ALTER TABLE api_keys ALTER COLUMN role DROP DEFAULT;

CREATE UNIQUE INDEX api_keys_admin_name ON api_keys (name) WHERE budget_id IS NULL;
CREATE INDEX api_keys_of_budget ON api_keys (tree_id, budget_id, id) WHERE budget_id IS NOT NULL;
CREATE INDEX api_keys_changed ON api_keys (changed_at);

COMMENT ON COLUMN api_keys.changed_at IS 'By the clock of the database: replicas look for what has changed lately.';
COMMENT ON COLUMN api_keys.largest_amount IS 'Decimal text, as it was asked for.';
