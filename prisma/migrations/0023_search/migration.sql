-- Searching: entries by their time, by their reservation and by how others name the call; reservations by tree and by settlement.

-- Entries of a tree in the order in which they are searched.
CREATE INDEX entries_at ON entries (tree_id, at, budget_id, version);
CREATE INDEX entries_denied ON entries (tree_id, at, budget_id, version) WHERE denied;

-- What happened to one reservation.
CREATE INDEX entries_reservation ON entries (tree_id, reservation_id) WHERE reservation_id IS NOT NULL;

-- Only few entries name the call as others do: most are not read as JSON.
CREATE INDEX entries_external_id ON entries (tree_id, (content::jsonb #>> '{reservation,externalId}'))
    WHERE strpos(content, '"externalId":') > 0;

-- Reservations of a tree in the order of their ids, and of their settlement.
CREATE INDEX reservations_tree ON reservations (tree_id, id);
CREATE INDEX reservations_settled ON reservations (tree_id, settled_at, id) WHERE settled_at IS NOT NULL;
