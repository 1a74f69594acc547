-- Written in SQLite's words; `dialect` turns them into PostgreSQL's.
-- Times are microseconds since 1970, truth is 0 or 1, ids are text.
-- '' stands for "none" where a column is part of a unique key.

CREATE TABLE installation (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- Secrets of the installation, each wrapped by a master key.
CREATE TABLE installation_keys (
    name TEXT PRIMARY KEY,
    master TEXT NOT NULL,
    wrapped BLOB NOT NULL
) STRICT;

-- Data keys, each wrapped by a master key. An erased one keeps its row without the key.
CREATE TABLE data_keys (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    registration TEXT NOT NULL,
    evidence TEXT NOT NULL,
    class TEXT NOT NULL,
    master TEXT,
    wrapped BLOB,
    UNIQUE (organisation, account, registration, evidence, class)
) STRICT;
CREATE INDEX data_keys_master ON data_keys (master);
CREATE INDEX data_keys_registration ON data_keys (registration);
CREATE INDEX data_keys_account ON data_keys (account);

CREATE TABLE tombstones (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    account TEXT NOT NULL,
    registration TEXT NOT NULL,
    evidence TEXT NOT NULL
) STRICT;

CREATE TABLE organisations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    return_urls TEXT NOT NULL,
    settings TEXT NOT NULL,
    created INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

CREATE TABLE api_keys (
    organisation TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (organisation, id)
) STRICT;

CREATE TABLE services (
    organisation TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    definition TEXT NOT NULL,
    hash BLOB NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (organisation, id, version)
) STRICT;

CREATE TABLE policies (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    erased_at INTEGER
) STRICT;

CREATE TABLE registrations (
    organisation TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    service TEXT NOT NULL,
    service_version INTEGER NOT NULL,
    livemode INTEGER NOT NULL,
    status TEXT NOT NULL,
    reference_index BLOB,
    last_error TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    expires INTEGER,
    ended INTEGER,
    erase_after INTEGER,
    erased_at INTEGER,
    version INTEGER NOT NULL,
    state BLOB,
    PRIMARY KEY (organisation, id)
) STRICT;
CREATE UNIQUE INDEX registrations_id ON registrations (id);
CREATE INDEX registrations_list ON registrations (organisation, livemode, id);
CREATE INDEX registrations_reference ON registrations (organisation, reference_index);
CREATE INDEX registrations_account ON registrations (account);
CREATE INDEX registrations_expires ON registrations (expires) WHERE ended IS NULL;
CREATE INDEX registrations_erase ON registrations (erase_after) WHERE erased_at IS NULL;

-- The head of each registration's audit chain, signed. Entries up to and
-- including base_seq were dropped when their retention ended.
CREATE TABLE chains (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    base_seq INTEGER NOT NULL,
    base_hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    drop_after INTEGER,
    PRIMARY KEY (organisation, registration),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX chains_drop ON chains (drop_after);

CREATE TABLE events (
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    seq INTEGER NOT NULL,
    header TEXT NOT NULL,
    payload BLOB,
    hash BLOB NOT NULL,
    PRIMARY KEY (organisation, registration, seq),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;

CREATE TABLE evidence (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    registration TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    source TEXT NOT NULL,
    media_type TEXT NOT NULL,
    class TEXT NOT NULL,
    object TEXT,
    content_hash BLOB,
    size INTEGER NOT NULL,
    created INTEGER NOT NULL,
    erase_after INTEGER,
    erased_at INTEGER,
    PRIMARY KEY (organisation, id),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX evidence_registration ON evidence (organisation, registration);
CREATE UNIQUE INDEX evidence_object ON evidence (object);
CREATE INDEX evidence_content ON evidence (organisation, content_hash);
CREATE INDEX evidence_erase ON evidence (erase_after) WHERE erased_at IS NULL;

-- Objects whose rows are erased, until their bytes are deleted as well.
CREATE TABLE doomed_objects (
    object TEXT PRIMARY KEY
) STRICT;

CREATE TABLE blind_index (
    organisation TEXT NOT NULL,
    kind TEXT NOT NULL,
    value BLOB NOT NULL,
    registration TEXT NOT NULL,
    account TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (organisation, kind, value, registration),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX blind_index_value ON blind_index (kind, value);
CREATE INDEX blind_index_registration ON blind_index (organisation, registration);

-- Secrets in links: only their SHA-256 is kept.
CREATE TABLE links (
    hash BLOB PRIMARY KEY,
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    purpose TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    redeemed_at INTEGER,
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX links_registration ON links (organisation, registration);
CREATE INDEX links_expires ON links (expires);

CREATE TABLE browsers (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    registration TEXT NOT NULL,
    cookie_hash BLOB NOT NULL UNIQUE,
    csrf BLOB NOT NULL,
    role TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (organisation, id),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX browsers_registration ON browsers (organisation, registration);
CREATE INDEX browsers_expires ON browsers (expires);

CREATE TABLE handovers (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    registration TEXT NOT NULL,
    desktop TEXT NOT NULL,
    phone TEXT,
    secret_hash BLOB NOT NULL UNIQUE,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (organisation, id),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX handovers_registration ON handovers (organisation, registration);
CREATE INDEX handovers_expires ON handovers (expires);

CREATE TABLE result_codes (
    hash BLOB PRIMARY KEY,
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    browser TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    redeemed_at INTEGER,
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX result_codes_registration ON result_codes (organisation, registration);
CREATE INDEX result_codes_expires ON result_codes (expires);

CREATE TABLE idempotency (
    organisation TEXT NOT NULL,
    api_key TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    status INTEGER,
    response BLOB,
    registration TEXT,
    claim TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (organisation, api_key, key_hash),
    FOREIGN KEY (organisation, api_key) REFERENCES api_keys (organisation, id)
) STRICT;
CREATE INDEX idempotency_expires ON idempotency (expires);
CREATE INDEX idempotency_registration ON idempotency (organisation, registration);

CREATE TABLE operators (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    roles TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_seen INTEGER,
    disabled_at INTEGER
) STRICT;

CREATE TABLE passkeys (
    credential BLOB PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operators (id),
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER
) STRICT;
CREATE INDEX passkeys_operator ON passkeys (operator);

CREATE TABLE operator_sessions (
    cookie_hash BLOB PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operators (id),
    csrf BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
) STRICT;
CREATE INDEX operator_sessions_operator ON operator_sessions (operator);
CREATE INDEX operator_sessions_expires ON operator_sessions (expires);

CREATE TABLE operator_links (
    hash BLOB PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operators (id),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    redeemed_at INTEGER
) STRICT;
CREATE INDEX operator_links_expires ON operator_links (expires);

-- What a passkey ceremony must remember between its two requests.
CREATE TABLE ceremonies (
    hash BLOB PRIMARY KEY,
    purpose TEXT NOT NULL,
    operator TEXT,
    state TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX ceremonies_expires ON ceremonies (expires);

CREATE TABLE review_cases (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    registration TEXT NOT NULL,
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    operator TEXT REFERENCES operators (id),
    assigned_until INTEGER,
    outcome TEXT,
    note BLOB,
    created INTEGER NOT NULL,
    settled_at INTEGER,
    PRIMARY KEY (organisation, id),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX review_cases_due ON review_cases (due) WHERE state <> 'settled' AND state <> 'withdrawn';
CREATE INDEX review_cases_registration ON review_cases (organisation, registration);
CREATE UNIQUE INDEX review_cases_operator ON review_cases (operator) WHERE state = 'assigned';

-- Every look of an operator at a person's data.
CREATE TABLE looks (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    registration TEXT NOT NULL,
    operator TEXT NOT NULL REFERENCES operators (id),
    review_case TEXT,
    evidence TEXT,
    what TEXT NOT NULL,
    at INTEGER NOT NULL,
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX looks_registration ON looks (organisation, registration, at);
CREATE INDEX looks_operator ON looks (operator, at);

CREATE TABLE webhook_endpoints (
    organisation TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    created INTEGER NOT NULL,
    disabled_at INTEGER,
    failing_since INTEGER,
    PRIMARY KEY (organisation, id)
) STRICT;

CREATE TABLE webhook_secrets (
    organisation TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    id TEXT NOT NULL,
    secret BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER,
    PRIMARY KEY (organisation, endpoint, id),
    FOREIGN KEY (organisation, endpoint) REFERENCES webhook_endpoints (organisation, id)
) STRICT;

CREATE TABLE webhook_messages (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    registration TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    class TEXT NOT NULL,
    body BLOB,
    created INTEGER NOT NULL,
    PRIMARY KEY (organisation, id),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX webhook_messages_registration ON webhook_messages (organisation, registration);

CREATE TABLE webhook_deliveries (
    organisation TEXT NOT NULL,
    message TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    claim TEXT,
    last_at INTEGER,
    last_status INTEGER,
    last_error TEXT,
    PRIMARY KEY (organisation, message, endpoint),
    FOREIGN KEY (organisation, message) REFERENCES webhook_messages (organisation, id),
    FOREIGN KEY (organisation, endpoint) REFERENCES webhook_endpoints (organisation, id)
) STRICT;
CREATE INDEX webhook_deliveries_next ON webhook_deliveries (next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (organisation, endpoint, message);

-- Mail, text and push messages to people.
CREATE TABLE messages (
    organisation TEXT NOT NULL,
    id TEXT NOT NULL,
    registration TEXT NOT NULL,
    account TEXT NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    claim TEXT,
    last_error TEXT,
    created INTEGER NOT NULL,
    sent_at INTEGER,
    PRIMARY KEY (organisation, id),
    FOREIGN KEY (organisation, registration) REFERENCES registrations (organisation, id)
) STRICT;
CREATE INDEX messages_next ON messages (next_at) WHERE state = 'pending';
CREATE INDEX messages_registration ON messages (organisation, registration);

-- What the built-in mailbox page shows.
CREATE TABLE mailbox (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    body BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX mailbox_at ON mailbox (at);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    unique_key TEXT UNIQUE,
    organisation TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    claim TEXT,
    last_error TEXT,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_next ON jobs (queue, run_at) WHERE state = 'ready';

-- Times of recent attempts under a keyed hash of what they were for.
CREATE TABLE attempts (
    key BLOB PRIMARY KEY,
    times BLOB NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_expires ON attempts (expires);
