//! Faces as 128 numbers: dlib's face recognition network, a ResNet of 29 layers (King 2017).

use image::RgbImage;

use super::warp::planes;
use crate::models::{ModelError, Network};

/// Side of an aligned face, in pixels.
pub(super) const SIDE: u32 = 150;
/// Mean of the training pictures, for red, green and blue.
const MEAN: [f32; 3] = [122.782, 117.001, 104.298];

/// A face as a point in a space of 128 dimensions, in which faces of one person lie near each
/// other. Only embeddings of one model can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Embedding(pub [f32; 128]);

impl Embedding {
    /// Euclidean distance: about 0.3 to 0.5 for one person, about 0.7 to 0.9 for two.
    pub fn distance(&self, other: &Self) -> f32 {
        let squares = self.0.iter().zip(other.0).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f32>().sqrt()
    }

    /// The numbers as little-endian floats, for storing.
    pub fn to_bytes(&self) -> [u8; 512] {
        let mut bytes = [0; 512];
        for (bytes, value) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(self.0) {
            *bytes = value.to_le_bytes();
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; numbers that are not finite are refused.
    pub fn from_bytes(bytes: &[u8; 512]) -> Option<Self> {
        let mut values = [0.0; 128];
        for (value, &bytes) in values.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *value = f32::from_le_bytes(bytes);
        }
        values
            .iter()
            .all(|value| value.is_finite())
            .then_some(Self(values))
    }
}

/// Where a threshold stands between admitting others and refusing the person.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct OperatingPoint {
    /// Share of pairs of two persons that are taken for one.
    pub false_accepts: f64,
    /// Distances up to this are a match.
    pub threshold: f32,
}

/// Measured on a small set (77 photos of 22 people, 2,926 pairs), and with the network's outputs for
/// the faces alone: their means with the mirror images lie a little nearer to each other. (On 21
/// photos of another set the nearest two persons moved from 0.556 to 0.572.) Enough to begin with,
/// too few to certify: `face evaluate` measures them on an operator's own population.
pub const OPERATING_POINTS: [OperatingPoint; 2] = [
    OperatingPoint {
        false_accepts: 0.01,
        threshold: 0.63,
    },
    OperatingPoint {
        false_accepts: 0.001,
        threshold: 0.57,
    },
];

/// The threshold of `face compare`, and of a policy that names none: the stricter of the
/// measured ones.
pub const DEFAULT_THRESHOLD: f32 = OPERATING_POINTS[1].threshold;

/// Embeds an aligned face of 150 x 150 pixels: the mean of the face and its mirror image. Light
/// from one side and half a smile weigh less in it, and a mirrored copy is the same face.
pub(super) fn embed(network: &Network, face: &RgbImage) -> Result<Embedding, ModelError> {
    let mirrored = image::imageops::flip_horizontal(face);
    let (mut mean, other) = (infer(network, face)?, infer(network, &mirrored)?);
    for (value, other) in mean.0.iter_mut().zip(other.0) {
        *value = (*value + other) / 2.0;
    }
    Ok(mean)
}

/// What the network says of an aligned face.
fn infer(network: &Network, face: &RgbImage) -> Result<Embedding, ModelError> {
    let input = planes(face, |channel, value| (value - MEAN[channel]) / 256.0);
    let side = SIDE as usize;
    let outputs = network.run(&[1, 3, side, side], &input, &["embedding"])?;
    outputs
        .first()
        .and_then(|output| <[f32; 128]>::try_from(&output.data[..]).ok())
        .filter(|values| values.iter().all(|value| value.is_finite()))
        .map(Embedding)
        .ok_or_else(|| ModelError::Failed {
            name: network.name().as_str(),
            error: "the output is not 128 finite numbers".into(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{Name, Source};

    #[test]
    fn distance_is_euclidean() {
        let (mut a, mut b) = (Embedding([0.0; 128]), Embedding([0.0; 128]));
        (a.0[0], b.0[1]) = (3.0, 4.0);
        assert_eq!(a.distance(&b), 5.0);
        assert_eq!(a.distance(&a), 0.0);
    }

    #[test]
    fn a_mirror_changes_nothing() {
        let Ok(network) = Source::from_environment().load(Name::FaceEmbedder) else {
            eprintln!("skipped: no models, run `cargo xtask models`");
            return;
        };
        let face = RgbImage::from_fn(SIDE, SIDE, |x, y| {
            image::Rgb([x as u8, (x * y / 150) as u8, y as u8])
        });
        let mirrored = image::imageops::flip_horizontal(&face);
        let apart = |run: fn(&Network, &RgbImage) -> Result<Embedding, ModelError>| {
            let [a, b] = [&face, &mirrored].map(|face| run(&network, face).unwrap());
            a.distance(&b)
        };
        assert!(apart(infer) > 0.05);
        assert!(apart(embed) < 1e-5);
    }

    #[test]
    fn bytes_round_trip() {
        let embedding = Embedding(std::array::from_fn(|index| index as f32 / 7.0 - 3.0));
        assert_eq!(
            Embedding::from_bytes(&embedding.to_bytes()),
            Some(embedding)
        );
        assert_eq!(Embedding::from_bytes(&[0xFF; 512]), None);
    }

    /// What dlib 20 computes for a pattern: a wrong conversion or a wrong preparation of the
    /// input would show.
    #[test]
    fn the_network_agrees_with_its_origin() {
        let Ok(network) = Source::from_environment().load(Name::FaceEmbedder) else {
            eprintln!("skipped: no models, run `cargo xtask models`");
            return;
        };
        let pattern = RgbImage::from_fn(SIDE, SIDE, |x, y| {
            let channel = |c: u32| ((x * (3 + c) + y * (5 - c)) / 2 + x * y / (20 + 7 * c)) as u8;
            image::Rgb([channel(0), channel(1), channel(2)])
        });
        let found = infer(&network, &pattern).unwrap();
        let expected =
            Embedding::from_bytes(include_bytes!("../../tests/data/face-embedder.f32")).unwrap();
        let distance = found.distance(&expected);
        assert!(distance < 1e-5, "{distance}");
    }
}
