//! Looking at a registration: what it is, where it stands, how long it lasts, what was given.

use jiff::{SignedDuration, Timestamp};

use super::{
    ChipReading, Examination, Fence, Registration, Report, State, Status, Step, View, steps, view,
};
use crate::evidence::Evidence;
use crate::fields::{DocumentKind, Field, Zone};
use crate::finding::{Finding, Reason};
use crate::id::{AccountId, OrganisationId, RegistrationId};
use crate::policy::Policy;
use crate::port::lost_documents::TravelDocument;
use crate::service::{Definition, Pinned};

/// What is hardly more time: it is not worth an event.
const LEAST_EXTENSION: SignedDuration = SignedDuration::from_mins(1);

impl Registration {
    /// Its identifier.
    pub fn id(&self) -> &RegistrationId {
        &self.id
    }

    /// The organisation that it belongs to.
    pub fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// The account whose way it is.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// Whether it counts, or was made in test mode.
    pub fn livemode(&self) -> bool {
        self.livemode
    }

    /// The service's definition that it is pinned to.
    pub fn service(&self) -> &Pinned {
        &self.service
    }

    /// The policy that it is pinned to.
    pub fn policy(&self) -> &Pinned {
        &self.policy
    }

    /// When it was opened.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// When it ends by itself while input is required.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Whether more time can be had once this time is nearly over.
    pub fn may_be_extended(&self, policy: &Policy) -> bool {
        self.longest(policy) >= self.expires_at + LEAST_EXTENSION
    }

    /// Until when it can be kept open at the most, however often the person asks for more time.
    pub fn longest(&self, policy: &Policy) -> Timestamp {
        let longest = SignedDuration::from_hours(policy.limits.longest_hours.into());
        (self.created_at + longest).max(self.expires_at)
    }

    /// Until when it would stay open if the person asked for more time now; `None` when that is
    /// hardly later than it does anyway.
    pub fn extendable(&self, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
        let wished = now + SignedDuration::from_mins(policy.limits.extension_minutes.into());
        let later = wished.min(self.longest(policy));
        (later >= self.expires_at + LEAST_EXTENSION).then_some(later)
    }

    /// Its state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Its status.
    pub fn status(&self) -> Status {
        match self.state {
            State::RequiresInput => Status::RequiresInput,
            State::Processing { .. } => Status::Processing,
            State::InReview { .. } => Status::InReview,
            State::Verified { .. } => Status::Verified,
            State::Rejected { .. } => Status::Rejected,
            State::Canceled { .. } => Status::Canceled,
            State::Expired { .. } => Status::Expired,
        }
    }

    /// Why the person was last asked again, or refused.
    pub fn last_error(&self) -> Option<Reason> {
        self.last_error
    }

    /// The turn that the person's next act must name.
    pub fn turn(&self) -> u32 {
        self.turn
    }

    /// Whether something was given on another device than the first, and counts.
    pub fn went_on_elsewhere(&self) -> bool {
        self.handed_over.is_some_and(|since| self.turn > since)
    }

    /// Whether pictures that another device gave were left behind when the first one went on, so
    /// that they are asked for once more.
    pub fn was_left_behind(&self) -> bool {
        self.left_behind
    }

    /// The report, from the first decision on.
    pub fn report_so_far(&self) -> Option<&Report> {
        match &self.state {
            State::InReview { report, .. }
            | State::Verified { report }
            | State::Rejected { report } => Some(report),
            _ => None,
        }
    }

    /// The document step.
    pub fn document(&self) -> Option<&steps::document::Document> {
        self.steps.iter().find_map(|step| match step {
            Step::Document(document) => Some(document),
            _ => None,
        })
    }

    /// The kind of document that was chosen.
    pub fn document_kind(&self) -> Option<DocumentKind> {
        self.document()?.kind()
    }

    /// The zone that holds: the signed chip's, else the one read from the document, or typed.
    pub fn zone(&self) -> Option<&Zone> {
        self.effective_zone()
    }

    /// The zone that was read from the document, or typed.
    pub fn printed_zone(&self) -> Option<&Zone> {
        self.zone.as_ref().or_else(|| self.document()?.typed())
    }

    /// What the chip's examination made of it, where one was read.
    pub fn chip(&self) -> Option<&ChipReading> {
        self.chip.as_ref()
    }

    /// The zone that the person typed.
    pub fn typed_zone(&self) -> Option<&Zone> {
        self.document()?.typed()
    }

    /// The document whose state and number the person handed in, as far as there can be such a one.
    pub fn stated_document(&self) -> Option<TravelDocument> {
        let fields = self.confirmed_fields()?;
        let value = |field| Some(fields.get(&field)?.text.as_str());
        TravelDocument::new(
            value(Field::IssuingState)?,
            value(Field::DocumentNumber)?,
            self.zone()
                .and_then(|zone| zone.document_code.chars().next()),
        )
    }

    /// Whether the person handed in another document's state or number than was read.
    pub(super) fn is_restated(&self) -> bool {
        let text = |document: TravelDocument| document.index_text();
        let stated = self.stated_document().map(text);
        let mut read = self.printed_zone().into_iter().chain(self.chip_zone());
        let is_read = |zone: &Zone| TravelDocument::of_zone(zone).map(text) == stated;
        self.confirmed_fields().is_some() && !read.any(is_read)
    }

    /// All evidence that counts at present.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let document = self.document().and_then(|document| document.shown());
        document
            .into_iter()
            .flat_map(|shown| shown.evidence())
            .chain(self.chip_files())
            .chain(self.selfie())
    }

    /// The examinations that were asked for and have no result yet, with their fences.
    pub fn awaited(&self) -> impl Iterator<Item = (Examination, &Fence)> {
        self.judgements
            .iter()
            .filter(|(_, judgement)| judgement.findings.is_none())
            .map(|(examination, judgement)| (*examination, &judgement.fence))
    }

    /// The findings of an examination that was carried out.
    pub fn findings(&self, examination: Examination) -> Option<&[Finding]> {
        self.judgements.get(&examination)?.findings.as_deref()
    }

    /// What a person sees.
    pub fn view(&self, definition: &Definition, policy: &Policy) -> View {
        view::view(self, definition, policy)
    }
}
