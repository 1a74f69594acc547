//! Accounts: what a person signs in to; a guest account lives for one registration.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// An account.
    pub struct Account {
        /// Its id.
        pub id: AccountId,
        /// `guest`, or another kind of the caller's.
        pub kind: String,
        /// When it was made.
        pub created: Timestamp,
        /// When everything of it was erased.
        pub erased_at: Option<Timestamp>,
    }
}

/// Adds an account.
pub async fn insert(tx: &mut Tx, new: &Account) -> Result<(), StoreError> {
    tx.run(insert!("accounts", new)).await?;
    Ok(())
}

/// The account `id`.
pub async fn find(conn: &mut Conn, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let text = format!("SELECT {} FROM accounts WHERE id = $1", Account::COLUMNS);
    conn.find(sql!(text, id)).await
}
