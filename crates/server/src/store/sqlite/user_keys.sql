-- Temporary keys of users. The secret key is not stored, and the session token as SHA-256 only.
CREATE TABLE user_keys (
    access_key_id TEXT PRIMARY KEY,
    user_arn      TEXT NOT NULL,
    token_hash    BLOB NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX user_keys_by_user ON user_keys (user_arn);
CREATE INDEX user_keys_by_expiry ON user_keys (expires_at);
