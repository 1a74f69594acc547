-- The installation's own list of lost and stolen documents: state and number as a keyed hash.
CREATE TABLE lost_documents (
    value BLOB NOT NULL,
    source TEXT NOT NULL,
    reported TEXT NOT NULL,
    added INTEGER NOT NULL,
    PRIMARY KEY (value, source)
) STRICT;
CREATE INDEX lost_documents_source ON lost_documents (source);
