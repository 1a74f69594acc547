-- What clients ask of people who are in no browser of theirs, until they fetch the outcome. What is asked is sealed, and found
-- by the hash of the name that only the client has. Whether anybody was asked on their app is in account_approvals alone; what
-- a person typed at a device's page is found by a blind index.
CREATE TABLE oidc_polls (
    hash BLOB PRIMARY KEY,
    client TEXT NOT NULL,
    approval TEXT,
    user_code BLOB UNIQUE,
    agreed TEXT,
    refused_at INTEGER,
    form BLOB NOT NULL,
    polled_at INTEGER,
    wait INTEGER NOT NULL,
    created INTEGER NOT NULL,
    open_until INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_polls_client ON oidc_polls (client);
CREATE INDEX oidc_polls_expires ON oidc_polls (expires);
-- The device whose code somebody typed to begin a request.
ALTER TABLE oidc_requests ADD COLUMN device BLOB;
