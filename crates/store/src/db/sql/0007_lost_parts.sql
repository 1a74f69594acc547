-- An entry is on the list once its source has its part: what is imported is written bit by bit, and
-- all of it counts at the same moment.
ALTER TABLE lost_documents ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
CREATE TABLE lost_parts (
    source TEXT NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (source, part)
) STRICT;
INSERT INTO lost_parts (source, part) SELECT DISTINCT source, 0 FROM lost_documents;
DROP INDEX lost_documents_source;
CREATE INDEX lost_documents_part ON lost_documents (source, part);
