//! People's passkeys.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// A passkey: public material only.
    pub struct Passkey {
        /// The credential's id.
        pub credential: Vec<u8>,
        /// Whose it is.
        pub account: AccountId,
        /// The caller's JSON, with public key and counter.
        pub passkey: String,
        /// When it was added.
        pub created: Timestamp,
        /// When it was last used.
        pub last_used: Option<Timestamp>,
    }
}

/// Adds a passkey.
pub async fn insert(tx: &mut Tx, new: &Passkey) -> Result<(), StoreError> {
    tx.run(insert!("account_passkeys", new)).await?;
    Ok(())
}

/// An account's passkeys, oldest first.
pub async fn of_account(conn: &mut Conn, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_passkeys WHERE account = $1 ORDER BY created, credential",
        Passkey::COLUMNS
    );
    conn.list(sql!(text, account)).await
}

/// The passkey with this credential id.
pub async fn find(conn: &mut Conn, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_passkeys WHERE credential = $1",
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
            "UPDATE account_passkeys SET passkey = $1, last_used = $2 WHERE credential = $3",
            passkey,
            now,
            credential
        ))
        .await?;
    crate::rows::found(count, "passkey")
}

/// Removes a passkey of an account.
///
/// # Errors
/// `NotFound` for one that the account does not have.
pub async fn remove(tx: &mut Tx, account: &AccountId, credential: &[u8]) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_passkeys WHERE account = $1 AND credential = $2",
            account,
            credential
        ))
        .await?;
    crate::rows::found(count, "passkey")
}
