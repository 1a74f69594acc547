use serde::{Deserialize, Serialize};

/// The five layouts of Doc 9303.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// Cards, three lines of 30 (part 5).
    #[serde(rename = "TD1")]
    Td1,
    /// Cards, two lines of 36 (part 6).
    #[serde(rename = "TD2")]
    Td2,
    /// Passports, two lines of 44 (part 4).
    #[serde(rename = "TD3")]
    Td3,
    /// Full-page visas, two lines of 44 (part 7).
    #[serde(rename = "MRV-A")]
    MrvA,
    /// Small visas, two lines of 36 (part 7).
    #[serde(rename = "MRV-B")]
    MrvB,
}

/// What a stretch of a zone holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    DocumentCode,
    IssuingState,
    Names,
    DocumentNumber,
    DocumentNumberCheck,
    Nationality,
    BirthDate,
    BirthDateCheck,
    Sex,
    ExpiryDate,
    ExpiryDateCheck,
    /// Optional data; the personal number in TD3; the first of two stretches in TD1.
    Optional,
    /// The second stretch of optional data in TD1.
    OptionalSecond,
    /// Check digit over the personal number in TD3.
    OptionalCheck,
    CompositeCheck,
}

/// Which characters a position may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    Letter,
    LetterOrFiller,
    Digit,
    DigitOrFiller,
    /// M, F, the filler, and X, which some states print though Doc 9303 asks for the filler.
    Sex,
    Any,
}

impl Alphabet {
    #[must_use]
    pub fn contains(self, character: char) -> bool {
        match self {
            Alphabet::Letter => character.is_ascii_uppercase(),
            Alphabet::LetterOrFiller => character.is_ascii_uppercase() || character == '<',
            Alphabet::Digit => character.is_ascii_digit(),
            Alphabet::DigitOrFiller => character.is_ascii_digit() || character == '<',
            Alphabet::Sex => matches!(character, 'M' | 'F' | '<' | 'X'),
            Alphabet::Any => {
                character.is_ascii_uppercase() || character.is_ascii_digit() || character == '<'
            }
        }
    }
}

/// A field's place: line and half-open columns, all from 0.
pub(crate) struct Span {
    pub(crate) field: Field,
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

const fn span(field: Field, line: usize, start: usize, end: usize) -> Span {
    Span {
        field,
        line,
        start,
        end,
    }
}

const TD1: &[Span] = &[
    span(Field::DocumentCode, 0, 0, 2),
    span(Field::IssuingState, 0, 2, 5),
    span(Field::DocumentNumber, 0, 5, 14),
    span(Field::DocumentNumberCheck, 0, 14, 15),
    span(Field::Optional, 0, 15, 30),
    span(Field::BirthDate, 1, 0, 6),
    span(Field::BirthDateCheck, 1, 6, 7),
    span(Field::Sex, 1, 7, 8),
    span(Field::ExpiryDate, 1, 8, 14),
    span(Field::ExpiryDateCheck, 1, 14, 15),
    span(Field::Nationality, 1, 15, 18),
    span(Field::OptionalSecond, 1, 18, 29),
    span(Field::CompositeCheck, 1, 29, 30),
    span(Field::Names, 2, 0, 30),
];

/// The first line of every two-line format, and the second up to the optional data.
macro_rules! two_lines {
    ($width:expr, $($rest:expr),+) => {
        &[
            span(Field::DocumentCode, 0, 0, 2),
            span(Field::IssuingState, 0, 2, 5),
            span(Field::Names, 0, 5, $width),
            span(Field::DocumentNumber, 1, 0, 9),
            span(Field::DocumentNumberCheck, 1, 9, 10),
            span(Field::Nationality, 1, 10, 13),
            span(Field::BirthDate, 1, 13, 19),
            span(Field::BirthDateCheck, 1, 19, 20),
            span(Field::Sex, 1, 20, 21),
            span(Field::ExpiryDate, 1, 21, 27),
            span(Field::ExpiryDateCheck, 1, 27, 28),
            $($rest),+
        ]
    };
}

const TD2: &[Span] = two_lines!(
    36,
    span(Field::Optional, 1, 28, 35),
    span(Field::CompositeCheck, 1, 35, 36)
);
const TD3: &[Span] = two_lines!(
    44,
    span(Field::Optional, 1, 28, 42),
    span(Field::OptionalCheck, 1, 42, 43),
    span(Field::CompositeCheck, 1, 43, 44)
);
const MRV_A: &[Span] = two_lines!(44, span(Field::Optional, 1, 28, 44));
const MRV_B: &[Span] = two_lines!(36, span(Field::Optional, 1, 28, 36));

impl Format {
    pub const ALL: [Format; 5] = [
        Format::Td1,
        Format::Td2,
        Format::Td3,
        Format::MrvA,
        Format::MrvB,
    ];

    /// The format of this many lines of this width whose first character is `first`; V marks visas.
    #[must_use]
    pub fn of_shape(lines: usize, width: usize, first: char) -> Option<Format> {
        match (lines, width, first == 'V') {
            (3, 30, _) => Some(Format::Td1),
            (2, 36, false) => Some(Format::Td2),
            (2, 36, true) => Some(Format::MrvB),
            (2, 44, false) => Some(Format::Td3),
            (2, 44, true) => Some(Format::MrvA),
            _ => None,
        }
    }

    #[must_use]
    pub fn lines(self) -> usize {
        if self == Format::Td1 { 3 } else { 2 }
    }

    /// Characters in each line.
    #[must_use]
    pub fn width(self) -> usize {
        match self {
            Format::Td1 => 30,
            Format::Td2 | Format::MrvB => 36,
            Format::Td3 | Format::MrvA => 44,
        }
    }

    #[must_use]
    pub fn is_visa(self) -> bool {
        matches!(self, Format::MrvA | Format::MrvB)
    }

    /// Whether a composite check digit covers several fields: not on visas.
    #[must_use]
    pub fn has_composite(self) -> bool {
        !self.is_visa()
    }

    /// What stands at this position; `None` outside the zone.
    #[must_use]
    pub fn field_at(self, line: usize, column: usize) -> Option<Field> {
        self.spans()
            .iter()
            .find(|span| span.line == line && (span.start..span.end).contains(&column))
            .map(|span| span.field)
    }

    /// Which characters this position may hold; `None` outside the zone.
    #[must_use]
    pub fn alphabet(self, line: usize, column: usize) -> Option<Alphabet> {
        let alphabet = match self.field_at(line, column)? {
            Field::DocumentCode if column == 0 => Alphabet::Letter,
            Field::DocumentCode | Field::Names => Alphabet::LetterOrFiller,
            // No state's code is shorter than one letter.
            Field::IssuingState if column == 2 => Alphabet::Letter,
            Field::IssuingState | Field::Nationality => Alphabet::LetterOrFiller,
            Field::BirthDate | Field::ExpiryDate => Alphabet::DigitOrFiller,
            Field::BirthDateCheck | Field::ExpiryDateCheck | Field::CompositeCheck => {
                Alphabet::Digit
            }
            // A filler says that the number continues in the optional data, or that there is none.
            Field::DocumentNumberCheck if matches!(self, Format::Td1 | Format::Td2) => {
                Alphabet::DigitOrFiller
            }
            Field::DocumentNumberCheck => Alphabet::Digit,
            Field::OptionalCheck => Alphabet::DigitOrFiller,
            Field::Sex => Alphabet::Sex,
            Field::DocumentNumber | Field::Optional | Field::OptionalSecond => Alphabet::Any,
        };
        Some(alphabet)
    }

    pub(crate) fn spans(self) -> &'static [Span] {
        match self {
            Format::Td1 => TD1,
            Format::Td2 => TD2,
            Format::Td3 => TD3,
            Format::MrvA => MRV_A,
            Format::MrvB => MRV_B,
        }
    }

    pub(crate) fn span(self, field: Field) -> Option<&'static Span> {
        self.spans().iter().find(|span| span.field == field)
    }

    /// Where the composite check digit looks, in order: line and half-open columns.
    pub(crate) fn composite_ranges(self) -> &'static [(usize, usize, usize)] {
        match self {
            Format::Td1 => &[(0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)],
            Format::Td2 => &[(1, 0, 10), (1, 13, 20), (1, 21, 35)],
            Format::Td3 => &[(1, 0, 10), (1, 13, 20), (1, 21, 43)],
            Format::MrvA | Format::MrvB => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn every_position_belongs_to_exactly_one_field() {
        for format in Format::ALL {
            for line in 0..format.lines() {
                for column in 0..format.width() {
                    let owners = format
                        .spans()
                        .iter()
                        .filter(|span| {
                            span.line == line && (span.start..span.end).contains(&column)
                        })
                        .count();
                    assert_eq!(owners, 1, "{format:?} {line} {column}");
                }
                assert_eq!(format.alphabet(line, format.width()), None);
            }
            assert_eq!(format.alphabet(format.lines(), 0), None);
        }
    }
}
