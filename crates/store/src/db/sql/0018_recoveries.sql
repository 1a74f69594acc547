-- Contacts that others took the place of: told of changes for a while, and back in their place where a
-- notice that went to them blocks the account. Sealed.
CREATE TABLE account_former_contacts (
    account TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    value BLOB NOT NULL,
    address BLOB NOT NULL,
    proven_at INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (account, kind, value)
) STRICT;
CREATE INDEX account_former_contacts_expires ON account_former_contacts (expires);

-- The blind index of the contact that a notice went to.
ALTER TABLE account_links ADD COLUMN went_to BLOB;

-- The face of whoever was proven, sealed as biometric data.
ALTER TABLE account_identities ADD COLUMN face BLOB;

-- Somebody who proves with document and face that an account is theirs, to be let in, or to have it let
-- go of their identity: after a wait, in which its owner can stop it.
CREATE TABLE account_recoveries (
    registration TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    cookie_hash BLOB UNIQUE,
    account TEXT REFERENCES accounts (id),
    kind TEXT,
    state TEXT NOT NULL,
    ready_at INTEGER,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_recoveries_waiting ON account_recoveries (account) WHERE state = 'waiting';
CREATE INDEX account_recoveries_ready ON account_recoveries (ready_at) WHERE state = 'waiting';
CREATE INDEX account_recoveries_account ON account_recoveries (account);
CREATE INDEX account_recoveries_expires ON account_recoveries (expires);

-- An app that takes the place of another one, from then on.
ALTER TABLE account_apps ADD COLUMN active_from INTEGER;
ALTER TABLE account_apps ADD COLUMN replaces TEXT;
CREATE INDEX account_apps_replaces ON account_apps (replaces) WHERE replaces IS NOT NULL;
