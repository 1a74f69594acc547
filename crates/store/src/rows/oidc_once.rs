//! What is good once: the identifier of an assertion or of a proof, and the end of a token before its time.

use jiff::Timestamp;

use crate::db::{Conn, Tx, sql, text_enum};
use crate::error::StoreError;

text_enum! {
    /// What is good once.
    pub enum Kind {
        /// An assertion by which a client proved itself.
        Assertion = "assertion",
        /// A proof that a client holds a key.
        Proof = "proof",
        /// A token that was revoked.
        Revoked = "revoked",
    }
}

/// Takes a value, kept as a hash until `expires`; gives whether it is the first time. Of two at once one is the first.
pub async fn take(
    tx: &mut Tx,
    kind: Kind,
    value: &[u8; 32],
    expires: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let taken = tx
        .run(sql!(
            "INSERT INTO oidc_once (kind, value, expires) VALUES ($1, $2, $3)
             ON CONFLICT (kind, value) DO UPDATE SET expires = excluded.expires
             WHERE oidc_once.expires <= $4",
            kind,
            value,
            expires,
            now
        ))
        .await?;
    Ok(taken == 1)
}

/// Whether a value was taken, and its time is not up.
pub async fn is_taken(
    conn: &mut Conn,
    kind: Kind,
    value: &[u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT expires FROM oidc_once WHERE kind = $1 AND value = $2 AND expires > $3",
            kind,
            value,
            now
        ))
        .await?;
    Ok(row.is_some())
}
