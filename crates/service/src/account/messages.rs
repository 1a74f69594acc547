//! Messages about accounts: their words, writing them, delivering them.

use std::sync::LazyLock;

use bonafide_identity::account::{Contact, ContactCode};
use bonafide_identity::id::{AccountId, MessageId};
use bonafide_identity::language::{Language, Messages, Value};
use bonafide_identity::port::messenger::{DeliveryError, Message};
use bonafide_store::Tx;
use bonafide_store::account::Login;
use bonafide_store::account::messages::{self as rows, NewMessage};
use bonafide_store::messages::Channel;
use jiff::{SignedDuration, Timestamp};

use super::notice::Change;
use crate::person::Recipient;
use crate::{Error, Service};

pub(super) static TEXTS: LazyLock<[Messages; Language::ALL.len()]> =
    LazyLock::new(|| Language::ALL.map(|language| Messages::new(language, &[source(language)])));

const SOURCES: [&str; Language::ALL.len()] = bonafide_identity::texts_in!("texts");

const fn source(language: Language) -> &'static str {
    SOURCES[language.index()]
}

/// How long one attempt may take, with room to spare.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long a message is tried that is about no code.
const WORTH: SignedDuration = SignedDuration::from_hours(24);

/// What a message says.
pub(super) enum Say<'a> {
    /// The code that proves the address.
    Code(&'a ContactCode),
    /// Somebody wanted to open an account with an address that has one.
    Taken,
    /// What somebody calls themselves.
    UserId(&'a str),
    /// What changed, and the link for whoever did not do it.
    Change(Change, &'a str),
    /// What takes a forgotten PIN's place once.
    TemporaryPin(&'a ContactCode),
    /// There is no account any more.
    Erased,
}

impl Say<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Code(_) => "code",
            Self::Taken => "taken",
            Self::UserId(_) => "user-id",
            Self::Change(..) => "change",
            Self::TemporaryPin(_) => "temporary-pin",
            Self::Erased => "erased",
        }
    }
}

/// To whom.
pub(super) struct To<'a> {
    recipient: &'a Recipient,
    account: Option<&'a AccountId>,
}

impl<'a> To<'a> {
    /// Somebody without an account.
    pub(super) fn new(recipient: &'a Recipient) -> Self {
        Self {
            recipient,
            account: None,
        }
    }

    /// The owner of an account.
    pub(super) fn of(recipient: &'a Recipient, account: &'a AccountId) -> Self {
        Self {
            recipient,
            account: Some(account),
        }
    }
}

/// The language in which somebody is written to.
pub(super) fn language_of(login: &Login) -> Language {
    Language::from_tag(&login.language).unwrap_or_default()
}

/// The text that says what changed.
const fn changed(change: Change) -> &'static str {
    match change {
        Change::Password => "change-password",
        Change::PasskeyAdded => "change-passkey-added",
        Change::PasskeyRemoved => "change-passkey-removed",
        Change::Blocked => "change-blocked",
        Change::Reopened => "change-reopened",
        Change::IdentityKept => "change-identity-kept",
        Change::Mail => "change-mail",
        Change::Phone => "change-phone",
        Change::AppActivated => "change-app-activated",
        Change::AppRemoved => "change-app-removed",
        Change::AppBlocked => "change-app-blocked",
        Change::AppReopened => "change-app-reopened",
        Change::ErasureAsked => "change-erasure-asked",
        Change::ErasureCanceled => "change-erasure-canceled",
        Change::RecoveryCodes => "change-recovery-codes",
        Change::AppTransferring => "change-app-transferring",
        Change::AppTransferred => "change-app-transferred",
        Change::AppTransferStopped => "change-app-transfer-stopped",
        Change::RecoveryAsked => "change-recovery-asked",
        Change::Recovered => "change-recovered",
        Change::RecoveryRefused => "change-recovery-refused",
        Change::RecoveryStopped => "change-recovery-stopped",
        Change::ReleaseAsked => "change-release-asked",
        Change::Released => "change-released",
        Change::Pin => "change-pin",
        Change::PinLocked => "change-pin-locked",
        Change::PinForgotten => "change-pin-forgotten",
        Change::CodeAppAdded => "change-code-app-added",
        Change::CodeAppRemoved => "change-code-app-removed",
    }
}

fn words(
    to: &Recipient,
    say: &Say<'_>,
    language: Language,
    minutes: i64,
) -> Result<Message, Error> {
    let texts = &TEXTS[language.index()];
    let plain = |id: &str, values: &[(&str, Value<'_>)]| {
        texts
            .say(id, None, values)
            .ok_or(Error::Inconsistent("the text of a message"))
    };
    let code;
    let change;
    let values = match say {
        Say::Code(secret) => {
            code = secret.in_groups();
            vec![
                ("code", Value::Text(&code)),
                ("minutes", Value::Number(minutes)),
                ("hours", Value::Number(minutes / 60)),
            ]
        }
        Say::TemporaryPin(secret) => {
            code = secret.in_groups();
            vec![("code", Value::Text(&code))]
        }
        Say::Taken | Say::Erased => Vec::new(),
        Say::UserId(id) => vec![("id", Value::Text(id))],
        Say::Change(what, url) => {
            change = plain(changed(*what), &[])?;
            vec![("change", Value::Text(&change)), ("url", Value::Text(url))]
        }
    };
    Ok(match to {
        Recipient::Mail(to) => {
            let (subject, text) = match say {
                Say::Code(_) => ("code-mail-subject", "code-mail-text"),
                Say::Taken => ("taken-mail-subject", "taken-mail-text"),
                Say::UserId(_) => ("user-id-mail-subject", "user-id-mail-text"),
                Say::Change(change, _) if change.can_be_stopped() => {
                    ("change-mail-subject", "stoppable-mail-text")
                }
                Say::Change(..) => ("change-mail-subject", "change-mail-text"),
                Say::Erased => ("erased-mail-subject", "erased-mail-text"),
                Say::TemporaryPin(_) => {
                    return Err(Error::Inconsistent("a message that goes by phone"));
                }
            };
            Message::Mail {
                to: to.clone(),
                subject: plain(subject, &values)?,
                text: plain(text, &values)?,
                html: None,
            }
        }
        Recipient::Sms(to) => {
            let text = match say {
                Say::Code(_) => "code-sms-text",
                Say::Change(change, _) if change.can_be_stopped() => "stoppable-sms-text",
                Say::Change(..) => "change-sms-text",
                Say::TemporaryPin(_) => "temporary-pin-sms-text",
                Say::Taken | Say::UserId(_) | Say::Erased => {
                    return Err(Error::Inconsistent("a message that goes by mail"));
                }
            };
            Message::Sms {
                to: to.clone(),
                text: plain(text, &values)?,
            }
        }
    })
}

impl Service {
    /// Writes a message with the transaction.
    pub(super) async fn write(
        &self,
        tx: &mut Tx,
        to: &To<'_>,
        say: &Say<'_>,
        language: Language,
        contact: Contact,
    ) -> Result<(), Error> {
        let now = self.now();
        let lifetime = self.account_rules().lifetime(contact);
        let message = words(to.recipient, say, language, lifetime.as_mins())?;
        let new = NewMessage {
            id: &MessageId::new(now, self.random_id()),
            account: to.account.map_or("", AccountId::as_str),
            channel: match to.recipient {
                Recipient::Mail(_) => Channel::Mail,
                Recipient::Sms(_) => Channel::Sms,
            },
            kind: say.kind(),
            body: &serde_json::to_vec(&message).expect("a message is plain data"),
            expires: match say {
                Say::Code(_) => now + lifetime,
                _ => now + WORTH,
            },
            now,
        };
        Ok(rows::insert(tx, &new).await?)
    }

    /// Delivers the next message about an account; whether there was one.
    pub(crate) async fn deliver_account_message(&self) -> Result<bool, Error> {
        let now = self.now();
        let claimed = self.store().claim_account_message(now, now + LEASE).await?;
        let Some((row, body)) = claimed else {
            return Ok(false);
        };
        let message = body.and_then(|body| serde_json::from_slice::<Message>(&body).ok());
        let delivered = match &message {
            Some(message) if row.expires > now => {
                self.core.messenger.deliver(&row.id, message).await
            }
            Some(_) => Err(DeliveryError::permanent("too late")),
            None => Err(DeliveryError::permanent("unreadable")),
        };
        let outcome = if delivered.is_ok() { "sent" } else { "failed" };
        metrics::counter!("bonafide_messages_total", "channel" => row.channel.as_str(), "outcome" => outcome).increment(1);
        let now = self.now();
        let mut tx = self.store().begin().await?;
        match delivered {
            Ok(()) => rows::sent(&mut tx, &row).await?,
            Err(error) => {
                tracing::warn!(%error, message = %row.id, "a message was not delivered");
                let retry_at = error.is_retryable().then(|| next_try(&row, now)).flatten();
                rows::failed(&mut tx, &row, &error.to_string(), retry_at).await?;
            }
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// After 5, 10, 20 … seconds, as long as the message is worth anything.
fn next_try(row: &rows::Message, now: Timestamp) -> Option<Timestamp> {
    let doublings = u32::try_from(row.attempts - 1).unwrap_or(0).min(10);
    let next = now + SignedDuration::from_secs(5 << doublings);
    (next < row.expires).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_in_every_language() {
        let code = ContactCode::new([7; 8]);
        let url = "https://id.example/account/notice/abc";
        for language in Language::ALL {
            assert_eq!(TEXTS[language.index()].mistakes(), [""; 0]);
            for to in ["ann@mail.example", "+31612345678"] {
                let to: Recipient = to.parse().unwrap();
                let say = |say: Say<'_>| match words(&to, &say, language, 1440).unwrap() {
                    Message::Mail { subject, text, .. } => {
                        assert!(!subject.contains('\n'), "{subject}");
                        text
                    }
                    Message::Sms { text, .. } => text,
                    Message::Push { .. } => panic!("no push here"),
                };
                assert!(say(Say::Code(&code)).contains(&code.in_groups()));
                for change in Change::ALL {
                    assert!(say(Say::Change(change, url)).contains(url));
                }
                if matches!(to, Recipient::Sms(_)) {
                    assert!(say(Say::TemporaryPin(&code)).contains(&code.in_groups()));
                }
                if matches!(to, Recipient::Mail(_)) {
                    assert!(say(Say::UserId("ann.smith")).contains("ann.smith"));
                    assert!(!say(Say::Taken).is_empty());
                    assert!(!say(Say::Erased).is_empty());
                }
            }
        }
    }
}
