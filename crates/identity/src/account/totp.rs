//! One-time codes that an app works out from a shared secret and the time (TOTP, RFC 6238: SHA-1, six
//! digits, half a minute), as nearly every such app does.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;
use url::Url;

use super::NotACode;
use super::code::digits;

/// The digits of a code.
const DIGITS: u32 = 6;
/// How long a code is the present one, in seconds.
const STEP: i64 = 30;
/// Steps before and after the present one whose codes are taken: clocks differ, and people type slowly.
const APART: i64 = 1;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that an app shares with us: 160 bits, as RFC 4226 advises.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret([u8; 20]);

/// A code as somebody typed it.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

impl CodeSecret {
    /// A secret of random bytes.
    #[must_use]
    pub const fn new(random: [u8; 20]) -> Self {
        Self(random)
    }

    /// The bytes, to be kept sealed.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// In letters and digits (base 32, RFC 4648, 6), for apps that scan nothing.
    #[must_use]
    pub fn text(&self) -> String {
        let letters = self.0.chunks(5).flat_map(|chunk| {
            let whole = chunk
                .iter()
                .fold(0_u64, |whole, byte| whole << 8 | u64::from(*byte));
            (0..8).rev().map(move |at| {
                let letter = usize::try_from(whole >> (5 * at) & 31).unwrap_or_default();
                char::from(ALPHABET[letter])
            })
        });
        letters.collect()
    }

    /// What the picture code holds: the secret with who issued it and for whom.
    #[must_use]
    pub fn address(&self, issuer: &str, user: &str) -> String {
        let mut address = Url::parse("otpauth://totp/").expect("a fixed address");
        if let Ok(mut path) = address.path_segments_mut() {
            path.clear().push(&format!("{issuer}:{user}"));
        }
        address
            .query_pairs_mut()
            .append_pair("secret", &self.text())
            .append_pair("issuer", issuer);
        // Some apps take a plus for itself.
        address.as_str().replace('+', "%20")
    }

    /// The codes that are taken now, each with the step that it belongs to.
    #[must_use]
    pub fn codes(&self, now: Timestamp) -> Vec<(i64, OneTimeCode)> {
        let present = now.as_second().div_euclid(STEP);
        let steps = present - APART..=present + APART;
        steps
            .map(|step| (step, OneTimeCode(code(&self.0, step, DIGITS))))
            .collect()
    }
}

/// The code of a step (RFC 4226, 5.3).
fn code(secret: &[u8], step: i64, digits: u32) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let part = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
    let number = u64::from(u32::from_be_bytes(part)) % 10_u64.pow(digits);
    let width = usize::try_from(digits).unwrap_or_default();
    format!("{number:0width$}")
}

impl OneTimeCode {
    /// The digits, without blanks.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl FromStr for OneTimeCode {
    type Err = NotACode;

    /// As people type it, with blanks and hyphens wherever they like.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        digits(text, DIGITS as usize).map(Self)
    }
}

impl fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeSecret(…)")
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &[u8; 20] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238() {
        for (seconds, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(SECRET, seconds / STEP, 8), expected);
        }
    }

    #[test]
    fn the_vectors_of_rfc_4226() {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (step, expected) in (0..).zip(expected) {
            assert_eq!(code(SECRET, step, 6), expected);
        }
    }

    #[test]
    fn what_an_app_is_told() {
        let secret = CodeSecret::new(*SECRET);
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            secret.address("id.example", "ann & böb"),
            "otpauth://totp/id.example:ann%20&%20b%C3%B6b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=id.example"
        );
    }

    #[test]
    fn clocks_may_differ_by_one_step() {
        let secret = CodeSecret::new(*SECRET);
        let at = |second| Timestamp::from_second(second).unwrap();
        let taken = |second| secret.codes(at(second)).into_iter().map(|(_, code)| code.0);
        let code = code(SECRET, 100, 6);
        for (second, good) in [(2_969, false), (2_970, true), (3_059, true), (3_060, false)] {
            assert_eq!(taken(second).any(|one| one == code), good, "{second}");
        }
    }

    proptest! {
        #[test]
        fn every_code_is_typed(random: [u8; 20], second in 0_i64..20_000_000_000) {
            let now = Timestamp::from_second(second).unwrap();
            for (_, code) in CodeSecret::new(random).codes(now) {
                let (first, last) = code.digits().split_at(3);
                prop_assert_eq!(format!(" {first} {last}").parse(), Ok(code.clone()));
            }
        }

        #[test]
        fn nothing_else_is_a_one_time_code(text: String) {
            if let Ok(code) = text.parse::<OneTimeCode>() {
                prop_assert_eq!(code.digits().len(), 6);
            }
        }
    }
}
