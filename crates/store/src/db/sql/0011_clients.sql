-- Programs of organisations that are given tokens. Of a secret only its hash is kept; the one before it is good for a
-- while longer, so that a secret can be replaced without an interruption.
CREATE TABLE oidc_clients (
    organisation TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    name TEXT NOT NULL,
    metadata TEXT NOT NULL,
    secret BLOB,
    earlier_secret BLOB,
    earlier_until INTEGER,
    created INTEGER NOT NULL,
    rotated INTEGER,
    PRIMARY KEY (organisation, id)
) STRICT;
CREATE UNIQUE INDEX oidc_clients_id ON oidc_clients (id);

-- Keys that sign tokens, sealed. Each is published before it signs and for as long as anything that it signed is good.
CREATE TABLE oidc_keys (
    id TEXT PRIMARY KEY,
    secret BLOB NOT NULL,
    created INTEGER NOT NULL,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_keys_expires ON oidc_keys (expires);

-- What is good once: assertions, proofs, and the ends of tokens before their time. Kept as hashes.
CREATE TABLE oidc_once (
    kind TEXT NOT NULL,
    value BLOB NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) STRICT;
CREATE INDEX oidc_once_expires ON oidc_once (expires);
