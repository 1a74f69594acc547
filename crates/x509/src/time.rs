use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::tlv::{Tag, Tlv};

/// The moment that a `Time` means (RFC 5280, 4.1.2.5), also with an offset, without seconds or with fractions,
/// as older certificates have it; nothing when the text is no moment.
pub(crate) fn moment(element: &Tlv<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(element.value).ok()?;
    if !text.is_ascii() {
        return None;
    }
    let (year, rest) = match element.tag {
        Tag::UTC_TIME => {
            let short = number(text.get(..2)?)?;
            let century = if short < 50 { 2000 } else { 1900 };
            (century + short, text.get(2..)?)
        }
        Tag::GENERALIZED_TIME => (number(text.get(..4)?)?, text.get(4..)?),
        _ => return None,
    };
    let part = |index: usize| number(rest.get(index * 2..index * 2 + 2)?);
    let (mut rest, second) = match part(4) {
        Some(second) => (rest.get(10..)?, second),
        None => (rest.get(8..)?, 0),
    };
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
    }
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(part(0)?).ok()?,
        i8::try_from(part(1)?).ok()?,
    )
    .ok()?;
    let (hour, minute) = (part(2)?, part(3)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let offset = offset(rest)?;
    // The last two days of the year 9999 are beyond what a timestamp holds, and mean that there is no end
    // (RFC 5280, 4.1.2.5).
    let last = Timestamp::from_second(Timestamp::MAX.as_second()).ok();
    let Ok(midnight) = date.to_zoned(TimeZone::UTC) else {
        return last.filter(|_| date.year() == 9999);
    };
    let midnight = midnight.timestamp().as_second();
    let local = midnight + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    let moment = Timestamp::from_second(local - offset).ok();
    moment.or(last.filter(|_| date.year() == 9999))
}

/// Seconds east of Greenwich: `Z`, nothing, `+hhmm` or `-hhmm`.
fn offset(text: &str) -> Option<i64> {
    let (sign, rest) = match text.as_bytes().first() {
        None => return Some(0),
        Some(b'Z') if text.len() == 1 => return Some(0),
        Some(b'+') => (1, &text[1..]),
        Some(b'-') => (-1, &text[1..]),
        Some(_) => return None,
    };
    if rest.len() != 4 {
        return None;
    }
    let (hours, minutes) = (number(&rest[..2])?, number(&rest[2..])?);
    Some(sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

/// Digits alone: no sign, no space.
fn number(text: &str) -> Option<i32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_moment() {
        for (tag, text, expected) in [
            (Tag::UTC_TIME, "250305080528Z", Some("2025-03-05T08:05:28Z")),
            (Tag::UTC_TIME, "990305080528Z", Some("1999-03-05T08:05:28Z")),
            (Tag::UTC_TIME, "2503050805Z", Some("2025-03-05T08:05:00Z")),
            (
                Tag::UTC_TIME,
                "250305080528+0200",
                Some("2025-03-05T06:05:28Z"),
            ),
            (
                Tag::GENERALIZED_TIME,
                "20550305080528.5Z",
                Some("2055-03-05T08:05:28Z"),
            ),
            (
                Tag::GENERALIZED_TIME,
                "99991231235959Z",
                Some("9999-12-30T22:00:00Z"),
            ),
            (
                Tag::GENERALIZED_TIME,
                "99991230235959Z",
                Some("9999-12-30T22:00:00Z"),
            ),
            (Tag::GENERALIZED_TIME, "99991231255959Z", None),
            (Tag::GENERALIZED_TIME, "20550230080528Z", None),
            (Tag::UTC_TIME, "2503050805é", None),
            (Tag::UTC_TIME, "25030508052Z", None),
            (Tag::UTC_TIME, "", None),
        ] {
            let written = crate::tlv::write(tag, text.as_bytes());
            let expected = expected.map(|text| text.parse::<Timestamp>().unwrap());
            assert_eq!(moment(&Tlv::only(&written).unwrap()), expected, "{text}");
        }
    }
}
