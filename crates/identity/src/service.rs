//! Services: what an organisation offers that needs a proven person. A definition is data,
//! versioned; a registration is pinned to the version it began with.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::assurance::Level;
use crate::fields::DocumentKind;
use crate::finding::words;

/// A name for data that operators write: lower-case letters, digits and hyphens, at most 64.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// A name that is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 1 to 64 lower-case letters, digits and hyphens")]
pub struct SlugError;

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = SlugError;
    fn from_str(text: &str) -> Result<Self, SlugError> {
        let fits = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugError)
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;
    fn try_from(text: String) -> Result<Self, SlugError> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A versioned piece of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: u32,
}

words! {
    /// One thing asked of a person.
    StepKind {
        /// Agreement to the processing.
        Consent = "consent",
        /// Photographs of the document.
        Document = "document",
        /// The document's chip, read.
        Chip = "chip",
        /// The fields read from it, checked by the person.
        Fields = "fields",
        /// A photograph of the face.
        Selfie = "selfie",
        /// A film of the face, doing what the server asks: video identification.
        Liveness = "liveness",
    }
}

/// What a service asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: u32,
    /// What people see it called.
    pub title: String,
    /// What the identity is used for, in one sentence, shown before anything is asked.
    pub purpose: String,
    /// The steps, in order.
    pub steps: Vec<StepKind>,
    /// The documents that are accepted.
    pub documents: Vec<DocumentKind>,
    /// The level that is aimed at; what is reached may be lower.
    pub level: Level,
    /// The least age in whole years.
    #[serde(default)]
    pub minimum_age: Option<u8>,
    /// The policy that decides.
    pub policy: Pinned,
}

/// A definition that cannot be walked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// There is no step.
    #[error("a service needs at least one step")]
    Empty,
    /// A step is asked for twice.
    #[error("the step {0} stands twice")]
    Twice(StepKind),
    /// A step stands before one that it needs.
    #[error("the step {step} needs {needed} before it")]
    Order {
        /// The step.
        step: StepKind,
        /// What must come first.
        needed: StepKind,
    },
    /// The face would be asked for twice.
    #[error("the step liveness takes the place of selfie: a service has one of them")]
    FaceTwice,
    /// No document would be accepted.
    #[error("a service with a document step must accept some kind of document")]
    NoDocuments,
}

impl StepKind {
    /// The steps that must be done before this one can be.
    pub fn needs(self) -> &'static [StepKind] {
        match self {
            Self::Consent => &[],
            Self::Document | Self::Selfie | Self::Liveness => &[Self::Consent],
            Self::Chip | Self::Fields => &[Self::Consent, Self::Document],
        }
    }

    /// The steps that lose their meaning when this one is done again.
    pub fn clears(self) -> &'static [StepKind] {
        match self {
            // The document's number is what attempts at the film count by.
            Self::Document => &[Self::Chip, Self::Fields, Self::Liveness],
            Self::Chip => &[Self::Fields],
            Self::Consent | Self::Fields | Self::Selfie | Self::Liveness => &[],
        }
    }
}

impl Definition {
    /// Whether the steps can be walked in their order.
    pub fn validate(&self) -> Result<(), DefinitionError> {
        if self.steps.is_empty() {
            return Err(DefinitionError::Empty);
        }
        for (position, step) in self.steps.iter().enumerate() {
            let before = &self.steps[..position];
            if before.contains(step) {
                return Err(DefinitionError::Twice(*step));
            }
            // Attempts at the film count by the document's number, where there is one.
            let filmed_first = *step == StepKind::Liveness
                && self.steps.contains(&StepKind::Document)
                && !before.contains(&StepKind::Document);
            if filmed_first {
                return Err(DefinitionError::Order {
                    step: *step,
                    needed: StepKind::Document,
                });
            }
            if let Some(needed) = step.needs().iter().find(|needed| !before.contains(needed)) {
                return Err(DefinitionError::Order {
                    step: *step,
                    needed: *needed,
                });
            }
        }
        if self.steps.contains(&StepKind::Selfie) && self.steps.contains(&StepKind::Liveness) {
            return Err(DefinitionError::FaceTwice);
        }
        if self.steps.contains(&StepKind::Document) && self.documents.is_empty() {
            return Err(DefinitionError::NoDocuments);
        }
        Ok(())
    }
}
