//! Codes that prove that somebody reads what is sent to an address.

use std::fmt;
use std::str::FromStr;

/// The digits of a code.
const DIGITS: usize = 8;
/// The codes that there are.
const CODES: u64 = 100_000_000;

/// A code of eight digits.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactCode(String);

/// What was typed is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct NotACode;

impl ContactCode {
    /// A code from random bytes: each is as likely as any other, to within 10⁻¹¹.
    #[must_use]
    pub fn new(random: [u8; 8]) -> Self {
        Self(format!("{:08}", u64::from_be_bytes(random) % CODES))
    }

    /// The digits, without blanks.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As people read it: two groups of four.
    #[must_use]
    pub fn in_groups(&self) -> String {
        let (first, second) = self.0.split_at(DIGITS / 2);
        format!("{first} {second}")
    }
}

impl FromStr for ContactCode {
    type Err = NotACode;

    /// As people type it, with blanks and hyphens wherever they like.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        digits(text, DIGITS).map(Self)
    }
}

impl fmt::Debug for ContactCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactCode(…)")
    }
}

/// The digits of a printed code.
const PRINTED: usize = 12;
/// The printed codes that there are.
const ALL_PRINTED: u64 = 1_000_000_000_000;

/// A printed code of twelve digits, which takes the place of a code by text message once (a look-up
/// secret, NIST SP 800-63B-4, 3.1.2). Digits alone, as the keyboard for codes has nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A code from random bytes: each is as likely as any other, to within 10⁻⁷.
    #[must_use]
    pub fn new(random: [u8; 8]) -> Self {
        Self(format!("{:012}", u64::from_be_bytes(random) % ALL_PRINTED))
    }

    /// The digits, without blanks.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As it is printed: three groups of four.
    #[must_use]
    pub fn in_groups(&self) -> String {
        format!("{} {} {}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

impl FromStr for RecoveryCode {
    type Err = NotACode;

    /// As people type it, with blanks and hyphens wherever they like.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        digits(text, PRINTED).map(Self)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// As many digits as that, with blanks and hyphens anywhere, and nothing else.
pub(super) fn digits(text: &str, many: usize) -> Result<String, NotACode> {
    let mut digits = String::with_capacity(many);
    for letter in text.chars() {
        match letter {
            '0'..='9' if digits.len() < many => digits.push(letter),
            '-' => {}
            blank if blank.is_whitespace() => {}
            _ => return Err(NotACode),
        }
    }
    match digits.len() == many {
        true => Ok(digits),
        false => Err(NotACode),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_people_type_them() {
        for text in ["01234567", " 0123 4567 ", "0123-4567", "0\u{a0}1234567"] {
            assert_eq!(text.parse::<ContactCode>().unwrap().digits(), "01234567");
        }
        for text in ["", "0123456", "012345678", "0123456a", "٠١٢٣٤٥٦٧"] {
            assert_eq!(text.parse::<ContactCode>(), Err(NotACode), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_code_reads_back(random: [u8; 8]) {
            let code = ContactCode::new(random);
            prop_assert_eq!(code.in_groups().parse(), Ok(code.clone()));
            prop_assert_eq!(format!("{code:?}"), "ContactCode(…)");
        }

        #[test]
        fn every_printed_code_reads_back(random: [u8; 8]) {
            let code = RecoveryCode::new(random);
            prop_assert_eq!(code.in_groups().parse(), Ok(code.clone()));
            prop_assert_eq!(code.digits().parse::<ContactCode>(), Err(NotACode));
            prop_assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
        }

        #[test]
        fn nothing_else_is_a_printed_code(text: String) {
            if let Ok(code) = text.parse::<RecoveryCode>() {
                prop_assert_eq!(code.digits().len(), 12);
            }
        }

        #[test]
        fn nothing_else_is_a_code(text: String) {
            if let Ok(code) = text.parse::<ContactCode>() {
                prop_assert_eq!(code.digits().len(), 8);
                prop_assert!(code.digits().bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
