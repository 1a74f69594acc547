//! What the person at the reader is told, in the language of their environment.

use bonafide_emrtd::reading::Stage;
use bonafide_identity::language::{Language, Messages, Value};

const SOURCES: [&str; Language::ALL.len()] = bonafide_identity::texts_in!("texts");

/// The texts of one language.
pub(crate) struct Say(Messages);

impl Say {
    /// In the language that the environment names, if Bonafide speaks it.
    pub(crate) fn of_environment() -> Say {
        let language = tag_of_environment().and_then(|tag| Language::from_tag(&tag));
        Say::in_language(language.unwrap_or_default())
    }

    pub(crate) fn in_language(language: Language) -> Say {
        Say(Messages::new(language, &[SOURCES[language.index()]]))
    }

    pub(crate) fn say(&self, id: &str) -> String {
        self.fill(id, &[])
    }

    pub(crate) fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = (values.iter())
            .map(|(name, value)| (*name, Value::Text(value)))
            .collect();
        let text = self.0.say(id, None, &values);
        text.unwrap_or_else(|| id.to_owned())
    }

    pub(crate) fn stage(&self, stage: Stage) -> String {
        self.say(match stage {
            Stage::Greeting => "reader-stage-greeting",
            Stage::Opening => "reader-stage-opening",
            Stage::Learning => "reader-stage-learning",
            Stage::Proving => "reader-stage-proving",
            Stage::Reading => "reader-stage-reading",
            Stage::Done => "reader-stage-done",
        })
    }
}

/// The person's language as the environment names it: `nl_NL.UTF-8` is `nl-NL`.
pub(crate) fn tag_of_environment() -> Option<String> {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    tag(&named)
}

fn tag(named: &str) -> Option<String> {
    let tag = named.split(['.', '@']).next()?.replace('_', "-");
    let sound = (2..=35).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (sound && tag != "POSIX").then_some(tag)
}

#[cfg(test)]
mod tests {
    use bonafide_identity::language::Language;

    use super::{Say, tag};

    #[test]
    fn languages_of_the_environment() {
        assert_eq!(tag("nl_NL.UTF-8").as_deref(), Some("nl-NL"));
        assert_eq!(tag("kk").as_deref(), Some("kk"));
        assert_eq!(tag("ca_ES@valencia").as_deref(), Some("ca-ES"));
        assert_eq!(tag("C.UTF-8"), None);
        assert_eq!(tag("POSIX"), None);
    }

    #[test]
    fn every_language_can_be_read() {
        for language in Language::ALL {
            let say = Say::in_language(language);
            assert_eq!(say.0.mistakes(), [""; 0]);
            let number = say.fill("reader-number", &[("number", "47")]);
            assert!(number.contains("47"), "{number}");
        }
    }
}
