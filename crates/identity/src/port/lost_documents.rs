//! Registers of lost and stolen documents: whether somebody has reported this one.

use std::fmt;

use super::Pending;
use crate::fields::{Field, Zone};

/// A register that can be asked.
pub trait LostDocuments: Send + Sync {
    /// Whether the document was reported.
    ///
    /// # Errors
    /// Why nobody knows. It is never to be taken for a no.
    fn look_up<'a>(
        &'a self,
        document: &'a TravelDocument,
    ) -> Pending<'a, Result<bool, LookupError>>;
}

/// A document as registers know it. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct TravelDocument {
    /// Letters as a zone has them (ICAO Doc 9303-3, section 5): `NLD`, `D`.
    pub issuing_state: String,
    /// Letters A to Z and digits.
    pub number: String,
    /// The first letter of the zone, where that is known: `P`, `I`, `V`.
    pub kind: Option<char>,
}

/// A register gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// No connection, no answer in time, or one that says to come back later.
    #[error("the register of lost documents does not answer")]
    Unavailable,
    /// It refuses to answer this.
    #[error("the register of lost documents refuses to answer ({status})")]
    Refused {
        /// Of HTTP.
        status: u16,
    },
    /// An answer that says neither yes nor no.
    #[error("the register of lost documents answers what cannot be understood")]
    Malformed,
}

impl LookupError {
    /// Whether asking again may help.
    pub fn retryable(&self) -> bool {
        *self == Self::Unavailable
    }
}

impl fmt::Debug for TravelDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.write_str("TravelDocument")
    }
}

impl TravelDocument {
    /// A document of a state, however its number is written; `None` when either says nothing, is
    /// longer than any, or has letters that no zone has.
    pub fn new(issuing_state: &str, number: &str, kind: Option<char>) -> Option<Self> {
        let written = |letter: char| letter.is_ascii_alphanumeric() || " -./<".contains(letter);
        if !(issuing_state.chars().chain(number.chars())).all(written) {
            return None;
        }
        let document = Self {
            issuing_state: match plain(issuing_state).as_str() {
                // As others write it than zones do.
                "DEU" => "D".to_owned(),
                state => state.to_owned(),
            },
            number: plain(number),
            kind,
        };
        let fits = (1..=3).contains(&document.issuing_state.len())
            && (1..=32).contains(&document.number.len());
        fits.then_some(document)
    }

    /// The document whose zone that is.
    pub fn of_zone(zone: &Zone) -> Option<Self> {
        let value = |field| zone.values.get(&field).map(String::as_str);
        Self::new(
            value(Field::IssuingState)?,
            value(Field::DocumentNumber)?,
            zone.document_code.chars().next(),
        )
    }

    /// A text that is equal where the document is the same. Registers differ in what they call the
    /// kind, so it is not part of it. Personal data: to be kept as a keyed hash at most.
    pub fn index_text(&self) -> String {
        format!("{}/{}", self.issuing_state, self.number)
    }
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let text = |state, number| Some(TravelDocument::new(state, number, None)?.index_text());
        assert_eq!(text("NLD", "SPECI2014").as_deref(), Some("NLD/SPECI2014"));
        assert_eq!(text("nld", "speci-20 14<"), text("NLD", "SPECI2014"));
        assert_eq!(text("D<<", "C01X"), text("D", "C01X"));
        assert_eq!(text("", "1"), None);
        assert_eq!(text("NLD", "<<<"), None);
        assert_eq!(text("NLDX", "1"), None);
        assert_eq!(text("DEU", "C01X"), text("D", "C01X"));
        assert_eq!(text("RUS", "\u{410}\u{412}1234567"), None, "Cyrillic");
        assert_eq!(text("NLD", &"1".repeat(33)), None);
        let document = TravelDocument::new("NLD", "SPECI2014", Some('P')).unwrap();
        assert!(!format!("{document:?}").contains("SPECI"));
    }

    proptest! {
        #[test]
        fn any_text_may_be_a_number(state: String, number: String) {
            if let Some(document) = TravelDocument::new(&state, &number, None) {
                let again = TravelDocument::new(&document.issuing_state, &document.number, None);
                prop_assert_eq!(again, Some(document));
            }
        }
    }
}
