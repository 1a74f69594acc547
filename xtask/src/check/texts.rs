//! Every text in every language, with the same placeholders, and none that nobody shows.
//!
//! Texts are Fluent files, one per language and side by side: `texts/en.ftl`, `texts/nl.ftl`, ...

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, paths};

const LANGUAGES: &[&str] = &["en", "nl", "da", "kk", "ru"];

/// The placeholders of each text, by the text's id.
type Texts = BTreeMap<String, BTreeSet<String>>;

pub(super) fn broken() -> Result<Vec<String>> {
    let mut files = Vec::new();
    gather(&paths::root().join("crates"), &mut files)?;
    gather(&paths::root().join("web-assets"), &mut files)?;
    let mut code = String::new();
    let mut folders = BTreeSet::new();
    for file in &files {
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("ftl") => {
                folders.insert(file.parent().map(PathBuf::from).unwrap_or_default());
            }
            Some("rs" | "html" | "ts" | "json" | "toml" | "txt" | "svg") => {
                code.push_str(&fs::read_to_string(file)?);
            }
            _ => {}
        }
    }
    let mut broken = Vec::new();
    for folder in folders {
        let shown = folder
            .strip_prefix(paths::root())
            .unwrap_or(&folder)
            .display()
            .to_string();
        let mut languages = Vec::new();
        for language in LANGUAGES {
            match fs::read_to_string(folder.join(format!("{language}.ftl"))) {
                Ok(text) => languages.push((*language, texts(&text))),
                Err(_) => broken.push(format!("{shown}: no {language}.ftl")),
            }
        }
        broken.extend(
            differences(&languages)
                .into_iter()
                .map(|line| format!("{shown}: {line}")),
        );
        if let Some((_, texts)) = languages.first() {
            let unused = texts.keys().filter(|id| !mentions(&code, id));
            broken.extend(unused.map(|id| format!("{shown}: nothing shows {id}")));
        }
    }
    Ok(broken)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("dist") {
                gather(&path, files)?;
            }
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads the ids and placeholders of a Fluent file; attributes count as texts of their own.
fn texts(file: &str) -> Texts {
    let mut texts = Texts::new();
    let (mut message, mut current) = (String::new(), String::new());
    for line in file.lines() {
        if line.starts_with('#') {
            continue;
        }
        let indented = line.starts_with(' ');
        let definition = line
            .trim_start()
            .split_once('=')
            .map(|(id, _)| id.trim_end());
        if let Some(id) = definition.filter(|id| !indented && is_id(id)) {
            id.clone_into(&mut message);
            id.clone_into(&mut current);
        } else if let Some(id) = definition
            .and_then(|id| id.strip_prefix('.'))
            .filter(|id| indented && is_id(id))
        {
            current = format!("{message}.{id}");
        }
        if !current.is_empty() {
            let placeholders = texts.entry(current.clone()).or_default();
            placeholders.extend(line.split('$').skip(1).map(name));
        }
    }
    texts
}

fn is_id(id: &str) -> bool {
    id.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '-') && name(id) == id
}

/// The letters of an identifier that `text` begins with.
fn name(text: &str) -> String {
    text.chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        .collect()
}

/// What any language has, lacks or fills in otherwise than the first.
fn differences(languages: &[(&str, Texts)]) -> Vec<String> {
    let Some(((first, model), others)) = languages.split_first() else {
        return Vec::new();
    };
    let mut broken = Vec::new();
    for (language, texts) in others {
        for (id, placeholders) in model {
            match texts.get(id) {
                None => broken.push(format!("{language} lacks {id}")),
                Some(other) if other != placeholders => {
                    broken.push(format!(
                        "{id} has other placeholders in {language} than in {first}"
                    ));
                }
                Some(_) => {}
            }
        }
        let extra = texts.keys().filter(|id| !model.contains_key(*id));
        broken.extend(extra.map(|id| format!("{first} lacks {id}, which {language} has")));
    }
    broken
}

/// Whether `code` names this text as a whole word. Terms (`-name`) and attributes are named
/// through other texts, so their last part is enough.
fn mentions(code: &str, id: &str) -> bool {
    if id.starts_with('-') {
        return true;
    }
    let word = id.rsplit('.').next().unwrap_or(id);
    code.match_indices(word).any(|(start, _)| {
        let joins = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        !code[..start].ends_with(joins) && !code[start + word.len()..].starts_with(joins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_attributes_and_placeholders() {
        let found = texts(
            "# comment = no\ngreet = Hello { $name },\n    from { $place }\n    .title = By { $who }\nbye = Bye\n",
        );
        let named: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|(id, names)| (id.as_str(), names.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            named,
            [
                ("bye", vec![]),
                ("greet", vec!["name", "place"]),
                ("greet.title", vec!["who"]),
            ]
        );
    }

    #[test]
    fn languages_that_differ_are_named() {
        let found = differences(&[
            ("en", texts("a = A\nb = B { $x }\n")),
            ("nl", texts("b = B { $y }\nc = C\n")),
        ]);
        assert_eq!(
            found,
            [
                "nl lacks a",
                "b has other placeholders in nl than in en",
                "en lacks c, which nl has"
            ]
        );
    }

    #[test]
    fn a_text_is_shown_when_its_whole_name_stands_in_the_code() {
        assert!(mentions("t(\"enrol-title\")", "enrol-title"));
        assert!(!mentions("t(\"enrol-title-long\")", "enrol-title"));
        assert!(!mentions("t(\"my-enrol-title\")", "enrol-title"));
    }
}
