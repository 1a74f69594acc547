//! `bonafide backup FILE`: everything as of one moment, keys included, encrypted.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use bonafide_connectors::config::Secret;
use bonafide_store::backup;

use super::{Failure, block_on};
use crate::config::Config;
use crate::{edge, wiring};

/// The shortest passphrase that protects a file which may be copied and guessed at for ever.
const SHORTEST: usize = 12;

pub(crate) fn run(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let passphrase = passphrase(config)?;
    let problem = |error: std::io::Error| Failure::file(file, &error);
    let output = new_private_file(file).map_err(problem)?;
    let written = block_on(async {
        let store = wiring::store(config).await?;
        let mut writer = BufWriter::new(&output);
        let totals = backup::write(&store, passphrase.reveal(), edge::now(), &mut writer).await?;
        std::io::Write::flush(&mut writer).map_err(problem)?;
        Ok(totals)
    });
    let totals = match written {
        Ok(totals) => totals,
        Err(failure) => {
            // Half a backup is worse than none: it looks like one.
            let _ = std::fs::remove_file(file);
            return Err(failure);
        }
    };
    output.sync_all().map_err(problem)?;
    println!(
        "wrote {} rows and {} objects to {}",
        totals.rows,
        totals.objects,
        file.display()
    );
    if totals.missing > 0 {
        println!(
            "{} objects were erased while the backup was written",
            totals.missing
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The passphrase of backups.
pub(super) fn passphrase(config: &Config) -> Result<Secret, Failure> {
    let section = &config.backup;
    let secret = Secret::load(
        section.passphrase.as_ref(),
        section.passphrase_file.as_deref(),
    )
    .map_err(|error| Failure::Usage(format!("backup.passphrase_file: {error}")))?;
    match secret {
        Some(secret) if secret.reveal().chars().count() >= SHORTEST => Ok(secret),
        Some(_) => Err(Failure::Usage(format!(
            "the backup's passphrase is too short: at least {SHORTEST} characters"
        ))),
        None => Err(Failure::Usage(
            "backups are encrypted: set backup.passphrase_file, or BONAFIDE_BACKUP_PASSPHRASE_FILE"
                .to_owned(),
        )),
    }
}

/// A file that did not exist and that nobody else may read.
fn new_private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
