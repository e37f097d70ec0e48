-- Live events. The document holds what the organiser said; `follow` how far the counts have read the channel.
CREATE TABLE live_events (
    id          TEXT PRIMARY KEY,
    phase       TEXT NOT NULL,
    opens_at    INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    uploads     INTEGER NOT NULL DEFAULT 0,
    has_channel INTEGER NOT NULL DEFAULT 0,
    is_elastic  INTEGER NOT NULL DEFAULT 0,
    archive     TEXT,
    follow      TEXT NOT NULL DEFAULT '{}',
    document    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A ticket counts once its upload does: `upload <= live_events.uploads`. Codes and devices are kept as HMAC only.
CREATE TABLE event_tickets (
    event_id TEXT NOT NULL REFERENCES live_events (id),
    id       TEXT NOT NULL,
    code     BLOB NOT NULL,
    upload   INTEGER NOT NULL,
    role     INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    stage    INTEGER NOT NULL DEFAULT 0,
    asked_at INTEGER,
    tries    INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER,
    reason   TEXT,
    nickname TEXT,
    name_due INTEGER NOT NULL DEFAULT 0,
    banned   INTEGER NOT NULL DEFAULT 0,
    device   BLOB,
    PRIMARY KEY (event_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_tickets_to_make ON event_tickets (event_id, role, day, number) WHERE stage = 0;
CREATE INDEX event_tickets_to_join ON event_tickets (event_id, role, day, number) WHERE stage = 1;
CREATE INDEX event_tickets_that_failed ON event_tickets (event_id, retry_at) WHERE stage = 8;
CREATE INDEX event_tickets_to_remove ON event_tickets (event_id, stage) WHERE stage <> 9;
CREATE INDEX event_tickets_of_moderators ON event_tickets (event_id) WHERE role = 0;
CREATE INDEX event_tickets_asked_for ON event_tickets (asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX event_tickets_to_rename ON event_tickets (event_id) WHERE name_due = 1;
CREATE INDEX event_tickets_banned ON event_tickets (event_id) WHERE banned <> 0;
CREATE INDEX event_tickets_by_upload ON event_tickets (event_id, upload) WHERE upload > 0;
CREATE UNIQUE INDEX event_tickets_by_device ON event_tickets (event_id, device) WHERE device IS NOT NULL;

-- Names by what they look like. Earlier names stay with their ticket, so that nobody takes over who somebody was.
CREATE TABLE event_nicknames (
    event_id  TEXT NOT NULL,
    folded    TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    shown     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (event_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_nicknames_of ON event_nicknames (event_id, ticket_id, at);

-- What moderators did. `source` is the message or the ban that says so: reading it again adds nothing.
CREATE TABLE event_log (
    seq      INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    source   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    who      TEXT NOT NULL,
    who_name TEXT,
    action   TEXT NOT NULL,
    subject  TEXT,
    reason   TEXT
) STRICT;
CREATE UNIQUE INDEX event_log_by_source ON event_log (event_id, source);

CREATE TABLE event_hidden (
    event_id   TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (event_id, message_id)
) STRICT, WITHOUT ROWID;
