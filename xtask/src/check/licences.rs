//! Everything we build on must carry a licence that `deny.toml` lists.

use std::fs;

use serde_json::Value;

use super::spdx::satisfied;
use super::{list, metadata, text};
use crate::{Result, licences, paths};

pub(super) fn broken() -> Result<Vec<String>> {
    let rules: toml::Table = fs::read_to_string(paths::root().join("deny.toml"))?.parse()?;
    let allowed: Vec<String> = rules
        .get("licenses")
        .and_then(|licences| licences.get("allow")?.as_array())
        .ok_or("deny.toml lists no licences")?
        .iter()
        .filter_map(|licence| licence.as_str().map(str::to_owned))
        .collect();
    let mut broken = crates(&metadata()?, &allowed);
    for lock in licences::NPM_LOCKS {
        let lock = paths::root().join(lock);
        if lock.is_file() {
            broken.extend(npm(
                &serde_json::from_str(&fs::read_to_string(lock)?)?,
                &allowed,
            ));
        }
    }
    let models = fs::read_to_string(paths::root().join(licences::MODELS))?;
    broken.extend(of_models(&serde_json::from_str(&models)?, &allowed));
    Ok(broken)
}

fn crates(metadata: &Value, allowed: &[String]) -> Vec<String> {
    list(metadata, "packages")
        .iter()
        .filter(|package| !satisfied(text(package, "license"), allowed))
        .map(|package| {
            let [name, version, licence] =
                ["name", "version", "license"].map(|field| text(package, field));
            format!(
                "{name} {version}: {}",
                if licence.is_empty() {
                    "no licence named"
                } else {
                    licence
                }
            )
        })
        .collect()
}

fn npm(lock: &Value, allowed: &[String]) -> Vec<String> {
    let Some(packages) = lock["packages"].as_object() else {
        return vec!["a package-lock.json without packages".to_owned()];
    };
    packages
        .iter()
        .filter(|(folder, package)| {
            !folder.is_empty() && !satisfied(text(package, "license"), allowed)
        })
        .map(|(folder, package)| format!("{folder}: {}", package["license"]))
        .collect()
}

fn of_models(catalogue: &Value, allowed: &[String]) -> Vec<String> {
    list(catalogue, "models")
        .iter()
        .filter(|model| !satisfied(text(model, "licence"), allowed))
        .map(|model| format!("model {}: {}", text(model, "name"), model["licence"]))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unlisted_and_missing_licences_are_named() {
        let allowed = ["MIT".to_owned()];
        let metadata = json!({ "packages": [
            { "name": "a", "version": "1.0.0", "license": "MIT OR Apache-2.0" },
            { "name": "b", "version": "1.0.0", "license": "AGPL-3.0-only" },
            { "name": "c", "version": "1.0.0", "license": null },
        ]});
        assert_eq!(
            crates(&metadata, &allowed),
            ["b 1.0.0: AGPL-3.0-only", "c 1.0.0: no licence named"]
        );
        let lock = json!({ "packages": {
            "": {},
            "node_modules/a": { "license": "MIT" },
            "node_modules/b": {},
        }});
        assert_eq!(npm(&lock, &allowed), ["node_modules/b: null"]);
        let catalogue = json!({ "models": [{ "name": "m", "licence": "CC-BY-NC-4.0" }] });
        assert_eq!(
            of_models(&catalogue, &allowed),
            ["model m: \"CC-BY-NC-4.0\""]
        );
    }
}
