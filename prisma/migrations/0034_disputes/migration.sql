-- Disputes: what was paid is said to have to come back, and a person decides.

ALTER TABLE reservations
    ADD COLUMN disputed bigint NOT NULL DEFAULT 0,
    ADD COLUMN dispute  jsonb,
    ADD CONSTRAINT reservations_disputed CHECK (disputed BETWEEN 0 AND committed - refunded),
    -- A condition that is neither true nor false would let a row pass: hence coalesce.
    ADD CONSTRAINT reservations_dispute CHECK (
        CASE WHEN dispute IS NULL THEN disputed = 0
             ELSE coalesce(
                 state IN ('committed', 'released', 'expired')
                 AND dispute ->> 'state' IN ('open', 'upheld', 'rejected', 'withdrawn', 'refunded')
                 AND (dispute ->> 'state' = 'open') = (disputed > 0)
                 AND (dispute ->> 'state' IN ('upheld', 'rejected')) = (jsonb_typeof(dispute -> 'answer') = 'object')
                 AND jsonb_typeof(dispute -> 'by') = 'string' AND dispute ->> 'by' IS DISTINCT FROM dispute #>> '{answer,by}',
                 false
             )
        END
    );

COMMENT ON COLUMN reservations.disputed IS 'What of its payments an open dispute asks back.';
COMMENT ON COLUMN reservations.dispute IS 'The last dispute, and what a person answered, as the journal has it.';

CREATE INDEX reservations_with_disputes ON reservations (tree_id, id) WHERE dispute IS NOT NULL;
