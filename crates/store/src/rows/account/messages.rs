//! Messages to people about their accounts. What they say is gone as soon as they are sent.

use bonafide_identity::id::MessageId;
use jiff::Timestamp;

use crate::db::{Conn, Tx, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::rows::messages::Channel;
use crate::rows::outbox;
use crate::store::Store;

record! {
    /// A message, without what it says.
    pub struct Message {
        /// Its id, which is also the idempotency key of sending it.
        pub id: MessageId,
        /// To whose owner; `''` for somebody who has none yet.
        pub account: String,
        /// How it travels.
        pub channel: Channel,
        /// What it is about.
        pub kind: String,
        /// How often it was tried.
        pub attempts: i64,
        /// Names the claim.
        pub claim: Option<String>,
        /// From when on it is worthless.
        pub expires: Timestamp,
        /// When it was written.
        pub created: Timestamp,
    }
}

impl outbox::Outgoing for Message {
    const TABLE: &'static str = "account_messages";
    const KEY: &'static str = "id";
}

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// Its id.
    pub id: &'a MessageId,
    /// To whose owner; `''` for somebody who has none yet.
    pub account: &'a str,
    /// How it travels.
    pub channel: Channel,
    /// What it is about.
    pub kind: &'a str,
    /// Address and text, the caller's JSON; kept sealed.
    pub body: &'a [u8],
    /// From when on it is worthless.
    pub expires: Timestamp,
    /// The present time.
    pub now: Timestamp,
}

fn place(id: &MessageId) -> Place<'_> {
    Place {
        table: "account_messages",
        row: id.as_str(),
        column: "body",
        version: 1,
    }
}

/// Writes a message with the transaction; it is due at once.
pub async fn insert(tx: &mut Tx, new: &NewMessage<'_>) -> Result<(), StoreError> {
    let sealed = tx
        .seal(
            &Owner::installation(),
            Class::Installation,
            &place(new.id),
            new.body,
        )
        .await?;
    tx.run(sql!(
        "INSERT INTO account_messages
             (id, account, channel, kind, body, state, attempts, next_at, expires, created)
         VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6, $7, $6)",
        new.id,
        new.account,
        new.channel,
        new.kind,
        sealed,
        new.now,
        new.expires
    ))
    .await?;
    Ok(())
}

impl Store {
    /// Claims the next message about an account that is due, durably, with its body; `None` for a
    /// body that can no longer be read.
    pub async fn claim_account_message(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<(Message, Option<Plain>)>, StoreError> {
        let claimed = outbox::claim::<Message>(self, now, lease_until, &[]).await?;
        let Some(message) = claimed else {
            return Ok(None);
        };
        let body = match body(&mut *self.read().await?, &message).await {
            Ok(body) => body,
            Err(error) if error.is_for_good() => None,
            Err(error) => return Err(error),
        };
        Ok(Some((message, body)))
    }
}

async fn body(conn: &mut Conn, message: &Message) -> Result<Option<Plain>, StoreError> {
    let sealed: Option<Vec<u8>> = conn
        .one(sql!(
            "SELECT body FROM account_messages WHERE id = $1",
            message.id
        ))
        .await?
        .ok_or(StoreError::NotFound("message"))?
        .read("body")?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    conn.open(
        &Owner::installation(),
        Class::Installation,
        &place(&message.id),
        &sealed,
    )
    .await
    .map(Some)
}

/// Notes that a claimed message was sent, and forgets what it said.
pub async fn sent(tx: &mut Tx, message: &Message) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_messages SET state = 'delivered', body = NULL, claim = NULL,
                last_error = NULL
         WHERE id = $1 AND claim = $2",
        message.id,
        message.claim
    ))
    .await?;
    Ok(())
}

/// Notes that a claimed message could not be sent; without `retry_at` it is given up and what it
/// said forgotten.
pub async fn failed(
    tx: &mut Tx,
    message: &Message,
    error: &str,
    retry_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let state = if retry_at.is_some() {
        "pending"
    } else {
        "failed"
    };
    tx.run(sql!(
        "UPDATE account_messages SET state = $1, next_at = COALESCE($2, next_at), claim = NULL,
                last_error = $3, body = CASE WHEN $1 = 'failed' THEN NULL ELSE body END
         WHERE id = $4 AND claim = $5",
        state,
        retry_at,
        error,
        message.id,
        message.claim
    ))
    .await?;
    Ok(())
}
