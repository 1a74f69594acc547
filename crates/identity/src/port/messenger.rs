//! Telling a person something by mail, text message or push.
//!
//! Addresses and texts are personal: no `Debug` here shows them, and a [`DeliveryError`]
//! carries a code, never what a mail server chose to quote.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Pending;
use crate::id::MessageId;
use crate::push::Subscription;

/// Delivers messages to people.
pub trait Messenger: Send + Sync {
    /// Hands one message over. `id` is the idempotency key: delivering the same id again is
    /// the same message (a mail keeps its `Message-ID`).
    fn deliver<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>>;
}

/// One message to one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// A mail.
    Mail {
        /// To whom.
        to: MailAddress,
        /// One line.
        subject: String,
        /// The whole message as plain text.
        text: String,
        /// The same as HTML, where there is one.
        html: Option<String>,
    },
    /// A text message.
    Sms {
        /// To whom.
        to: PhoneNumber,
        /// The text, of any length; long ones travel in parts.
        text: String,
    },
    /// Something that wakes an app on a device.
    Push {
        /// The device, as its push service names it.
        to: Box<Subscription>,
        /// What the app is told, sealed on the way: an opaque id, nothing personal.
        text: String,
        /// How long the push service keeps it, in seconds.
        ttl: u32,
        /// When it is sent.
        at: Timestamp,
    },
}

impl Message {
    /// The way the message goes, as a word for logs and metrics.
    pub fn channel(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mail",
            Self::Sms { .. } => "sms",
            Self::Push { .. } => "push",
        }
    }

    /// The address, as the person typed it or their device gave it.
    pub fn recipient(&self) -> &str {
        match self {
            Self::Mail { to, .. } => to.as_str(),
            Self::Sms { to, .. } => to.as_str(),
            Self::Push { to, .. } => to.endpoint().as_str(),
        }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({})", self.channel())
    }
}

/// A message was not delivered. The code says what the other side answered, e.g.
/// `smtp 550`; never an address or a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It may succeed later: no connection, a busy server, our own configuration.
    #[error("not delivered yet: {code}")]
    Retryable {
        /// What went wrong.
        code: String,
    },
    /// It never will: the address does not exist or refuses us.
    #[error("cannot be delivered: {code}")]
    Permanent {
        /// What went wrong.
        code: String,
    },
    /// Nobody is there any more: the address is to be forgotten.
    #[error("the recipient is gone: {code}")]
    Gone {
        /// What was answered.
        code: String,
    },
}

impl DeliveryError {
    /// A failure that may pass.
    pub fn retryable(code: impl Into<String>) -> Self {
        Self::Retryable { code: code.into() }
    }

    /// A failure that will not pass.
    pub fn permanent(code: impl Into<String>) -> Self {
        Self::Permanent { code: code.into() }
    }

    /// Whether trying again makes sense.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Retryable { .. })
    }
}

/// Text that is not an address of the expected kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {0}")]
pub struct AddressError(&'static str);

/// A mail address as a person types it: `local@domain`, at most 254 bytes (RFC 5321),
/// without display name, comments, quotes, blanks or control characters.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress(String);

impl FromStr for MailAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let error = AddressError("a mail address");
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(error)?;
        let harmless = |c: char| {
            !c.is_control()
                && !c.is_whitespace()
                && !matches!(
                    c,
                    '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '@' | '[' | '\\' | ']'
                )
        };
        let dotted =
            |part: &str| !part.is_empty() && part.split('.').all(|label| !label.is_empty());
        let well_formed = text.len() <= 254
            && local.len() <= 64
            && local.chars().all(harmless)
            && domain.chars().all(harmless)
            && dotted(local)
            && dotted(domain)
            && domain
                .split('.')
                .all(|label| label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'));
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(error)
        }
    }
}

/// A phone number in the international form of E.164: `+` and 7 to 15 digits, the first
/// not zero.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl FromStr for PhoneNumber {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let error = AddressError("a phone number in international form");
        let digits = text.strip_prefix('+').ok_or(error)?;
        let well_formed = (7..=15).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(error)
        }
    }
}

macro_rules! address {
    ($($name:ident)+) => {$(
        impl $name {
            /// The address as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = AddressError;
            fn try_from(text: String) -> Result<Self, AddressError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(address: $name) -> Self {
                address.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

address! { MailAddress PhoneNumber }

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mail_addresses() {
        for good in [
            "a@b.nl",
            "ann.o'nym+tag@mail.example",
            "жан@пошта.example",
            " x@y.kz ",
        ] {
            let address: MailAddress = good.parse().unwrap();
            assert_eq!(address.as_str(), good.trim());
        }
        for bad in [
            "",
            "@",
            "a@",
            "@b",
            "a b@c.nl",
            "a@b@c",
            "a\r\nBcc: x@y",
            "<a@b.nl>",
            "a..b@c.nl",
            ".a@b.nl",
            "a@-b.nl",
            "a@b..nl",
            "\"a\"@b.nl",
            "a@[127.0.0.1]",
        ] {
            assert!(bad.parse::<MailAddress>().is_err(), "{bad}");
        }
        assert!(
            format!("{}@b.nl", "a".repeat(65))
                .parse::<MailAddress>()
                .is_err()
        );
    }

    #[test]
    fn phone_numbers() {
        assert!("+31612345678".parse::<PhoneNumber>().is_ok());
        for bad in [
            "31612345678",
            "+0612345678",
            "+31 6 1234",
            "+123456",
            "+1234567890123456",
            "+١٢٣٤٥٦٧٨",
        ] {
            assert!(bad.parse::<PhoneNumber>().is_err(), "{bad}");
        }
    }

    #[test]
    fn debug_tells_nothing_personal() {
        let message = Message::Mail {
            to: "ann@mail.example".parse().unwrap(),
            subject: "Hello Ann".to_owned(),
            text: "secret".to_owned(),
            html: None,
        };
        assert_eq!(format!("{message:?}"), "Message(mail)");
        assert_eq!(
            format!("{:?}", "+31612345678".parse::<PhoneNumber>().unwrap()),
            "PhoneNumber(…)"
        );
    }

    #[test]
    fn messages_survive_storage() {
        let message = Message::Sms {
            to: "+31612345678".parse().unwrap(),
            text: "12".to_owned(),
        };
        let stored = serde_json::to_string(&message).unwrap();
        assert_eq!(stored, r#"{"kind":"sms","to":"+31612345678","text":"12"}"#);
        assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
        assert!(serde_json::from_str::<Message>(r#"{"kind":"sms","to":"x","text":""}"#).is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_line_break_survives(text: String) {
            if let Ok(address) = text.parse::<MailAddress>() {
                prop_assert!(!address.as_str().contains(['\r', '\n', '\0', '<', '>']));
            }
            let _ = text.parse::<PhoneNumber>();
        }
    }
}
