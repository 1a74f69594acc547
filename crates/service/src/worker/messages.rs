//! Delivering messages to people.

use bonafide_identity::port::messenger::{DeliveryError, Message};
use bonafide_store::messages as rows;
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Service};

/// How long one attempt may take, with room to spare.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// A message is about something that the person waits for: later than this it is worthless.
const WORTH: SignedDuration = SignedDuration::from_mins(15);

impl Service {
    /// Delivers the messages that are due; gives how many attempts were made.
    ///
    /// # Errors
    /// Storage.
    pub async fn deliver_messages(&self) -> Result<usize, Error> {
        let mut attempts = 0;
        loop {
            // One of each in turn: a crowd of the one kind keeps nobody of the other waiting.
            let of_an_account = self.deliver_account_message().await;
            let of_a_registration = self.deliver_message().await;
            let done = usize::from(of_an_account?) + usize::from(of_a_registration?);
            if done == 0 {
                return Ok(attempts);
            }
            attempts += done;
        }
    }

    /// Delivers the next message of a registration; whether there was one.
    async fn deliver_message(&self) -> Result<bool, Error> {
        let now = self.now();
        let Some((row, body)) = self.store().claim_message(now, now + LEASE).await? else {
            return Ok(false);
        };
        let message: Result<Message, _> = serde_json::from_slice(&body);
        let delivered = match &message {
            Ok(message) => self.core.messenger.deliver(&row.id, message).await,
            Err(_) => Err(DeliveryError::permanent("unreadable")),
        };
        let outcome = if delivered.is_ok() { "sent" } else { "failed" };
        metrics::counter!("bonafide_messages_total", "channel" => row.channel.as_str(), "outcome" => outcome).increment(1);
        let now = self.now();
        let mut tx = self.store().begin().await?;
        match delivered {
            Ok(()) => rows::sent(&mut tx, &row, now).await?,
            Err(error) => {
                tracing::warn!(%error, message = %row.id, "a message was not delivered");
                let retry_at = error.is_retryable().then(|| next_try(&row, now)).flatten();
                rows::failed(&mut tx, &row, &error.to_string(), retry_at).await?;
            }
        }
        tx.commit().await?;
        self.core.watchers.changed(&row.registration);
        Ok(true)
    }
}

/// After 5, 10, 20 … seconds, as long as the message is worth anything.
fn next_try(row: &rows::Message, now: Timestamp) -> Option<Timestamp> {
    let doublings = u32::try_from(row.attempts - 1).unwrap_or(0).min(10);
    let next = now + SignedDuration::from_secs(5 << doublings);
    (next < row.created + WORTH).then_some(next)
}
