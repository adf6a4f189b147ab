-- A reservation is settled as its hold ends, or as the last of its cost is recorded after that. Entries from before moved the
-- time by every final commit, and by no part of a late cost.
ALTER TABLE journal_clock ADD COLUMN settled_since bigint NOT NULL DEFAULT 0;
UPDATE journal_clock SET settled_since = pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift;

COMMENT ON COLUMN journal_clock.settled_since IS 'Entries of this tick or later move settledAt as a hold ends and with every later cost, and nothing else does.';
