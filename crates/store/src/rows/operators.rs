//! Operators: named humans who run this installation, their sessions and the
//! one-use links by which they enrol a passkey.

use bonafide_identity::id::OperatorId;
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// An operator.
    pub struct Operator {
        /// Their id.
        pub id: OperatorId,
        /// The name they sign in with, unique.
        pub name: String,
        /// The name that others see.
        pub display_name: String,
        /// When they were added.
        pub created: Timestamp,
        /// When they last did something.
        pub last_seen: Option<Timestamp>,
        /// When they were disabled.
        pub disabled_at: Option<Timestamp>,
        /// Whether they may change whom the installation believes.
        pub manages_trust: bool,
    }
}

/// Adds an operator.
pub async fn insert(tx: &mut Tx, new: &Operator) -> Result<(), StoreError> {
    tx.run(insert!("operators", new)).await?;
    Ok(())
}

/// An operator, disabled ones too.
pub async fn find(conn: &mut Conn, id: &OperatorId) -> Result<Option<Operator>, StoreError> {
    let text = format!("SELECT {} FROM operators WHERE id = $1", Operator::COLUMNS);
    conn.find(sql!(text, id)).await
}

/// The operator with this name, disabled ones too.
pub async fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<Operator>, StoreError> {
    let text = format!(
        "SELECT {} FROM operators WHERE name = $1",
        Operator::COLUMNS
    );
    conn.find(sql!(text, name)).await
}

/// All operators by name, at most `limit`.
pub async fn list(conn: &mut Conn, limit: u32) -> Result<Vec<Operator>, StoreError> {
    let text = format!(
        "SELECT {} FROM operators ORDER BY name LIMIT $1",
        Operator::COLUMNS
    );
    conn.list(sql!(text, limit)).await
}

/// Lets an operator change whom the installation believes, or no longer.
pub async fn set_manages_trust(
    tx: &mut Tx,
    id: &OperatorId,
    manages_trust: bool,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE operators SET manages_trust = $1 WHERE id = $2",
            manages_trust,
            id
        ))
        .await?;
    super::found(count, "operator")
}

/// Disables an operator: ends their sessions, withdraws their links and puts
/// back the case they have.
pub async fn disable(tx: &mut Tx, id: &OperatorId, now: Timestamp) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE operators SET disabled_at = COALESCE(disabled_at, $1) WHERE id = $2",
            now,
            id
        ))
        .await?;
    super::found(count, "operator")?;
    tx.run(sql!(
        "DELETE FROM operator_sessions WHERE operator = $1",
        id
    ))
    .await?;
    withdraw_links(tx, id).await?;
    tx.run(sql!(
        "UPDATE review_cases SET state = 'open', operator = NULL, assigned_until = NULL
         WHERE operator = $1 AND state = 'assigned'",
        id
    ))
    .await?;
    Ok(())
}

record! {
    /// A signed-in operator's browser.
    pub struct OperatorSession {
        /// Hash of its cookie.
        pub cookie_hash: SecretHash,
        /// Who signed in.
        pub operator: OperatorId,
        /// Secret against forged requests.
        pub csrf: Vec<u8>,
        /// When they signed in.
        pub created: Timestamp,
        /// From when on the cookie opens nothing.
        pub expires: Timestamp,
        /// When it was last seen.
        pub last_seen: Timestamp,
    }
}

/// Begins a session.
pub async fn begin_session(tx: &mut Tx, new: &OperatorSession) -> Result<(), StoreError> {
    tx.run(insert!("operator_sessions", new)).await?;
    Ok(())
}

/// The session with this cookie, unless it is expired or its operator disabled.
pub async fn session(
    conn: &mut Conn,
    cookie_hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<OperatorSession>, StoreError> {
    let text = format!(
        "SELECT {} FROM operator_sessions s WHERE cookie_hash = $1 AND expires > $2 AND EXISTS
             (SELECT 1 FROM operators o WHERE o.id = s.operator AND o.disabled_at IS NULL)",
        OperatorSession::COLUMNS
    );
    conn.find(sql!(text, cookie_hash, now)).await
}

/// Notes that a session was used, and until when it now lasts.
pub async fn touch_session(
    tx: &mut Tx,
    cookie_hash: &SecretHash,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE operator_sessions SET last_seen = $1, expires = $2 WHERE cookie_hash = $3",
        now,
        expires,
        cookie_hash
    ))
    .await?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(tx: &mut Tx, cookie_hash: &SecretHash) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM operator_sessions WHERE cookie_hash = $1",
        cookie_hash
    ))
    .await?;
    Ok(())
}

/// Withdraws the links that an operator has not used.
async fn withdraw_links(tx: &mut Tx, operator: &OperatorId) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM operator_links WHERE operator = $1 AND redeemed_at IS NULL",
        operator
    ))
    .await?;
    Ok(())
}

/// Adds a one-use link by which an operator enrols a passkey, in place of any before it.
pub async fn insert_link(
    tx: &mut Tx,
    hash: &SecretHash,
    operator: &OperatorId,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    withdraw_links(tx, operator).await?;
    tx.run(sql!(
        "INSERT INTO operator_links (hash, operator, created, expires) VALUES ($1, $2, $3, $4)",
        hash,
        operator,
        now,
        expires
    ))
    .await?;
    Ok(())
}

/// Whose link it is, without using it; `None` if it can no longer be used.
pub async fn peek_link(
    conn: &mut Conn,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<OperatorId>, StoreError> {
    conn.one(sql!(
        "SELECT operator FROM operator_links
         WHERE hash = $1 AND redeemed_at IS NULL AND expires > $2",
        hash,
        now
    ))
    .await?
    .map(|row| row.read("operator"))
    .transpose()
}

/// Uses a link, atomically and once; others of its operator end with it.
pub async fn redeem_link(
    tx: &mut Tx,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<OperatorId>, StoreError> {
    let row = tx
        .one(sql!(
            "UPDATE operator_links SET redeemed_at = $1
             WHERE hash = $2 AND redeemed_at IS NULL AND expires > $1 RETURNING operator",
            now,
            hash
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let operator = row.read("operator")?;
    withdraw_links(tx, &operator).await?;
    Ok(Some(operator))
}
