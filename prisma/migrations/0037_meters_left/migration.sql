-- Meters are deleted in parts, the answer of an attempt counts where it is the newest one, and every list of events has an index.

ALTER TABLE meter_sinks DROP CONSTRAINT meter_sinks_state;
ALTER TABLE meter_sinks ADD CONSTRAINT meter_sinks_state CHECK (state IN ('active', 'paused', 'deleting'));
-- Whoever deletes meters wants their key gone.
ALTER TABLE meter_sinks ADD CONSTRAINT meter_sinks_key CHECK (state <> 'deleting' OR api_key = '');

COMMENT ON COLUMN meter_sinks.state IS 'deleting: gone for everybody, and its events are deleted one part after the other.';

CREATE INDEX meter_sinks_deleting ON meter_sinks (tree_id) WHERE state = 'deleting';

ALTER TABLE meter_events ADD COLUMN attempt_id uuid;

COMMENT ON COLUMN meter_events.attempt_id IS 'The newest attempt: an older one, whose replica was overtaken, does not say what Stripe has.';

CREATE INDEX meter_events_left_out ON meter_events (tree_id, id) WHERE state = 'left_out';
CREATE INDEX meter_events_delivered ON meter_events (tree_id, id) WHERE state = 'delivered';
CREATE INDEX meter_events_no_customer ON meter_events (settled_at) WHERE reason = 'no_customer';
