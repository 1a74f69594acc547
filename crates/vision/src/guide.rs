//! Advice while a camera is open: what to do next, one thing at a time, until the picture is one that will do.
//!
//! The rules measure with what judges the evidence afterwards ([`crate::document`], [`crate::face`]) and ask for
//! a little more than the standard policy does, so that what was called ready is not refused. They only advise:
//! nothing that they say counts.
//!
//! - [`DocumentGuide`] needs no model. It says `ready` when the document has been held still for a moment, and
//!   the page takes the picture.
//! - [`FaceGuide`] looks for a face now and then and follows its mesh in between.
//!
//! Time is a parameter, pictures are what the page makes of its camera's: about 640 pixels long.

use image::RgbImage;

mod document;
mod face;
mod steady;

pub use document::{DocumentGuide, DocumentMeasures, Found};
pub use face::{FaceGuide, FaceMeasures};
pub use steady::{HOLD, LEAST_SHOWN};

use crate::document::Quad;

/// What to do next. The words are part of the product: pages, texts and scripts name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Nothing is seen yet: put it into the frame.
    Place,
    /// A document's edges do not show: another ground.
    Edges,
    /// A face is beside the oval.
    Centre,
    Closer,
    Further,
    /// The document leans away from the camera.
    Flatter,
    /// The head is turned, raised or lowered.
    Straight,
    /// The head leans to a shoulder.
    Upright,
    /// The eyes are shut.
    Eyes,
    /// Something lies over the face.
    Covered,
    Dark,
    Bright,
    /// A light is mirrored on the document.
    Glare,
    /// The light comes from one side.
    Front,
    /// The background is restless.
    Plain,
    /// The head moves too fast to be seen.
    Slower,
    Blurred,
    /// Hold still: it moves, or all is well and the moment is counted.
    Still,
    /// Take the picture.
    Ready,
}

impl Advice {
    /// All of them; their place is their number in the WebAssembly module.
    pub const ALL: [Self; 19] = [
        Self::Place,
        Self::Edges,
        Self::Centre,
        Self::Closer,
        Self::Further,
        Self::Flatter,
        Self::Straight,
        Self::Upright,
        Self::Eyes,
        Self::Covered,
        Self::Dark,
        Self::Bright,
        Self::Glare,
        Self::Front,
        Self::Plain,
        Self::Slower,
        Self::Blurred,
        Self::Still,
        Self::Ready,
    ];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Edges => "edges",
            Self::Centre => "centre",
            Self::Closer => "closer",
            Self::Further => "further",
            Self::Flatter => "flatter",
            Self::Straight => "straight",
            Self::Upright => "upright",
            Self::Eyes => "eyes",
            Self::Covered => "covered",
            Self::Dark => "dark",
            Self::Bright => "bright",
            Self::Glare => "glare",
            Self::Front => "front",
            Self::Plain => "plain",
            Self::Slower => "slower",
            Self::Blurred => "blurred",
            Self::Still => "still",
            Self::Ready => "ready",
        }
    }
}

/// One look through the camera.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub picture: &'a RgbImage,
    /// Milliseconds on a clock that never runs back.
    pub at: u64,
    /// The frame or oval that the person sees: left, top, width and height, in pixels of the picture.
    pub frame: [f32; 4],
    /// Pixels of the camera for one of the picture.
    pub scale: f32,
}

/// What a look came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    pub advice: Advice,
    /// How much of the moment of holding still has passed, 0 to 1.
    pub held: f32,
    /// What was found, for drawing: corners in pixels of the picture, clockwise.
    pub shape: Option<Quad>,
    /// The middle of mirrored light.
    pub spot: Option<[f32; 2]>,
}

/// Red, green and blue of a picture that also has an alpha channel, as canvases give it. `None` when there are
/// not `width` times `height` pixels.
#[must_use]
pub fn opaque(width: u32, height: u32, rgba: &[u8]) -> Option<RgbImage> {
    let pixels = (width as usize).checked_mul(height as usize)?;
    if rgba.len() != pixels.checked_mul(4)? {
        return None;
    }
    let mut rgb = Vec::with_capacity(pixels * 3);
    for pixel in rgba.as_chunks::<4>().0 {
        rgb.extend_from_slice(&pixel[..3]);
    }
    RgbImage::from_raw(width, height, rgb)
}

/// The luminance that the lightest twentieth of a picture exceeds and the mean, 0 to 255, of every fourth pixel
/// each way.
fn light(picture: &RgbImage) -> (f32, f32) {
    let mut levels = [0u32; 256];
    let width = picture.width() as usize;
    for row in picture.as_raw().chunks_exact(width.max(1) * 3).step_by(4) {
        for pixel in row.as_chunks::<3>().0.iter().step_by(4) {
            let [red, green, blue] = pixel.map(u32::from);
            levels[((77 * red + 150 * green + 29 * blue) >> 8) as usize] += 1;
        }
    }
    let total: u32 = levels.iter().sum();
    let mut left = total - total / 20;
    let lightest = (0u8..=255)
        .zip(levels)
        .find_map(|(level, count)| {
            left = left.saturating_sub(count);
            (left == 0).then_some(level)
        })
        .unwrap_or(0);
    let sum: f32 = (0u8..=255)
        .zip(levels)
        .map(|(level, count)| f32::from(level) * count as f32)
        .sum();
    (f32::from(lightest), sum / total.max(1) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_distinct_and_numbered() {
        for (number, advice) in Advice::ALL.into_iter().enumerate() {
            assert_eq!(advice as usize, number);
            let same = Advice::ALL
                .iter()
                .filter(|other| other.as_str() == advice.as_str());
            assert_eq!(same.count(), 1, "{}", advice.as_str());
        }
    }

    #[test]
    fn pictures_of_another_size_are_none() {
        assert!(opaque(2, 2, &[0; 15]).is_none());
        assert!(opaque(u32::MAX, u32::MAX, &[0; 16]).is_none());
        let picture = opaque(2, 1, &[1, 2, 3, 255, 4, 5, 6, 255]).unwrap();
        assert_eq!(picture.as_raw(), &[1, 2, 3, 4, 5, 6]);
        assert!(opaque(0, 0, &[]).is_some());
    }

    #[test]
    fn light_of_a_picture() {
        let grey = RgbImage::from_pixel(40, 40, image::Rgb([100; 3]));
        assert_eq!(light(&grey), (100.0, 100.0));
        assert_eq!(light(&RgbImage::new(0, 0)).1, 0.0);
    }
}
