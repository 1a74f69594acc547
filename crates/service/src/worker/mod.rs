//! Background work: examinations, deliveries and housekeeping. Any number of processes may do
//! it at once; what one claims, the others leave alone until its lease ends.

pub(crate) mod examine;
mod housekeeping;
mod messages;
pub(crate) mod thread;

use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Service;

pub use housekeeping::Housekept;

/// How long an idle worker waits before it looks at the tables again.
const LOOK: Duration = Duration::from_secs(1);
/// How long it waits when storage failed.
const PAUSE: Duration = Duration::from_secs(5);

impl Service {
    /// Works until it is told to stop, then finishes what is underway.
    pub async fn work(&self, stop: CancellationToken) {
        tokio::join!(
            self.examine_until(&stop),
            self.deliver_until(&stop, Deliver::Webhooks),
            self.deliver_until(&stop, Deliver::Messages),
            self.deliver_until(&stop, Deliver::Pushes),
            self.deliver_until(&stop, Deliver::Notifications),
            self.keep_house_until(&stop),
        );
    }

    /// Examines evidence: as many at once as there are permits, each on a thread that may be
    /// busy, so that pages never wait for them.
    async fn examine_until(&self, stop: &CancellationToken) {
        let mut underway: JoinSet<()> = JoinSet::new();
        while !stop.is_cancelled() {
            let permits = std::sync::Arc::clone(&self.core.examinations);
            let permit = tokio::select! {
                () = stop.cancelled() => break,
                permit = permits.acquire_owned() => match permit {
                    Ok(permit) => permit,
                    Err(_) => break,
                },
            };
            match self.claim_examination().await {
                Ok(Some(job)) => {
                    let service = self.clone();
                    underway.spawn(async move { service.examine_holding(job, permit).await });
                }
                Ok(None) => {
                    drop(permit);
                    rest(stop, &self.core.wake.jobs, LOOK).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "no examination could be claimed");
                    drop(permit);
                    rest(stop, &self.core.wake.jobs, PAUSE).await;
                }
            }
            while underway.try_join_next().is_some() {}
        }
        while underway.join_next().await.is_some() {}
    }

    async fn examine_holding(&self, job: bonafide_store::jobs::Job, permit: OwnedSemaphorePermit) {
        if let Err(error) = self.examine(&job).await {
            // Its lease ends by itself, and it is claimed again.
            tracing::warn!(%error, job = %job.id, "an examination was not noted");
        }
        drop(permit);
    }

    async fn deliver_until(&self, stop: &CancellationToken, what: Deliver) {
        while !stop.is_cancelled() {
            let (done, bell) = match what {
                Deliver::Webhooks => (self.deliver_webhooks().await, &self.core.wake.webhooks),
                Deliver::Messages => (self.deliver_messages().await, &self.core.wake.messages),
                Deliver::Pushes => (self.deliver_pushes().await, &self.core.wake.pushes),
                Deliver::Notifications => (
                    self.deliver_notifications().await,
                    &self.core.wake.notifications,
                ),
            };
            let pause = match done {
                Ok(_) => LOOK,
                Err(error) => {
                    tracing::warn!(%error, ?what, "delivery failed");
                    PAUSE
                }
            };
            rest(stop, bell, pause).await;
        }
    }
}

/// What is delivered in the background.
#[derive(Clone, Copy, Debug)]
enum Deliver {
    Webhooks,
    Messages,
    Pushes,
    Notifications,
}

/// Waits for the bell, the end, or the time.
async fn rest(stop: &CancellationToken, bell: &Notify, at_most: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = bell.notified() => {}
        () = tokio::time::sleep(at_most) => {}
    }
}
