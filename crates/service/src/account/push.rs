//! Waking approval apps: their browsers' push services are told that something waits, after whoever asked has their
//! answer. What is sent names the approval and nothing else.

use std::sync::Arc;

use bonafide_connectors::config::Secret;
use bonafide_connectors::messenger::web_push::vapid::{VapidError, VapidKey, VapidSource};
use bonafide_identity::id::{AccountId, ApprovalId, MessageId};
use bonafide_identity::port::Pending;
use bonafide_identity::port::messenger::{DeliveryError, Message};
use bonafide_identity::push::Subscription;
use bonafide_store::account::push as rows;
use bonafide_store::random::Random;
use bonafide_store::{Store, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::task::JoinSet;

use super::{App, Problem};
use crate::{Clock, Error, Service};

/// How long one attempt may take, with room to spare.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// Pushes on their way at once: a push service that never answers holds up nobody else's.
const AT_ONCE: usize = 16;
/// How often one is tried.
const TRIES: i64 = 5;

/// What the app's page needs to ask a browser for a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushOffer {
    /// `applicationServerKey`: an uncompressed point in base64url.
    pub key: String,
    /// Whether this app can be woken already.
    pub subscribed: bool,
}

/// The installation's key towards push services: the configured one, else one that is made once and kept sealed.
pub struct StoreVapid {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    configured: Option<Secret>,
}

impl StoreVapid {
    /// The key of the installation with that store; `configured` in base64url.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        configured: Option<Secret>,
    ) -> Self {
        Self {
            store,
            clock,
            random,
            configured,
        }
    }

    async fn kept(&self) -> Result<VapidKey, Error> {
        let found = rows::key(&mut *self.store.read().await?).await?;
        let secret = match found {
            Some(secret) => secret,
            None => {
                let mut tx = self.store.begin().await?;
                rows::keep_key(&mut tx, &self.new_secret()?, self.clock.now()).await?;
                // Another node may have been first.
                let kept = rows::key(&mut tx).await?;
                tx.commit().await?;
                kept.ok_or(Error::Inconsistent("the key for push services"))?
            }
        };
        VapidKey::new(&secret).map_err(|_| Error::Inconsistent("the key for push services"))
    }

    fn new_secret(&self) -> Result<[u8; 32], Error> {
        // One draw in 2^32 is no key on the curve.
        (0..8)
            .map(|_| self.random.array::<32>())
            .find(|secret| VapidKey::new(secret).is_ok())
            .ok_or(Error::Inconsistent("the source of randomness"))
    }
}

impl VapidSource for StoreVapid {
    fn key(&self) -> Pending<'_, Result<VapidKey, VapidError>> {
        Box::pin(async move {
            if let Some(key) = &self.configured {
                return VapidKey::from_text(key.reveal());
            }
            self.kept().await.map_err(|error| {
                tracing::warn!(%error, "the key for push services is not to be had");
                VapidError::Unavailable
            })
        })
    }
}

impl Service {
    /// What the app's page offers, where the installation pushes at all.
    pub(super) async fn push_offer(&self, app: &App) -> Result<Option<PushOffer>, Error> {
        if !self.settings().push {
            return Ok(None);
        }
        let key = self.core.vapid.key().await;
        let key = key.map_err(|_| Error::Inconsistent("the key for push services"))?;
        let mut read = self.store().read().await?;
        let subscribed = rows::subscription(&mut read, &app.id).await?.is_some();
        Ok(Some(PushOffer {
            key: key.public(),
            subscribed,
        }))
    }

    /// Has an app woken at a subscription, as its browser wrote it, in place of the one before.
    ///
    /// # Errors
    /// [`Problem::PushUnavailable`] for what is no subscription, and for push services that are not spoken to.
    pub async fn subscribe_app(&self, app: &App, subscription: &str) -> Result<(), Error> {
        let parsed: Subscription = subscription.parse().map_err(|_| Problem::PushUnavailable)?;
        let admitted = self.core.egress.admit(parsed.endpoint());
        if !self.settings().push || admitted.is_err() {
            return Err(Problem::PushUnavailable.into());
        }
        let body = serde_json::to_vec(&parsed).expect("a subscription is plain data");
        let mut tx = self.store().begin().await?;
        // Removed or blocked a moment ago, it is woken no more.
        let row = bonafide_store::account::apps::find(&mut tx, &app.id).await?;
        row.filter(|row| row.blocked_at.is_none())
            .ok_or(Problem::NoApp)?;
        rows::subscribe(&mut tx, &app.account, &app.id, &body, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Has an app woken no more.
    ///
    /// # Errors
    /// Storage.
    pub async fn unsubscribe_app(&self, app: &App) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::unsubscribe(&mut tx, &app.id).await?;
        Ok(tx.commit().await?)
    }

    /// Has an account's apps woken, with the transaction that asks them something.
    pub(super) async fn wake_apps(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        approval: &ApprovalId,
        until: Timestamp,
    ) -> Result<(), Error> {
        if !self.settings().push {
            return Ok(());
        }
        let now = self.now();
        let id = || MessageId::new(now, self.random_id());
        rows::enqueue(tx, account, approval, until, now, id).await?;
        Ok(())
    }

    /// Delivers the pushes that are due, several at once; gives how many attempts were made.
    ///
    /// # Errors
    /// Storage. What was claimed is tried again when its lease ends.
    pub async fn deliver_pushes(&self) -> Result<usize, Error> {
        let mut attempts = 0;
        let mut underway: JoinSet<Result<(), Error>> = JoinSet::new();
        loop {
            while underway.len() < AT_ONCE {
                let now = self.now();
                let Some(push) = self.store().claim_push(now, now + LEASE).await? else {
                    break;
                };
                attempts += 1;
                let service = self.clone();
                underway.spawn(async move { service.deliver_push(push).await });
            }
            let done = tokio::select! {
                biased;
                done = underway.join_next() => done,
                // What became due meanwhile may go to somebody who answers.
                () = self.core.wake.pushes.notified() => continue,
            };
            match done {
                None => return Ok(attempts),
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(error))) => tracing::warn!(%error, "a push was not noted"),
                Some(Err(error)) => tracing::error!(%error, "a push panicked"),
            }
        }
    }

    async fn deliver_push(&self, push: rows::Push) -> Result<(), Error> {
        let now = self.now();
        let known = rows::subscription(&mut *self.store().read().await?, &push.app).await?;
        let subscription = known
            .as_ref()
            .and_then(|known| serde_json::from_slice::<Subscription>(known).ok());
        let left = push.expires.duration_since(now).as_secs();
        let delivered = match subscription {
            Some(to) if left > 0 => {
                let message = Message::Push {
                    to: Box::new(to),
                    text: json!({ "id": push.approval }).to_string(),
                    ttl: u32::try_from(left).unwrap_or(u32::MAX),
                    at: now,
                };
                self.core.messenger.deliver(&push.id, &message).await
            }
            Some(_) => Err(DeliveryError::permanent("too late")),
            None => Err(DeliveryError::permanent("nowhere to go")),
        };
        let outcome = if delivered.is_ok() { "sent" } else { "failed" };
        metrics::counter!("bonafide_messages_total", "channel" => "push", "outcome" => outcome)
            .increment(1);
        let mut tx = self.store().begin().await?;
        match delivered {
            Ok(()) => rows::settled(&mut tx, &push, None, None).await?,
            Err(error) => {
                tracing::warn!(%error, message = %push.id, "a push was not delivered");
                let retry_at = error.is_retryable().then(|| next_try(&push, self.now()));
                let code = error.to_string();
                rows::settled(&mut tx, &push, Some(&code), retry_at.flatten()).await?;
                if matches!(error, DeliveryError::Gone { .. })
                    && rows::subscription(&mut tx, &push.app).await? == known
                {
                    // Unless the browser gave another one meanwhile.
                    rows::unsubscribe(&mut tx, &push.app).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }
}

/// After 2, 4, 8 … seconds, a few times, as long as there is something to wake for.
fn next_try(push: &rows::Push, now: Timestamp) -> Option<Timestamp> {
    let doublings = u32::try_from(push.attempts).unwrap_or(1).min(10);
    let next = now + SignedDuration::from_secs(1 << doublings);
    (push.attempts < TRIES && next < push.expires).then_some(next)
}
