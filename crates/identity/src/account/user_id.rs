//! User IDs: what a person calls themselves when signing in. Two that look alike are one.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The shortest, in characters.
const SHORTEST: usize = 5;
/// The longest, in characters.
const LONGEST: usize = 48;
/// As many digits as national numbers have at least: a user ID is told to others, such a number
/// is not.
const TOO_MANY_DIGITS: usize = 8;

/// A user ID as its owner writes it.
#[derive(Clone, PartialEq, Eq)]
pub struct UserId {
    written: String,
    skeleton: String,
}

/// Why a text can be no user ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserIdProblem {
    /// Fewer than five or more than 48 characters.
    #[error("not of 5 to 48 characters")]
    Length,
    /// Something else than letters of one script, digits and `.`, `_`, `-`.
    #[error("characters that user IDs do not have")]
    Characters,
    /// It could be a national number or a phone number.
    #[error("too many digits")]
    Digits,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

impl UserId {
    /// As its owner wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The same for all that look like it: what user IDs are told apart and found by.
    #[must_use]
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }
}

impl FromStr for UserId {
    type Err = UserIdProblem;

    fn from_str(text: &str) -> Result<Self, UserIdProblem> {
        let text = text.trim();
        if text.len() > LONGEST * 4 {
            return Err(UserIdProblem::Length);
        }
        let written: String = text.nfkc().collect();
        if !(SHORTEST..=LONGEST).contains(&written.chars().count()) {
            return Err(UserIdProblem::Length);
        }
        let mut scripts = None;
        for letter in written.chars() {
            if matches!(letter, '0'..='9' | '.' | '_' | '-') {
                continue;
            }
            let script = script(letter).ok_or(UserIdProblem::Characters)?;
            if *scripts.get_or_insert(script) != script {
                return Err(UserIdProblem::Characters);
            }
        }
        let digits = written.chars().filter(char::is_ascii_digit).count();
        if digits >= TOO_MANY_DIGITS {
            return Err(UserIdProblem::Digits);
        }
        let skeleton = skeleton(&written);
        if skeleton.chars().count() < 2 {
            return Err(UserIdProblem::Characters);
        }
        Ok(Self { written, skeleton })
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserId(…)")
    }
}

/// The script of a letter that user IDs may have.
fn script(letter: char) -> Option<Script> {
    if !letter.is_alphabetic() {
        return None;
    }
    match letter {
        'a'..='z'
        | 'A'..='Z'
        | '\u{c0}'..='\u{17f}'
        | '\u{218}'..='\u{21b}'
        | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
        '\u{386}'..='\u{3ce}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        _ => None,
    }
}

/// What is left of a text when letters that look alike are one (after the idea of UTS 39, for the
/// letters that user IDs may have).
fn skeleton(text: &str) -> String {
    let plain = |text: &str| -> String {
        text.to_lowercase()
            .nfkd()
            .filter(|letter| !is_combining_mark(*letter) && !matches!(letter, '.' | '_' | '-'))
            .map(alike)
            .collect()
    };
    // The capital of one letter may look like another small letter, so both are looked at as small.
    plain(text).replace("rn", "m").replace("vv", "w")
}

/// The Latin letter that a letter looks like.
fn alike(letter: char) -> char {
    match letter {
        '0' | 'ο' | 'о' | 'ө' | 'ø' | 'σ' | 'ς' => 'o',
        '1' | 'i' | 'ı' | 'ι' | 'і' | 'ł' | 'ӏ' | 'l' => 'l',
        '5' | 'ѕ' => 's',
        '3' | 'з' | 'є' | 'э' | 'ε' => '3',
        'а' | 'α' => 'a',
        'е' | 'ё' => 'e',
        'р' | 'ρ' => 'p',
        'с' | 'ϲ' => 'c',
        'у' | 'ү' | 'ұ' | 'γ' => 'y',
        'х' | 'χ' => 'x',
        'в' | 'β' => 'b',
        'к' | 'κ' | 'қ' => 'k',
        'м' => 'm',
        'н' | 'η' | 'ң' | 'һ' => 'h',
        'т' | 'τ' => 't',
        'ј' => 'j',
        'ν' | 'ѵ' => 'v',
        'ω' | 'ѡ' => 'w',
        'ԁ' | 'đ' | 'ð' => 'd',
        'ԛ' => 'q',
        'ԝ' => 'w',
        'ħ' => 'h',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn skeleton_of(text: &str) -> String {
        text.parse::<UserId>().unwrap().skeleton().to_owned()
    }

    #[test]
    fn those_that_look_alike_are_one() {
        for same in [
            "Ann_Smith",
            "annsmith",
            "ANN-SMITH",
            "ännsmith",
            "annsm1th",
            " ann.smith ",
        ] {
            assert_eq!(skeleton_of(same), skeleton_of("ann.smith"), "{same}");
        }
        for (one, other) in [
            ("paypal", "раураӏ"),
            ("harbour0", "harbourO"),
            ("modern", "modem"),
            ("lllIl", "11111"),
            ("скорсе", "ckopce"),
        ] {
            assert_eq!(skeleton_of(one), skeleton_of(other), "{one} {other}");
        }
        assert_ne!(skeleton_of("ann.smith"), skeleton_of("ann.smyth"));
    }

    #[test]
    fn what_can_be_none() {
        for (text, problem) in [
            ("anna", UserIdProblem::Length),
            (&"a".repeat(49), UserIdProblem::Length),
            ("ann smith", UserIdProblem::Characters),
            ("ann@mail.example", UserIdProblem::Characters),
            ("раypаl", UserIdProblem::Characters),
            ("ann\u{200b}smith", UserIdProblem::Characters),
            (".....", UserIdProblem::Characters),
            ("850327-1234", UserIdProblem::Digits),
            ("a12345678", UserIdProblem::Digits),
        ] {
            assert_eq!(text.parse::<UserId>(), Err(problem), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_skeleton_stays_what_it_is(text in "\\PC{0,60}") {
            if let Ok(id) = text.parse::<UserId>() {
                prop_assert_eq!(id.as_str().parse::<UserId>(), Ok(id.clone()));
                prop_assert_eq!(skeleton(&id.as_str().to_uppercase().to_lowercase()), id.skeleton().to_owned());
                prop_assert!((5..=48).contains(&id.as_str().chars().count()));
            }
        }

        #[test]
        fn dots_and_capitals_make_no_difference(letters in "[a-z]{5,40}", at in 1_usize..4) {
            let mut dotted = letters.to_uppercase();
            dotted.insert(at, '.');
            prop_assert_eq!(skeleton_of(&dotted), skeleton_of(&letters));
        }
    }
}
