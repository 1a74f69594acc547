//! The texts of the pages: one Fluent file per language, part of the program.

use std::borrow::Borrow;
use std::sync::LazyLock;

use bonafide_identity::language::{Language, Messages, Value};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const SOURCES: [&str; Language::ALL.len()] = bonafide_identity::texts_in!("texts");

const fn source(language: Language) -> &'static str {
    SOURCES[language.index()]
}

static MESSAGES: LazyLock<[Messages; Language::ALL.len()]> =
    LazyLock::new(|| Language::ALL.map(|language| Messages::new(language, &[source(language)])));

/// Speaks one language. What it says is plain text; templates escape it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Say(pub(crate) Language);

impl Say {
    /// The language.
    pub(crate) fn language(self) -> Language {
        self.0
    }

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        self.0.tag()
    }

    /// A text without placeholders. A test proves that every text exists; should one be missing
    /// all the same, its id shows in its place.
    pub(crate) fn say(self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A text with one placeholder for a text.
    pub(crate) fn fill(self, id: &str, name: &str, text: &str) -> String {
        self.with(id, &[(name, Value::Text(text))])
    }

    /// A text with one placeholder for a number.
    pub(crate) fn count(self, id: &str, name: &str, number: impl Borrow<i64>) -> String {
        self.with(id, &[(name, Value::Number(*number.borrow()))])
    }

    /// A text with any placeholders.
    pub(crate) fn with(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        MESSAGES[self.0.index()]
            .say(id, None, values)
            .unwrap_or_else(|| id.to_owned())
    }

    /// What stands before and after a placeholder, so that markup can take its place.
    pub(crate) fn around(self, id: &str, name: &str) -> (String, String) {
        let text = self.fill(id, name, "\u{0}");
        match text.split_once('\u{0}') {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (text, String::new()),
        }
    }

    /// A day, as people write it.
    pub(crate) fn date(self, date: Date) -> String {
        self.with(
            "date-long",
            &[
                ("day", Value::Number(date.day().into())),
                ("month", Value::Number(date.month().into())),
                ("year", Value::Number(date.year().into())),
            ],
        )
    }

    /// A moment in UTC, as people write it; a script shows it in the reader's own time zone.
    pub(crate) fn moment(self, moment: Timestamp) -> String {
        let utc = moment.to_zoned(TimeZone::UTC);
        let date = self.date(utc.date());
        let time = format!("{:02}:{:02} UTC", utc.hour(), utc.minute());
        self.with(
            "date-time",
            &[("date", Value::Text(&date)), ("time", Value::Text(&time))],
        )
    }

    /// How far a moment is from the present: `3 minutes ago`, `in 2 hours`.
    pub(crate) fn distance(self, moment: Timestamp, now: Timestamp) -> String {
        let seconds = moment.duration_since(now).as_secs();
        let (past, size) = (seconds < 0, seconds.abs());
        let (id, count) = match size {
            0..60 => return self.say("time-ago-now"),
            60..3600 => (
                if past {
                    "time-ago-minutes"
                } else {
                    "time-in-minutes"
                },
                size / 60,
            ),
            3600..86_400 => (
                if past {
                    "time-ago-hours"
                } else {
                    "time-in-hours"
                },
                size / 3600,
            ),
            _ => (
                if past {
                    "time-ago-days"
                } else {
                    "time-in-days"
                },
                size / 86_400,
            ),
        };
        self.count(id, "count", count)
    }
}

#[cfg(test)]
mod tests;
