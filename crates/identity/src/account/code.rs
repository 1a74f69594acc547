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
#[error("not a code of eight digits")]
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
        let mut digits = String::with_capacity(DIGITS);
        for letter in text.chars() {
            match letter {
                '0'..='9' if digits.len() < DIGITS => digits.push(letter),
                '-' => {}
                blank if blank.is_whitespace() => {}
                _ => return Err(NotACode),
            }
        }
        match digits.len() {
            DIGITS => Ok(Self(digits)),
            _ => Err(NotACode),
        }
    }
}

impl fmt::Debug for ContactCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactCode(…)")
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
        fn nothing_else_is_a_code(text: String) {
            if let Ok(code) = text.parse::<ContactCode>() {
                prop_assert_eq!(code.digits().len(), 8);
                prop_assert!(code.digits().bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
