-- One row per conversation. The document holds all of it; the columns beside it are what questions ask for.
CREATE TABLE rooms (
    id          TEXT PRIMARY KEY,
    phase       TEXT NOT NULL,
    agent_id    TEXT,
    since       INTEGER NOT NULL,
    wake_at     INTEGER,
    document    TEXT NOT NULL,
    attributes  TEXT NOT NULL DEFAULT '{}',
    start_token TEXT
) STRICT;
CREATE INDEX rooms_by_wake ON rooms (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX rooms_at_the_desk ON rooms (since) WHERE phase IN ('waiting', 'open');
CREATE INDEX rooms_that_live ON rooms (id) WHERE phase <> 'ended';
CREATE UNIQUE INDEX rooms_by_start_token ON rooms (start_token) WHERE start_token IS NOT NULL;

-- The contacts of a conversation: a transfer begins the next one.
CREATE TABLE contacts (
    id      TEXT PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id)
) STRICT, WITHOUT ROWID;

-- Within a room `at` is strictly increasing, so it is the order and the cursor.
CREATE TABLE items (
    seq            INTEGER PRIMARY KEY,
    room_id        TEXT NOT NULL REFERENCES rooms (id),
    at             INTEGER NOT NULL,
    id             TEXT NOT NULL,
    contact_id     TEXT NOT NULL,
    kind           TEXT NOT NULL,
    content_type   TEXT,
    content        TEXT,
    participant_id TEXT,
    display_name   TEXT,
    role           TEXT,
    visibility     TEXT NOT NULL,
    client_token   TEXT
) STRICT;
CREATE UNIQUE INDEX items_in_order ON items (room_id, at);
CREATE UNIQUE INDEX items_by_id ON items (id);
CREATE UNIQUE INDEX items_by_client_token ON items (participant_id, client_token) WHERE client_token IS NOT NULL;

CREATE TABLE receipts (
    room_id        TEXT NOT NULL REFERENCES rooms (id),
    item_at        INTEGER NOT NULL,
    participant_id TEXT NOT NULL,
    item_id        TEXT NOT NULL,
    delivered_at   INTEGER,
    read_at        INTEGER,
    PRIMARY KEY (room_id, item_at, participant_id)
) STRICT, WITHOUT ROWID;

-- Tokens are kept as SHA-256 only.
CREATE TABLE tokens (
    hash       BLOB PRIMARY KEY,
    kind       TEXT NOT NULL,
    room_id    TEXT,
    holder     TEXT NOT NULL,
    expires_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
