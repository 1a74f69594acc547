-- Which sessions of a person clients know of, as far as they want to hear when one ends.
CREATE TABLE oidc_sessions (
    account TEXT NOT NULL REFERENCES accounts (id),
    client TEXT NOT NULL,
    session TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (account, client, session)
) STRICT;
CREATE INDEX oidc_sessions_client ON oidc_sessions (client);
CREATE INDEX oidc_sessions_expires ON oidc_sessions (expires);

-- What clients are told of that. Tokens are written and signed when they are sent: here is only whose and which session.
CREATE TABLE oidc_logouts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    client TEXT NOT NULL,
    session TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    claim TEXT,
    last_error TEXT,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_logouts_due ON oidc_logouts (state, next_at);
CREATE INDEX oidc_logouts_account ON oidc_logouts (account);
CREATE INDEX oidc_logouts_client ON oidc_logouts (client);
CREATE INDEX oidc_logouts_expires ON oidc_logouts (expires);
