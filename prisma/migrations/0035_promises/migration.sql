-- Reservations that are paid when they end by themselves: promises that somebody else can cash.

ALTER TABLE reservations
    ADD COLUMN on_expiry text NOT NULL DEFAULT 'release',
    ADD CONSTRAINT reservations_on_expiry CHECK (
        on_expiry = 'release'
        OR on_expiry = 'commit' AND occurred_at IS NULL
            -- Its time gives nothing back, but while it waited for people.
            AND (state <> 'expired' OR approval IS NOT NULL AND committed = 0)
    );

COMMENT ON COLUMN reservations.on_expiry IS 'What becomes of what is held when nobody settles it: release or commit.';

-- Without entries there is nothing to be made anew.
UPDATE spend_place SET format = 5 WHERE NOT EXISTS (SELECT FROM entries);
