//! No crate swallows the rest.

use std::fs;
use std::path::Path;

use crate::{Result, paths};

/// Below this many lines in all, shares say nothing.
const SMALL: usize = 4000;

pub(super) fn broken() -> Result<Vec<String>> {
    let mut crates = Vec::new();
    for entry in fs::read_dir(paths::root().join("crates"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        crates.push((name, count(&entry.path())?));
    }
    Ok(swollen(&crates))
}

fn swollen(crates: &[(String, usize)]) -> Vec<String> {
    let total: usize = crates.iter().map(|(_, lines)| lines).sum();
    crates
        .iter()
        .filter(|(_, lines)| total > SMALL && lines * 4 > total)
        .map(|(name, lines)| {
            format!("{name} holds {lines} of {total} lines: is there a second thing living in it?")
        })
        .collect()
}

/// Lines of Rust at or under `path`.
fn count(path: &Path) -> Result<usize> {
    if path.is_dir() {
        let mut lines = 0;
        for entry in fs::read_dir(path)? {
            lines += count(&entry?.path())?;
        }
        Ok(lines)
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        Ok(fs::read_to_string(path)?.lines().count())
    } else {
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_counts_once_there_is_enough() {
        let house = |lines: &[usize]| {
            lines
                .iter()
                .map(|lines| ("a".to_owned(), *lines))
                .collect::<Vec<_>>()
        };
        assert_eq!(swollen(&house(&[900, 100])).len(), 0);
        assert_eq!(swollen(&house(&[1001, 1000, 1000, 1000])).len(), 1);
        assert_eq!(swollen(&house(&[1000, 1000, 1000, 1000, 1000])).len(), 0);
    }
}
