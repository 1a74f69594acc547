//! From a file and the environment to a configuration, collecting every problem on the way.

use std::collections::BTreeMap;
use std::path::Path;

use bonafide_connectors::config::{Problem, Secret};
use serde::de::DeserializeOwned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::Config;
use super::schema::out_of_range;

/// Environment variables as they were when the program started.
pub(crate) type Environment = BTreeMap<String, String>;

/// The secrets that may come from the environment, and where they belong. The same name with
/// `_FILE` at its end names a file.
pub(crate) const SECRETS: [(&str, &str); 8] = [
    ("BONAFIDE_DATABASE_URL", "database.url"),
    ("BONAFIDE_DATABASE_PASSWORD", "database.password"),
    (
        "BONAFIDE_OBJECTS_SECRET_ACCESS_KEY",
        "objects.s3.secret_access_key",
    ),
    ("BONAFIDE_MAIL_PASSWORD", "mail.smtp.password"),
    ("BONAFIDE_SMS_PASSWORD", "sms.smpp.password"),
    ("BONAFIDE_PUSH_VAPID_KEY", "push.web.vapid_key"),
    ("BONAFIDE_LOST_DOCUMENTS_TOKEN", "lost_documents.http.token"),
    ("BONAFIDE_BACKUP_PASSPHRASE", "backup.passphrase"),
];

/// Reads, completes and checks a configuration.
///
/// # Errors
/// Every problem that can be found at once.
pub(crate) fn load(file: &Path, environment: &Environment) -> Result<Config, Vec<Problem>> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|error| vec![Problem::new(&name, "", format!("cannot be read: {error}"))])?;
    let base = file.parent().unwrap_or(Path::new(""));
    parse(&text, base, environment)
}

/// The same from the file's text; `base` is where relative paths begin.
pub(crate) fn parse(
    text: &str,
    base: &Path,
    environment: &Environment,
) -> Result<Config, Vec<Problem>> {
    let mut table: Table = text.parse().map_err(|error: toml::de::Error| {
        vec![Problem::new("", "", error.to_string().trim_end())]
    })?;
    overlay(&mut table, base, environment)?;
    let ranges = out_of_range(&table);
    let (config, mut problems) = match Config::from_table(table) {
        Ok(mut config) => {
            config.relocate(base);
            let problems = config.problems();
            (Some(config), problems)
        }
        Err(problems) => (None, problems),
    };
    for problem in ranges {
        if !problems.iter().any(|known| known.key == problem.key) {
            problems.push(problem);
        }
    }
    if let Some(config) = config
        && problems.is_empty()
    {
        return Ok(config);
    }
    problems.sort();
    for problem in &mut problems {
        if let Some(line) = line_of(text, &problem.key) {
            problem.problem = format!("{} (line {line})", problem.problem);
        }
    }
    Err(problems)
}

/// The line on which a key stands, or the innermost section that should hold it. Nothing for
/// what is in no section of the file.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let root = DeTable::parse(text).ok()?;
    let mut place = None;
    let (mut table, mut array) = (Some(root.get_ref()), None);
    for step in steps(key) {
        let value = if let Some(index) = index(&step) {
            let value: &Spanned<DeValue<'_>> =
                array.and_then(|array: &DeArray<'_>| array.get(index))?;
            place = Some(value.span().start);
            value
        } else {
            let Some((key, value)) = table.and_then(|table| table.get_key_value(step.as_str()))
            else {
                break;
            };
            place = Some(key.span().start);
            value
        };
        table = value.get_ref().as_table();
        array = value.get_ref().as_array();
    }
    place.map(|place| text[..place].matches('\n').count() + 1)
}

/// The steps of a path such as `a.b` or `a[1].b`: `a`, `[1]`, `b`.
fn steps(path: &str) -> Vec<String> {
    path.replace('[', ".[")
        .split('.')
        .filter(|step| !step.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The number of a step such as `[1]`.
fn index(step: &str) -> Option<usize> {
    step.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Puts the environment's secrets into their places. What the environment says wins; a secret and
/// a file with it are one too many.
fn overlay(table: &mut Table, base: &Path, environment: &Environment) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for (variable, path) in SECRETS {
        let in_file = format!("{variable}_FILE");
        let file = environment.get(&in_file).map(|file| base.join(file));
        let given = environment.get(variable).map(Secret::new);
        if given.is_none() && file.is_none() {
            continue;
        }
        match Secret::load(given.as_ref(), file.as_deref()) {
            Ok(secret) => {
                remove(table, &format!("{path}_file"));
                if let Some(secret) = secret {
                    insert(table, path, secret.reveal());
                }
            }
            Err(error) => problems.push(Problem::new("", &in_file, error)),
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn insert(table: &mut Table, path: &str, value: &str) {
    let (parents, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = table;
    for parent in parents.split('.').filter(|parent| !parent.is_empty()) {
        let entry = place
            .entry(parent)
            .or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(inner) = entry else {
            // Something else stands there, which its section will complain about.
            return;
        };
        place = inner;
    }
    place.insert(key.to_owned(), Value::String(value.to_owned()));
}

/// Removes what a path such as `a.b` or `a[1].b` names. False when there is nothing.
fn remove(table: &mut Table, path: &str) -> bool {
    let steps = steps(path);
    let Some((last, parents)) = steps.split_last() else {
        return false;
    };
    let Some((first, rest)) = parents.split_first() else {
        return table.remove(last).is_some();
    };
    let Some(mut place) = table.get_mut(first) else {
        return false;
    };
    for step in rest {
        let next = match index(step) {
            Some(index) => place.as_array_mut().and_then(|array| array.get_mut(index)),
            None => place.as_table_mut().and_then(|table| table.get_mut(step)),
        };
        match next {
            Some(value) => place = value,
            None => return false,
        }
    }
    match (place, index(last)) {
        (Value::Array(array), Some(index)) if index < array.len() => {
            array.remove(index);
            true
        }
        (Value::Table(table), None) => table.remove(last).is_some(),
        _ => false,
    }
}

/// Reads one section. A value that cannot be is noted and left out, and the section read again,
/// so that one run tells of all of them.
fn section<T: DeserializeOwned>(
    name: &str,
    table: &mut Table,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let mut section = match table.remove(name) {
        None => Table::new(),
        Some(Value::Table(section)) => section,
        Some(_) => {
            problems.push(Problem::new(
                name,
                "",
                "must be a section, [section] in brackets",
            ));
            return None;
        }
    };
    let before = problems.len();
    loop {
        match serde_path_to_error::deserialize(Value::Table(section.clone())) {
            Ok(read) => return Some(read),
            Err(error) => {
                let message = error.inner().message().trim_end().to_owned();
                let mut key = error.path().to_string();
                if key == "." {
                    key = String::new();
                }
                if let Some(field) = quoted(&message, "missing field ") {
                    // What was left out above is not missing.
                    let path = join(&key, field);
                    let full = join(name, &path);
                    if !problems[before..].iter().any(|problem| problem.key == full) {
                        problems.push(Problem::new(name, &path, "is missing"));
                    }
                    return None;
                }
                if let Some(field) = quoted(&message, "unknown field ")
                    && !key.ends_with(field)
                {
                    key = join(&key, field);
                }
                problems.push(Problem::new(name, &key, message));
                if !remove(&mut section, &key) {
                    return None;
                }
            }
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// What stands in backticks after `prefix`.
fn quoted<'a>(message: &'a str, prefix: &str) -> Option<&'a str> {
    message
        .strip_prefix(prefix)?
        .strip_prefix('`')?
        .split('`')
        .next()
}

/// Reads every section by name, and notes those that there are not.
macro_rules! sections {
    ($table:ident: $($name:ident),+ $(,)?) => {{
        let mut problems = Vec::new();
        $(let $name = section(stringify!($name), &mut $table, &mut problems);)+
        for unknown in $table.keys() {
            problems.push(Problem::new(unknown, "", "there is no such section"));
        }
        match ($($name,)+) {
            ($(Some($name),)+) if problems.is_empty() => Ok(Self { $($name),+ }),
            _ => {
                problems.sort();
                Err(problems)
            }
        }
    }};
}

impl Config {
    fn from_table(mut table: Table) -> Result<Self, Vec<Problem>> {
        sections!(
            table: server, database, objects, keys, mail, sms, push, egress, lost_documents, webhooks,
            retention, alerts, limits, worker, models, logging, metrics, backup, accounts, demo,
        )
    }
}
