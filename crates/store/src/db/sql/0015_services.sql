-- When somebody last went on to a service that they agreed to share something with.
ALTER TABLE oidc_consents ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
UPDATE oidc_consents SET used = changed;
