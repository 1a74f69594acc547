//! Photographs that a command line names, as a session would have them.

use std::path::Path;

use bonafide_checks::{Examiner, Picture};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::id::EvidenceId;
use jiff::Timestamp;

use crate::commands::Failure;
use crate::tool::{bytes, shown};

/// A document's photographs, and a selfie where there is one.
pub(crate) struct Photographs {
    front: Photograph,
    back: Option<Photograph>,
    selfie: Option<Photograph>,
}

struct Photograph {
    id: EvidenceId,
    kind: EvidenceKind,
    bytes: Vec<u8>,
}

impl Photograph {
    fn picture(&self) -> Picture<'_> {
        Picture {
            id: &self.id,
            kind: self.kind,
            bytes: &self.bytes,
        }
    }
}

impl Photographs {
    /// Reads the files; each must be a picture that can be judged.
    ///
    /// # Errors
    /// [`Failure::Nothing`] names the file.
    pub(crate) fn read(
        examiner: &Examiner,
        (front, back, selfie): (&Path, Option<&Path>, Option<&Path>),
        now: Timestamp,
    ) -> Result<Self, Failure> {
        // Evidence has identifiers in a session; here they only tell the pictures apart.
        let read = |number: u8, kind, path: &Path| {
            let problem = |error: &dyn std::fmt::Display| {
                Failure::Nothing(format!("{}: {error}", shown(path)))
            };
            let bytes = bytes(path).map_err(|error| problem(&error))?;
            examiner.accept(&bytes).map_err(|error| problem(&error))?;
            let id = EvidenceId::new(now, [number; 10]);
            Ok::<_, Failure>(Photograph { id, kind, bytes })
        };
        Ok(Self {
            front: read(1, EvidenceKind::DocumentFront, front)?,
            back: back
                .map(|path| read(2, EvidenceKind::DocumentBack, path))
                .transpose()?,
            selfie: selfie
                .map(|path| read(3, EvidenceKind::Selfie, path))
                .transpose()?,
        })
    }

    /// The side with the portrait.
    pub(crate) fn front(&self) -> Picture<'_> {
        self.front.picture()
    }

    /// The other side.
    pub(crate) fn back(&self) -> Option<Picture<'_>> {
        self.back.as_ref().map(Photograph::picture)
    }

    /// The face.
    pub(crate) fn selfie(&self) -> Option<Picture<'_>> {
        self.selfie.as_ref().map(Photograph::picture)
    }
}

/// The kind of document that a word names.
///
/// # Errors
/// [`Failure::Usage`]
pub(crate) fn kind(word: Option<&str>) -> Result<Option<DocumentKind>, Failure> {
    let named = |word: &str| {
        word.parse()
            .map_err(|_| Failure::Usage(format!("there is no kind of document called {word:?}")))
    };
    word.map(named).transpose()
}
