-- What a document's chip is to sign through a reader of somebody else's making: one for each
-- registration, spent once.
CREATE TABLE chip_challenges (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    challenge BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (organisation, registration),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX chip_challenges_expires ON chip_challenges (expires);
