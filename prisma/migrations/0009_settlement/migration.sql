-- Recording real cost above limits is a right of its own: how far it goes for a key.

ALTER TABLE api_keys
    ADD COLUMN largest_overdraft text,
    DROP CONSTRAINT api_keys_admin,
    ADD CONSTRAINT api_keys_admin CHECK (
        budget_id IS NOT NULL
        OR role = 'operator'
           AND num_nonnulls(actions, vendors, categories, largest_amount, largest_overdraft, expires_at, revoked_at) = 0
    );

COMMENT ON COLUMN api_keys.largest_overdraft IS 'Decimal text, as it was asked for.';
