-- Since when this job was claimed by programs that cannot read it: others may.
ALTER TABLE jobs ADD COLUMN unreadable_since INTEGER;
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

-- Objects that could not be deleted come after the others.
ALTER TABLE doomed_objects ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
CREATE INDEX doomed_objects_next ON doomed_objects (failures, object);

-- Of several hand-overs that are open the latest counts, and from now on there is one.
UPDATE handovers SET state = 'ended'
WHERE state <> 'ended' AND EXISTS
    (SELECT 1 FROM handovers later
     WHERE later.organisation = handovers.organisation
       AND later.registration = handovers.registration
       AND later.state <> 'ended' AND later.id > handovers.id);
CREATE UNIQUE INDEX handovers_open ON handovers (organisation, registration) WHERE state <> 'ended';

-- What has gone out is deleted when its time is up.
CREATE INDEX webhook_messages_created ON webhook_messages (created);
CREATE INDEX messages_created ON messages (created) WHERE state <> 'pending';

-- Services are by invitation no more, which nothing enforced, and a definition says nothing that is
-- not read. Quotes within its texts are escaped, so that this is found where it is meant.
UPDATE services SET definition =
    replace(replace(definition, ',"invite_only":false', ''), ',"invite_only":true', '');

-- What was noted of documents holds neither the mode nor the kind, and would match nothing.
DELETE FROM blind_index WHERE kind = 'document_number';

-- Nothing reads these.
DROP INDEX blind_index_value;
DROP INDEX looks_operator;
DROP INDEX evidence_content;
ALTER TABLE evidence DROP COLUMN content_hash;
DELETE FROM installation_keys WHERE name = 'content_hash';
ALTER TABLE browsers DROP COLUMN last_seen;
ALTER TABLE operators DROP COLUMN roles;
ALTER TABLE services DROP COLUMN hash;
