-- What clients ask of people and is not answered yet: pushed beforehand, or shown on a page. Sealed, and found by the
-- hash of a secret in an address or a cookie.
CREATE TABLE oidc_requests (
    hash BLOB PRIMARY KEY,
    client TEXT NOT NULL,
    form BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_requests_expires ON oidc_requests (expires);

-- What people agreed to give clients: begun by a code that is good once, gone on with by refresh tokens, of which only
-- the last one is good. What was agreed to is sealed under the account's key; of codes and tokens only hashes are kept.
CREATE TABLE oidc_grants (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisations (id),
    client TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    matter BLOB NOT NULL,
    code BLOB NOT NULL UNIQUE,
    code_until INTEGER NOT NULL,
    redeemed_at INTEGER,
    family BLOB UNIQUE,
    refresh BLOB,
    revoked_at INTEGER,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_grants_account ON oidc_grants (account, client);
CREATE INDEX oidc_grants_client ON oidc_grants (client);
CREATE INDEX oidc_grants_expires ON oidc_grants (expires);

-- What people agreed to once and are not asked again: names of scopes and claims, as JSON.
CREATE TABLE oidc_consents (
    account TEXT NOT NULL REFERENCES accounts (id),
    client TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisations (id),
    items TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (account, client)
) STRICT;
CREATE INDEX oidc_consents_client ON oidc_consents (client);
