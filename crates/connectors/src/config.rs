//! What the configurations of all connectors share: secrets that never show, and problems
//! that name the key they are about.

use std::fmt;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;

/// A password or key from the configuration. `Debug` hides it; it is never serialised.
#[derive(Clone, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(transparent)]
#[schemars(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret from text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, to be handed to whoever asks for it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The secret itself, or the first line of the file that holds it; files are how secrets
    /// reach containers and services without standing in a configuration or an environment.
    ///
    /// # Errors
    /// When both are given, or the file cannot be read or is empty.
    pub fn load(
        given: Option<&Self>,
        file: Option<&Path>,
    ) -> Result<Option<Self>, SecretFileError> {
        let Some(path) = file else {
            return Ok(given.cloned());
        };
        if given.is_some() {
            return Err(SecretFileError::Both);
        }
        let text = std::fs::read_to_string(path).map_err(|error| SecretFileError::Read {
            path: path.to_owned(),
            kind: error.kind(),
        })?;
        match text.lines().next().map(str::trim) {
            Some(line) if !line.is_empty() => Ok(Some(Self::new(line))),
            _ => Err(SecretFileError::Empty {
                path: path.to_owned(),
            }),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a secret could not be had.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretFileError {
    /// In the configuration and in a file.
    #[error("given both directly and as a file; keep one of them")]
    Both,
    /// The file cannot be read.
    #[error("the file {} cannot be read: {kind}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        kind: std::io::ErrorKind,
    },
    /// The file's first line is blank.
    #[error("the first line of {} is empty", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
}

/// Something in the configuration that cannot work, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct Problem {
    /// The key's path, e.g. `mail.smtp.port`.
    pub key: String,
    /// What is wrong with it and what would be right.
    pub problem: String,
}

impl Problem {
    /// A problem at `at.key`.
    pub fn new(at: &str, key: &str, problem: impl fmt::Display) -> Self {
        let key = match (at, key) {
            ("", key) => key.to_owned(),
            (at, "") => at.to_owned(),
            (at, key) => format!("{at}.{key}"),
        };
        Self {
            key,
            problem: problem.to_string(),
        }
    }
}

/// Problems in one line.
pub(crate) fn listed(problems: &[Problem]) -> String {
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    texts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_come_from_one_place_and_never_show() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("password");
        std::fs::write(&path, "hunter2\n").unwrap();
        let given = Secret::new("direct");
        assert_eq!(Secret::load(None, None), Ok(None));
        assert_eq!(Secret::load(Some(&given), None), Ok(Some(given.clone())));
        let read = Secret::load(None, Some(&path)).unwrap().unwrap();
        assert_eq!(read.reveal(), "hunter2");
        assert_eq!(format!("{read:?}"), "Secret(…)");
        assert_eq!(
            Secret::load(Some(&given), Some(&path)),
            Err(SecretFileError::Both)
        );
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(
            Secret::load(None, Some(&path)),
            Err(SecretFileError::Empty { .. })
        ));
        let missing = directory.path().join("missing");
        assert!(matches!(
            Secret::load(None, Some(&missing)),
            Err(SecretFileError::Read { .. })
        ));
    }

    #[test]
    fn problems_name_their_key() {
        assert_eq!(Problem::new("a.b", "c", "x").to_string(), "a.b.c: x");
        assert_eq!(Problem::new("", "c", "x").key, "c");
        assert_eq!(Problem::new("a", "", "x").key, "a");
    }
}
