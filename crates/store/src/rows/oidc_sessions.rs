//! Sessions of people that clients know of.

use bonafide_identity::id::{AccountId, ClientId};
use jiff::Timestamp;

use crate::db::{Record, Tx, record, sql};
use crate::error::StoreError;

record! {
    /// A session that a client knows of.
    pub struct KnownSession {
        /// Whose.
        pub account: AccountId,
        /// Which client.
        pub client: ClientId,
        /// The session's name, as it stands in lists.
        pub session: String,
        /// From when on it is forgotten.
        pub expires: Timestamp,
    }
}

/// Notes that a client knows of a session; doing it again lengthens that.
pub async fn know(tx: &mut Tx, new: &KnownSession) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO oidc_sessions (account, client, session, expires) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account, client, session) DO UPDATE SET expires = excluded.expires",
        new.account,
        new.client,
        new.session,
        new.expires
    ))
    .await?;
    Ok(())
}

/// Forgets an account's session of this name; gives who knew of it.
pub async fn forget(
    tx: &mut Tx,
    account: &AccountId,
    session: &str,
) -> Result<Vec<KnownSession>, StoreError> {
    forget_where(tx, account, "session =", session).await
}

/// Forgets an account's sessions but this one; gives who knew of them.
pub async fn forget_others(
    tx: &mut Tx,
    account: &AccountId,
    session: &str,
) -> Result<Vec<KnownSession>, StoreError> {
    forget_where(tx, account, "session <>", session).await
}

/// Forgets all sessions of an account that a client knows of; gives them.
pub async fn forget_client(
    tx: &mut Tx,
    account: &AccountId,
    client: &ClientId,
) -> Result<Vec<KnownSession>, StoreError> {
    forget_where(tx, account, "client =", client.as_str()).await
}

/// Forgets all sessions of an account; gives them.
pub async fn forget_all(tx: &mut Tx, account: &AccountId) -> Result<Vec<KnownSession>, StoreError> {
    forget_where(tx, account, "session <>", "").await
}

async fn forget_where(
    tx: &mut Tx,
    account: &AccountId,
    which: &str,
    value: &str,
) -> Result<Vec<KnownSession>, StoreError> {
    let text = format!(
        "DELETE FROM oidc_sessions WHERE account = $1 AND {which} $2 RETURNING {}",
        KnownSession::COLUMNS
    );
    tx.list(sql!(text, account, value)).await
}
