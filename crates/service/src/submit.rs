//! The one door through which a registration changes, for persons, machines and moderators:
//! within one transaction it is loaded, stepped and saved, and everything that follows from the
//! step is written down. What is outside hears of it through the outbox, after the commit.

use std::sync::Arc;
use std::time::Duration;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::finding::{Check, Finding, Outcome};
use bonafide_identity::id::{EvidenceId, JobId, OrganisationId, RegistrationId, ReviewCaseId};
use bonafide_identity::policy::Policy;
use bonafide_identity::registration::{
    Act, Actor, Context, Effect, Event, Registration, State, Status,
};
use bonafide_identity::service::Definition;
use bonafide_store::blind_index::{self, IndexEntry, IndexKind};
use bonafide_store::events::{self, NewEvent};
use bonafide_store::evidence;
use bonafide_store::handovers::Handover;
use bonafide_store::jobs::{self, Job, NewJob};
use bonafide_store::registrations::{self, Summary};
use bonafide_store::reviews::{self, Settlement};
use bonafide_store::{
    Conn, StoreError, Tx, audit, browsers, chip_challenges, erase_evidence, films,
};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

use crate::faces::{FaceSeen, Faced, Searched};
use crate::film;
use crate::operator::review::CAME_BACK;
use crate::organisation::Caller;
use crate::organisation::idempotency::Claim;
use crate::organisation::sessions::session;
use crate::person::{AFTERWARDS, Kept, handover};
use crate::record::Record;
use crate::worker::examine::{EXAMINE, ExamineTask, NEVER_DEAD};
use crate::{Error, Service};

/// How often a machine's event is tried when others change the same registration.
const MACHINE_TRIES: u32 = 20;
/// How often a person's event is tried: once more, if its page is still up to date.
const PERSON_TRIES: u32 = 2;
/// Registrations in which a document stands for somebody else that are counted and told.
const OTHERS: u32 = 20;

/// How late a review may be and still find the person's browser.
const REVIEW_LATE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Where the registration stands.
    pub status: Status,
    /// Counts its changes.
    pub version: i64,
    /// Whether the event changed anything; a repeated or late one does not.
    pub changed: bool,
}

/// What is written in the same transaction as the event.
pub(crate) enum Alongside<'a> {
    Nothing,
    /// The picture or the files that the event speaks of.
    Evidence(&'a Kept),
    /// What another reader read.
    HandedOver(&'a HandingOver<'a>),
    /// The attempt that the event begins.
    FilmBegun(&'a film::Beginning<'a>),
    /// The attempt that the event ends.
    FilmEnded(&'a film::Ending),
    /// The job that the event completes, the face that it saw, and whether that is somebody else's than the
    /// document's.
    Job(&'a Job, &'a FaceSeen, bool),
    /// The case that the event settles.
    Settlement {
        case: &'a ReviewCaseId,
        settlement: Settlement<'a>,
    },
    /// The hand-over that the event confirms.
    Confirming(&'a Handover),
    /// The hand-over that the event ends.
    Ending(&'a Handover),
    /// The hand-over whose person did not begin it: with it everything ends, and is erased.
    Disowning(&'a Handover),
}

/// What a step made of an event.
enum Stepped {
    Done(Submitted),
    /// Nothing yet: a face must be searched for first, which takes too long for a transaction.
    Search(crate::faces::Query),
}

/// What another reader read, with what it was handed over under.
pub(crate) struct HandingOver<'a> {
    pub(crate) kept: &'a Kept,
    /// The challenge that the chip signed: spent with it.
    pub(crate) challenge: Option<[u8; 8]>,
    /// The request that is answered with it.
    pub(crate) request: Option<(&'a Caller, &'a Claim<'a>)>,
}

/// A registration as it was read, with what it is pinned to.
pub(crate) struct Loaded {
    pub(crate) summary: Summary,
    pub(crate) record: Record,
    pub(crate) definition: Arc<Definition>,
    pub(crate) policy: Arc<Policy>,
}

impl Service {
    /// Feeds an event to a registration.
    ///
    /// # Errors
    /// [`Error::Ended`], [`Error::Stale`], [`Error::StepNotOpen`] or [`Error::Fields`] when the
    /// event is not possible; [`Error::Erased`]; storage. Nothing is changed then.
    pub async fn submit(
        &self,
        organisation: &OrganisationId,
        registration: &RegistrationId,
        event: Event,
        actor: &str,
    ) -> Result<Submitted, Error> {
        self.submit_with(
            organisation,
            registration,
            &event,
            actor,
            &Alongside::Nothing,
        )
        .await
    }

    pub(crate) async fn submit_with(
        &self,
        organisation: &OrganisationId,
        registration: &RegistrationId,
        event: &Event,
        actor: &str,
        alongside: &Alongside<'_>,
    ) -> Result<Submitted, Error> {
        let tries = if matches!(event, Event::Person { .. } | Event::FilmBegun { .. }) {
            PERSON_TRIES
        } else {
            MACHINE_TRIES
        };
        let (mut tried, mut searches) = (0, 0);
        let mut searched: Option<Searched> = None;
        loop {
            tried += 1;
            let searched_for = searched.as_ref();
            match self
                .step(
                    (organisation, registration),
                    (event, actor),
                    alongside,
                    searched_for,
                )
                .await
            {
                Ok(Stepped::Done(submitted)) => return Ok(submitted),
                Ok(Stepped::Search(query)) if searches < MACHINE_TRIES => {
                    // Nothing was tried yet.
                    tried -= 1;
                    searches += 1;
                    searched = Some(self.search_faces(query).await?);
                }
                Ok(Stepped::Search(_)) => return Err(Error::ConcurrentChange),
                Err(Error::Store(StoreError::Conflict { .. } | StoreError::Busy(_)))
                    if tried < tries =>
                {
                    metrics::counter!("bonafide_submit_conflicts_total").increment(1);
                    // Spread, so that those who collided do not collide again.
                    let [noise] = self.core.random.array::<1>();
                    tokio::time::sleep(Duration::from_millis(
                        u64::from(tried) * 2 + u64::from(noise % 16),
                    ))
                    .await;
                }
                Err(Error::Store(StoreError::Conflict { .. })) => {
                    return Err(Error::ConcurrentChange);
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn step(
        &self,
        (organisation, registration): (&OrganisationId, &RegistrationId),
        (event, actor): (&Event, &str),
        alongside: &Alongside<'_>,
        searched: Option<&Searched>,
    ) -> Result<Stepped, Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let Loaded {
            mut summary,
            mut record,
            definition,
            policy,
        } = self.load(&mut tx, organisation, registration).await?;
        let mut context = Context {
            service: &definition,
            policy: &policy,
            others: None,
            faces: None,
            now,
        };
        let before = record.registration.clone();
        let (mut after, mut effects) = before.clone().handle(event.clone(), &context)?;
        let others = self.other_holders(&mut tx, &after, &effects).await?;
        let seen = alongside.face();
        let faced = self.faced(&mut tx, (&after, &effects), &policy, seen, searched);
        let faced = match faced.await? {
            Faced::Off => None,
            Faced::Wanted(query) => return Ok(Stepped::Search(query)),
            Faced::Known(known) => Some(known),
        };
        if let Some(others) = &others {
            // Decided once more, with what only the other registrations know.
            context.others = Some(u32::try_from(others.len()).unwrap_or(u32::MAX));
            context.faces = faced.as_ref().map(|known| known.search);
            (after, effects) = before.clone().handle(event.clone(), &context)?;
        }
        let changed = after != before || !effects.is_empty();
        alongside.write(&mut tx, organisation, &after, now).await?;
        if changed {
            record.registration = after;
            self.describe(&mut summary, &record, now);
            summary.version = registrations::save(&mut tx, &summary, &record.encode()).await?;
            let before_until = answerable(&before);
            let until = if record.registration.status().is_final() {
                before_until.min(now)
            } else {
                answerable(&record.registration)
            };
            if until != before_until {
                let until = until + AFTERWARDS;
                browsers::keep_until(&mut tx, organisation, registration, until).await?;
            }
            let news = |others: &Vec<RegistrationId>| !others.is_empty() && !told(&before);
            if let Some(others) = others.filter(news) {
                self.note_other_holders(&mut tx, &summary, &others, now)
                    .await?;
            }
            if let Some(known) = &faced {
                self.note_faces(&mut tx, &summary, known, now).await?;
            }
            self.write_down(&mut tx, &summary, event, actor, now)
                .await?;
            self.keep_face(&mut tx, &record.registration, &policy, seen)
                .await?;
            for effect in &effects {
                self.carry_out(&mut tx, &summary, &record, effect, now)
                    .await?;
            }
            if record.registration.status().is_final() {
                self.limit_retention(&mut tx, &summary, record.registration.status(), now)
                    .await?;
            }
        }
        if let Alongside::HandedOver(HandingOver {
            request: Some((caller, claim)),
            ..
        }) = alongside
        {
            let answer = session(&summary, Some(&record), true)?;
            self.finish_idempotent(&mut tx, caller, claim, &answer, Some(registration))
                .await?;
        }
        let disowned = matches!(alongside, Alongside::Disowning(_));
        if disowned {
            self.note_event(
                &mut tx,
                organisation,
                registration,
                handover::REFUSED,
                actor,
            )
            .await?;
            self.erase_within(&mut tx, organisation, registration, actor)
                .await?;
        }
        tx.commit().await?;
        if disowned {
            self.tell_erased(organisation, registration).await;
        }
        let status = record.registration.status();
        if changed {
            self.tell(registration, status, before.status(), &effects);
            let waits = status == Status::RequiresInput;
            let turn = record.registration.turn();
            self.core.desk.overtaken(registration, turn, waits);
        }
        Ok(Stepped::Done(Submitted {
            status,
            version: summary.version,
            changed,
        }))
    }

    /// A registration with what it is pinned to.
    pub(crate) async fn load(
        &self,
        conn: &mut Conn,
        organisation: &OrganisationId,
        registration: &RegistrationId,
    ) -> Result<Loaded, Error> {
        let row = registrations::find(conn, organisation, registration)
            .await?
            .ok_or(Error::NotFound)?;
        let record = Record::of_row(&row)?.ok_or(Error::Erased)?;
        let terms = record.terms.as_ref();
        let definition = self
            .definition(
                conn,
                organisation,
                record.registration.service(),
                terms.map(|terms| terms.definition.as_str()),
            )
            .await?;
        let policy = self
            .policy(
                conn,
                record.registration.policy(),
                terms.map(|terms| terms.policy.as_str()),
            )
            .await?;
        Ok(Loaded {
            summary: row.summary,
            record,
            definition,
            policy,
        })
    }

    /// The clear columns of a registration.
    pub(crate) fn describe(&self, summary: &mut Summary, record: &Record, now: Timestamp) {
        let registration = &record.registration;
        let status = registration.status();
        status.as_str().clone_into(&mut summary.status);
        summary.last_error = registration
            .last_error()
            .map(|reason| reason.as_str().to_owned());
        summary.updated = now;
        // Only what waits for the person ends by time.
        summary.expires = (status == Status::RequiresInput).then(|| registration.expires_at());
        if status.is_final() {
            summary.ended = Some(now);
            summary.erase_after = Some(now + self.core.settings.retention.registration);
        }
    }

    /// The entry of the audit chain: the event itself sealed, its outline in the clear.
    async fn write_down(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        event: &Event,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let note = serde_json::json!({ "status": summary.status, "version": summary.version });
        let payload = serde_json::to_vec(event).expect("an event is plain data");
        let entry = NewEvent {
            organisation: &summary.organisation,
            registration: &summary.id,
            at: now,
            kind: kind(event),
            actor,
            note: Some(&note),
            payload: Some((&summary.account, &payload)),
        };
        events::append(tx, &entry).await?;
        Ok(())
    }

    /// An entry of the audit chain for something that changes no state and holds nothing personal.
    pub(crate) async fn note_event(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        registration: &RegistrationId,
        kind: &str,
        actor: &str,
    ) -> Result<(), Error> {
        let entry = NewEvent {
            organisation,
            registration,
            at: self.now(),
            kind,
            actor,
            note: None,
            payload: None,
        };
        events::append(tx, &entry).await?;
        Ok(())
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        record: &Record,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<(), Error> {
        match effect {
            Effect::Examine { examination, fence } => {
                let task = ExamineTask {
                    organisation: summary.organisation.clone(),
                    registration: summary.id.clone(),
                    examination: *examination,
                    fence: fence.clone(),
                };
                let payload = serde_json::to_string(&task).expect("a task is plain data");
                let job = NewJob {
                    id: &JobId::new(now, self.random_id()),
                    queue: EXAMINE,
                    kind: examination.as_str(),
                    unique_key: Some(&format!("{}/{}", summary.id, fence.attempt)),
                    organisation: Some(&summary.organisation),
                    payload: &payload,
                    run_at: now,
                    max_attempts: NEVER_DEAD,
                    now,
                };
                jobs::enqueue(tx, &job).await?;
            }
            Effect::OpenReview { due, .. } => {
                let id = ReviewCaseId::new(now, self.random_id());
                reviews::insert(tx, &summary.organisation, &id, &summary.id, *due, now).await?;
            }
            Effect::CloseReview { .. } => {
                // A case that was settled by this very event is past withdrawing.
                reviews::withdraw(tx, &summary.organisation, &summary.id, now).await?;
            }
            Effect::Forget => forget(tx, summary, &record.registration, now).await?,
            Effect::Bind => self.bind(tx, summary, &record.registration, now).await?,
            Effect::Announce(status) => self.announce(tx, summary, record, *status, now).await?,
        }
        Ok(())
    }

    /// The registrations in which a document that was presented stands for somebody else, once
    /// somebody would be accepted or a moderator asked; `None` where nobody is. Whoever asks about
    /// the same document at once waits for this transaction.
    async fn other_holders(
        &self,
        tx: &mut Tx,
        registration: &Registration,
        effects: &[Effect],
    ) -> Result<Option<Vec<RegistrationId>>, Error> {
        let decided = |effect| matches!(effect, &Effect::Bind | &Effect::OpenReview { .. });
        if !effects.iter().any(decided) {
            return Ok(None);
        }
        let mut others: Vec<RegistrationId> = Vec::new();
        for [document, holder] in self.presented(registration)? {
            blind_index::take_turn(tx, &document).await?;
            let found = blind_index::of_other_holders(
                tx,
                registration.organisation(),
                registration.id(),
                &document,
                &holder,
                OTHERS,
            )
            .await?;
            for one in found {
                if !others.contains(&one) {
                    others.push(one);
                }
            }
        }
        Ok(Some(others))
    }

    /// Tells in the audit chain that the document stands for somebody else: in how many
    /// registrations in the clear, in which ones sealed, so that erasing ends it.
    async fn note_other_holders(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        others: &[RegistrationId],
        now: Timestamp,
    ) -> Result<(), Error> {
        let note = serde_json::json!({ "count": others.len() });
        let payload = serde_json::to_vec(others).expect("ids are plain data");
        let entry = NewEvent {
            organisation: &summary.organisation,
            registration: &summary.id,
            at: now,
            kind: "document_already_used",
            actor: actor(Actor::Machine),
            note: Some(&note),
            payload: Some((&summary.account, &payload)),
        };
        events::append(tx, &entry).await?;
        Ok(())
    }

    /// The blind indexes of each document that was presented and of its holder, in an order that
    /// is the same for everybody who waits for several of them.
    pub(crate) fn presented(
        &self,
        registration: &Registration,
    ) -> Result<Vec<[[u8; 32]; 2]>, Error> {
        let index = |kind, text: &str| self.store().blind_index(kind, text);
        let mut indexes = Vec::new();
        for presented in registration.presented() {
            indexes.push([
                index(IndexKind::DocumentNumber, &presented.document)?,
                index(IndexKind::DocumentHolder, &presented.holder)?,
            ]);
        }
        indexes.sort_unstable();
        Ok(indexes)
    }

    /// Notes which document proved whom, blindly.
    async fn bind(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        registration: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        let entry = IndexEntry {
            organisation: summary.organisation.clone(),
            registration: summary.id.clone(),
            account: summary.account.clone(),
            created: now,
        };
        for [document, holder] in self.presented(registration)? {
            blind_index::insert(tx, &entry, IndexKind::DocumentNumber, &document).await?;
            blind_index::insert(tx, &entry, IndexKind::DocumentHolder, &holder).await?;
        }
        Ok(())
    }

    /// Says until when the pictures and the audit chain of an ended registration are kept.
    async fn limit_retention(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        status: Status,
        now: Timestamp,
    ) -> Result<(), Error> {
        let retention = &self.core.settings.retention;
        let drop_after = Some(now + retention.audit);
        audit::set_drop_after(tx, &summary.organisation, &summary.id, drop_after).await?;
        for evidence in evidence::of_registration(tx, &summary.organisation, &summary.id).await? {
            let kept = match (status, evidence.kind.parse()) {
                (Status::Canceled | Status::Expired, _) | (_, Err(_)) => retention.abandoned,
                (_, Ok(EvidenceKind::Selfie)) => retention.selfie,
                (
                    _,
                    Ok(
                        EvidenceKind::DocumentFront
                        | EvidenceKind::DocumentBack
                        | EvidenceKind::Chip,
                    ),
                ) => retention.document,
            };
            let erase_after = Some(now + kept);
            evidence::set_erase_after(tx, &summary.organisation, &evidence.id, erase_after).await?;
        }
        Ok(())
    }

    /// Tells those who watch that a film ended which changed nothing.
    pub(crate) fn tell_film(&self, id: &RegistrationId) {
        self.core.watchers.changed(id);
    }

    /// Tells those who wait within this process.
    fn tell(&self, id: &RegistrationId, status: Status, before: Status, effects: &[Effect]) {
        self.core.watchers.changed(id);
        let wake = |bell: &Notify| bell.notify_one();
        if effects
            .iter()
            .any(|effect| matches!(effect, Effect::Examine { .. }))
        {
            wake(&self.core.wake.jobs);
        }
        if effects
            .iter()
            .any(|effect| matches!(effect, Effect::Announce(_)))
        {
            wake(&self.core.wake.webhooks);
        }
        if status != before {
            metrics::counter!("bonafide_registrations_total", "status" => status.as_str())
                .increment(1);
            tracing::info!(registration = %id, from = %before, to = %status, "registration changed");
        }
    }
}

/// Erases the evidence that does not count any more.
async fn forget(
    tx: &mut Tx,
    summary: &Summary,
    registration: &Registration,
    now: Timestamp,
) -> Result<(), Error> {
    let counting: Vec<&EvidenceId> = registration.evidence().map(|one| &one.id).collect();
    for row in evidence::of_registration(tx, &summary.organisation, &summary.id).await? {
        if !counting.contains(&&row.id) {
            erase_evidence(tx, &summary.organisation, &row.id, now).await?;
        }
    }
    Ok(())
}

/// Whether the report already says that the document stands for somebody else.
fn told(registration: &Registration) -> bool {
    let used =
        |finding: &Finding| (finding.check, finding.outcome) == (Check::DocumentUse, Outcome::Fail);
    registration
        .report_so_far()
        .is_some_and(|report| report.findings.iter().any(used))
}

impl Alongside<'_> {
    /// What was seen of a face.
    fn face(&self) -> &FaceSeen {
        match self {
            Self::Job(_, seen, _) => seen,
            _ => &FaceSeen::Unasked,
        }
    }

    async fn write(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        after: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        match self {
            Self::Nothing => {}
            Self::Evidence(kept) => evidence::insert(tx, &kept.upload, &kept.new).await?,
            Self::HandedOver(HandingOver {
                kept, challenge, ..
            }) => {
                let (organisation, registration) = (after.organisation(), after.id());
                if let Some(challenge) = challenge
                    && !chip_challenges::spend(tx, organisation, registration, challenge, now)
                        .await?
                {
                    return Err(Error::ChipChallengeUnknown);
                }
                evidence::insert(tx, &kept.upload, &kept.new).await?;
            }
            Self::FilmBegun(film) => film.write(tx, after, now).await?,
            Self::FilmEnded(film) => film.write(tx, after, now).await?,
            Self::Job(job, _, foreign) => {
                jobs::complete(tx, job).await?;
                if *foreign {
                    // Whoever was filmed lives, and tries another's document.
                    films::count_latest(tx, organisation, after.id()).await?;
                }
            }
            Self::Settlement { case, settlement } => {
                let mut settlement = settlement.clone();
                if after.status() == Status::InReview {
                    settlement.outcome = CAME_BACK;
                }
                match reviews::settle(tx, organisation, case, &settlement, now).await {
                    Err(StoreError::NotFound(_)) => return Err(Error::ReviewNotAssigned),
                    other => other.map(drop)?,
                }
            }
            Self::Confirming(handover) => handover::confirm(tx, handover, now).await?,
            Self::Ending(handover) | Self::Disowning(handover) => {
                handover::end(tx, handover, now).await?;
            }
        }
        Ok(())
    }
}

/// Until when the person may have something to answer, as far as is known: a review may ask again
/// long after the registration's own time.
fn answerable(registration: &Registration) -> Timestamp {
    let expires = registration.expires_at();
    match registration.state() {
        State::InReview { due, .. } => expires.max(*due + REVIEW_LATE),
        _ => expires,
    }
}

/// An event's name in the audit chain.
fn kind(event: &Event) -> &'static str {
    match event {
        Event::Person { act, .. } => match act {
            Act::Consent { .. } => "consented",
            Act::ChooseDocument { .. } => "document_chosen",
            Act::Photograph { .. } => "photographed",
            Act::PresentChip { .. } => "chip_presented",
            Act::SkipChip => "chip_skipped",
            Act::TypeZone { .. } => "zone_typed",
            Act::ConfirmFields { .. } => "fields_confirmed",
            Act::Reopen(_) => "reopened",
            Act::Cancel => "canceled",
        },
        Event::ChipHandedOver { .. } => "chip_handed_over",
        Event::FilmBegun { .. } => "film_begun",
        Event::Filmed { .. } => "filmed",
        Event::Examined { .. } => "examined",
        Event::Reviewed { .. } => reviews::EVENT_KIND,
        Event::Canceled { .. } => "canceled",
        Event::HandedOver => "handed_over",
        Event::TakenBack => "taken_back",
        Event::Extended => "extended",
        Event::Lapsed => "lapsed",
    }
}

/// The actor of an event that no browser or operator made.
pub(crate) fn actor(actor: Actor) -> &'static str {
    actor.as_str()
}
