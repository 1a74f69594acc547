//! What a page shows, and how it learns that something changed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use bonafide_identity::id::{OrganisationId, RegistrationId};
use bonafide_identity::registration::{Screen, Status, View};
use bonafide_identity::service::Definition;
use bonafide_store::result_codes::{self, ResultCode};
use bonafide_store::{Conn, registrations};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::handover::{HandoverStatus, Latest};
use super::link::organisation_name;
use super::{Browser, Role};
use crate::chip::{ChipView, KeyFields};
use crate::secret::Secret;
use crate::submit::Loaded;
use crate::{Error, Service};

/// How long a result code is worth anything.
const CODE: SignedDuration = SignedDuration::from_mins(5);
/// How often the tables are looked at for changes that another process made.
const LOOK: Duration = Duration::from_secs(2);
/// The longest that anybody waits for a change in one go.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a person sees.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// The registration's view.
    pub view: View,
    /// What it leads to, and what is asked.
    pub definition: Arc<Definition>,
    /// Who asks.
    pub organisation_name: String,
    /// How this browser came in.
    pub role: Role,
    /// When the registration ends by itself while it waits for the person.
    pub expires_at: Timestamp,
    /// The present, to say how long that is.
    pub now: Timestamp,
    /// Whether [`Service::extend`] will put that off when it is near.
    pub may_extend: bool,
    /// Whether the face will be compared with those of others who were verified (1:N).
    pub seeks_faces: bool,
    /// Whether everything is marked as a test.
    pub sandbox: bool,
    /// Whether [`Service::finish`] leads back to the organisation now.
    pub return_available: bool,
    /// Whether there will be a way back at the end.
    pub returns: bool,
    /// Whether an account can keep what was proven in this browser.
    pub may_keep: bool,
    /// Whether this leads back in to an account.
    pub regains: bool,
    /// The hand-over to another device, while there is one.
    pub handover: Option<HandoverStatus>,
    /// The chip's reading, while there is one.
    pub chip: Option<ChipView>,
    /// The latest reading that this process knows of, under way or not.
    pub latest_chip: Option<String>,
    /// What the chip is opened with, as it was read: where the chip is asked for.
    pub chip_key: KeyFields,
    /// Whether what another device gave is kept from this one.
    pub(crate) hides: bool,
    /// Whether the document is asked for once more, since a hand-over was ended.
    pub taken_back: bool,
    /// Changes whenever the page would; for [`Service::changed`].
    pub version: i64,
}

impl Service {
    /// What the browser's person sees now.
    ///
    /// # Errors
    /// [`Error::RegistrationErased`]; storage.
    pub async fn person_view(&self, browser: &Browser) -> Result<PersonView, Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        let Loaded {
            summary,
            record,
            definition,
            policy,
        } = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        let organisation_name = organisation_name(&mut read, &browser.organisation).await?;
        let handover = self.latest_handover(&mut read, browser).await?;
        let regains = self.is_regaining(&mut read, browser).await?;
        let registration = &record.registration;
        let mut view = registration.view(&definition, &policy);
        if lapsed(registration.status(), registration.expires_at(), now) {
            // Time is up though no job has written it down yet.
            view.status = Status::Expired;
            view.problem = None;
            view.missed.clear();
            view.screen = Screen::Result {
                status: Status::Expired,
                reasons: Vec::new(),
            };
        }
        let handover_status = match &handover {
            Some(latest) => {
                self.handover_status(&mut read, browser, latest, now)
                    .await?
            }
            None => None,
        };
        let asks = handover_status.as_ref().is_some_and(|status| status.asks);
        let hidden = asks || browser.role == Role::Starter && registration.went_on_elsewhere();
        if hidden {
            hide(&mut view);
        }
        let taken_back = matches!(
            view.screen,
            Screen::ChooseDocument { .. } | Screen::PhotographDocument { .. }
        ) && browser.role == Role::Starter
            && registration.was_left_behind();
        let latest = self.chip_view(browser);
        let returns = browser.role == Role::Starter && record.return_url.is_some();
        Ok(PersonView {
            return_available: returns && view.status != Status::RequiresInput,
            returns,
            may_keep: !regains && self.offers_to_keep(browser, registration),
            regains,
            sandbox: !registration.livemode(),
            expires_at: registration.expires_at(),
            organisation_name,
            role: browser.role,
            now,
            may_extend: registration.may_be_extended(&policy),
            seeks_faces: policy.face_duplicates.is_some(),
            taken_back,
            version: version(
                summary.version,
                handover.as_ref(),
                latest.as_ref().map(|(chip, _)| chip),
            ),
            latest_chip: latest.as_ref().map(|(chip, _)| chip.id.clone()),
            chip: latest
                .filter(|(_, turn)| *turn == view.turn)
                .map(|(chip, _)| chip),
            chip_key: match view.screen {
                Screen::ReadChip { .. } if !hidden => KeyFields::of(registration.printed_zone()),
                _ => KeyFields::default(),
            },
            handover: handover_status,
            hides: hidden,
            view,
            definition,
        })
    }

    /// Waits until what the browser's person sees is no longer `seen`, or for `patience`.
    /// Gives the version that there is then.
    ///
    /// # Errors
    /// Storage.
    pub async fn changed(
        &self,
        browser: &Browser,
        seen: i64,
        patience: Duration,
    ) -> Result<i64, Error> {
        let deadline = tokio::time::Instant::now() + patience.min(PATIENCE);
        let mut bell = self.core.watchers.follow(&browser.registration);
        loop {
            let present = self.present_version(browser).await?;
            if present != seen || tokio::time::Instant::now() >= deadline {
                return Ok(present);
            }
            let look = deadline.min(tokio::time::Instant::now() + LOOK);
            // An error means that the bell was replaced, which rings as well.
            let _ = tokio::time::timeout_at(look, bell.changed()).await;
        }
    }

    async fn present_version(&self, browser: &Browser) -> Result<i64, Error> {
        let mut read = self.store().read().await?;
        let present =
            registrations::version(&mut read, &browser.organisation, &browser.registration).await?;
        let handover = self.latest_handover(&mut read, browser).await?;
        let chip = self.chip_view(browser).map(|(chip, _)| chip);
        let present = present.ok_or(Error::NotFound)?;
        Ok(version(present, handover.as_ref(), chip.as_ref()))
    }

    /// Where the person returns to, with a one-use code by which the organisation learns the
    /// result: only in the browser that opened the organisation's link, so that whoever was
    /// lured into somebody else's link proves nothing for them. Of several codes the last counts.
    ///
    /// # Errors
    /// [`Error::OtherBrowser`] on a device that was handed over to; [`Error::NoReturn`] while
    /// the person still has something to do, or when the organisation gave no address.
    pub async fn finish(&self, browser: &Browser) -> Result<String, Error> {
        if browser.role != Role::Starter {
            return Err(Error::OtherBrowser);
        }
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let loaded = self
            .load_for_person(&mut tx, &browser.organisation, &browser.registration)
            .await?;
        let registration = &loaded.record.registration;
        let expired = lapsed(registration.status(), registration.expires_at(), now);
        if registration.status() == Status::RequiresInput && !expired {
            return Err(Error::NoReturn);
        }
        let address = loaded.record.return_url.as_deref().ok_or(Error::NoReturn)?;
        let mut url = Url::parse(address).map_err(|_| Error::Inconsistent("a return address"))?;
        let code = Secret::generate(&*self.core.random);
        let row = ResultCode {
            organisation: browser.organisation.clone(),
            registration: browser.registration.clone(),
            browser: browser.id.clone(),
            created: now,
            expires: now + CODE,
        };
        result_codes::hand_out(&mut tx, &code.hash(), &row).await?;
        tx.commit().await?;
        url.query_pairs_mut()
            .append_pair("session_id", browser.registration.as_str())
            .append_pair("code", code.reveal());
        Ok(url.into())
    }

    /// A registration as a person meets it.
    pub(crate) async fn load_for_person(
        &self,
        conn: &mut Conn,
        organisation: &OrganisationId,
        registration: &RegistrationId,
    ) -> Result<Loaded, Error> {
        match self.load(conn, organisation, registration).await {
            Err(Error::Erased) => Err(Error::RegistrationErased),
            other => other,
        }
    }
}

/// Whether time has ended what waits for the person.
pub(crate) fn lapsed(status: Status, expires_at: Timestamp, now: Timestamp) -> bool {
    status == Status::RequiresInput && now >= expires_at
}

/// Takes out what was read from what another device gave: whoever was lured into going on there
/// shows nothing of themselves to whoever began here, nor the other way round before they said
/// that they are the same.
fn hide(view: &mut View) {
    view.problem = None;
    view.missed.clear();
    match &mut view.screen {
        Screen::CheckFields { fields, zone } => {
            fields.clear();
            *zone = None;
        }
        Screen::Result { reasons, .. } => reasons.clear(),
        _ => {}
    }
}

/// A number that differs whenever the registration, its hand-over or its chip's reading does.
fn version(registration: i64, handover: Option<&Latest>, chip: Option<&ChipView>) -> i64 {
    let mut hasher = DefaultHasher::new();
    registration.hash(&mut hasher);
    handover
        .map(|latest| {
            let row = &latest.row;
            (row.id.as_str(), row.state.as_str(), latest.sent())
        })
        .hash(&mut hasher);
    chip.map(|chip| (&chip.id, chip.step())).hash(&mut hasher);
    // JavaScript keeps whole numbers exactly up to 53 bits.
    i64::try_from(hasher.finish() >> 11).unwrap_or_default()
}
