//! Retention: what has outlived its time is erased, in bounded batches.
//! Registrations are only named here: their organisations hear of it, so the
//! floor above erases them.

use jiff::{SignedDuration, Timestamp};

use crate::audit;
use crate::db::{Conn, sql};
use crate::erasure::erase_evidence;
use crate::error::StoreError;
use crate::registrations::Due;
use crate::store::Store;

/// Rows erased or deleted in one transaction.
const BATCH: i64 = 50;

/// How long finished secrets and codes are kept, so that a late click can be
/// told "expired" instead of "unknown".
const AFTERLIFE: SignedDuration = SignedDuration::from_hours(24);

/// How long the built-in mailbox keeps a message.
const MAILBOX: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Evidence erased.
    pub evidence: u64,
    /// Audit chains whose entries were dropped.
    pub chains: u64,
    /// Expired secrets, codes, sessions and counters deleted.
    pub expired: u64,
    /// Webhook messages and messages to people deleted, which had gone out or been given up.
    pub gone_out: u64,
    /// Objects deleted.
    pub objects: u64,
}

/// Erases evidence past its time, drops audit entries past theirs, and deletes
/// what has expired, and what went out longer than `gone_out` ago. Interrupted,
/// it goes on where it stopped when it is run again.
pub async fn run(
    store: &Store,
    now: Timestamp,
    gone_out: SignedDuration,
) -> Result<Retained, StoreError> {
    let mut done = Retained::default();
    loop {
        let count = erase_due_evidence(store, now).await?;
        done.evidence += count;
        if count == 0 {
            break;
        }
    }
    loop {
        let count = audit::drop_ended(store, now).await?;
        done.chains += count;
        if count == 0 {
            break;
        }
    }
    done.expired = delete_expired(store, now).await?;
    loop {
        let count = delete_gone_out(store, now - gone_out).await?;
        done.gone_out += count;
        if count == 0 {
            break;
        }
    }
    loop {
        let count = store.sweep_doomed().await?;
        done.objects += count;
        if count == 0 {
            break;
        }
    }
    Ok(done)
}

impl Store {
    /// Makes what was erased unreadable in the database's own files too, as far as it lets us.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        self.core.db.scrub().await
    }
}

/// Registrations whose time is up and that are not erased yet, oldest first, from after `after`,
/// at most `limit`.
pub async fn due_registrations(
    conn: &mut Conn,
    now: Timestamp,
    after: Option<&Due>,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let (since, id) = Due::cursor(after);
    conn.all(sql!(
        "SELECT organisation, id, erase_after AS since FROM registrations
         WHERE erased_at IS NULL AND erase_after <= $1 AND (erase_after, id) > ($2, $3)
         ORDER BY erase_after, id LIMIT $4",
        now,
        since,
        id,
        limit
    ))
    .await?
    .iter()
    .map(Due::from_row)
    .collect()
}

async fn erase_due_evidence(store: &Store, now: Timestamp) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    let due = tx.queue(sql!(
        "SELECT organisation, id FROM evidence WHERE erase_after <= $1 AND erased_at IS NULL
         ORDER BY erase_after LIMIT $2 {skip_locked}",
        now,
        BATCH
    ));
    let rows = tx.all(due).await?;
    for row in &rows {
        erase_evidence(&mut tx, &row.read("organisation")?, &row.read("id")?, now).await?;
    }
    tx.commit().await?;
    Ok(rows.len() as u64)
}

async fn delete_expired(store: &Store, now: Timestamp) -> Result<u64, StoreError> {
    let late = now - AFTERLIFE;
    let mut total = 0;
    loop {
        let mut tx = store.begin().await?;
        let mut count = 0;
        for (table, key) in [
            ("links", "hash"),
            ("result_codes", "hash"),
            ("chip_challenges", "organisation, registration"),
            ("handovers", "secret_hash"),
            ("browsers", "cookie_hash"),
            ("idempotency", "organisation, api_key, key_hash"),
            ("operator_sessions", "cookie_hash"),
            ("operator_links", "hash"),
            ("ceremonies", "hash"),
            ("account_sessions", "cookie_hash"),
            ("account_flows", "hash"),
            ("account_links", "hash"),
            ("account_former_contacts", "account, kind, value"),
            ("account_recoveries", "registration"),
            ("account_misses", "key"),
            ("account_approvals", "id"),
            ("account_events", "id"),
            ("account_messages", "id"),
            ("account_pushes", "id"),
            ("attempts", "key"),
            ("films", "organisation, registration, attempt"),
            (
                "film_marks",
                "mark, begun, organisation, registration, attempt",
            ),
            ("webhook_secrets", "organisation, endpoint, id"),
            ("oidc_keys", "id"),
            ("oidc_once", "kind, value"),
            ("oidc_requests", "hash"),
            ("oidc_polls", "hash"),
            ("oidc_grants", "id"),
            ("oidc_sessions", "account, client, session"),
            ("oidc_notifications", "id"),
        ] {
            let text = format!(
                "DELETE FROM {table} WHERE ({key}) IN
                     (SELECT {key} FROM {table} WHERE expires <= $1 LIMIT $2)"
            );
            count += tx.run(sql!(text, late, BATCH)).await?;
        }
        // What is kept for a while after its end counts no more, and needs no face.
        count += tx
            .run(sql!(
                "UPDATE films SET template = NULL, face = NULL
                 WHERE (organisation, registration, attempt) IN
                     (SELECT organisation, registration, attempt FROM films
                      WHERE expires <= $1 AND template IS NOT NULL LIMIT $2)",
                now,
                BATCH
            ))
            .await?;
        count += tx
            .run(sql!(
                "DELETE FROM mailbox WHERE id IN (SELECT id FROM mailbox WHERE at <= $1 LIMIT $2)",
                now - MAILBOX,
                BATCH
            ))
            .await?;
        tx.commit().await?;
        total += count;
        if count == 0 {
            return Ok(total);
        }
    }
}

/// Deletes a batch of what was written until `until` and is not on its way any more.
async fn delete_gone_out(store: &Store, until: Timestamp) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    // Held, so that nobody sends one again from here on.
    let held = tx.queue(sql!(
        "SELECT organisation, id FROM webhook_messages m
         WHERE created <= $1 AND NOT EXISTS
             (SELECT 1 FROM webhook_deliveries d
              WHERE d.organisation = m.organisation AND d.message = m.id AND d.state = 'pending')
         ORDER BY created LIMIT $2 {skip_locked}",
        until,
        BATCH
    ));
    let mut messages: Vec<(String, String)> = Vec::new();
    for row in tx.all(held).await? {
        messages.push((row.read("organisation")?, row.read("id")?));
    }
    // In the order in which whoever removes an endpoint takes its deliveries.
    messages.sort();
    let mut deleted = 0;
    for (organisation, id) in messages {
        // PostgreSQL looked for deliveries before it held the message.
        let again = sql!(
            "SELECT endpoint FROM webhook_deliveries
             WHERE organisation = $1 AND message = $2 AND state = 'pending' LIMIT 1",
            organisation,
            id
        );
        if tx.one(again).await?.is_some() {
            continue;
        }
        tx.run(sql!(
            "DELETE FROM webhook_deliveries WHERE organisation = $1 AND message = $2",
            organisation,
            id
        ))
        .await?;
        tx.run(sql!(
            "DELETE FROM webhook_messages WHERE organisation = $1 AND id = $2",
            organisation,
            id
        ))
        .await?;
        deleted += 1;
    }
    deleted += tx
        .run(sql!(
            "DELETE FROM messages WHERE (organisation, id) IN
                 (SELECT organisation, id FROM messages
                  WHERE created <= $1 AND state <> 'pending' LIMIT $2)",
            until,
            BATCH
        ))
        .await?;
    tx.commit().await?;
    Ok(deleted)
}
