//! The fields: what was read is shown, corrected where it is wrong, and handed in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::fields::{Field, Fields, Value, Zone, reconcile};
use crate::finding::{Check, Finding, Outcome, Reason};
use crate::national_number::NationalNumber;
use crate::registration::event::FieldProblem;
use crate::registration::{Act, Refusal};

/// The fields that are asked for, in the order to show them.
const ASKED: [Field; 8] = [
    Field::Surname,
    Field::GivenNames,
    Field::BirthDate,
    Field::Sex,
    Field::Nationality,
    Field::DocumentNumber,
    Field::ExpiryDate,
    Field::IssuingState,
];

/// What is asked besides where a document is known to have it printed.
const PRINTED: [Field; 5] = [
    Field::Patronymic,
    Field::PersonalNumber,
    Field::PlaceOfBirth,
    Field::IssuingAuthority,
    Field::IssueDate,
];

/// Every field that is asked about a document.
fn asked(zone: Option<&Zone>) -> impl Iterator<Item = Field> + Clone {
    let printed = move |field: &Field| zone.is_some_and(|zone| zone.printed.contains_key(field));
    ASKED.into_iter().chain(PRINTED.into_iter().filter(printed))
}

/// Longest value, in characters.
const MAX_LEN: usize = 120;

/// The step's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldsStep {
    /// Not checked yet.
    #[default]
    Asked,
    /// Checked by the person.
    Confirmed(Fields),
}

impl FieldsStep {
    pub(super) fn is_done(&self) -> bool {
        self.confirmed().is_some()
    }

    /// The fields as the person left them.
    pub(crate) fn confirmed(&self) -> Option<&Fields> {
        match self {
            Self::Asked => None,
            Self::Confirmed(fields) => Some(fields),
        }
    }

    /// What is shown for checking.
    pub(crate) fn proposed(&self, zone: Option<&Zone>) -> Vec<(Field, Option<Value>)> {
        asked(zone)
            .map(|field| (field, zone.and_then(|zone| zone.proposal(field))))
            .collect()
    }

    pub(super) fn act(
        self,
        act: Act,
        zone: Option<&Zone>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let (Self::Asked, Act::ConfirmFields { values }) = (self, act) else {
            return Err(Refusal::NotThisStep);
        };
        let today = now.to_zoned(TimeZone::UTC).date();
        let problems: Vec<(Field, FieldProblem)> = asked(zone)
            .filter_map(|field| {
                let text = values.get(&field).map_or("", |text| text.trim());
                let unchanged = zone.is_some_and(|zone| {
                    let proposed = zone.proposal(field);
                    zone.values.get(&field).map_or("", String::as_str) == text
                        || proposed.is_some_and(|proposed| proposed.text == text)
                });
                if unchanged {
                    None
                } else {
                    Some((field, problem(field, text, today)?))
                }
            })
            .collect();
        if !problems.is_empty() {
            return Err(Refusal::Fields(problems));
        }
        Ok(Self::Confirmed(confirmed(&values, zone)))
    }

    /// Whether something vouches for every value that the person handed in.
    pub(super) fn finding(&self, zone: Option<&Zone>) -> Option<Finding> {
        let fields = self.confirmed()?;
        let changed = fields
            .values()
            .filter(|value| !value.verification.is_verified())
            .count();
        let reason = if zone.is_some_and(|zone| zone.typed) {
            Reason::ZoneTyped
        } else {
            Reason::FieldsCorrected
        };
        Some(if changed == 0 {
            Finding::pass(Check::FieldsAgree)
        } else {
            Finding::new(Check::FieldsAgree, Outcome::Inconclusive, reason)
                .measured(changed as f64, 0.0)
        })
    }

    /// A national number that the person corrected, held against its rules and against birth date and sex as they
    /// left them. That they typed it vouches for nothing: what is wrong with it is a doubt.
    pub(super) fn corrected_number(&self) -> Option<Finding> {
        let fields = self.confirmed()?;
        let text = |field| fields.get(&field).map(|value| value.text.as_str());
        let number = fields.get(&Field::PersonalNumber)?;
        let corrected = !number.verification.is_verified() && !number.text.is_empty();
        let kind = NationalNumber::of_state(text(Field::IssuingState)?).filter(|_| corrected)?;
        let birth = text(Field::BirthDate).and_then(|date| date.parse().ok());
        Some(kind.judge(&number.text, birth, text(Field::Sex), false))
    }
}

fn confirmed(values: &BTreeMap<Field, String>, zone: Option<&Zone>) -> Fields {
    let fields = asked(zone);
    let entered = fields
        .clone()
        // A form that leaves a field out says no more than one that leaves it empty.
        .map(|field| (field, values.get(&field).map_or("", |text| text.trim())))
        .filter(|(field, text)| {
            !text.is_empty() || zone.is_some_and(|zone| zone.proposal(*field).is_some())
        })
        .map(|(field, text)| (field, reconcile(zone, field, text)));
    // What is not asked for is taken as the zone has it.
    let rest = zone
        .into_iter()
        .flat_map(Zone::fields)
        .filter(|(field, _)| !fields.clone().any(|asked| asked == *field));
    entered.chain(rest).collect()
}

fn problem(field: Field, text: &str, today: Date) -> Option<FieldProblem> {
    let optional = PRINTED.contains(&field)
        || matches!(
            field,
            Field::GivenNames | Field::Sex | Field::Nationality | Field::IssuingState
        );
    if text.is_empty() {
        return (!optional).then_some(FieldProblem::Missing);
    }
    if text.chars().count() > MAX_LEN {
        return Some(FieldProblem::TooLong);
    }
    match field {
        Field::Surname | Field::GivenNames | Field::FullName | Field::Patronymic => {
            let fits = |letter: char| {
                letter.is_alphabetic() || is_mark(letter) || " -'’.,".contains(letter)
            };
            (!text.chars().all(fits)).then_some(FieldProblem::Characters)
        }
        Field::BirthDate => match text.parse::<Date>() {
            Err(_) => Some(FieldProblem::NotADate),
            Ok(date) => (date > today).then_some(FieldProblem::InTheFuture),
        },
        Field::ExpiryDate | Field::IssueDate => text
            .parse::<Date>()
            .is_err()
            .then_some(FieldProblem::NotADate),
        Field::PlaceOfBirth | Field::IssuingAuthority => (text.chars())
            .any(char::is_control)
            .then_some(FieldProblem::Characters),
        Field::Sex => (!["F", "M", "X"].contains(&text)).then_some(FieldProblem::Characters),
        Field::Nationality | Field::IssuingState => {
            let fits = text.len() <= 3 && text.chars().all(|letter| letter.is_ascii_uppercase());
            (!fits).then_some(FieldProblem::Characters)
        }
        Field::DocumentNumber | Field::PersonalNumber => {
            let fits = text
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || " -/".contains(letter));
            (!fits).then_some(FieldProblem::Characters)
        }
    }
}

/// Combining marks, which stand in names of several scripts.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036f}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}
