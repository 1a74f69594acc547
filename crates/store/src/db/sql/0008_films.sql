-- Attempts at video identification. What they count for stands in film_marks, as keyed hashes, so
-- that neither an erased registration nor a fresh one begins the count again.
CREATE TABLE films (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    account TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    begun INTEGER NOT NULL,
    ended INTEGER,
    face BLOB,
    template BLOB,
    expires INTEGER NOT NULL,
    PRIMARY KEY (organisation, registration, attempt)
) STRICT;
CREATE INDEX films_expires ON films (expires);
CREATE INDEX films_begun ON films (organisation, livemode, begun);

CREATE TABLE film_marks (
    mark BLOB NOT NULL,
    begun INTEGER NOT NULL,
    kind TEXT NOT NULL,
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (mark, begun, organisation, registration, attempt)
) STRICT;
CREATE INDEX film_marks_film ON film_marks (organisation, registration, attempt);
CREATE INDEX film_marks_expires ON film_marks (expires);
