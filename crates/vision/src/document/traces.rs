//! What a copy of a document leaves behind: the grid of a screen, the dots of a print, the want of colour of
//! a black-and-white one, and areas without a camera's noise in what no camera took.
//!
//! Grids are looked for in the photograph's own pixels: straightening resamples, and would wash out what is
//! looked for.

use image::RgbImage;

use super::{Outline, Quad, reduced, shrunk};
use crate::liveness::stream;

/// Places across and down the document whose spectrum is looked at.
const PLACES: [f32; 3] = [0.25, 0.5, 0.75];
/// Longer side of the picture in which colour is measured, in pixels.
const SIDE: u32 = 640;
/// Places across and down at which it is.
const GRAIN: (u16, u16) = (60, 42);
/// Half the square whose mean colour is taken, in pixels: beyond the noise, and beyond what storing blurs.
const AROUND: i64 = 2;
/// Luminance from which a colour can be told.
const LIT: f32 = 60.0;
/// A channel above this is near to being cut off, which tints what is white.
const FULL: f32 = 242.0;
/// How many places must tell their colour.
const LEAST: usize = 120;
/// Side of the squares in which nothing changes, in pixels.
const SQUARE: usize = 16;
/// Levels between which a camera's noise may vanish: what is burnt out or black.
const SEEN: std::ops::RangeInclusive<u8> = 6..=249;

/// Widths and heights of screens, in pixels, either way up.
const SCREENS: [(u32, u32); 40] = [
    (640, 1136),
    (720, 1280),
    (720, 1520),
    (720, 1600),
    (720, 1612),
    (750, 1334),
    (768, 1024),
    (768, 1366),
    (800, 1280),
    (828, 1792),
    (900, 1440),
    (900, 1600),
    (1050, 1680),
    (1080, 1920),
    (1080, 2160),
    (1080, 2220),
    (1080, 2280),
    (1080, 2310),
    (1080, 2316),
    (1080, 2340),
    (1080, 2400),
    (1080, 2408),
    (1080, 2412),
    (1080, 2460),
    (1125, 2436),
    (1170, 2532),
    (1179, 2556),
    (1200, 1920),
    (1206, 2622),
    (1242, 2208),
    (1242, 2688),
    (1284, 2778),
    (1290, 2796),
    (1320, 2868),
    (1440, 2560),
    (1440, 3088),
    (1440, 3120),
    (1440, 3200),
    (1536, 2048),
    (2160, 3840),
];

/// Measurements of what copies have and documents before a camera have not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traces {
    /// How far the strongest frequency stands out among those as fine, in colour and in light, in the middle of
    /// nine places: a screen's stripes beat against the camera's filters in colour, a print's dots in light.
    /// `None` of pictures smaller than 256 pixels.
    pub grid: Option<Grid>,
    /// How much colours differ; `None` where too little of the document tells its colour.
    pub colour: Option<Colour>,
    /// The share of the picture, 0 to 1, in which nothing changes at all, neither burnt out nor black: a
    /// camera's noise reaches everywhere.
    pub even: f32,
    /// The same with what is burnt out or black.
    pub blank: f32,
    /// Whether the picture has exactly the size of a known screen.
    pub screen_sized: bool,
}

/// Frequencies that stand out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// In colour (red less blue).
    pub colour: f32,
    /// In light.
    pub light: f32,
}

/// How far colours lie from the document's middle one, as distances of the logarithms of red over green and of
/// blue over green: a lamp's tint moves all of them alike and none apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// The distance that nine tenths do not exceed.
    pub most: f32,
    /// The distance that all but 3% do not exceed.
    pub furthest: f32,
}

impl Traces {
    /// Measures the document, or the whole picture where its outline is not known.
    #[must_use]
    pub fn of(photo: &RgbImage, outline: Option<&Outline>) -> Self {
        let (width, height) = photo.dimensions();
        let whole = [
            [0.0, 0.0],
            [width as f32, 0.0],
            [width as f32, height as f32],
            [0.0, height as f32],
        ];
        let corners = shrunk(&outline.map_or(whole, |outline| outline.corners), 0.08);
        let (even, blank) = unchanging(photo);
        Self {
            grid: grid(photo, &corners),
            colour: colour(photo, &corners),
            even,
            blank,
            screen_sized: SCREENS.contains(&(width.min(height), width.max(height))),
        }
    }
}

/// A place within four corners, in shares of the way across and down.
fn place(corners: &Quad, across: f32, down: f32) -> [f32; 2] {
    [0, 1].map(|axis| {
        let upper = corners[0][axis] + across * (corners[1][axis] - corners[0][axis]);
        let lower = corners[3][axis] + across * (corners[2][axis] - corners[3][axis]);
        upper + down * (lower - upper)
    })
}

fn grid(photo: &RgbImage, corners: &Quad) -> Option<Grid> {
    let mut found: [Vec<f32>; 2] = [Vec::new(), Vec::new()];
    for down in PLACES {
        for across in PLACES {
            let [light, colour] = stream::grids(photo, place(corners, across, down))?;
            found[0].push(light);
            found[1].push(colour);
        }
    }
    let [light, colour] = found.map(|mut values| {
        let middle = values.len() / 2;
        *values.select_nth_unstable_by(middle, f32::total_cmp).1
    });
    Some(Grid { colour, light })
}

fn colour(photo: &RgbImage, corners: &Quad) -> Option<Colour> {
    let small = reduced(photo, SIDE);
    let scale = small.width() as f32 / photo.width().max(1) as f32;
    let mut ratios: Vec<[f32; 2]> = Vec::new();
    for row in 0..GRAIN.1 {
        for column in 0..GRAIN.0 {
            let [x, y] = place(
                corners,
                (f32::from(column) + 0.5) / f32::from(GRAIN.0),
                (f32::from(row) + 0.5) / f32::from(GRAIN.1),
            );
            let [red, green, blue] = mean(&small, (x * scale) as i64, (y * scale) as i64)?;
            let lit = (red + green + blue) / 3.0 > LIT && red.max(green).max(blue) < FULL;
            if lit {
                let log = |value: f32| ((value + 4.0) / (green + 4.0)).ln();
                ratios.push([log(red), log(blue)]);
            }
        }
    }
    if ratios.len() < LEAST {
        return None;
    }
    let middle = [0, 1].map(|axis| {
        let mut values: Vec<f32> = ratios.iter().map(|ratio| ratio[axis]).collect();
        let half = values.len() / 2;
        *values.select_nth_unstable_by(half, f32::total_cmp).1
    });
    let mut apart: Vec<f32> = ratios
        .iter()
        .map(|ratio| (ratio[0] - middle[0]).hypot(ratio[1] - middle[1]))
        .collect();
    apart.sort_by(f32::total_cmp);
    let at = |share: usize| apart[(apart.len() - 1) * share / 100];
    Some(Colour {
        most: at(90),
        furthest: at(97),
    })
}

/// The mean colour around a place; that of the border beyond it. `None` of no picture.
fn mean(photo: &RgbImage, x: i64, y: i64) -> Option<[f32; 3]> {
    let (width, height) = photo.dimensions();
    if width == 0 || height == 0 {
        return None;
    }
    let within = |at: i64, length: u32| at.clamp(0, i64::from(length) - 1) as u32;
    let mut sum = [0_u32; 3];
    for v in y - AROUND..=y + AROUND {
        for u in x - AROUND..=x + AROUND {
            let pixel = photo.get_pixel(within(u, width), within(v, height));
            for (sum, value) in sum.iter_mut().zip(pixel.0) {
                *sum += u32::from(value);
            }
        }
    }
    let count = (2 * AROUND + 1).pow(2) as f32;
    Some(sum.map(|sum| sum as f32 / count))
}

/// Shares of the squares in which nothing changes: in sight, and in all.
fn unchanging(photo: &RgbImage) -> (f32, f32) {
    let (width, height) = (photo.width() as usize, photo.height() as usize);
    let (across, down) = (width / SQUARE, height / SQUARE);
    let raw = photo.as_raw();
    let (mut even, mut blank) = (0_usize, 0_usize);
    for top in (0..down).map(|row| row * SQUARE) {
        for left in (0..across).map(|column| column * SQUARE) {
            let first = &raw[(top * width + left) * 3..][..3];
            let same = (top..top + SQUARE).all(|y| {
                let row = &raw[(y * width + left) * 3..][..SQUARE * 3];
                let alike = |pixel: &[u8]| {
                    pixel
                        .iter()
                        .zip(first)
                        .all(|(value, other)| value.abs_diff(*other) <= 1)
                };
                row.chunks_exact(3).all(alike)
            });
            if same {
                blank += 1;
                even += usize::from(first.iter().any(|value| SEEN.contains(value)));
            }
        }
    }
    let all = (across * down).max(1) as f32;
    (even as f32 / all, blank as f32 / all)
}

#[cfg(test)]
mod tests {
    use image::Rgb;
    use proptest::prelude::*;

    use super::*;

    fn noisy(light: impl Fn(u32, u32) -> [f32; 3]) -> RgbImage {
        let mut state = 1_u32;
        RgbImage::from_fn(640, 480, |x, y| {
            Rgb(light(x, y).map(|value| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (value + (state >> 24) as f32 / 32.0 - 4.0) as u8
            }))
        })
    }

    #[test]
    fn stripes_of_a_screen_stand_out_in_colour() {
        let paper = |_: u32, y: u32| [180.0, 190.0, 200.0 + y as f32 / 40.0];
        let stripes = |x: u32, y: u32| {
            let wave = 6.0 * (x as f32 * 0.9 + y as f32 * 0.02).sin();
            let [red, green, blue] = paper(x, y);
            [red + wave, green, blue - wave]
        };
        let [plain, striped] = [
            Traces::of(&noisy(paper), None),
            Traces::of(&noisy(stripes), None),
        ];
        assert!(plain.grid.unwrap().colour < 12.0, "{plain:?}");
        assert!(striped.grid.unwrap().colour > 40.0, "{striped:?}");
        assert!(plain.even == 0.0 && !plain.screen_sized);
    }

    #[test]
    fn a_lamps_tint_is_no_colour() {
        let light = |x: u32, y: u32| 80.0 + ((x / 40 + y / 40) % 5) as f32 * 25.0;
        let grey = noisy(|x, y| [1.1, 1.0, 0.8].map(|tint| light(x, y) * tint));
        let coloured = noisy(|x, y| {
            let blue = if (x / 160) % 2 == 0 { 0.8 } else { 1.1 };
            [1.0, 1.0, blue].map(|tint| light(x, y) * tint)
        });
        let [grey, coloured] =
            [grey, coloured].map(|photo| Traces::of(&photo, None).colour.unwrap());
        assert!(grey.furthest < 0.03, "{grey:?}");
        assert!(coloured.most > 0.1, "{coloured:?}");
    }

    #[test]
    fn nothing_changes_where_no_camera_was() {
        let drawn = RgbImage::from_pixel(1080, 2340, Rgb([242, 242, 247]));
        let traces = Traces::of(&drawn, None);
        assert!(traces.screen_sized && traces.even > 0.9, "{traces:?}");
        let burnt = Traces::of(&RgbImage::from_pixel(1600, 1200, Rgb([255; 3])), None);
        assert!((burnt.even, burnt.screen_sized) == (0.0, false) && burnt.blank > 0.9);
        assert_eq!(burnt.colour, None);
    }

    proptest! {
        #[test]
        fn any_outline_is_borne(corners in prop::array::uniform4(prop::array::uniform2(-1e7_f32..1e7)), width in 1_u32..300, height in 1_u32..300) {
            let outline = Outline { corners, basis: super::super::Basis::Edges, outside: 0.0, share: 1.0 };
            let _ = Traces::of(&RgbImage::new(width, height), Some(&outline));
        }
    }
}
