-- When somebody last got in again with document and face: contacts from before are told of changes, and put
-- back by nobody.
ALTER TABLE account_logins ADD COLUMN recovered_at INTEGER;

-- The identity that is to be let go of, by its registration: one that was kept meanwhile stays.
ALTER TABLE account_recoveries ADD COLUMN contested TEXT;

-- Whether a contact of before may take its place back: not one that was displaced so itself.
ALTER TABLE account_former_contacts ADD COLUMN restorable INTEGER NOT NULL DEFAULT 1;
