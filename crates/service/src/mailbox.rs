//! The demo's mailbox: messages that a page shows instead of sending them. On loopback only.

use std::sync::Arc;

use bonafide_connectors::messenger::mailbox::{MailboxError, MailboxSink};
use bonafide_identity::id::MessageId;
use bonafide_identity::port::Pending;
use bonafide_identity::port::messenger::Message;
use bonafide_store::messages::Channel;
use bonafide_store::{Store, mailbox as rows};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Clock, Error, Service};

/// Messages that are shown at most.
const LISTED: u32 = 100;

/// A message in the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxLine {
    /// Its name in the mailbox.
    pub id: String,
    /// What would have been sent.
    pub message: Message,
    /// When.
    pub at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    id: MessageId,
    message: Message,
}

impl Service {
    /// The newest messages of the mailbox, newest first.
    ///
    /// # Errors
    /// [`Error::LoopbackOnly`] unless the demo is on.
    pub async fn mailbox(&self) -> Result<Vec<MailboxLine>, Error> {
        if !self.settings().demo || !self.settings().loopback() {
            return Err(Error::LoopbackOnly);
        }
        let rows = rows::list(&mut *self.store().read().await?, LISTED).await?;
        rows.into_iter()
            .map(|row| {
                let kept: Kept = serde_json::from_slice(&row.body)
                    .map_err(|_| Error::Inconsistent("a kept message"))?;
                Ok(MailboxLine {
                    id: row.id,
                    message: kept.message,
                    at: row.at,
                })
            })
            .collect()
    }

    /// Empties the mailbox.
    ///
    /// # Errors
    /// [`Error::LoopbackOnly`] unless the demo is on.
    pub async fn empty_mailbox(&self) -> Result<(), Error> {
        if !self.settings().demo || !self.settings().loopback() {
            return Err(Error::LoopbackOnly);
        }
        let mut tx = self.store().begin().await?;
        rows::clear(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}

/// Keeps the demo's messages in the store.
pub struct StoreMailbox {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl StoreMailbox {
    /// A mailbox in that store.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    async fn keep_now(&self, id: &MessageId, message: &Message) -> Result<(), Error> {
        let channel = match message {
            Message::Mail { .. } => Channel::Mail,
            Message::Sms { .. } => Channel::Sms,
            Message::Push { .. } => Channel::Push,
        };
        let mut tx = self.store.begin().await?;
        // Sent again after a crash: the same message.
        for row in rows::list(&mut tx, LISTED).await? {
            if serde_json::from_slice::<Kept>(&row.body).is_ok_and(|kept| kept.id == *id) {
                return Ok(());
            }
        }
        let kept = Kept {
            id: id.clone(),
            message: message.clone(),
        };
        let body = serde_json::to_vec(&kept).expect("a message is plain data");
        rows::insert(&mut tx, channel, &body, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }
}

impl MailboxSink for StoreMailbox {
    fn keep<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), MailboxError>> {
        Box::pin(async move {
            self.keep_now(id, message).await.map_err(|error| {
                tracing::warn!(%error, "the mailbox kept nothing");
                MailboxError
            })
        })
    }
}
