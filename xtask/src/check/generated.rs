//! Files that are generated and checked in, so that a change to them is seen and reviewed.

use std::fs;

use crate::shell::{cargo, output, run};
use crate::{Result, licences, paths};

/// A file and what it should hold.
struct Generated {
    path: &'static str,
    make: fn() -> Result<String>,
}

const FILES: &[Generated] = &[Generated {
    path: "docs/third-party-licences.md",
    make: licences::page,
}];

/// Names every file that is not what would be generated now.
pub(super) fn broken() -> Result<Vec<String>> {
    let mut stale = Vec::new();
    for file in FILES {
        let present = fs::read_to_string(paths::root().join(file.path)).unwrap_or_default();
        if present != (file.make)()? {
            stale.push(format!("{} is stale: run `cargo xtask docs`", file.path));
        }
    }
    Ok(stale)
}

/// Writes every generated file anew: those above, and those that only the built program knows,
/// which its own tests hold current.
pub(crate) fn write() -> Result {
    for file in FILES {
        fs::write(paths::root().join(file.path), (file.make)()?)?;
        println!("wrote {}", file.path);
    }
    run(cargo(&["test", "--quiet", "--workspace", "--test", "openapi"]).env("BLESS", "1"))?;
    println!("wrote docs/openapi.json");
    let schema = output(&mut cargo(&[
        "run", "--quiet", "--bin", "bonafide", "--", "config", "schema",
    ]))?;
    fs::write(paths::root().join("docs/config.schema.json"), schema)?;
    println!("wrote docs/config.schema.json");
    Ok(())
}
