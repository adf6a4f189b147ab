-- Spend by item, and what was used. The service makes the sums anew from the journal: see SPEND_FORMAT.

ALTER TABLE spend_keys ADD COLUMN item text;

CREATE TABLE spend_usage (
    tree_id   uuid NOT NULL,
    budget_id uuid NOT NULL,
    grain     smallint NOT NULL,
    quarter   integer NOT NULL,
    key_id    uuid NOT NULL,
    unit      text NOT NULL,
    quantity  numeric NOT NULL,
    PRIMARY KEY (tree_id, budget_id, grain, quarter, key_id, unit),
    CONSTRAINT spend_usage_grain CHECK (grain BETWEEN 0 AND 3),
    CONSTRAINT spend_usage_quantity CHECK (quantity > 0)
) WITH (fillfactor = 80);

COMMENT ON TABLE spend_usage IS 'What commits that were rated reported, by unit: beside spend_cells, with the same keys.';

-- Without entries there is nothing to be made anew.
UPDATE spend_place SET format = 2 WHERE NOT EXISTS (SELECT FROM entries);
