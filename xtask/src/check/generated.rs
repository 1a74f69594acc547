//! Files that are generated and checked in, so that a change to them is seen and reviewed.

use std::fs;

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

/// Writes every generated file anew.
pub(crate) fn write() -> Result {
    for file in FILES {
        fs::write(paths::root().join(file.path), (file.make)()?)?;
        println!("wrote {}", file.path);
    }
    Ok(())
}
