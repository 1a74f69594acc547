//! How good a picture of a face is: measurements for findings, no judgement.

use image::RgbImage;

use super::{Mesh, warp};

/// Side of the aligned face on which light and sharpness are measured, in pixels.
const SIDE: u32 = 160;

/// Measurements of one face in one photo.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quality {
    /// Distance between the centres of the eyes, in pixels of the photo.
    pub eye_distance: f32,
    /// Variance of the Laplacian of luminance on the face, aligned to 160 pixels: below about
    /// 20 blurred, above 60 crisp. An enlarged small face is blurred by that measure, rightly.
    pub sharpness: f32,
    /// Mean difference between the strongest and the weakest colour channel, 0 to 255: below
    /// about 6 the face is grey, as on copies and laser-engraved cards.
    pub colour: f32,
    /// Spread (standard deviation) of luminance, 0 to 128.
    pub contrast: f32,
    /// Mean luminance, 0 to 255.
    pub brightness: f32,
    /// Luminance of the darker half of the face over that of the lighter, 0 to 1: even light
    /// is near 1.
    pub evenness: f32,
    /// Turn of the head, in degrees: aside, up or down, to a shoulder.
    pub yaw: f32,
    pub pitch: f32,
    pub roll: f32,
}

impl Quality {
    /// Measures a face. `photo` is the photo in which `mesh` was found.
    pub fn of(photo: &RgbImage, mesh: &Mesh) -> Self {
        let face = warp::cut(photo, &mesh.alignment(SIDE), SIDE);
        let grey: Vec<f32> = face
            .pixels()
            .map(|pixel| {
                let [r, g, b] = pixel.0.map(f32::from);
                0.299 * r + 0.587 * g + 0.114 * b
            })
            .collect();
        // The inner part: skin, eyes and mouth, no background.
        let side = SIDE as usize;
        let inner =
            || (side / 5..side * 4 / 5).flat_map(|y| (side / 5..side * 4 / 5).map(move |x| (x, y)));
        let values: Vec<f32> = inner().map(|(x, y)| grey[y * side + x]).collect();
        let (brightness, spread) = moments(&values);
        let laplacian: Vec<f32> = inner()
            .map(|(x, y)| {
                let at = y * side + x;
                grey[at - 1] + grey[at + 1] + grey[at - side] + grey[at + side] - 4.0 * grey[at]
            })
            .collect();
        let colours: Vec<f32> = inner()
            .map(|(x, y)| {
                let [r, g, b] = face.get_pixel(x as u32, y as u32).0;
                f32::from(r.max(g).max(b) - r.min(g).min(b))
            })
            .collect();
        let half = |left: bool| {
            let values: Vec<f32> = inner()
                .filter(|&(x, _)| (x < side / 2) == left)
                .map(|(x, y)| grey[y * side + x])
                .collect();
            moments(&values).0
        };
        let (left, right) = (half(true), half(false));
        Self {
            eye_distance: mesh.eye_distance(),
            sharpness: moments(&laplacian).1.powi(2),
            colour: moments(&colours).0,
            contrast: spread,
            brightness,
            evenness: left.min(right) / left.max(right).max(1.0),
            yaw: mesh.yaw(),
            pitch: mesh.pitch(),
            roll: mesh.roll(),
        }
    }
}

/// Mean and standard deviation.
fn moments(values: &[f32]) -> (f32, f32) {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let variance = values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f32>()
        / count;
    (mean, variance.sqrt())
}
