-- Sessions of people who signed in with a browser. Each stands for the key or the token that opened it, and ends with that.

CREATE TABLE sessions (
    id          uuid PRIMARY KEY,
    secret_hash bytea NOT NULL,
    holder      text NOT NULL,
    key_id      uuid,
    admin_hash  bytea,
    person      jsonb,
    created_at  timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    used_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    expires_at  timestamptz(3) NOT NULL,
    CONSTRAINT sessions_secret UNIQUE (secret_hash),
    CONSTRAINT sessions_secret_hash CHECK (octet_length(secret_hash) = 32),
    CONSTRAINT sessions_admin_hash CHECK (octet_length(admin_hash) = 32),
    CONSTRAINT sessions_person CHECK (jsonb_typeof(person) = 'object'),
    CONSTRAINT sessions_opened_by CHECK (num_nonnulls(key_id, admin_hash, person) = 1)
);

COMMENT ON TABLE sessions IS 'A session that has ended has no row. They are in no backup.';
COMMENT ON COLUMN sessions.holder IS 'Who acts, as the journal names them.';
COMMENT ON COLUMN sessions.key_id IS 'The key that opened it.';
COMMENT ON COLUMN sessions.admin_hash IS 'The hash of the admin key that opened it: one that was replaced ends it.';
COMMENT ON COLUMN sessions.person IS 'What the token said that opened it, and whose token it was. The token itself is not kept.';
COMMENT ON COLUMN sessions.used_at IS 'About when it was last used: it is written now and then.';

CREATE INDEX sessions_holder ON sessions (holder, id);
CREATE INDEX sessions_expires ON sessions (expires_at);
