//! The document that was presented, as it is told from others, and whose it is.
//!
//! A document that has proved somebody must not prove somebody else. Guest accounts live for one
//! registration, so the same document comes back with its holder, and honestly: what counts is the
//! same document with another person. It is the same document when its kind, issuing state and
//! number are the same, and the same person when the letters of the name and the birth date are.
//! What was read from the photograph counts as well as what the person made of it: whoever corrects
//! a number presents both documents. Documents are compared within one organisation and one mode,
//! with registrations that ended verified and are not erased yet; once a document stands for a
//! person, however that was decided, it is no news that it does.

use super::Registration;
use crate::fields::{DocumentKind, Field, Fields, Verification};
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
    /// The documents that a decision rests on, each with its holder: as the photograph's zone has
    /// them, and, where those differ, as the chip and the fields do. Empty where state, number, birth date or
    /// name are known from neither.
    pub fn presented(&self) -> Vec<Presented> {
        let mode = if self.livemode() { "live" } else { "test" };
        let read = self.zone.as_ref().filter(|zone| !zone.typed);
        let mut presented: Vec<Presented> = Vec::new();
        let as_read = read.into_iter().chain(self.chip_zone()).filter_map(|zone| {
            let kind = match zone.document_code.chars().next() {
                Some('P') => "P",
                Some('V') => "V",
                _ => "I",
            };
            Presented::of(mode, kind, &zone.stated())
        });
        let as_checked = self.document_kind().and_then(|kind| {
            // Not told apart further, since people choose between cards, and zones hardly do.
            let kind = match kind {
                DocumentKind::Passport => "P",
                DocumentKind::IdentityCard | DocumentKind::ResidencePermit => "I",
                DocumentKind::Visa => "V",
            };
            Presented::of(mode, kind, &self.decided_as_spelled())
        });
        for one in as_read.chain(as_checked) {
            if !presented.contains(&one) {
                presented.push(one);
            }
        }
        presented
    }

    /// What is found where others were asked: in how many other registrations a document that was
    /// presented stands for somebody else. That it stands for nobody is no pass unless something
    /// vouches for what was compared.
    pub(super) fn use_of_document(&self, others: Option<u32>) -> Option<Finding> {
        let others = others?;
        self.document()?;
        let check = Check::DocumentUse;
        if others > 0 {
            let found = Finding::new(check, Outcome::Fail, Reason::DocumentAlreadyUsed);
            return Some(found.measured(f64::from(others), 0.0));
        }
        let fields = self.decided_fields();
        let typed = self.zone().is_some_and(|zone| zone.typed);
        let doubt = if self.presented().is_empty() || COMPARED.iter().any(|f| is_blank(&fields, *f))
        {
            Some(Reason::CheckUnavailable)
        } else if COMPARED
            .iter()
            .chain(&[Field::GivenNames])
            .filter_map(|field| fields.get(field))
            .all(|value| value.verification.is_verified())
        {
            None
        } else if typed {
            Some(Reason::ZoneTyped)
        } else {
            Some(Reason::FieldsCorrected)
        };
        Some(match doubt {
            Some(reason) => Finding::new(check, Outcome::Inconclusive, reason),
            None => Finding::pass(check).measured(0.0, 0.0),
        })
    }

    /// The same with names as the zone spells them: the letters of one spelling may become others again.
    fn decided_as_spelled(&self) -> Fields {
        let mut fields = self.decided_fields();
        for (field, value) in &mut fields {
            let spelled = self.zone().and_then(|zone| zone.value(*field));
            if let Some(spelled) = spelled
                && value.verification == Verification::Transliteration
            {
                *value = spelled;
            }
        }
        fields
    }

    /// The fields that the latest decision rests on, or that one would rest on now.
    pub(super) fn decided_fields(&self) -> Fields {
        match self.report_so_far() {
            Some(report) => report.fields.clone(),
            None => self.fields(),
        }
    }
}

/// What documents and people are told apart by, besides given names, which not everybody has.
const COMPARED: [Field; 4] = [
    Field::IssuingState,
    Field::DocumentNumber,
    Field::BirthDate,
    Field::Surname,
];

fn is_blank(fields: &Fields, field: Field) -> bool {
    fields
        .get(&field)
        .is_none_or(|value| plain(&value.text).is_empty())
}

impl Presented {
    fn of(mode: &str, kind: &str, fields: &Fields) -> Option<Self> {
        let value = |field| Some(fields.get(&field)?.text.as_str());
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
        Some(Self { document, holder })
    }
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
