use bonafide_identity::language::Language;
use jiff::{SignedDuration, Timestamp};

use super::*;

#[test]
fn days_are_written_as_each_language_writes_them() {
    let date = jiff::civil::date(2026, 11, 21);
    assert_eq!(Say(Language::En).date(date), "21 November 2026");
    assert_eq!(Say(Language::Nl).date(date), "21 november 2026");
    assert!(Say(Language::Ru).date(date).contains("21 ноября 2026"));
    for language in Language::ALL {
        for month in 1..=12 {
            let said = Say(language).date(jiff::civil::date(2026, month, 3));
            assert!(
                said.contains('3') && said.contains("2026") && !said.contains("date-long"),
                "{said}"
            );
        }
        let moment = Say(language).moment(Timestamp::UNIX_EPOCH);
        assert!(
            moment.contains("00:00 UTC") && moment.contains("1970"),
            "{moment}"
        );
    }
}

#[test]
fn distances_are_told_in_the_largest_whole_unit() {
    let now = Timestamp::from_second(1_000_000).unwrap();
    let say = Say(Language::En);
    for (seconds, said) in [
        (-30, "just now"),
        (59, "just now"),
        (-60, "1 minute ago"),
        (-7200, "2 hours ago"),
        (90_000, "in 1 day"),
    ] {
        assert_eq!(
            say.distance(now + SignedDuration::from_secs(seconds), now),
            said
        );
    }
}

#[test]
fn markup_can_stand_in_a_placeholder_s_place() {
    for language in Language::ALL {
        let (before, after) = Say(language).around("start-expires", "time");
        assert!(!before.contains('\u{0}') && !after.contains('\u{0}'));
        assert!(!before.is_empty(), "{language}");
    }
}
