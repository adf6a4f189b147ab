-- Where the money went: sums over the journal, by what it was spent on and when. All of it can be made again from entries.

-- What sums are kept by besides budget and time. A new grouping is a new column here; the id is a hash of all of them.
CREATE TABLE spend_keys (
    tree_id   uuid NOT NULL,
    kind      smallint NOT NULL,
    id        uuid NOT NULL,
    vendor    text,
    category  text,
    run_id    text,
    principal text,
    code      text,
    PRIMARY KEY (tree_id, kind, id),
    CONSTRAINT spend_keys_kind CHECK (kind BETWEEN 0 AND 2)
);

COMMENT ON COLUMN spend_keys.id IS 'The first 16 bytes of a SHA-256 over what the key consists of.';
COMMENT ON COLUMN spend_keys.kind IS '0: of sums that know all of it; 1: run and principal alone; 2: all but these two. What they do not know is NULL.';
COMMENT ON COLUMN spend_keys.code IS 'Of what was denied: why.';

CREATE TABLE spend_cells (
    tree_id   uuid NOT NULL,
    budget_id uuid NOT NULL,
    grain     smallint NOT NULL,
    quarter   integer NOT NULL,
    key_id    uuid NOT NULL,
    spent     bigint NOT NULL,
    refunded  numeric NOT NULL,
    calls     bigint NOT NULL,
    denied    bigint NOT NULL,
    PRIMARY KEY (tree_id, budget_id, grain, quarter, key_id),
    CONSTRAINT spend_cells_grain CHECK (grain BETWEEN 0 AND 3),
    CONSTRAINT spend_cells_counts CHECK (refunded >= 0 AND calls >= 0 AND denied >= 0)
) WITH (fillfactor = 80);

COMMENT ON COLUMN spend_cells.grain IS '0: a quarter of an hour, by all of a key; 1: a day of the tree, by run and principal; 2, 3: a day, a month of the tree, by the rest.';
COMMENT ON COLUMN spend_cells.quarter IS 'The quarter of an hour with which it begins, counted from the epoch.';
COMMENT ON COLUMN spend_cells.spent IS 'Paid less refunded, which can be below zero. No more than a budget can have spent at any time.';
COMMENT ON COLUMN spend_cells.refunded IS 'Has no bound: what came back can be spent and come back again.';

-- The same over all time.
CREATE TABLE spend_budgets (
    tree_id   uuid NOT NULL,
    budget_id uuid NOT NULL,
    spent     bigint NOT NULL,
    refunded  numeric NOT NULL,
    calls     bigint NOT NULL,
    denied    bigint NOT NULL,
    PRIMARY KEY (tree_id, budget_id),
    CONSTRAINT spend_budgets_counts CHECK (refunded >= 0 AND calls >= 0 AND denied >= 0)
) WITH (fillfactor = 60);

-- How far the sums have come. They are cleared, then made of what was before a tick (budget by budget), then follow.
CREATE TABLE spend_place (
    id        boolean PRIMARY KEY DEFAULT true,
    format    integer NOT NULL,
    phase     text NOT NULL,
    tick      bigint NOT NULL,
    tree_id   uuid NOT NULL,
    budget_id uuid NOT NULL,
    version   bigint NOT NULL,
    CONSTRAINT spend_place_one_row CHECK (id),
    CONSTRAINT spend_place_phase CHECK (phase IN ('clear', 'build', 'follow'))
) WITH (fillfactor = 50);

COMMENT ON COLUMN spend_place.format IS 'A service that keeps sums of a later format makes them anew.';
COMMENT ON COLUMN spend_place.tick IS 'With the columns after it the newest entry that was added. While they are made: where history ends.';

-- History is added by the service, piece by piece, while it serves. Without any there is nothing to be made.
INSERT INTO spend_place (format, phase, tick, tree_id, budget_id, version)
SELECT CASE WHEN EXISTS (SELECT FROM entries) THEN 0 ELSE 1 END, 'follow', 1,
    '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 0;

-- Ticks go on behind all that was read, too.
CREATE OR REPLACE FUNCTION settle_journal_clock() RETURNS void LANGUAGE sql AS $$
    UPDATE public.journal_clock
    SET shift = shift + newest.tick + 1 - public.readable_tick()
    FROM (
        SELECT greatest(
            0,
            (SELECT max(tick) FROM public.entries WHERE tick > 0),
            (SELECT max(tick) - 1 FROM public.webhooks),
            (SELECT tick - 1 FROM public.spend_place)
        ) AS tick
    ) AS newest
    WHERE newest.tick >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift
$$;
