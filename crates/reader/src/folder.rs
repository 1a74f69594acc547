//! Files that hold somebody's passport: private, and never written over unasked.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::Result;

/// The folder of one reading.
pub(crate) struct Folder {
    path: PathBuf,
    force: bool,
}

pub(crate) const REPORT: &str = "reading.json";

impl Folder {
    /// Makes the folder, or takes one that is there. One that holds a reading already is refused unless forced.
    pub(crate) fn open(path: &Path, force: bool) -> Result<Folder> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(path)
            .map_err(|error| format!("{} cannot be made: {error}", path.display()))?;
        for entry in fs::read_dir(path)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            if !force && (name.starts_with("EF.") || name == REPORT) {
                return Err(format!(
                    "{} holds {name} of an earlier reading: name another folder, or --force",
                    path.display()
                )
                .into());
            }
        }
        Ok(Folder {
            path: path.to_owned(),
            force,
        })
    }

    /// Removes what an earlier reading left, so that the files of two documents never stand side by side.
    pub(crate) fn clear(&self) -> Result {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if self.force && (name.starts_with("EF.") || name == REPORT) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result {
        write_private(&self.path.join(name), bytes)
    }
}

/// Writes a new file that only its owner may read.
fn write_private(path: &Path, bytes: &[u8]) -> Result {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{} is there already", path.display()),
        _ => format!("{} cannot be written: {error}", path.display()),
    })?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}
