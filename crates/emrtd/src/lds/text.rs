use serde::{Deserialize, Serialize};

/// A date as DG11 and DG12 hold it: eight digits, or the same in four bytes of binary-coded decimal. A part of
/// zeros is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum CalendarDate {
    /// Parts that are known are within their ranges; that the day exists is not asked here.
    Known {
        year: u16,
        month: Option<u8>,
        day: Option<u8>,
    },
    /// What is there when it is no date.
    Unreadable { text: String },
}

impl CalendarDate {
    pub(super) fn of(value: &[u8]) -> CalendarDate {
        let digits = match value.len() {
            // Four bytes are packed digits unless they are text, as a year alone would be.
            3 | 4 if !value.iter().all(u8::is_ascii_digit) => hex::encode(value),
            _ => text(value),
        };
        Self::of_digits(&digits).unwrap_or(CalendarDate::Unreadable { text: digits })
    }

    fn of_digits(digits: &str) -> Option<CalendarDate> {
        let shaped =
            [4, 6, 8].contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !shaped {
            return None;
        }
        let part = |range: std::ops::Range<usize>, limit: u8| -> Option<Option<u8>> {
            match digits.get(range).map(str::parse::<u8>) {
                None | Some(Ok(0)) => Some(None),
                Some(Ok(part)) if part <= limit => Some(Some(part)),
                Some(_) => None,
            }
        };
        let year = digits[..4].parse().ok().filter(|year| *year > 0)?;
        Some(CalendarDate::Known {
            year,
            month: part(4..6, 12)?,
            day: part(6..8, 31)?,
        })
    }
}

/// A name in the national script, as `SURNAME<<GIVEN<NAMES` or already with spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FullName {
    pub surname: String,
    pub given_names: String,
}

impl FullName {
    pub(super) fn of(value: &[u8]) -> FullName {
        let name = text(value);
        let (surname, given_names) = name.split_once("<<").unwrap_or((&name, ""));
        FullName {
            surname: words(surname),
            given_names: words(given_names),
        }
    }
}

/// Text with fillers as spaces.
fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split(['<', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// UTF-8, or else Latin-1, which older chips write.
pub(super) fn text(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Parts that fillers separate, such as the lines of an address.
pub(super) fn parts(value: &[u8]) -> Vec<String> {
    text(value)
        .split('<')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(year: u16, month: Option<u8>, day: Option<u8>) -> CalendarDate {
        CalendarDate::Known { year, month, day }
    }

    #[test]
    fn dates_in_every_form() {
        assert_eq!(
            CalendarDate::of(b"19640812"),
            known(1964, Some(8), Some(12))
        );
        assert_eq!(
            CalendarDate::of(&[0x19, 0x64, 0x08, 0x12]),
            known(1964, Some(8), Some(12))
        );
        assert_eq!(CalendarDate::of(b"19640000"), known(1964, None, None));
        assert_eq!(CalendarDate::of(b"1964"), known(1964, None, None));
        assert_eq!(
            CalendarDate::of(&[0x19, 0x64, 0x08]),
            known(1964, Some(8), None)
        );
        for wrong in [
            &b"19641312"[..],
            b"today",
            b"",
            &[0xff; 4],
            b"00000101",
            "١٩٦٤".as_bytes(),
        ] {
            assert!(matches!(
                CalendarDate::of(wrong),
                CalendarDate::Unreadable { .. }
            ));
        }
    }

    #[test]
    fn names_in_any_script() {
        let name = FullName::of("СЕЙІТҚЫЗЫ<<ӘЙГЕРІМ<АЙША".as_bytes());
        assert_eq!(
            (name.surname.as_str(), name.given_names.as_str()),
            ("СЕЙІТҚЫЗЫ", "ӘЙГЕРІМ АЙША")
        );
        assert_eq!(FullName::of(b"M\xfcller<<J").surname, "Müller");
        assert_eq!(FullName::of(b"JUST A NAME").surname, "JUST A NAME");
    }
}
