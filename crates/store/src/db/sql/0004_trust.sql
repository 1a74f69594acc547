-- What was done to the installation itself, chained and signed as what happens to registrations is.
CREATE TABLE house_chains (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    base_seq INTEGER NOT NULL,
    base_hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (organisation, registration)
) STRICT;

CREATE TABLE house_events (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    seq INTEGER NOT NULL,
    header TEXT NOT NULL,
    payload BLOB,
    hash BLOB NOT NULL,
    PRIMARY KEY (organisation, registration, seq)
) STRICT;

-- Whether an operator may change whom the installation believes.
ALTER TABLE operators ADD COLUMN manages_trust INTEGER NOT NULL DEFAULT 0;

-- Where certificates and revocation lists came from: a list, a directory export, a file by hand.
CREATE TABLE trust_sources (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    series TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    country TEXT NOT NULL,
    signer TEXT NOT NULL,
    signer_fingerprint BLOB,
    pin BLOB,
    signed_at INTEGER,
    expires INTEGER,
    imported INTEGER NOT NULL,
    imported_by TEXT NOT NULL,
    replaced_at INTEGER
) STRICT;
CREATE INDEX trust_sources_series ON trust_sources (series) WHERE replaced_at IS NULL;

-- Certificates and revocation lists, public all of them. For a list: its issuer is the subject, its
-- updates are the bounds, its number is the serial.
CREATE TABLE trust_items (
    fingerprint BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    der BLOB NOT NULL,
    country TEXT NOT NULL,
    subject TEXT NOT NULL,
    serial TEXT NOT NULL,
    issuer_key BLOB,
    begins INTEGER,
    ends INTEGER,
    added INTEGER NOT NULL
) STRICT;
CREATE INDEX trust_items_list ON trust_items (kind, country, subject, fingerprint);
CREATE INDEX trust_items_ends ON trust_items (ends);

CREATE TABLE trust_provenance (
    fingerprint BLOB NOT NULL REFERENCES trust_items (fingerprint),
    source TEXT NOT NULL REFERENCES trust_sources (id),
    PRIMARY KEY (fingerprint, source)
) STRICT;
CREATE INDEX trust_provenance_source ON trust_provenance (source);

-- Signers of lists that somebody compared with what the state tells out of band.
CREATE TABLE trust_pins (
    fingerprint BLOB PRIMARY KEY,
    subject TEXT NOT NULL,
    der BLOB,
    pinned INTEGER NOT NULL,
    pinned_by TEXT NOT NULL
) STRICT;

-- Certificates that are not believed, whoever vouches for them.
CREATE TABLE trust_distrusted (
    fingerprint BLOB PRIMARY KEY,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_whom TEXT NOT NULL
) STRICT;

-- What was told of things that end, once for each number of days before.
CREATE TABLE trust_alerts (
    what TEXT NOT NULL,
    days INTEGER NOT NULL,
    noticed INTEGER NOT NULL,
    claimed_until INTEGER,
    told_at INTEGER,
    PRIMARY KEY (what, days)
) STRICT;
CREATE INDEX trust_alerts_waiting ON trust_alerts (noticed) WHERE told_at IS NULL;

-- Files that an operator sent and has not confirmed yet.
CREATE TABLE trust_uploads (
    id TEXT PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operators (id),
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX trust_uploads_expires ON trust_uploads (expires);
