//! The languages that people are spoken to in, and how one is chosen for them.

mod messages;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use messages::{Messages, Value};

/// A language that every text of Bonafide exists in.
///
/// Serialised as its BCP 47 tag (`en`, `nl`, `da`, `kk`, `ru`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Nl,
    Da,
    Kk,
    Ru,
}

/// The Fluent files of a folder beside the caller, in the order of [`Language::ALL`].
#[macro_export]
macro_rules! texts_in {
    ($folder:literal) => {
        [
            include_str!(concat!($folder, "/en.ftl")),
            include_str!(concat!($folder, "/nl.ftl")),
            include_str!(concat!($folder, "/da.ftl")),
            include_str!(concat!($folder, "/kk.ftl")),
            include_str!(concat!($folder, "/ru.ftl")),
        ]
    };
}

/// Longest `Accept-Language` header that is looked at; the rest is ignored.
const LONGEST_HEADER: usize = 1024;
/// Most language ranges of one header that are looked at.
const MOST_RANGES: usize = 32;

impl Language {
    /// Every language, in the order in which a switch lists them.
    pub const ALL: [Self; 5] = [Self::En, Self::Nl, Self::Da, Self::Kk, Self::Ru];

    /// The BCP 47 tag, as used in `lang`, `Content-Language` and the API.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
            Self::Da => "da",
            Self::Kk => "kk",
            Self::Ru => "ru",
        }
    }

    /// What speakers call the language: a switch shows each language in its own words.
    #[must_use]
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Nl => "Nederlands",
            Self::Da => "Dansk",
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
        }
    }

    /// Place in [`Language::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The language of a BCP 47 tag: its primary subtag decides, so `nl-BE` and
    /// `kk-Cyrl-KZ` are known, `nlx` is not.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4).
    ///
    /// The highest weight wins, the earlier of equals; a weight of 0 rules a language out;
    /// `*` stands for the first language of ours that is not ruled out. `None` when the
    /// header names nothing that we speak. Malformed ranges are skipped.
    #[must_use]
    pub fn negotiate(header: &str) -> Option<Self> {
        let header = prefix(header, LONGEST_HEADER);
        let mut best: Option<(Wish, u16)> = None;
        let mut refused = [false; Self::ALL.len()];
        for range in header.split(',').take(MOST_RANGES) {
            let Some((wish, weight)) = parse_range(range) else {
                continue;
            };
            match wish {
                Wish::Named(language) if weight == 0 => refused[language.index()] = true,
                _ if weight == 0 => {}
                wish if best.is_none_or(|(_, so_far)| weight > so_far) => {
                    best = Some((wish, weight));
                }
                _ => {}
            }
        }
        match best?.0 {
            Wish::Named(language) => Some(language),
            Wish::Any => Self::ALL
                .into_iter()
                .find(|language| !refused[language.index()]),
        }
    }
}

#[derive(Clone, Copy)]
enum Wish {
    Named(Language),
    Any,
}

/// One range of the header with its weight in thousandths.
fn parse_range(range: &str) -> Option<(Wish, u16)> {
    let mut parts = range.split(';');
    let tag = parts.next()?.trim();
    let wish = match tag {
        "*" => Wish::Any,
        tag => Wish::Named(Language::from_tag(tag)?),
    };
    let mut weight = 1000;
    for parameter in parts {
        let (key, value) = parameter.split_once('=')?;
        if key.trim().eq_ignore_ascii_case("q") {
            weight = parse_weight(value.trim())?;
        }
    }
    Some((wish, weight))
}

/// `0`, `0.7`, `0.725`, `1.000`, in thousandths.
fn parse_weight(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{fraction:0<3}").parse::<u16>().ok()?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// The start of `text`, at most `bytes` long, cut between characters.
fn prefix(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end))
        .unwrap_or(0);
    &text[..end]
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The tag names no language that we speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the languages en, nl, da, kk, ru")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::from_tag(tag).ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weights_decide_and_order_breaks_ties() {
        for (header, expected) in [
            ("nl", Some(Language::Nl)),
            ("nl-BE,en;q=0.8", Some(Language::Nl)),
            ("en;q=0.3, DA;q=0.9, ru;q=0.8", Some(Language::Da)),
            ("fr, kk-Cyrl-KZ;q=0.5", Some(Language::Kk)),
            ("ru;q=0.5,kk;q=0.5", Some(Language::Ru)),
            ("de, *;q=0.1", Some(Language::En)),
            ("en;q=0, *", Some(Language::Nl)),
            ("ru;q=0", None),
            ("de,fr;q=0.2", None),
            ("", None),
            ("nl;q=2,da;q=0.1", Some(Language::Da)),
            ("nl;q=0.1234,da;q=0.1", Some(Language::Da)),
            ("nl;q=.5", None),
            ("nlx, danish", None),
            ("da ; q=1.000", Some(Language::Da)),
        ] {
            assert_eq!(Language::negotiate(header), expected, "{header}");
        }
    }

    #[test]
    fn tags_round_trip() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
            assert_eq!(Language::ALL[language.index()], language);
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(json, format!("\"{language}\""));
        }
        assert_eq!("fr".parse::<Language>(), Err(UnknownLanguage));
    }

    proptest! {
        #[test]
        fn negotiation_never_panics(header in "\\PC{0,1500}") {
            let _ = Language::negotiate(&header);
        }

        #[test]
        fn the_heaviest_named_language_wins(
            weights in prop::collection::vec(1u16..=1000, 5),
        ) {
            let header: Vec<String> = Language::ALL
                .iter()
                .zip(&weights)
                .map(|(language, weight)| {
                    let q = if *weight == 1000 {
                        "1".to_owned()
                    } else {
                        format!("0.{weight:03}")
                    };
                    format!("{language};q={q}")
                })
                .collect();
            let chosen = Language::negotiate(&header.join(", ")).unwrap();
            prop_assert_eq!(weights[chosen.index()], *weights.iter().max().unwrap());
        }
    }
}
