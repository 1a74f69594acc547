//! Rules of the house that no compiler checks.

pub(crate) mod generated;

mod floors;
mod licences;
mod lines;
mod links;
mod references;
mod spdx;
mod texts;

use serde_json::Value;

use crate::Result;
use crate::shell::{cargo, output};

/// A rule looks at the checkout and names everything that breaks it.
struct Rule {
    name: &'static str,
    broken: fn() -> Result<Vec<String>>,
}

const RULES: &[Rule] = &[
    Rule {
        name: "every arrow between crates points down",
        broken: floors::broken,
    },
    Rule {
        name: "no crate holds over a quarter of all lines",
        broken: lines::broken,
    },
    Rule {
        name: "every licence is on the list",
        broken: licences::broken,
    },
    Rule {
        name: "every text exists in every language",
        broken: texts::broken,
    },
    Rule {
        name: "every link in the documentation leads somewhere",
        broken: links::broken,
    },
    Rule {
        name: "every test that the documentation names exists",
        broken: references::broken,
    },
    Rule {
        name: "generated files are current",
        broken: generated::broken,
    },
];

/// Applies every rule, prints what is broken, and returns how many rules hold and how many do not.
pub(crate) fn all() -> (u64, u64) {
    let (mut held, mut failed) = (0, 0);
    for rule in RULES {
        let broken = (rule.broken)().unwrap_or_else(|error| vec![error.to_string()]);
        if broken.is_empty() {
            println!("ok      {}", rule.name);
            held += 1;
        } else {
            println!("BROKEN  {}", rule.name);
            for line in broken {
                println!("        {line}");
            }
            failed += 1;
        }
    }
    (held, failed)
}

/// Applies every rule and fails when one does not hold.
pub(crate) fn check() -> Result {
    match all() {
        (_, 0) => Ok(()),
        (_, failed) => Err(format!("{failed} of {} rules broken", RULES.len()).into()),
    }
}

/// What cargo knows of this workspace and of everything it depends on (on Linux, so that the
/// answer is the same on every machine).
pub(crate) fn metadata() -> Result<Value> {
    let text = output(&mut cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        "x86_64-unknown-linux-gnu",
    ]))?;
    Ok(serde_json::from_str(&text)?)
}

/// A member of an object as text, empty when it is not there.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A member of an object as a list, empty when it is not there.
pub(crate) fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}
