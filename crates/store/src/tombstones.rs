//! The tombstone log: a file outside the database to which every erasure is
//! appended, and synced, before the erasing transaction commits. A restore
//! replays it, so that erased people stay erased. A line may stand for an
//! erasure whose commit then failed: the log errs on the side of erasing.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::keys::master::{make_private_directory, private, sync_directory};

/// Longest line that is read.
const MAX_LINE: usize = 1024;

/// What was erased; the most specific non-empty field says what: an evidence,
/// a registration or an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tombstone {
    pub(crate) id: String,
    /// Microseconds.
    pub(crate) at: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) organisation: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) account: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) registration: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) evidence: String,
}

impl Tombstone {
    pub(crate) fn time(&self) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(self.at)
            .map_err(|_| StoreError::Corrupt("time of a tombstone".to_owned()))
    }
}

/// The file.
pub(crate) struct TombstoneLog {
    path: Arc<PathBuf>,
}

impl TombstoneLog {
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: Arc::new(path.to_owned()),
        }
    }

    pub(crate) async fn append(&self, tombstones: Vec<Tombstone>) -> Result<(), StoreError> {
        #[cfg(feature = "testing")]
        crate::testing::boundary("before tombstones");
        let path = Arc::clone(&self.path);
        tokio::task::spawn_blocking(move || append(&path, &tombstones))
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
    }

    /// Every erasure in the log, in order. A torn last line, left by a crash
    /// before its transaction committed, is passed over; anything else that
    /// is not a tombstone is an error.
    pub(crate) fn read(&self) -> Result<Vec<Tombstone>, StoreError> {
        read(&self.path)
    }
}

fn append(path: &Path, tombstones: &[Tombstone]) -> Result<(), StoreError> {
    let mut lines = Vec::new();
    for tombstone in tombstones {
        // The leading line feed ends a line that a crash may have torn.
        lines.push(b'\n');
        serde_json::to_writer(&mut lines, tombstone)
            .map_err(|error| StoreError::File(error.to_string()))?;
        lines.push(b'\n');
    }
    let new = !path.exists();
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Some(folder) = folder {
        make_private_directory(folder)?;
    }
    let mut file = private().append(true).create(true).open(path)?;
    #[cfg(feature = "testing")]
    if crate::testing::boundary_is_next() {
        // The worst moment: half of it written.
        file.write_all(&lines[..lines.len() / 2])?;
    }
    #[cfg(feature = "testing")]
    crate::testing::boundary("in the middle of tombstones");
    file.write_all(&lines)?;
    file.sync_data()?;
    if let (true, Some(folder)) = (new, folder) {
        sync_directory(folder)?;
    }
    Ok(())
}

pub(crate) fn read(path: &Path) -> Result<Vec<Tombstone>, StoreError> {
    let file = match fs::File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        file => file?,
    };
    let mut tombstones = Vec::new();
    let mut torn = None;
    for (number, line) in BufReader::new(file).split(b'\n').enumerate() {
        let line = line?;
        if line.is_empty() {
            continue;
        }
        match parse_line(&line) {
            Some(tombstone) => tombstones.push(tombstone),
            // A torn line is the beginning of an object without its end.
            None if line.starts_with(b"{") && !line.ends_with(b"}") => torn = Some(number),
            None => {
                return Err(StoreError::Corrupt(format!(
                    "tombstone log, line {}",
                    number + 1
                )));
            }
        }
    }
    if let Some(number) = torn {
        tracing::warn!(
            line = number + 1,
            "passed over a torn line of the tombstone log"
        );
    }
    Ok(tombstones)
}

/// Reads one line of the log; bounded, never panics.
pub(crate) fn parse_line(line: &[u8]) -> Option<Tombstone> {
    if line.len() > MAX_LINE {
        return None;
    }
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tombstone(id: &str) -> Tombstone {
        Tombstone {
            id: id.to_owned(),
            at: 5,
            account: "acc_1".to_owned(),
            ..Tombstone::default()
        }
    }

    #[test]
    fn survives_a_torn_line() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("tombstones");
        append(&path, &[tombstone("a")]).unwrap();
        let whole = fs::read(&path).unwrap();
        for end in 0..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            append(&path, &[tombstone("b")]).unwrap();
            let read = read(&path).unwrap();
            assert_eq!(read.last(), Some(&tombstone("b")), "cut at {end}");
        }
    }

    #[test]
    fn refuses_what_is_no_tombstone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("tombstones");
        fs::write(&path, "{\"id\":1}\n").unwrap();
        assert!(matches!(read(&path), Err(StoreError::Corrupt(_))));
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_panic(line: Vec<u8>) {
            let _ = parse_line(&line);
        }
    }
}
