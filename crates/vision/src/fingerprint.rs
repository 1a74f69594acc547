//! Whether two pictures are the same picture: the same photo sent again, one side of a document
//! sent as both, the document's own portrait sent as a selfie.
//!
//! A [`Fingerprint`] survives recompression, resizing, mild cropping, brightness and contrast; it
//! does not survive turning or a new photo from another angle. So compare like with like: whole
//! files with whole files, straightened documents with straightened documents, aligned faces
//! with aligned faces.

use image::{RgbImage, imageops};

/// Side of the grey picture that is transformed, in pixels.
const SIDE: usize = 64;
/// Side of the block of low frequencies that is kept.
const KEPT: usize = 16;

/// A perceptual hash: 256 bits, one for each of the lowest 16 x 16 frequencies (type-II cosine
/// transform of the picture at 64 x 64), set when above the median.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint([u64; 4]);

impl Fingerprint {
    /// Pictures of at most this distance are the same picture. Unrelated pictures differ in
    /// about half of the 256 bits; recompressed and resized copies in less than 28 (see tests).
    pub const SAME: u32 = 40;

    /// Fingerprints a picture. An empty one has the fingerprint of a blank one.
    pub fn of(image: &RgbImage) -> Self {
        let grey = imageops::grayscale(image);
        let small = match grey.dimensions() {
            (0, _) | (_, 0) => image::GrayImage::new(SIDE as u32, SIDE as u32),
            _ => imageops::thumbnail(&grey, SIDE as u32, SIDE as u32),
        };
        let frequencies = low_frequencies(&small);
        let mut sorted = frequencies;
        // The first is the mean brightness and says nothing.
        sorted[1..].sort_unstable_by(f32::total_cmp);
        let median = sorted[KEPT * KEPT / 2];
        let mut bits = [0; 4];
        for (index, &value) in frequencies.iter().enumerate().skip(1) {
            if value > median {
                bits[index / 64] |= 1 << (index % 64);
            }
        }
        Self(bits)
    }

    /// Number of differing bits, 0 to 255.
    pub fn distance(&self, other: &Self) -> u32 {
        self.0
            .iter()
            .zip(other.0)
            .map(|(a, b)| (a ^ b).count_ones())
            .sum()
    }

    /// Whether both are of one picture.
    pub fn same_picture(&self, other: &Self) -> bool {
        self.distance(other) <= Self::SAME
    }

    /// The hash as 64 hexadecimal digits, for storing.
    pub fn to_hex(self) -> String {
        self.0.iter().map(|word| format!("{word:016x}")).collect()
    }

    /// Reads what [`Self::to_hex`] wrote.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bits = [0; 4];
        for (word, digits) in bits.iter_mut().zip([0..16, 16..32, 32..48, 48..64]) {
            *word = u64::from_str_radix(&text[digits], 16).ok()?;
        }
        Some(Self(bits))
    }
}

/// Cosine transform, rows first, keeping only what is asked for.
fn low_frequencies(grey: &image::GrayImage) -> [f32; KEPT * KEPT] {
    let mut basis = [[0.0f32; SIDE]; KEPT];
    for (frequency, row) in basis.iter_mut().enumerate() {
        for (position, value) in row.iter_mut().enumerate() {
            let angle = std::f32::consts::PI * frequency as f32 * (position as f32 + 0.5);
            *value = (angle / SIDE as f32).cos();
        }
    }
    let pixels = grey.as_raw();
    let mut rows = [[0.0f32; KEPT]; SIDE];
    for (y, row) in rows.iter_mut().enumerate() {
        let line = &pixels[y * SIDE..(y + 1) * SIDE];
        for (value, wave) in row.iter_mut().zip(&basis) {
            *value = line
                .iter()
                .zip(wave)
                .map(|(&pixel, &w)| f32::from(pixel) * w)
                .sum();
        }
    }
    let mut kept = [0.0; KEPT * KEPT];
    for (v, wave) in basis.iter().enumerate() {
        for u in 0..KEPT {
            kept[v * KEPT + u] = rows.iter().zip(wave).map(|(row, &w)| row[u] * w).sum();
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use image::{Rgb, codecs::jpeg::JpegEncoder};

    use super::*;

    /// A picture of overlapping patches, different for every seed.
    fn patches(seed: u32, width: u32, height: u32) -> RgbImage {
        let mut state = seed.wrapping_mul(2_654_435_761).max(1);
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as f32 / u32::MAX as f32
        };
        let patches: Vec<[f32; 5]> = (0..60)
            .map(|_| [next(), next(), 0.3 * next(), 0.3 * next(), next()])
            .collect();
        RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
            let inside = |[left, top, wide, high, _]: &&[f32; 5]| {
                (*left..left + wide).contains(&x) && (*top..top + high).contains(&y)
            };
            let light = patches.iter().rfind(inside).map_or(0.5, |patch| patch[4]);
            let value = (30.0 + 190.0 * light) as u8;
            Rgb([value, value / 2 + 60, 255 - value])
        })
    }

    fn recompressed(image: &RgbImage, quality: u8) -> RgbImage {
        let mut bytes = Vec::new();
        image
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
            .unwrap();
        image::load_from_memory(&bytes).unwrap().into_rgb8()
    }

    #[test]
    fn copies_are_the_same_picture() {
        for seed in 1..20 {
            let original = patches(seed, 800, 500);
            let print = Fingerprint::of(&original);
            let smaller = imageops::resize(&original, 333, 208, imageops::FilterType::Triangle);
            let brighter = imageops::brighten(&original, 25);
            for copy in [recompressed(&original, 30), smaller, brighter] {
                let distance = print.distance(&Fingerprint::of(&copy));
                assert!(distance < 28, "seed {seed}: {distance}");
            }
        }
    }

    #[test]
    fn other_pictures_are_far() {
        let prints: Vec<_> = (1..30)
            .map(|seed| Fingerprint::of(&patches(seed, 400, 300)))
            .collect();
        for (index, a) in prints.iter().enumerate() {
            for b in &prints[..index] {
                assert!(!a.same_picture(b), "{}", a.distance(b));
            }
        }
    }

    #[test]
    fn hex_round_trips() {
        let print = Fingerprint::of(&patches(7, 64, 64));
        assert_eq!(Fingerprint::from_hex(&print.to_hex()), Some(print));
        assert_eq!(Fingerprint::from_hex("zz"), None);
        assert_eq!(Fingerprint::from_hex(&"é".repeat(32)), None);
    }

    #[test]
    fn odd_sizes_do_not_panic() {
        for (width, height) in [(0, 0), (1, 1), (1, 900), (63, 65), (5000, 2)] {
            Fingerprint::of(&RgbImage::new(width, height));
        }
    }
}
