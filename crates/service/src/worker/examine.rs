//! One examination: claim, fetch, judge on a busy thread, and submit the findings through the
//! same door as everything else. One that keeps failing ends as a finding that says so, which
//! leads to a moderator: nobody waits for ever.

use std::sync::Arc;
use std::time::Instant;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::id::{EvidenceId, OrganisationId, RegistrationId};
use bonafide_identity::policy::Policy;
use bonafide_identity::port::lost_documents::TravelDocument;
use bonafide_identity::registration::{Actor, ChipReading, Event, Examination, Fence};
use bonafide_store::jobs::{self, Job};
use bonafide_store::keys::Plain;
use bonafide_store::{Conn, StoreError, evidence};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::thread::{BrokeDown, compute};
use crate::examiner::{ChipFiles, ChipInput, DocumentInput, Examine, FaceInput, Picture};
use crate::faces::FaceSeen;
use crate::submit::{Alongside, Loaded, actor};
use crate::trust::Anchored;
use crate::{Error, Service};

/// The queue of examinations.
pub(crate) const EXAMINE: &str = "examine";

/// A job is never declared dead: after its tries the examination ends as unavailable.
pub(crate) const NEVER_DEAD: i64 = 1_000_000;

/// Renewals after which an examination is given up: whatever runs that long hangs.
const RENEWALS: u32 = 20;

/// How long a job that cannot be read is left to others: longer than any upgrade takes.
const UNREADABLE: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Waits before it is looked at again.
const LEAST_WAIT: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// What a job says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ExamineTask {
    pub(crate) organisation: OrganisationId,
    pub(crate) registration: RegistrationId,
    pub(crate) examination: Examination,
    pub(crate) fence: Fence,
}

/// What came of an examination.
struct Examined {
    findings: Vec<Finding>,
    zone: Option<Zone>,
    chip: Option<Box<ChipReading>>,
    face: FaceSeen,
}

/// Why there are no findings.
enum Failure {
    /// Trying again may help.
    Passing(String),
    /// It will not.
    Lasting(&'static str),
}

/// Everything that judging needs, owned, to go to another thread.
struct Evidence {
    pictures: Vec<(EvidenceId, EvidenceKind, Plain)>,
    kind: DocumentKind,
    typed: Option<Zone>,
    printed: Option<Zone>,
    /// Whether a state vouches for the chip's files.
    chip_vouched: bool,
    livemode: bool,
    now: Timestamp,
    anchors: Arc<Anchored>,
    policy: Arc<Policy>,
}

impl Service {
    pub(crate) async fn claim_examination(&self) -> Result<Option<Job>, Error> {
        let now = self.now();
        let lease =
            SignedDuration::try_from(self.settings().lease).unwrap_or(SignedDuration::from_mins(1));
        Ok(self.store().claim_job(EXAMINE, now, now + lease).await?)
    }

    /// Carries out the next examination that waits; gives whether there was one. What
    /// [`Service::work`] does all the time.
    ///
    /// # Errors
    /// Storage.
    pub async fn examine_next(&self) -> Result<bool, Error> {
        match self.claim_examination().await? {
            Some(job) => self.examine(&job).await.map(|()| true),
            None => Ok(false),
        }
    }

    pub(crate) async fn examine(&self, job: &Job) -> Result<(), Error> {
        let Ok(task) = serde_json::from_str::<ExamineTask>(&job.payload) else {
            return self.pass_over(job).await;
        };
        let tries = i64::from(self.settings().examination_attempts);
        let (mut livemode, mut printed) = (false, None);
        // Claimed too often without an end: it takes its process down with it.
        let outcome = if job.attempts > tries {
            Err(Failure::Lasting("tried too often"))
        } else if task.examination == Examination::Restated {
            match self.look_up_restated(&task).await {
                Ok(None) => return self.complete(job).await,
                Ok(Some(examined)) => Ok(examined),
                Err(failure) => Err(failure),
            }
        } else {
            match self.gather(&task).await {
                Ok(None) => return self.complete(job).await,
                Ok(Some(evidence)) => {
                    livemode = evidence.livemode;
                    printed.clone_from(&evidence.printed);
                    let searches = evidence.policy.face_duplicates.is_some();
                    let judged = self.judge(job, &task, evidence).await;
                    if searches
                        && let Ok(Examined {
                            face: FaceSeen::Face(face),
                            ..
                        }) = &judged
                    {
                        let loading = self.prepare_faces(&task.organisation, livemode, &face.model);
                        self.renewing(job, loading).await;
                    }
                    judged
                }
                Err(failure) => Err(failure),
            }
        };
        let outcome = match outcome {
            Ok(examined) => (self.with_reports(&task, examined, printed.as_ref(), livemode)).await,
            failed => failed,
        };
        let examined = match outcome {
            Ok(examined) => examined,
            Err(Failure::Passing(error)) if job.attempts < tries => {
                let wait = SignedDuration::from_secs(
                    2_i64.pow(u32::try_from(job.attempts).unwrap_or(6).min(6)),
                );
                return self.give_back(job, &error, Some(wait)).await;
            }
            Err(Failure::Passing(error)) => unavailable(&task, &error),
            Err(Failure::Lasting(error)) => unavailable(&task, error),
        };
        let is_foreign = |finding: &Finding| {
            finding.outcome == Outcome::Fail
                && matches!(
                    finding.reason,
                    Reason::FaceMismatch | Reason::PortraitAsSelfie
                )
        };
        let foreign = examined.findings.iter().any(is_foreign);
        let event = Event::Examined {
            examination: task.examination,
            fence: task.fence,
            findings: examined.findings,
            zone: examined.zone,
            chip: examined.chip,
        };
        let alongside = Alongside::Job(job, &examined.face, foreign);
        let machine = actor(Actor::Machine);
        match self
            .submit_with(
                &task.organisation,
                &task.registration,
                &event,
                machine,
                &alongside,
            )
            .await
        {
            Ok(_) => Ok(()),
            // Erased meanwhile: nothing is left to judge.
            Err(Error::Erased | Error::NotFound) => self.complete(job).await,
            // The lease was lost, and whoever has it now submits.
            Err(Error::Store(StoreError::NotFound(_))) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whose examination it is; `None` when nobody waits for it any more.
    async fn waiting(&self, read: &mut Conn, task: &ExamineTask) -> Result<Option<Loaded>, Error> {
        let loaded = self.load(read, &task.organisation, &task.registration);
        let loaded = match loaded.await {
            Err(Error::Erased | Error::NotFound) => return Ok(None),
            other => other?,
        };
        let registration = &loaded.record.registration;
        let awaited = registration
            .awaited()
            .any(|(examination, fence)| examination == task.examination && *fence == task.fence);
        let waits = awaited && !registration.status().is_final();
        Ok(Some(loaded).filter(|_| waits))
    }

    /// Whether the document was reported that the person made of what was read. Nothing vouches for
    /// its number, so that nobody who knows of no report makes it sure.
    async fn look_up_restated(&self, task: &ExamineTask) -> Result<Option<Examined>, Failure> {
        let found = async {
            let mut read = self.store().read().await?;
            let Some(loaded) = self.waiting(&mut read, task).await? else {
                return Ok(None);
            };
            drop(read);
            let registration = &loaded.record.registration;
            let document = registration.stated_document();
            let livemode = registration.livemode();
            let found = self.look_up_document(document.as_ref(), false, livemode);
            Ok::<_, Error>(Some(found.await?))
        };
        let found = found.await.map_err(passing)?;
        let evidence = &task.fence.evidence;
        Ok(found.map(|finding| Examined {
            findings: (finding.into_iter())
                .map(|finding| finding.on(evidence.clone()))
                .collect(),
            zone: None,
            chip: None,
            face: FaceSeen::Unasked,
        }))
    }

    /// What is to be judged; `None` when nobody waits for it any more.
    async fn gather(&self, task: &ExamineTask) -> Result<Option<Evidence>, Failure> {
        let mut read = self
            .store()
            .read()
            .await
            .map_err(|error| passing(error.into()))?;
        let waiting = self.waiting(&mut read, task).await.map_err(passing)?;
        let Some(Loaded { record, policy, .. }) = waiting else {
            return Ok(None);
        };
        let registration = &record.registration;
        let mut rows = Vec::new();
        for id in &task.fence.evidence {
            let row = evidence::find(&mut read, &task.organisation, id).await;
            let row = row
                .map_err(|error| passing(error.into()))?
                .ok_or(Failure::Lasting("evidence without a row"))?;
            rows.push(row);
        }
        // Fetching pictures takes connections of its own: whoever held one while waiting for
        // another could wait for ever.
        drop(read);
        // Without a trust store that can be believed no chip is judged, and everything else is.
        let anchors = match task.examination {
            Examination::Chip => self.anchors().await.map_err(passing)?,
            _ => Arc::default(),
        };
        let mut pictures = Vec::new();
        for row in rows {
            let id = &row.id;
            let kind = row
                .kind
                .parse()
                .map_err(|_| Failure::Lasting("evidence of an unknown kind"))?;
            let bytes = match self.store().evidence_bytes(&row).await {
                Ok(bytes) => bytes,
                Err(error) if error.is_transient() => return Err(passing(error.into())),
                Err(StoreError::Erased(_)) => return Err(Failure::Lasting("evidence erased")),
                Err(error) => {
                    tracing::error!(%error, evidence = %id, "evidence cannot be read");
                    return Err(Failure::Lasting("evidence unreadable"));
                }
            };
            pictures.push((id.clone(), kind, bytes));
        }
        Ok(Some(Evidence {
            pictures,
            kind: registration
                .document_kind()
                .ok_or(Failure::Lasting("no kind of document"))?,
            typed: registration.typed_zone().cloned(),
            printed: registration.printed_zone().cloned(),
            chip_vouched: (registration.chip()).is_some_and(|chip| chip.class.is_some()),
            livemode: registration.livemode(),
            now: self.now(),
            anchors,
            policy,
        }))
    }

    /// Adds to what was found about a document whether somebody reported it as lost: the one in the
    /// photograph, and the one on the chip where that is another, or surer.
    async fn with_reports(
        &self,
        task: &ExamineTask,
        mut examined: Examined,
        printed: Option<&Zone>,
        livemode: bool,
    ) -> Result<Examined, Failure> {
        let on_chip = (examined.chip.as_ref()).and_then(|chip| chip.zone.as_ref());
        let another = |zone: &&Zone| {
            let document = TravelDocument::of_zone(zone).map(|it| it.index_text());
            document
                != printed
                    .and_then(TravelDocument::of_zone)
                    .map(|it| it.index_text())
        };
        let asked = match task.examination {
            Examination::Document => Some(examined.zone.as_ref()),
            Examination::Chip => {
                let sure = printed.is_some_and(Zone::is_sure);
                on_chip.filter(|zone| !sure || another(zone)).map(Some)
            }
            Examination::Face | Examination::Liveness | Examination::Restated => None,
        };
        if let Some(zone) = asked {
            let found = self.look_up_lost(zone, livemode).await;
            let found = found.map_err(|error| Failure::Passing(error.to_string()))?;
            let evidence = &task.fence.evidence;
            (examined.findings).extend(found.map(|finding| finding.on(evidence.clone())));
        }
        Ok(examined)
    }

    /// Judges on a thread that may be busy, renewing the claim meanwhile.
    async fn judge(
        &self,
        job: &Job,
        task: &ExamineTask,
        evidence: Evidence,
    ) -> Result<Examined, Failure> {
        let examiner = Arc::clone(&self.core.examiner);
        let examination = task.examination;
        let begun = Instant::now();
        let judging = compute(move || examine(&*examiner, examination, &evidence));
        let Ok(mut judging) = judging else {
            return Err(Failure::Passing("no thread to examine on".to_owned()));
        };
        let mut renewals = 0;
        let judged = loop {
            tokio::select! {
                judged = judging.result() => break judged,
                () = tokio::time::sleep(self.settings().lease / 3) => {
                    if renewals == RENEWALS {
                        // Its thread is lost, but those who wait behind it are not.
                        tracing::error!(job = %job.id, "an examination hangs");
                        break Err(BrokeDown);
                    }
                    renewals += 1;
                    if let Err(error) = self.renew(job).await {
                        tracing::warn!(%error, job = %job.id, "a claim was not renewed");
                    }
                }
            }
        };
        let outcome = match &judged {
            Ok(Ok(_)) => "done",
            Ok(Err(_)) => "failed",
            Err(BrokeDown) => "broke_down",
        };
        let name = examination.as_str();
        metrics::histogram!("bonafide_examination_seconds", "examination" => name, "outcome" => outcome)
            .record(begun.elapsed().as_secs_f64());
        judged.unwrap_or_else(|BrokeDown| {
            tracing::error!(job = %job.id, examination = name, "an examination broke down");
            Err(Failure::Passing("the examination broke down".to_owned()))
        })
    }

    /// Waits for something that may take long, renewing the claim meanwhile.
    async fn renewing(&self, job: &Job, work: impl Future<Output = ()>) {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                () = &mut work => return,
                () = tokio::time::sleep(self.settings().lease / 3) => {
                    if let Err(error) = self.renew(job).await {
                        tracing::warn!(%error, job = %job.id, "a claim was not renewed");
                    }
                }
            }
        }
    }

    async fn renew(&self, job: &Job) -> Result<(), Error> {
        let lease =
            SignedDuration::try_from(self.settings().lease).unwrap_or(SignedDuration::from_mins(1));
        let mut tx = self.store().begin().await?;
        jobs::extend(&mut tx, job, self.now() + lease).await?;
        Ok(tx.commit().await?)
    }

    async fn complete(&self, job: &Job) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        match jobs::complete(&mut tx, job).await {
            // The lease was lost, and whoever has it now finds the same.
            Err(StoreError::NotFound(_)) => Ok(()),
            other => {
                other?;
                Ok(tx.commit().await?)
            }
        }
    }

    /// Leaves a job to others that cannot be read here: while programs of several versions run, it
    /// may be a newer one's. Nobody's for days, it is kept for a human.
    async fn pass_over(&self, job: &Job) -> Result<(), Error> {
        metrics::counter!("bonafide_jobs_unreadable_total", "queue" => EXAMINE).increment(1);
        let now = self.now();
        let since = job.unreadable_since.unwrap_or(now);
        let passed = now.duration_since(since);
        if passed >= UNREADABLE {
            tracing::error!(job = %job.id, %since, "a job that nobody can read is given up");
            return self.give_back(job, "unreadable", None).await;
        }
        tracing::warn!(job = %job.id, %since, "a job that cannot be read here is left to others");
        // Ever more rarely, and at least every hour.
        let wait = passed.clamp(LEAST_WAIT, LONGEST_WAIT);
        let mut tx = self.store().begin().await?;
        match jobs::put_back(&mut tx, job, since, now + wait).await {
            Err(StoreError::NotFound(_)) => Ok(()),
            other => {
                other?;
                Ok(tx.commit().await?)
            }
        }
    }

    /// Gives a job back: to be tried again after `wait`, or without one to be kept for a human.
    async fn give_back(
        &self,
        job: &Job,
        error: &str,
        wait: Option<SignedDuration>,
    ) -> Result<(), Error> {
        let retry_at = wait.map(|wait| self.now() + wait);
        let mut tx = self.store().begin().await?;
        match jobs::fail(&mut tx, job, error, retry_at).await {
            Err(StoreError::NotFound(_)) => Ok(()),
            other => {
                other?;
                Ok(tx.commit().await?)
            }
        }
    }
}

fn passing(error: Error) -> Failure {
    Failure::Passing(error.to_string())
}

fn examine(
    examiner: &dyn Examine,
    examination: Examination,
    evidence: &Evidence,
) -> Result<Examined, Failure> {
    let picture = |wanted: EvidenceKind| {
        evidence
            .pictures
            .iter()
            .find(|(_, kind, _)| *kind == wanted)
            .map(|(id, kind, bytes)| Picture {
                id,
                kind: *kind,
                bytes,
            })
    };
    let front =
        picture(EvidenceKind::DocumentFront).ok_or(Failure::Lasting("no picture of the front"))?;
    let back = picture(EvidenceKind::DocumentBack);
    let today = evidence.now.to_zoned(TimeZone::UTC).date();
    let chip = picture(EvidenceKind::Chip)
        .map(|kept| match ChipFiles::from_bytes(kept.bytes) {
            Ok(files) => Ok((kept.id, files)),
            Err(_) => Err(Failure::Lasting("files of a chip that are none")),
        })
        .transpose()?;
    let thresholds = &evidence.policy.thresholds;
    match examination {
        Examination::Document => {
            let found = examiner.document(&DocumentInput {
                front,
                back,
                kind: evidence.kind,
                typed: evidence.typed.as_ref(),
                livemode: evidence.livemode,
                today,
                thresholds,
            });
            Ok(Examined {
                findings: found.findings,
                zone: found.zone,
                chip: None,
                face: FaceSeen::Unasked,
            })
        }
        Examination::Chip => {
            let (id, files) = chip.ok_or(Failure::Lasting("no files of a chip"))?;
            let found = examiner
                .chip(&ChipInput {
                    id,
                    files: &files,
                    printed: evidence.printed.as_ref(),
                    front: Some(front),
                    trust: &evidence.anchors.trust,
                    now: evidence.now,
                    today,
                    thresholds,
                })
                .ok_or(Failure::Lasting("the chip's portrait could not be judged"))?;
            Ok(Examined {
                findings: found.findings,
                zone: None,
                chip: Some(Box::new(found.reading)),
                face: FaceSeen::Unasked,
            })
        }
        Examination::Liveness | Examination::Restated => {
            Err(Failure::Lasting("nothing to be seen"))
        }
        Examination::Face => {
            let selfie = picture(EvidenceKind::Selfie).ok_or(Failure::Lasting("no selfie"))?;
            let found = examiner.face(&FaceInput {
                front,
                back,
                chip: (chip.as_ref())
                    .filter(|_| evidence.chip_vouched)
                    .map(|(_, files)| files),
                selfie,
                thresholds,
            });
            Ok(Examined {
                findings: found.findings,
                zone: None,
                chip: None,
                face: found.template.map_or(FaceSeen::None, FaceSeen::Face),
            })
        }
    }
}

/// The examination could not be carried out: a finding that a moderator must look at.
fn unavailable(task: &ExamineTask, error: &str) -> Examined {
    tracing::error!(registration = %task.registration, examination = %task.examination, error, "an examination is unavailable");
    metrics::counter!("bonafide_examinations_unavailable_total", "examination" => task.examination.as_str()).increment(1);
    let check = match task.examination {
        Examination::Document => Check::DocumentPresent,
        Examination::Chip => Check::ChipAuthenticity,
        Examination::Face => Check::FaceMatch,
        Examination::Liveness => Check::Liveness,
        Examination::Restated => Check::DocumentReported,
    };
    let finding = Finding::new(check, Outcome::Inconclusive, Reason::CheckUnavailable)
        .on(task.fence.evidence.clone());
    Examined {
        findings: vec![finding],
        zone: None,
        chip: None,
        face: match task.examination {
            Examination::Face => FaceSeen::None,
            _ => FaceSeen::Unasked,
        },
    }
}
