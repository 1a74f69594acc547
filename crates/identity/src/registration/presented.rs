//! The document that was presented, as it is told from others, and whose it is.
//!
//! A document that has proved somebody must not prove somebody else. Guest accounts live for one
//! registration, so the same document comes back with its holder, and honestly: what counts is the
//! same document with another person. It is the same document when its kind, issuing state and
//! number are the same, and the same person when the letters of the name and the birth date are.
//! Documents are compared within one organisation and one mode, with registrations that ended
//! verified and are not erased yet; once a document stands for a person, however that was decided,
//! it is no news that it does.

use super::Registration;
use crate::fields::{DocumentKind, Field};
use crate::finding::{Check, Finding, Outcome, Reason};

/// A document and its holder, each as a text that is equal where they are the same. Both are
/// personal data: to be kept as keyed hashes at most.
#[derive(Clone, PartialEq, Eq)]
pub struct Presented {
    /// Mode, kind, issuing state and number.
    pub document: String,
    /// The same, with birth date and name.
    pub holder: String,
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.write_str("Presented")
    }
}

impl Registration {
    /// The document that the latest decision rests on, and its holder; `None` before the first
    /// decision, and where state, number, birth date or surname is not known.
    pub fn presented(&self) -> Option<Presented> {
        let report = self.report_so_far()?;
        let value = |field| Some(report.fields.get(&field)?.text.as_str());
        let mode = if self.livemode() { "live" } else { "test" };
        // Not told apart further, since people choose between cards, and zones hardly do.
        let kind = match report.document? {
            DocumentKind::Passport => "P",
            DocumentKind::IdentityCard | DocumentKind::ResidencePermit => "I",
            DocumentKind::Visa => "V",
        };
        let state = plain(value(Field::IssuingState)?);
        let number = plain(value(Field::DocumentNumber)?);
        let born = plain(value(Field::BirthDate)?);
        // Run together: where a zone parts a name is easily misread, and people part theirs
        // otherwise than the zone.
        let name = printed(value(Field::Surname)?)
            + &value(Field::GivenNames).map(printed).unwrap_or_default();
        if [&state, &number, &born, &name]
            .iter()
            .any(|part| part.is_empty())
        {
            return None;
        }
        let document = format!("{mode}/{kind}/{state}/{number}");
        let holder = format!("{document}/{born}/{name}");
        Some(Presented { document, holder })
    }
}

/// What is found where others were asked.
pub(super) fn finding(others: Option<u32>) -> Option<Finding> {
    let others = others?;
    let finding = if others == 0 {
        Finding::pass(Check::DocumentUse)
    } else {
        Finding::new(
            Check::DocumentUse,
            Outcome::Fail,
            Reason::DocumentAlreadyUsed,
        )
    };
    Some(finding.measured(f64::from(others), 0.0))
}

/// The letters of a name as a zone prints them.
fn printed(name: &str) -> String {
    plain(&bonafide_mrz::transliterate(name).unwrap_or_else(|_| name.to_owned()))
}

/// Letters and digits, in capitals.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}
