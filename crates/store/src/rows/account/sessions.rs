//! Browsers that are signed in to an account.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::rows::SecretHash;

record! {
    /// A signed-in browser.
    pub struct Session {
        /// Hash of its cookie.
        pub cookie_hash: SecretHash,
        /// Names it in lists; opens nothing.
        pub id: String,
        /// Which account.
        pub account: AccountId,
        /// Secret against forged requests.
        pub csrf: Vec<u8>,
        /// How its owner last proved to be the account's, such as `password` or `passkey`.
        pub method: String,
        /// When.
        pub created: Timestamp,
        /// From when on the cookie opens nothing.
        pub expires: Timestamp,
        /// When it was last seen.
        pub last_seen: Timestamp,
        /// When its owner last proved to be the account's.
        pub proven_at: Timestamp,
    }
}

/// Begins a session.
pub async fn begin(tx: &mut Tx, new: &Session) -> Result<(), StoreError> {
    tx.run(insert!("account_sessions", new)).await?;
    Ok(())
}

/// The session with this cookie, unless it is expired or its account blocked.
pub async fn find(
    conn: &mut Conn,
    cookie_hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_sessions s WHERE cookie_hash = $1 AND expires > $2 AND EXISTS
             (SELECT 1 FROM account_logins l WHERE l.account = s.account AND l.blocked_at IS NULL)",
        Session::COLUMNS
    );
    conn.find(sql!(text, cookie_hash, now)).await
}

/// Whether an account has a key of a device that proves more than its password does: a passkey, or an approval
/// app that is neither blocked nor still waiting to take another's place.
pub async fn has_device_key(
    conn: &mut Conn,
    account: &AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT id FROM accounts a WHERE id = $1 AND (
                 EXISTS (SELECT 1 FROM account_passkeys p WHERE p.account = a.id)
                 OR EXISTS (SELECT 1 FROM account_apps d WHERE d.account = a.id
                     AND d.blocked_at IS NULL AND (d.active_from IS NULL OR d.active_from <= $2)))",
            account,
            now
        ))
        .await?;
    Ok(row.is_some())
}

/// Whether a session was not ended.
pub async fn stands(conn: &mut Conn, account: &AccountId, id: &str) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT id FROM account_sessions WHERE account = $1 AND id = $2",
            account,
            id
        ))
        .await?;
    Ok(row.is_some())
}

/// An account's sessions, newest first, at most `limit`.
pub async fn of_account(
    conn: &mut Conn,
    account: &AccountId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Session>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_sessions WHERE account = $1 AND expires > $2
         ORDER BY created DESC, id LIMIT $3",
        Session::COLUMNS
    );
    conn.list(sql!(text, account, now, limit)).await
}

/// Notes that a session was used, and until when it now lasts.
pub async fn touch(
    tx: &mut Tx,
    cookie_hash: &SecretHash,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_sessions SET last_seen = $1, expires = $2 WHERE cookie_hash = $3",
        now,
        expires,
        cookie_hash
    ))
    .await?;
    Ok(())
}

/// Notes that whoever is signed in has just proved once more that they are the owner, and how: a session is as sure
/// as its last proof.
///
/// # Errors
/// `NotFound` for a session that the account does not have.
pub async fn prove(
    tx: &mut Tx,
    account: &AccountId,
    id: &str,
    method: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_sessions SET proven_at = $1, method = $2 WHERE account = $3 AND id = $4",
            now,
            method,
            account,
            id
        ))
        .await?;
    crate::rows::found(count, "session")
}

/// Has a session found by another cookie from now on, and by no other.
///
/// # Errors
/// `NotFound` for a session that the account does not have.
pub async fn renew(
    tx: &mut Tx,
    account: &AccountId,
    id: &str,
    cookie_hash: &SecretHash,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_sessions SET cookie_hash = $1 WHERE account = $2 AND id = $3",
            cookie_hash,
            account,
            id
        ))
        .await?;
    crate::rows::found(count, "session")
}

/// Has a session go on under the name of the one before it in its browser, which is ended first.
pub async fn succeed(tx: &mut Tx, cookie_hash: &SecretHash, id: &str) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_sessions SET id = $1 WHERE cookie_hash = $2",
            id,
            cookie_hash
        ))
        .await?;
    crate::rows::found(count, "session")
}

/// Ends one of an account's sessions.
///
/// # Errors
/// `NotFound` for one that the account does not have.
pub async fn end(tx: &mut Tx, account: &AccountId, id: &str) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_sessions WHERE account = $1 AND id = $2",
            account,
            id
        ))
        .await?;
    crate::rows::found(count, "session")
}

/// Ends all of an account's sessions, but one.
pub async fn end_all(
    tx: &mut Tx,
    account: &AccountId,
    but: Option<&str>,
) -> Result<u64, StoreError> {
    tx.run(sql!(
        "DELETE FROM account_sessions WHERE account = $1 AND id <> $2",
        account,
        but.unwrap_or_default()
    ))
    .await
}
