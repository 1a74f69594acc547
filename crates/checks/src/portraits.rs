//! Measures of printed portraits, kept between the examination of a document and that of a selfie, so that its
//! pictures are not decoded and searched for faces again.
//!
//! They are in memory only, of few documents, found by nothing but the picture itself, and gone once they were
//! used: a later selfie, or one that another process examines, costs measuring them anew and nothing else.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bonafide_vision::face::{Embedding, Face};
use image::RgbImage;
use sha2::{Digest, Sha256};

use crate::document::{self, Side};
use crate::{Examiner, Picture, Unavailable};

/// Pictures whose measures are kept.
const MOST: usize = 16;

/// What a selfie is compared with.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) embedding: Embedding,
    /// Distance between the eyes, in pixels.
    pub(crate) eyes: f64,
}

impl Held {
    pub(crate) fn of(
        examiner: &Examiner,
        photo: &RgbImage,
        face: &Face,
    ) -> Result<Self, Unavailable> {
        Ok(Self {
            embedding: examiner.faces.embed(photo, face)?,
            eyes: f64::from(face.mesh.eye_distance()),
        })
    }

    /// The portrait of a side, where it has one.
    pub(crate) fn on(examiner: &Examiner, side: &Side<'_>) -> Result<Option<Self>, Unavailable> {
        let face = side.portrait().zip(side.embedding(examiner)?);
        Ok(face.map(|(face, embedding)| Self {
            embedding: *embedding,
            eyes: f64::from(face.mesh.eye_distance()),
        }))
    }

    /// The holder's: as it was measured with the document, or measured anew.
    pub(crate) fn printed(
        examiner: &Examiner,
        front: Picture<'_>,
        back: Option<Picture<'_>>,
    ) -> Result<Option<Self>, Unavailable> {
        match examiner.portraits.take(front, back) {
            Some(known) => Ok(known),
            None => document::holder(examiner, front, back),
        }
    }
}

/// Of a document's two pictures, with their lengths.
type Key = [u8; 32];

/// Portraits by the SHA-256 of their documents' pictures, the latest last; `None` where there is no portrait.
#[derive(Debug, Default)]
pub(crate) struct Portraits(Mutex<VecDeque<(Key, Option<Held>)>>);

impl Portraits {
    pub(crate) fn keep(&self, front: Picture<'_>, back: Option<Picture<'_>>, held: Option<Held>) {
        self.put(key(front, back), held);
    }

    fn take(&self, front: Picture<'_>, back: Option<Picture<'_>>) -> Option<Option<Held>> {
        self.get(&key(front, back))
    }

    fn put(&self, key: Key, held: Option<Held>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != key);
        if kept.len() == MOST {
            kept.pop_front();
        }
        kept.push_back((key, held));
    }

    fn get(&self, key: &Key) -> Option<Option<Held>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(other, _)| other == key)?;
        kept.remove(at).map(|(_, held)| held)
    }
}

fn key(front: Picture<'_>, back: Option<Picture<'_>>) -> Key {
    let mut hash = Sha256::new();
    for picture in std::iter::once(front).chain(back) {
        hash.update((picture.bytes.len() as u64).to_be_bytes());
        hash.update(picture.bytes);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_kept_and_each_is_used_once() {
        let kept = Portraits::default();
        for number in 0..=MOST as u8 {
            kept.put([number; 32], None);
            kept.put([number; 32], None);
        }
        assert!(kept.get(&[0; 32]).is_none(), "the oldest went");
        assert!(kept.get(&[1; 32]).is_some());
        assert!(kept.get(&[1; 32]).is_none(), "it was used");
        assert_eq!(kept.0.lock().unwrap().len(), MOST - 1);
    }
}
