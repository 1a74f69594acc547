//! What the offline tools share: all cores, order, progress, and files that may be bad.

use std::path::Path;

use bonafide_vision::intake::{self, IntakeError, Limits};
use bonafide_x509::misleads;
use image::RgbImage;

pub(crate) mod lists;
pub(crate) mod parallel;
pub(crate) mod progress;

/// A path as it may be printed: whoever names a file controls nobody's terminal.
pub(crate) fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    let plain = |character| match misleads(character) {
        true => char::REPLACEMENT_CHARACTER,
        false => character,
    };
    path.chars().map(plain).collect()
}

/// Why a file gives no picture.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// It is larger than any picture that is looked at.
    #[error("larger than {} megabytes", .0 / 1_000_000)]
    TooLarge(usize),
    /// It is no picture, or none that is looked at.
    #[error(transparent)]
    Intake(#[from] IntakeError),
}

/// Reads a file's bytes, never more than a picture may have.
///
/// # Errors
/// When it cannot be read or is larger.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, PictureError> {
    use std::io::Read as _;
    let limit = Limits::default().max_bytes;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        Err(PictureError::TooLarge(limit))
    } else {
        Ok(bytes)
    }
}

/// Reads a picture, turned upright as its file says.
///
/// # Errors
/// When it cannot be read or is none.
pub(crate) fn picture(path: &Path) -> Result<RgbImage, PictureError> {
    Ok(intake::decode(&bytes(path)?, &Limits::default())?.image)
}
