//! What somebody who runs the installation looks at when something went wrong: jobs that were
//! given up, and the audit chain of one registration.

use bonafide_identity::id::{JobId, OrganisationId, RegistrationId};
use bonafide_store::{events, jobs, registrations};
use jiff::Timestamp;

use crate::{Error, Service};

/// Jobs that are listed at most.
const LISTED: u32 = 1000;
/// Entries that are read at once.
const PAGE: u32 = 200;

/// A job that was given up. Nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    /// Its identifier.
    pub id: JobId,
    /// The queue that it waited in.
    pub queue: String,
    /// What was to be done.
    pub kind: String,
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was given up.
    pub error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
}

/// An entry of an audit chain, without what is sealed in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainEntry {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// Clear details.
    pub note: Option<serde_json::Value>,
}

impl Service {
    /// The jobs that were given up, oldest first.
    ///
    /// # Errors
    /// Storage.
    pub async fn dead_jobs(&self) -> Result<Vec<DeadJob>, Error> {
        let rows = jobs::dead(&mut *self.store().read().await?, LISTED).await?;
        Ok(rows
            .into_iter()
            .map(|row| DeadJob {
                id: row.id,
                queue: row.queue,
                kind: row.kind,
                organisation: row.organisation,
                attempts: row.attempts,
                error: row.last_error,
                created_at: row.created,
            })
            .collect())
    }

    /// Lets a job that was given up run again from the start.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that was not given up.
    pub async fn retry_job(&self, id: &JobId) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        match jobs::revive(&mut tx, id, self.now()).await {
            Err(bonafide_store::StoreError::NotFound(_)) => return Err(Error::NotFound),
            other => other?,
        }
        tx.commit().await?;
        self.core.wake.jobs.notify_one();
        Ok(())
    }

    /// What happened to a registration, as its audit chain tells, oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn chain(
        &self,
        organisation: &OrganisationId,
        registration: &RegistrationId,
    ) -> Result<Vec<ChainEntry>, Error> {
        let mut read = self.store().read().await?;
        let row = registrations::find(&mut read, organisation, registration).await?;
        let account = row.ok_or(Error::NotFound)?.summary.account;
        let mut entries: Vec<ChainEntry> = Vec::new();
        loop {
            let after = entries.last().map_or(0, |entry| entry.seq);
            let page =
                events::list(&mut read, organisation, registration, &account, after, PAGE).await?;
            let last = page.len() < PAGE as usize;
            entries.extend(page.into_iter().map(|event| ChainEntry {
                seq: event.seq,
                at: event.at,
                kind: event.kind,
                actor: event.actor,
                note: event.note,
            }));
            if last {
                return Ok(entries);
            }
        }
    }
}
