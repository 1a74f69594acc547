//! The configuration's JSON schema, for editors and for `docs/config.schema.json`.

use super::Config;

/// The schema as it is checked in.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Config);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_that_is_checked_in_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/config.schema.json");
        let present = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            present == schema(),
            "docs/config.schema.json is stale: run `bonafide config schema > docs/config.schema.json`"
        );
    }
}
