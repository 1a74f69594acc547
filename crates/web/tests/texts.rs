//! The texts of the pages: every language says the same things, with the same placeholders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use bonafide_identity::language::{Language, Messages, Value};

const fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../src/texts/en.ftl"),
        Language::Nl => include_str!("../src/texts/nl.ftl"),
        Language::Da => include_str!("../src/texts/da.ftl"),
        Language::Kk => include_str!("../src/texts/kk.ftl"),
        Language::Ru => include_str!("../src/texts/ru.ftl"),
    }
}

/// What a message is made of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    /// `$organisation`, `$minutes`, …
    placeholders: BTreeSet<String>,
    /// Words to choose by, such as `passport`, without the plural forms, which are each
    /// language's own.
    choices: BTreeSet<String>,
}

const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn shapes(language: Language) -> BTreeMap<String, Shape> {
    let mut found: BTreeMap<String, Shape> = BTreeMap::new();
    let mut id = String::new();
    for line in source(language)
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        if let Some((head, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            head.clone_into(&mut id);
            assert!(!found.contains_key(&id), "{language}: {id} occurs twice");
        }
        let shape = found.entry(id.clone()).or_default();
        let word = |text: &str| {
            text.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect::<String>()
        };
        shape.placeholders.extend(line.split('$').skip(1).map(word));
        if let Some(choice) = line.trim_start().trim_start_matches('*').strip_prefix('[') {
            let choice = word(choice);
            if !PLURALS.contains(&choice.as_str()) {
                shape.choices.insert(choice);
            }
        }
    }
    found
}

#[test]
fn every_language_has_the_same_texts_with_the_same_placeholders() {
    let english = shapes(Language::En);
    assert!(english.len() > 200, "only {} texts", english.len());
    for language in Language::ALL {
        let messages = Messages::new(language, &[source(language)]);
        assert_eq!(messages.mistakes(), [""; 0]);
        let theirs = shapes(language);
        let missing: Vec<_> = english
            .keys()
            .filter(|id| !theirs.contains_key(*id))
            .collect();
        let unknown: Vec<_> = theirs
            .keys()
            .filter(|id| !english.contains_key(*id))
            .collect();
        assert!(missing.is_empty(), "{language} lacks {missing:#?}");
        assert!(
            unknown.is_empty(),
            "{language} has {unknown:#?}, English has not"
        );
        for (id, shape) in &english {
            assert_eq!(&theirs[id], shape, "{language} {id}");
        }
    }
}

/// Names of counts; everything else is a text.
const NUMBERS: [&str; 10] = [
    "minutes",
    "count",
    "days",
    "hours",
    "seconds",
    "megabytes",
    "day",
    "month",
    "year",
    "percent",
];

#[test]
fn every_text_can_be_said() {
    for language in Language::ALL {
        let messages = Messages::new(language, &[source(language)]);
        for (id, shape) in shapes(language) {
            for number in [0, 1, 2, 3, 5, 11, 12, 21, 1985] {
                let values: Vec<(&str, Value<'_>)> = shape
                    .placeholders
                    .iter()
                    .map(|name| {
                        let number = NUMBERS
                            .contains(&name.as_str())
                            .then_some(Value::Number(number));
                        (
                            name.as_str(),
                            number.unwrap_or(Value::Text("Ørsted & <Ќ> “x”")),
                        )
                    })
                    .collect();
                let said = messages
                    .say(&id, None, &values)
                    .unwrap_or_else(|| panic!("{language} {id}"));
                assert!(
                    !said.trim().is_empty() && !said.contains("{ "),
                    "{language} {id}: {said}"
                );
                assert!(
                    !said.contains("  ") && said.trim() == said,
                    "{language} {id}: {said}"
                );
            }
        }
    }
}

/// Texts that are the same word in other languages too.
const ALIKE: &[&str] = &[
    "common-product",
    "document-visa",
    "evidence-selfie",
    "mailbox-title",
    "common-notice-code",
    "moderate-case-service",
    "moderate-case-document",
    "moderate-case-column-model",
    "mailbox-channel-mail",
    "moderate-case-organisation",
    "start-button",
    "home-returned-session",
    "device-label",
];

#[test]
fn texts_are_translated_and_not_copied() {
    let english = Messages::new(Language::En, &[source(Language::En)]);
    for language in Language::ALL.into_iter().skip(1) {
        let messages = Messages::new(language, &[source(language)]);
        let copied: Vec<String> = shapes(language)
            .into_iter()
            .filter(|(id, shape)| shape.placeholders.is_empty() && !ALIKE.contains(&id.as_str()))
            .map(|(id, _)| id)
            .filter(|id| english.say(id, None, &[]) == messages.say(id, None, &[]))
            .collect();
        assert!(copied.is_empty(), "{language}: {copied:#?}");
    }
}

#[test]
fn nobody_is_blamed() {
    for language in Language::ALL {
        let source = source(language).to_lowercase();
        for word in [
            "invalid",
            "ongeldig",
            "ugyldig",
            "жарамсыз",
            "недействит",
            "недопустим",
        ] {
            assert!(!source.contains(word), "{language} says {word}");
        }
    }
}

/// Every template and source file of the pages, without the texts themselves.
fn sources(folder: &Path, found: &mut Vec<(bool, String)>) {
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("a readable folder").path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending {
            _ if path.is_dir() => sources(&path, found),
            Some("html" | "rs") => {
                found.push((
                    ending == Some("html"),
                    fs::read_to_string(&path).expect("a readable file"),
                ));
            }
            _ => {}
        }
    }
}

#[test]
fn every_text_is_named_by_a_page_and_every_name_has_a_text() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    assert!(files.len() > 20, "the pages have moved");
    let texts = shapes(Language::En);

    let unused: Vec<_> = texts
        .keys()
        .filter(|id| {
            let quoted = format!("\"{id}\"");
            !files.iter().any(|(_, source)| source.contains(&quoted))
        })
        .collect();
    assert!(unused.is_empty(), "no page says {unused:#?}");

    for (_, template) in files.iter().filter(|(is_template, _)| *is_template) {
        for call in ["say(\"", "fill(\"", "count(\"", "with(\""] {
            for part in template.split(call).skip(1) {
                let id = part.split('"').next().unwrap_or_default();
                assert!(
                    texts.contains_key(id),
                    "a page says {id}, which has no text"
                );
            }
        }
    }
}
