//! Clients are told things at addresses of theirs: that a person signed out, that a question of theirs was answered, that
//! something happened to an account. Each is
//! tried until it is taken, or worth nothing any more.

use std::collections::HashMap;
use std::time::Duration;

use bonafide_identity::id::ClientId;
use bonafide_identity::port::egress::{EgressError, EgressRequest, EgressResponse, Method};
use bonafide_oidc::address::Address;
use bonafide_store::messages::DeliveryState;
use bonafide_store::oidc_notifications::{self as rows, Notification};
use jiff::{SignedDuration, Timestamp};
use tokio::task::{Id, JoinSet};

use crate::{Error, Service};

/// Longer than an attempt may take, so that it is never made twice at once.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read; nothing in it is kept.
const ANSWER: usize = 4 * 1024;
/// Clients that are told at once.
const AT_ONCE: usize = 8;

/// What becomes of an attempt to tell.
pub(super) enum Attempt {
    /// This is sent.
    Send(EgressRequest),
    /// Not now.
    Later(&'static str),
    /// There is nowhere to send it to.
    Never,
}

impl From<Option<EgressRequest>> for Attempt {
    fn from(request: Option<EgressRequest>) -> Self {
        request.map_or(Self::Never, Self::Send)
    }
}

/// How telling went.
enum Outcome {
    Told,
    /// And again later it would be no better.
    Useless(String),
    Failed(String),
}

/// A request to an address of a client's.
pub(super) fn post(
    address: &Address,
    content_type: &str,
    mut headers: Vec<(String, String)>,
    body: String,
) -> EgressRequest {
    headers.push(("content-type".to_owned(), content_type.to_owned()));
    EgressRequest {
        url: address.url().clone(),
        method: Method::Post,
        headers,
        body: body.into_bytes(),
        timeout: TIMEOUT,
        max_response: ANSWER,
    }
}

impl Service {
    /// Tells clients what is due, several at once and each of them one thing at a time; gives how many attempts were made.
    ///
    /// # Errors
    /// Storage. What was claimed is tried again when its lease ends.
    pub async fn deliver_notifications(&self) -> Result<usize, Error> {
        let mut attempts = 0;
        let mut underway: JoinSet<Result<(), Error>> = JoinSet::new();
        let mut targets: HashMap<Id, ClientId> = HashMap::new();
        loop {
            while underway.len() < AT_ONCE {
                let now = self.now();
                let busy: Vec<ClientId> = targets.values().cloned().collect();
                let claimed = self
                    .store()
                    .claim_notification(now, now + LEASE, &busy)
                    .await?;
                let Some(told) = claimed else { break };
                attempts += 1;
                let (service, client) = (self.clone(), told.client.clone());
                let task = underway.spawn(async move { service.deliver_notification(told).await });
                targets.insert(task.id(), client);
            }
            let done = tokio::select! {
                biased;
                done = underway.join_next_with_id() => done,
                // What became due meanwhile may be for a client that answers.
                () = self.core.wake.notifications.notified() => continue,
            };
            let id = match done {
                None => return Ok(attempts),
                Some(Ok((id, Ok(())))) => id,
                Some(Ok((id, Err(error)))) => {
                    tracing::warn!(%error, "how a client was told was not noted");
                    id
                }
                Some(Err(error)) => {
                    tracing::error!(%error, "telling a client panicked");
                    error.id()
                }
            };
            targets.remove(&id);
        }
    }

    async fn deliver_notification(&self, told: Notification) -> Result<(), Error> {
        let outcome = match self.notification(&told).await? {
            Attempt::Send(request) => judge(&self.core.egress.send(&request).await),
            Attempt::Later(why) => Outcome::Failed(why.to_owned()),
            Attempt::Never => Outcome::Useless("nowhere to go".to_owned()),
        };
        let (state, error, word) = match &outcome {
            Outcome::Told => (DeliveryState::Delivered, None, "told"),
            Outcome::Useless(error) => (DeliveryState::Failed, Some(error), "useless"),
            Outcome::Failed(error) => (DeliveryState::Pending, Some(error), "failed"),
        };
        metrics::counter!("bonafide_oidc_notifications_total", "outcome" => word).increment(1);
        if let Some(error) = error {
            tracing::info!(client = %told.client, error, "a client was not told");
        }
        let retry_at = match outcome {
            Outcome::Failed(_) => next_try(&told, self.now()),
            _ => None,
        };
        let state = if state == DeliveryState::Pending && retry_at.is_none() {
            DeliveryState::Failed
        } else {
            state
        };
        let mut tx = self.store().begin().await?;
        let error = error.map(String::as_str);
        rows::attempted(&mut tx, &told, state, error, retry_at).await?;
        Ok(tx.commit().await?)
    }

    /// What is sent; nothing where the client is gone, or does not want to hear it any more.
    async fn notification(&self, told: &Notification) -> Result<Attempt, Error> {
        let Some(client) = self.known_client(&told.client).await? else {
            return Ok(Attempt::Never);
        };
        if told.event {
            return self.event_attempt(&client, told).await;
        }
        let request = match &told.account {
            Some(account) => self.logout_request(&client, told, account).await?,
            None => self.ping_request(&client, told).await?,
        };
        Ok(request.into())
    }
}

fn judge(answer: &Result<EgressResponse, EgressError>) -> Outcome {
    match answer {
        Ok(answer) if (200..300).contains(&answer.status) => Outcome::Told,
        // It says that it cannot do it: saying it again changes nothing.
        Ok(answer)
            if (400..500).contains(&answer.status) && !matches!(answer.status, 408 | 425 | 429) =>
        {
            Outcome::Useless(format!("status {}", answer.status))
        }
        Ok(answer) => Outcome::Failed(format!("status {}", answer.status)),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// After 5, 10, 20 … seconds, as long as it is worth anything.
fn next_try(told: &Notification, now: Timestamp) -> Option<Timestamp> {
    let doublings = u32::try_from(told.attempts - 1).unwrap_or(0).min(12);
    let next = now + SignedDuration::from_secs(5 << doublings);
    (next < told.expires).then_some(next)
}
