-- Envelopes that only look at vendors who were never paid. They keep a counter of payments for each vendor, over a
-- lifetime: their limit is one for each transaction.

ALTER TABLE envelopes
    ADD COLUMN match_new_vendors boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT envelopes_new_vendors CHECK (
        NOT match_new_vendors OR ("window" = 'transaction' AND metric = 'amount' AND per IS NULL AND relative IS NULL)
    );
