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
