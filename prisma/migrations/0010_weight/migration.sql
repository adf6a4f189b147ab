-- What one decision may weigh is bounded: a close of more is done in several, and its budgets are `closing` meanwhile.

ALTER TABLE budgets
    DROP CONSTRAINT budgets_state,
    DROP CONSTRAINT budgets_allocation,
    ADD CONSTRAINT budgets_state CHECK (state IN ('active', 'frozen', 'paused', 'closing', 'closed')),
    -- An elastic budget holds its guarantee or what it uses, whichever is more, and not a unit besides. One that is being
    -- closed keeps what it has until all of it is settled.
    ADD CONSTRAINT budgets_allocation CHECK (
        CASE state WHEN 'closed' THEN allocated <= reserved + delegated + spent
                   WHEN 'closing' THEN allocated >= guarantee
                   ELSE allocated >= guarantee AND allocated <= greatest(guarantee, reserved + delegated + spent) END
    );

-- Closes that are under way, for whoever carries on with them; and what is left of one, the deepest budgets first.
CREATE INDEX budgets_closing ON budgets (tree_id, id) WHERE state = 'closing';
CREATE INDEX budgets_open ON budgets (tree_id, (cardinality(path)) DESC, id) WHERE state <> 'closed';

-- What lives on one budget: its history may be long, and there may be many holds elsewhere.
CREATE INDEX reservations_live_budget ON reservations (tree_id, budget_id, id)
    WHERE state IN ('held', 'pending_approval');
