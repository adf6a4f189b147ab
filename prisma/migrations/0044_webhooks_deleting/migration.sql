-- Webhooks are deleted in parts, as meters are: the deliveries of long use are more than one statement deletes in its time.

ALTER TABLE webhooks DROP CONSTRAINT webhooks_state;
ALTER TABLE webhooks ADD CONSTRAINT webhooks_state CHECK (state IN ('active', 'paused', 'deleting')) NOT VALID;
-- Whoever deletes a webhook wants its secrets gone.
ALTER TABLE webhooks ADD CONSTRAINT webhooks_secret
    CHECK (state <> 'deleting' OR secret = '' AND previous_secret IS NULL) NOT VALID;

COMMENT ON COLUMN webhooks.state IS 'deleting: gone for everybody, and its deliveries are deleted one part after the other.';

CREATE INDEX webhooks_deleting ON webhooks (tree_id, id) WHERE state = 'deleting';
