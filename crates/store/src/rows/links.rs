//! Secrets in links: single use, short-lived, kept as hashes.

use bonafide_identity::id::{OrganisationId, RegistrationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// What a secret opens.
    pub struct Link {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Which registration.
        pub registration: RegistrationId,
        /// What for, such as `hosted` or `resume`.
        pub purpose: String,
        /// When it was made.
        pub created: Timestamp,
        /// From when on it opens nothing.
        pub expires: Timestamp,
        /// When it was used.
        pub redeemed_at: Option<Timestamp>,
    }
}

/// Adds a link.
pub async fn insert(tx: &mut Tx, hash: &SecretHash, new: &Link) -> Result<(), StoreError> {
    tx.run(insert!("links", new, hash = hash)).await?;
    Ok(())
}

/// Looks at a link without using it, expired and used ones too: for showing a page on GET.
pub async fn peek(conn: &mut Conn, hash: &SecretHash) -> Result<Option<Link>, StoreError> {
    let text = format!("SELECT {} FROM links WHERE hash = $1", Link::COLUMNS);
    conn.find(sql!(text, hash)).await
}

/// Uses a link, atomically and once; `None` if it is used, expired, unknown or
/// for another purpose.
pub async fn redeem(
    tx: &mut Tx,
    hash: &SecretHash,
    purpose: &str,
    now: Timestamp,
) -> Result<Option<Link>, StoreError> {
    let text = format!(
        "UPDATE links SET redeemed_at = $1
         WHERE hash = $2 AND purpose = $3 AND redeemed_at IS NULL AND expires > $1
         RETURNING {}",
        Link::COLUMNS
    );
    tx.find(sql!(text, now, hash, purpose)).await
}

/// Makes every unused link of a registration useless; those of one purpose, if given.
pub async fn revoke(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    purpose: Option<&str>,
) -> Result<u64, StoreError> {
    tx.run(sql!(
        "DELETE FROM links WHERE organisation = $1 AND registration = $2
           AND redeemed_at IS NULL AND ($3 IS NULL OR purpose = $3)",
        organisation,
        registration,
        purpose
    ))
    .await
}
