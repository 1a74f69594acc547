-- Accounts that people sign in to: what they call themselves, sealed and found by a blind index of
-- all that look alike, and a verifier of their password.
CREATE TABLE account_logins (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    user_id BLOB NOT NULL,
    user_index BLOB NOT NULL UNIQUE,
    password TEXT NOT NULL,
    language TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    blocked_at INTEGER
) STRICT;

-- Where they are reached, each proven by a code. A mail address belongs to one account.
CREATE TABLE account_contacts (
    account TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    address BLOB NOT NULL,
    value BLOB NOT NULL,
    proven_at INTEGER NOT NULL,
    PRIMARY KEY (account, kind)
) STRICT;
CREATE UNIQUE INDEX account_contacts_mail ON account_contacts (value) WHERE kind = 'mail';

CREATE TABLE account_sessions (
    cookie_hash BLOB PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (id),
    csrf BLOB NOT NULL,
    method TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
) STRICT;
CREATE INDEX account_sessions_account ON account_sessions (account);
CREATE INDEX account_sessions_expires ON account_sessions (expires);

CREATE TABLE account_passkeys (
    credential BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    passkey TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER
) STRICT;
CREATE INDEX account_passkeys_account ON account_passkeys (account);

-- What a browser is in the middle of: opening an account, choosing a new password. Sealed.
CREATE TABLE account_flows (
    hash BLOB PRIMARY KEY,
    purpose TEXT NOT NULL,
    state BLOB NOT NULL,
    version INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX account_flows_expires ON account_flows (expires);

-- The links of security notices. Using one blocks the account.
CREATE TABLE account_links (
    hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    change TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX account_links_account ON account_links (account);
CREATE INDEX account_links_expires ON account_links (expires);

-- Passwords that were wrong, in a row, by a keyed hash of who was meant, known or not.
CREATE TABLE account_misses (
    key BLOB PRIMARY KEY,
    misses INTEGER NOT NULL,
    last INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX account_misses_expires ON account_misses (expires);

-- Messages to people who have an account or are opening one; '' for the latter.
CREATE TABLE account_messages (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    claim TEXT,
    last_error TEXT,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX account_messages_next ON account_messages (next_at) WHERE state = 'pending';
CREATE INDEX account_messages_account ON account_messages (account);
CREATE INDEX account_messages_expires ON account_messages (expires);
