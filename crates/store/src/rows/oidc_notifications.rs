//! What clients are told at addresses of theirs, until they took it.

use bonafide_identity::id::{AccountId, ApprovalId, ClientId};
use jiff::Timestamp;

use super::messages::DeliveryState;
use super::outbox;
use crate::db::{Conn, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::store::Store;

record! {
    /// What a client is told: that sessions of an account ended, that a question was answered, or of a security event.
    pub struct Notification {
        /// Its name.
        pub id: String,
        /// Who is told.
        pub client: ClientId,
        /// Whose sessions, or whom the event is about; none where it tells of an answer, or of who is no more.
        pub account: Option<AccountId>,
        /// Which of them; none for all.
        pub session: Option<String>,
        /// What was answered.
        pub approval: Option<ApprovalId>,
        /// Whether it tells of a security event.
        pub event: bool,
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

impl outbox::Outgoing for Notification {
    const TABLE: &'static str = "oidc_notifications";
    const KEY: &'static str = "id";
}

fn place(row: &str) -> Place<'_> {
    Place {
        table: "oidc_notifications",
        row,
        column: "body",
        version: 1,
    }
}

/// Writes what a client is to be told, with the transaction that it follows from; what is secret of it is sealed.
pub async fn insert(
    tx: &mut Tx,
    new: &Notification,
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    let sealed = match body {
        Some(body) => {
            let owner = Owner::installation();
            let place = place(&new.id);
            Some(tx.seal(&owner, Class::Installation, &place, body).await?)
        }
        None => None,
    };
    tx.run(insert!("oidc_notifications", new, body = sealed))
        .await?;
    Ok(())
}

/// What is secret of it.
pub async fn body(conn: &mut Conn, of: &Notification) -> Result<Plain, StoreError> {
    let sealed: Option<Vec<u8>> = conn
        .one(sql!(
            "SELECT body FROM oidc_notifications WHERE id = $1",
            of.id
        ))
        .await?
        .ok_or(StoreError::NotFound("notification"))?
        .read("body")?;
    let sealed = sealed.ok_or(StoreError::NotFound("notification's body"))?;
    let owner = Owner::installation();
    conn.open(&owner, Class::Installation, &place(&of.id), &sealed)
        .await
}

/// Has whoever asked told of an answer now.
pub(crate) async fn answered(
    tx: &mut Tx,
    approval: &ApprovalId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE oidc_notifications SET next_at = $1 WHERE approval = $2 AND attempts = 0",
        now,
        approval
    ))
    .await?;
    Ok(())
}

/// Has a client told now of the security events that wait for it.
pub async fn resume_events(
    tx: &mut Tx,
    client: &ClientId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE oidc_notifications SET next_at = $1
         WHERE client = $2 AND event = $3 AND state = $4 AND claim IS NULL AND next_at > $1",
        now,
        client,
        true,
        DeliveryState::Pending
    ))
    .await?;
    Ok(())
}

/// Forgets the security events that a client was not told of.
pub async fn drop_events(tx: &mut Tx, client: &ClientId) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM oidc_notifications WHERE client = $1 AND event = $2",
        client,
        true
    ))
    .await?;
    Ok(())
}

impl Store {
    /// Claims the next that is due, durably, for none of the clients that are being told already.
    pub async fn claim_notification(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        busy: &[ClientId],
    ) -> Result<Option<Notification>, StoreError> {
        let busy: Vec<_> = busy.iter().map(|id| ("client", id.as_str())).collect();
        outbox::claim(self, now, lease_until, &busy).await
    }
}

/// Notes how a claimed one went: delivered, to be tried again, or given up.
pub async fn attempted(
    tx: &mut Tx,
    notification: &Notification,
    state: DeliveryState,
    error: Option<&str>,
    retry_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE oidc_notifications SET state = $1, next_at = COALESCE($2, next_at), claim = NULL,
                    last_error = $3
             WHERE id = $4 AND claim = $5",
            state,
            retry_at,
            error,
            notification.id,
            notification.claim
        ))
        .await?;
    super::found(count, "claimed notification")
}
