-- Keys of requests that carry their time are kept with it in front, so that those of one time are neighbours in the index.

-- A version that does not know this form would not find what was kept in it, and would do a repeated request once more. So both
-- forms go on side by side: the new one is used from the time below on, and the old versions cannot write any more an hour
-- before it. A database without a tree has nothing that could be repeated.
ALTER TABLE journal_clock ADD COLUMN timed_keys_since timestamptz(3);
UPDATE journal_clock
SET timed_keys_since = CASE WHEN EXISTS (SELECT FROM trees) THEN clock_timestamp() + interval '7 days' ELSE '-infinity' END;
ALTER TABLE journal_clock ALTER COLUMN timed_keys_since SET NOT NULL;
ALTER TABLE journal_clock ALTER COLUMN timed_keys_since SET DEFAULT '-infinity';

COMMENT ON COLUMN journal_clock.timed_keys_since IS 'From when on keys of requests that carry their time, of then or later, are kept with it.';
COMMENT ON COLUMN entries.request_key IS 'Principal and Idempotency-Key that this entry answers, hashed; with the time of the key in its place of the first 48 bits.';

CREATE FUNCTION journal_tick() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1) + shift
    FROM public.journal_clock
$$;

COMMENT ON FUNCTION journal_tick IS 'What current_tick answers to older versions, as long as they can write.';

-- Every write of the versions before asks for it.
CREATE OR REPLACE FUNCTION current_tick() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF clock_timestamp() >= (SELECT timed_keys_since - interval '1 hour' FROM public.journal_clock) THEN
        RAISE EXCEPTION 'this version of the service is too old to write to this database: see Migrations in docs/operations.md'
            USING ERRCODE = 'feature_not_supported';
    END IF;
    RETURN public.journal_tick();
END
$$;

ALTER TABLE entries ALTER COLUMN tick SET DEFAULT public.journal_tick();
