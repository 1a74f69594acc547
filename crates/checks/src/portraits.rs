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

use crate::document::Side;
use crate::{Examiner, Picture, Unavailable};

/// Pictures whose measures are kept.
const MOST: usize = 16;

/// What a picture has of a portrait.
#[derive(Debug, Default)]
pub(crate) struct Portrait {
    /// Its share of the picture.
    share: f32,
    /// Its measures, where there is one.
    pub(crate) held: Option<Held>,
}

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
}

impl Portrait {
    /// The largest face of a side.
    pub(crate) fn on(examiner: &Examiner, side: &Side<'_>) -> Result<Self, Unavailable> {
        let face = side.portrait().zip(side.embedding(examiner)?);
        Ok(Self {
            share: side.portrait_share().unwrap_or(0.0),
            held: face.map(|(face, embedding)| Held {
                embedding: *embedding,
                eyes: f64::from(face.mesh.eye_distance()),
            }),
        })
    }

    /// The holder's: the front's, or the back's where the sides were swapped.
    pub(crate) fn printed(
        examiner: &Examiner,
        front: Picture<'_>,
        back: Option<Picture<'_>>,
    ) -> Result<Self, Unavailable> {
        let measured = |picture: Picture<'_>| match examiner.portraits.take(picture.bytes) {
            Some(known) => Ok(known),
            None => Self::on(examiner, &Side::of(examiner, picture)?),
        };
        let front = measured(front)?;
        let back = back.map(measured).transpose()?;
        Ok(match back {
            Some(back) if back.share >= front.share => back,
            _ => front,
        })
    }
}

/// Portraits by the SHA-256 of their pictures, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Portraits(Mutex<VecDeque<([u8; 32], Portrait)>>);

impl Portraits {
    pub(crate) fn keep(&self, picture: &[u8], portrait: Portrait) {
        let key = Sha256::digest(picture).into();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != key);
        if kept.len() == MOST {
            kept.pop_front();
        }
        kept.push_back((key, portrait));
    }

    fn take(&self, picture: &[u8]) -> Option<Portrait> {
        let key: [u8; 32] = Sha256::digest(picture).into();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(other, _)| *other == key)?;
        kept.remove(at).map(|(_, portrait)| portrait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_kept_and_each_is_used_once() {
        let kept = Portraits::default();
        for number in 0..=MOST as u8 {
            kept.keep(&[number], Portrait::default());
            kept.keep(&[number], Portrait::default());
        }
        assert!(kept.take(&[0]).is_none(), "the oldest went");
        assert!(kept.take(&[1]).is_some());
        assert!(kept.take(&[1]).is_none(), "it was used");
        assert_eq!(kept.0.lock().unwrap().len(), MOST - 1);
    }
}
