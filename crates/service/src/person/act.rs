//! What a person does: every act is one event, made on a page that shows the present turn.

use bonafide_identity::evidence::{CameraLimit, CaptureSource, Evidence, EvidenceKind};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Act, Event, Refusal, Screen, Status};
use bonafide_store::evidence::{self as rows, EvidenceOf, NewEvidence, Upload};
use bonafide_store::keys::Class;
use jiff::tz::TimeZone;

use super::view::lapsed;
use super::{Browser, PersonView};
use crate::submit::{Alongside, Loaded, Submitted};
use crate::{Error, Service};

/// The largest picture that is taken, in bytes.
pub const MAX_PICTURE: usize = 20 * 1024 * 1024;

/// The most pictures that one registration may take: far more than any honest person needs, and
/// few enough that nobody fills the disk with one link.
pub const MOST_PICTURES: usize = 100;

/// A piece of evidence that was uploaded, to be recorded with the event that speaks of it.
pub(crate) struct Kept {
    pub(crate) upload: Upload,
    pub(crate) new: NewEvidence<'static>,
}

/// A piece of evidence, as it came.
pub(crate) struct Taken {
    pub(crate) kind: EvidenceKind,
    pub(crate) source: CaptureSource,
    pub(crate) limit: Option<CameraLimit>,
    pub(crate) media_type: &'static str,
    /// Which attempt at it, from 1.
    pub(crate) attempt: i64,
}

impl Service {
    /// Does what the person did on a page of that turn, and shows what comes next.
    ///
    /// # Errors
    /// [`Error::Stale`] when the page was out of date (a second tab, a double click, the back
    /// button): nothing is changed, and the present screen is to be shown. [`Error::Ended`],
    /// [`Error::StepNotOpen`], [`Error::Fields`], [`Error::RegistrationErased`].
    pub async fn act(&self, browser: &Browser, turn: u32, act: Act) -> Result<PersonView, Error> {
        if matches!(
            act,
            Act::Photograph { .. } | Act::TypeZone { .. } | Act::PresentChip { .. }
        ) {
            // They have doors of their own, where what is handed in is judged first.
            return Err(Error::StepNotOpen);
        }
        self.person_event(browser, turn, act, &Alongside::Nothing)
            .await?;
        self.person_view(browser).await
    }

    /// Gives the person more time, as far as the policy goes; see [`PersonView::may_extend`].
    /// Either device may ask. Pages stay as good as they were.
    ///
    /// # Errors
    /// [`Error::Ended`], [`Error::Stale`] while it does not wait for the person,
    /// [`Error::RegistrationErased`].
    pub async fn extend(&self, browser: &Browser) -> Result<PersonView, Error> {
        let submitted = self
            .submit_with(
                &browser.organisation,
                &browser.registration,
                &Event::Extended,
                browser.id.as_str(),
                &Alongside::Nothing,
            )
            .await;
        for_person(submitted)?;
        self.person_view(browser).await
    }

    /// Takes a photograph in, with what the page said of its camera.
    ///
    /// # Errors
    /// [`Error::Unusable`] with the notice when the file is not a picture that can be judged;
    /// otherwise as [`Service::act`].
    pub async fn photograph(
        &self,
        browser: &Browser,
        turn: u32,
        kind: EvidenceKind,
        source: CaptureSource,
        limit: Option<CameraLimit>,
        bytes: Vec<u8>,
    ) -> Result<PersonView, Error> {
        self.expect_in_hand(browser).await?;
        let loaded = self.expect_turn(browser, turn).await?;
        let attempt = self.expect_picture(&loaded, kind).await?;
        let (bytes, media_type) = self.intake(bytes).await?;
        let taken = Taken {
            kind,
            source,
            limit,
            media_type,
            attempt,
        };
        let (evidence, kept) = self.keep_evidence(&loaded, taken, bytes).await?;
        let act = Act::Photograph { evidence };
        let done = self
            .person_event(browser, turn, act, &Alongside::Evidence(&kept))
            .await;
        self.unless_refused(done, kept).await?;
        metrics::counter!("bonafide_pictures_total", "kind" => kind.as_str()).increment(1);
        self.person_view(browser).await
    }

    /// Keeps a piece of evidence, for an event to speak of.
    pub(crate) async fn keep_evidence(
        &self,
        loaded: &Loaded,
        taken: Taken,
        bytes: Vec<u8>,
    ) -> Result<(Evidence, Kept), Error> {
        let Taken {
            kind,
            source,
            limit,
            media_type,
            attempt,
        } = taken;
        let now = self.now();
        let evidence = Evidence {
            id: EvidenceId::new(now, self.random_id()),
            kind,
            source,
            limit,
        };
        let of = EvidenceOf {
            organisation: &loaded.summary.organisation,
            account: loaded.record.registration.account(),
            registration: &loaded.summary.id,
            id: &evidence.id,
            class: match kind {
                EvidenceKind::Selfie => Class::Biometric,
                EvidenceKind::DocumentFront | EvidenceKind::DocumentBack | EvidenceKind::Chip => {
                    Class::Evidence
                }
            },
        };
        let upload = self.store().upload(of, bytes).await?;
        let new = NewEvidence {
            kind: kind.as_str(),
            attempt,
            source: source.as_str(),
            media_type,
            created: now,
            erase_after: None,
        };
        Ok((evidence, Kept { upload, new }))
    }

    /// Discards what was kept for an event that was refused.
    pub(crate) async fn unless_refused<T>(
        &self,
        done: Result<T, Error>,
        kept: Kept,
    ) -> Result<T, Error> {
        match done {
            // The connection may have broken after the commit: then a row refers to the object. If
            // none does, the sweep finds it.
            Ok(_) | Err(Error::Store(_)) => {}
            // Nobody can read it, but it need not wait for the sweep.
            Err(_) => {
                if let Err(error) = self.store().discard(kept.upload).await {
                    tracing::warn!(%error, "a refused upload was not discarded");
                }
            }
        }
        done
    }

    /// Takes the machine-readable zone in as the person typed it.
    ///
    /// # Errors
    /// [`Error::Unusable`] with the notice when it is no zone or a check digit disagrees;
    /// otherwise as [`Service::act`].
    pub async fn type_zone(
        &self,
        browser: &Browser,
        turn: u32,
        text: &str,
    ) -> Result<PersonView, Error> {
        let loaded = self.expect_turn(browser, turn).await?;
        let view = loaded
            .record
            .registration
            .view(&loaded.definition, &loaded.policy);
        if !matches!(
            view.screen,
            Screen::PhotographDocument {
                may_type_zone: true,
                ..
            }
        ) {
            return Err(Error::StepNotOpen);
        }
        let today = self.now().to_zoned(TimeZone::UTC).date();
        let zone = self
            .core
            .examiner
            .typed_zone(text, today)
            .map_err(Error::Unusable)?;
        self.person_event(browser, turn, Act::TypeZone { zone }, &Alongside::Nothing)
            .await?;
        self.person_view(browser).await
    }

    /// The registration, if the page is up to date: spares storing what would be refused.
    pub(crate) async fn expect_turn(&self, browser: &Browser, turn: u32) -> Result<Loaded, Error> {
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        let registration = &loaded.record.registration;
        let status = registration.status();
        if lapsed(status, registration.expires_at(), self.now()) {
            return Err(Error::Ended(Status::Expired));
        }
        if status != Status::RequiresInput {
            return Err(Refusal::NotNow(status).into());
        }
        if registration.turn() != turn {
            return Err(Error::Stale);
        }
        Ok(loaded)
    }

    /// Which attempt at that picture it is, from 1, if it is one that is asked for.
    pub(crate) async fn expect_picture(
        &self,
        loaded: &Loaded,
        kind: EvidenceKind,
    ) -> Result<i64, Error> {
        if !asked_for(loaded, kind) {
            return Err(Error::StepNotOpen);
        }
        let mut read = self.store().read().await?;
        let before =
            rows::of_registration(&mut read, &loaded.summary.organisation, &loaded.summary.id)
                .await?;
        if before.len() >= MOST_PICTURES {
            return Err(Error::Unusable(Code::TooManyAttempts));
        }
        let same = before
            .iter()
            .filter(|evidence| evidence.kind == kind.as_str())
            .count();
        Ok(i64::try_from(same).unwrap_or(i64::MAX - 1) + 1)
    }

    /// Whether bytes are a picture: decoded on a thread that may be busy, few at a time.
    async fn intake(&self, bytes: Vec<u8>) -> Result<(Vec<u8>, &'static str), Error> {
        if bytes.is_empty() {
            return Err(Error::Unusable(Code::UploadEmpty));
        }
        if bytes.len() > MAX_PICTURE {
            return Err(Error::Unusable(Code::UploadTooLarge));
        }
        let permit = self.intake_permit().await?;
        let examiner = std::sync::Arc::clone(&self.core.examiner);
        let judged = tokio::task::spawn_blocking(move || {
            // Kept until it is done, even when nobody waits for it any more.
            let _permit = permit;
            let accepted = examiner.accept(&bytes);
            (bytes, accepted)
        });
        // A picture that brings the decoder down is one that cannot be read.
        let (bytes, accepted) = judged
            .await
            .map_err(|_| Error::Unusable(Code::UploadUnreadable))?;
        Ok((bytes, accepted.map_err(Error::Unusable)?.media_type))
    }

    pub(crate) async fn person_event(
        &self,
        browser: &Browser,
        turn: u32,
        act: Act,
        alongside: &Alongside<'_>,
    ) -> Result<(), Error> {
        self.expect_in_hand(browser).await?;
        let event = Event::Person { turn, act };
        let submitted = self
            .submit_with(
                &browser.organisation,
                &browser.registration,
                &event,
                browser.id.as_str(),
                alongside,
            )
            .await;
        for_person(submitted)
    }
}

/// What became of an event, as a person is told.
pub(super) fn for_person(submitted: Result<Submitted, Error>) -> Result<(), Error> {
    match submitted {
        Ok(_) => Ok(()),
        Err(Error::Erased) => Err(Error::RegistrationErased),
        // Two devices at the same moment: the other one was first.
        Err(Error::ConcurrentChange) => Err(Error::Stale),
        Err(error) => Err(error),
    }
}

/// Whether that picture may be handed in now. The front may be taken again before the back.
fn asked_for(loaded: &Loaded, kind: EvidenceKind) -> bool {
    let Loaded {
        record,
        definition,
        policy,
        ..
    } = loaded;
    match record.registration.view(definition, policy).screen {
        Screen::PhotographDocument { side, .. } => {
            side == kind || kind == EvidenceKind::DocumentFront
        }
        Screen::ReadChip { .. } => kind == EvidenceKind::Chip,
        Screen::Selfie | Screen::Liveness => kind == EvidenceKind::Selfie,
        _ => false,
    }
}
