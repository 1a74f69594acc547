//! API keys: shown once, kept as a hash, revocable.

use bonafide_identity::id::{ApiKeyId, OrganisationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// An API key.
    pub struct ApiKey {
        /// Whose it is.
        pub organisation: OrganisationId,
        /// Its public half.
        pub id: ApiKeyId,
        /// What its owner calls it.
        pub name: String,
        /// Its first characters, by which its owner recognises it.
        pub prefix: String,
        /// Hash of the whole key.
        pub hash: SecretHash,
        /// What it may do.
        pub scopes: Vec<String>,
        /// Live, or test mode.
        pub livemode: bool,
        /// When it was made.
        pub created: Timestamp,
        /// When it was last used, to the minute or so.
        pub last_used: Option<Timestamp>,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

/// Adds a key.
pub async fn insert(tx: &mut Tx, new: &ApiKey) -> Result<(), StoreError> {
    tx.run(insert!("api_keys", new)).await?;
    Ok(())
}

/// The key with this hash, unless it is revoked or its organisation disabled.
pub async fn find_by_hash(
    conn: &mut Conn,
    hash: &SecretHash,
) -> Result<Option<ApiKey>, StoreError> {
    let text = format!(
        "SELECT {} FROM api_keys WHERE hash = $1 AND revoked_at IS NULL AND EXISTS
             (SELECT 1 FROM organisations o WHERE o.id = api_keys.organisation
                AND o.disabled_at IS NULL)",
        ApiKey::COLUMNS
    );
    conn.find(sql!(text, hash)).await
}

/// An organisation's keys, newest first; those that are revoked come last.
pub async fn list(
    conn: &mut Conn,
    organisation: &OrganisationId,
    limit: u32,
) -> Result<Vec<ApiKey>, StoreError> {
    let text = format!(
        "SELECT {} FROM api_keys WHERE organisation = $1
         ORDER BY revoked_at IS NOT NULL, id DESC LIMIT $2",
        ApiKey::COLUMNS
    );
    conn.list(sql!(text, organisation, limit)).await
}

/// One key, also a revoked one.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &ApiKeyId,
) -> Result<Option<ApiKey>, StoreError> {
    let text = format!(
        "SELECT {} FROM api_keys WHERE organisation = $1 AND id = $2",
        ApiKey::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// Revokes a key; one that is revoked already keeps its time.
pub async fn revoke(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ApiKeyId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, $1)
             WHERE organisation = $2 AND id = $3",
            now,
            organisation,
            id
        ))
        .await?;
    super::found(count, "api key")
}

/// Notes that a key was used, at most once a minute. Gives whether it wrote.
pub async fn touch(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ApiKeyId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let minute_ago = now - jiff::SignedDuration::from_mins(1);
    let count = tx
        .run(sql!(
            "UPDATE api_keys SET last_used = $1
             WHERE organisation = $2 AND id = $3 AND (last_used IS NULL OR last_used < $4)",
            now,
            organisation,
            id,
            minute_ago
        ))
        .await?;
    Ok(count > 0)
}
