//! The PIN that an approval app asks for: what may be chosen.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// The digits of a PIN.
const DIGITS: usize = 6;
/// Digits that must differ.
const DISTINCT: usize = 3;

/// A PIN of six digits, to be chosen or tried.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// Why a PIN may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinProblem {
    /// Not six digits.
    #[error("not six digits")]
    Digits,
    /// Typed differently the second time.
    #[error("typed differently the second time")]
    Different,
    /// A row of digits, or the same few again and again.
    #[error("a run of digits")]
    Run,
    /// It reads as a date, so perhaps as a birth date.
    #[error("reads as a date")]
    Date,
    /// It stands in the phone number, the user ID or the mail address.
    #[error("holds what others know")]
    Personal,
}

impl Pin {
    /// A PIN to be chosen by whom others know by `personal`, typed twice.
    ///
    /// # Errors
    /// Why it may not be chosen.
    pub fn choose(text: &str, again: &str, personal: &[&str]) -> Result<Self, PinProblem> {
        let pin: Self = text.parse()?;
        if again.parse::<Self>().as_ref() != Ok(&pin) {
            return Err(PinProblem::Different);
        }
        let digits: [u8; DIGITS] = std::array::from_fn(|at| pin.0.as_bytes()[at] - b'0');
        if is_run(digits) {
            return Err(PinProblem::Run);
        }
        if is_date(digits) {
            return Err(PinProblem::Date);
        }
        let known = |text: &&str| {
            let known: String = text.chars().filter(char::is_ascii_digit).collect();
            known.contains(&pin.0)
        };
        match personal.iter().any(known) {
            true => Err(PinProblem::Personal),
            false => Ok(pin),
        }
    }

    /// The digits.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Pin {
    type Err = PinProblem;

    /// A PIN that somebody presents.
    fn from_str(text: &str) -> Result<Self, PinProblem> {
        let text = text.trim();
        match text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(Self(text.to_owned())),
            false => Err(PinProblem::Digits),
        }
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Steps that are all alike (`123456`, `864208`, `111111`), two or three digits again and again
/// (`121212`, `123123`), or fewer than three different ones.
fn is_run(digits: [u8; DIGITS]) -> bool {
    let step = |at: usize| (10 + digits[at + 1] - digits[at]) % 10;
    let even = (1..DIGITS - 1).all(|at| step(at) == step(0));
    let period = |many: usize| (many..DIGITS).all(|at| digits[at] == digits[at - many]);
    let mut distinct = digits.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    even || period(2) || period(3) || distinct.len() < DISTINCT
}

/// Day, month and two digits of a year in the orders that people write them in, or a month with its
/// whole year.
fn is_date(digits: [u8; DIGITS]) -> bool {
    let pair = |at: usize| i16::from(digits[at] * 10 + digits[at + 1]);
    let [first, second, third] = [pair(0), pair(2), pair(4)];
    let date = |day: i16, month: i16, year: i16| {
        // Of the leap years one will do.
        let year = if year % 4 == 0 { 2000 } else { 2001 };
        let [day, month] = [day, month].map(|part| i8::try_from(part).unwrap_or_default());
        Date::new(year, month, day).is_ok()
    };
    let month = |month: i16, century: i16| (1..=12).contains(&month) && matches!(century, 19 | 20);
    date(first, second, third)
        || date(second, first, third)
        || date(third, second, first)
        || month(first, second)
        || month(third, first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chosen(text: &str) -> Result<Pin, PinProblem> {
        Pin::choose(
            text,
            text,
            &["ann.smith73", "ann@mail.example", "+31612345678"],
        )
    }

    #[test]
    fn what_may_be_chosen() {
        for text in ["738264", "907351", " 482957 ", "000741"] {
            assert_eq!(chosen(text).unwrap().reveal(), text.trim());
        }
        for text in [
            "",
            "73826",
            "7382640",
            "73826a",
            "٧٣٨٢٦٤",
            "73 8264",
            "-73826",
        ] {
            assert_eq!(chosen(text), Err(PinProblem::Digits), "{text}");
        }
        for text in [
            "123456", "654321", "890123", "111111", "864208", "121212", "738738", "733373",
        ] {
            assert_eq!(chosen(text), Err(PinProblem::Run), "{text}");
        }
        // Twelfth of August 1974 in every order, and its month.
        for text in ["120874", "081274", "740812", "081974", "197408", "290200"] {
            assert_eq!(chosen(text), Err(PinProblem::Date), "{text}");
        }
        assert!(chosen("320874").is_ok() && chosen("290201").is_err());
        for text in ["345678", "612345", "316123"] {
            let refused = chosen(text);
            assert!(
                matches!(refused, Err(PinProblem::Personal | PinProblem::Run)),
                "{text}"
            );
        }
        assert_eq!(chosen("316123"), Err(PinProblem::Personal));
        let different = Pin::choose("738264", "738265", &[]);
        assert_eq!(different, Err(PinProblem::Different));
    }

    #[test]
    fn most_may_be_chosen() {
        let some = (0..1_000_000).step_by(11);
        let refused = some.map(|number| format!("{number:06}")).filter(|text| {
            let chosen = Pin::choose(text, text, &[]);
            chosen.is_err()
        });
        assert!(refused.count() < 150_000 / 11);
    }

    proptest! {
        #[test]
        fn what_is_chosen_can_be_given(text in "[0-9]{6}", personal: String) {
            if let Ok(pin) = Pin::choose(&text, &text, &[&personal]) {
                prop_assert_eq!(text.parse(), Ok(pin.clone()));
                prop_assert_eq!(format!("{pin:?}"), "Pin(…)");
            }
        }

        #[test]
        fn nothing_else_is_a_pin(text: String) {
            if let Ok(pin) = text.parse::<Pin>() {
                prop_assert!(pin.reveal().len() == 6 && pin.reveal().bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
