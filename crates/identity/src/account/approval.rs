//! Approving on another device: what its key signs, and the number that ties it to the screen on
//! which it was asked for (number matching, NIST SP 800-63B-4, 3.1.3.4).

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::id::ApprovalId;

/// Tells this use of a device's key from every other.
const DOMAIN: &str = "bonafide approval 1";
/// The numbers that there are, from 10 to 99.
const NUMBERS: u64 = 90;

/// What is approved, as its owner reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transaction<'a> {
    /// Which approval.
    pub id: &'a ApprovalId,
    /// 32 random bytes, drawn for this approval.
    pub nonce: &'a [u8; 32],
    /// Who asks; empty where it is this server itself.
    pub client: &'a str,
    /// What for.
    pub text: &'a str,
}

impl Transaction<'_> {
    /// The challenge that a device's key signs (`WebAuthn` level 3, 13.4.3): SHA-256 over a label,
    /// id, nonce, client and text, each after its length in bytes as four bytes, highest first.
    /// Whoever reads another text signs another challenge.
    #[must_use]
    pub fn challenge(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [
            DOMAIN.as_bytes(),
            self.id.as_str().as_bytes(),
            self.nonce,
            self.client.as_bytes(),
            self.text.as_bytes(),
        ] {
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            hash.update(length.to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// The number of two digits that one screen shows and the other asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MatchingNumber(u8);

/// What was typed is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of two digits")]
pub struct NotANumber;

impl MatchingNumber {
    /// A number from random bytes: each is as likely as any other, to within 10⁻¹⁷.
    #[must_use]
    pub fn new(random: [u8; 8]) -> Self {
        let number = 10 + u64::from_be_bytes(random) % NUMBERS;
        Self(u8::try_from(number).unwrap_or(10))
    }
}

impl fmt::Display for MatchingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Says nothing: it is a secret until it was typed.
impl fmt::Debug for MatchingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatchingNumber(…)")
    }
}

impl FromStr for MatchingNumber {
    type Err = NotANumber;

    /// As people type it, with blanks wherever they like.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let typed: String = text.split_whitespace().collect();
        match typed.as_bytes() {
            [tens @ b'1'..=b'9', ones @ b'0'..=b'9'] => {
                Ok(Self((tens - b'0') * 10 + (ones - b'0')))
            }
            _ => Err(NotANumber),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;

    fn id(random: u8) -> ApprovalId {
        ApprovalId::new(Timestamp::UNIX_EPOCH, [random; 10])
    }

    #[test]
    fn a_challenge_by_hand() {
        let id = id(0);
        let transaction = Transaction {
            id: &id,
            nonce: &[7; 32],
            client: "Shop",
            text: "Pay € 5",
        };
        let by_hand = [
            b"\0\0\0\x13bonafide approval 1".as_slice(),
            b"\0\0\0\x1e",
            id.as_str().as_bytes(),
            b"\0\0\0\x20",
            &[7; 32],
            b"\0\0\0\x04Shop\0\0\0\x09Pay \xe2\x82\xac 5",
        ]
        .concat();
        let by_hand: [u8; 32] = Sha256::digest(by_hand).into();
        assert_eq!(transaction.challenge(), by_hand);
    }

    #[test]
    fn as_people_type_it() {
        for text in ["42", " 42", "4 2 "] {
            assert_eq!(text.parse::<MatchingNumber>().unwrap().to_string(), "42");
        }
        for text in ["", "4", "042", "421", "4a", "-4", "٤٢", "4\u{661}", "09"] {
            assert_eq!(text.parse::<MatchingNumber>(), Err(NotANumber), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_reads_back(random: [u8; 8]) {
            let number = MatchingNumber::new(random);
            prop_assert!((10..=99).contains(&number.0));
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            prop_assert_eq!(format!("{number:?}"), "MatchingNumber(…)");
        }

        #[test]
        fn nothing_else_is_a_number(text: String) {
            if let Ok(number) = text.parse::<MatchingNumber>() {
                let kept: String = text.split_whitespace().collect();
                prop_assert_eq!(number.to_string(), kept);
            }
        }

        #[test]
        fn another_part_is_another_challenge(
            a in "[ab]{0,4}", b in "[ab]{0,4}", c in "[ab]{0,4}", d in "[ab]{0,4}",
        ) {
            let (id, nonce) = (id(1), [1; 32]);
            let of = |client, text| Transaction { id: &id, nonce: &nonce, client, text }.challenge();
            prop_assert_eq!(of(&a, &b) == of(&c, &d), (&a, &b) == (&c, &d));
        }
    }
}
