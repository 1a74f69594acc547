//! Handing over from the browser that started to a phone, and back. The first device shows a
//! picture code of a link and a number of two digits; whoever opens the link must enter the
//! number, so that a link that went astray is worth little, and then say that they began it
//! themselves: nothing is asked of them before. The first device follows live.

use bonafide_identity::id::HandoverId;
use bonafide_identity::port::messenger::Message;
use bonafide_identity::registration::{Actor, Event, Registration, Status};
use bonafide_store::attempts::Reservation;
use bonafide_store::handovers::{self as rows, Step};
use bonafide_store::messages::{self as outbox, DeliveryState};
use bonafide_store::{Conn, Tx, browsers};
use jiff::{SignedDuration, Timestamp};

use super::act::for_person;
use super::link::organisation_name;
use super::send::KIND;
use super::view::lapsed;
use super::{Browser, Opened, Role, link, opened};
use crate::secret::Secret;
use crate::submit::Alongside;
use crate::{Error, Service, secret};

/// How long a hand-over may be taken up.
const LASTS: SignedDuration = SignedDuration::from_mins(15);
/// Over which time messages and beginnings are counted.
const WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// How many hand-overs may be begun within [`WITHIN`].
const BEGINNINGS: u32 = 20;
/// How many numbers may be tried.
const TRIES: u32 = 3;
/// Longer than any hand-over: its tries never come back.
const TRIES_WITHIN: SignedDuration = SignedDuration::from_hours(24);

pub(super) const OFFERED: &str = "offered";
const OPENED: &str = "opened";
const CONFIRMED: &str = "confirmed";
const ENDED: &str = "ended";

/// Somebody said that they did not begin this: its name in the audit chain.
pub(crate) const REFUSED: &str = "handover_refused";

/// A hand-over as the device that began it shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// What the picture code says.
    pub url: String,
    /// Two digits, to be entered on the other device.
    pub number: String,
    /// Until when it may be taken up.
    pub expires_at: Timestamp,
    /// Whether the address leads to this machine only, so that no phone can open it.
    pub loopback: bool,
}

/// The latest hand-over of a registration, and the message with its link that was last sent.
pub(crate) struct Latest {
    pub(crate) row: rows::Handover,
    message: Option<outbox::Message>,
}

impl Latest {
    /// What became of the link that was last sent, if one was.
    pub(crate) fn sent(&self) -> Option<Delivery> {
        self.message.as_ref().map(|message| match message.state {
            DeliveryState::Pending => Delivery::Underway,
            DeliveryState::Delivered => Delivery::Delivered,
            DeliveryState::Failed => Delivery::Failed,
        })
    }
}

/// Where a hand-over stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverState {
    /// Waits for the other device.
    Offered,
    /// The other device is in, and asks whether its person began this.
    Opened,
    /// Nobody took it up in time.
    Expired,
    /// The other device goes on; this one follows.
    Confirmed,
}

/// The hand-over in a person's view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverStatus {
    /// Where it stands.
    pub state: HandoverState,
    /// Whether this device was let in, and its person must say whether they began this.
    pub asks: bool,
    /// What to show of it: on the device that began it, while it waits for the other.
    pub offer: Option<Handover>,
    /// The link that was last sent, if one was: on the device that began it, while it waits.
    pub sent: Option<SentLink>,
}

/// A link that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentLink {
    /// To which address or number.
    pub to: String,
    /// What became of it.
    pub state: Delivery,
}

/// What became of a link that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// It is on its way.
    Underway,
    /// The mail server or the operator of the network took it.
    Delivered,
    /// It cannot be delivered there.
    Failed,
}

/// What stands behind a hand-over's link.
#[derive(Clone, Debug)]
pub enum HandoverLink {
    /// Nobody took it up yet: ask for the number.
    Fresh(HandoverPreview),
    /// This browser took it up before, or began it: go on.
    Continue(Browser),
}

/// Who asks, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverPreview {
    /// Who asks.
    pub organisation_name: String,
    /// What the service is called.
    pub service_title: String,
    /// What it is for.
    pub purpose: String,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// Until when it may be taken up.
    pub expires_at: Timestamp,
}

impl Service {
    /// Begins a hand-over; one that was begun before ends.
    ///
    /// # Errors
    /// [`Error::OtherBrowser`] on a device that was itself handed over to; [`Error::Ended`] and
    /// [`Error::Stale`] when there is nothing left to do; [`Error::HandoverTooManySends`].
    pub async fn start_handover(&self, browser: &Browser) -> Result<Handover, Error> {
        if browser.role != Role::Starter {
            return Err(Error::OtherBrowser);
        }
        self.reserve("handover-start", browser, BEGINNINGS).await?;
        self.end_handover(browser).await?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let loaded = self
            .load_for_person(&mut tx, &browser.organisation, &browser.registration)
            .await?;
        let registration = &loaded.record.registration;
        expect_pending(registration, now)?;
        if registration.status() != Status::RequiresInput {
            return Err(Error::Stale);
        }
        let id = HandoverId::new(now, self.random_id());
        let row = rows::Handover {
            organisation: browser.organisation.clone(),
            registration: browser.registration.clone(),
            desktop: browser.id.clone(),
            phone: None,
            secret_hash: secret_of(browser, &id).hash(),
            number: format!(
                "{:02}",
                10 + u32::from_be_bytes(self.core.random.array()) % 90
            ),
            state: OFFERED.to_owned(),
            created: now,
            expires: now + LASTS,
            changed: now,
            id,
        };
        if !rows::insert(&mut tx, &row).await? {
            // Begun at the same moment: that one is shown, if it is this browser's.
            let other = rows::latest(&mut tx, &browser.organisation, &browser.registration).await?;
            let own = other.filter(|row| row.desktop == browser.id && row.state == OFFERED);
            return own
                .map(|row| self.offer(browser, &row))
                .ok_or(Error::ConcurrentChange);
        }
        tx.commit().await?;
        self.core.watchers.changed(&browser.registration);
        Ok(self.offer(browser, &row))
    }

    /// What stands behind a hand-over's link; consumes nothing.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`], [`Error::HandoverExpired`], [`Error::HandoverUsed`] on another
    /// device, [`Error::Ended`], [`Error::RegistrationErased`].
    pub async fn handover_link(
        &self,
        secret: &str,
        cookie: Option<&str>,
    ) -> Result<HandoverLink, Error> {
        let row = self.find_handover(secret).await?;
        if let Some(browser) = self.browser_of(cookie, &row.registration).await? {
            return Ok(HandoverLink::Continue(browser));
        }
        self.expect_offered(&row)?;
        self.handover_preview(&row).await.map(HandoverLink::Fresh)
    }

    async fn handover_preview(&self, row: &rows::Handover) -> Result<HandoverPreview, Error> {
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &row.organisation, &row.registration)
            .await?;
        let registration = &loaded.record.registration;
        if registration.status().is_final() {
            return Err(Error::Ended(registration.status()));
        }
        Ok(HandoverPreview {
            organisation_name: organisation_name(&mut read, &row.organisation).await?,
            service_title: loaded.definition.title.clone(),
            purpose: loaded.definition.purpose.clone(),
            livemode: registration.livemode(),
            expires_at: row.expires,
        })
    }

    /// Ends the hand-over, since whoever got its link never asked for it; the audit chain tells.
    /// The link is enough: it opens nothing that way. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`]; [`Error::HandoverUsed`] once another device took it up;
    /// [`Error::HandoverExpired`] past its time; [`Error::Ended`];
    /// [`Error::RegistrationErased`].
    pub async fn refuse_handover(&self, secret: &str) -> Result<HandoverPreview, Error> {
        let row = self.find_handover(secret).await?;
        if row.state != ENDED {
            self.expect_offered(&row)?;
        }
        let preview = self.handover_preview(&row).await?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let step = Step {
            from: OFFERED,
            to: ENDED,
            phone: None,
        };
        if rows::advance(&mut tx, &row.organisation, &row.id, &step, now).await? {
            self.note_event(
                &mut tx,
                &row.organisation,
                &row.registration,
                REFUSED,
                row.id.as_str(),
            )
            .await?;
            metrics::counter!("bonafide_handovers_refused_total").increment(1);
        } else if let Some(now) = rows::find(&mut tx, &row.organisation, &row.id).await?
            && is_taken(&now)
        {
            return Err(Error::HandoverUsed);
        }
        tx.commit().await?;
        self.core.watchers.changed(&row.registration);
        Ok(preview)
    }

    /// Lets the device in that enters the number which the first one shows. A try is written down
    /// before the numbers are compared; the third wrong one ends the hand-over. The first device
    /// waits until the person has said that they began this: [`Service::confirm_handover`].
    ///
    /// # Errors
    /// [`Error::HandoverNumberWrong`], [`Error::HandoverTooManyTries`]; otherwise as
    /// [`Service::handover_link`].
    pub async fn redeem_handover(
        &self,
        secret: &str,
        number: &str,
        cookie: Option<&str>,
    ) -> Result<Opened, Error> {
        let row = self.find_handover(secret).await?;
        if let Some(browser) = self.browser_of(cookie, &row.registration).await? {
            return Ok(Opened {
                cookie: browser.cookie.reveal().to_owned(),
                browser,
            });
        }
        self.expect_offered(&row)?;
        let now = self.now();
        let subject = row.id.as_str();
        let reserved = self
            .store()
            .reserve_attempt("handover-number", subject, TRIES, TRIES_WITHIN, now)
            .await?;
        let Reservation::Granted { left } = reserved else {
            self.give_up(&row).await?;
            return Err(Error::HandoverTooManyTries);
        };
        if !secret::same(&row.number, number.trim()) {
            if left == 0 {
                self.give_up(&row).await?;
                return Err(Error::HandoverTooManyTries);
            }
            return Err(Error::HandoverNumberWrong { tries_left: left });
        }
        let mut tx = self.store().begin().await?;
        let loaded = self
            .load_for_person(&mut tx, &row.organisation, &row.registration)
            .await?;
        let registration = &loaded.record.registration;
        expect_pending(registration, now)?;
        let (phone, cookie) = self.new_browser(
            &row.organisation,
            &row.registration,
            Role::HandedOver,
            registration.expires_at() + link::AFTERWARDS,
        );
        let step = Step {
            from: OFFERED,
            to: OPENED,
            phone: Some(&phone.id),
        };
        if !rows::advance(&mut tx, &row.organisation, &row.id, &step, now).await? {
            return Err(Error::HandoverUsed);
        }
        browsers::insert(&mut tx, &phone).await?;
        self.note_event(
            &mut tx,
            &row.organisation,
            &row.registration,
            "handover_opened",
            phone.id.as_str(),
        )
        .await?;
        tx.commit().await?;
        self.core.watchers.changed(&row.registration);
        opened(phone, cookie)
    }

    /// Goes on with the other device, whose person says that they began this themselves. Doing it
    /// again changes nothing.
    ///
    /// # Errors
    /// [`Error::HandoverExpired`] when it was ended, or past its time; [`Error::Ended`];
    /// [`Error::RegistrationErased`].
    pub async fn confirm_handover(&self, browser: &Browser) -> Result<(), Error> {
        let row = self.handover_to(browser).await?;
        if row.state == CONFIRMED {
            return Ok(());
        }
        let submitted = self
            .submit_with(
                &row.organisation,
                &row.registration,
                &Event::HandedOver,
                browser.id.as_str(),
                &Alongside::Confirming(&row),
            )
            .await;
        match for_person(submitted) {
            // Pressed twice at once: the other was first.
            Err(Error::Stale) if self.handover_to(browser).await?.state == CONFIRMED => Ok(()),
            other => {
                other?;
                metrics::counter!("bonafide_handovers_total").increment(1);
                Ok(())
            }
        }
    }

    /// The person on the other device says that they did not begin this. Before they said
    /// otherwise they gave nothing, and the hand-over ends; afterwards the registration is
    /// canceled and erased, whatever stood in it, unless they finished it and a moderator has it.
    ///
    /// # Errors
    /// [`Error::HandoverExpired`] when it was ended; [`Error::Stale`] while it is in review;
    /// [`Error::Ended`]; [`Error::RegistrationErased`].
    pub async fn disown_handover(&self, browser: &Browser) -> Result<HandoverPreview, Error> {
        let row = self.handover_to(browser).await?;
        let preview = self.handover_preview(&row).await?;
        if row.state == CONFIRMED || !self.disown_unconfirmed(&row, browser).await? {
            let submitted = self
                .submit_with(
                    &row.organisation,
                    &row.registration,
                    &Event::Canceled { by: Actor::Person },
                    browser.id.as_str(),
                    &Alongside::Disowning(&row),
                )
                .await;
            for_person(submitted)?;
        }
        self.core.watchers.changed(&row.registration);
        metrics::counter!("bonafide_handovers_refused_total").increment(1);
        Ok(preview)
    }

    /// Ends a hand-over that nobody has confirmed; gives false when somebody just did.
    async fn disown_unconfirmed(
        &self,
        row: &rows::Handover,
        browser: &Browser,
    ) -> Result<bool, Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let step = Step {
            from: OPENED,
            to: ENDED,
            phone: None,
        };
        if rows::advance(&mut tx, &row.organisation, &row.id, &step, now).await? {
            browsers::remove(&mut tx, &row.organisation, &browser.id).await?;
        } else {
            let other = rows::find(&mut tx, &row.organisation, &row.id).await?;
            if other.is_some_and(|row| row.state == CONFIRMED) {
                return Ok(false);
            }
            // Past its time, when it cannot be confirmed any more.
            end(&mut tx, row, now).await?;
        }
        self.note_event(
            &mut tx,
            &row.organisation,
            &row.registration,
            REFUSED,
            browser.id.as_str(),
        )
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The hand-over to this browser, unless it was ended.
    async fn handover_to(&self, browser: &Browser) -> Result<rows::Handover, Error> {
        let mut read = self.store().read().await?;
        let latest = rows::latest(&mut read, &browser.organisation, &browser.registration).await?;
        latest
            .filter(|row| is_taken(row) && row.phone.as_ref() == Some(&browser.id))
            .ok_or(Error::HandoverExpired)
    }

    /// Ends the hand-over: the phone's cookie opens nothing any more, and the first device goes
    /// on, without what the phone gave: the two may be different people's. Either device may do it
    /// while something is asked of the person; doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::RegistrationErased`]; storage.
    pub async fn end_handover(&self, browser: &Browser) -> Result<(), Error> {
        let latest = rows::latest(
            &mut *self.store().read().await?,
            &browser.organisation,
            &browser.registration,
        )
        .await?;
        let Some(row) = latest.filter(|row| row.state != ENDED) else {
            return Ok(());
        };
        let submitted = self
            .submit_with(
                &browser.organisation,
                &browser.registration,
                &Event::TakenBack,
                browser.id.as_str(),
                &Alongside::Ending(&row),
            )
            .await;
        match for_person(submitted) {
            // Nothing is asked of the person: there is nothing to go on with.
            Err(Error::Ended(_) | Error::Stale) => Ok(()),
            other => other,
        }
    }

    /// Whether it is this device that goes on, of those that have the registration open.
    ///
    /// # Errors
    /// [`Error::ContinuedElsewhere`] while this one follows another; [`Error::StepNotOpen`] while
    /// its person has not said that they began this.
    pub(crate) async fn expect_in_hand(&self, browser: &Browser) -> Result<(), Error> {
        let mut read = self.store().read().await?;
        let latest = rows::latest(&mut read, &browser.organisation, &browser.registration).await?;
        let Some(row) = latest else { return Ok(()) };
        match (browser.role, state(&row, self.now())) {
            (Role::Starter, Some(HandoverState::Opened | HandoverState::Confirmed)) => {
                Err(Error::ContinuedElsewhere)
            }
            (Role::HandedOver, Some(HandoverState::Confirmed)) | (Role::Starter, _) => Ok(()),
            (Role::HandedOver, _) => Err(Error::StepNotOpen),
        }
    }

    /// The latest hand-over of a registration, and what became of the link that was last sent.
    pub(crate) async fn latest_handover(
        &self,
        conn: &mut Conn,
        browser: &Browser,
    ) -> Result<Option<Latest>, Error> {
        let latest = rows::latest(conn, &browser.organisation, &browser.registration).await?;
        let Some(row) = latest else {
            return Ok(None);
        };
        let messages =
            outbox::of_registration(conn, &browser.organisation, &browser.registration).await?;
        let message = messages
            .into_iter()
            .rfind(|message| message.kind == KIND && message.created >= row.created);
        Ok(Some(Latest { row, message }))
    }

    pub(crate) async fn handover_status(
        &self,
        conn: &mut Conn,
        browser: &Browser,
        latest: &Latest,
        now: Timestamp,
    ) -> Result<Option<HandoverStatus>, Error> {
        let row = &latest.row;
        let Some(state) = state(row, now) else {
            return Ok(None);
        };
        let shows = state == HandoverState::Offered && row.desktop == browser.id;
        let sent = match (shows, latest.sent(), &latest.message) {
            (true, Some(state), Some(message)) => {
                let body = outbox::body(conn, message).await?;
                let message: Message = serde_json::from_slice(&body)
                    .map_err(|_| Error::Inconsistent("a message in the outbox"))?;
                let to = message.recipient().to_owned();
                Some(SentLink { to, state })
            }
            _ => None,
        };
        Ok(Some(HandoverStatus {
            state,
            asks: browser.role == Role::HandedOver && state != HandoverState::Confirmed,
            offer: shows.then(|| self.offer(browser, row)),
            sent,
        }))
    }

    pub(super) fn offer(&self, browser: &Browser, row: &rows::Handover) -> Handover {
        let secret = secret_of(browser, &row.id);
        Handover {
            url: self
                .settings()
                .address(&format!("phone/{}", secret.reveal())),
            number: row.number.clone(),
            expires_at: row.expires,
            loopback: self.settings().loopback(),
        }
    }

    async fn find_handover(&self, secret: &str) -> Result<rows::Handover, Error> {
        let hash = secret::hash(secret).ok_or(Error::LinkUnknown)?;
        let found = rows::find_by_secret(&mut *self.store().read().await?, &hash).await?;
        found.ok_or(Error::LinkUnknown)
    }

    fn expect_offered(&self, row: &rows::Handover) -> Result<(), Error> {
        match row.state.as_str() {
            OPENED | CONFIRMED => Err(Error::HandoverUsed),
            OFFERED if row.expires > self.now() => Ok(()),
            _ => Err(Error::HandoverExpired),
        }
    }

    async fn give_up(&self, row: &rows::Handover) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        end(&mut tx, row, self.now()).await?;
        tx.commit().await?;
        self.core.watchers.changed(&row.registration);
        Ok(())
    }

    pub(super) async fn reserve(
        &self,
        purpose: &str,
        browser: &Browser,
        limit: u32,
    ) -> Result<(), Error> {
        let now = self.now();
        let subject = browser.registration.as_str();
        match self
            .store()
            .reserve_attempt(purpose, subject, limit, WITHIN, now)
            .await?
        {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { retry_at } => Err(Error::HandoverTooManySends {
                until: retry_at,
                now,
            }),
        }
    }
}

/// The secret of a hand-over's link: worked out from the cookie of the browser that began it,
/// so that its page can be shown again although only a hash is kept.
fn secret_of(browser: &Browser, id: &HandoverId) -> Secret {
    browser.cookie.derive(&format!("handover/{id}"))
}

/// Where a hand-over stands; `None` once it was ended.
fn state(row: &rows::Handover, now: Timestamp) -> Option<HandoverState> {
    match row.state.as_str() {
        CONFIRMED => Some(HandoverState::Confirmed),
        OFFERED | OPENED if row.expires <= now => Some(HandoverState::Expired),
        OFFERED => Some(HandoverState::Offered),
        OPENED => Some(HandoverState::Opened),
        _ => None,
    }
}

/// Whether another device was let in.
fn is_taken(row: &rows::Handover) -> bool {
    matches!(row.state.as_str(), OPENED | CONFIRMED)
}

/// Whether there is anything left to go on with.
fn expect_pending(registration: &Registration, now: Timestamp) -> Result<(), Error> {
    match registration.status() {
        status if lapsed(status, registration.expires_at(), now) => {
            Err(Error::Ended(Status::Expired))
        }
        status if status.is_final() => Err(Error::Ended(status)),
        _ => Ok(()),
    }
}

/// Goes on with the device that was let in, unless the hand-over was ended meanwhile.
pub(crate) async fn confirm(
    tx: &mut Tx,
    row: &rows::Handover,
    now: Timestamp,
) -> Result<(), Error> {
    let step = Step {
        from: OPENED,
        to: CONFIRMED,
        phone: None,
    };
    if rows::advance(tx, &row.organisation, &row.id, &step, now).await? {
        return Ok(());
    }
    match rows::find(tx, &row.organisation, &row.id).await? {
        Some(row) if row.state == CONFIRMED => Err(Error::Stale),
        _ => Err(Error::HandoverExpired),
    }
}

pub(crate) async fn end(tx: &mut Tx, row: &rows::Handover, now: Timestamp) -> Result<(), Error> {
    if row.state == ENDED {
        return Ok(());
    }
    rows::end(tx, &row.organisation, &row.id, ENDED, now).await?;
    // Read again: the phone may have come in since the row was read.
    let phone = rows::find(tx, &row.organisation, &row.id)
        .await?
        .and_then(|row| row.phone);
    if let Some(phone) = phone {
        browsers::remove(tx, &row.organisation, &phone).await?;
    }
    Ok(())
}
