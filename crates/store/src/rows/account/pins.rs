//! The PIN that approval apps ask for, and the temporary one that takes its place when it is forgotten:
//! verifiers and keyed hashes alone.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, record, sql};
use crate::error::StoreError;

record! {
    /// An account's PIN.
    pub struct Pin {
        /// Whose.
        pub account: AccountId,
        /// Verifier of its keyed hash, as PHC text.
        pub verifier: String,
        /// When it was chosen.
        pub chosen: Timestamp,
    }
}

record! {
    /// A forgotten PIN.
    pub struct Reset {
        /// Whose.
        pub account: AccountId,
        /// When its owner said so.
        pub asked: Timestamp,
        /// When a temporary one is sent.
        pub due: Timestamp,
        /// How long that is taken; nothing before it is sent.
        pub expires: Option<Timestamp>,
    }
}

/// An account's PIN.
pub async fn find(conn: &mut Conn, account: &AccountId) -> Result<Option<Pin>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_pins WHERE account = $1",
        Pin::COLUMNS
    );
    conn.find(sql!(text, account)).await
}

/// Keeps a PIN in place of the one before, and ends what a forgotten one began.
pub async fn set(tx: &mut Tx, new: &Pin) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO account_pins (account, verifier, chosen) VALUES ($1, $2, $3)
         ON CONFLICT (account) DO UPDATE SET verifier = excluded.verifier, chosen = excluded.chosen",
        new.account,
        new.verifier,
        new.chosen
    ))
    .await?;
    cancel(tx, &new.account).await?;
    Ok(())
}

/// Has a temporary PIN sent at `due`, unless one is to be sent already; gives whether that is new.
pub async fn ask(
    tx: &mut Tx,
    account: &AccountId,
    asked: Timestamp,
    due: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "INSERT INTO account_pin_resets (account, asked, due) VALUES ($1, $2, $3)
             ON CONFLICT (account) DO UPDATE
             SET asked = excluded.asked, due = excluded.due, value = NULL, expires = NULL
             WHERE account_pin_resets.expires IS NOT NULL",
            account,
            asked,
            due
        ))
        .await?;
    Ok(count > 0)
}

/// What a forgotten PIN began.
pub async fn reset(conn: &mut Conn, account: &AccountId) -> Result<Option<Reset>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_pin_resets WHERE account = $1",
        Reset::COLUMNS
    );
    conn.find(sql!(text, account)).await
}

/// Accounts whose temporary PIN is to be sent by now, at most `limit`.
pub async fn due(
    conn: &mut Conn,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<AccountId>, StoreError> {
    conn.all(sql!(
        "SELECT account FROM account_pin_resets WHERE due <= $1 AND expires IS NULL
         ORDER BY due, account LIMIT $2",
        now,
        limit
    ))
    .await?
    .iter()
    .map(|row| row.read("account"))
    .collect()
}

/// Keeps the temporary PIN that is sent; gives whether it was due.
pub async fn send(
    tx: &mut Tx,
    account: &AccountId,
    value: &[u8; 32],
    now: Timestamp,
    expires: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_pin_resets SET value = $1, expires = $2
             WHERE account = $3 AND due <= $4 AND expires IS NULL",
            value,
            expires,
            account,
            now
        ))
        .await?;
    Ok(count > 0)
}

/// Uses a temporary PIN up; gives whether it was the one.
pub async fn take(
    tx: &mut Tx,
    account: &AccountId,
    value: &[u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_pin_resets WHERE account = $1 AND value = $2 AND expires > $3",
            account,
            value,
            now
        ))
        .await?;
    Ok(count > 0)
}

/// Ends what a forgotten PIN began; gives whether there was anything.
pub async fn cancel(tx: &mut Tx, account: &AccountId) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_pin_resets WHERE account = $1",
            account
        ))
        .await?;
    Ok(count > 0)
}

/// Forgets temporary PINs whose time is over.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.run(sql!(
        "DELETE FROM account_pin_resets WHERE expires <= $1",
        now
    ))
    .await
}
