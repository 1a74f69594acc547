-- Clients that are told of security events: where and of which, sealed, since how they are told may hold a secret.
CREATE TABLE event_streams (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL UNIQUE,
    config BLOB NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    verified_at INTEGER,
    created INTEGER NOT NULL
) STRICT;

-- A client is told of an event, too: what it says is sealed.
ALTER TABLE oidc_notifications ADD COLUMN event INTEGER NOT NULL DEFAULT 0;

-- Whose events a client is told of: of people who agreed to it, until they end that. Agreements end with a block, too; that it
-- is over is told all the same.
CREATE TABLE event_subjects (
    account TEXT NOT NULL REFERENCES accounts (id),
    client TEXT NOT NULL,
    PRIMARY KEY (account, client)
) STRICT;
CREATE INDEX event_subjects_client ON event_subjects (client);
INSERT INTO event_subjects (account, client) SELECT account, client FROM oidc_consents;
