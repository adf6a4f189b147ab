-- What came of a call, and what proves it: reported with what it cost.

ALTER TABLE reservations
    ADD COLUMN outcome jsonb,
    ADD CONSTRAINT reservations_outcome CHECK (
        outcome IS NULL
        OR coalesce(
            state NOT IN ('pending_approval', 'rejected')
            AND jsonb_typeof(outcome -> 'type') = 'string'
            AND jsonb_typeof(outcome -> 'evidence') IN ('null', 'object'),
            false
        )
    );

COMMENT ON COLUMN reservations.outcome IS 'What came of the call, as it was reported last: type, evidence.';
