-- Moderators read whose message waits, who may not have said anything yet.
ALTER TABLE event_held ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
