-- Envelopes that ask people or stop the budget, and reservations that wait until people have decided.

ALTER TABLE envelopes ADD COLUMN approve jsonb;

COMMENT ON COLUMN envelopes.approve IS 'Who is asked above the limit: approvals, withinSeconds, approvers (null: anybody).';

ALTER TABLE envelopes
    DROP CONSTRAINT envelopes_on_exceed,
    ADD CONSTRAINT envelopes_on_exceed CHECK (on_exceed IN ('deny', 'approve', 'pause', 'notify')),
    ADD CONSTRAINT envelopes_approve CHECK ((approve IS NOT NULL) = (on_exceed = 'approve')),
    ADD CONSTRAINT envelopes_approve_rule CHECK (
        approve IS NULL
        OR coalesce(
            (approve ->> 'approvals')::int BETWEEN 1 AND 10 AND (approve ->> 'withinSeconds')::int BETWEEN 1 AND 604800
            AND CASE jsonb_typeof(approve -> 'approvers')
                    WHEN 'null' THEN true
                    WHEN 'array' THEN jsonb_array_length(approve -> 'approvers') >= (approve ->> 'approvals')::int
                END,
            false
        )
    );

ALTER TABLE reservations ADD COLUMN approval jsonb;

COMMENT ON COLUMN reservations.approval IS 'Who was asked and who answered what, as the journal tells it; NULL where nobody was.';

-- A condition that is neither true nor false would let a row pass: hence coalesce.
ALTER TABLE reservations
    DROP CONSTRAINT reservations_state,
    ADD CONSTRAINT reservations_state CHECK (
        state IN ('pending_approval', 'held', 'committed', 'released', 'expired', 'rejected')
    ),
    DROP CONSTRAINT reservations_settled,
    ADD CONSTRAINT reservations_settled CHECK (
        CASE WHEN state IN ('held', 'pending_approval') THEN settled_at IS NULL
             ELSE held = 0 AND settled_at IS NOT NULL END
    ),
    ADD CONSTRAINT reservations_approval CHECK (
        approval IS NULL
        OR coalesce(
            (approval ->> 'needed')::int BETWEEN 1 AND 10 AND (approval ->> 'ttlSeconds')::int >= 1
            AND jsonb_typeof(approval -> 'askedBy') = 'string' AND jsonb_typeof(approval -> 'deadline') = 'string'
            AND jsonb_array_length(approval -> 'envelopes') >= 1
            AND jsonb_array_length(approval -> 'given') <= (approval ->> 'needed')::int,
            false
        )
    ),
    -- Nothing is paid, and nothing is held for a call, before enough people have agreed.
    ADD CONSTRAINT reservations_approved CHECK (
        coalesce(
            CASE WHEN state IN ('pending_approval', 'rejected')
                 THEN committed = 0 AND jsonb_array_length(approval -> 'given') < (approval ->> 'needed')::int
                 WHEN approval IS NOT NULL AND (state IN ('held', 'committed') OR committed > 0)
                 THEN jsonb_array_length(approval -> 'given') = (approval ->> 'needed')::int
                 ELSE true END,
            false
        )
    ),
    ADD CONSTRAINT reservations_pending CHECK (state <> 'pending_approval' OR held = amount),
    ADD CONSTRAINT reservations_rejected CHECK (
        (state = 'rejected') = (coalesce(jsonb_typeof(approval -> 'rejection'), 'null') = 'object')
    );

-- What is live is found by the time at which it ends, be it held or waiting.
DROP INDEX reservations_held;
CREATE INDEX reservations_live ON reservations (expires_at) WHERE state IN ('held', 'pending_approval');
CREATE INDEX reservations_pending ON reservations (expires_at, id) WHERE state = 'pending_approval';
