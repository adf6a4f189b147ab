-- Settlement tokens: who is paid settles one reservation, and nothing else.

ALTER TABLE reservations
    ADD COLUMN settlement_token jsonb,
    ADD CONSTRAINT reservations_settlement_token CHECK (
        settlement_token IS NULL
        -- A condition that is neither true nor false would let a row pass: hence coalesce.
        OR coalesce(
            occurred_at IS NULL
            AND settlement_token ->> 'hash' ~ '^[0-9a-f]{64}$'
            AND jsonb_typeof(settlement_token -> 'revokedAt') IN ('null', 'string'),
            false
        )
    );

COMMENT ON COLUMN reservations.settlement_token IS 'The hash of the token with which somebody else may settle it, and when that was revoked.';
