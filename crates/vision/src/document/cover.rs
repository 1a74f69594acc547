//! What lies on a document and hides part of it: fingers, which come in over its edge, are skin in colour,
//! and have none of the print that is everywhere else.

use image::RgbImage;

use super::{Basis, Outline, Quad, reduced};

/// Longer side of the straightened document in which skin is looked for, in pixels.
const ACROSS: usize = 160;
/// Longer side to which the photograph is reduced first.
const SIDE: u32 = 900;
/// How far within the document's edges is looked, as a share of its shorter side: outlines are not exact, and
/// tables are of the colour of skin.
const RIM: f32 = 0.05;
/// Shares of red and of green in the light that skin sends back, under lamps and in daylight.
const RED: std::ops::Range<f32> = 0.37..0.52;
const GREEN: std::ops::Range<f32> = 0.26..0.345;
/// Luminance below which no colour is told.
const LIT: f32 = 34.0;
/// Largest difference from the pixels beside it, in levels, within skin.
const SMOOTH: f32 = 14.0;
/// Smallest part of the document that counts: a fingertip on a passport.
const LEAST: f32 = 0.012;
/// What takes up more of an edge than this is the document's own colour.
const EDGE: f32 = 0.45;

/// A part of the document that a finger hides.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// Its share of the document, 0 to 1.
    pub share: f32,
    /// Its pixels in the straightened document, row by row.
    hidden: Vec<bool>,
    size: [usize; 2],
    corners: Quad,
}

impl Cover {
    /// The largest finger on the document; `None` where there is none, and of documents whose edges are not
    /// seen: beside a table of wood nothing can be told.
    #[must_use]
    pub fn of(photo: &RgbImage, outline: &Outline) -> Option<Self> {
        if outline.basis != Basis::Edges {
            return None;
        }
        let [across, down] = super::sides(&outline.corners);
        let longer = across.max(down).max(1.0);
        let size = [across, down].map(|side| ((side / longer * ACROSS as f32) as usize).max(1));
        let [width, height] = size;
        let small = reduced(photo, SIDE);
        let scale = small.width() as f32 / photo.width().max(1) as f32;
        let map = outline.map_from([width as f32, height as f32])?;
        let at = |x: usize, y: usize| -> Option<[f32; 3]> {
            let (u, v) = map * (x as f32 + 0.5, y as f32 + 0.5);
            let (u, v) = (u * scale, v * scale);
            let inside = u >= 0.0 && v >= 0.0;
            let pixel = small
                .get_pixel_checked(u as u32, v as u32)
                .filter(|_| inside)?;
            Some(pixel.0.map(f32::from))
        };
        let colours: Vec<Option<[f32; 3]>> = (0..width * height)
            .map(|place| at(place % width, place / width))
            .collect();
        let light = |place: usize| {
            colours[place].map_or(0.0, |[red, green, blue]| {
                0.299 * red + 0.587 * green + 0.114 * blue
            })
        };
        let skin: Vec<bool> = (0..width * height)
            .map(|place| {
                let (x, y) = (place % width, place / width);
                let smooth = [
                    (x + 1 < width).then_some(place + 1),
                    (y + 1 < height).then_some(place + width),
                ]
                .into_iter()
                .flatten()
                .all(|beside| (light(beside) - light(place)).abs() < SMOOTH);
                smooth && light(place) > LIT && colours[place].is_some_and(is_skin)
            })
            .collect();
        let rim = ((RIM * width.min(height) as f32) as usize).max(1);
        let hidden = fingers(&skin, size, rim)?;
        let count = hidden.iter().filter(|hidden| **hidden).count();
        let share = count as f32 / (width * height) as f32;
        (share >= LEAST).then_some(Self {
            share,
            hidden,
            size,
            corners: outline.corners,
        })
    }

    /// The share of a part of the document, given by its corners in the photograph, that is hidden.
    #[must_use]
    pub fn share_of(&self, part: &Quad) -> f32 {
        const STEPS: u16 = 24;
        let outline = Outline {
            corners: self.corners,
            basis: Basis::Edges,
            outside: 0.0,
            share: 1.0,
        };
        let [width, height] = self.size;
        let Some(map) = outline.map_to([width as f32, height as f32]) else {
            return 0.0;
        };
        let mut hidden = 0_u16;
        for row in 0..STEPS {
            for column in 0..STEPS {
                let share = |step: u16| (f32::from(step) + 0.5) / f32::from(STEPS);
                let [x, y] = [0, 1].map(|axis| {
                    let upper = part[0][axis] + share(column) * (part[1][axis] - part[0][axis]);
                    let lower = part[3][axis] + share(column) * (part[2][axis] - part[3][axis]);
                    upper + share(row) * (lower - upper)
                });
                let (u, v) = map * (x, y);
                let within = u >= 0.0 && v >= 0.0 && u < width as f32 && v < height as f32;
                hidden += u16::from(within && self.hidden[v as usize * width + u as usize]);
            }
        }
        f32::from(hidden) / f32::from(STEPS * STEPS)
    }
}

fn is_skin([red, green, blue]: [f32; 3]) -> bool {
    let sum = (red + green + blue).max(1.0);
    RED.contains(&(red / sum)) && GREEN.contains(&(green / sum)) && blue < green
}

/// The largest connected part of skin that comes in over the rim and is no wider there than fingers are.
fn fingers(skin: &[bool], [width, height]: [usize; 2], rim: usize) -> Option<Vec<bool>> {
    if width <= 2 * rim + 2 || height <= 2 * rim + 2 {
        return None;
    }
    let (right, bottom) = (width - rim - 1, height - rim - 1);
    let mut seen = vec![false; skin.len()];
    let mut largest: Option<(usize, Vec<usize>)> = None;
    for start in 0..skin.len() {
        let inside = |x: usize, y: usize| (rim..=right).contains(&x) && (rim..=bottom).contains(&y);
        if seen[start] || !skin[start] || !inside(start % width, start / width) {
            continue;
        }
        let mut part = vec![start];
        seen[start] = true;
        let mut next = 0;
        let mut edges = [0_usize; 4];
        while let Some(&place) = part.get(next) {
            next += 1;
            let (x, y) = (place % width, place / width);
            for (edge, touches) in
                edges
                    .iter_mut()
                    .zip([x == rim, x == right, y == rim, y == bottom])
            {
                *edge += usize::from(touches);
            }
            for (u, v) in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
                let beside = v * width + u;
                if inside(u, v) && skin[beside] && !seen[beside] {
                    seen[beside] = true;
                    part.push(beside);
                }
            }
        }
        let [left_edge, right_edge, top_edge, bottom_edge] = edges.map(|edge| edge as f32);
        let widest = (left_edge.max(right_edge) / height as f32)
            .max(top_edge.max(bottom_edge) / width as f32);
        let comes_in = edges.iter().any(|edge| *edge > 0);
        if comes_in && widest <= EDGE && largest.as_ref().is_none_or(|(most, _)| part.len() > *most)
        {
            largest = Some((part.len(), part));
        }
    }
    let (_, part) = largest?;
    let mut hidden = vec![false; skin.len()];
    for place in part {
        hidden[place] = true;
    }
    Some(hidden)
}

#[cfg(test)]
mod tests {
    use image::Rgb;
    use proptest::prelude::*;

    use super::*;

    const OUTLINE: Outline = Outline {
        corners: [
            [100.0, 100.0],
            [740.0, 100.0],
            [740.0, 500.0],
            [100.0, 500.0],
        ],
        basis: Basis::Edges,
        outside: 0.0,
        share: 0.5,
    };

    fn document(hidden: impl Fn(u32, u32) -> bool) -> RgbImage {
        RgbImage::from_fn(840, 600, |x, y| {
            if hidden(x, y) {
                Rgb([206, 150, 120])
            } else if (100..740).contains(&x) && (100..500).contains(&y) {
                Rgb([210, 222, 230])
            } else {
                // A table of wood.
                Rgb([92, 68, 50])
            }
        })
    }

    #[test]
    fn a_thumb_from_below_is_found_where_it_lies() {
        let thumb = document(|x, y| (380..460).contains(&x) && y > 380);
        let cover = Cover::of(&thumb, &OUTLINE).expect("a thumb");
        assert!((0.02..0.06).contains(&cover.share), "{}", cover.share);
        let [zone, portrait] = [[100.0, 400.0, 740.0, 490.0], [110.0, 150.0, 260.0, 350.0]].map(
            |[left, top, right, bottom]| {
                cover.share_of(&[[left, top], [right, top], [right, bottom], [left, bottom]])
            },
        );
        assert!(zone > 0.08 && portrait == 0.0, "{zone} {portrait}");
    }

    #[test]
    fn tables_portraits_and_stripes_are_no_fingers() {
        for bare in [
            document(|_, _| false),
            document(|x, y| (200..300).contains(&x) && (200..350).contains(&y)),
            document(|_, y| y > 430),
        ] {
            assert_eq!(Cover::of(&bare, &OUTLINE).map(|cover| cover.share), None);
        }
    }

    proptest! {
        #[test]
        fn any_outline_is_borne(corners in prop::array::uniform4(prop::array::uniform2(-1e7_f32..1e7)), width in 1_u32..300, height in 1_u32..300) {
            let photo = RgbImage::from_pixel(width, height, Rgb([206, 150, 120]));
            if let Some(cover) = Cover::of(&photo, &Outline { corners, ..OUTLINE }) {
                let _ = cover.share_of(&corners);
            }
        }
    }
}
