//! Notices: everything that is told to a person, a developer or a moderator when something
//! went otherwise than they hoped.
//!
//! One entry of the [catalogue](catalogue()) serves pages, the API's problem documents, the
//! script islands in the browser and the help centre. An entry has a stable code for
//! machines, a memorable name for the telephone, and in every language a title (what
//! happened), a text (why, in a sentence or two), an explanation (more about the cause, for
//! those who help) and a remedy (what to do now, step by step).
//!
//! To add one: a line in `entries.rs`, a message in every file of `texts/`. The tests say
//! what is missing.

mod entries;
mod find;
mod texts;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::language::Language;

pub use entries::Code;
pub use find::find;
pub use texts::Texts;

/// One entry of the catalogue; its texts are had by [`Notice::texts`] and [`Notice::say`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub code: Code,
    /// Two plain English words, the same in every language, easy to say on the telephone.
    pub name: &'static str,
    /// Nicknames under which people may know the same error from elsewhere; only searched.
    pub aliases: &'static [&'static str],
    pub topic: Topic,
    pub audience: Audience,
    /// HTTP status of a response that carries this notice; `None` for what only happens in
    /// a browser or comes as the outcome of a check.
    pub status: Option<u16>,
    pub severity: Severity,
    /// Whether the very same request can succeed later without anything being changed.
    pub retryable: bool,
    /// Whether the notice takes the whole screen and nothing behind it can be used.
    pub blocking: bool,
    /// Buttons, the main one first.
    pub actions: &'static [Action],
    /// Numbers that the texts name, each with the value used where none is known.
    pub parameters: &'static [(&'static str, i64)],
}

impl Notice {
    /// The texts with the usual numbers.
    #[must_use]
    pub fn texts(&self, language: Language) -> &'static Texts {
        texts::usual(self.code, language)
    }

    /// The texts with the given numbers in place of the usual ones. Names that are not
    /// parameters of this notice are ignored.
    #[must_use]
    pub fn say(&self, language: Language, numbers: &[(&str, i64)]) -> Texts {
        texts::render(self, language, numbers)
    }
}

/// The whole catalogue, in the order of [`Code`].
#[must_use]
pub fn catalogue() -> &'static [Notice] {
    &entries::CATALOGUE
}

/// The entry of a code. Every code has one.
#[must_use]
pub fn notice(code: Code) -> &'static Notice {
    &entries::CATALOGUE[code as usize]
}

/// What a group of notices is about; the help centre lists them by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    Connection,
    Upload,
    Camera,
    Document,
    Face,
    Chip,
    Registration,
    Handover,
    Session,
    Form,
    Api,
    Review,
    SignIn,
}

impl Topic {
    pub const ALL: [Self; 13] = [
        Self::Connection,
        Self::Upload,
        Self::Camera,
        Self::Document,
        Self::Face,
        Self::Chip,
        Self::Registration,
        Self::Handover,
        Self::Session,
        Self::Form,
        Self::Api,
        Self::Review,
        Self::SignIn,
    ];

    /// Stable id, as in `topic-sign-in`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Connection => "topic-connection",
            Self::Upload => "topic-upload",
            Self::Camera => "topic-camera",
            Self::Document => "topic-document",
            Self::Face => "topic-face",
            Self::Chip => "topic-chip",
            Self::Registration => "topic-registration",
            Self::Handover => "topic-handover",
            Self::Session => "topic-session",
            Self::Form => "topic-form",
            Self::Api => "topic-api",
            Self::Review => "topic-review",
            Self::SignIn => "topic-sign-in",
        }
    }

    /// Heading of the group.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        texts::label(self.id(), language)
    }
}

/// Who reads the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Someone proving who they are.
    Person,
    /// Whoever programs against the API.
    Developer,
    /// Moderators and operators.
    Operator,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; nothing is lost.
    Information,
    /// The step has to be done again or in another way.
    Warning,
    /// This way ends here.
    Error,
    /// The fault is ours and someone has to look at it.
    Fault,
}

/// A button of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    TryAgain,
    Cancel,
    Ok,
    UseAnotherDevice,
    UploadInstead,
    TakeAgain,
    ChooseAnotherFile,
    ChooseAnotherDocument,
    TypeByHand,
    ChangeAnswers,
    GoBack,
    GoOn,
    StaySignedIn,
    Reload,
    SendNewLink,
    SignIn,
    ContactSupport,
    ReturnToOrganisation,
    ReadDocumentation,
}

impl Action {
    pub const ALL: [Self; 19] = [
        Self::TryAgain,
        Self::Cancel,
        Self::Ok,
        Self::UseAnotherDevice,
        Self::UploadInstead,
        Self::TakeAgain,
        Self::ChooseAnotherFile,
        Self::ChooseAnotherDocument,
        Self::TypeByHand,
        Self::ChangeAnswers,
        Self::GoBack,
        Self::GoOn,
        Self::StaySignedIn,
        Self::Reload,
        Self::SendNewLink,
        Self::SignIn,
        Self::ContactSupport,
        Self::ReturnToOrganisation,
        Self::ReadDocumentation,
    ];

    /// Stable id, as in `action-try-again`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::TryAgain => "action-try-again",
            Self::Cancel => "action-cancel",
            Self::Ok => "action-ok",
            Self::UseAnotherDevice => "action-use-another-device",
            Self::UploadInstead => "action-upload-instead",
            Self::TakeAgain => "action-take-again",
            Self::ChooseAnotherFile => "action-choose-another-file",
            Self::ChooseAnotherDocument => "action-choose-another-document",
            Self::TypeByHand => "action-type-by-hand",
            Self::ChangeAnswers => "action-change-answers",
            Self::GoBack => "action-go-back",
            Self::GoOn => "action-go-on",
            Self::StaySignedIn => "action-stay-signed-in",
            Self::Reload => "action-reload",
            Self::SendNewLink => "action-send-new-link",
            Self::SignIn => "action-sign-in",
            Self::ContactSupport => "action-contact-support",
            Self::ReturnToOrganisation => "action-return-to-organisation",
            Self::ReadDocumentation => "action-read-documentation",
        }
    }

    /// What the button says.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        texts::label(self.id(), language)
    }
}

impl Code {
    /// The entry of this code.
    #[must_use]
    pub fn notice(self) -> &'static Notice {
        notice(self)
    }

    /// `type` of a problem document (RFC 9457) and the address of the notice in the help
    /// centre, relative to the server: `/problems/no-connection`.
    #[must_use]
    pub fn problem_type(self) -> String {
        format!("/problems/{}", self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not the code of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a notice")]
pub struct UnknownCode;

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|code| code.as_str() == text)
            .ok_or(UnknownCode)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
