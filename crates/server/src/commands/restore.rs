//! `bonafide restore FILE`: a backup into an empty database. Whoever was erased since stays erased.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_store::backup::{self, Manifest};
use jiff::Timestamp;

use super::backup::passphrase;
use super::{Failure, block_on};
use crate::config::Config;
use crate::{edge, wiring};

pub(crate) fn run(
    config: &Config,
    file: &Path,
    erasures: &[PathBuf],
    check: bool,
) -> Result<ExitCode, Failure> {
    let passphrase = passphrase(config)?;
    if check {
        let (manifest, totals) = backup::inspect(file, passphrase.reveal())?;
        let taken = taken(&manifest);
        println!(
            "whole: {} rows and {} objects, taken {taken}",
            totals.rows, totals.objects
        );
        return Ok(ExitCode::SUCCESS);
    }
    let store = wiring::store_config(config)?;
    let restored = block_on(async {
        let random = wiring::random();
        let erasures: Vec<&Path> = erasures.iter().map(PathBuf::as_path).collect();
        Ok(backup::restore(
            &store,
            random,
            file,
            passphrase.reveal(),
            &erasures,
            edge::now(),
        )
        .await?)
    })?;
    println!(
        "restored {} rows and {} objects, taken {}; {} erasures carried out again",
        restored.totals.rows,
        restored.totals.objects,
        taken(&restored.manifest),
        restored.tombstones,
    );
    Ok(ExitCode::SUCCESS)
}

fn taken(manifest: &Manifest) -> String {
    Timestamp::from_microsecond(manifest.at)
        .map_or_else(|_| "at an unknown time".to_owned(), |at| at.to_string())
}
