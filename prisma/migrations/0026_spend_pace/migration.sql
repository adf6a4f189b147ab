-- Following the journal costs less: keys that are written already are remembered, and under load steps are larger and fewer.
ALTER TABLE spend_place
    ADD COLUMN generation bigint NOT NULL DEFAULT 0,
    ADD COLUMN rests_until timestamptz NOT NULL DEFAULT '-infinity';

COMMENT ON COLUMN spend_place.generation IS 'How often the sums were made anew: what a process remembers of their keys holds for one of these.';
COMMENT ON COLUMN spend_place.rests_until IS 'When there is much to be added, it is left to gather until then.';
