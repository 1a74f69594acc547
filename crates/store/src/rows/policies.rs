//! Decision policies: data, versioned and hashed.

use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// One version of a policy.
    pub struct Policy {
        /// Its name.
        pub id: String,
        /// Counts from 1.
        pub version: i64,
        /// JSON of the caller's.
        pub body: String,
        /// Hash of the body.
        pub hash: [u8; 32],
        /// When this version was made.
        pub created: Timestamp,
    }
}

/// Adds a version; versions never change.
pub async fn insert(tx: &mut Tx, new: &Policy) -> Result<(), StoreError> {
    tx.run(insert!("policies", new)).await?;
    Ok(())
}

/// One version of a policy.
pub async fn find(conn: &mut Conn, id: &str, version: i64) -> Result<Option<Policy>, StoreError> {
    let text = format!(
        "SELECT {} FROM policies WHERE id = $1 AND version = $2",
        Policy::COLUMNS
    );
    conn.find(sql!(text, id, version)).await
}

/// The latest version of a policy.
pub async fn latest(conn: &mut Conn, id: &str) -> Result<Option<Policy>, StoreError> {
    let text = format!(
        "SELECT {} FROM policies WHERE id = $1 ORDER BY version DESC LIMIT 1",
        Policy::COLUMNS
    );
    conn.find(sql!(text, id)).await
}

/// All versions of all policies, by name and version, at most `limit`.
pub async fn list(conn: &mut Conn, limit: u32) -> Result<Vec<Policy>, StoreError> {
    let text = format!(
        "SELECT {} FROM policies ORDER BY id, version LIMIT $1",
        Policy::COLUMNS
    );
    conn.list(sql!(text, limit)).await
}
