//! Identifiers: a readable prefix, a sortable time and 80 bits of randomness
//! (the layout of a ULID, Crockford base 32), e.g. `reg_01jd3z8k4q6v0x9m2n5p7r1s3t`.
//! They name things; they never grant anything.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ENCODED_LEN: usize = 26;

/// Encodes 48 bits of Unix milliseconds and 80 random bits as 26 characters.
fn encode(now: Timestamp, random: [u8; 10]) -> String {
    let millis = u128::from(u64::try_from(now.as_millisecond()).unwrap_or(0)) & 0xffff_ffff_ffff;
    let mut value = millis << 80;
    for (position, byte) in random.iter().rev().enumerate() {
        value |= u128::from(*byte) << (8 * position);
    }
    (0..ENCODED_LEN)
        .rev()
        .map(|digit| char::from(ALPHABET[((value >> (5 * digit)) & 31) as usize]))
        .collect()
}

/// An identifier that is not of the expected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the form {prefix}_…")]
pub struct IdError {
    prefix: &'static str,
}

/// The Unix milliseconds that the first ten of 26 characters encode.
fn millis(encoded: &str) -> i64 {
    let value = encoded.bytes().take(10).fold(0_u64, |value, byte| {
        let digit = ALPHABET.iter().position(|candidate| *candidate == byte);
        (value << 5) | digit.unwrap_or(0) as u64
    });
    // Ten digits are 50 bits, of which the first two are zero.
    i64::try_from(value & 0xffff_ffff_ffff).unwrap_or(0)
}

fn parse(prefix: &'static str, text: &str) -> Result<String, IdError> {
    let well_formed = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .is_some_and(|rest| {
            rest.len() == ENCODED_LEN && rest.bytes().all(|byte| ALPHABET.contains(&byte))
        });
    if well_formed {
        Ok(text.to_owned())
    } else {
        Err(IdError { prefix })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The prefix that every identifier of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new identifier from the present time and 10 random bytes.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                Self(format!(concat!($prefix, "_{}"), encode(now, random)))
            }

            /// When it was made, to the millisecond.
            pub fn created(&self) -> Timestamp {
                let encoded = &self.0[Self::PREFIX.len() + 1..];
                Timestamp::from_millisecond(millis(encoded)).unwrap_or(Timestamp::MAX)
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse($prefix, text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// An organisation: the wall that every row belonging to it stands behind.
    OrganisationId = "org";
    /// What a person signs in to; a guest account lives for one registration.
    AccountId = "acc";
    /// One account's way to one service.
    RegistrationId = "reg";
    /// One thing that a step collected.
    EvidenceId = "evi";
    /// A decision that a moderator must make.
    ReviewCaseId = "rev";
    /// A named human who operates this installation.
    OperatorId = "opr";
    /// The public half of an API key.
    ApiKeyId = "key";
    /// A program of an organisation that is given tokens.
    ClientId = "client";
    /// An address of an organisation that is told of events.
    WebhookEndpointId = "whe";
    /// One message to one webhook endpoint.
    WebhookMessageId = "msg";
    /// A unit of background work.
    JobId = "job";
    /// A hand-over from one device to another.
    HandoverId = "hnd";
    /// A browser in which a person works on a registration.
    BrowserId = "brw";
    /// A mail, text or push message to a person.
    MessageId = "out";
    /// A file or list from which certificates of states came.
    TrustSourceId = "src";
    /// A file of certificates that waits for its confirmation.
    TrustUploadId = "upl";
    /// An approval app: a device's key that approves for an account.
    AppId = "app";
    /// Something that an account's owner is asked to approve.
    ApprovalId = "apr";
    /// Something that happened to an account.
    AccountEventId = "aev";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(millis in 0_i64..253_402_207_200_000, random: [u8; 10]) {
            let id = RegistrationId::new(Timestamp::from_millisecond(millis).unwrap(), random);
            prop_assert_eq!(id.as_str().parse::<RegistrationId>(), Ok(id.clone()));
            prop_assert_eq!(id.created().as_millisecond(), millis);
            prop_assert!(id.as_str().parse::<EvidenceId>().is_err());
        }

        #[test]
        fn anything_else_is_refused_without_panic(text: String) {
            prop_assert!(text.parse::<RegistrationId>().is_err());
        }

        #[test]
        fn later_sorts_later(a in 0_i64..1 << 40, b in 0_i64..1 << 40, random: [u8; 10]) {
            let id = |millis| RegistrationId::new(Timestamp::from_millisecond(millis).unwrap(), random);
            prop_assert_eq!(a.cmp(&b), id(a).cmp(&id(b)));
        }
    }
}
