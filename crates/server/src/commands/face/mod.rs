//! `bonafide face`: embedding, comparing, searching, evaluating, judging.

use std::path::Path;

use bonafide_vision::face::{Embedded, Engine, FaceError};
use bonafide_vision::models::Info;

use crate::tool::parallel::Panicked;
use crate::tool::{PictureError, picture};

pub(crate) mod compare;
pub(crate) mod embed;
pub(crate) mod evaluate;
pub(crate) mod liveness;
mod pairs;
pub(crate) mod quality;
pub(crate) mod search;

/// Why a photograph gives no face to compare.
#[derive(Debug, thiserror::Error)]
enum NoEmbedding {
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Face(#[from] FaceError),
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

/// The largest face of a photograph.
fn embed_file(engine: &Engine, path: &Path) -> Result<Embedded, NoEmbedding> {
    Ok(engine.embed_photo(&picture(path)?)?)
}

/// A model as results name it: its name and the beginning of its hash, so that numbers of
/// different models are never mixed up.
fn model_name(info: &Info) -> String {
    let hash = info.sha256.get(..12).unwrap_or(&info.sha256);
    format!("{}@{hash}", info.name)
}
