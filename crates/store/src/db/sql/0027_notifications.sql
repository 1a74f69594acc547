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

-- What clients are told at addresses of theirs: that sessions of an account ended, or that a question they asked was answered.
-- Tokens are written and signed when they are sent; what is secret of an answer's is sealed.
CREATE TABLE oidc_notifications (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL,
    account TEXT REFERENCES accounts (id),
    session TEXT,
    approval TEXT,
    body BLOB,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    claim TEXT,
    last_error TEXT,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX oidc_notifications_due ON oidc_notifications (state, next_at);
CREATE INDEX oidc_notifications_account ON oidc_notifications (account);
CREATE INDEX oidc_notifications_approval ON oidc_notifications (approval);
CREATE INDEX oidc_notifications_client ON oidc_notifications (client);
CREATE INDEX oidc_notifications_expires ON oidc_notifications (expires);
