//! The configuration's JSON schema: for editors, for `docs/config.schema.json`, and for the ranges
//! that numbers must be in.

use bonafide_connectors::config::Problem;
use serde_json::Value as Json;
use toml::{Table, Value};

use super::Config;

/// The schema as it is checked in.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Config);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    text.push('\n');
    text
}

/// The numbers that are outside their ranges.
pub(super) fn out_of_range(table: &Table) -> Vec<Problem> {
    let schema = schemars::schema_for!(Config);
    let mut problems = Vec::new();
    let file = Value::Table(table.clone());
    walk(
        schema.as_value(),
        schema.as_value(),
        &file,
        "",
        &mut problems,
    );
    problems
}

fn walk(root: &Json, schema: &Json, value: &Value, key: &str, problems: &mut Vec<Problem>) {
    let named = schema["$ref"]
        .as_str()
        .and_then(|reference| root.pointer(reference.trim_start_matches('#')));
    let either = schema["anyOf"].as_array().into_iter().flatten();
    for schema in either.chain(named) {
        walk(root, schema, value, key, problems);
    }
    match value {
        Value::Integer(number) => {
            let (least, most) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
            let text = match (least, most) {
                (Some(least), Some(most)) => format!("must be {least} to {most}"),
                (Some(least), None) => format!("must be at least {least}"),
                (None, Some(most)) => format!("must be at most {most}"),
                (None, None) => return,
            };
            if least.is_some_and(|least| *number < least) || most.is_some_and(|most| *number > most)
            {
                problems.push(Problem::new("", key, text));
            }
        }
        Value::Table(table) => {
            for (name, value) in table {
                let key = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                walk(root, &schema["properties"][name], value, &key, problems);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                let key = format!("{key}[{index}]");
                walk(root, &schema["items"], value, &key, problems);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_that_is_checked_in_is_current() {
        let path = concat!(".", "/../../docs/config.schema.json");
        let present = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            present == schema(),
            "docs/config.schema.json is stale: run `bonafide config schema > docs/config.schema.json`"
        );
    }
}
