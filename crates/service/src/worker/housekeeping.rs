//! Housekeeping: what time ends, what retention erases, what nobody refers to, and figures for
//! whoever watches the installation. Safe to run anywhere, at any time, more than once.

use std::time::Duration;

use bonafide_identity::registration::{Actor, Event, Status};
use bonafide_store::{jobs, registrations, retention, reviews};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::examine::EXAMINE;
use super::rest;
use crate::submit::actor;
use crate::{Error, Service};

/// How often time is looked at.
const ROUND: Duration = Duration::from_secs(30);
/// Rounds between looks at retention.
const RETENTION_ROUNDS: u32 = 20;
/// Rounds between sweeps of objects that no row refers to.
const SWEEP_ROUNDS: u32 = 120;
/// Rounds between looks at what ends of the trust store.
const TRUST_ROUNDS: u32 = 20;
/// Longer than any upload takes to be recorded.
const SWEEP_GRACE: SignedDuration = SignedDuration::from_hours(2);
/// Rounds between looks at the list of lost documents.
const LOST_ROUNDS: u32 = 10;
/// Who erases when a time is up, in audit chains.
const RETENTION: &str = "retention";
/// Registrations that lapse or are erased in one batch.
const BATCH: u32 = 100;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Housekept {
    /// Registrations that expired.
    pub lapsed: u64,
    /// Pieces of evidence erased because their time was up.
    pub evidence_erased: u64,
    /// Registrations erased because their time was up.
    pub registrations_erased: u64,
    /// Objects deleted that no row referred to.
    pub orphans: u64,
    /// Things of the trust store that came near their end.
    pub endings: u64,
}

impl Service {
    pub(super) async fn keep_house_until(&self, stop: &CancellationToken) {
        let never = tokio::sync::Notify::new();
        let mut round = 0_u32;
        while !stop.is_cancelled() {
            // One that fails keeps none of the others from being done.
            if let Err(error) = self.lapse().await {
                tracing::warn!(%error, "what time has ended was not ended");
            }
            if let Err(error) = self.send_due_pins().await {
                tracing::warn!(%error, "temporary PINs were not sent");
            }
            if round.is_multiple_of(RETENTION_ROUNDS)
                && let Err(error) = self.retain().await
            {
                tracing::warn!(%error, "what has outlived its time was not erased");
            }
            if round.is_multiple_of(SWEEP_ROUNDS)
                && let Err(error) = self.sweep().await
            {
                tracing::warn!(%error, "objects that nothing refers to were not deleted");
            }
            if round.is_multiple_of(TRUST_ROUNDS)
                && let Err(error) = self.tell_endings().await
            {
                tracing::warn!(%error, "what ends of the trust store was not told");
            }
            if round.is_multiple_of(LOST_ROUNDS)
                && let Err(error) = self.check_lost_list().await
            {
                tracing::warn!(%error, "the list of lost documents was not gone through");
            }
            self.core.desk.sweep(self.now());
            self.follow_faces(None).await;
            if let Err(error) = self.measure().await {
                tracing::warn!(%error, "figures of the moment are missing");
            }
            round = round.wrapping_add(1);
            rest(stop, &never, ROUND).await;
        }
    }

    /// Everything once.
    ///
    /// # Errors
    /// Storage.
    pub async fn keep_house(&self) -> Result<Housekept, Error> {
        let lapsed = self.lapse().await?;
        self.send_due_pins().await?;
        let (evidence_erased, registrations_erased) = self.retain().await?;
        let orphans = self.sweep().await?;
        let endings = self.tell_endings().await?;
        self.check_lost_list().await?;
        self.follow_faces(None).await;
        self.measure().await?;
        Ok(Housekept {
            lapsed,
            evidence_erased,
            registrations_erased,
            orphans,
            endings,
        })
    }

    /// Ends what time has ended.
    async fn lapse(&self) -> Result<u64, Error> {
        let mut lapsed = 0;
        let now = self.now();
        let mut last = None;
        loop {
            let mut read = self.store().read().await?;
            let due = registrations::due_to_expire(&mut read, now, last.as_ref(), BATCH).await?;
            drop(read);
            for one in &due {
                match self
                    .submit(
                        &one.organisation,
                        &one.registration,
                        Event::Lapsed,
                        actor(Actor::Machine),
                    )
                    .await
                {
                    Ok(submitted) => lapsed += u64::from(submitted.changed),
                    Err(Error::Erased) => {}
                    Err(error) => {
                        tracing::warn!(%error, registration = %one.registration, "a registration did not lapse");
                    }
                }
            }
            // On to those after it, whatever became of these: what failed is tried next round.
            let whole = due.len() == BATCH as usize;
            last = due.into_iter().last();
            if !whole {
                return Ok(lapsed);
            }
        }
    }

    /// Erases what has outlived its time, and accounts whose owners asked for it; gives how much evidence and how many registrations.
    async fn retain(&self) -> Result<(u64, u64), Error> {
        let mut registrations = 0;
        let now = self.now();
        let mut last = None;
        loop {
            let mut read = self.store().read().await?;
            let due = retention::due_registrations(&mut read, now, last.as_ref(), BATCH).await?;
            drop(read);
            for one in &due {
                match self
                    .erase(&one.organisation, &one.registration, RETENTION)
                    .await
                {
                    Ok(erased) => registrations += u64::from(erased),
                    Err(error) => {
                        tracing::warn!(%error, registration = %one.registration, "a registration was not erased");
                    }
                }
            }
            let whole = due.len() == BATCH as usize;
            last = due.into_iter().last();
            if !whole {
                break;
            }
        }
        self.carry_out_releases().await?;
        self.carry_out_transfers().await?;
        let accounts = self.erase_due_accounts().await?;
        let gone_out = self.settings().retention.gone_out;
        let done = retention::run(self.store(), self.now(), gone_out).await?;
        // Objects also go when an organisation has erased something since.
        if accounts + registrations + done.evidence + done.objects > 0 {
            self.store().scrub().await?;
        }
        Ok((done.evidence, registrations))
    }

    async fn sweep(&self) -> Result<u64, Error> {
        Ok(self.store().sweep_orphans(self.now(), SWEEP_GRACE).await?)
    }

    /// Figures of the moment.
    #[expect(
        clippy::cast_precision_loss,
        reason = "gauges are floating-point numbers"
    )]
    async fn measure(&self) -> Result<(), Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        // Of what there is none the tables say nothing, and a gauge keeps its last value: so what
        // is counted is what there may be.
        let depths = jobs::depths(&mut read).await?;
        let depth = depths.iter().find(|(queue, _)| queue == EXAMINE);
        let (ready, dead, oldest) = depth.map_or((0, 0, None), |(_, depth)| {
            (depth.ready, depth.dead, depth.oldest)
        });
        let waited = oldest.map_or(0.0, |oldest| {
            now.duration_since(oldest).as_secs_f64().max(0.0)
        });
        metrics::gauge!("bonafide_jobs", "queue" => EXAMINE, "state" => "ready").set(ready as f64);
        metrics::gauge!("bonafide_jobs", "queue" => EXAMINE, "state" => "dead").set(dead as f64);
        metrics::gauge!("bonafide_jobs_oldest_seconds", "queue" => EXAMINE).set(waited);
        metrics::gauge!("bonafide_faces_in_memory").set(self.faces_in_memory() as f64);
        let (waiting, overdue) = reviews::backlog(&mut read, now).await?;
        metrics::gauge!("bonafide_reviews_waiting").set(waiting as f64);
        metrics::gauge!("bonafide_reviews_overdue").set(overdue as f64);
        let counts = registrations::count_by_status(&mut read).await?;
        for status in Status::ALL {
            let count = counts.iter().find(|(name, _)| name == status.as_str());
            metrics::gauge!("bonafide_registrations", "status" => status.as_str())
                .set(count.map_or(0, |(_, count)| *count) as f64);
        }
        Ok(())
    }
}
