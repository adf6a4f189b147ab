-- Real cost above limits stops until the windows have ended that were passed, or is claimed.

-- A budget that was stopped by a cost above limits goes on when the windows have ended that were passed.
ALTER TABLE budgets
    ADD COLUMN paused_until timestamptz(3),
    ADD CONSTRAINT budgets_paused_until CHECK (paused_until IS NULL OR state = 'paused');

COMMENT ON COLUMN budgets.paused_until IS 'When a paused budget goes on by itself; NULL where a person has to resume it.';

CREATE INDEX budgets_paused_until ON budgets (paused_until, id) WHERE paused_until IS NOT NULL;

-- What a call cost beyond what could be recorded waits on its reservation, whatever becomes of that.
ALTER TABLE reservations
    ADD COLUMN overdrawn bigint NOT NULL DEFAULT 0,
    ADD COLUMN claimed   bigint NOT NULL DEFAULT 0,
    ADD COLUMN claim     jsonb,
    ADD CONSTRAINT reservations_overdrawn CHECK (overdrawn BETWEEN 0 AND committed),
    ADD CONSTRAINT reservations_claim CHECK (
        claimed BETWEEN 0 AND 1000000000000000000 AND (claimed > 0) = (claim IS NOT NULL)
        AND (claim IS NULL OR state NOT IN ('pending_approval', 'rejected'))
    );

COMMENT ON COLUMN reservations.overdrawn IS 'How far its commits went above limits, all in all.';
COMMENT ON COLUMN reservations.claim IS 'Who claimed last, when, and what was in the way, as the journal tells it.';

CREATE INDEX reservations_claimed ON reservations (tree_id, id) WHERE claim IS NOT NULL;

-- What turns out to have been used is the parent's to pay from the first part of a close on.
ALTER TABLE budgets
    DROP CONSTRAINT budgets_allowance,
    ADD CONSTRAINT budgets_allowance CHECK (
        guarantee <= ceiling AND (state IN ('closing', 'closed') OR allocated <= ceiling)
    );
