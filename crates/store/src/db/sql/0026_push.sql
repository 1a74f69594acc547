-- Where the browser of an approval app is woken: address and keys, sealed. It ends with the app.
CREATE TABLE account_push (
    app TEXT PRIMARY KEY REFERENCES account_apps (id) ON DELETE CASCADE,
    account TEXT NOT NULL REFERENCES accounts (id),
    subscription BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX account_push_account ON account_push (account);

-- What waits to be pushed: no words, and at most one for an app.
CREATE TABLE account_pushes (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL UNIQUE REFERENCES account_push (app) ON DELETE CASCADE,
    approval TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    claim TEXT,
    last_error TEXT,
    expires INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX account_pushes_due ON account_pushes (next_at) WHERE state = 'pending';
CREATE INDEX account_pushes_expires ON account_pushes (expires);

-- The key by which push services know this installation, sealed.
CREATE TABLE push_keys (
    id TEXT PRIMARY KEY,
    secret BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;
