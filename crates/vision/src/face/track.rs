//! One face followed from picture to picture: found by the detector, then by its own mesh.

use image::RgbImage;

use super::{MIN_PRESENCE, Mesh, detect, detect::Effort};
use crate::models::{ModelError, Name, Network, Source};

/// Looks without a face between two at the whole picture: the detector costs several times what the mesh does.
const PAUSE: u32 = 2;

/// Detector and mesh, with what they saw last.
#[derive(Debug)]
pub struct Tracker {
    detector: Network,
    mesh: Network,
    face: Option<Mesh>,
    pause: u32,
}

impl Tracker {
    /// Follows with these two networks.
    #[must_use]
    pub fn new(detector: Network, mesh: Network) -> Self {
        Self {
            detector,
            mesh,
            face: None,
            pause: 0,
        }
    }

    /// # Errors
    /// The models cannot be loaded.
    pub fn from_source(source: &Source) -> Result<Self, ModelError> {
        Ok(Self::new(
            source.load(Name::FaceDetector)?,
            source.load(Name::FaceMesh)?,
        ))
    }

    /// Finds the face in the next picture: near where it was, else, not at every look, anywhere.
    ///
    /// # Errors
    /// The models fail.
    pub fn look(&mut self, picture: &RgbImage) -> Result<Option<&Mesh>, ModelError> {
        if let Some(before) = self.face.take() {
            let mesh = Mesh::follow(&self.mesh, picture, &before)?;
            self.face = (mesh.presence >= MIN_PRESENCE).then_some(mesh);
            // Lost just now: looked for at once.
            self.pause = 0;
        }
        if self.face.is_none() {
            if self.pause > 0 {
                self.pause -= 1;
            } else {
                self.face = self.find(picture)?;
                self.pause = PAUSE;
            }
        }
        Ok(self.face.as_ref())
    }

    /// The face of the last picture.
    #[must_use]
    pub fn face(&self) -> Option<&Mesh> {
        self.face.as_ref()
    }

    fn find(&self, picture: &RgbImage) -> Result<Option<Mesh>, ModelError> {
        let first = &detect::stages(picture, Effort::Largest)[..1];
        for stage in first {
            let found = detect::detect(&self.detector, picture, stage)?;
            let largest = found
                .into_iter()
                .max_by(|one, other| one.size().total_cmp(&other.size()));
            if let Some(candidate) = largest {
                let mesh = Mesh::of(&self.mesh, picture, &candidate)?;
                if mesh.presence >= MIN_PRESENCE {
                    return Ok(Some(mesh));
                }
            }
        }
        Ok(None)
    }
}
