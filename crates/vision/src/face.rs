//! Faces: where they are, what shape they have, how good their picture is, and whether two are
//! of one person.
//!
//! ```no_run
//! use bonafide_vision::face::Engine;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::load()?;
//! let a = engine.embed_file(&std::fs::read("a.jpg")?)?;
//! let b = engine.embed_file(&std::fs::read("b.jpg")?)?;
//! println!("{:?} {}", a.face.bounds, a.embedding.distance(&b.embedding));
//! # Ok(())
//! # }
//! ```
//!
//! - [`Engine::detect`] finds faces, the largest first, each with its [`Mesh`].
//! - [`Engine::embed`] turns one of them into an [`Embedding`]; [`Embedding::distance`] compares.
//! - [`Engine::embed_photo`] and [`Engine::embed_file`] do both for the largest face.
//! - [`Quality::of`] measures a face's picture, so that one too small or too poor to compare can
//!   be told from one that does not match; [`Engine::selfie`] measures what a selfie is judged by.
//! - [`Tracker`] follows one face with the two smallest models, for advice while a camera is open.
//! - [`Engine::follow`] finds a face again in the next picture of a film, for a fifth of the cost.
//! - [`aligned`] gives the face as the comparison sees it, e.g. for a fingerprint.
//! - [`gallery`] finds the nearest of many.
//! - [`evaluate`] computes error rates from distances and writes a report of them.
//!
//! An engine is shared among threads; each call computes on one core.

use image::RgbImage;

use crate::{
    intake::{self, IntakeError},
    models::{ModelError, Name, Network, Source},
};

mod detect;
mod embed;
pub mod evaluate;
mod eyes;
pub mod gallery;
mod mesh;
mod quality;
mod selfie;
mod track;
mod warp;

use detect::Candidate;
pub use detect::Effort;
pub use embed::{DEFAULT_THRESHOLD, Embedding, OPERATING_POINTS, OperatingPoint};
pub use eyes::{Eye, Eyes};
pub use mesh::Mesh;
pub use quality::Quality;
pub use selfie::Selfie;
pub(crate) use selfie::surroundings;
pub use track::Tracker;
pub use warp::Point;

/// The mesh must be at least this sure that there is a face.
const MIN_PRESENCE: f32 = 0.85;
/// At most this many faces of a photo are looked at closely.
const MAX_FACES: usize = 16;

/// A face found in a photo. All measures are in the photo's pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Left, top, width, height, from forehead to chin; may reach beyond the photo.
    pub bounds: [f32; 4],
    /// How sure the detector is, 0.5 to 1.
    pub score: f32,
    /// Eye on the picture's left, eye on its right, tip of the nose, mouth, ear on the left,
    /// ear on the right (when the face is upright).
    pub points: [Point; 6],
    pub mesh: Mesh,
}

impl Face {
    /// Width times height.
    pub fn area(&self) -> f32 {
        self.bounds[2] * self.bounds[3]
    }
}

/// A photo's largest face with what is needed to compare it.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedded {
    pub face: Face,
    pub embedding: Embedding,
    pub quality: Quality,
}

#[derive(Debug, thiserror::Error)]
pub enum FaceError {
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error("no face is found")]
    NoFace,
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl FaceError {
    /// A stable word for findings, logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Intake(error) => error.code(),
            Self::NoFace => "no_face",
            Self::Model(_) => "model",
        }
    }
}

/// Face detector, mesh, iris and comparison network, loaded.
#[derive(Debug)]
pub struct Engine {
    detector: Network,
    mesh: Network,
    iris: Network,
    embedder: Network,
}

impl Engine {
    /// Loads the models of this binary, or of the directory that `BONAFIDE_MODELS_DIR` names.
    pub fn load() -> Result<Self, ModelError> {
        Self::from_source(&Source::from_environment())
    }

    pub fn from_source(source: &Source) -> Result<Self, ModelError> {
        Ok(Self {
            detector: source.load(Name::FaceDetector)?,
            mesh: source.load(Name::FaceMesh)?,
            iris: source.load(Name::Iris)?,
            embedder: source.load(Name::FaceEmbedder)?,
        })
    }

    /// Name and hash of the model whose embeddings are compared, e.g. for findings.
    pub fn embedder(&self) -> &'static crate::models::Info {
        self.embedder.name().info()
    }

    /// Name and hash of the model that gives a face's points.
    pub fn mesher(&self) -> &'static crate::models::Info {
        self.mesh.name().info()
    }

    /// Name and hash of the model that looks at eyes.
    pub fn iris(&self) -> &'static crate::models::Info {
        self.iris.name().info()
    }

    /// Name and hash of the model that finds faces.
    pub fn detector(&self) -> &'static crate::models::Info {
        self.detector.name().info()
    }

    /// Finds faces, the largest first.
    pub fn detect(&self, photo: &RgbImage) -> Result<Vec<Face>, ModelError> {
        self.detect_with(photo, Effort::Normal)
    }

    /// Finds faces, the largest first, with more or less effort.
    pub fn detect_with(&self, photo: &RgbImage, effort: Effort) -> Result<Vec<Face>, ModelError> {
        let mut faces = Vec::new();
        for stage in detect::stages(photo, effort) {
            let mut candidates = detect::detect(&self.detector, photo, &stage)?;
            candidates.sort_by(|a, b| b.size().total_cmp(&a.size()));
            for candidate in candidates.into_iter().take(MAX_FACES) {
                // What the detector takes for a face and the mesh does not is none.
                faces.extend(self.confirm(photo, candidate)?);
            }
            if !faces.is_empty() {
                break;
            }
        }
        faces.sort_by(|a, b| b.area().total_cmp(&a.area()));
        Ok(faces)
    }

    fn confirm(&self, photo: &RgbImage, candidate: Candidate) -> Result<Option<Face>, ModelError> {
        let candidate = detect::settle(&self.detector, photo, candidate)?;
        let mesh = Mesh::of(&self.mesh, photo, &candidate)?;
        let [left, top, right, bottom] = candidate.bounds;
        Ok((mesh.presence >= MIN_PRESENCE).then_some(Face {
            bounds: [left, top, right - left, bottom - top],
            score: candidate.score,
            points: candidate.points,
            mesh,
        }))
    }

    /// Finds a face again that was there a moment before, without looking for it everywhere:
    /// `None` when it is not near its last place.
    pub fn follow(&self, photo: &RgbImage, before: &Mesh) -> Result<Option<Mesh>, ModelError> {
        let mesh = Mesh::follow(&self.mesh, photo, before)?;
        Ok((mesh.presence >= MIN_PRESENCE).then_some(mesh))
    }

    /// Finds the largest face of a film's frame, at small cost: of what the detector takes for faces
    /// two are looked at closely.
    pub fn glance(&self, photo: &RgbImage) -> Result<Option<Mesh>, ModelError> {
        self.first_mesh(photo, |_| true)
    }

    /// Whether another face is in the picture, at least `share` as large by area.
    pub fn is_accompanied(
        &self,
        photo: &RgbImage,
        mesh: &Mesh,
        share: f32,
    ) -> Result<bool, ModelError> {
        let [left, top, right, bottom] = mesh.bounds();
        let least = share.sqrt() * (right - left).max(bottom - top);
        let other = self.first_mesh(photo, |candidate| {
            let [x, y] = candidate.centre();
            let within = (left..right).contains(&x) && (top..bottom).contains(&y);
            !within && candidate.size() >= least
        })?;
        Ok(other.is_some())
    }

    fn first_mesh(
        &self,
        photo: &RgbImage,
        wanted: impl Fn(&Candidate) -> bool,
    ) -> Result<Option<Mesh>, ModelError> {
        let mut candidates = detect::detect(&self.detector, photo, &detect::first(photo))?;
        candidates.retain(wanted);
        candidates.sort_by(|a, b| b.size().total_cmp(&a.size()));
        for candidate in candidates.iter().take(2) {
            let mesh = Mesh::of(&self.mesh, photo, candidate)?;
            if mesh.presence >= MIN_PRESENCE {
                return Ok(Some(mesh));
            }
        }
        Ok(None)
    }

    /// Looks at the eyes of a face from near.
    pub fn eyes(&self, photo: &RgbImage, mesh: &Mesh) -> Result<Eyes, ModelError> {
        Eyes::of(&self.iris, photo, mesh)
    }

    /// Measures what a selfie is judged by.
    pub fn selfie(&self, photo: &RgbImage, face: &Face) -> Result<Selfie, ModelError> {
        Ok(Selfie::of(photo, &face.mesh, self.eyes(photo, &face.mesh)?))
    }

    /// Embeds a face that was found in this photo.
    pub fn embed(&self, photo: &RgbImage, face: &Face) -> Result<Embedding, ModelError> {
        self.embed_mesh(photo, &face.mesh)
    }

    /// The same of a face that was followed.
    pub fn embed_mesh(&self, photo: &RgbImage, mesh: &Mesh) -> Result<Embedding, ModelError> {
        self.embed_aligned(&self.align(photo, mesh))
    }

    /// The face as the comparison sees it.
    pub(crate) fn align(&self, photo: &RgbImage, mesh: &Mesh) -> RgbImage {
        warp::cut(photo, &mesh.alignment(embed::SIDE), embed::SIDE)
    }

    /// Embeds what [`Self::align`] gave.
    pub(crate) fn embed_aligned(&self, face: &RgbImage) -> Result<Embedding, ModelError> {
        embed::embed(&self.embedder, face)
    }

    /// Finds, measures and embeds the largest face of a photo.
    pub fn embed_photo(&self, photo: &RgbImage) -> Result<Embedded, FaceError> {
        let found = self.detect_with(photo, Effort::Largest)?;
        let face = found.into_iter().next().ok_or(FaceError::NoFace)?;
        Ok(Embedded {
            embedding: self.embed(photo, &face)?,
            quality: Quality::of(photo, &face.mesh),
            face,
        })
    }

    /// The same from a file's bytes, of any format that [`intake::decode`] reads.
    pub fn embed_file(&self, bytes: &[u8]) -> Result<Embedded, FaceError> {
        let photo = intake::decode(bytes, &intake::Limits::default())?;
        self.embed_photo(&photo.image)
    }
}

/// The face turned upright and scaled to 150 x 150 pixels, eyes and nose in fixed places.
pub fn aligned(photo: &RgbImage, face: &Face) -> RgbImage {
    warp::cut(photo, &face.mesh.alignment(embed::SIDE), embed::SIDE)
}
