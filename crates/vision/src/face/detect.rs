//! Where faces are: BlazeFace (Bazarevsky et al. 2019), the variant for the back camera.
//!
//! The network was trained on squares of 256 pixels, and takes any frame of whole cells: a photo
//! that is not square is looked at without the bars that would make it so. The whole photo comes
//! first; only when nothing is found there, closer looks at overlapping parts (small faces), a
//! wider frame (faces that fill the photo) and turned photos follow.

use image::RgbImage;

use super::warp::{Point, Similarity, cut_frame, planes};
use crate::models::{ModelError, Network};

/// Longer side of the network's picture, in pixels.
const SIDE: u32 = 256;
/// The same for a first look.
const FIRST_SIDE: u32 = 160;
/// Side of the network's coarsest cells, in pixels: both sides are multiples of it.
const CELL: u32 = 32;
/// Candidates below this score are dropped.
const MIN_SCORE: f32 = 0.5;
/// Candidates below this score are looked at again.
const DOUBTFUL: f32 = 0.75;
/// Candidates that overlap this much (intersection over union) are one face.
const SAME_FACE: f32 = 0.3;

/// How much is spent on looking for faces. An inference takes about 30 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// The whole photo, once.
    Quick,
    /// As normal, after a first look at the photo on a smaller scale. It shows a face that is a good
    /// part of the photo, for less than half the cost, and may miss others beside it.
    Largest,
    /// Closer, wider and turned looks when the whole photo shows nothing: at most 18 inferences.
    #[default]
    Normal,
    /// Closer looks always, so that a small face beside a large one is found too: at least 14
    /// inferences for a square photo.
    Thorough,
}

/// A face as the detector sees it, in the photo's pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// Left, top, right, bottom: of the face, forehead to chin, without regard to its tilt.
    pub(super) bounds: [f32; 4],
    pub(super) score: f32,
    /// The eye on the picture's left, the eye on its right, the tip of the nose, the mouth,
    /// the ear on the left, the ear on the right (when the face is upright).
    pub(super) points: [Point; 6],
}

impl Candidate {
    pub(super) fn centre(&self) -> Point {
        let [left, top, right, bottom] = self.bounds;
        [(left + right) / 2.0, (top + bottom) / 2.0]
    }

    pub(super) fn size(&self) -> f32 {
        let [left, top, right, bottom] = self.bounds;
        (right - left).max(bottom - top)
    }
}

/// One look at a photo: the frame around `centre` of `size` (width, height in the photo's pixels),
/// turned clockwise by `angle` (radians).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    centre: Point,
    size: [f32; 2],
    angle: f32,
    /// Longer side of the network's picture, in pixels.
    side: u32,
}

impl Look {
    /// The network's picture, in pixels: as long as it may be, and no wider than needed.
    fn pixels(&self) -> [u32; 2] {
        let longer = self.size[0].max(self.size[1]);
        self.size.map(|side| {
            let cells = (side / longer * (self.side / CELL) as f32 - 0.01).ceil();
            (cells as u32).clamp(1, self.side / CELL) * CELL
        })
    }

    /// Pixels of the photo for a pixel of the network's picture.
    fn scale(&self) -> f32 {
        self.size[0].max(self.size[1]) / self.side as f32
    }
}

/// The looks to take, in stages: the next stage is for when the ones before showed no face, or,
/// with thorough effort, for the first three in any case.
pub(super) fn stages(image: &RgbImage, effort: Effort) -> Vec<Vec<Look>> {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let centre = [width / 2.0, height / 2.0];
    let whole = |scale: f32, quarters: u8| {
        let angle = f32::from(quarters) * std::f32::consts::FRAC_PI_2;
        let size = if quarters.is_multiple_of(2) {
            [width, height]
        } else {
            [height, width]
        };
        vec![Look {
            centre,
            size: size.map(|side| side * scale),
            angle,
            side: SIDE,
        }]
    };
    let closer = |parts| {
        let look = |(centre, side)| Look {
            centre,
            size: [side, side],
            angle: 0.0,
            side: SIDE,
        };
        tiles(width, height, parts)
            .into_iter()
            .map(look)
            .collect::<Vec<_>>()
    };
    let normal = || {
        vec![
            whole(1.0, 0),
            closer(2),
            closer(3),
            whole(1.7, 0),
            whole(1.0, 1),
            whole(1.0, 3),
            whole(1.0, 2),
        ]
    };
    match effort {
        Effort::Quick => vec![whole(1.0, 0)],
        Effort::Largest => [vec![first(image)], normal()].concat(),
        Effort::Normal => normal(),
        Effort::Thorough => vec![
            [whole(1.0, 0), closer(2), closer(3)].concat(),
            whole(1.7, 0),
            whole(1.0, 1),
            whole(1.0, 3),
            whole(1.0, 2),
        ],
    }
}

/// A first look at the whole photo, on a smaller scale.
pub(super) fn first(image: &RgbImage) -> Vec<Look> {
    let size = [image.width() as f32, image.height() as f32];
    vec![Look {
        centre: size.map(|side| side / 2.0),
        size,
        angle: 0.0,
        side: FIRST_SIDE,
    }]
}

/// Takes the looks of a stage, and joins what they found.
pub(super) fn detect(
    network: &Network,
    image: &RgbImage,
    stage: &[Look],
) -> Result<Vec<Candidate>, ModelError> {
    let mut found = Vec::new();
    for look in stage {
        found.extend(candidates(network, image, look)?);
    }
    Ok(merge(found))
}

/// A second look at a doubtful candidate: from near, upright and upside down, since an upside
/// down face is at times found as a poor upright one. The best of all is taken.
pub(super) fn settle(
    network: &Network,
    image: &RgbImage,
    candidate: Candidate,
) -> Result<Candidate, ModelError> {
    if candidate.score >= DOUBTFUL {
        return Ok(candidate);
    }
    let (centre, side) = (candidate.centre(), candidate.size() * 2.5);
    let bounds = candidate.bounds;
    let mut best = candidate;
    for angle in [0.0, std::f32::consts::PI] {
        for found in detect(
            network,
            image,
            &[Look {
                centre,
                size: [side, side],
                angle,
                side: SIDE,
            }],
        )? {
            if found.score > best.score && overlap(&found.bounds, &bounds) > SAME_FACE {
                best = found;
            }
        }
    }
    Ok(best)
}

/// Squares that cover the photo: `parts` along its longer side, overlapping by a third, and as
/// many as needed along the shorter.
fn tiles(width: f32, height: f32, parts: u8) -> Vec<(Point, f32)> {
    let parts = f32::from(parts);
    let side = width.max(height) / (1.0 + (parts - 1.0) * 2.0 / 3.0);
    let along = |length: f32| -> Vec<f32> {
        if length <= side {
            return vec![length / 2.0];
        }
        let steps = ((length - side) / (side * 2.0 / 3.0) - 0.01)
            .ceil()
            .max(1.0);
        (0..=steps as u32)
            .map(|step| side / 2.0 + (length - side) * step as f32 / steps)
            .collect()
    };
    let rows = along(height);
    along(width)
        .iter()
        .flat_map(|&x| rows.iter().map(move |&y| ([x, y], side)))
        .collect()
}

/// One inference; candidates come back in the photo's pixels.
fn candidates(
    network: &Network,
    image: &RgbImage,
    look: &Look,
) -> Result<Vec<Candidate>, ModelError> {
    if image.width() == 0 || image.height() == 0 {
        return Ok(Vec::new());
    }
    let [width, height] = look.pixels();
    let map = Similarity::framed(look.centre, look.scale(), look.angle, [width, height]);
    let frame = cut_frame(image, &map, [width, height]);
    let input = planes(&frame, |_, value| value / 127.5 - 1.0);
    let outputs = network.run(
        &[1, 3, height as usize, width as usize],
        &input,
        &["scores-16", "boxes-16", "scores-8", "boxes-8"],
    )?;
    let mut found = Vec::new();
    // Two boxes in each cell of 16 pixels, six in each of 32.
    for (pair, (side, boxes)) in outputs.chunks_exact(2).zip([(CELL / 2, 2), (CELL, 6)]) {
        let [scores, raw] = pair else { continue };
        for (index, &score) in scores.data.iter().enumerate() {
            let score = 1.0 / (1.0 + (-score).exp());
            let Some(raw) = raw.data.get(index * 16..).and_then(<[f32]>::first_chunk) else {
                continue;
            };
            if score >= MIN_SCORE {
                let (cell, across) = (index / boxes, (width / side) as usize);
                let anchor =
                    [cell % across, cell / across].map(|cell| (cell as f32 + 0.5) * side as f32);
                found.push(candidate(raw, anchor, score, &map));
            }
        }
    }
    Ok(found)
}

/// Raw outputs are offsets from the cell's centre in the network's pixels: centre, size, points.
fn candidate(raw: &[f32; 16], anchor: Point, score: f32, map: &Similarity) -> Candidate {
    let point = |index: usize| map.apply([raw[index] + anchor[0], raw[index + 1] + anchor[1]]);
    let centre = point(0);
    let half = [raw[2], raw[3]].map(|length| length.abs() * map.scale() / 2.0);
    Candidate {
        bounds: [
            centre[0] - half[0],
            centre[1] - half[1],
            centre[0] + half[0],
            centre[1] + half[1],
        ],
        score,
        points: [4, 6, 8, 10, 12, 14].map(point),
    }
}

/// Joins candidates that overlap: the mean of each, weighted by score.
fn merge(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.retain(|candidate| candidate.bounds.iter().all(|value| value.is_finite()));
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut merged: Vec<Candidate> = Vec::new();
    while !candidates.is_empty() {
        let best = candidates.remove(0);
        let (mut same, others): (Vec<_>, Vec<_>) = candidates
            .into_iter()
            .partition(|other| overlap(&best.bounds, &other.bounds) > SAME_FACE);
        candidates = others;
        same.push(best.clone());
        let total: f32 = same.iter().map(|candidate| candidate.score).sum();
        let mean = |value: &dyn Fn(&Candidate) -> f32| {
            same.iter()
                .map(|candidate| candidate.score * value(candidate))
                .sum::<f32>()
                / total
        };
        merged.push(Candidate {
            bounds: std::array::from_fn(|side| mean(&|candidate| candidate.bounds[side])),
            score: best.score,
            points: std::array::from_fn(|index| {
                [0, 1].map(|axis| mean(&|candidate| candidate.points[index][axis]))
            }),
        });
    }
    merged
}

/// Intersection over union; a box that lies almost wholly in the other counts as the same.
fn overlap(a: &[f32; 4], b: &[f32; 4]) -> f32 {
    let area = |[left, top, right, bottom]: &[f32; 4]| (right - left) * (bottom - top);
    let width = a[2].min(b[2]) - a[0].max(b[0]);
    let height = a[3].min(b[3]) - a[1].max(b[1]);
    if width <= 0.0 || height <= 0.0 {
        return 0.0;
    }
    let shared = width * height;
    let smaller = area(a).min(area(b)).max(f32::MIN_POSITIVE);
    if shared / smaller > 0.8 {
        1.0
    } else {
        shared / (area(a) + area(b) - shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(left: f32, top: f32, size: f32, score: f32) -> Candidate {
        let bounds = [left, top, left + size, top + size];
        Candidate {
            bounds,
            score,
            points: [[left, top]; 6],
        }
    }

    #[test]
    fn overlapping_candidates_are_one_face() {
        let merged = merge(vec![
            at(0.0, 0.0, 100.0, 0.9),
            at(10.0, 0.0, 100.0, 0.9),
            at(300.0, 0.0, 50.0, 0.6),
        ]);
        assert_eq!(merged.len(), 2);
        assert!((merged[0].bounds[0] - 5.0).abs() < 1e-3);
        assert!((merged[0].points[0][0] - 5.0).abs() < 1e-3);
        assert_eq!(merged[1].score, 0.6);
    }

    #[test]
    fn a_face_within_a_face_is_one() {
        assert_eq!(
            merge(vec![at(0.0, 0.0, 100.0, 0.9), at(20.0, 20.0, 40.0, 0.7)]).len(),
            1
        );
    }

    #[test]
    fn broken_candidates_are_dropped() {
        assert!(merge(vec![at(f32::NAN, 0.0, 10.0, 0.9)]).is_empty());
        assert_eq!(merge(vec![at(0.0, 0.0, 0.0, 0.9)]).len(), 1);
    }

    #[test]
    fn the_network_sees_no_more_than_the_photo() {
        for (size, pixels) in [
            ([1000.0, 1000.0], [256, 256]),
            ([900.0, 1200.0], [192, 256]),
            ([1600.0, 1000.0], [256, 160]),
            ([1601.0, 1000.0], [256, 160]),
            ([1590.0, 1000.0], [256, 192]),
            ([2000.0, 1.0], [256, 32]),
        ] {
            let look = Look {
                centre: [0.0, 0.0],
                size,
                angle: 0.0,
                side: SIDE,
            };
            assert_eq!(look.pixels(), pixels, "{size:?}");
        }
    }

    #[test]
    fn tiles_cover_the_photo() {
        for (width, height) in [
            (1000.0, 1000.0),
            (1600.0, 900.0),
            (300.0, 2000.0),
            (50.0, 50.0),
        ] {
            for parts in [2, 3] {
                let tiles = tiles(width, height, parts);
                assert!(
                    tiles.len() <= usize::from(parts) * usize::from(parts),
                    "{}",
                    tiles.len()
                );
                for x in 0..20 {
                    for y in 0..20 {
                        let point = [
                            (x as f32 + 0.5) * width / 20.0,
                            (y as f32 + 0.5) * height / 20.0,
                        ];
                        let inside = tiles.iter().any(|(centre, side)| {
                            (0..2)
                                .all(|axis| (point[axis] - centre[axis]).abs() <= side / 2.0 + 0.01)
                        });
                        assert!(inside, "{point:?} of {width} x {height} in {parts}");
                    }
                }
            }
        }
    }
}
