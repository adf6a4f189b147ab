-- Dimensions: labels that spend of a tree is kept by, a setting of its root.

ALTER TABLE budgets
    ADD COLUMN dimensions jsonb,
    ADD CONSTRAINT budgets_dimensions CHECK (
        dimensions IS NULL
        OR parent_id IS NULL AND jsonb_typeof(dimensions) = 'array' AND jsonb_array_length(dimensions) BETWEEN 1 AND 16
    );

COMMENT ON COLUMN budgets.dimensions IS 'Of a root: the names of the labels that spend of its tree is kept by.';

-- Sums by labels alone (by day), and by labels and what a month knows. The service makes the sums anew: see SPEND_FORMAT.
ALTER TABLE spend_keys
    ADD COLUMN labels jsonb,
    DROP CONSTRAINT spend_keys_kind,
    ADD CONSTRAINT spend_keys_kind CHECK (kind BETWEEN 0 AND 4);
ALTER TABLE spend_cells
    DROP CONSTRAINT spend_cells_grain,
    ADD CONSTRAINT spend_cells_grain CHECK (grain BETWEEN 0 AND 5);
ALTER TABLE spend_usage
    DROP CONSTRAINT spend_usage_grain,
    ADD CONSTRAINT spend_usage_grain CHECK (grain BETWEEN 0 AND 5);

COMMENT ON COLUMN spend_keys.labels IS 'The values of the dimensions that the tree had then; NULL where there were none.';
COMMENT ON COLUMN spend_keys.kind IS '0: of sums that know all of it; 1: run and principal alone; 2: all but these two and labels; 3: labels alone; 4: all but run and principal. What they do not know is NULL.';
COMMENT ON COLUMN spend_cells.grain IS '0: a quarter of an hour, by all of a key; 1: a day of the tree, by run and principal; 2, 3: a day, a month of the tree, by neither these nor labels; 4: a day by labels; 5: a month by all but run and principal.';

-- Without entries there is nothing to be made anew.
UPDATE spend_place SET format = 3 WHERE NOT EXISTS (SELECT FROM entries);
