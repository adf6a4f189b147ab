-- Envelopes that only look at certain items: models, tools, actions.

ALTER TABLE envelopes ADD COLUMN match_items text[];
