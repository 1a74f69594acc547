-- Approval apps: a key on a device that its owner holds, public half only, and the cookie by which
-- the device asks what there is to approve.
CREATE TABLE account_apps (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    credential BLOB NOT NULL UNIQUE,
    passkey TEXT NOT NULL,
    cookie_hash BLOB NOT NULL UNIQUE,
    system TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER,
    blocked_at INTEGER
) STRICT;
CREATE INDEX account_apps_account ON account_apps (account);

-- What an account's owner is asked to approve, sealed, and what they said. Who asked is a blind index, by
-- which whoever was reported asks no more.
CREATE TABLE account_approvals (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    asker BLOB NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    app TEXT,
    tries INTEGER NOT NULL,
    created INTEGER NOT NULL,
    open_until INTEGER NOT NULL,
    decided_at INTEGER,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX account_approvals_account ON account_approvals (account, created);
CREATE INDEX account_approvals_expires ON account_approvals (expires);

-- When an account is erased, where its owner asked for that.
ALTER TABLE account_logins ADD COLUMN erase_at INTEGER;
CREATE INDEX account_logins_erase ON account_logins (erase_at) WHERE erase_at IS NOT NULL;

-- Printed codes, each good once in place of a code by text message: keyed hashes.
CREATE TABLE account_recovery_codes (
    value BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX account_recovery_codes_account ON account_recovery_codes (account);
