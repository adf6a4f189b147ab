-- Buttons in Slack that decide: a webhook says whose clicks do, and none counts twice.

UPDATE webhooks SET settings = settings || '{"buttons": null}' WHERE kind = 'slack';

CREATE TABLE slack_clicks (
    tree_id    uuid NOT NULL,
    webhook_id uuid NOT NULL,
    digest     text NOT NULL,
    at         timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tree_id, webhook_id, digest),
    FOREIGN KEY (tree_id, webhook_id) REFERENCES webhooks (tree_id, id) ON DELETE CASCADE
);

COMMENT ON TABLE slack_clicks IS 'Clicks that were taken, for longer than their signatures hold.';

CREATE INDEX slack_clicks_at ON slack_clicks (at);

-- Escalation: what is sent later, if people have not decided by then.

ALTER TABLE webhooks ADD COLUMN escalate_after integer;
ALTER TABLE webhooks ADD CONSTRAINT webhooks_escalate_after CHECK (escalate_after > 0) NOT VALID;

COMMENT ON COLUMN webhooks.escalate_after IS 'Seconds for which an approval waits before it is sent, if people have not decided by then.';

ALTER TABLE webhook_deliveries ADD COLUMN escalation boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN webhook_deliveries.escalation IS 'A request for approval that is sent when it is due, unless people have decided; not part of the order of its budget.';

-- What was not to be sent any more when its time came.
ALTER TABLE webhook_deliveries DROP CONSTRAINT webhook_deliveries_state;
ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'parked', 'left_out')) NOT VALID;
