//! What a selfie is judged by: measurements for the seven rules that people are told, no judgement.
//! Terms after ISO/IEC 29794-5 (face image quality) and ISO/IEC 39794-5 (face image data).

use image::RgbImage;

use super::{
    Eyes, Mesh, Quality,
    mesh::index,
    warp::{Point, cut},
};
use crate::intake::shrink;

/// Width over height of the oval in which a face is asked for.
const OVAL: f32 = 0.76;
/// How much of the picture the oval takes, along whichever side is tighter.
const OVAL_SHARE: f32 = 0.98;

/// Side of the upright face in which skin is looked at, in pixels.
const SKIN_SIDE: u32 = 192;
/// Half a patch of skin, in pixels of it.
const PATCH: i64 = 3;
/// Points of the mesh on cheeks and beside the nose, on the picture's left and right: skin, unless
/// the face is covered.
const CHEEKS: [[usize; 6]; 2] = [[50, 101, 36, 205, 187, 123], [280, 330, 266, 425, 411, 352]];
/// Points that hair and hands cover when they cover what matters: middle of the forehead, between
/// the brows, under the eyes, cheeks; on the picture's left and right. The forehead's upper edge is
/// left out: a fringe that ends above the brows hides nothing.
const BARE: [[usize; 14]; 2] = [
    [
        151, 108, 69, 107, 9, 8, 119, 118, 117, 101, 50, 123, 36, 205,
    ],
    [
        151, 337, 299, 336, 9, 8, 348, 347, 346, 330, 280, 352, 266, 425,
    ],
];
/// Luminance beside that of the cheeks beyond which a patch is no bare skin.
const SKIN_LIGHT: std::ops::Range<f32> = 0.5..2.0;
/// Distance in chromaticity (shares of red and green) beyond which it is none either.
const SKIN_COLOUR: f32 = 0.06;

/// Longer side of the picture in which the background is looked at, in pixels.
const GROUND_SIDE: u32 = 240;
/// Side of its cells.
const CELL: u32 = 6;
/// At least so many cells say something.
const LEAST_CELLS: usize = 24;
/// Largest difference from the background's own colour, in levels, of a cell that is like it.
const ALIKE: f32 = 34.0;
/// Largest spread of luminance within a cell, in levels, of a cell that is even.
const EVEN: f32 = 9.0;

/// Measurements of one selfie.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Selfie {
    /// Light, sharpness, contrast, pose.
    pub quality: Quality,
    /// Lids and irises.
    pub eyes: Eyes,
    /// How far the face reaches in the oval around the picture's middle: 1 is its border.
    pub reach: f32,
    /// How far the eyes look away from the camera by their own doing, in degrees: nothing for eyes
    /// that stay on the camera while the head turns, nor for those that only go with the head.
    pub gaze: f32,
    /// Share of forehead, temples and cheeks that does not look like the face's skin, 0 to 1.
    pub covered: f32,
    /// Share of the background that differs from the rest of it, or is no even surface, 0 to 1;
    /// `None` when hardly any is to be seen.
    pub background: Option<f32>,
}

impl Selfie {
    pub(super) fn of(photo: &RgbImage, mesh: &Mesh, eyes: Eyes) -> Self {
        let quality = Quality::of(photo, mesh);
        Self {
            reach: reach(photo, mesh),
            gaze: gaze(&eyes, &quality),
            covered: covered(photo, mesh),
            background: background(photo, mesh),
            quality,
            eyes,
        }
    }
}

/// The share of a face's skin that looks otherwise and of the background that does, as in [`Selfie`].
pub(crate) fn surroundings(photo: &RgbImage, mesh: &Mesh) -> (f32, Option<f32>) {
    (covered(photo, mesh), background(photo, mesh))
}

fn reach(photo: &RgbImage, mesh: &Mesh) -> f32 {
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let tall = height.min(width / OVAL) * OVAL_SHARE / 2.0;
    let wide = tall * OVAL;
    mesh.points
        .iter()
        .map(|&[x, y, _]| ((x - width / 2.0) / wide).hypot((y - height / 2.0) / tall))
        .fold(0.0, f32::max)
}

fn gaze(eyes: &Eyes, quality: &Quality) -> f32 {
    let aside = eyes.aside();
    // A raised or lowered gaze hides behind the lids: only what is across is told well.
    aside.abs().min((aside + quality.yaw).abs())
}

fn covered(photo: &RgbImage, mesh: &Mesh) -> f32 {
    let map = mesh.upright(SKIN_SIDE);
    let face = cut(photo, &map, SKIN_SIDE);
    let back = map.inverse();
    let patch = |point: usize| patch(&face, back.apply(mesh.flat(point)));
    let mut strange = 0;
    for (cheeks, bare) in CHEEKS.iter().zip(&BARE) {
        // Each half beside its own cheek: light from one side is no hair.
        let cheek = median(cheeks.map(patch));
        for &point in bare {
            let seen = patch(point);
            let light = seen.light / cheek.light.max(1.0);
            let colour = (seen.red - cheek.red).hypot(seen.green - cheek.green);
            strange += u32::from(!SKIN_LIGHT.contains(&light) || colour > SKIN_COLOUR);
        }
    }
    strange as f32 / BARE.as_flattened().len() as f32
}

/// Mean colour of a patch of skin.
#[derive(Clone, Copy)]
struct Patch {
    light: f32,
    /// Shares of red and green.
    red: f32,
    green: f32,
}

fn patch(face: &RgbImage, [x, y]: Point) -> Patch {
    let mut sums = [0.0_f32; 3];
    let side = i64::from(SKIN_SIDE) - 1;
    for dy in -PATCH..=PATCH {
        for dx in -PATCH..=PATCH {
            let within = |value: f32, by: i64| (value as i64 + by).clamp(0, side) as u32;
            let pixel = face.get_pixel(within(x, dx), within(y, dy));
            for (sum, &channel) in sums.iter_mut().zip(&pixel.0) {
                *sum += f32::from(channel);
            }
        }
    }
    let count = (2 * PATCH + 1).pow(2) as f32;
    let [red, green, blue] = sums.map(|sum| sum / count);
    let all = (red + green + blue).max(1.0);
    Patch {
        light: 0.299 * red + 0.587 * green + 0.114 * blue,
        red: red / all,
        green: green / all,
    }
}

fn median(patches: [Patch; 6]) -> Patch {
    let of = |value: fn(&Patch) -> f32| middle(&mut patches.iter().map(value).collect::<Vec<_>>());
    Patch {
        light: of(|patch| patch.light),
        red: of(|patch| patch.red),
        green: of(|patch| patch.green),
    }
}

fn middle(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Looks at what is beside and above the head, down to the mouth.
fn background(photo: &RgbImage, mesh: &Mesh) -> Option<f32> {
    let small = shrink(photo, GROUND_SIDE);
    let scale = small.width() as f32 / photo.width().max(1) as f32;
    let at = |index: usize| mesh.flat(index).map(|value| value * scale);
    let (forehead, chin) = (at(index::FOREHEAD), at(index::CHIN));
    let (right, left) = (at(index::RIGHT_SIDE), at(index::LEFT_SIDE));
    let tall = (forehead[0] - chin[0]).hypot(forehead[1] - chin[1]);
    let wide = (right[0] - left[0])
        .hypot(right[1] - left[1])
        .max(0.7 * tall);
    // An upright ellipse that holds head and hair.
    let middle_of_head = [
        (right[0] + left[0]) / 2.0,
        (forehead[1] + chin[1]) / 2.0 - 0.18 * tall,
    ];
    let half = [0.86 * wide, 0.86 * tall];
    let lowest = chin[1] - 0.2 * tall;
    let mut cells: Vec<([f32; 3], f32)> = Vec::new();
    for top in (0..small.height().saturating_sub(CELL)).step_by(CELL as usize) {
        for left in (0..small.width().saturating_sub(CELL)).step_by(CELL as usize) {
            let centre = [(left + CELL / 2) as f32, (top + CELL / 2) as f32];
            let away = ((centre[0] - middle_of_head[0]) / half[0])
                .hypot((centre[1] - middle_of_head[1]) / half[1]);
            if away > 1.0 && centre[1] < lowest {
                cells.push(cell(&small, left, top));
            }
        }
    }
    if cells.len() < LEAST_CELLS {
        return None;
    }
    let own: [f32; 3] = std::array::from_fn(|channel| {
        middle(
            &mut cells
                .iter()
                .map(|(colour, _)| colour[channel])
                .collect::<Vec<_>>(),
        )
    });
    let strange = cells
        .iter()
        .filter(|(colour, spread)| {
            let apart = colour
                .iter()
                .zip(own)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            apart > ALIKE || *spread > EVEN
        })
        .count();
    Some(strange as f32 / cells.len() as f32)
}

/// Mean colour and spread of luminance.
fn cell(image: &RgbImage, left: u32, top: u32) -> ([f32; 3], f32) {
    let count = (CELL * CELL) as f32;
    let (mut sums, mut light, mut squares) = ([0.0_f32; 3], 0.0, 0.0);
    for y in top..top + CELL {
        for x in left..left + CELL {
            let pixel = image.get_pixel(x, y).0.map(f32::from);
            for (sum, channel) in sums.iter_mut().zip(pixel) {
                *sum += channel;
            }
            let value = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            light += value;
            squares += value * value;
        }
    }
    let mean = light / count;
    (
        sums.map(|sum| sum / count),
        (squares / count - mean * mean).max(0.0).sqrt(),
    )
}
