//! The table of pairs: CSV (RFC 4180) with the columns `a`, `b`, `same` and optionally `group`,
//! in any order.

use std::path::{Path, PathBuf};

/// Two photographs and whether they show one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// A photograph.
    pub(super) a: PathBuf,
    /// Another.
    pub(super) b: PathBuf,
    /// Whether both show the same person.
    pub(super) same: bool,
    /// The group that the pair belongs to.
    pub(super) group: Option<String>,
}

/// Why a table cannot be used. Lines count from 1, the heading included.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    /// It cannot be read, or is no CSV.
    #[error("the table cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("the table has no column {0:?}; it needs a, b and same, and may have group")]
    Column(&'static str),
    /// `same` says neither.
    #[error("line {0}: same must be 1 or 0")]
    Same(u64),
    /// A file's name is empty.
    #[error("line {0}: a and b must name files")]
    File(u64),
}

/// Reads a table. Files are relative to it.
///
/// # Errors
/// [`TableError`]
pub(super) fn read(path: &Path) -> Result<Vec<Pair>, TableError> {
    let base = path.parent().unwrap_or(Path::new(""));
    parse(
        csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(path)?,
        base,
    )
}

fn parse<R: std::io::Read>(
    mut reader: csv::Reader<R>,
    base: &Path,
) -> Result<Vec<Pair>, TableError> {
    let headings = reader.headers()?.clone();
    let column = |name: &str| {
        headings.iter().position(|heading| {
            heading
                .trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(name)
        })
    };
    let needed = |name: &'static str| column(name).ok_or(TableError::Column(name));
    let (a, b, same, group) = (needed("a")?, needed("b")?, needed("same")?, column("group"));
    let mut pairs = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let file = |index: usize| match record.get(index) {
            Some(name) if !name.is_empty() => Ok(base.join(name)),
            _ => Err(TableError::File(line)),
        };
        let same = match record
            .get(same)
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "1" | "true" | "yes" | "y" => true,
            "0" | "false" | "no" | "n" => false,
            _ => return Err(TableError::Same(line)),
        };
        let group = group
            .and_then(|index| record.get(index))
            .filter(|name| !name.is_empty());
        pairs.push(Pair {
            a: file(a)?,
            b: file(b)?,
            same,
            group: group.map(str::to_owned),
        });
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Vec<Pair>, TableError> {
        let reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        super::parse(reader, Path::new("photos"))
    }

    #[test]
    fn tables() {
        let pairs = parse("group,same,b,a\nx,1,\"two, b.jpg\",one.jpg\n,0,/c.jpg,d.jpg\n").unwrap();
        assert_eq!(pairs[0].a, Path::new("photos/one.jpg"));
        assert_eq!(pairs[0].b, Path::new("photos/two, b.jpg"));
        assert_eq!(
            (pairs[0].same, pairs[0].group.as_deref()),
            (true, Some("x"))
        );
        assert_eq!(pairs[1].b, Path::new("/c.jpg"));
        assert_eq!((pairs[1].same, pairs[1].group.as_deref()), (false, None));
        assert_eq!(parse("\u{feff}A,B,Same\nx,y,Yes\n").unwrap().len(), 1);
        assert!(matches!(
            parse("a,b\nx,y\n"),
            Err(TableError::Column("same"))
        ));
        assert!(matches!(
            parse("a,b,same\nx,y,1\nx,y,maybe\n"),
            Err(TableError::Same(3))
        ));
        assert!(matches!(
            parse("a,b,same\n,y,1\n"),
            Err(TableError::File(2))
        ));
        assert!(matches!(parse("a,b,same\nx,1\n"), Err(TableError::Csv(_))));
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = parse(&text);
            let _ = parse(&format!("a,b,same\n{text}"));
        }
    }
}
