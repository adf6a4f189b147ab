-- A whole run is extended or released at once: what of it is held or waits, and what was released, is found in the order of
-- ids without walking over all that it has paid. Released ones are in it so that a request that is repeated finds what
-- it has released.
CREATE INDEX reservations_run_unpaid ON reservations (tree_id, run_id, id)
    WHERE run_id IS NOT NULL AND state IN ('held', 'pending_approval', 'released');
