//! Strips of a document, one below the other on a sheet that is read in one go.

use image::{GrayImage, Luma, imageops};

use super::Area;

/// How high letters are made on a sheet, in pixels; readers of text are trained on about these.
const LETTERS: f32 = 34.0;
/// White around each strip.
const MARGIN: u32 = 22;
/// What is darker than this share of its surroundings is ink.
const INK: u8 = 170;
/// Millimetres by which a value may stand above or below its place.
const SLACK: f32 = 0.9;
/// Most pixels of a sheet's sides.
const WIDEST: u32 = 3_000;
const HIGHEST: u32 = 6_000;

/// Strips below each other, dark on white.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The picture.
    pub image: GrayImage,
    /// For each strip that was laid on it, the rows that it takes up.
    pub rows: Vec<std::ops::Range<u32>>,
}

impl Sheet {
    /// The strips that lie at these places; each place with the side that it is cut from, as [`super::flat`] gives
    /// it, and that side's height in millimetres.
    pub fn of(places: &[(&GrayImage, f32, Area)]) -> Self {
        let strips: Vec<GrayImage> = places
            .iter()
            .map(|(side, height, area)| cut(side, *height, area))
            .collect();
        Self::stacked(&strips)
    }

    /// Pictures below each other.
    pub fn stacked(strips: &[GrayImage]) -> Self {
        let width = strips.iter().map(GrayImage::width).max().unwrap_or(1);
        let height: u32 = strips.iter().map(|strip| strip.height() + MARGIN).sum();
        let size = (
            (width + 2 * MARGIN).min(WIDEST),
            (height + MARGIN).min(HIGHEST),
        );
        let mut image = GrayImage::from_pixel(size.0, size.1, Luma([255]));
        let mut rows = Vec::with_capacity(strips.len());
        let mut top = MARGIN;
        for strip in strips {
            imageops::replace(&mut image, strip, i64::from(MARGIN), i64::from(top));
            let bottom = top + strip.height();
            rows.push(top - MARGIN / 2..bottom + MARGIN / 2);
            top = bottom + MARGIN;
        }
        Self { image, rows }
    }
}

/// The line of text that stands in a place, with letters of the usual height.
fn cut(side: &GrayImage, millimetres: f32, area: &Area) -> GrayImage {
    let (width, height) = (side.width() as f32, side.height() as f32);
    let slack = SLACK / millimetres.max(1.0) * height;
    let [left, top] = [area[0] * width, area[1] * height];
    let [right, bottom] = [left + area[2] * width, top + area[3] * height];
    let within = |value: f32, most: u32| (value.max(0.0) as u32).min(most);
    let (x, y) = (
        within(left, side.width() - 1),
        within(top - slack, side.height() - 1),
    );
    let size = (
        within(right, side.width()).saturating_sub(x).max(1),
        within(bottom + slack, side.height())
            .saturating_sub(y)
            .max(1),
    );
    let window = imageops::crop_imm(side, x, y, size.0, size.1).to_image();
    let expected = (top - y as f32, bottom - y as f32);
    let Some((first, last)) = line_of(&window, expected) else {
        return GrayImage::from_pixel(1, LETTERS as u32, Luma([255]));
    };
    let room = ((last - first) / 5).max(3);
    let first = first.saturating_sub(room);
    let last = (last + room).min(window.height());
    let line = imageops::crop_imm(&window, 0, first, window.width(), last - first).to_image();
    let scale = LETTERS * 1.4 / line.height().max(1) as f32;
    if (0.85..1.2).contains(&scale) {
        return line;
    }
    let scale = scale.min(2.5);
    let scaled = |part: u32| ((part as f32 * scale) as u32).clamp(1, WIDEST);
    imageops::resize(
        &line,
        scaled(line.width()),
        scaled(line.height()),
        imageops::FilterType::CatmullRom,
    )
}

/// The rows of the line of text that lies where one is expected: labels are smaller and stand above it.
fn line_of(window: &GrayImage, (top, bottom): (f32, f32)) -> Option<(u32, u32)> {
    let ink: Vec<u32> = window
        .rows()
        .map(|row| row.filter(|pixel| pixel.0[0] < INK).count() as u32)
        .collect();
    let least = (window.width() / 250).max(2);
    let mut lines: Vec<(u32, u32)> = Vec::new();
    for (row, ink) in (0..).zip(&ink) {
        match lines.last_mut() {
            _ if *ink < least => {}
            // The mark over a letter, and the letter.
            Some((_, last)) if row - *last <= 1 => *last = row + 1,
            _ => lines.push((row, row + 1)),
        }
    }
    let expected = (bottom - top).max(1.0);
    let worth = |(first, last): &(u32, u32)| {
        let (first, last) = (*first as f32, *last as f32);
        let shared = (last.min(bottom) - first.max(top)).max(0.0) / expected;
        let height = ((last - first) / expected).min(1.0);
        shared + 0.5 * height
    };
    let best = lines
        .iter()
        .copied()
        .max_by(|one, other| worth(one).total_cmp(&worth(other)))?;
    let tall = (best.1 - best.0) as f32;
    if tall < 0.25 * expected {
        return None;
    }
    // Marks stand apart above their letters, and below.
    let (mut first, mut last) = best;
    for (from, to) in &lines {
        let near = 0.22 * tall;
        let small = ((to - from) as f32) < 0.35 * tall;
        if small && *to <= first && ((first - to) as f32) < near {
            first = *from;
        }
        if small && *from >= last && ((from - last) as f32) < near {
            last = *to;
        }
    }
    Some((first, last))
}

/// The same with every pixel held against the lightness around it, so that paper becomes white.
pub(super) fn evened(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let radius = (width.max(height) / 40).max(8);
    // Sums of everything above and left of each pixel.
    let mut sums = vec![0_u64; (width + 1) * (height + 1)];
    for y in 0..height {
        let mut row = 0;
        for x in 0..width {
            row += u64::from(picture.as_raw()[y * width + x]);
            sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
        }
    }
    let mean = |x: usize, y: usize| {
        let (left, top) = (x.saturating_sub(radius), y.saturating_sub(radius));
        let (right, bottom) = ((x + radius + 1).min(width), (y + radius + 1).min(height));
        let at = |x: usize, y: usize| sums[y * (width + 1) + x];
        let sum = at(right, bottom) + at(left, top) - at(left, bottom) - at(right, top);
        sum as f32 / ((right - left) * (bottom - top)) as f32
    };
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let around = mean(x as usize, y as usize).max(1.0);
        let share = f32::from(picture.get_pixel(x, y).0[0]) / around;
        // Paper lies a little above the mean of paper and letters.
        let value = ((share - 0.25) / 0.65).clamp(0.0, 1.0);
        Luma([(value * 255.0) as u8])
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_place_of_any_picture_is_cut(
            width in 1_u32..80, height in 1_u32..80, seed in any::<u8>(),
            area in prop::array::uniform4(-1.0_f32..2.0), millimetres in 0.0_f32..100.0,
        ) {
            let side = GrayImage::from_fn(width, height, |x, y| {
                Luma([(x * 31 + y * 17 + u32::from(seed)) as u8])
            });
            let side = evened(&side);
            let sheet = Sheet::of(&[(&side, millimetres, area), (&side, 54.0, [0.0, 0.0, 1.0, 1.0])]);
            prop_assert_eq!(sheet.rows.len(), 2);
        }
    }
}
