-- The PIN that approval apps ask for: a slow verifier of its keyed hash.
CREATE TABLE account_pins (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    verifier TEXT NOT NULL,
    chosen INTEGER NOT NULL
) STRICT;

-- A forgotten PIN: when a temporary one is sent, and once it was, its keyed hash and how long it is taken.
CREATE TABLE account_pin_resets (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    asked INTEGER NOT NULL,
    due INTEGER NOT NULL,
    value BLOB,
    expires INTEGER
) STRICT;
CREATE INDEX account_pin_resets_due ON account_pin_resets (due);

-- Apps that work out one-time codes: their names and secrets sealed, and the step whose code was used last.
CREATE TABLE account_code_apps (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    name BLOB NOT NULL,
    secret BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER
) STRICT;
CREATE INDEX account_code_apps_account ON account_code_apps (account);
