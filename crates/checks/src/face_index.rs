//! One face among many: a gallery that takes templates as they are stored.

use bonafide_vision::face::Embedding;
use bonafide_vision::face::gallery::{ExactGallery, Gallery};

/// Faces to be searched, in memory. What searches them is behind a trait: all are looked at, until an
/// installation has more than that is fast enough for.
pub struct FaceIndex {
    gallery: Box<dyn Gallery + Send + Sync>,
}

/// A face that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceFound {
    /// The entry's number.
    pub number: u64,
    /// How far it is from the one that was looked for.
    pub distance: f64,
}

impl Default for FaceIndex {
    fn default() -> Self {
        Self {
            gallery: Box::new(ExactGallery::default()),
        }
    }
}

impl FaceIndex {
    /// Adds a face under a number, or replaces the one that it stands for; gives whether it is one.
    /// `born` is the year of birth, where it is known.
    #[must_use]
    pub fn insert(&mut self, number: u64, born: Option<u16>, template: &[u8]) -> bool {
        let face = embedding(template);
        face.is_some_and(|face| self.gallery.insert(number, born, &face).is_ok())
    }

    /// Takes a face out; gives whether it was there.
    pub fn remove(&mut self, number: u64) -> bool {
        self.gallery.remove(number)
    }

    /// The nearest `count` of those within `reach`, nearest first: born in that year, or where either
    /// year is not known.
    pub fn nearest(
        &self,
        template: &[u8],
        born: Option<u16>,
        count: usize,
        reach: f64,
    ) -> Vec<FaceFound> {
        let Some(face) = embedding(template) else {
            return Vec::new();
        };
        #[expect(clippy::cast_possible_truncation, reason = "distances are single")]
        let found = self.gallery.nearest(&face, born, count, reach as f32);
        found
            .into_iter()
            .map(|one| FaceFound {
                number: one.key,
                distance: f64::from(one.distance),
            })
            .collect()
    }

    /// How many faces there are.
    pub fn len(&self) -> usize {
        self.gallery.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.gallery.is_empty()
    }
}

fn embedding(template: &[u8]) -> Option<Embedding> {
    Embedding::from_bytes(template.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_found_by_number_within_their_year() {
        let template = |value: f32| Embedding([value; 128]).to_bytes();
        let mut index = FaceIndex::default();
        assert!(index.insert(7, Some(1974), &template(0.1)));
        assert!(index.insert(8, None, &template(0.11)));
        assert!(!index.insert(9, None, b"no face"));
        assert!(!index.insert(9, None, &template(f32::NAN)));
        assert_eq!(index.len(), 2);
        let numbers = |born, reach| {
            let found = index.nearest(&template(0.1), born, 5, reach).into_iter();
            found.map(|one| one.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(Some(1974), 0.5), [7, 8]);
        assert_eq!(numbers(Some(1975), 0.5), [8]);
        assert_eq!(numbers(None, 0.5), [7, 8]);
        assert_eq!(numbers(None, 0.05), [7]);
        assert!(index.remove(7) && !index.remove(7));
        assert!(index.nearest(b"no face", None, 5, 1.0).is_empty());
        assert!(!index.is_empty());
    }
}
