//! Links between the documents of this repository: the file exists, and so does the heading.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, paths};

pub(super) fn broken() -> Result<Vec<String>> {
    let root = paths::root();
    let mut broken = Vec::new();
    for document in documents()? {
        let text = fs::read_to_string(&document)?;
        for link in links(&text) {
            if !leads_somewhere(&document, link)? {
                let document = document.strip_prefix(&root).unwrap_or(&document);
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    Ok(broken)
}

/// The README and everything below `docs/`.
pub(super) fn documents() -> Result<Vec<PathBuf>> {
    let root = paths::root();
    let mut documents = vec![root.join("README.md")];
    gather(&root.join("docs"), &mut documents)?;
    Ok(documents)
}

fn gather(folder: &Path, documents: &mut Vec<PathBuf>) -> Result {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, documents)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
    Ok(())
}

/// The targets of all `[...](target)` outside of code.
fn links(text: &str) -> Vec<&str> {
    let mut links = Vec::new();
    for (odd, block) in text.split("```").enumerate() {
        if odd % 2 == 1 {
            continue;
        }
        for (odd, prose) in block.split('`').enumerate() {
            if odd % 2 == 1 {
                continue;
            }
            let targets = prose.split("](").skip(1);
            links.extend(targets.filter_map(|rest| rest.split([')', ' ']).next()));
        }
    }
    links
}

/// Whether the link points outside, or to a file and heading that exist.
fn leads_somewhere(document: &Path, link: &str) -> Result<bool> {
    if link.contains("://") || link.starts_with("mailto:") {
        return Ok(true);
    }
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let file = match document.parent() {
        Some(folder) if !file.is_empty() => folder.join(file),
        _ => document.to_owned(),
    };
    if heading.is_empty() {
        return Ok(file.exists());
    }
    Ok(file.is_file() && headings(&fs::read_to_string(file)?).any(|anchor| anchor == heading))
}

/// The anchors of a document's headings, made as the usual renderers make them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .chars()
                .filter_map(|letter| match letter {
                    ' ' => Some('-'),
                    '-' | '_' => Some(letter),
                    _ if letter.is_alphanumeric() => letter.to_lowercase().next(),
                    _ => None,
                })
                .collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_outside_of_code_are_found() {
        let text = "see [a](b.md) and `[c](d)` and ![e](f.png \"g\")\n```\n[h](i)\n```\n[j](#k)";
        assert_eq!(links(text), ["b.md", "f.png", "#k"]);
    }

    #[test]
    fn missing_files_and_headings_are_noticed() {
        let readme = paths::root().join("README.md");
        assert!(leads_somewhere(&readme, "docs").unwrap());
        assert!(leads_somewhere(&readme, "https://example.org").unwrap());
        assert!(!leads_somewhere(&readme, "docs/no-such.md").unwrap());
        assert!(!leads_somewhere(&readme, "#no-such-heading").unwrap());
        let anchors: Vec<String> = headings("# A first, quiet `word`\ntext\n## B_2").collect();
        assert_eq!(anchors, ["a-first-quiet-word", "b_2"]);
    }
}
