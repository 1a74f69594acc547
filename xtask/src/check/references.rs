//! Tests that the documentation names: `path: name` in code, where the path is that of a source file.

use std::fs;
use std::path::Path;

use super::links::documents;
use crate::{Result, paths};

pub(super) fn broken() -> Result<Vec<String>> {
    let root = paths::root();
    let mut broken = Vec::new();
    for document in documents()? {
        let text = fs::read_to_string(&document)?;
        for (file, name) in references(&text) {
            if !exists(&root, file, name) {
                let document = document.strip_prefix(&root).unwrap_or(&document);
                broken.push(format!("{}: {file}: {name}", document.display()));
            }
        }
    }
    Ok(broken)
}

/// All files of Rust or JavaScript, each with what is said to stand in it.
fn references(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter_map(|code| code.split_once(": "))
        .filter(|(file, _)| {
            let is_source = file.ends_with(".rs") || file.ends_with(".js");
            is_source && file.contains('/') && !file.contains(' ')
        })
}

/// Whether there is such a function, or, in JavaScript, such a title.
fn exists(root: &Path, file: &str, name: &str) -> bool {
    let text = fs::read_to_string(root.join(file)).unwrap_or_default();
    match file.ends_with(".rs") {
        true => text.contains(&format!("fn {name}(")),
        false => text.contains(&format!("'{name}'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_in_code() {
        let text = "a/b.rs: no, `a/b.rs: c`, `d/e.js: f, g` and `h: i`\n`open\n`j/k.rs`: l";
        let found: Vec<_> = references(text).collect();
        assert_eq!(found, [("a/b.rs", "c"), ("d/e.js", "f, g")]);
        let (root, here) = (paths::root(), "xtask/src/check/references.rs");
        assert!(exists(&root, here, "references_stand_in_code"));
        assert!(!exists(&root, here, "references_stand_in"));
        assert!(!exists(&root, "no/such.rs", "f"));
    }
}
