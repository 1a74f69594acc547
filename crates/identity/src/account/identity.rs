//! The identity that an account keeps: what a registration proved of its owner, copied, so that it
//! need not be proven again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::assurance::{ChipClass, Level, Liveness};
use crate::fields::{DocumentKind, Field, Fields, Value};
use crate::finding::Check;
use crate::registration::{DecidedBy, Registration, State};

/// What people are told apart by: without these nothing is kept.
const NEEDED: [Field; 4] = [
    Field::Surname,
    Field::BirthDate,
    Field::DocumentNumber,
    Field::IssuingState,
];

/// What a registration proved of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenIdentity {
    /// What was verified, each with what vouches for it; nothing unverified.
    pub fields: Fields,
    /// The kind of document that was presented.
    pub document: Option<DocumentKind>,
    /// The level that was reached.
    pub level: Level,
    /// Whether a live person was before the camera.
    pub liveness: Liveness,
    /// What the chip's reading proves, where a chip was read.
    pub chip: Option<ChipClass>,
    /// Who or what decided.
    pub decided_by: DecidedBy,
    /// When.
    pub verified_at: Timestamp,
    /// The documents, as they are told from others. Personal data.
    documents: Vec<String>,
}

impl std::fmt::Debug for ProvenIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        write!(f, "ProvenIdentity({})", self.level)
    }
}

/// Why a registration proves nothing that an account could keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// It did not end verified.
    #[error("not verified")]
    NotVerified,
    /// It was made in test mode, or decided by a sample.
    #[error("test mode")]
    TestMode,
    /// No face was compared with the document: whoever holds the document may be anybody.
    #[error("no face was compared")]
    NoFace,
    /// Name, birth date or document are not known for sure.
    #[error("without a verified name, birth date or document")]
    Incomplete,
}

/// What a proof lacks that an earlier one had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LessSure {
    /// The chip was read, or proved more.
    #[error("the chip proved more before")]
    Chip,
    /// A live person was before the camera.
    #[error("liveness was proven before")]
    Liveness,
    /// The level was higher.
    #[error("the level was higher before")]
    Level,
}

impl ProvenIdentity {
    /// What a registration proved.
    ///
    /// # Errors
    /// [`NotKept`], where that is nothing that an account could keep.
    pub fn of(registration: &Registration) -> Result<Self, NotKept> {
        let State::Verified { report } = registration.state() else {
            return Err(NotKept::NotVerified);
        };
        if !registration.livemode() || report.decided_by == DecidedBy::SandboxSample {
            return Err(NotKept::TestMode);
        }
        if !report
            .findings
            .iter()
            .any(|one| one.check == Check::FaceMatch)
        {
            return Err(NotKept::NoFace);
        }
        let mut fields = report.fields.clone();
        fields.retain(|_, value| value.verification.is_verified() && !value.text.is_empty());
        let mut documents: Vec<String> = registration
            .presented()
            .into_iter()
            .map(|presented| presented.document)
            .collect();
        documents.sort_unstable();
        documents.dedup();
        if documents.is_empty() || NEEDED.iter().any(|field| !fields.contains_key(field)) {
            return Err(NotKept::Incomplete);
        }
        Ok(Self {
            fields,
            document: report.document,
            level: report.level,
            liveness: report.liveness,
            chip: report.chip.as_ref().and_then(|chip| chip.class),
            decided_by: report.decided_by,
            verified_at: report.decided_at,
            documents,
        })
    }

    /// The documents that it was proven with, each as a text that is equal where they are the same:
    /// to be kept as keyed hashes at most.
    #[must_use]
    pub fn documents(&self) -> &[String] {
        &self.documents
    }

    /// A value with what vouches for it.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.fields.get(&field)
    }

    /// Whether somebody who proved `self` now may be taken for whoever proved `before`: recovery asks for
    /// no less than enrolment did (NIST SP 800-63B-4, section 4.2.2.3).
    ///
    /// # Errors
    /// [`LessSure`]: what is missing, the chip first, since the level follows from it.
    pub fn as_sure_as(&self, before: &Self) -> Result<(), LessSure> {
        let rank = |chip: Option<ChipClass>| match chip {
            None => 0,
            Some(ChipClass::C) => 1,
            Some(ChipClass::B) => 2,
            Some(ChipClass::A) => 3,
        };
        if rank(self.chip) < rank(before.chip) {
            return Err(LessSure::Chip);
        }
        if before.liveness == Liveness::Passed && self.liveness != Liveness::Passed {
            return Err(LessSure::Liveness);
        }
        if self.level < before.level {
            return Err(LessSure::Level);
        }
        Ok(())
    }

    /// Whether both are one person: born on the same day, and of the same document, the same
    /// national number of one state, or the same name. Somebody who changed both name and document
    /// at once, where documents bear no national number, cannot be told from another.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        let both = |field| {
            Some((
                self.value(field)?.text.as_str(),
                other.value(field)?.text.as_str(),
            ))
        };
        let same = |field| both(field).is_some_and(|(one, two)| one == two);
        if !same(Field::BirthDate) {
            return false;
        }
        if same(Field::IssuingState)
            && let Some((one, two)) = both(Field::PersonalNumber)
        {
            return one == two;
        }
        let document = self
            .documents
            .iter()
            .any(|one| other.documents.contains(one));
        document || self.name() == other.name()
    }

    /// The letters of the whole name as zones print them.
    fn name(&self) -> String {
        [Field::Surname, Field::GivenNames]
            .into_iter()
            .filter_map(|field| self.value(field))
            .map(|value| {
                bonafide_mrz::transliterate(&value.text).unwrap_or_else(|_| value.text.clone())
            })
            .flat_map(|name| name.to_uppercase().chars().collect::<Vec<_>>())
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fields::Verification;

    fn proven(surname: &str, born: &str, document: &str, number: Option<&str>) -> ProvenIdentity {
        let value = |text: &str| Value {
            text: text.to_owned(),
            verification: Verification::CheckDigit,
        };
        let mut fields = Fields::from([
            (Field::Surname, value(surname)),
            (Field::BirthDate, value(born)),
            (Field::IssuingState, value("NLD")),
        ]);
        if let Some(number) = number {
            fields.insert(Field::PersonalNumber, value(number));
        }
        ProvenIdentity {
            fields,
            document: Some(DocumentKind::Passport),
            level: Level::Low,
            liveness: Liveness::NotPerformed,
            chip: None,
            decided_by: DecidedBy::Policy,
            verified_at: Timestamp::UNIX_EPOCH,
            documents: vec![format!("live/P/NLD/{document}")],
        }
    }

    #[test]
    fn one_person_with_another_document_or_another_name() {
        let ann = proven("Müller", "1974-08-12", "A1", None);
        for (other, same) in [
            (proven("MUELLER", "1974-08-12", "B2", None), true),
            (proven("DE VRIES", "1974-08-12", "A1", None), true),
            (proven("DE VRIES", "1974-08-12", "B2", None), false),
            (proven("Müller", "1974-08-13", "A1", None), false),
        ] {
            assert_eq!(ann.is_same_person(&other), same);
        }
        let ann = proven("MUELLER", "1974-08-12", "A1", Some("740812"));
        let renamed = proven("DE VRIES", "1974-08-12", "B2", Some("740812"));
        assert!(ann.is_same_person(&renamed));
        let namesake = proven("MUELLER", "1974-08-12", "B2", Some("740813"));
        assert!(!ann.is_same_person(&namesake));
        assert_eq!(format!("{ann:?}"), "ProvenIdentity(low)");
    }

    #[test]
    fn recovery_asks_for_no_less_than_enrolment_did() {
        let with = |chip, liveness, level| ProvenIdentity {
            chip,
            liveness,
            level,
            ..proven("ANN", "1974-08-12", "A1", None)
        };
        let (passed, not) = (Liveness::Passed, Liveness::NotPerformed);
        let before = with(Some(ChipClass::B), passed, Level::Substantial);
        for (now, outcome) in [
            (with(Some(ChipClass::A), passed, Level::High), Ok(())),
            (with(Some(ChipClass::B), passed, Level::Substantial), Ok(())),
            (
                with(Some(ChipClass::C), passed, Level::High),
                Err(LessSure::Chip),
            ),
            (with(None, passed, Level::High), Err(LessSure::Chip)),
            (
                with(Some(ChipClass::B), not, Level::High),
                Err(LessSure::Liveness),
            ),
            (
                with(Some(ChipClass::B), Liveness::OtherWay, Level::High),
                Err(LessSure::Liveness),
            ),
            (
                with(Some(ChipClass::A), passed, Level::Low),
                Err(LessSure::Level),
            ),
        ] {
            assert_eq!(now.as_sure_as(&before), outcome);
        }
        assert_eq!(
            with(None, not, Level::Low).as_sure_as(&with(None, not, Level::Low)),
            Ok(())
        );
    }

    proptest! {
        #[test]
        fn everybody_is_themselves_and_neither_comes_first(
            one in "[A-ZÀ-ž ]{1,8}", two in "[A-ZÀ-ž ]{1,8}", day in 10_u8..12, number in 1_u8..3,
        ) {
            let one = proven(&one, "1974-08-10", "A1", None);
            let two = proven(&two, &format!("1974-08-{day}"), &format!("A{number}"), None);
            prop_assert!(one.is_same_person(&one) && two.is_same_person(&two));
            prop_assert_eq!(one.is_same_person(&two), two.is_same_person(&one));
        }
    }
}
