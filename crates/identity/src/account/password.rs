//! Passwords: their length and what must not be in them. How easily one is guessed is measured
//! by a library on the floor above.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// The shortest password, in characters.
const SHORTEST: usize = 8;
/// The longest, in characters.
const LONGEST: usize = 64;
/// Characters that must differ.
const DISTINCT: usize = 5;
/// What is personal and shorter than this may be in a password: it would be by chance.
const PERSONAL: usize = 4;

/// A password that may be chosen, or one that is tried.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than eight characters.
    #[error("too short")]
    TooShort,
    /// More than 64 characters.
    #[error("too long")]
    TooLong,
    /// Control characters.
    #[error("characters that cannot be typed")]
    Characters,
    /// It holds the user ID or the mail address.
    #[error("holds what others know")]
    Personal,
    /// It holds a word that everybody here thinks of.
    #[error("holds a word of the installation")]
    Context,
    /// It is guessed too easily.
    #[error("easily guessed")]
    Guessable,
    /// It is on a list of those that became known elsewhere.
    #[error("known from a breach")]
    Breached,
}

impl Password {
    /// A password to be chosen by whom others know by `personal`.
    ///
    /// # Errors
    /// Why it may not be chosen.
    pub fn choose(text: &str, personal: &[&str]) -> Result<Self, PasswordProblem> {
        let password = Self::given(text)?;
        let length = password.0.chars().count();
        if length < SHORTEST {
            return Err(PasswordProblem::TooShort);
        }
        let mut letters: Vec<char> = password.0.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        if letters.len() < DISTINCT {
            return Err(PasswordProblem::Guessable);
        }
        match password.holds(personal) {
            true => Err(PasswordProblem::Personal),
            false => Ok(password),
        }
    }

    /// A password that somebody presents; it may have been chosen under other rules.
    ///
    /// # Errors
    /// What can be no password.
    pub fn given(text: &str) -> Result<Self, PasswordProblem> {
        // Looked at before it is normalised, which may make it longer by a fixed factor.
        if text.len() > LONGEST * 4 {
            return Err(PasswordProblem::TooLong);
        }
        let password = normal(text);
        if password.chars().count() > LONGEST {
            return Err(PasswordProblem::TooLong);
        }
        match password.chars().any(char::is_control) {
            true => Err(PasswordProblem::Characters),
            false => Ok(Self(password)),
        }
    }

    /// Whether it holds one of these words, of four characters at least, in any case of letters.
    #[must_use]
    pub fn holds(&self, words: &[&str]) -> bool {
        let low = self.0.to_lowercase();
        words.iter().any(|word| {
            let word = normal(word).to_lowercase();
            word.chars().count() >= PERSONAL && low.contains(&word)
        })
    }

    /// The password.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The same text however a keyboard composes it.
fn normal(text: &str) -> String {
    text.nfkc().collect()
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_may_be_chosen() {
        let choose = |text: &str| Password::choose(text, &["ann.smith", "ann", "ann@mail.example"]);
        assert!(choose("a lamp on the harbour").is_ok());
        assert!(choose("Лампа над гаванью").is_ok());
        for (text, problem) in [
            ("short 7", PasswordProblem::TooShort),
            (&"abcdefgh".repeat(9), PasswordProblem::TooLong),
            ("with a\tbell in it", PasswordProblem::Characters),
            ("I am Ann.Smith!", PasswordProblem::Personal),
            ("ANN@mail.example 1", PasswordProblem::Personal),
            ("abababababab", PasswordProblem::Guessable),
        ] {
            assert_eq!(choose(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn every_keyboard_makes_the_same_password() {
        let composed = Password::given("caf\u{e9} au lait").unwrap();
        assert_eq!(Password::given("cafe\u{301} au lait"), Ok(composed));
    }

    proptest! {
        #[test]
        fn what_is_chosen_can_be_given(text: String) {
            if let Ok(password) = Password::choose(&text, &[]) {
                prop_assert_eq!(Password::given(&text), Ok(password.clone()));
                prop_assert_eq!(Password::given(password.reveal()), Ok(password.clone()));
                prop_assert!((8..=64).contains(&password.reveal().chars().count()));
                prop_assert_eq!(format!("{password:?}"), "Password(…)");
            }
        }
    }
}
