use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;

use super::*;
use crate::finding::Reason;
use crate::language::Messages;

/// Nicknames that belong to others and must never be one of our names.
const TAKEN: [&str; 7] = [
    "orange dolphin",
    "purple kangaroo",
    "green tiger",
    "maroon parrot",
    "white whale",
    "yellow pigeon",
    "lemon turtle",
];

#[test]
fn codes_are_kebab_case_unique_and_round_trip() {
    let mut seen = HashSet::new();
    for (place, code) in Code::ALL.into_iter().enumerate() {
        let text = code.as_str();
        assert!(seen.insert(text), "{text} occurs twice");
        assert!(
            text.split('-')
                .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())),
            "{text} is not kebab-case"
        );
        assert_eq!(text.parse(), Ok(code));
        assert_eq!(code.notice().code, code);
        assert_eq!(catalogue()[place].code, code);
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
        assert_eq!(code.problem_type(), format!("/problems/{text}"));
    }
    assert!(serde_json::from_str::<Code>("\"no such\"").is_err());
}

#[test]
fn names_are_two_plain_words_unique_and_our_own() {
    let mut seen = HashSet::new();
    let mut aliases = HashSet::new();
    for notice in catalogue() {
        let words: Vec<&str> = notice.name.split(' ').collect();
        assert_eq!(words.len(), 2, "{}", notice.name);
        for word in words {
            let mut characters = word.chars();
            assert!(
                characters
                    .next()
                    .is_some_and(|first| first.is_ascii_uppercase())
                    && characters.all(|rest| rest.is_ascii_lowercase()),
                "{}",
                notice.name
            );
        }
        assert!(seen.insert(notice.name), "{} occurs twice", notice.name);
        assert!(!TAKEN.contains(&notice.name.to_lowercase().as_str()));
        for alias in notice.aliases {
            assert!(aliases.insert(*alias), "{alias} occurs twice");
        }
    }
}

#[test]
fn every_reason_of_a_finding_has_a_notice() {
    for reason in Reason::ALL {
        assert!(
            reason.as_str().parse::<Code>().is_ok(),
            "{reason} has no notice"
        );
    }
}

#[test]
fn the_nine_known_dialogs_have_their_buttons() {
    let buttons = |code: Code| code.notice().actions;
    let retry: &[Action] = &[Action::TryAgain, Action::Cancel];
    assert_eq!(buttons(Code::NoConnection), retry);
    assert_eq!(buttons(Code::ServerUnreachable), retry);
    assert_eq!(buttons(Code::ServiceFault), [Action::Ok]);
    assert!(Code::UnsupportedDevice.notice().blocking);
    assert_eq!(buttons(Code::SomethingWentWrong), retry);
    assert_eq!(buttons(Code::InviteOnly)[0], Action::Ok);
    assert_eq!(buttons(Code::PushTokenUnavailable), retry);
    assert_eq!(Code::Overloaded.notice().status, Some(503));
    assert_eq!(Code::TechnicalDifficulties.notice().status, Some(503));
    for (alias, code) in [
        ("Orange dolphin", Code::NoConnection),
        ("Purple kangaroo", Code::ServerUnreachable),
        ("Green tiger", Code::ServiceFault),
        ("Maroon parrot", Code::UnsupportedDevice),
        ("White whale", Code::SomethingWentWrong),
        ("Yellow pigeon", Code::SomethingWentWrong),
        ("Lemon turtle", Code::InviteOnly),
    ] {
        assert_eq!(find(alias)[0].code, code, "{alias}");
    }
}

#[test]
fn statuses_and_buttons_make_sense() {
    for notice in catalogue() {
        if let Some(status) = notice.status {
            assert!((400..600).contains(&status), "{}", notice.code);
            // What only repeats itself is never sent as a promise that it will pass.
            if notice.retryable {
                assert!(
                    [400, 401, 408, 409, 429, 500, 503, 507].contains(&status),
                    "{} is called retryable",
                    notice.code
                );
            }
        }
        let unique: HashSet<_> = notice.actions.iter().map(|action| action.id()).collect();
        assert_eq!(unique.len(), notice.actions.len(), "{}", notice.code);
        // Only remarks on a finding, which stand in a table, come without a button.
        assert!(
            !notice.actions.is_empty() || notice.severity == Severity::Information,
            "{} leaves no way on",
            notice.code
        );
    }
}

#[test]
fn every_button_and_topic_is_used() {
    for action in Action::ALL {
        assert!(
            catalogue()
                .iter()
                .any(|notice| notice.actions.contains(&action)),
            "{} is on no notice",
            action.id()
        );
    }
    for topic in Topic::ALL {
        assert!(
            catalogue().iter().any(|notice| notice.topic == topic),
            "{}",
            topic.id()
        );
    }
}

/// Placeholders per message and attribute of one file, read line by line.
type Placeholders = BTreeMap<String, BTreeSet<String>>;

fn placeholders(language: Language) -> Placeholders {
    let source = texts::source(language);
    let mut found = Placeholders::new();
    let mut id = String::new();
    let mut attribute = String::new();
    for line in source.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if let Some((head, _)) = line.split_once('=').filter(|_| !line.starts_with(' ')) {
            head.trim().clone_into(&mut id);
            attribute.clear();
        } else if let Some((head, _)) = line
            .trim_start()
            .strip_prefix('.')
            .and_then(|rest| rest.split_once('='))
        {
            head.trim().clone_into(&mut attribute);
        }
        let entry = found.entry(format!("{id}.{attribute}")).or_default();
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(|character| character.is_ascii_alphanumeric() || *character == '_')
                .collect();
            entry.insert(name);
        }
    }
    found
}

#[test]
fn every_language_has_every_text_once_and_none_besides() {
    for language in Language::ALL {
        let messages = Messages::new(language, &[texts::source(language)]);
        assert_eq!(messages.mistakes(), [""; 0]);

        let mut expected = BTreeSet::new();
        for notice in catalogue() {
            expected.insert(format!("{}.", notice.code));
            for attribute in ["title", "text", "explanation", "remedy"] {
                expected.insert(format!("{}.{attribute}", notice.code));
            }
        }
        for id in Action::ALL
            .iter()
            .map(|action| action.id())
            .chain(Topic::ALL.iter().map(|topic| topic.id()))
        {
            expected.insert(format!("{id}."));
        }
        let found: BTreeSet<String> = placeholders(language).into_keys().collect();
        let missing: Vec<_> = expected.difference(&found).collect();
        let unused: Vec<_> = found.difference(&expected).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        assert!(unused.is_empty(), "{language} has unused {unused:?}");
    }
}

#[test]
fn placeholders_are_the_parameters_and_agree_between_languages() {
    let english = placeholders(Language::En);
    for language in Language::ALL {
        let theirs = placeholders(language);
        for (id, names) in &english {
            assert_eq!(theirs.get(id), Some(names), "{language} {id}");
        }
    }
    for notice in catalogue() {
        let declared: BTreeSet<String> = notice
            .parameters
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let prefix = format!("{}.", notice.code);
        let named: BTreeSet<String> = english
            .iter()
            .filter(|(id, _)| id.starts_with(&prefix))
            .flat_map(|(_, names)| names.iter().cloned())
            .collect();
        assert_eq!(declared, named, "{}", notice.code);
    }
}

#[test]
fn texts_keep_to_the_rules() {
    for language in Language::ALL {
        let mut titles = HashSet::new();
        for notice in catalogue() {
            let Texts {
                title,
                text,
                explanation,
                remedy,
            } = notice.texts(language);
            let place = format!("{language} {}", notice.code);
            assert!(titles.insert(title), "{place}: another has this title");
            assert!(
                title.chars().count() <= 60,
                "{place}: title too long: {title}"
            );
            assert!(
                !title.ends_with(['.', '!']),
                "{place}: title ends with a stop"
            );
            assert!(text.chars().count() <= 240, "{place}: text too long");
            assert!(
                explanation.chars().count() <= 400,
                "{place}: explanation too long"
            );
            assert!((1..=6).contains(&remedy.len()), "{place}: remedy");
            for part in [text, explanation].into_iter().chain(remedy) {
                assert!(part.ends_with(['.', '?']), "{place}: no full stop: {part}");
                assert!(!part.contains('!'), "{place}: shouts");
                assert!(
                    !part.contains("  ") && part.trim() == part,
                    "{place}: blanks"
                );
            }
            // Whoever proves who they are is never called invalid, wrong or guilty.
            if notice.audience == Audience::Person {
                let all = format!("{title} {text} {explanation} {}", remedy.join(" "));
                let all = all.to_lowercase();
                for word in [
                    "invalid",
                    "ongeldig",
                    "ugyldig",
                    "жарамсыз",
                    "недействит",
                    "недопустим",
                ] {
                    assert!(!all.contains(word), "{place} says {word}");
                }
            }
        }
        for action in Action::ALL {
            assert!(
                action.label(language).chars().count() <= 32,
                "{language} {}",
                action.id()
            );
        }
    }
}

#[test]
fn languages_are_translations_and_not_copies() {
    for notice in catalogue() {
        let mut texts = HashSet::new();
        for language in Language::ALL {
            assert!(
                texts.insert(&notice.texts(language).text),
                "{language} {} repeats another language",
                notice.code
            );
        }
        for language in [Language::Kk, Language::Ru] {
            assert!(
                notice
                    .texts(language)
                    .title
                    .chars()
                    .any(|character| ('\u{400}'..='\u{4ff}').contains(&character)),
                "{language} {}",
                notice.code
            );
        }
    }
}

#[test]
fn numbers_take_the_place_of_the_usual_ones() {
    let notice = Code::UploadTooLarge.notice();
    assert!(notice.texts(Language::En).text.contains("20"));
    let said = notice.say(Language::En, &[("megabytes", 7), ("unknown", 1)]);
    assert!(
        said.text.contains('7') && !said.text.contains("20"),
        "{}",
        said.text
    );
    assert_eq!(
        Code::NoConnection
            .notice()
            .say(Language::Ru, &[("minutes", 3)]),
        *Code::NoConnection.notice().texts(Language::Ru)
    );
}

#[test]
fn notices_are_found_by_code_name_and_words() {
    for notice in catalogue() {
        assert_eq!(find(notice.code.as_str())[0].code, notice.code);
        assert_eq!(find(notice.name)[0].code, notice.code);
        assert_eq!(find(&notice.name.to_uppercase())[0].code, notice.code);
    }
    for (query, code) in [
        ("amber", Code::NoConnection),
        ("heic", Code::UploadHeic),
        ("verlopen document", Code::DocumentExpired),
        ("бликов", Code::DocumentUnreadable),
    ] {
        assert!(
            find(query).iter().take(5).any(|notice| notice.code == code),
            "{query}"
        );
    }
    assert!(find("").is_empty());
    assert!(find(" -- ").is_empty());
    assert!(find("zzzzqqqq").is_empty());
}

proptest! {
    #[test]
    fn finding_never_panics(query in "\\PC{0,80}") {
        prop_assert!(find(&query).len() <= catalogue().len());
    }

    #[test]
    fn any_number_can_be_said(number in any::<i64>()) {
        for notice in catalogue() {
            for (name, _) in notice.parameters {
                for language in Language::ALL {
                    let said = notice.say(language, &[(name, number)]);
                    prop_assert_ne!(&said.text, notice.code.as_str());
                }
            }
        }
    }
}
