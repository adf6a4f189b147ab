-- The fullest limits are looked up: of a limit that counts vendors, runs or the like apart the counters of the window that is
-- now, without those of all windows before it. None of these columns changes, so that payments stay on their page.
CREATE INDEX counters_keyed ON counters (tree_id, envelope_id, window_end) WHERE key <> '';
