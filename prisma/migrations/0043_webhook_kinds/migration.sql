-- Webhooks of kinds: beside requests to a URL of one's own, messages to people.

ALTER TABLE webhooks ALTER COLUMN url DROP NOT NULL;
ALTER TABLE webhooks ALTER COLUMN secret DROP NOT NULL;
ALTER TABLE webhooks ADD COLUMN kind text NOT NULL DEFAULT 'http';
ALTER TABLE webhooks ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';
ALTER TABLE webhooks ADD COLUMN credentials jsonb NOT NULL DEFAULT '{}';
ALTER TABLE webhooks ADD CONSTRAINT webhooks_kind CHECK (kind IN ('http', 'slack', 'teams', 'email', 'pager_duty')) NOT VALID;
ALTER TABLE webhooks ADD CONSTRAINT webhooks_http CHECK ((kind = 'http') = (url IS NOT NULL) AND (kind = 'http') = (secret IS NOT NULL)) NOT VALID;

COMMENT ON COLUMN webhooks.settings IS 'Of its kind: what everybody may see who may see the webhook.';
COMMENT ON COLUMN webhooks.credentials IS 'Of its kind: what nobody sees again, as the address of a channel or a key.';
