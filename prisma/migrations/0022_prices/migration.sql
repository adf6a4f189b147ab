-- Prices: set on a budget, for it and everything under it. They never change; another takes their place.

CREATE TABLE prices (
    tree_id uuid NOT NULL,
    id uuid NOT NULL,
    budget_id uuid NOT NULL,
    series_id uuid NOT NULL,
    vendor text NOT NULL,
    item text NOT NULL,
    from_at timestamptz(3) NOT NULL,
    tariff jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    PRIMARY KEY (tree_id, id),
    FOREIGN KEY (tree_id, budget_id) REFERENCES budgets (tree_id, id),
    CONSTRAINT prices_tariff CHECK (jsonb_typeof(tariff) = 'object'),
    CONSTRAINT prices_from CHECK (from_at >= created_at)
);

COMMENT ON TABLE prices IS 'What items cost, for a budget and all under it.';
COMMENT ON COLUMN prices.series_id IS 'The first price of the item on this budget: counters of tiers go on from price to price.';
COMMENT ON COLUMN prices.ended_at IS 'When it was withdrawn, or another took its place. It holds for nothing new since.';

-- One of an item at a time: the next begins when it begins.
CREATE UNIQUE INDEX prices_item ON prices (tree_id, budget_id, vendor, item, from_at) WHERE ended_at IS NULL;
CREATE INDEX prices_budget ON prices (tree_id, budget_id, id);
CREATE INDEX prices_id ON prices (id);

ALTER TABLE reservations
    ADD COLUMN item text,
    ADD COLUMN usage jsonb,
    ADD COLUMN rating jsonb,
    ADD COLUMN external_id text,
    ADD CONSTRAINT reservations_rated CHECK (rating IS NULL OR (item IS NOT NULL AND vendor IS NOT NULL));

COMMENT ON COLUMN reservations.usage IS 'What its commits have reported so far: quantities by unit.';
COMMENT ON COLUMN reservations.rating IS 'The price that it was made under and is paid by.';
COMMENT ON COLUMN reservations.external_id IS 'How the one who was paid named what was settled last.';

CREATE INDEX reservations_external_id ON reservations (tree_id, external_id) WHERE external_id IS NOT NULL;
