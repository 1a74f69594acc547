-- What a registration proved of the owner of an account, copied and sealed under the account's key:
-- one for each account, and each registration once.
CREATE TABLE account_identities (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    identity BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    UNIQUE (organisation, registration)
) STRICT;

-- The documents that it was proven with, blindly: each speaks for one account.
CREATE TABLE account_documents (
    value BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id)
) STRICT;
CREATE INDEX account_documents_account ON account_documents (account);

-- When whoever is signed in last proved that they are the owner.
ALTER TABLE account_sessions ADD COLUMN proven_at INTEGER NOT NULL DEFAULT 0;
UPDATE account_sessions SET proven_at = created;
