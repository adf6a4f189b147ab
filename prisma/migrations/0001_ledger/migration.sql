-- The ledger. Every table carries the tree's id and every key begins with it, so that the whole can be distributed by
-- tree; the plain indexes on a lone id only serve to find the tree that an id belongs to.
--
-- Amounts are whole numbers of the tree's smallest unit, at most 10^18: sums of a budget's balances fit a bigint.

CREATE TABLE trees (
    id           uuid PRIMARY KEY,
    currency     text NOT NULL,
    scale        smallint NOT NULL,
    timezone     text NOT NULL,
    creation_key uuid UNIQUE,
    created_at   timestamptz(3) NOT NULL,
    CONSTRAINT trees_scale CHECK (scale BETWEEN 0 AND 9)
);

COMMENT ON COLUMN trees.creation_key IS 'Principal and Idempotency-Key under which the tree was created, hashed.';

CREATE TABLE budgets (
    tree_id    uuid NOT NULL REFERENCES trees (id),
    id         uuid NOT NULL,
    parent_id  uuid,
    path       uuid[] NOT NULL,
    name       text NOT NULL,
    state      text NOT NULL,
    guarantee  bigint NOT NULL,
    ceiling    bigint NOT NULL,
    allocated  bigint NOT NULL,
    reserved   bigint NOT NULL,
    delegated  bigint NOT NULL,
    spent      bigint NOT NULL,
    overdraft  bigint NOT NULL,
    version    bigint NOT NULL,
    revision   bigint NOT NULL,
    head       bytea NOT NULL,
    policy     jsonb,
    metadata   jsonb,
    created_at timestamptz(3) NOT NULL,
    changed_at timestamptz(3) NOT NULL,
    PRIMARY KEY (tree_id, id),
    FOREIGN KEY (tree_id, parent_id) REFERENCES budgets (tree_id, id),
    CONSTRAINT budgets_state CHECK (state IN ('active', 'frozen', 'paused', 'closed')),
    CONSTRAINT budgets_path CHECK (parent_id IS NOT DISTINCT FROM path[cardinality(path)]),
    CONSTRAINT budgets_root CHECK ((parent_id IS NULL) = (tree_id = id)),
    CONSTRAINT budgets_depth CHECK (cardinality(path) <= 32),
    CONSTRAINT budgets_not_negative CHECK (
        guarantee >= 0 AND allocated >= 0 AND reserved >= 0 AND delegated >= 0 AND spent >= 0 AND overdraft >= 0
    ),
    CONSTRAINT budgets_bounded CHECK (
        ceiling <= 1000000000000000000 AND reserved <= 1000000000000000000 AND delegated <= 1000000000000000000
        AND spent <= 1000000000000000000 AND overdraft <= 1000000000000000000
    ),
    -- Nothing overspends: what is used is covered by the allocation, or recorded as debt, and never both.
    CONSTRAINT budgets_covered CHECK (allocated + overdraft - reserved - delegated - spent >= 0),
    CONSTRAINT budgets_overdraft CHECK (
        overdraft = 0 OR allocated + overdraft - reserved - delegated - spent = 0
    ),
    CONSTRAINT budgets_allowance CHECK (guarantee <= ceiling AND allocated <= ceiling),
    -- An elastic budget holds its guarantee or what it uses, whichever is more, and not a unit besides.
    CONSTRAINT budgets_allocation CHECK (
        CASE WHEN state = 'closed' THEN allocated <= reserved + delegated + spent
             ELSE allocated >= guarantee AND allocated <= greatest(guarantee, reserved + delegated + spent) END
    ),
    CONSTRAINT budgets_closed CHECK (state <> 'closed' OR reserved = 0),
    CONSTRAINT budgets_counts CHECK (version >= 1 AND revision >= 1),
    CONSTRAINT budgets_head CHECK (octet_length(head) = 32)
) WITH (fillfactor = 60);

COMMENT ON COLUMN budgets.path IS 'Ancestors from the root down to the parent.';
COMMENT ON COLUMN budgets.version IS 'Counts the journal entries of the budget.';
COMMENT ON COLUMN budgets.revision IS 'Counts the changes of its settings.';
COMMENT ON COLUMN budgets.head IS 'Hash of the newest entry.';

CREATE INDEX budgets_id ON budgets (id);
CREATE INDEX budgets_parent ON budgets (tree_id, parent_id, id);

CREATE TABLE envelopes (
    tree_id          uuid NOT NULL,
    id               uuid NOT NULL,
    budget_id        uuid NOT NULL,
    name             text,
    "window"         text NOT NULL,
    timezone         text,
    metric           text NOT NULL,
    "limit"          bigint NOT NULL,
    match_vendors    text[],
    match_categories text[],
    per              text,
    scope            text NOT NULL,
    on_exceed        text NOT NULL,
    created_at       timestamptz(3) NOT NULL,
    deleted_at       timestamptz(3),
    PRIMARY KEY (tree_id, id),
    FOREIGN KEY (tree_id, budget_id) REFERENCES budgets (tree_id, id),
    CONSTRAINT envelopes_window CHECK (
        "window" IN ('transaction', 'minute', 'hour', 'day', 'week', 'month', 'lifetime')
    ),
    CONSTRAINT envelopes_metric CHECK (metric = 'amount' OR (metric = 'count' AND "window" <> 'transaction')),
    CONSTRAINT envelopes_limit CHECK ("limit" BETWEEN 0 AND 1000000000000000000),
    CONSTRAINT envelopes_per CHECK (per IN ('vendor', 'category', 'run')),
    CONSTRAINT envelopes_scope CHECK (scope IN ('subtree', 'self')),
    CONSTRAINT envelopes_on_exceed CHECK (on_exceed IN ('deny', 'notify'))
);

CREATE INDEX envelopes_id ON envelopes (id);
CREATE INDEX envelopes_budget ON envelopes (tree_id, budget_id);

-- No foreign keys from here on: the write path proves that the budget exists, by its guard on the budget's row, and
-- the rows it refers to may be written a statement later in the same transaction.

CREATE TABLE counters (
    tree_id      uuid NOT NULL,
    id           text COLLATE "C" NOT NULL,
    envelope_id  uuid NOT NULL,
    key          text COLLATE "C" NOT NULL,
    window_start timestamptz(3) NOT NULL,
    window_end   timestamptz(3) NOT NULL,
    metric       text NOT NULL,
    used         bigint NOT NULL,
    version      bigint NOT NULL,
    PRIMARY KEY (tree_id, id),
    CONSTRAINT counters_window CHECK (window_start < window_end),
    CONSTRAINT counters_used CHECK (used >= 0),
    CONSTRAINT counters_version CHECK (version >= 0)
) WITH (fillfactor = 60);

COMMENT ON COLUMN counters.id IS 'Envelope, start of the window and key, as the journal names the counter.';

CREATE INDEX counters_window ON counters (tree_id, envelope_id, key, window_end);

CREATE TABLE reservations (
    tree_id    uuid NOT NULL,
    id         uuid NOT NULL,
    budget_id  uuid NOT NULL,
    state      text NOT NULL,
    amount     bigint NOT NULL,
    held       bigint NOT NULL,
    committed  bigint NOT NULL,
    refunded   bigint NOT NULL,
    vendor     text,
    category   text,
    run_id     text,
    task_id    text,
    reason     text,
    overage    text NOT NULL,
    charges    text[],
    context    jsonb,
    metadata   jsonb,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    settled_at timestamptz(3),
    PRIMARY KEY (tree_id, budget_id, id),
    CONSTRAINT reservations_state CHECK (state IN ('held', 'committed', 'released', 'expired')),
    CONSTRAINT reservations_overage CHECK (overage IN ('available', 'reject', 'overdraft')),
    CONSTRAINT reservations_amounts CHECK (
        amount >= 0 AND held >= 0 AND held <= amount AND refunded >= 0 AND refunded <= committed
    ),
    CONSTRAINT reservations_settled CHECK (
        CASE WHEN state = 'held' THEN settled_at IS NULL ELSE held = 0 AND settled_at IS NOT NULL END
    )
) WITH (fillfactor = 80);

COMMENT ON COLUMN reservations.charges IS 'The counters in whose windows it was made, and settles.';

CREATE INDEX reservations_id ON reservations (id);
CREATE INDEX reservations_run ON reservations (tree_id, run_id, id) WHERE run_id IS NOT NULL;
CREATE INDEX reservations_held ON reservations (expires_at) WHERE state = 'held';

CREATE TABLE entries (
    tree_id        uuid NOT NULL,
    budget_id      uuid NOT NULL,
    version        bigint NOT NULL,
    at             timestamptz(3) NOT NULL,
    kind           text NOT NULL,
    denied         boolean NOT NULL,
    reservation_id uuid,
    request_key    uuid,
    content        text NOT NULL,
    hash           bytea NOT NULL,
    PRIMARY KEY (tree_id, budget_id, version),
    CONSTRAINT entries_hash CHECK (octet_length(hash) = 32)
);

COMMENT ON COLUMN entries.content IS 'RFC 8785 text, exactly as it was hashed; the other columns repeat parts of it.';
COMMENT ON COLUMN entries.request_key IS 'Principal and Idempotency-Key that this entry answers, hashed.';

CREATE UNIQUE INDEX entries_request_key ON entries (tree_id, request_key) WHERE request_key IS NOT NULL;

-- The journal only grows.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE api_keys (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    hash       bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN api_keys.hash IS 'SHA-256 of the key; the key itself is nowhere.';
