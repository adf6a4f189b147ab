-- What settlements say of themselves: labels of commits and refunds, how a refund is named, and what of the usage came back with it.

ALTER TABLE reservations
    ADD COLUMN refund_external_id text,
    ADD COLUMN refunded_usage jsonb,
    ADD COLUMN settlement_metadata jsonb,
    ADD CONSTRAINT reservations_refunded_usage CHECK (refunded_usage IS NULL OR usage IS NOT NULL),
    ADD CONSTRAINT reservations_settlement_metadata CHECK (
        settlement_metadata IS NULL OR jsonb_typeof(settlement_metadata) = 'object' AND settlement_metadata <> '{}'
    );

COMMENT ON COLUMN reservations.refund_external_id IS 'How the last refund is named that has a name.';
COMMENT ON COLUMN reservations.refunded_usage IS 'What of the usage came back with refunds: quantities by unit.';
COMMENT ON COLUMN reservations.settlement_metadata IS 'The labels of its commits and refunds so far; of those of one name the latest.';

CREATE INDEX reservations_refund_external_id ON reservations (tree_id, refund_external_id) WHERE refund_external_id IS NOT NULL;

-- Refunds by their own name: it stands at the top of their entries.
CREATE INDEX entries_refund_external_id ON entries (tree_id, (content::jsonb #>> '{externalId}'))
    WHERE kind = 'refund' AND strpos(content, '"externalId":') > 0;

-- What came back is taken off: in one quarter of an hour it can be more than what was used.
ALTER TABLE spend_usage DROP CONSTRAINT spend_usage_quantity;
COMMENT ON COLUMN spend_usage.quantity IS 'What commits reported less what came back with refunds, which can be below zero.';

-- Without entries there is nothing to be made anew.
UPDATE spend_place SET format = 4 WHERE NOT EXISTS (SELECT FROM entries);
