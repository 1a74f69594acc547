//! Scopes: names of what may be done, separated by spaces (RFC 6749, 3.3).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names in one list.
const MOST: usize = 32;
/// Characters of one name.
const LONGEST: usize = 128;

/// A text that is no list of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not 1 to {MOST} names of 1 to {LONGEST} visible ASCII characters, each once, separated by single spaces"
)]
pub struct ScopeError;

/// Scopes, each once, in the order in which they were named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a list; the empty text is none.
    ///
    /// # Errors
    /// [`ScopeError`]
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        let mut names: Vec<String> = Vec::new();
        if text.is_empty() {
            return Ok(Self(names));
        }
        for name in text.split(' ') {
            let fits = (1..=LONGEST).contains(&name.len())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
            if !fits || names.len() == MOST || names.iter().any(|known| known == name) {
                return Err(ScopeError);
            }
            names.push(name.to_owned());
        }
        Ok(Self(names))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is among them.
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    /// Whether every one of them is among others.
    pub fn within(&self, others: &Self) -> bool {
        self.0.iter().all(|name| others.contains(name))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl TryFrom<String> for Scopes {
    type Error = ScopeError;
    fn try_from(text: String) -> Result<Self, ScopeError> {
        Self::parse(&text)
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_are_read_strictly() {
        let scopes = Scopes::parse("openid profile").unwrap();
        assert!(
            scopes.contains("openid") && scopes.within(&Scopes::parse("profile x openid").unwrap())
        );
        assert!(!scopes.within(&Scopes::parse("openid").unwrap()));
        assert!(Scopes::parse("").unwrap().is_empty());
        for wrong in [
            "a  b", " a", "a ", "a a", "a\tb", "é", "a\"b", "a\\b", "a\nb",
        ] {
            assert_eq!(Scopes::parse(wrong), Err(ScopeError), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_again(text in ".{0,60}") {
            if let Ok(scopes) = Scopes::parse(&text) {
                prop_assert_eq!(scopes.to_string(), text);
            }
        }
    }
}
