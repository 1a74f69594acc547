//! Handing over from the browser that started to a phone, and back. The first device shows a
//! picture code of a link and a number of two digits; whoever opens the link must enter the
//! number, so that a link that went astray is worth little. The first device follows live.

use bonafide_identity::id::{HandoverId, MessageId};
use bonafide_identity::language::Language;
use bonafide_identity::port::messenger::{MailAddress, PhoneNumber};
use bonafide_identity::registration::{Event, Status};
use bonafide_store::attempts::Reservation;
use bonafide_store::handovers::{self as rows, Step};
use bonafide_store::messages::{self as outbox, Channel, DeliveryState, NewMessage};
use bonafide_store::{Conn, Tx, browsers};
use jiff::{SignedDuration, Timestamp};

use super::act::for_person;
use super::link::organisation_name;
use super::view::lapsed;
use super::{Browser, Opened, Role, link, messages, opened};
use crate::secret::Secret;
use crate::submit::Alongside;
use crate::{Error, Service, secret};

/// How long a hand-over may be taken up.
const LASTS: SignedDuration = SignedDuration::from_mins(15);
/// How many messages may be sent within [`SENDS_WITHIN`].
const SENDS: u32 = 5;
const SENDS_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// How many hand-overs may be begun within [`SENDS_WITHIN`].
const BEGINNINGS: u32 = 20;
/// How many numbers may be tried.
const TRIES: u32 = 3;
/// Longer than any hand-over: its tries never come back.
const TRIES_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// What its messages are about.
const KIND: &str = "handover";

const OFFERED: &str = "offered";
const CONFIRMED: &str = "confirmed";
const ENDED: &str = "ended";

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

/// The latest hand-over of a registration, as long as it has not ended.
pub(crate) struct Latest {
    pub(crate) row: rows::Handover,
    pub(crate) sent: Option<Sent>,
}

/// Where a hand-over stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverState {
    /// Waits for the other device.
    Offered,
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
    /// What to show of it: on the device that began it, while it waits for the other.
    pub offer: Option<Handover>,
    /// What became of the link that was last sent, if one was.
    pub sent: Option<Sent>,
}

/// What became of a link that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
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

/// Where a link is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// By mail.
    Mail(MailAddress),
    /// By text message.
    Sms(PhoneNumber),
}

impl std::str::FromStr for Recipient {
    type Err = Error;

    /// A mail address, or a phone number in international form with blanks, hyphens and
    /// brackets as people write them.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.contains('@') {
            return text
                .parse()
                .map(Self::Mail)
                .map_err(|_| Error::HandoverAddressMalformed);
        }
        let digits: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && !"-().".contains(*letter))
            .collect();
        let international = digits
            .strip_prefix("00")
            .map_or(digits.clone(), |rest| format!("+{rest}"));
        international
            .parse()
            .map(Self::Sms)
            .map_err(|_| Error::HandoverAddressMalformed)
    }
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
        match registration.status() {
            status if lapsed(status, registration.expires_at(), now) => {
                return Err(Error::Ended(Status::Expired));
            }
            Status::RequiresInput => {}
            status if status.is_final() => return Err(Error::Ended(status)),
            _ => return Err(Error::Stale),
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

    /// Sends the link of the hand-over that waits.
    ///
    /// # Errors
    /// [`Error::HandoverExpired`] when none waits; [`Error::HandoverTooManySends`] after five
    /// within ten minutes.
    pub async fn send_handover(
        &self,
        browser: &Browser,
        to: &Recipient,
        language: Language,
    ) -> Result<Handover, Error> {
        if browser.role != Role::Starter {
            return Err(Error::OtherBrowser);
        }
        let now = self.now();
        let mut read = self.store().read().await?;
        let latest = rows::latest(&mut read, &browser.organisation, &browser.registration).await?;
        let row = latest
            .filter(|row| row.desktop == browser.id && row.state == OFFERED && row.expires > now);
        let row = row.ok_or(Error::HandoverExpired)?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        let organisation_name = organisation_name(&mut read, &browser.organisation).await?;
        drop(read);
        self.reserve("handover-send", browser, SENDS).await?;
        let offer = self.offer(browser, &row);
        let minutes = (row.expires.duration_since(now).as_secs() + 59) / 60;
        let message = messages::handover(to, &organisation_name, &offer.url, minutes, language)?;
        let new = NewMessage {
            organisation: &browser.organisation,
            id: &MessageId::new(now, self.random_id()),
            registration: &browser.registration,
            account: loaded.record.registration.account(),
            channel: match to {
                Recipient::Mail(_) => Channel::Mail,
                Recipient::Sms(_) => Channel::Sms,
            },
            kind: KIND,
            body: &serde_json::to_vec(&message).expect("a message is plain data"),
            now,
        };
        let mut tx = self.store().begin().await?;
        outbox::insert(&mut tx, &new).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(offer)
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
                "handover_refused",
                row.id.as_str(),
            )
            .await?;
            metrics::counter!("bonafide_handovers_refused_total").increment(1);
        } else if let Some(now) = rows::find(&mut tx, &row.organisation, &row.id).await?
            && now.state == CONFIRMED
        {
            return Err(Error::HandoverUsed);
        }
        tx.commit().await?;
        self.core.watchers.changed(&row.registration);
        Ok(preview)
    }

    /// Takes a hand-over up with the number that the first device shows. A try is written down
    /// before the numbers are compared; the third wrong one ends the hand-over.
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
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &row.organisation, &row.registration)
            .await?;
        drop(read);
        let expires = loaded.record.registration.expires_at() + link::AFTERWARDS;
        let (phone, cookie) = self.new_browser(
            &row.organisation,
            &row.registration,
            Role::HandedOver,
            expires,
        );
        let submitted = self
            .submit_with(
                &row.organisation,
                &row.registration,
                &Event::HandedOver,
                phone.id.as_str(),
                &Alongside::TakingUp {
                    handover: &row,
                    phone: &phone,
                },
            )
            .await;
        for_person(submitted)?;
        metrics::counter!("bonafide_handovers_total").increment(1);
        opened(phone, cookie)
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

    /// Whether another device goes on while this one follows.
    pub(crate) async fn continued_elsewhere(&self, browser: &Browser) -> Result<bool, Error> {
        if browser.role != Role::Starter {
            return Ok(false);
        }
        let mut read = self.store().read().await?;
        let latest = rows::latest(&mut read, &browser.organisation, &browser.registration).await?;
        Ok(latest.is_some_and(|row| row.state == CONFIRMED))
    }

    /// The latest hand-over of a registration, and what became of the link that was last sent.
    pub(crate) async fn latest_handover(
        &self,
        conn: &mut Conn,
        browser: &Browser,
    ) -> Result<Option<Latest>, Error> {
        let latest = rows::latest(conn, &browser.organisation, &browser.registration).await?;
        let Some(row) = latest.filter(|row| row.state != ENDED) else {
            return Ok(None);
        };
        let messages =
            outbox::of_registration(conn, &browser.organisation, &browser.registration).await?;
        let last = messages
            .iter()
            .rfind(|message| message.kind == KIND && message.created >= row.created);
        let sent = last.map(|message| match message.state {
            DeliveryState::Pending => Sent::Underway,
            DeliveryState::Delivered => Sent::Delivered,
            DeliveryState::Failed => Sent::Failed,
        });
        Ok(Some(Latest { row, sent }))
    }

    pub(crate) fn handover_status(
        &self,
        browser: &Browser,
        latest: &Latest,
        now: Timestamp,
    ) -> Option<HandoverStatus> {
        let Latest { row, sent } = latest;
        let state = match row.state.as_str() {
            OFFERED if row.expires > now => HandoverState::Offered,
            OFFERED => HandoverState::Expired,
            CONFIRMED => HandoverState::Confirmed,
            _ => return None,
        };
        let shows = state == HandoverState::Offered && row.desktop == browser.id;
        let offer = shows.then(|| self.offer(browser, row));
        Some(HandoverStatus {
            state,
            offer,
            sent: *sent,
        })
    }

    fn offer(&self, browser: &Browser, row: &rows::Handover) -> Handover {
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
            CONFIRMED => Err(Error::HandoverUsed),
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

    async fn reserve(&self, purpose: &str, browser: &Browser, limit: u32) -> Result<(), Error> {
        let now = self.now();
        let subject = browser.registration.as_str();
        match self
            .store()
            .reserve_attempt(purpose, subject, limit, SENDS_WITHIN, now)
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

/// Takes a hand-over up, if no other device did.
pub(crate) async fn take_up(
    tx: &mut Tx,
    row: &rows::Handover,
    phone: &browsers::Browser,
    now: Timestamp,
) -> Result<(), Error> {
    let step = Step {
        from: OFFERED,
        to: CONFIRMED,
        phone: Some(&phone.id),
    };
    if !rows::advance(tx, &row.organisation, &row.id, &step, now).await? {
        return Err(Error::HandoverUsed);
    }
    browsers::insert(tx, phone).await?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_as_people_write_them() {
        for (text, number) in [
            ("+31 6 1234 5678", "+31612345678"),
            ("0031-6-12345678", "+31612345678"),
            ("+7 (701) 123.45.67", "+77011234567"),
        ] {
            assert_eq!(
                text.parse(),
                Ok(Recipient::Sms(number.parse().unwrap())),
                "{text}"
            );
        }
        assert_eq!(
            "ann@mail.example".parse(),
            Ok(Recipient::Mail("ann@mail.example".parse().unwrap()))
        );
        for bad in ["", "0612345678", "ann@", "+0123456789", "phone"] {
            assert_eq!(
                bad.parse::<Recipient>(),
                Err(Error::HandoverAddressMalformed),
                "{bad}"
            );
        }
    }
}
