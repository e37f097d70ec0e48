-- Messaging and identity. Rows name each other by `seq`; ARNs stand only where somebody asks by them.
-- What holds much (an instance, a channel, a part of one, a user) is marked deleted at once and emptied in
-- pieces afterwards, so an ARN is unique only among those that are not deleted.

CREATE TABLE chime_instances (
    seq            INTEGER PRIMARY KEY,
    arn            TEXT NOT NULL,
    name           TEXT NOT NULL,
    metadata       TEXT,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    retention_days INTEGER,
    users          INTEGER NOT NULL DEFAULT 0,
    channels       INTEGER NOT NULL DEFAULT 0,
    request_token  TEXT,
    request_digest BLOB,
    deleted_at     INTEGER,
    is_clean       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX chime_instances_to_clean ON chime_instances (deleted_at) WHERE deleted_at IS NOT NULL AND is_clean = 0;
CREATE UNIQUE INDEX chime_instances_by_arn ON chime_instances (arn) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX chime_instances_by_token ON chime_instances (request_token)
    WHERE request_token IS NOT NULL AND deleted_at IS NULL;

-- A deleted user stays, because messages and invitations name it.
CREATE TABLE chime_users (
    seq             INTEGER PRIMARY KEY,
    instance        INTEGER NOT NULL REFERENCES chime_instances (seq),
    arn             TEXT NOT NULL,
    name            TEXT NOT NULL,
    metadata        TEXT,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    expiration_days INTEGER,
    expires_at      INTEGER,
    memberships     INTEGER NOT NULL DEFAULT 0,
    request_token   TEXT,
    request_digest  BLOB,
    deleted_at      INTEGER,
    is_clean        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX chime_users_by_arn ON chime_users (arn) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX chime_users_by_token ON chime_users (instance, request_token)
    WHERE request_token IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX chime_users_of_instance ON chime_users (instance) WHERE deleted_at IS NULL;
CREATE INDEX chime_users_by_expiry ON chime_users (expires_at) WHERE expires_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX chime_users_to_clean ON chime_users (deleted_at) WHERE deleted_at IS NOT NULL AND is_clean = 0;

CREATE TABLE chime_admins (
    instance   INTEGER NOT NULL REFERENCES chime_instances (seq),
    user       INTEGER NOT NULL REFERENCES chime_users (seq),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (instance, user)
) STRICT, WITHOUT ROWID;

-- `last_at` is the time of the newest message there ever was: times within a channel only grow.
-- `expires_at` may be too early where messages put the end off; it is checked before anything is deleted.
CREATE TABLE chime_channels (
    seq                  INTEGER PRIMARY KEY,
    instance             INTEGER NOT NULL REFERENCES chime_instances (seq),
    arn                  TEXT NOT NULL,
    name                 TEXT NOT NULL,
    mode                 TEXT NOT NULL,
    privacy              TEXT NOT NULL,
    metadata             TEXT,
    created_by           INTEGER NOT NULL REFERENCES chime_users (seq),
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    last_message_at      INTEGER,
    last_at              INTEGER NOT NULL DEFAULT 0,
    flow                 INTEGER REFERENCES chime_flows (seq),
    elastic_parts        INTEGER,
    elastic_target       INTEGER,
    elastic_percentage   INTEGER,
    expiration_days      INTEGER,
    expiration_criterion TEXT,
    expires_at           INTEGER,
    members              INTEGER NOT NULL DEFAULT 0,
    moderators           INTEGER NOT NULL DEFAULT 0,
    request_token        TEXT NOT NULL,
    request_digest       BLOB NOT NULL,
    deleted_at           INTEGER
) STRICT;
CREATE UNIQUE INDEX chime_channels_by_arn ON chime_channels (arn) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX chime_channels_by_token ON chime_channels (created_by, request_token) WHERE deleted_at IS NULL;
CREATE INDEX chime_channels_of_instance ON chime_channels (instance, privacy) WHERE deleted_at IS NULL;
CREATE INDEX chime_channels_of_flow ON chime_channels (flow) WHERE flow IS NOT NULL;
CREATE INDEX chime_channels_that_stretch ON chime_channels (instance)
    WHERE elastic_parts IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX chime_channels_by_expiry ON chime_channels (expires_at)
    WHERE expires_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX chime_channels_deleted ON chime_channels (deleted_at) WHERE deleted_at IS NOT NULL;

-- The sub-channels of elastic channels. Part 0 is a whole channel and has no row.
CREATE TABLE chime_parts (
    seq        INTEGER PRIMARY KEY,
    channel    INTEGER NOT NULL REFERENCES chime_channels (seq),
    id         TEXT NOT NULL,
    members    INTEGER NOT NULL DEFAULT 0,
    is_uneven  INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX chime_parts_by_id ON chime_parts (channel, id);
CREATE INDEX chime_parts_by_size ON chime_parts (channel, members) WHERE deleted_at IS NULL;
CREATE INDEX chime_parts_uneven ON chime_parts (is_uneven) WHERE is_uneven = 1 AND deleted_at IS NULL;
CREATE INDEX chime_parts_deleted ON chime_parts (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE chime_memberships (
    seq         INTEGER PRIMARY KEY,
    channel     INTEGER NOT NULL REFERENCES chime_channels (seq),
    part        INTEGER NOT NULL,
    member      INTEGER NOT NULL REFERENCES chime_users (seq),
    type        TEXT NOT NULL,
    invited_by  INTEGER NOT NULL REFERENCES chime_users (seq),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    read_at     INTEGER,
    preferences TEXT
) STRICT;
CREATE UNIQUE INDEX chime_memberships_by_member ON chime_memberships (channel, member, part);
CREATE INDEX chime_memberships_in_order ON chime_memberships (channel, part, type, member);
CREATE INDEX chime_memberships_of_user ON chime_memberships (member);

CREATE TABLE chime_moderators (
    channel    INTEGER NOT NULL REFERENCES chime_channels (seq),
    user       INTEGER NOT NULL REFERENCES chime_users (seq),
    created_by INTEGER NOT NULL REFERENCES chime_users (seq),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (channel, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX chime_moderators_of_user ON chime_moderators (user, channel);

CREATE TABLE chime_bans (
    channel    INTEGER NOT NULL REFERENCES chime_channels (seq),
    user       INTEGER NOT NULL REFERENCES chime_users (seq),
    created_by INTEGER NOT NULL REFERENCES chime_users (seq),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (channel, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX chime_bans_of_user ON chime_bans (user, channel);

-- Within a channel `at` is strictly increasing, so it is the order and the cursor. A message for a few eyes
-- stands beside the order of the others, and has a row in `chime_readers` for each who may see it.
CREATE TABLE chime_messages (
    seq            INTEGER PRIMARY KEY,
    channel        INTEGER NOT NULL REFERENCES chime_channels (seq),
    part           INTEGER NOT NULL,
    is_private     INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    id             TEXT NOT NULL,
    sender         INTEGER NOT NULL REFERENCES chime_users (seq),
    target         INTEGER REFERENCES chime_users (seq),
    type           TEXT NOT NULL,
    status         TEXT NOT NULL,
    content        TEXT,
    metadata       TEXT,
    attributes     TEXT,
    content_type   TEXT,
    edited_at      INTEGER,
    updated_at     INTEGER NOT NULL,
    is_redacted    INTEGER NOT NULL DEFAULT 0,
    request_token  TEXT NOT NULL,
    request_digest BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX chime_messages_in_order ON chime_messages (channel, part, is_private, at);
CREATE UNIQUE INDEX chime_messages_by_id ON chime_messages (channel, id);
CREATE UNIQUE INDEX chime_messages_by_token ON chime_messages (sender, channel, request_token);
CREATE INDEX chime_messages_by_target ON chime_messages (target) WHERE target IS NOT NULL;

CREATE TABLE chime_readers (
    channel INTEGER NOT NULL,
    part    INTEGER NOT NULL,
    reader  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    message INTEGER NOT NULL REFERENCES chime_messages (seq) ON DELETE CASCADE,
    PRIMARY KEY (channel, part, reader, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX chime_readers_of_message ON chime_readers (message);

CREATE TABLE chime_flows (
    seq            INTEGER PRIMARY KEY,
    instance       INTEGER NOT NULL REFERENCES chime_instances (seq),
    arn            TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    processors     TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    request_token  TEXT NOT NULL,
    request_digest BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX chime_flows_by_token ON chime_flows (instance, request_token);

-- Messages and edits that a processor looks at. `call_at` is when the processor is to be called next, and
-- nothing once it has been; `ends_at` is when waiting for it ends.
CREATE TABLE chime_callbacks (
    id       TEXT PRIMARY KEY,
    channel  INTEGER NOT NULL REFERENCES chime_channels (seq),
    message  TEXT NOT NULL,
    sender   INTEGER NOT NULL REFERENCES chime_users (seq),
    document TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    call_at  INTEGER,
    ends_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX chime_callbacks_by_message ON chime_callbacks (channel, message);
CREATE INDEX chime_callbacks_to_call ON chime_callbacks (call_at) WHERE call_at IS NOT NULL;
CREATE INDEX chime_callbacks_by_end ON chime_callbacks (ends_at);
CREATE INDEX chime_callbacks_of_sender ON chime_callbacks (sender);
