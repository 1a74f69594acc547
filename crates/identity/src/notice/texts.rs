//! The texts of the catalogue: one Fluent file per language, part of the program.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;

use super::{Action, Code, Notice, Topic, catalogue};
use crate::language::{Language, Messages, Value};

/// What a notice says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// What happened, at most 60 characters, no full stop.
    pub title: String,
    /// Why, in a sentence or two.
    pub text: String,
    /// More about the cause, for those who help others.
    pub explanation: String,
    /// What to do now, one step per entry.
    pub remedy: Vec<String>,
}

const SOURCES: [&str; Language::ALL.len()] = crate::texts_in!("texts");

/// The embedded source of a language.
pub(super) const fn source(language: Language) -> &'static str {
    SOURCES[language.index()]
}

/// The files once parsed, and everything in them once rendered.
struct Shelf {
    messages: Messages,
    usual: Vec<Texts>,
    labels: HashMap<&'static str, String>,
}

static SHELVES: LazyLock<[Shelf; Language::ALL.len()]> =
    LazyLock::new(|| Language::ALL.map(Shelf::new));

impl Shelf {
    fn new(language: Language) -> Self {
        let messages = Messages::new(language, &[source(language)]);
        let usual = catalogue()
            .iter()
            .map(|notice| read(&messages, notice, &[]))
            .collect();
        let labels = Action::ALL
            .iter()
            .map(|action| action.id())
            .chain(Topic::ALL.iter().map(|topic| topic.id()))
            .map(|id| {
                let text = messages.say(id, None, &[]);
                (id, text.unwrap_or_else(|| id.to_owned()))
            })
            .collect();
        Self {
            messages,
            usual,
            labels,
        }
    }
}

pub(super) fn usual(code: Code, language: Language) -> &'static Texts {
    &SHELVES[language.index()].usual[code as usize]
}

pub(super) fn label(id: &'static str, language: Language) -> &'static str {
    SHELVES[language.index()]
        .labels
        .get(id)
        .map_or(id, String::as_str)
}

pub(super) fn render(notice: &Notice, language: Language, numbers: &[(&str, i64)]) -> Texts {
    if notice.parameters.is_empty() || numbers.is_empty() {
        return notice.texts(language).clone();
    }
    read(&SHELVES[language.index()].messages, notice, numbers)
}

fn read(messages: &Messages, notice: &Notice, numbers: &[(&str, i64)]) -> Texts {
    let values: Vec<(&str, Value<'_>)> = notice
        .parameters
        .iter()
        .map(|&(name, usual)| {
            let given = numbers.iter().find(|(given, _)| *given == name);
            (
                name,
                Value::Number(given.map_or(usual, |(_, number)| *number)),
            )
        })
        .collect();
    let id = notice.code.as_str();
    // A test proves that every text exists; should one be missing all the same, the code
    // shows in its place and can be searched for.
    let say = |attribute| {
        messages
            .say(id, Some(attribute), &values)
            .unwrap_or_else(|| id.to_owned())
    };
    Texts {
        title: say("title"),
        text: say("text"),
        explanation: say("explanation"),
        remedy: say("remedy").lines().map(str::to_owned).collect(),
    }
}
