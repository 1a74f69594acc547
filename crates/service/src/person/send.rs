//! Sending the link of a hand-over by mail or as a text message.

use bonafide_identity::id::MessageId;
use bonafide_identity::language::Language;
use bonafide_identity::port::messenger::{MailAddress, PhoneNumber};
use bonafide_store::attempts::Reservation;
use bonafide_store::handovers;
use bonafide_store::messages::{self as outbox, Channel, NewMessage};
use jiff::SignedDuration;

use super::handover::{Handover, OFFERED};
use super::link::organisation_name;
use super::{Browser, Role, messages};
use crate::{Error, Service};

/// How many messages may be sent within ten minutes.
const SENDS: u32 = 5;
/// How many messages one recipient may be sent, whoever asks for them.
const RECEIVED: u32 = 5;
const RECEIVED_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// What its messages are about.
pub(super) const KIND: &str = "handover";

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
        // The zero that is dialled within a country only, as people note it beside the rest.
        let digits: String = text
            .replace("(0)", "")
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

impl Recipient {
    /// Where messages to it arrive, as far as the address tells: the same for addresses that are
    /// written differently. Good for counting, not for sending.
    pub(crate) fn mailbox(&self) -> String {
        match self {
            Self::Mail(to) => {
                let address = to.as_str().to_lowercase();
                let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
                // Mail to `ann+anything` arrives at `ann` (RFC 5233).
                let name = local.split('+').next().filter(|name| !name.is_empty());
                format!("{}@{domain}", name.unwrap_or(local))
            }
            Self::Sms(to) => {
                let digits = to.as_str().trim_start_matches('+');
                let (country, rest) = digits.split_at(country_code(digits));
                // Some networks take the zero that is dialled within the country as well.
                format!("+{country}{}", rest.trim_start_matches('0'))
            }
        }
    }
}

/// The length of the country code that a number begins with (ITU-T E.164, list of assigned codes).
fn country_code(digits: &str) -> usize {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    if digits.starts_with(['1', '7']) {
        1
    } else if TWO.iter().any(|code| digits.starts_with(code)) {
        2
    } else {
        3.min(digits.len())
    }
}

impl Service {
    /// Sends the link of the hand-over that waits.
    ///
    /// # Errors
    /// [`Error::HandoverExpired`] when none waits; [`Error::HandoverTooManySends`] after five
    /// within ten minutes; [`Error::HandoverRecipientFull`] after five to the same recipient within
    /// an hour, from all registrations together.
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
        let latest =
            handovers::latest(&mut read, &browser.organisation, &browser.registration).await?;
        let row = latest
            .filter(|row| row.desktop == browser.id && row.state == OFFERED && row.expires > now);
        let row = row.ok_or(Error::HandoverExpired)?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        let organisation_name = organisation_name(&mut read, &browser.organisation).await?;
        drop(read);
        self.reserve("handover-send", browser, SENDS).await?;
        self.reserve_recipient(to).await?;
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

    /// Whoever never asked for messages is not to be flooded from many registrations. Kept as a
    /// keyed hash.
    async fn reserve_recipient(&self, to: &Recipient) -> Result<(), Error> {
        let now = self.now();
        let subject = to.mailbox();
        let purpose = "handover-recipient";
        match self
            .store()
            .reserve_attempt(purpose, &subject, RECEIVED, RECEIVED_WITHIN, now)
            .await?
        {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { retry_at } => Err(Error::HandoverRecipientFull {
                until: retry_at,
                now,
            }),
        }
    }
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
            ("+31 (0)6 1234 5678", "+31612345678"),
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
        for bad in [
            "",
            "0612345678",
            "(0)612345678",
            "ann@",
            "+0123456789",
            "phone",
        ] {
            assert_eq!(
                bad.parse::<Recipient>(),
                Err(Error::HandoverAddressMalformed),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_same_mailbox_under_many_names_is_one() {
        let mailbox = |text: &str| text.parse::<Recipient>().unwrap().mailbox();
        for same in [
            "Ann+1@mail.example",
            "ann+1+2@Mail.Example",
            "ANN@mail.example",
        ] {
            assert_eq!(mailbox(same), "ann@mail.example", "{same}");
        }
        assert_ne!(mailbox("+ann@mail.example"), mailbox("+bob@mail.example"));
        for same in [
            "+31 (0)6 1234 5678",
            "+31 06 1234 5678",
            "0031 0 0 6 12345678",
        ] {
            assert_eq!(mailbox(same), "+31612345678", "{same}");
        }
        for (one, other) in [
            ("+3580401234567", "+358401234567"),
            ("+70701234567", "+7701234567"),
        ] {
            assert_eq!(mailbox(one), mailbox(other));
        }
        assert_ne!(mailbox("+31612345678"), mailbox("+31612345679"));
        for comment in [
            "ann(a)@mail.example",
            "(a)ann@mail.example",
            "ann@mail.example(a)",
        ] {
            assert!(comment.parse::<Recipient>().is_err(), "{comment}");
        }
    }
}
