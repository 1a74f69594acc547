//! Background work, enqueued in the caller's transaction. A claim is a lease:
//! a worker that dies loses it, and the job runs again.

use bonafide_identity::id::{JobId, OrganisationId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, record, sql, text_enum};
use crate::error::StoreError;
use crate::store::Store;

text_enum! {
    /// Where a job stands.
    pub enum JobState {
        /// Runs when its time comes.
        Ready = "ready",
        /// Failed too often; kept for a human.
        Dead = "dead",
    }
}

record! {
    /// A job.
    pub struct Job {
        /// Its id.
        pub id: JobId,
        /// The queue it waits in.
        pub queue: String,
        /// What is to be done.
        pub kind: String,
        /// For whom.
        pub organisation: Option<OrganisationId>,
        /// What it refers to, JSON without personal data.
        pub payload: String,
        /// Where it stands.
        pub state: JobState,
        /// When it runs next; while claimed, when the lease ends.
        pub run_at: Timestamp,
        /// How often it was claimed.
        pub attempts: i64,
        /// How often it may be claimed.
        pub max_attempts: i64,
        /// Names the claim; every change needs it.
        pub claim: Option<String>,
        /// Why the last attempt failed, without personal data.
        pub last_error: Option<String>,
        /// Since when it was claimed only by programs that cannot read it.
        pub unreadable_since: Option<Timestamp>,
        /// When it was enqueued.
        pub created: Timestamp,
    }
}

/// A job to be done.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// Its id.
    pub id: &'a JobId,
    /// The queue it waits in.
    pub queue: &'a str,
    /// What is to be done.
    pub kind: &'a str,
    /// While a job with this key waits or runs, no second one is enqueued.
    pub unique_key: Option<&'a str>,
    /// For whom.
    pub organisation: Option<&'a OrganisationId>,
    /// What it refers to, JSON without personal data.
    pub payload: &'a str,
    /// When it may run.
    pub run_at: Timestamp,
    /// How often it may be tried.
    pub max_attempts: i64,
    /// The present time.
    pub now: Timestamp,
}

/// Enqueues a job with the transaction; gives false if one with its key waits already.
pub async fn enqueue(tx: &mut Tx, new: &NewJob<'_>) -> Result<bool, StoreError> {
    let added = tx
        .run(sql!(
            "INSERT INTO jobs
                 (id, queue, kind, unique_key, organisation, payload, state, run_at, attempts,
                  max_attempts, created)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)
             ON CONFLICT (unique_key) DO NOTHING",
            new.id,
            new.queue,
            new.kind,
            new.unique_key,
            new.organisation,
            new.payload,
            JobState::Ready,
            new.run_at,
            new.max_attempts,
            new.now
        ))
        .await?;
    Ok(added == 1)
}

impl Store {
    /// Claims the next job of a queue, in a transaction of its own, until
    /// `lease_until`. A job whose worker died on its last attempt is declared
    /// dead here and passed over.
    pub async fn claim_job(
        &self,
        queue: &str,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        // Looking first spares an idle worker the writer's turn.
        let waiting = self
            .read()
            .await?
            .one(sql!(
                "SELECT id FROM jobs WHERE queue = $1 AND state = 'ready' AND run_at <= $2 LIMIT 1",
                queue,
                now
            ))
            .await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let mut tx = self.begin().await?;
        let lost = tx.queue(sql!(
            "WITH lost AS MATERIALIZED
                 (SELECT id FROM jobs
                  WHERE queue = $1 AND state = 'ready' AND run_at <= $2
                    AND attempts >= max_attempts {skip_locked})
             UPDATE jobs SET state = 'dead', claim = NULL, unique_key = NULL,
                    last_error = COALESCE(last_error, 'the worker did not come back')
             WHERE id IN (SELECT id FROM lost)",
            queue,
            now
        ));
        tx.run(lost).await?;
        let claim = hex::encode(self.random().array::<16>());
        let text = format!(
            "WITH next AS MATERIALIZED
                 (SELECT id FROM jobs
                  WHERE queue = $3 AND state = 'ready' AND run_at <= $4
                    AND attempts < max_attempts
                  ORDER BY run_at, id LIMIT 1 {{skip_locked}})
             UPDATE jobs SET claim = $1, run_at = $2, attempts = attempts + 1
             WHERE id IN (SELECT id FROM next)
             RETURNING {}",
            Job::COLUMNS
        );
        let next = tx.queue(sql!(text, claim, lease_until, queue, now));
        let job = tx.find(next).await?;
        tx.commit().await?;
        Ok(job)
    }
}

/// Lengthens a claim; gives false when it was lost.
pub async fn extend(tx: &mut Tx, job: &Job, lease_until: Timestamp) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE jobs SET run_at = $1 WHERE id = $2 AND claim = $3 AND state = 'ready'",
            lease_until,
            job.id,
            job.claim
        ))
        .await?;
    Ok(count == 1)
}

/// Completes a job, in the transaction that holds its effects.
///
/// # Errors
/// `NotFound` when the claim was lost: roll back, another worker has it.
pub async fn complete(tx: &mut Tx, job: &Job) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM jobs WHERE id = $1 AND claim = $2",
            job.id,
            job.claim
        ))
        .await?;
    super::found(count, "claimed job")
}

/// Gives a failed job back, to run again at `retry_at`; without one, or after
/// its last attempt, it is dead. Gives where it stands now.
pub async fn fail(
    tx: &mut Tx,
    job: &Job,
    error: &str,
    retry_at: Option<Timestamp>,
) -> Result<JobState, StoreError> {
    let state = match retry_at {
        Some(_) if job.attempts < job.max_attempts => JobState::Ready,
        _ => JobState::Dead,
    };
    let count = tx
        .run(sql!(
            "UPDATE jobs SET state = $1, run_at = COALESCE($2, run_at), claim = NULL, last_error = $3,
                    unique_key = CASE WHEN $1 = 'dead' THEN NULL ELSE unique_key END
             WHERE id = $4 AND claim = $5",
            state, retry_at, error, job.id, job.claim
        ))
        .await?;
    super::found(count, "claimed job")?;
    Ok(state)
}

/// Puts a job back that this program cannot read, for another version of it that can: the claim
/// does not count as an attempt. From `since` on nobody could.
///
/// # Errors
/// `NotFound` when the claim was lost.
pub async fn put_back(
    tx: &mut Tx,
    job: &Job,
    since: Timestamp,
    retry_at: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE jobs SET run_at = $1, claim = NULL, attempts = attempts - 1,
                    unreadable_since = $2, last_error = 'unreadable'
             WHERE id = $3 AND claim = $4",
            retry_at,
            since,
            job.id,
            job.claim
        ))
        .await?;
    super::found(count, "claimed job")
}

/// Dead jobs, oldest first, at most `limit`.
pub async fn dead(conn: &mut Conn, limit: u32) -> Result<Vec<Job>, StoreError> {
    let text = format!(
        "SELECT {} FROM jobs WHERE state = 'dead' ORDER BY id LIMIT $1",
        Job::COLUMNS
    );
    conn.list(sql!(text, limit)).await
}

/// Lets a dead job run again from the start.
pub async fn revive(tx: &mut Tx, id: &JobId, now: Timestamp) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE jobs SET state = 'ready', attempts = 0, unreadable_since = NULL, run_at = $1
             WHERE id = $2 AND state = 'dead'",
            now,
            id
        ))
        .await?;
    super::found(count, "dead job")
}

/// How much waits in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueDepth {
    /// Jobs that wait, may run or are running.
    pub ready: i64,
    /// Dead jobs.
    pub dead: i64,
    /// When the job that has waited longest was to run.
    pub oldest: Option<Timestamp>,
}

/// How much waits in each queue, by name.
pub async fn depths(conn: &mut Conn) -> Result<Vec<(String, QueueDepth)>, StoreError> {
    conn.all(sql!(
        "SELECT queue,
                CAST(SUM(CASE WHEN state = 'ready' THEN 1 ELSE 0 END) AS BIGINT) AS ready,
                CAST(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END) AS BIGINT) AS dead,
                MIN(CASE WHEN state = 'ready' THEN run_at END) AS oldest
         FROM jobs GROUP BY queue ORDER BY queue"
    ))
    .await?
    .iter()
    .map(|row| {
        let depth = QueueDepth {
            ready: row.read("ready")?,
            dead: row.read("dead")?,
            oldest: row.read("oldest")?,
        };
        Ok((row.read("queue")?, depth))
    })
    .collect()
}
