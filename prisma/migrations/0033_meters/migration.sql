-- Meters: usage of a tree that is sent to Stripe as meter events.

CREATE TABLE meter_sinks (
    tree_id        uuid PRIMARY KEY REFERENCES trees (id),
    api_key        text NOT NULL,
    customer_label text NOT NULL,
    customer_from  text NOT NULL,
    meters         jsonb NOT NULL,
    state          text NOT NULL,
    pause_reason   text,
    restored_at    timestamptz(3),
    revision       integer NOT NULL DEFAULT 1,
    tick           bigint NOT NULL,
    tick_tree_id   uuid NOT NULL,
    tick_budget_id uuid NOT NULL,
    tick_version   bigint NOT NULL,
    read_at        timestamptz(3) NOT NULL DEFAULT now(),
    worker_id      uuid,
    delivered      bigint NOT NULL DEFAULT 0,
    left_out       bigint NOT NULL DEFAULT 0,
    delivered_at   timestamptz(3),
    last_error     text,
    last_error_at  timestamptz(3),
    created_by     text NOT NULL,
    created_at     timestamptz(3) NOT NULL DEFAULT now(),
    changed_at     timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT meter_sinks_state CHECK (state IN ('active', 'paused')),
    CONSTRAINT meter_sinks_pause CHECK ((state = 'paused') = (pause_reason IS NOT NULL)),
    CONSTRAINT meter_sinks_pause_reason CHECK (pause_reason IN ('asked', 'failing', 'restored')),
    CONSTRAINT meter_sinks_customer_from CHECK (customer_from IN ('budget', 'reservation')),
    CONSTRAINT meter_sinks_meters CHECK (jsonb_typeof(meters) = 'array' AND jsonb_array_length(meters) > 0),
    CONSTRAINT meter_sinks_error CHECK ((last_error IS NULL) = (last_error_at IS NULL))
) WITH (fillfactor = 50);

COMMENT ON COLUMN meter_sinks.api_key IS 'Of the Stripe account that the usage goes to: has to be kept as it is.';
COMMENT ON COLUMN meter_sinks.restored_at IS 'Usage of before may have been sent by the service that the backup was taken of.';
COMMENT ON COLUMN meter_sinks.revision IS 'Goes up with each change: nothing is made by meters that were replaced.';
COMMENT ON COLUMN meter_sinks.tick IS 'With tick_tree_id, tick_budget_id and tick_version: the newest entry that was made meter events of.';
COMMENT ON COLUMN meter_sinks.read_at IS 'The time of that entry.';
COMMENT ON COLUMN meter_sinks.worker_id IS 'The replica that delivers.';

CREATE TABLE meter_events (
    tree_id          uuid NOT NULL,
    id               uuid NOT NULL,
    budget_id        uuid NOT NULL,
    version          bigint NOT NULL,
    at               timestamptz(3) NOT NULL,
    event_name       text NOT NULL,
    identifier       text NOT NULL,
    customer         text,
    value            text NOT NULL,
    again            boolean NOT NULL DEFAULT false,
    state            text NOT NULL,
    reason           text,
    attempts         integer NOT NULL DEFAULT 0,
    due_at           timestamptz(3) NOT NULL DEFAULT now(),
    first_attempt_at timestamptz(3),
    maybe_sent_at    timestamptz(3),
    last_attempt_at  timestamptz(3),
    last_status      integer,
    last_error       text,
    created_at       timestamptz(3) NOT NULL DEFAULT now(),
    settled_at       timestamptz(3),
    PRIMARY KEY (tree_id, id),
    FOREIGN KEY (tree_id) REFERENCES meter_sinks (tree_id) ON DELETE CASCADE,
    CONSTRAINT meter_events_once UNIQUE (tree_id, identifier),
    CONSTRAINT meter_events_identifier CHECK (length(identifier) BETWEEN 1 AND 100),
    CONSTRAINT meter_events_state CHECK (state IN ('pending', 'delivered', 'parked', 'left_out')),
    CONSTRAINT meter_events_settled CHECK ((state = 'pending') = (settled_at IS NULL)),
    CONSTRAINT meter_events_reason CHECK ((state IN ('parked', 'left_out')) = (reason IS NOT NULL)),
    CONSTRAINT meter_events_reasons CHECK (
        state = 'parked' AND reason IN ('refused', 'late', 'uncertain', 'too_old', 'not_whole')
        OR state = 'left_out' AND reason IN ('no_customer', 'refund', 'skipped')
        OR reason IS NULL
    ),
    -- What goes out has somebody to go to, and counts up.
    CONSTRAINT meter_events_sent CHECK (
        state NOT IN ('pending', 'delivered') OR customer IS NOT NULL AND value ~ '^[1-9][0-9]*$'
    )
) WITH (fillfactor = 70);

COMMENT ON COLUMN meter_events.version IS 'With budget_id: the entry that it is made of.';
COMMENT ON COLUMN meter_events.identifier IS 'By which Stripe knows that it has it, for 24 hours at least.';
COMMENT ON COLUMN meter_events.again IS 'Retried by hand, perhaps through another replica than the one that delivers.';
COMMENT ON COLUMN meter_events.maybe_sent_at IS 'Since when Stripe may have it: written before it is sent, and taken back where Stripe says that it has it not.';

CREATE INDEX meter_events_pending ON meter_events (tree_id, id) WHERE state = 'pending';
CREATE INDEX meter_events_again ON meter_events (tree_id) WHERE state = 'pending' AND again;
CREATE INDEX meter_events_parked ON meter_events (tree_id, id) WHERE state = 'parked';
CREATE INDEX meter_events_settled ON meter_events (settled_at) WHERE state <> 'pending';

COMMENT ON TABLE webhook_requests IS 'Answers to requests that changed webhooks or meters, which webhook_id names.';

-- Ticks go on behind all that was read, too.
CREATE OR REPLACE FUNCTION settle_journal_clock() RETURNS void LANGUAGE sql AS $$
    UPDATE public.journal_clock
    SET shift = shift + newest.tick + 1 - public.readable_tick()
    FROM (
        SELECT greatest(
            0,
            (SELECT max(tick) FROM public.entries WHERE tick > 0),
            (SELECT max(tick) - 1 FROM public.webhooks),
            (SELECT max(tick) - 1 FROM public.meter_sinks),
            (SELECT tick - 1 FROM public.spend_place)
        ) AS tick
    ) AS newest
    WHERE newest.tick >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift
$$;
