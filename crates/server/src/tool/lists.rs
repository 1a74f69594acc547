//! Files that states publish, by path: a directory stands for the files in it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// More than the largest export of the international directory.
const LARGEST: u64 = 256 * 1024 * 1024;
/// Files that one directory may stand for.
const MOST: usize = 10_000;

/// Reads a file, never more than such a file may have.
///
/// # Errors
/// When it cannot be read or is larger.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let megabytes = LARGEST / 1024 / 1024;
        let problem = format!("larger than {megabytes} megabytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}

/// The file at a path, or those of a directory in the order of their names; directories in it and
/// hidden files are passed over.
///
/// # Errors
/// When there is nothing at the path or a directory cannot be read.
pub(crate) fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        // One that leads nowhere is told by name when it is to be read.
        let is_file = fs::metadata(entry.path()).map_or(true, |found| found.is_file());
        if !hidden && is_file {
            files.push(entry.path());
        }
        if files.len() > MOST {
            let problem = format!("holds more than {MOST} files");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
    }
    files.sort();
    Ok(files)
}
