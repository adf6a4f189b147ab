-- Disputes that were upheld under a name of the vendor, such as that of a credit note: it stands at the top of their entries.
CREATE INDEX entries_dispute_external_id ON entries (tree_id, (content::jsonb #>> '{externalId}'))
    WHERE kind = 'dispute_uphold' AND strpos(content, '"externalId":') > 0;
