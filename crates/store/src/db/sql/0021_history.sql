-- What happened to an account: its body, sealed under the account's key, says who asked and which data
-- were told.
CREATE TABLE account_events (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX account_events_account ON account_events (account, id);
CREATE INDEX account_events_expires ON account_events (expires);
