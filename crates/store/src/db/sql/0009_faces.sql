-- Templates of faces, sealed under their registrations' own keys: without a number while somebody is
-- being verified, with one once they are. Who follows the table reads what changed after the last
-- change that they know of. An entry whose template is gone was erased; its number is not used again.
CREATE TABLE faces (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    account TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    model TEXT NOT NULL,
    number INTEGER,
    changed INTEGER,
    template BLOB,
    PRIMARY KEY (organisation, registration)
) STRICT;
CREATE UNIQUE INDEX faces_changed ON faces (organisation, livemode, changed);
CREATE UNIQUE INDEX faces_number ON faces (organisation, livemode, number);
