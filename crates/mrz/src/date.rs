use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date as a zone prints it: `YYMMDD`, with fillers for parts that are unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ZoneDate(String);

/// A date with its century, parts of which may be unknown. Known parts are a real calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
}

/// A text that no zone could print as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a zone date is six characters of digits and fillers")]
pub struct ZoneDateError;

/// Why a printed date is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateError {
    /// Month 13, 30 February and the like.
    #[error("no such day in the calendar")]
    Impossible,
    /// A part mixes a digit and a filler.
    #[error("a part of the date is half filled")]
    HalfFilled,
}

impl ZoneDate {
    /// A date as six characters of digits and fillers.
    pub fn new(raw: &str) -> Result<ZoneDate, ZoneDateError> {
        let shaped = raw.len() == 6
            && raw
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'<');
        if shaped {
            Ok(ZoneDate(raw.to_owned()))
        } else {
            Err(ZoneDateError)
        }
    }

    /// A date as a zone prints it; the century is lost, as it is in every zone.
    #[must_use]
    pub fn of(date: Date) -> ZoneDate {
        ZoneDate(format!(
            "{:02}{:02}{:02}",
            date.year().rem_euclid(100),
            date.month(),
            date.day()
        ))
    }

    /// The six characters.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Whether every part is a filler.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.bytes().all(|byte| byte == b'<')
    }

    /// The date of birth, seen from `today`: the latest year that ends in the printed digits and does not put
    /// the birth in the future. So a person older than a hundred years is read as one younger than a hundred:
    /// no zone can tell them apart. Born today is allowed; where month or day are unknown, the earliest day
    /// they allow decides. `00` for month or day counts as unknown, as several states print it.
    pub fn as_birth(&self, today: Date) -> Result<PartialDate, DateError> {
        let [year, month, day] = self.parts(true)?;
        self.first_real(
            year,
            month,
            day,
            |candidate| candidate.earliest().is_none_or(|date| date <= today),
            today.year(),
        )
    }

    /// The date of expiry, seen from `today`: the year that ends in the printed digits within fifty years
    /// before and forty-nine after. All fillers mean that none is printed. A validity without end that a
    /// state prints as year 99 is therefore read as past until the 2050s: a case for a moderator, since the
    /// other reading would accept documents that expired in 1999.
    pub fn as_expiry(&self, today: Date) -> Result<PartialDate, DateError> {
        let [year, month, day] = self.parts(false)?;
        let latest = today.year().saturating_add(49);
        self.first_real(
            year,
            month,
            day,
            |candidate| candidate.year.is_none_or(|year| year <= latest),
            latest,
        )
    }

    /// The latest candidate year, from `from` backwards, that suits and exists in the calendar.
    fn first_real(
        &self,
        year: Option<u8>,
        month: Option<u8>,
        day: Option<u8>,
        suits: impl Fn(&PartialDate) -> bool,
        from: i16,
    ) -> Result<PartialDate, DateError> {
        let signed = |part: Option<u8>| part.and_then(|part| i8::try_from(part).ok());
        let of_year = |year: Option<i16>| PartialDate {
            year,
            month: signed(month),
            day: signed(day),
        };
        let Some(two_digits) = year else {
            let date = of_year(None);
            return if date.is_real() {
                Ok(date)
            } else {
                Err(DateError::Impossible)
            };
        };
        let century = from - from.rem_euclid(100);
        [century, century - 100, century - 200]
            .into_iter()
            .map(|century| of_year(Some(century + i16::from(two_digits))))
            .find(|date| date.is_real() && suits(date))
            .ok_or(DateError::Impossible)
    }

    fn parts(&self, zero_is_unknown: bool) -> Result<[Option<u8>; 3], DateError> {
        let mut parts = [None; 3];
        for (index, part) in parts.iter_mut().enumerate() {
            *part = match self.0.as_bytes()[index * 2..index * 2 + 2] {
                [b'<', b'<'] => None,
                [b'0', b'0'] if zero_is_unknown && index > 0 => None,
                [tens, units] if tens.is_ascii_digit() && units.is_ascii_digit() => {
                    Some((tens - b'0') * 10 + units - b'0')
                }
                _ => return Err(DateError::HalfFilled),
            };
        }
        Ok(parts)
    }
}

impl TryFrom<String> for ZoneDate {
    type Error = ZoneDateError;

    fn try_from(raw: String) -> Result<ZoneDate, ZoneDateError> {
        ZoneDate::new(&raw)
    }
}

impl From<ZoneDate> for String {
    fn from(date: ZoneDate) -> String {
        date.0
    }
}

impl fmt::Display for ZoneDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl PartialDate {
    /// The date, when every part is known.
    #[must_use]
    pub fn exact(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// The first day that the known parts allow; `None` when the year is unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<Date> {
        let months = self.month.map_or(1..=12, |month| month..=month);
        months
            .into_iter()
            .find_map(|month| Date::new(self.year?, month, self.day.unwrap_or(1)).ok())
    }

    /// The last day that the known parts allow; `None` when the year is unknown.
    #[must_use]
    pub fn latest(&self) -> Option<Date> {
        let months = self.month.map_or(1..=12, |month| month..=month);
        months.into_iter().rev().find_map(|month| {
            let first = Date::new(self.year?, month, 1).ok()?;
            match self.day {
                Some(day) => Date::new(self.year?, month, day).ok(),
                None => Some(first.last_of_month()),
            }
        })
    }

    fn is_real(&self) -> bool {
        // A leap year stands in for a year that is unknown.
        PartialDate {
            year: Some(self.year.unwrap_or(2000)),
            ..*self
        }
        .earliest()
        .is_some()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{DateError, ZoneDate};

    const TODAY: Date = date(2026, 11, 21);

    fn zone(raw: &str) -> ZoneDate {
        ZoneDate::new(raw).expect("a zone date")
    }

    fn birth(raw: &str) -> Option<Date> {
        zone(raw).as_birth(TODAY).expect("a date").exact()
    }

    fn expiry(raw: &str) -> Option<Date> {
        zone(raw).as_expiry(TODAY).expect("a date").exact()
    }

    #[test]
    fn a_birth_is_never_in_the_future() {
        assert_eq!(birth("740812"), Some(date(1974, 8, 12)));
        assert_eq!(birth("261121"), Some(date(2026, 11, 21)));
        assert_eq!(birth("261122"), Some(date(1926, 11, 22)));
        assert_eq!(birth("270101"), Some(date(1927, 1, 1)));
        assert_eq!(birth("000229"), Some(date(2000, 2, 29)));
        assert_eq!(birth("280229"), Some(date(1928, 2, 29)));
    }

    #[test]
    fn an_expiry_is_near_today() {
        assert_eq!(expiry("120415"), Some(date(2012, 4, 15)));
        assert_eq!(expiry("751231"), Some(date(2075, 12, 31)));
        assert_eq!(expiry("760101"), Some(date(1976, 1, 1)));
        assert_eq!(expiry("990101"), Some(date(1999, 1, 1)));
        assert_eq!(expiry("<<<<<<"), None);
    }

    #[test]
    fn parts_may_be_unknown() {
        let year_only = zone("65<<<<").as_birth(TODAY).expect("a date");
        assert_eq!(year_only.exact(), None);
        assert_eq!(year_only.earliest(), Some(date(1965, 1, 1)));
        assert_eq!(year_only.latest(), Some(date(1965, 12, 31)));
        assert_eq!(
            zone("260000").as_birth(TODAY).expect("a date").earliest(),
            Some(date(2026, 1, 1))
        );
        let no_month = zone("65<<31").as_birth(TODAY).expect("a date");
        assert_eq!(no_month.latest(), Some(date(1965, 12, 31)));
        assert_eq!(zone("<<<<<<").as_birth(TODAY).expect("a date").year, None);
        assert_eq!(zone("6<0101").as_birth(TODAY), Err(DateError::HalfFilled));
    }

    #[test]
    fn impossible_days_are_refused() {
        for raw in [
            "741301", "740230", "740431", "990229", "740132", "<<0230", "<<1301",
        ] {
            assert_eq!(
                zone(raw).as_birth(TODAY),
                Err(DateError::Impossible),
                "{raw}"
            );
        }
        assert_eq!(zone("300000").as_expiry(TODAY), Err(DateError::Impossible));
        // Only 1900 would fit in the window of the past, and it had no leap day.
        assert_eq!(
            zone("000229").as_birth(date(1999, 1, 1)),
            Err(DateError::Impossible)
        );
    }

    #[test]
    fn dates_print_as_zones_do() {
        assert_eq!(ZoneDate::of(date(2009, 1, 5)).raw(), "090105");
        assert!(ZoneDate::new("09010").is_err());
        assert!(ZoneDate::new("O90105").is_err());
    }
}
