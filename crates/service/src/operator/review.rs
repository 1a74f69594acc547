//! Reviews: the next case is handed out, never picked; every look is written down before
//! anything is shown; evidence is drawn anew before it is shown.

use bonafide_identity::assurance::Liveness;
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::finding::Reason;
use bonafide_identity::id::{EvidenceId, OrganisationId, RegistrationId, ReviewCaseId};
use bonafide_identity::registration::{Event, Registration, State, Status, Verdict};
use bonafide_identity::service::StepKind;
use bonafide_store::evidence as evidence_rows;
use bonafide_store::looks::{self, Look};
use bonafide_store::reviews::{self as rows, ReviewCase, Settlement};
use bonafide_store::{Conn, StoreError, organisations};
use jiff::{SignedDuration, Timestamp};

use super::Operator;
use crate::session::Report;
use crate::submit::Alongside;
use crate::{Error, Pointer, Service};

/// How long a case is kept for the operator who has it.
const KEPT: SignedDuration = SignedDuration::from_mins(30);
/// Longest note, in characters.
const NOTE: usize = 2000;

/// What became of a case that was accepted while something had come to light that its moderator did
/// not know: it is before one again.
pub(crate) const CAME_BACK: &str = "came_back";

/// The reasons for which a person may be asked again.
const RETRY_REASONS: [Reason; 25] = [
    Reason::DocumentNotFound,
    Reason::DocumentUnreadable,
    Reason::DocumentCropped,
    Reason::DocumentCovered,
    Reason::DocumentFromScreen,
    Reason::DocumentBlackAndWhite,
    Reason::DocumentPrinted,
    Reason::DocumentScreenshot,
    Reason::DocumentSideMissing,
    Reason::DocumentSameSide,
    Reason::DocumentExpired,
    Reason::DocumentReportedLost,
    Reason::DocumentKindDiffers,
    Reason::PortraitTooPoor,
    Reason::ZoneNotFound,
    Reason::FieldsCorrected,
    Reason::FaceNotFound,
    Reason::SeveralFaces,
    Reason::FaceTooSmall,
    Reason::FaceUncertain,
    Reason::SameImageAgain,
    Reason::PromptNotFollowed,
    Reason::FaceChanged,
    Reason::FramesMissing,
    Reason::LivenessUnsure,
];

/// The reasons for which this person may be asked again: of a film only who was filmed, or chose
/// another way than that.
pub fn retry_reasons(liveness: Liveness) -> Vec<Reason> {
    let films = liveness != Liveness::NotPerformed;
    RETRY_REASONS
        .into_iter()
        .filter(|reason| films || reason.step() != StepKind::Liveness)
        .collect()
}

/// The reasons for which a person may be refused, finally.
pub const REJECT_REASONS: [Reason; 13] = [
    Reason::FaceMismatch,
    Reason::PortraitAsSelfie,
    Reason::PortraitInsteadOfDocument,
    Reason::DocumentFromScreen,
    Reason::DocumentBlackAndWhite,
    Reason::DocumentPrinted,
    Reason::DocumentScreenshot,
    Reason::SpecimenDocument,
    Reason::DocumentExpired,
    Reason::DocumentReportedLost,
    Reason::StateUnknown,
    Reason::TooYoung,
    Reason::ModeratorDecision,
];

/// How much there is to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Cases that nobody has settled.
    pub waiting: u64,
    /// Those of them that are past their time.
    pub overdue: u64,
}

/// A case in an operator's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its identifier.
    pub id: ReviewCaseId,
    /// The organisation that asked.
    pub organisation: OrganisationId,
    /// The registration to decide on.
    pub registration: RegistrationId,
    /// By when.
    pub due: Timestamp,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Until when it is kept for this operator.
    pub kept_until: Option<Timestamp>,
}

/// What an operator sees of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// Who asked.
    pub organisation_name: String,
    /// To what end.
    pub service_title: String,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// What the software made of it, with fields and findings.
    pub report: Report,
    /// The machine-readable zone, where one was read or typed.
    pub zone: Vec<String>,
    /// The pictures that count, to be looked at one by one.
    pub evidence: Vec<CaseEvidence>,
    /// The selfies of other registrations whose faces are alike, where they are still kept.
    pub alike: Vec<EvidenceId>,
    /// Which review of this registration it is, from 1.
    pub round: u32,
    /// What was decided in those before it, oldest first.
    pub earlier: Vec<EarlierReview>,
    /// The present.
    pub now: Timestamp,
}

/// A review of the same registration that was settled before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierReview {
    /// When.
    pub at: Timestamp,
    /// `accept`, `retry` or `reject`; `came_back` for one that was accepted while something had
    /// come to light that its moderator did not know.
    pub outcome: String,
    /// Why, in the moderator's words; empty without.
    pub note: String,
}

/// A picture of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEvidence {
    /// Its identifier.
    pub id: EvidenceId,
    /// What it shows.
    pub kind: EvidenceKind,
    /// How it was captured.
    pub source: CaptureSource,
    /// Whether it was erased meanwhile.
    pub gone: bool,
}

impl Service {
    /// How much there is to decide.
    ///
    /// # Errors
    /// Storage.
    pub async fn backlog(&self, _operator: &Operator) -> Result<Backlog, Error> {
        let (waiting, overdue) =
            rows::backlog(&mut *self.store().read().await?, self.now()).await?;
        Ok(Backlog {
            waiting: waiting.unsigned_abs(),
            overdue: overdue.unsigned_abs(),
        })
    }

    /// The case that the operator has, or the next that nobody has: the one due first. `None`
    /// when there is nothing to do.
    ///
    /// # Errors
    /// [`Error::OperatorSignedOut`] for an operator who was disabled meanwhile.
    pub async fn take_next(&self, operator: &Operator) -> Result<Option<Case>, Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let taken = match rows::take_next(&mut tx, &operator.id, now, now + KEPT).await {
            Err(StoreError::NotFound(_)) => return Err(Error::OperatorSignedOut),
            other => other?,
        };
        tx.commit().await?;
        Ok(taken.map(shown))
    }

    /// Puts the case back for others.
    ///
    /// # Errors
    /// [`Error::ReviewNotAssigned`].
    pub async fn put_back(&self, operator: &Operator, id: &ReviewCaseId) -> Result<(), Error> {
        let case = self.case_of(operator, id).await?;
        let mut tx = self.store().begin().await?;
        match rows::put_back(&mut tx, &case.organisation, id, &operator.id).await {
            Err(StoreError::NotFound(_)) => return Err(Error::ReviewNotAssigned),
            other => other?,
        }
        Ok(tx.commit().await?)
    }

    /// What there is to decide on. That the operator saw it is written down first.
    ///
    /// # Errors
    /// [`Error::ReviewNotAssigned`]; [`Error::ReviewSettled`] when the registration was decided,
    /// ended or erased meanwhile.
    pub async fn case(&self, operator: &Operator, id: &ReviewCaseId) -> Result<CaseView, Error> {
        let case = self.case_of(operator, id).await?;
        self.note_look(operator, &case, None, "case").await?;
        let mut read = self.store().read().await?;
        let loaded = match self
            .load(&mut read, &case.organisation, &case.registration)
            .await
        {
            Err(Error::Erased) => return Err(Error::ReviewSettled),
            other => other?,
        };
        let registration = &loaded.record.registration;
        let State::InReview { round, report, .. } = registration.state() else {
            return Err(Error::ReviewSettled);
        };
        let stored =
            evidence_rows::of_registration(&mut read, &case.organisation, &case.registration)
                .await?;
        let gone = |id: &EvidenceId| {
            stored
                .iter()
                .all(|row| row.id != *id || row.erased_at.is_some())
        };
        let organisation = organisations::find(&mut read, &case.organisation).await?;
        let account = registration.account();
        let settled =
            rows::settled(&mut read, &case.organisation, &case.registration, account).await?;
        let mut alike = Vec::new();
        for other in self.alike(&mut read, registration).await? {
            let Some(selfie) = self.selfie(&mut read, &case.organisation, &other).await? else {
                continue;
            };
            let stored =
                evidence_rows::of_registration(&mut read, &case.organisation, &other).await?;
            let kept = |row: &evidence_rows::Evidence| row.id == selfie && row.erased_at.is_none();
            alike.extend(stored.iter().any(kept).then_some(selfie));
        }
        Ok(CaseView {
            alike,
            earlier: settled
                .into_iter()
                .map(|row| EarlierReview {
                    at: row.at,
                    outcome: row.outcome,
                    note: String::from_utf8_lossy(&row.note).into_owned(),
                })
                .collect(),
            organisation_name: organisation
                .ok_or(Error::Inconsistent("an organisation"))?
                .name,
            service_title: loaded.definition.title.clone(),
            livemode: registration.livemode(),
            report: Report::of(report, registration.status()),
            zone: registration
                .zone()
                .map(|zone| zone.lines.clone())
                .unwrap_or_default(),
            evidence: report
                .sources
                .iter()
                .filter(|evidence| may_be_drawn(registration, evidence.kind.as_str()))
                .map(|evidence| CaseEvidence {
                    id: evidence.id.clone(),
                    kind: evidence.kind,
                    source: evidence.source,
                    gone: gone(&evidence.id),
                })
                .collect(),
            round: *round,
            now: self.now(),
            case: shown(case),
        })
    }

    /// A picture of the case, drawn anew as JPEG. That the operator saw it is written down first.
    ///
    /// # Errors
    /// [`Error::ReviewNotAssigned`]; [`Error::NotFound`] for a picture of another registration, unless
    /// it is the selfie of one whose face is alike;
    /// [`Error::EvidenceGone`].
    pub async fn look(
        &self,
        operator: &Operator,
        id: &ReviewCaseId,
        picture: &EvidenceId,
    ) -> Result<Vec<u8>, Error> {
        let case = self.case_of(operator, id).await?;
        let found = evidence_rows::find(
            &mut *self.store().read().await?,
            &case.organisation,
            picture,
        )
        .await?;
        let row = found.ok_or(Error::NotFound)?;
        if row.kind == EvidenceKind::Chip.as_str() {
            let mut read = self.store().read().await?;
            let loaded = self
                .load(&mut read, &row.organisation, &row.registration)
                .await?;
            if !may_be_drawn(&loaded.record.registration, &row.kind) {
                return Err(Error::NotFound);
            }
        }
        if row.registration == case.registration {
            self.note_look(operator, &case, Some(picture), &row.kind)
                .await?;
        } else {
            self.look_at_another(operator, &case, &row).await?;
        }
        self.drawn_anew(&row).await
    }

    /// The selfie that counts in a registration; `None` once it is erased.
    async fn selfie(
        &self,
        conn: &mut Conn,
        organisation: &OrganisationId,
        registration: &RegistrationId,
    ) -> Result<Option<EvidenceId>, Error> {
        let loaded = match self.load(conn, organisation, registration).await {
            Err(Error::Erased | Error::NotFound) => return Ok(None),
            other => other?,
        };
        let mut evidence = loaded.record.registration.evidence();
        let selfie = evidence.find(|evidence| evidence.kind == EvidenceKind::Selfie);
        Ok(selfie.map(|evidence| evidence.id.clone()))
    }

    /// Lets an operator see the selfie of another registration whose face is alike, and no other
    /// picture. That they saw it is written down there.
    async fn look_at_another(
        &self,
        operator: &Operator,
        case: &ReviewCase,
        row: &evidence_rows::Evidence,
    ) -> Result<(), Error> {
        let mut read = self.store().read().await?;
        let loaded = self
            .load(&mut read, &case.organisation, &case.registration)
            .await?;
        let alike = self.alike(&mut read, &loaded.record.registration).await?;
        let organisation = &case.organisation;
        let selfie = if alike.contains(&row.registration) {
            self.selfie(&mut read, organisation, &row.registration)
                .await?
        } else {
            None
        };
        drop(read);
        if selfie.as_ref() != Some(&row.id) {
            return Err(Error::NotFound);
        }
        let other = ReviewCase {
            registration: row.registration.clone(),
            ..case.clone()
        };
        self.note_look(operator, &other, Some(&row.id), "alike")
            .await
    }

    /// Settles the case: the registration takes the decision through the same door as
    /// everything else, in one transaction with the case. Gives where the registration stands then:
    /// in review again, when something has come to light that the moderator did not know.
    ///
    /// # Errors
    /// [`Error::ReviewReasonRequired`] without a note where somebody is refused or asked again;
    /// [`Error::Validation`] for a reason that is not one of those that may be given;
    /// [`Error::ReviewNotAssigned`]; [`Error::ReviewSettled`].
    pub async fn settle(
        &self,
        operator: &Operator,
        id: &ReviewCaseId,
        verdict: Verdict,
        note: &str,
    ) -> Result<Status, Error> {
        let note = note.trim();
        validate(note, verdict)?;
        let case = self.case_of(operator, id).await?;
        let mut read = self.store().read().await?;
        let loaded = match self
            .load(&mut read, &case.organisation, &case.registration)
            .await
        {
            Err(Error::Erased) => return Err(Error::ReviewSettled),
            other => other?,
        };
        drop(read);
        let State::InReview { round, report, .. } = loaded.record.registration.state() else {
            return Err(Error::ReviewSettled);
        };
        let allowed = match verdict {
            Verdict::Accept => true,
            Verdict::Retry { reason } => retry_reasons(report.liveness).contains(&reason),
            Verdict::Reject { reason } => REJECT_REASONS.contains(&reason),
        };
        if !allowed {
            return Err(Error::Validation(vec![Pointer::new(
                "/reason",
                "not a reason for this decision",
            )]));
        }
        let event = Event::Reviewed {
            round: *round,
            verdict,
            operator: operator.id.clone(),
            note: note.to_owned(),
        };
        let settlement = Settlement {
            account: loaded.record.registration.account(),
            operator: &operator.id,
            outcome: verdict_word(verdict),
            note,
        };
        let alongside = Alongside::Settlement {
            case: id,
            settlement,
        };
        let settled = self
            .submit_with(
                &case.organisation,
                &case.registration,
                &event,
                operator.id.as_str(),
                &alongside,
            )
            .await;
        match settled {
            Ok(submitted) => {
                let outcome = match submitted.status {
                    Status::InReview => CAME_BACK,
                    _ => verdict_word(verdict),
                };
                metrics::counter!("bonafide_reviews_total", "outcome" => outcome).increment(1);
                Ok(submitted.status)
            }
            Err(Error::Ended(_) | Error::Stale | Error::Erased) => Err(Error::ReviewSettled),
            Err(error) => Err(error),
        }
    }

    /// The case, if it is in the operator's hands.
    async fn case_of(&self, operator: &Operator, id: &ReviewCaseId) -> Result<ReviewCase, Error> {
        let case = rows::assigned_to(&mut *self.store().read().await?, &operator.id).await?;
        case.filter(|case| case.id == *id)
            .ok_or(Error::ReviewNotAssigned)
    }

    async fn note_look(
        &self,
        operator: &Operator,
        case: &ReviewCase,
        evidence: Option<&EvidenceId>,
        what: &str,
    ) -> Result<(), Error> {
        let look = Look {
            organisation: case.organisation.clone(),
            registration: case.registration.clone(),
            operator: operator.id.clone(),
            review_case: Some(case.id.clone()),
            evidence: evidence.cloned(),
            what: what.to_owned(),
            at: self.now(),
        };
        let mut tx = self.store().begin().await?;
        looks::record(&mut tx, &look).await?;
        Ok(tx.commit().await?)
    }
}

fn shown(case: ReviewCase) -> Case {
    Case {
        id: case.id,
        organisation: case.organisation,
        registration: case.registration,
        due: case.due,
        opened_at: case.created,
        kept_until: case.assigned_until,
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accept",
        Verdict::Retry { .. } => "retry",
        Verdict::Reject { .. } => "reject",
    }
}

fn validate(note: &str, verdict: Verdict) -> Result<(), Error> {
    if note.chars().count() > NOTE {
        return Err(Error::Validation(vec![Pointer::new(
            "/note",
            format!("at most {NOTE} characters"),
        )]));
    }
    if note.is_empty() && verdict != Verdict::Accept {
        return Err(Error::ReviewReasonRequired);
    }
    Ok(())
}

/// Whether evidence of this kind is drawn for whoever judges it: of a chip's files the portrait is, once a state
/// vouches for it.
fn may_be_drawn(registration: &Registration, kind: &str) -> bool {
    kind != EvidenceKind::Chip.as_str()
        || registration.chip().is_some_and(|chip| chip.class.is_some())
}
