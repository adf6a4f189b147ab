-- That a counter has come to its limit is told once in its window: what was told last is kept beside what is used.

ALTER TABLE counters
    ADD COLUMN alerts       bigint NOT NULL DEFAULT 0,
    ADD COLUMN alert_limit  bigint,
    ADD COLUMN alert_passed boolean,
    ADD CONSTRAINT counters_alert CHECK (
        CASE WHEN alerts = 0 THEN num_nonnulls(alert_limit, alert_passed) = 0
             ELSE alerts > 0 AND metric <> 'payments' AND alert_passed IS NOT NULL
                  AND coalesce(alert_limit BETWEEN 0 AND 1000000000000000000, false) END
    );

COMMENT ON COLUMN counters.alerts IS 'How often it was told that the counter had come to its limit.';
COMMENT ON COLUMN counters.alert_limit IS 'The limit, the last time that it was told.';
COMMENT ON COLUMN counters.alert_passed IS 'Whether it was told that the limit was passed, and not only reached.';

-- Entries from before do not say what was told of which counter. A counter that stands about its limit now is told of once
-- more in its window.
ALTER TABLE journal_clock ADD COLUMN alerts_since bigint NOT NULL DEFAULT 0;
UPDATE journal_clock SET alerts_since = pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift;

COMMENT ON COLUMN journal_clock.alerts_since IS 'Entries of this tick or later say of each charge that comes to a limit whether it was told before.';
