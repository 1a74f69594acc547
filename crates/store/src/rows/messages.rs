//! Mail, text and push messages on their way to people: the outbox.

use bonafide_identity::id::{AccountId, MessageId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use super::outbox;
use crate::db::{Conn, Record, Tx, record, sql, text_enum};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::store::Store;

text_enum! {
    /// How a message travels.
    pub enum Channel {
        /// Mail.
        Mail = "mail",
        /// Text message.
        Sms = "sms",
        /// Push message.
        Push = "push",
    }
}

text_enum! {
    /// Where an outside effect stands.
    pub enum DeliveryState {
        /// Waits for its time.
        Pending = "pending",
        /// Done.
        Delivered = "delivered",
        /// Given up.
        Failed = "failed",
    }
}

record! {
    /// A message, without what it says.
    pub struct Message {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Its id, which is also the idempotency key of sending it.
        pub id: MessageId,
        /// Of which registration.
        pub registration: RegistrationId,
        /// To whom.
        pub account: AccountId,
        /// How it travels.
        pub channel: Channel,
        /// What it is about, such as `handover`.
        pub kind: String,
        /// Where it stands.
        pub state: DeliveryState,
        /// How often it was tried.
        pub attempts: i64,
        /// When it is tried next; while claimed, when the lease ends.
        pub next_at: Timestamp,
        /// Names the claim.
        pub claim: Option<String>,
        /// Why the last attempt failed, without personal data.
        pub last_error: Option<String>,
        /// When it was written.
        pub created: Timestamp,
        /// When it was sent.
        pub sent_at: Option<Timestamp>,
    }
}

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// Of which organisation.
    pub organisation: &'a OrganisationId,
    /// Its id.
    pub id: &'a MessageId,
    /// Of which registration.
    pub registration: &'a RegistrationId,
    /// To whom.
    pub account: &'a AccountId,
    /// How it travels.
    pub channel: Channel,
    /// What it is about.
    pub kind: &'a str,
    /// Address and text, the caller's JSON; kept sealed.
    pub body: &'a [u8],
    /// The present time.
    pub now: Timestamp,
}

fn place(id: &MessageId) -> Place<'_> {
    Place {
        table: "messages",
        row: id.as_str(),
        column: "body",
        version: 1,
    }
}

/// Writes a message with the transaction; it is due at once.
pub async fn insert(tx: &mut Tx, new: &NewMessage<'_>) -> Result<(), StoreError> {
    let owner = Owner::registration(new.organisation, new.account, new.registration);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(new.id), new.body)
        .await?;
    tx.run(sql!(
        "INSERT INTO messages
             (organisation, id, registration, account, channel, kind, body, state, attempts,
              next_at, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $9)",
        new.organisation,
        new.id,
        new.registration,
        new.account,
        new.channel,
        new.kind,
        sealed,
        DeliveryState::Pending,
        new.now
    ))
    .await?;
    Ok(())
}

impl Store {
    /// Claims the next message that is due, durably, with its body. One whose
    /// body cannot be read any more is given up, so that it does not block others.
    pub async fn claim_message(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<(Message, Plain)>, StoreError> {
        while let Some(message) = outbox::claim::<Message>(self, now, lease_until, &[]).await? {
            let read = body(&mut *self.read().await?, &message).await;
            match read {
                Ok(body) => return Ok(Some((message, body))),
                Err(error) if error.is_for_good() => {
                    let mut tx = self.begin().await?;
                    failed(&mut tx, &message, &error.to_string(), None).await?;
                    tx.commit().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

impl outbox::Outgoing for Message {
    const TABLE: &'static str = "messages";
    const KEY: &'static str = "organisation, id";
}

/// A message's body, as it was given.
pub async fn body(conn: &mut Conn, message: &Message) -> Result<Plain, StoreError> {
    let sealed: Option<Vec<u8>> = conn
        .one(sql!(
            "SELECT body FROM messages WHERE organisation = $1 AND id = $2",
            message.organisation,
            message.id
        ))
        .await?
        .ok_or(StoreError::NotFound("message"))?
        .read("body")?;
    let sealed = sealed.ok_or(StoreError::Erased("message"))?;
    let owner = Owner::registration(
        &message.organisation,
        &message.account,
        &message.registration,
    );
    conn.open(&owner, Class::Contact, &place(&message.id), &sealed)
        .await
}

/// Notes that a claimed message was sent.
pub async fn sent(tx: &mut Tx, message: &Message, now: Timestamp) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE messages SET state = 'delivered', sent_at = $1, claim = NULL, last_error = NULL
             WHERE organisation = $2 AND id = $3 AND claim = $4",
            now,
            message.organisation,
            message.id,
            message.claim
        ))
        .await?;
    super::found(count, "claimed message")
}

/// Notes that a claimed message could not be sent; without `retry_at` it is given up.
pub async fn failed(
    tx: &mut Tx,
    message: &Message,
    error: &str,
    retry_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let state = if retry_at.is_some() {
        DeliveryState::Pending
    } else {
        DeliveryState::Failed
    };
    let count = tx
        .run(sql!(
            "UPDATE messages SET state = $1, next_at = COALESCE($2, next_at), claim = NULL,
                    last_error = $3
             WHERE organisation = $4 AND id = $5 AND claim = $6",
            state,
            retry_at,
            error,
            message.organisation,
            message.id,
            message.claim
        ))
        .await?;
    super::found(count, "claimed message")
}

/// The messages of a registration, oldest first.
pub async fn of_registration(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Vec<Message>, StoreError> {
    let text = format!(
        "SELECT {} FROM messages WHERE organisation = $1 AND registration = $2 ORDER BY id",
        Message::COLUMNS
    );
    conn.list(sql!(text, organisation, registration)).await
}
