//! The secrets that open a chip: what is printed on the document (Doc 9303-11, sections 4.3.2 and 4.4.4).

use bonafide_mrz::{Zone, check_digit};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::cipher::{Cipher, Key, Purpose, SessionKeys};

/// A password for PACE and, except for the card access number, for basic access control. Wiped when dropped,
/// never printed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub enum AccessKey {
    /// Document number, birth date and expiry date, each with its check digit, as one text.
    Zone(String),
    /// The card access number: digits on the front of the document.
    CardAccessNumber(String),
}

/// Which password was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordKind {
    Zone,
    CardAccessNumber,
}

/// Why typed characters cannot be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessKeyError {
    #[error("a document number has 1 to 22 letters, digits and fillers")]
    Number,
    #[error("a date has six digits: year, month, day")]
    Date,
    #[error("a card access number has six digits")]
    CardAccessNumber,
}

impl AccessKey {
    /// From a machine-readable zone; long document numbers count whole.
    #[must_use]
    pub fn of_zone(zone: &Zone) -> AccessKey {
        AccessKey::Zone(zone.access_information())
    }

    /// From typed fields: the document number in any case, with or without spaces and hyphens between its
    /// parts, and two dates as YYMMDD.
    pub fn typed(number: &str, birth: &str, expiry: &str) -> Result<AccessKey, AccessKeyError> {
        let number: String = number
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let number = number.trim_end_matches('<');
        if !(1..=22).contains(&number.len()) {
            return Err(AccessKeyError::Number);
        }
        let number = format!("{number:<<9}");
        let mut text = String::new();
        let mut add = |part: &str, error| -> Result<(), AccessKeyError> {
            text.push_str(part);
            text.push(check_digit(part).ok_or(error)?);
            Ok(())
        };
        add(&number, AccessKeyError::Number)?;
        for date in [birth, expiry] {
            if date.len() != 6 || !date.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(AccessKeyError::Date);
            }
            add(date, AccessKeyError::Date)?;
        }
        Ok(AccessKey::Zone(text))
    }

    /// From the six digits printed on the front.
    pub fn card_access_number(digits: &str) -> Result<AccessKey, AccessKeyError> {
        let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AccessKeyError::CardAccessNumber);
        }
        Ok(AccessKey::CardAccessNumber(digits))
    }

    #[must_use]
    pub fn kind(&self) -> PasswordKind {
        match self {
            AccessKey::Zone(_) => PasswordKind::Zone,
            AccessKey::CardAccessNumber(_) => PasswordKind::CardAccessNumber,
        }
    }

    /// The keys of basic access control; a card access number has none.
    #[must_use]
    pub fn basic_access_keys(&self) -> Option<SessionKeys> {
        match self {
            AccessKey::Zone(text) => {
                let hash = Zeroizing::new(Sha1::digest(text).to_vec());
                Some(SessionKeys::derive(Cipher::TripleDes, &hash[..16]))
            }
            AccessKey::CardAccessNumber(_) => None,
        }
    }

    /// The key that protects PACE's nonce.
    #[must_use]
    pub fn pace_key(&self, cipher: Cipher) -> Key {
        match self {
            AccessKey::Zone(text) => {
                let hash = Zeroizing::new(Sha1::digest(text).to_vec());
                Key::derive(cipher, &hash, Purpose::Password)
            }
            AccessKey::CardAccessNumber(digits) => {
                Key::derive(cipher, digits.as_bytes(), Purpose::Password)
            }
        }
    }
}

impl PasswordKind {
    /// The reference of the password in MSE:Set AT (Doc 9303-11, section 4.4.4.1).
    #[must_use]
    pub fn reference(self) -> u8 {
        match self {
            PasswordKind::Zone => 1,
            PasswordKind::CardAccessNumber => 2,
        }
    }
}

impl std::fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccessKey({:?})", self.kind())
    }
}

/// A character of a document number that is easily taken for another, and which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspicion {
    /// Index into the characters, from 0.
    pub at: usize,
    pub read: char,
    pub perhaps: char,
}

/// The characters to look at again when a key was wrong: O and 0, I and 1, B and 8, S and 5, Z and 2, G and 6.
#[must_use]
pub fn suspicious_characters(number: &str) -> Vec<Suspicion> {
    const PAIRS: [(char, char); 6] = [
        ('O', '0'),
        ('I', '1'),
        ('B', '8'),
        ('S', '5'),
        ('Z', '2'),
        ('G', '6'),
    ];
    number
        .chars()
        .enumerate()
        .filter_map(|(at, read)| {
            let perhaps = PAIRS.iter().find_map(|(letter, digit)| match read {
                _ if read == *letter => Some(*digit),
                _ if read == *digit => Some(*letter),
                _ => None,
            })?;
            Some(Suspicion { at, read, perhaps })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;

    use super::{AccessKey, AccessKeyError, suspicious_characters};

    /// Doc 9303-11, appendix D.2: a TD1 with a long number, one of nine characters, and a TD2.
    #[test]
    fn texts_of_appendix_d() {
        for (lines, text) in [
            (
                &[
                    "I<UTOD23145890<7349<<<<<<<<<<<",
                    "3407127M9507122UTO<<<<<<<<<<<2",
                    "STEVENSON<<PETER<JOHN<<<<<<<<<",
                ][..],
                "D23145890734934071279507122",
            ),
            (
                &[
                    "I<UTOL898902C<3<<<<<<<<<<<<<<<",
                    "6908061F9406236UTO<<<<<<<<<<<2",
                    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                ],
                "L898902C<369080619406236",
            ),
            (
                &[
                    "I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<",
                    "D23145890<UTO3407127M95071227349<<<8",
                ],
                "D23145890734934071279507122",
            ),
        ] {
            let zone = bonafide_mrz::parse(lines).unwrap();
            assert!(
                AccessKey::of_zone(&zone) == AccessKey::Zone(text.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn typed_fields_give_the_same_key() {
        let typed = AccessKey::typed("l898902c<", "690806", "940623").unwrap();
        assert!(typed == AccessKey::Zone("L898902C<369080619406236".to_owned()));
        let spaced = AccessKey::typed("D23145890-734", "340712", "950712").unwrap();
        assert!(spaced == AccessKey::Zone("D23145890734934071279507122".to_owned()));
        let keys = typed.basic_access_keys().unwrap();
        assert_eq!(
            keys.encryption.expose(),
            hex!("AB94FDECF2674FDFB9B391F85D7F76F2")
        );
        assert_eq!(
            AccessKey::typed("", "690806", "940623"),
            Err(AccessKeyError::Number)
        );
        assert_eq!(
            AccessKey::typed("Ж1", "690806", "940623"),
            Err(AccessKeyError::Number)
        );
        assert_eq!(
            AccessKey::typed("L8", "6908", "940623"),
            Err(AccessKeyError::Date)
        );
        assert_eq!(
            AccessKey::card_access_number("12345"),
            Err(AccessKeyError::CardAccessNumber)
        );
        assert!(
            AccessKey::card_access_number("123 456")
                .unwrap()
                .basic_access_keys()
                .is_none()
        );
    }

    #[test]
    fn suspicions() {
        let found = suspicious_characters("LO98C5");
        assert_eq!(
            found.iter().map(|s| (s.at, s.perhaps)).collect::<Vec<_>>(),
            [(1, '0'), (3, 'B'), (5, 'S')]
        );
    }
}
