-- Webhooks of kinds: beside requests to a URL of one's own, messages to people.

ALTER TABLE webhooks ALTER COLUMN url DROP NOT NULL;
ALTER TABLE webhooks ALTER COLUMN secret DROP NOT NULL;
ALTER TABLE webhooks ADD COLUMN kind text NOT NULL DEFAULT 'http';
ALTER TABLE webhooks ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';
ALTER TABLE webhooks ADD COLUMN credentials jsonb NOT NULL DEFAULT '{}';
ALTER TABLE webhooks ADD COLUMN escalate_after integer;
ALTER TABLE webhooks ADD CONSTRAINT webhooks_kind CHECK (kind IN ('http', 'slack', 'teams', 'email', 'pager_duty')) NOT VALID;
ALTER TABLE webhooks ADD CONSTRAINT webhooks_http CHECK ((kind = 'http') = (url IS NOT NULL) AND (kind = 'http') = (secret IS NOT NULL)) NOT VALID;
ALTER TABLE webhooks ADD CONSTRAINT webhooks_escalate_after CHECK (escalate_after > 0) NOT VALID;

COMMENT ON COLUMN webhooks.settings IS 'Of its kind: what everybody may see who may see the webhook.';
COMMENT ON COLUMN webhooks.credentials IS 'Of its kind: what nobody sees again, as the address of a channel or a key.';
COMMENT ON COLUMN webhooks.escalate_after IS 'Seconds for which an approval waits before it is sent, if people have not decided by then.';

-- What is sent later, if people have not decided by then.
ALTER TABLE webhook_deliveries ADD COLUMN escalation boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN webhook_deliveries.escalation IS 'A request for approval that is sent when it is due, unless people have decided; not part of the order of its budget.';

-- What was not to be sent any more when its time came.
ALTER TABLE webhook_deliveries DROP CONSTRAINT webhook_deliveries_state;
ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'parked', 'left_out')) NOT VALID;

-- Clicks in Slack that were taken, for as long as their signatures hold: none counts twice.
CREATE TABLE slack_clicks (
    tree_id    uuid NOT NULL,
    webhook_id uuid NOT NULL,
    digest     text NOT NULL,
    at         timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tree_id, webhook_id, digest),
    FOREIGN KEY (tree_id, webhook_id) REFERENCES webhooks (tree_id, id) ON DELETE CASCADE
);

CREATE INDEX slack_clicks_at ON slack_clicks (at);
