//! The fields of the page on which answers are checked: how they are shown, and how they are
//! read back from the form.

use std::collections::BTreeMap;

use bonafide_identity::fields::{Field, Value};
use bonafide_identity::notice::Code;
use bonafide_identity::registration::event::FieldProblem;

use crate::notices::NoticeView;
use crate::texts::Say;
use crate::words::{self, Word};

/// The longest text that is taken from a form for one field, in characters; the domain's own
/// limit is lower and says so.
const LONGEST: usize = 400;

/// What a person left in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entered(pub(super) BTreeMap<Field, String>);

impl Entered {
    /// Reads the fields of a form. Dates come in three parts and leave as `YYYY-MM-DD`, or as
    /// what was typed where that is no date.
    pub(super) fn read(form: &BTreeMap<String, String>) -> Self {
        let part = |field: Field, name: &str| {
            let text = form
                .get(&format!("{field}-{name}"))
                .map_or("", String::as_str)
                .trim();
            text.chars().take(LONGEST).collect::<String>()
        };
        let values = Field::ALL.iter().filter_map(|field| {
            let text = match kind(*field) {
                FieldKind::Date => {
                    let parts = [
                        part(*field, "year"),
                        part(*field, "month"),
                        part(*field, "day"),
                    ];
                    form.contains_key(&format!("{field}-year"))
                        .then(|| joined(&parts))?
                }
                FieldKind::Letters if matches!(field, Field::Nationality | Field::IssuingState) => {
                    form.get(field.as_str())?.trim().to_uppercase()
                }
                FieldKind::Text | FieldKind::Letters | FieldKind::Sex => {
                    form.get(field.as_str())?.trim().to_owned()
                }
            };
            Some((*field, text.chars().take(LONGEST).collect()))
        });
        Self(values.collect())
    }
}

/// A date from its parts; nothing entered is nothing.
fn joined([year, month, day]: &[String; 3]) -> String {
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return String::new();
    }
    let padded = |text: &str, width| format!("{text:0>width$}");
    format!(
        "{}-{}-{}",
        padded(year, 4),
        padded(month, 2),
        padded(day, 2)
    )
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Text,
    Letters,
    Date,
    Sex,
}

fn kind(field: Field) -> FieldKind {
    match field {
        Field::Surname
        | Field::GivenNames
        | Field::FullName
        | Field::Patronymic
        | Field::PlaceOfBirth
        | Field::IssuingAuthority => FieldKind::Text,
        Field::BirthDate | Field::ExpiryDate | Field::IssueDate => FieldKind::Date,
        Field::Sex => FieldKind::Sex,
        Field::Nationality
        | Field::DocumentNumber
        | Field::IssuingState
        | Field::PersonalNumber => FieldKind::Letters,
    }
}

/// A field of the page.
#[derive(Clone, Debug)]
pub(super) struct FieldInput {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) kind: FieldKind,
    /// As the form holds it.
    pub(super) value: String,
    /// As people write it.
    pub(super) shown: String,
    pub(super) error: Option<NoticeView>,
    /// Whether the input stands open: something is missing or wrong.
    pub(super) open: bool,
}

/// A part of a date.
pub(super) struct DatePart {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) length: u8,
}

/// One of the answers to the question for the sex.
pub(super) struct SexChoice {
    pub(super) id: String,
    pub(super) value: &'static str,
    pub(super) name: String,
    pub(super) chosen: bool,
}

impl FieldInput {
    pub(super) fn new(
        field: Field,
        read: Option<&Value>,
        entered: Option<(&Entered, &[(Field, FieldProblem)])>,
        say: Say,
    ) -> Self {
        let typed = entered.and_then(|(entered, _)| entered.0.get(&field));
        let value = typed
            .cloned()
            .or_else(|| Some(read?.text.clone()))
            .unwrap_or_default();
        let problem = entered.and_then(|(_, problems)| {
            problems
                .iter()
                .find(|(other, _)| *other == field)
                .map(|(_, problem)| *problem)
        });
        Self {
            name: field.as_str(),
            label: field.said(say),
            hint: say.say(words::field_hint(field)),
            kind: kind(field),
            shown: words::shown(field, &value, say),
            error: problem.map(|problem| NoticeView::new(code(problem), say)),
            open: problem.is_some() || value.is_empty(),
            value,
        }
    }

    /// The id of the input that a mistake links to.
    pub(super) fn anchor(&self) -> String {
        match self.kind {
            FieldKind::Text | FieldKind::Letters => self.name.to_owned(),
            FieldKind::Date => format!("{}-day", self.name),
            FieldKind::Sex => format!("{}-f", self.name),
        }
    }

    /// The ids of what describes the input.
    pub(super) fn described_by(&self) -> String {
        let hint = format!("{}-hint", self.name);
        if self.error.is_some() {
            format!("{hint} {}-error", self.name)
        } else {
            hint
        }
    }

    /// Day, month and year.
    pub(super) fn parts(&self) -> [DatePart; 3] {
        let mut parts = self
            .value
            .splitn(3, '-')
            .map(|part| part.trim_start_matches('0').to_owned());
        let mut next = || parts.next().unwrap_or_default();
        let (year, month, day) = (next(), next(), next());
        [
            ("day", "field-day", day, 2),
            ("month", "field-month", month, 2),
            ("year", "field-year", year, 4),
        ]
        .map(|(name, label, value, length)| DatePart {
            id: format!("{}-{name}", self.name),
            name,
            label,
            value,
            length,
        })
    }

    /// The answers to choose from.
    pub(super) fn sexes(&self, say: &Say) -> [SexChoice; 3] {
        [
            ("F", "f", "sex-f"),
            ("M", "m", "sex-m"),
            ("X", "x", "sex-x"),
        ]
        .map(|(value, end, text)| SexChoice {
            id: format!("{}-{end}", self.name),
            value,
            name: say.say(text),
            chosen: self.value == value,
        })
    }
}

/// The notice of what is the matter with a value.
fn code(problem: FieldProblem) -> Code {
    match problem {
        FieldProblem::Missing => Code::FieldRequired,
        FieldProblem::TooLong => Code::FieldTooLong,
        FieldProblem::NotADate | FieldProblem::InTheFuture => Code::FieldDate,
        FieldProblem::Characters => Code::FieldCharacters,
    }
}

#[cfg(test)]
mod tests {
    use bonafide_identity::language::Language;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn dates_are_put_together_from_their_parts() {
        let date = |day, month, year| {
            let form = form(&[
                ("birth_date-day", day),
                ("birth_date-month", month),
                ("birth_date-year", year),
            ]);
            Entered::read(&form).0.remove(&Field::BirthDate)
        };
        assert_eq!(date("7", "3", "1985").as_deref(), Some("1985-03-07"));
        assert_eq!(date(" 27 ", "12", "1985").as_deref(), Some("1985-12-27"));
        assert_eq!(date("", "", "").as_deref(), Some(""));
        assert_eq!(date("x", "13", "85").as_deref(), Some("0085-13-0x"));
    }

    #[test]
    fn what_the_form_lacks_is_not_entered() {
        let entered = Entered::read(&form(&[
            ("surname", " De Vries "),
            ("nationality", "nld"),
            ("other", "x"),
        ]));
        assert_eq!(
            entered.0,
            BTreeMap::from([
                (Field::Surname, "De Vries".to_owned()),
                (Field::Nationality, "NLD".to_owned())
            ])
        );
    }

    #[test]
    fn a_date_comes_back_as_it_was_typed() {
        let entered = Entered(BTreeMap::from([(
            Field::BirthDate,
            "0085-13-0x".to_owned(),
        )]));
        let problems = [(Field::BirthDate, FieldProblem::NotADate)];
        let field = FieldInput::new(
            Field::BirthDate,
            None,
            Some((&entered, &problems)),
            Say(Language::En),
        );
        assert_eq!(field.parts().map(|part| part.value), ["x", "13", "85"]);
        assert!(field.open && field.error.is_some());
        assert_eq!(field.anchor(), "birth_date-day");
    }
}
