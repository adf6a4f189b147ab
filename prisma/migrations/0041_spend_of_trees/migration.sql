-- Sums of whole trees beside those of their budgets: a question about a tree reads as many rows as its answer is made of, however many
-- budgets spent. The service makes the sums anew: see SPEND_FORMAT.

ALTER TABLE spend_cells DROP CONSTRAINT spend_cells_grain;
ALTER TABLE spend_cells ADD CONSTRAINT spend_cells_grain CHECK (grain BETWEEN 0 AND 9) NOT VALID;
ALTER TABLE spend_usage DROP CONSTRAINT spend_usage_grain;
ALTER TABLE spend_usage ADD CONSTRAINT spend_usage_grain CHECK (grain BETWEEN 0 AND 9) NOT VALID;

COMMENT ON COLUMN spend_cells.budget_id IS 'Of sums of a whole tree the root.';
COMMENT ON COLUMN spend_cells.grain IS '0: a quarter of an hour, by all of a key; 1: a day of the tree, by run and principal; 2, 3: a day, a month of the tree, by neither these nor labels; 4: a day by labels; 5: a month by all but run and principal; 6, 7, 8, 9: as 2, 3, 4, 5, of all budgets of the tree together.';

-- Without entries there is nothing to be made anew.
UPDATE spend_place SET format = 6 WHERE NOT EXISTS (SELECT FROM entries);
