-- Envelopes that count denied requests, and say so or stop the budget when there are too many.

ALTER TABLE envelopes
    DROP CONSTRAINT envelopes_metric,
    DROP CONSTRAINT envelopes_per,
    ADD CONSTRAINT envelopes_metric CHECK (
        metric = 'amount' OR (metric IN ('count', 'denials') AND "window" <> 'transaction')
    ),
    ADD CONSTRAINT envelopes_per CHECK (per IN ('vendor', 'category', 'run') OR (per = 'request' AND metric = 'denials')),
    ADD CONSTRAINT envelopes_denials CHECK (metric <> 'denials' OR (on_exceed IN ('pause', 'notify') AND relative IS NULL));
