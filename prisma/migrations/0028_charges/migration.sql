-- Charges: cost that was paid without a hold before is a reservation of nothing that is committed as it is made.

ALTER TABLE reservations
    ADD COLUMN occurred_at timestamptz(3),
    ADD CONSTRAINT reservations_charge CHECK (
        occurred_at IS NULL
        OR (
            amount = 0 AND vendor IS NOT NULL AND occurred_at <= created_at
            AND state IN ('committed', 'released') AND approval IS NULL
        )
    );

COMMENT ON COLUMN reservations.occurred_at IS 'Of a charge: when its cost happened.';

-- Two services that are sent the same line of an invoice at once charge it once.
CREATE UNIQUE INDEX reservations_charged_once ON reservations (tree_id, vendor, external_id)
    WHERE occurred_at IS NOT NULL AND external_id IS NOT NULL;
