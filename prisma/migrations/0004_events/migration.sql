-- Events: following the journal in commit order, and delivering it to webhooks.

-- How far the ticks of this database are ahead of its transaction ids: see settle_journal_clock.
CREATE TABLE journal_clock (
    id    boolean PRIMARY KEY DEFAULT true,
    shift bigint NOT NULL DEFAULT 0,
    CONSTRAINT journal_clock_one_row CHECK (id)
);
INSERT INTO journal_clock DEFAULT VALUES;

-- The tick of an entry that is written now. It is not below the id of the writing transaction, so that ticks below the
-- oldest running transaction are complete; and not below any transaction that had ended when the statement began, so that
-- the ticks of a budget never go back: a transaction may get its id first and a row lock last.
CREATE FUNCTION current_tick() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1) + shift
    FROM public.journal_clock
$$;

-- No entry can be written any more with a tick below this one, as far as the statement that asks can see.
CREATE FUNCTION readable_tick() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + shift FROM public.journal_clock
$$;

-- Entries from before have no tick: they are history, and never were events. Neither statement rewrites the table.
ALTER TABLE entries ADD COLUMN tick bigint NOT NULL DEFAULT 0;
ALTER TABLE entries ALTER COLUMN tick SET DEFAULT public.current_tick();

COMMENT ON COLUMN entries.tick IS 'Orders the journal as a whole: within one tick by tree, budget and version.';

CREATE INDEX entries_tick ON entries (tick, tree_id) WHERE tick > 0;

CREATE TABLE webhooks (
    tree_id               uuid NOT NULL,
    id                    uuid NOT NULL,
    budget_id             uuid,
    url                   text NOT NULL,
    types                 text[] NOT NULL,
    description           text,
    state                 text NOT NULL,
    pause_reason          text,
    secret                text NOT NULL,
    previous_secret       text,
    previous_secret_until timestamptz(3),
    tick                  bigint NOT NULL,
    tick_tree_id          uuid NOT NULL,
    tick_budget_id        uuid NOT NULL,
    tick_version          bigint NOT NULL,
    worker_id             uuid,
    created_by            text NOT NULL,
    created_at            timestamptz(3) NOT NULL DEFAULT now(),
    changed_at            timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (tree_id, id),
    FOREIGN KEY (tree_id, budget_id) REFERENCES budgets (tree_id, id),
    CONSTRAINT webhooks_everywhere CHECK ((budget_id IS NULL) = (tree_id = '00000000-0000-0000-0000-000000000000')),
    CONSTRAINT webhooks_state CHECK (state IN ('active', 'paused')),
    CONSTRAINT webhooks_pause CHECK ((state = 'paused') = (pause_reason IS NOT NULL)),
    CONSTRAINT webhooks_pause_reason CHECK (pause_reason IN ('asked', 'failing')),
    CONSTRAINT webhooks_types CHECK (cardinality(types) > 0),
    CONSTRAINT webhooks_previous CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
) WITH (fillfactor = 70);

COMMENT ON COLUMN webhooks.budget_id IS 'None for a webhook that is told of all trees, whose own tree_id is zero.';
COMMENT ON COLUMN webhooks.tick IS 'With tick_tree_id, tick_budget_id and tick_version: the newest entry that was made deliveries of.';
COMMENT ON COLUMN webhooks.secret IS 'Signs deliveries, and so has to be kept as it is.';
COMMENT ON COLUMN webhooks.worker_id IS 'The replica that delivers.';

-- A dump that is restored into another cluster meets transaction ids that begin anew. Ticks go on where they were, and
-- not below where a webhook has come to.
CREATE FUNCTION settle_journal_clock() RETURNS void LANGUAGE sql AS $$
    UPDATE public.journal_clock
    SET shift = shift + newest.tick + 1 - public.readable_tick()
    FROM (
        SELECT greatest(
            0,
            (SELECT max(tick) FROM public.entries WHERE tick > 0),
            (SELECT max(tick) - 1 FROM public.webhooks)
        ) AS tick
    ) AS newest
    WHERE newest.tick >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift
$$;

CREATE UNIQUE INDEX webhooks_id ON webhooks (id);
CREATE INDEX webhooks_budget ON webhooks (tree_id, budget_id);

CREATE TABLE webhook_deliveries (
    tree_id          uuid NOT NULL,
    webhook_id       uuid NOT NULL,
    id               uuid NOT NULL,
    event_id         text NOT NULL,
    event_type       text NOT NULL,
    budget_id        uuid,
    version          bigint,
    extra            boolean NOT NULL DEFAULT false,
    state            text NOT NULL DEFAULT 'pending',
    attempts         integer NOT NULL DEFAULT 0,
    due_at           timestamptz(3) NOT NULL DEFAULT now(),
    first_attempt_at timestamptz(3),
    last_attempt_at  timestamptz(3),
    last_status      integer,
    last_error       text,
    created_at       timestamptz(3) NOT NULL DEFAULT now(),
    settled_at       timestamptz(3),
    PRIMARY KEY (tree_id, webhook_id, id),
    FOREIGN KEY (tree_id, webhook_id) REFERENCES webhooks (tree_id, id) ON DELETE CASCADE,
    CONSTRAINT webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'parked')),
    CONSTRAINT webhook_deliveries_settled CHECK ((state = 'pending') = (settled_at IS NULL)),
    CONSTRAINT webhook_deliveries_version CHECK (budget_id IS NOT NULL AND version IS NOT NULL OR extra)
) WITH (fillfactor = 70);

COMMENT ON COLUMN webhook_deliveries.version IS 'Of the entry that the event is derived from; none for a ping.';
COMMENT ON COLUMN webhook_deliveries.extra IS 'A ping or a redelivery: not part of the order of its budget.';

CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tree_id, webhook_id, budget_id, version, id)
    WHERE state = 'pending';
CREATE INDEX webhook_deliveries_extra ON webhook_deliveries (tree_id, webhook_id) WHERE state = 'pending' AND extra;
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (settled_at) WHERE state <> 'pending';

-- Answers to requests that changed webhooks, by principal and Idempotency-Key.
CREATE TABLE webhook_requests (
    request_key uuid PRIMARY KEY,
    fingerprint text NOT NULL,
    webhook_id  uuid NOT NULL,
    answer      jsonb NOT NULL,
    created_at  timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX webhook_requests_webhook ON webhook_requests (webhook_id);

-- The replicas that deliver. One that is not seen for some seconds has lost its webhooks to the others.
CREATE TABLE event_workers (
    id      uuid PRIMARY KEY,
    seen_at timestamptz(3) NOT NULL
);
