//! Operators' passkeys, and what a ceremony remembers between its two requests.

use bonafide_identity::id::OperatorId;
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// A passkey: public material only.
    pub struct Passkey {
        /// The credential's id.
        pub credential: Vec<u8>,
        /// Whose it is.
        pub operator: OperatorId,
        /// What they call it.
        pub name: String,
        /// The caller's JSON, with public key and counter.
        pub passkey: String,
        /// When it was enrolled.
        pub created: Timestamp,
        /// When it was last used.
        pub last_used: Option<Timestamp>,
    }
}

/// Adds a passkey.
pub async fn insert(tx: &mut Tx, new: &Passkey) -> Result<(), StoreError> {
    tx.run(insert!("passkeys", new)).await?;
    Ok(())
}

/// An operator's passkeys, oldest first.
pub async fn of_operator(
    conn: &mut Conn,
    operator: &OperatorId,
) -> Result<Vec<Passkey>, StoreError> {
    let text = format!(
        "SELECT {} FROM passkeys WHERE operator = $1 ORDER BY created, credential",
        Passkey::COLUMNS
    );
    conn.list(sql!(text, operator)).await
}

/// The passkey with this credential id.
pub async fn find(conn: &mut Conn, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
    let text = format!(
        "SELECT {} FROM passkeys WHERE credential = $1",
        Passkey::COLUMNS
    );
    conn.find(sql!(text, credential)).await
}

/// Keeps a passkey's new counter after it was used.
pub async fn update(
    tx: &mut Tx,
    credential: &[u8],
    passkey: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE passkeys SET passkey = $1, last_used = $2 WHERE credential = $3",
            passkey,
            now,
            credential
        ))
        .await?;
    super::found(count, "passkey")
}

/// Removes a passkey of an operator, and ends their sessions: one may have been begun with it.
///
/// # Errors
/// `NotFound` for one that the operator does not have.
pub async fn remove(
    tx: &mut Tx,
    operator: &OperatorId,
    credential: &[u8],
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM passkeys WHERE operator = $1 AND credential = $2",
            operator,
            credential
        ))
        .await?;
    super::found(count, "passkey")?;
    tx.run(sql!(
        "DELETE FROM operator_sessions WHERE operator = $1",
        operator
    ))
    .await?;
    Ok(())
}

record! {
    /// A ceremony that has begun.
    pub struct Ceremony {
        /// `enrol`, `sign_in` or another of the caller's.
        pub purpose: String,
        /// Whose, when that is known.
        pub operator: Option<OperatorId>,
        /// The caller's JSON, with the challenge.
        pub state: String,
        /// From when on it cannot be completed.
        pub expires: Timestamp,
    }
}

/// Remembers a ceremony under the hash of a secret in the browser's cookie.
pub async fn begin_ceremony(
    tx: &mut Tx,
    hash: &SecretHash,
    new: &Ceremony,
) -> Result<(), StoreError> {
    tx.run(insert!("ceremonies", new, hash = hash)).await?;
    Ok(())
}

/// Takes a ceremony away to complete it, atomically and once.
pub async fn take_ceremony(
    tx: &mut Tx,
    hash: &SecretHash,
    purpose: &str,
    now: Timestamp,
) -> Result<Option<Ceremony>, StoreError> {
    let text = format!(
        "DELETE FROM ceremonies WHERE hash = $1 AND purpose = $2 AND expires > $3 RETURNING {}",
        Ceremony::COLUMNS
    );
    tx.find(sql!(text, hash, purpose, now)).await
}
