//! Sessions of people that clients know of, and what those are told when one ends.

use bonafide_identity::id::{AccountId, ClientId};
use jiff::Timestamp;

use super::messages::DeliveryState;
use super::outbox;
use crate::db::{Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::store::Store;

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

record! {
    /// What a client is told: that a person's session ended, or all of theirs.
    pub struct Logout {
        /// Its name.
        pub id: String,
        /// Whose.
        pub account: AccountId,
        /// Who is told.
        pub client: ClientId,
        /// Which session; none for all of them.
        pub session: Option<String>,
        /// Where it stands.
        pub state: DeliveryState,
        /// How often it was tried.
        pub attempts: i64,
        /// When it is tried next; while claimed, when the lease ends.
        pub next_at: Timestamp,
        /// Names the claim.
        pub claim: Option<String>,
        /// Why the last attempt failed.
        pub last_error: Option<String>,
        /// When it was written.
        pub created: Timestamp,
        /// From when on it is forgotten.
        pub expires: Timestamp,
    }
}

impl outbox::Outgoing for Logout {
    const TABLE: &'static str = "oidc_logouts";
    const KEY: &'static str = "id";
}

/// Writes what a client is to be told, with the transaction that ended it.
pub async fn insert(tx: &mut Tx, new: &Logout) -> Result<(), StoreError> {
    tx.run(insert!("oidc_logouts", new)).await?;
    Ok(())
}

impl Store {
    /// Claims the next that is due, durably, for none of the clients that are being told already.
    pub async fn claim_logout(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        busy: &[ClientId],
    ) -> Result<Option<Logout>, StoreError> {
        let busy: Vec<_> = busy.iter().map(|id| ("client", id.as_str())).collect();
        outbox::claim(self, now, lease_until, &busy).await
    }
}

/// Notes how a claimed one went: delivered, to be tried again, or given up.
pub async fn attempted(
    tx: &mut Tx,
    logout: &Logout,
    state: DeliveryState,
    error: Option<&str>,
    retry_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE oidc_logouts SET state = $1, next_at = COALESCE($2, next_at), claim = NULL,
                    last_error = $3
             WHERE id = $4 AND claim = $5",
            state,
            retry_at,
            error,
            logout.id,
            logout.claim
        ))
        .await?;
    super::found(count, "claimed logout")
}
