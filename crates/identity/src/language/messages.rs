//! Fluent messages of one language, parsed from texts that are part of the program.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Language;

/// A value that a text names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Chooses plural forms and is shown as it is.
    Number(i64),
    /// Shown as it is; whoever puts the result into HTML escapes it.
    Text(&'a str),
}

/// The messages of one language.
pub struct Messages {
    bundle: FluentBundle<FluentResource>,
    mistakes: Vec<String>,
}

impl Messages {
    /// Reads Fluent sources. What cannot be read is left out and told by
    /// [`Messages::mistakes`], which a test expects to be empty.
    #[must_use]
    pub fn new(language: Language, sources: &[&str]) -> Self {
        let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks around values would end up in mails, JSON and page titles; all
        // five languages run from left to right.
        bundle.set_use_isolating(false);
        let mut mistakes = Vec::new();
        for source in sources {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    mistakes.extend(errors.iter().map(|error| format!("{language}: {error}")));
                    resource
                }
            };
            if let Err(errors) = bundle.add_resource(resource) {
                mistakes.extend(errors.iter().map(|error| format!("{language}: {error}")));
            }
        }
        Self { bundle, mistakes }
    }

    /// What could not be read: bad syntax and ids that occur twice.
    #[must_use]
    pub fn mistakes(&self) -> &[String] {
        &self.mistakes
    }

    /// The text of a message, or of one of its attributes; `None` when there is none or it
    /// names a value that is not given.
    #[must_use]
    pub fn say(
        &self,
        id: &str,
        attribute: Option<&str>,
        values: &[(&str, Value<'_>)],
    ) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(
                *name,
                match value {
                    Value::Number(number) => FluentValue::from(*number),
                    Value::Text(text) => FluentValue::from(*text),
                },
            );
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_forms_follow_the_language() {
        let source = "left = { $minutes ->\n    [one] { $minutes } минута\n    [few] { $minutes } минуты\n   *[many] { $minutes } минут\n }\n    .note = Ещё { $name }\n";
        let messages = Messages::new(Language::Ru, &[source]);
        assert_eq!(messages.mistakes(), [""; 0]);
        let say = |minutes| messages.say("left", None, &[("minutes", Value::Number(minutes))]);
        assert_eq!(say(1).as_deref(), Some("1 минута"));
        assert_eq!(say(3).as_deref(), Some("3 минуты"));
        assert_eq!(say(15).as_deref(), Some("15 минут"));
        assert_eq!(
            messages
                .say("left", Some("note"), &[("name", Value::Text("Аян"))])
                .as_deref(),
            Some("Ещё Аян")
        );
        assert_eq!(messages.say("left", Some("note"), &[]), None);
        assert_eq!(messages.say("gone", None, &[]), None);
    }

    #[test]
    fn bad_syntax_and_double_ids_are_told() {
        let messages = Messages::new(Language::En, &["a = 1\nb = { \n", "a = 2\n"]);
        assert!(messages.mistakes().len() >= 2, "{:?}", messages.mistakes());
        assert_eq!(messages.say("a", None, &[]).as_deref(), Some("1"));
    }
}
