use serde::{Deserialize, Serialize};

use crate::{
    CheckDigit, CheckedField, Field, Format, Names, StateCode, ZoneDate,
    check::{digit, value, weight},
    check_digit,
};

/// A parsed zone. Shape and alphabets hold; everything else is still to be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    pub format: Format,
    /// One or two letters: `P`, `I`, `ID`, `AC`, `V`.
    pub document_code: String,
    pub issuing_state: StateCode,
    pub names: Names,
    /// Without the fillers at its end; the whole of it where it continues in the optional data. A filler
    /// inside stands for a space or hyphen on the document.
    pub document_number: String,
    pub nationality: StateCode,
    pub birth_date: ZoneDate,
    pub sex: Sex,
    pub expiry_date: ZoneDate,
    /// The optional data, without fillers at its end and without the rest of a long document number: one
    /// entry, which TD3 uses for the personal number, or two for TD1.
    pub optional: Vec<String>,
    /// Every check digit of the format, in the order of [`CheckedField`].
    pub checks: Vec<CheckDigit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
    Unspecified,
}

/// Why lines are no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ZoneError {
    #[error("no zone has {} lines of {widths:?} characters", widths.len())]
    Shape { widths: Vec<usize> },
    /// A character that this position cannot hold; line and column from 0.
    #[error("line {line}, position {column} cannot hold {found:?}")]
    Character {
        line: usize,
        column: usize,
        field: Field,
        found: char,
    },
    /// The code of a state has a filler before a letter.
    #[error("{field:?} holds no state code")]
    State { field: Field },
    #[error("the document number is empty")]
    NoDocumentNumber,
}

impl Sex {
    /// The character that a zone prints.
    #[must_use]
    pub fn as_char(self) -> char {
        match self {
            Sex::Male => 'M',
            Sex::Female => 'F',
            Sex::Unspecified => '<',
        }
    }

    fn of(character: char) -> Sex {
        match character {
            'M' => Sex::Male,
            'F' => Sex::Female,
            _ => Sex::Unspecified,
        }
    }
}

impl Zone {
    /// Whether every check digit is right.
    #[must_use]
    pub fn checks_ok(&self) -> bool {
        self.checks.iter().all(CheckDigit::ok)
    }

    /// The check digit over a field; `None` when the format has none.
    #[must_use]
    pub fn check(&self, field: CheckedField) -> Option<&CheckDigit> {
        self.checks.iter().find(|check| check.field == field)
    }

    /// The text from which basic access control and PACE derive their keys (Doc 9303 part 11, section 4.3.2
    /// and D.2): number, birth date and expiry date, each with its *computed* check digit.
    #[must_use]
    pub fn access_information(&self) -> String {
        let number = format!("{:<<9}", self.document_number);
        [
            number.as_str(),
            self.birth_date.raw(),
            self.expiry_date.raw(),
        ]
        .into_iter()
        .flat_map(|part| {
            [
                part.to_owned(),
                check_digit(part).unwrap_or('<').to_string(),
            ]
        })
        .collect()
    }
}

/// Reads a zone from its lines: two or three, each of the exact width, in capital letters, digits and fillers.
///
/// Fails only on what makes the fields themselves unreadable. Check digits that are wrong are reported in
/// [`Zone::checks`]; dates and states say for themselves whether they exist.
pub fn parse<L: AsRef<str>>(lines: &[L]) -> Result<Zone, ZoneError> {
    let text = Text::of(lines)?;
    text.obey_alphabets()?;
    let format = text.format;
    let number = text.document_number();
    if number.text.is_empty() {
        return Err(ZoneError::NoDocumentNumber);
    }
    let date = |field| ZoneDate::new(&text.field(field)).map_err(|_| text.misplaced(field));
    let state = |field| StateCode::new(&text.field(field)).map_err(|_| ZoneError::State { field });
    let optional = match format {
        Format::Td1 => vec![
            number.optional.clone(),
            trimmed(&text.field(Field::OptionalSecond)),
        ],
        _ => vec![number.optional.clone()],
    };
    Ok(Zone {
        format,
        document_code: trimmed(&text.field(Field::DocumentCode)),
        issuing_state: state(Field::IssuingState)?,
        names: Names::of_field(&text.field(Field::Names)),
        nationality: state(Field::Nationality)?,
        birth_date: date(Field::BirthDate)?,
        sex: Sex::of(text.field(Field::Sex).chars().next().unwrap_or('<')),
        expiry_date: date(Field::ExpiryDate)?,
        optional,
        checks: text.checks(&number),
        document_number: number.text,
    })
}

/// Lines of the right shape, as characters.
pub(crate) struct Text {
    pub(crate) format: Format,
    pub(crate) lines: Vec<Vec<char>>,
}

/// The document number and what remains of the optional data beside it.
struct Number {
    text: String,
    expected: char,
    found: char,
    optional: String,
}

impl Text {
    pub(crate) fn of<L: AsRef<str>>(lines: &[L]) -> Result<Text, ZoneError> {
        // Bounded: a longer line is measured but not kept.
        let widths: Vec<usize> = lines
            .iter()
            .take(8)
            .map(|line| line.as_ref().chars().take(100).count())
            .collect();
        let shape = || ZoneError::Shape {
            widths: widths.clone(),
        };
        let width = *widths.first().ok_or_else(shape)?;
        if lines.len() > 3 || widths.iter().any(|other| *other != width) {
            return Err(shape());
        }
        let first = lines[0].as_ref().chars().next().ok_or_else(shape)?;
        let format = Format::of_shape(lines.len(), width, first).ok_or_else(shape)?;
        Ok(Text {
            format,
            lines: lines
                .iter()
                .map(|line| line.as_ref().chars().collect())
                .collect(),
        })
    }

    pub(crate) fn field(&self, field: Field) -> String {
        self.format
            .span(field)
            .map(|span| self.lines[span.line][span.start..span.end].iter().collect())
            .unwrap_or_default()
    }

    fn obey_alphabets(&self) -> Result<(), ZoneError> {
        for (line, characters) in self.lines.iter().enumerate() {
            for (column, found) in characters.iter().copied().enumerate() {
                let (Some(field), Some(alphabet)) = (
                    self.format.field_at(line, column),
                    self.format.alphabet(line, column),
                ) else {
                    continue;
                };
                if !alphabet.contains(found) {
                    return Err(ZoneError::Character {
                        line,
                        column,
                        field,
                        found,
                    });
                }
            }
        }
        Ok(())
    }

    /// Unreachable once the alphabets hold; kept as an error so that no path panics.
    fn misplaced(&self, field: Field) -> ZoneError {
        let (line, column) = self
            .format
            .span(field)
            .map_or((0, 0), |span| (span.line, span.start));
        ZoneError::Character {
            line,
            column,
            field,
            found: self.lines[line][column],
        }
    }

    /// How many characters of the optional data continue the document number, its check digit included:
    /// in TD1 and TD2, a filler in the check digit's place says that the number goes on (Doc 9303 part 5,
    /// section 4.2.2.1 note j and part 6).
    pub(crate) fn long_number_tail(&self) -> Option<usize> {
        let continues = matches!(self.format, Format::Td1 | Format::Td2)
            && self.field(Field::DocumentNumberCheck) == "<"
            && !self.field(Field::DocumentNumber).ends_with('<');
        let tail = self
            .field(Field::Optional)
            .chars()
            .take_while(|character| *character != '<')
            .count();
        (continues && tail >= 2).then_some(tail)
    }

    fn document_number(&self) -> Number {
        let head = self.field(Field::DocumentNumber);
        let optional = self.field(Field::Optional);
        let Some(tail) = self.long_number_tail() else {
            return Number {
                expected: check_digit(&head).unwrap_or('<'),
                found: self
                    .field(Field::DocumentNumberCheck)
                    .chars()
                    .next()
                    .unwrap_or('<'),
                text: trimmed(&head),
                optional: trimmed(&optional),
            };
        };
        let text = format!("{head}{}", &optional[..tail - 1]);
        Number {
            expected: check_digit(&text).unwrap_or('<'),
            found: optional[tail - 1..].chars().next().unwrap_or('<'),
            optional: optional[tail..].trim_matches('<').to_owned(),
            text,
        }
    }

    fn checks(&self, number: &Number) -> Vec<CheckDigit> {
        let mut checks = vec![CheckDigit {
            field: CheckedField::DocumentNumber,
            expected: number.expected,
            found: number.found,
        }];
        for (field, covered, place) in [
            (
                CheckedField::BirthDate,
                Field::BirthDate,
                Field::BirthDateCheck,
            ),
            (
                CheckedField::ExpiryDate,
                Field::ExpiryDate,
                Field::ExpiryDateCheck,
            ),
            (
                CheckedField::PersonalNumber,
                Field::Optional,
                Field::OptionalCheck,
            ),
        ] {
            let Some(found) = self.field(place).chars().next() else {
                continue;
            };
            let text = self.field(covered);
            let mut expected = check_digit(&text).unwrap_or('<');
            // An empty personal number may go without its zero (Doc 9303 part 4, section 4.2.2.2).
            if field == CheckedField::PersonalNumber && found == '<' && trimmed(&text).is_empty() {
                expected = '<';
            }
            checks.push(CheckDigit {
                field,
                expected,
                found,
            });
        }
        if let Some(found) = self.field(Field::CompositeCheck).chars().next() {
            checks.push(CheckDigit {
                field: CheckedField::Composite,
                expected: digit(self.composite_sum()),
                found,
            });
        }
        checks
    }

    fn composite_sum(&self) -> u32 {
        self.format
            .composite_ranges()
            .iter()
            .flat_map(|&(line, start, end)| &self.lines[line][start..end])
            .enumerate()
            .map(|(index, character)| weight(index) * value(*character).unwrap_or(0))
            .sum()
    }
}

fn trimmed(field: &str) -> String {
    field.trim_end_matches('<').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Sex, ZoneError, parse};
    use crate::{CheckedField, Field, Format};

    const TD1: [&str; 3] = [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ];
    const TD2: [&str; 2] = [
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "D231458907UTO7408122F1204159<<<<<<<6",
    ];
    const TD3: [&str; 2] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];
    const MRV_A: [&str; 2] = [
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ];
    const MRV_B: [&str; 2] = [
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "L8988901C4XXX4009078F9612109<<<<<<<<",
    ];

    #[test]
    fn the_specimens_of_doc_9303() {
        for (format, lines, checks) in [
            (Format::Td1, &TD1[..], 4),
            (Format::Td2, &TD2[..], 4),
            (Format::Td3, &TD3[..], 5),
            (Format::MrvA, &MRV_A[..], 3),
            (Format::MrvB, &MRV_B[..], 3),
        ] {
            let zone = parse(lines).expect("a zone");
            assert_eq!(zone.format, format);
            assert_eq!(zone.names.surname, "ERIKSSON");
            assert_eq!(zone.names.given_names, "ANNA MARIA");
            assert_eq!(zone.sex, Sex::Female);
            assert_eq!(zone.checks.len(), checks);
            assert!(zone.checks_ok(), "{format:?} {:?}", zone.checks);
        }
        let passport = parse(&TD3).expect("a zone");
        assert_eq!(passport.document_number, "L898902C3");
        assert_eq!(passport.optional, ["ZE184226B"]);
        assert_eq!(passport.access_information(), "L898902C3674081221204159");
    }

    #[test]
    fn a_long_number_continues_in_the_optional_data() {
        let lines = [
            "I<UTOD23145890<7349<<<<<<<<<<<",
            "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<JOHN<<<<<<<<<",
        ];
        let zone = parse(&lines).expect("a zone");
        assert_eq!(zone.document_number, "D23145890734");
        assert_eq!(zone.optional, ["", ""]);
        assert!(zone.checks_ok(), "{:?}", zone.checks);
        let belgian = [
            "IDBEL600001795<0152<<<<<<<<<<<",
            "1301014F2311207UTO130101987390",
            "SPECIMEN<<SPECIMEN<<<<<<<<<<<<",
        ];
        let zone = parse(&belgian).expect("a zone");
        assert_eq!(zone.document_number, "600001795015");
        assert!(
            zone.check(CheckedField::DocumentNumber)
                .expect("a check")
                .ok()
        );
    }

    #[test]
    fn wrong_digits_are_reported_not_refused() {
        let zone =
            parse(&[TD3[0], "L898902C36UTO7408123F1204159ZE184226B<<<<<10"]).expect("a zone");
        let wrong: Vec<_> = zone
            .checks
            .iter()
            .filter(|check| !check.ok())
            .map(|check| check.field)
            .collect();
        assert_eq!(wrong, [CheckedField::BirthDate, CheckedField::Composite]);
    }

    #[test]
    fn an_empty_personal_number_may_lack_its_digit() {
        let with = |digit: &str, composite: &str| {
            let second = format!("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<{digit}{composite}");
            parse(&[TD3[0].to_owned(), second])
                .expect("a zone")
                .checks_ok()
        };
        assert!(with("0", "8"));
        assert!(with("<", "8"));
        assert!(!with("1", "8"));
    }

    #[test]
    fn shapes_and_characters_are_strict() {
        assert!(matches!(parse::<&str>(&[]), Err(ZoneError::Shape { .. })));
        assert!(matches!(parse(&["", ""]), Err(ZoneError::Shape { .. })));
        assert!(matches!(
            parse(&[TD3[0], TD2[1]]),
            Err(ZoneError::Shape { .. })
        ));
        assert!(matches!(
            parse(&[TD1[0], TD1[1]]),
            Err(ZoneError::Shape { .. })
        ));
        let lower = TD3[0].to_lowercase();
        assert!(matches!(
            parse(&[lower.as_str(), TD3[1]]),
            Err(ZoneError::Character {
                line: 0,
                column: 0,
                ..
            })
        ));
        let digit_in_name = TD3[0].replace("ANNA", "ANN4");
        assert_eq!(
            parse(&[digit_in_name.as_str(), TD3[1]]),
            Err(ZoneError::Character {
                line: 0,
                column: 18,
                field: Field::Names,
                found: '4'
            })
        );
        let state = TD3[1].replace("UTO", "U<O");
        assert_eq!(
            parse(&[TD3[0], state.as_str()]),
            Err(ZoneError::State {
                field: Field::Nationality
            })
        );
        let blank = TD3[1].replace("L898902C3", "<<<<<<<<<");
        assert_eq!(
            parse(&[TD3[0], blank.as_str()]),
            Err(ZoneError::NoDocumentNumber)
        );
    }
}
