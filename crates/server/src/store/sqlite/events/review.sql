-- How an event's room is reviewed, and through which channel flow.
ALTER TABLE live_events ADD COLUMN review TEXT NOT NULL DEFAULT '{}';

-- Messages that wait with the processor. A row goes once the service has heard what becomes of its message.
-- Stages: 0 moderators are to be told, 1 they were, 2 it may appear, 3 it may not.
CREATE TABLE event_held (
    seq         INTEGER PRIMARY KEY,
    event_id    TEXT NOT NULL,
    callback_id TEXT NOT NULL UNIQUE,
    message_id  TEXT NOT NULL,
    sub_channel TEXT,
    user_arn    TEXT NOT NULL,
    text        TEXT NOT NULL,
    stage       INTEGER NOT NULL
) STRICT;
CREATE INDEX event_held_to_do ON event_held (event_id, stage) WHERE stage <> 1;
CREATE INDEX event_held_by_message ON event_held (event_id, message_id);

-- Whoever logs in is told who the staff are.
DROP INDEX event_tickets_of_moderators;
CREATE INDEX event_tickets_of_staff ON event_tickets (event_id, role) WHERE role < 2;
