//! Approval apps.

use bonafide_identity::id::{AccountId, AppId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::rows::SecretHash;

record! {
    /// An approval app: public material only.
    pub struct App {
        /// Its id.
        pub id: AppId,
        /// For which account it approves.
        pub account: AccountId,
        /// The id of its key's credential.
        pub credential: Vec<u8>,
        /// The caller's JSON, with public key and counter.
        pub passkey: String,
        /// Hash of the cookie by which the device is known.
        pub cookie_hash: SecretHash,
        /// What the device runs on, as it says.
        pub system: String,
        /// When it was activated.
        pub created: Timestamp,
        /// When it last approved something.
        pub last_used: Option<Timestamp>,
        /// Since when it approves nothing.
        pub blocked_at: Option<Timestamp>,
        /// From when on it approves, in place of another one.
        pub active_from: Option<Timestamp>,
        /// The one that it takes the place of then.
        pub replaces: Option<AppId>,
    }
}

/// Adds an app.
///
/// # Errors
/// `Duplicate` for a key that is in use.
pub async fn insert(tx: &mut Tx, new: &App) -> Result<(), StoreError> {
    tx.run(insert!("account_apps", new)).await?;
    Ok(())
}

/// An account's apps, oldest first.
pub async fn of_account(conn: &mut Conn, account: &AccountId) -> Result<Vec<App>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_apps WHERE account = $1 ORDER BY created, id",
        App::COLUMNS
    );
    conn.list(sql!(text, account)).await
}

/// The app `id`.
pub async fn find(conn: &mut Conn, id: &AppId) -> Result<Option<App>, StoreError> {
    let text = format!("SELECT {} FROM account_apps WHERE id = $1", App::COLUMNS);
    conn.find(sql!(text, id)).await
}

/// The app on the device with this cookie.
pub async fn find_by_cookie(
    conn: &mut Conn,
    cookie_hash: &SecretHash,
) -> Result<Option<App>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_apps WHERE cookie_hash = $1",
        App::COLUMNS
    );
    conn.find(sql!(text, cookie_hash)).await
}

/// The app that takes the place of another one, or is about to.
pub async fn successor(conn: &mut Conn, id: &AppId) -> Result<Option<App>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_apps WHERE replaces = $1 ORDER BY created LIMIT 1",
        App::COLUMNS
    );
    conn.find(sql!(text, id)).await
}

/// Apps that have taken the place of others by now, at most `limit`.
pub async fn due_transfers(
    conn: &mut Conn,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<App>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_apps WHERE replaces IS NOT NULL AND active_from <= $1
         ORDER BY active_from, id LIMIT $2",
        App::COLUMNS
    );
    conn.list(sql!(text, now, limit)).await
}

/// Removes the app whose place another one took, which stands by itself then; gives whether that was still
/// to be done.
pub async fn finish_transfer(tx: &mut Tx, successor: &App) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_apps SET replaces = NULL, active_from = NULL
             WHERE id = $1 AND replaces IS NOT NULL",
            successor.id
        ))
        .await?;
    if count == 0 {
        return Ok(false);
    }
    tx.run(sql!(
        "DELETE FROM account_apps WHERE account = $1 AND id = $2",
        successor.account,
        successor.replaces
    ))
    .await?;
    Ok(true)
}

/// Removes the apps of an account that are about to take the place of others; gives whether there were any.
pub async fn stop_transfers(tx: &mut Tx, account: &AccountId) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_apps WHERE account = $1 AND replaces IS NOT NULL",
            account
        ))
        .await?;
    Ok(count > 0)
}

/// Keeps a key's new counter after it was used.
///
/// # Errors
/// `NotFound` for an app that was removed.
pub async fn used(
    tx: &mut Tx,
    id: &AppId,
    passkey: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_apps SET passkey = $1, last_used = $2 WHERE id = $3",
            passkey,
            now,
            id
        ))
        .await?;
    crate::rows::found(count, "app")
}

/// Has an app of an account approve nothing from `at` on, or again; gives whether that changed anything.
pub async fn set_blocked(
    tx: &mut Tx,
    account: &AccountId,
    id: &AppId,
    at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_apps SET blocked_at = $1
             WHERE account = $2 AND id = $3 AND (blocked_at IS NULL) = ($4 = 1)",
            at,
            account,
            id,
            i64::from(at.is_some())
        ))
        .await?;
    Ok(count > 0)
}

/// Removes an app of an account.
///
/// # Errors
/// `NotFound` for one that the account does not have.
pub async fn remove(tx: &mut Tx, account: &AccountId, id: &AppId) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_apps WHERE account = $1 AND id = $2",
            account,
            id
        ))
        .await?;
    crate::rows::found(count, "app")
}
