-- Indexes that give what is asked of a registration in the order in which it is asked. Without the
-- id in them SQLite reads a whole organisation in the order of its primary key instead.

DROP INDEX registrations_reference;
CREATE INDEX registrations_reference ON registrations (organisation, livemode, reference_index, id);
CREATE INDEX registrations_status ON registrations (status);

DROP INDEX evidence_registration;
CREATE INDEX evidence_registration ON evidence (organisation, registration, id);

DROP INDEX handovers_registration;
CREATE INDEX handovers_registration ON handovers (organisation, registration, id);

DROP INDEX messages_registration;
CREATE INDEX messages_registration ON messages (organisation, registration, id);

DROP INDEX webhook_messages_registration;
CREATE INDEX webhook_messages_registration ON webhook_messages (organisation, registration, id);

DROP INDEX review_cases_registration;
CREATE INDEX review_cases_registration ON review_cases (organisation, registration, id);
