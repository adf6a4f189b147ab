-- Limits that follow what a budget used to spend. "limit" stays the one in force: what decisions read is a number.

ALTER TABLE envelopes
    ADD COLUMN relative    jsonb,
    ADD COLUMN baseline    jsonb,
    ADD COLUMN appraise_at timestamptz(3);

COMMENT ON COLUMN envelopes.relative IS 'Times the average over windowDays, within atLeast and atMost; NULL for a fixed limit.';
COMMENT ON COLUMN envelopes.baseline IS 'The past from which the limit in force was worked out; NULL where there was none.';
COMMENT ON COLUMN envelopes.appraise_at IS 'When some replica works the limit out anew. No fact: the journal does not tell it.';

-- A condition that is neither true nor false would let a row pass: hence coalesce.
ALTER TABLE envelopes
    ADD CONSTRAINT envelopes_relative CHECK (
        relative IS NULL
        OR coalesce(
            "window" <> 'lifetime' AND per IS NULL
            AND relative ->> 'of' = 'average' AND (relative ->> 'times')::numeric BETWEEN 1 AND 1000
            AND (relative ->> 'windowDays')::int BETWEEN 1 AND 366 AND jsonb_typeof(relative -> 'atLeast') = 'string'
            AND jsonb_typeof(relative -> 'atMost') IN ('string', 'null'),
            false
        )
    ),
    ADD CONSTRAINT envelopes_baseline CHECK (
        baseline IS NULL
        OR coalesce(
            relative IS NOT NULL AND (baseline ->> 'windows')::bigint >= 1 AND (baseline ->> 'total')::numeric >= 0
            AND (baseline ->> 'from')::text < (baseline ->> 'to')::text,
            false
        )
    ),
    ADD CONSTRAINT envelopes_appraise_at CHECK (
        appraise_at IS NULL OR relative IS NOT NULL AND deleted_at IS NULL
    );

CREATE INDEX envelopes_appraise_at ON envelopes (appraise_at) WHERE appraise_at IS NOT NULL;
