//! Pictures as they arrive: accepted or refused with a reason that a person can act upon.

use bonafide_identity::notice;
use bonafide_vision::intake::{self, IntakeError, Limits};
use image::RgbImage;

/// A picture that can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The registered media type of the file.
    pub media_type: &'static str,
    /// Width when upright, in pixels.
    pub width: u32,
    /// Height when upright, in pixels.
    pub height: u32,
}

/// Why a picture is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct IntakeProblem(#[from] IntakeError);

impl IntakeProblem {
    /// What the person is told.
    pub fn notice(&self) -> notice::Code {
        match &self.0 {
            IntakeError::Empty => notice::Code::UploadEmpty,
            IntakeError::TooLarge { .. } => notice::Code::UploadTooLarge,
            IntakeError::Unsupported => notice::Code::UploadNotAnImage,
            IntakeError::Heic | IntakeError::Avif => notice::Code::UploadHeic,
            IntakeError::Pdf => notice::Code::UploadPdf,
            IntakeError::TooManyPixels { .. } => notice::Code::UploadTooManyPixels,
            IntakeError::Animated => notice::Code::UploadAnimated,
            IntakeError::Truncated => notice::Code::UploadTruncated,
            IntakeError::Corrupt(_) => notice::Code::UploadUnreadable,
        }
    }
}

pub(crate) fn accept(bytes: &[u8]) -> Result<Accepted, IntakeProblem> {
    let photo = intake::decode(bytes, &Limits::default())?;
    Ok(Accepted {
        media_type: photo.format.media_type(),
        width: photo.width,
        height: photo.height,
    })
}

pub(crate) fn safe_view(bytes: &[u8]) -> Result<Vec<u8>, IntakeProblem> {
    let photo = intake::decode(bytes, &Limits::default())?;
    Ok(drawn(&photo.image))
}

/// A picture as a moderator sees it.
pub(crate) fn drawn(image: &RgbImage) -> Vec<u8> {
    intake::reencode(&intake::shrink(image, SAFE_VIEW_SIDE))
}

/// Longest side of what a moderator sees, in pixels.
const SAFE_VIEW_SIDE: u32 = 2_400;
