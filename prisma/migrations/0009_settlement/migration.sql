-- Real cost is recorded whenever it comes, by those who may.

ALTER TABLE api_keys
    ADD COLUMN largest_overdraft text,
    DROP CONSTRAINT api_keys_admin,
    ADD CONSTRAINT api_keys_admin CHECK (
        budget_id IS NOT NULL
        OR role = 'operator'
           AND num_nonnulls(actions, vendors, categories, largest_amount, largest_overdraft, expires_at, revoked_at) = 0
    );

COMMENT ON COLUMN api_keys.largest_overdraft IS 'Decimal text, as it was asked for.';

-- A closed budget is given nothing to use. What turns out to have been used is its parent's to pay, whatever the ceiling.
ALTER TABLE budgets
    DROP CONSTRAINT budgets_allowance,
    ADD CONSTRAINT budgets_allowance CHECK (guarantee <= ceiling AND (state = 'closed' OR allocated <= ceiling));
