//! How well a document was photographed.

use std::fmt;

use image::{GrayImage, RgbImage};
use imageproc::geometric_transformations::Projection;

use super::{Outline, Quad, reduced};

/// Longer side of the document as it is measured, in pixels, so that figures do not depend on the camera.
const SIDE: u32 = 640;
const LEAST_SIDE: u32 = 160;
/// Side of the squares that are looked at one by one: about 3 mm of a passport.
const TILE: usize = 16;
/// Luminance from which a pixel is burnt out: nothing can be seen in it.
const BURNT: u8 = 250;
/// The share of a square's pixels that are burnt where a light is mirrored.
const BLANK: f32 = 0.8;
/// Luminance of paper that is not itself near to being burnt: only on such paper can a mirrored light be told
/// from the paper.
const PAPER: u8 = 240;
/// The least variance of a square's luminance that sharpness is measured on; below it there is only noise.
const CONTRAST: f32 = 12.0;

/// Measurements of a document in a photograph, or of the whole photograph where its outline is not known.
#[derive(Clone, Debug)]
pub struct Quality {
    /// How much of the variation of luminance is fine detail: mean square of the Laplacian over the variance,
    /// in the median of the fifth of squares that vary most, at 640 pixels or what there is. It depends neither on light nor on
    /// contrast. 19 documents photographed well: 0.17 to 4.1; blurred by 2, 3 and 4 pixels (standard
    /// deviation, at 1,050 pixels): 0.139 and more, 0.045 to 0.080, 0.025 to 0.046; of these all, half and
    /// one of sixteen could be read without a mistake.
    pub sharpness: f32,
    /// Luminance that the lightest twentieth exceeds, 0 to 255: how light the paper is. Good photographs have
    /// 209 and more; zones were still read at 32, portraits are then dark.
    pub light: f32,
    /// The share of burnt pixels, 0 to 1. White paper in good light: up to 0.78.
    pub burnt: f32,
    /// Where a light is mirrored.
    pub glare: Glare,
    /// The longer side of the document, or of the photograph, in pixels of the photograph. Zones were read
    /// down to about 280 on cards and 370 on passports.
    pub resolution: f32,
}

/// Where a light is mirrored: squares in which nothing can be seen, on paper that is darker. On paper that is
/// itself nearly white, or made so by too much light, none is told apart.
#[derive(Clone)]
pub struct Glare {
    /// The share of the document, from 0 to 1: up to 0.05 on forms with white fields; 0.06 is a spot as wide as
    /// a third of the document's height.
    pub share: f32,
    /// Squares of the straightened document, row by row.
    blank: Vec<bool>,
    across: usize,
    down: usize,
    /// From the photograph to the straightened document; nothing if they are one but for `scale`.
    straightening: Option<Projection>,
    scale: f32,
}

impl Quality {
    /// Measures the document, straightened if its outline is known.
    #[must_use]
    pub fn of(photo: &RgbImage, outline: Option<&Outline>) -> Quality {
        let longer = photo.width().max(photo.height()).max(1);
        let (picture, resolution) = match outline {
            Some(outline) => {
                // What is small is not also blurred by being enlarged.
                let side = SIDE.min(outline.longer_side() as u32).max(LEAST_SIDE);
                (outline.straightened(photo, side), outline.longer_side())
            }
            None => (whole(photo), longer as f32),
        };
        let squares = Squares::of(&picture);
        let levels = histogram(picture.as_raw());
        let size = [picture.width() as f32, picture.height() as f32];
        Quality {
            sharpness: squares.sharpness(),
            light: f32::from(quantile(&levels, 0.95)),
            burnt: share_from(&levels, BURNT),
            glare: Glare {
                straightening: outline.and_then(|outline| outline.map_to(size)),
                scale: size[0].max(size[1]) / longer as f32,
                ..squares.glare(&picture)
            },
            resolution,
        }
    }
}

impl fmt::Debug for Glare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = &self.share;
        f.debug_struct("Glare")
            .field("share", share)
            .finish_non_exhaustive()
    }
}

impl Glare {
    /// The share of the document that is lost to glare but for the strip in which a zone lies that was read,
    /// given by its corners in the photograph: what was read is not lost, and white paper may be burnt.
    #[must_use]
    pub fn share_beside(&self, zone: &Quad) -> f32 {
        let corners = zone.map(|[x, y]| match &self.straightening {
            Some(map) => *map * (x, y),
            None => (x * self.scale, y * self.scale),
        });
        // The strip runs from edge to edge, and is higher than its letters by half on either side.
        let along = |axis: fn(&(f32, f32)) -> f32| {
            let least = corners.iter().map(axis).fold(f32::MAX, f32::min);
            let most = corners.iter().map(axis).fold(f32::MIN, f32::max);
            (least, most)
        };
        let ((left, right), (top, bottom)) = (along(|corner| corner.0), along(|corner| corner.1));
        let lies = right - left >= bottom - top;
        let (least, most) = if lies { (top, bottom) } else { (left, right) };
        let margin = (most - least) / 2.0;
        let strip = least - margin..most + margin;
        let lost = (self.blank.iter().enumerate())
            .filter(|(square, blank)| {
                let (row, column) = (square / self.across.max(1), square % self.across.max(1));
                let at = (if lies { row } else { column } * TILE + TILE / 2) as f32;
                **blank && !strip.contains(&at)
            })
            .count();
        lost as f32 / self.blank.len().max(1) as f32
    }

    /// The share of a part of the document, given by its corners in the photograph, that is lost to glare.
    #[must_use]
    pub fn share_of(&self, part: &Quad) -> f32 {
        let corners = part.map(|[x, y]| match &self.straightening {
            Some(map) => *map * (x, y),
            None => (x * self.scale, y * self.scale),
        });
        const STEPS: u16 = 24;
        let mut lost = 0;
        for down in 0..STEPS {
            for across in 0..STEPS {
                let (u, v) = (
                    (f32::from(across) + 0.5) / f32::from(STEPS),
                    (f32::from(down) + 0.5) / f32::from(STEPS),
                );
                let mix = |pick: fn((f32, f32)) -> f32| {
                    let [a, b, c, d] = corners.map(pick);
                    (a * (1.0 - u) + b * u) * (1.0 - v) + (d * (1.0 - u) + c * u) * v
                };
                lost += u32::from(self.at(mix(|corner| corner.0), mix(|corner| corner.1)));
            }
        }
        lost as f32 / f32::from(STEPS * STEPS)
    }

    /// The middle of what is lost, in pixels of the photograph; none where nothing is.
    #[must_use]
    pub fn middle(&self) -> Option<[f32; 2]> {
        let lost = || (0..self.blank.len()).filter(|square| self.blank[*square]);
        let count = lost().count();
        if count == 0 {
            return None;
        }
        let middle = |of: fn(usize, usize) -> usize| {
            let sum: usize = lost().map(|square| of(square, self.across)).sum();
            (sum as f32 / count as f32 + 0.5) * TILE as f32
        };
        let (x, y) = (
            middle(|square, across| square % across),
            middle(|square, across| square / across),
        );
        let (x, y) = match &self.straightening {
            Some(map) => map.invert() * (x, y),
            None => (x / self.scale, y / self.scale),
        };
        Some([x, y])
    }

    fn at(&self, x: f32, y: f32) -> bool {
        if !(x >= 0.0 && y >= 0.0) {
            return false;
        }
        let (column, row) = (x as usize / TILE, y as usize / TILE);
        column < self.across && row < self.down && self.blank[row * self.across + column]
    }
}

/// What is measured of each square.
struct Squares {
    across: usize,
    down: usize,
    variance: Vec<f32>,
    detail: Vec<f32>,
    burnt: Vec<f32>,
}

impl Squares {
    fn of(picture: &GrayImage) -> Squares {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let pixels = picture.as_raw();
        let mut squares = Squares {
            across: width / TILE,
            down: height / TILE,
            variance: Vec::new(),
            detail: Vec::new(),
            burnt: Vec::new(),
        };
        let area = (TILE * TILE) as f32;
        for top in (0..squares.down).map(|row| row * TILE) {
            for left in (0..squares.across).map(|column| column * TILE) {
                let (mut sum, mut square, mut detail, mut burnt) = (0i64, 0i64, 0i64, 0u32);
                for y in top..top + TILE {
                    // At the picture's border the neighbour on the other side stands in.
                    let above = y.checked_sub(1).unwrap_or(1).min(height - 1) * width;
                    let below = if y + 1 < height { y + 1 } else { y - 1 } * width;
                    let row = y * width;
                    for x in left..left + TILE {
                        let before = x.checked_sub(1).unwrap_or(1).min(width - 1);
                        let after = if x + 1 < width { x + 1 } else { x - 1 };
                        let at = |place: usize| i64::from(pixels[place]);
                        let value = at(row + x);
                        let laplacian =
                            at(row + before) + at(row + after) + at(above + x) + at(below + x)
                                - 4 * value;
                        sum += value;
                        square += value * value;
                        detail += laplacian * laplacian;
                        burnt += u32::from(value >= i64::from(BURNT));
                    }
                }
                let mean = sum as f32 / area;
                squares.variance.push(square as f32 / area - mean * mean);
                squares.detail.push(detail as f32 / area);
                squares.burnt.push(burnt as f32 / area);
            }
        }
        squares
    }

    fn sharpness(&self) -> f32 {
        let mut order: Vec<usize> = (0..self.variance.len())
            .filter(|square| self.variance[*square] >= CONTRAST)
            .collect();
        order.sort_by(|one, other| self.variance[*other].total_cmp(&self.variance[*one]));
        order.truncate(order.len().div_ceil(5));
        let mut fine: Vec<f32> = order
            .into_iter()
            .map(|square| self.detail[square] / self.variance[square])
            .collect();
        fine.sort_by(f32::total_cmp);
        fine.get(fine.len() / 2).copied().unwrap_or(0.0)
    }

    fn glare(&self, picture: &GrayImage) -> Glare {
        let mut blank: Vec<bool> = self.burnt.iter().map(|burnt| *burnt > BLANK).collect();
        let mut levels = [0u32; 256];
        for (row, line) in picture.rows().enumerate().take(self.down * TILE) {
            for (column, pixel) in line.enumerate().take(self.across * TILE) {
                if !blank[row / TILE * self.across + column / TILE] {
                    levels[usize::from(pixel.0[0])] += 1;
                }
            }
        }
        if quantile(&levels, 0.75) >= PAPER {
            blank.fill(false);
        }
        Glare {
            share: blank.iter().filter(|blank| **blank).count() as f32 / blank.len().max(1) as f32,
            blank,
            across: self.across,
            down: self.down,
            straightening: None,
            scale: 1.0,
        }
    }
}

/// Luminance of the whole photograph, at most at the side at which documents are measured.
fn whole(photo: &RgbImage) -> GrayImage {
    let small = reduced(photo, SIDE);
    let luminance = |pixel: &[u8]| {
        let [red, green, blue] = [0, 1, 2].map(|channel| u32::from(pixel[channel]));
        ((77 * red + 150 * green + 29 * blue) >> 8) as u8
    };
    let values = small.as_raw().chunks_exact(3).map(luminance).collect();
    GrayImage::from_raw(small.width(), small.height(), values).unwrap_or_default()
}

fn histogram(values: &[u8]) -> [u32; 256] {
    let mut levels = [0; 256];
    for value in values {
        levels[usize::from(*value)] += 1;
    }
    levels
}

/// The value that this share of all does not exceed.
fn quantile(levels: &[u32; 256], share: f32) -> u8 {
    let total: u32 = levels.iter().sum();
    let mut left = (total as f32 * share) as u32;
    for (value, count) in (0..=255u8).zip(levels) {
        if *count > left {
            return value;
        }
        left -= count;
    }
    255
}

fn share_from(levels: &[u32; 256], least: u8) -> f32 {
    let total: u32 = levels.iter().sum();
    levels[usize::from(least)..].iter().sum::<u32>() as f32 / total.max(1) as f32
}
