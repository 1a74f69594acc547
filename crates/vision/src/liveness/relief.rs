//! Relief: how places of the skin move in the pictures themselves when a head turns. The mesh has
//! learnt what heads are like and finds depth in a flat picture as well; pixels have learnt
//! nothing.

use super::challenge::Prompt;
use super::geometry::{self, Shape, least_squares};
use super::grey::Grey;
use super::measure::median;
use crate::face::Point;

/// Every fourth of the mesh's points is followed.
const EVERY: usize = 4;
/// Half a side of the window in which a place is compared, in pixels.
const HALF: i32 = 7;
const SIDE: usize = 2 * HALF as usize + 1;
/// Each level of a picture has half the side of the one below it.
const LEVELS: usize = 3;
/// Faces are followed in the level in which their eyes are at most so far apart, in pixels.
const NEAR: f32 = 80.0;
/// Steps towards a place on one level, and the step that is no step any more, in pixels.
const STEPS: usize = 8;
const NO_STEP: f32 = 0.03;
/// Least texture of a window: the smaller eigenvalue of its gradients' matrix for each pixel.
const TEXTURE: f32 = 0.15;
/// A place that is followed forth and back comes home to so much, in distances between the eyes.
const HOME: f32 = 0.04;
/// Fewer places tell nothing.
const LEAST: usize = 30;
/// Turns and raises by less show no relief, in degrees.
const TURN: f32 = 10.0;
const RAISE: f32 = 7.0;
/// Beyond it much of the face is hidden, and relief seems less; what was seen up to here counts before
/// that, in degrees.
const WIDE: f32 = 24.0;
/// Passes of the fit in which places that move unlike the others lose weight.
const PASSES: usize = 5;

/// One movement, followed.
#[derive(Debug)]
pub(super) struct Relief {
    prompt: Prompt,
    picture: Pyramid,
    places: Vec<Place>,
    unit: f32,
    upright: Point,
    seen: Vec<f32>,
    seen_wide: Vec<f32>,
}

/// A place of the skin.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Where it was on the face: across, down and away, in distances between the eyes.
    on: [f32; 3],
    /// Where it is in the picture, in pixels.
    at: Point,
}

impl Relief {
    /// Begins with a face that has not moved yet. `points` are the mesh's, in pixels, and
    /// `shape` the same in distances between the eyes.
    pub(super) fn begin(prompt: Prompt, grey: &Grey, points: &[[f32; 3]], shape: &Shape) -> Self {
        let [right, left] = geometry::eyes(points).unwrap_or_default();
        let (across, down) = (left[0] - right[0], left[1] - right[1]);
        let unit = across.hypot(down).max(1.0);
        let skip = (0..LEVELS).find(|&level| unit / (1 << level) as f32 <= NEAR);
        let skip = skip.unwrap_or(LEVELS);
        let scale = 1.0 / (1 << skip) as f32;
        let places = points.iter().zip(shape).step_by(EVERY);
        Self {
            prompt,
            picture: Pyramid::of(grey, skip),
            places: places
                .map(|(&[x, y, _], &on)| Place {
                    on,
                    at: [x * scale, y * scale],
                })
                .collect(),
            unit: unit * scale,
            upright: [across / unit, down / unit],
            seen: Vec::new(),
            seen_wide: Vec::new(),
        }
    }

    /// The next picture, in which the mesh has gone so many degrees where it was asked to.
    pub(super) fn follow(&mut self, grey: &Grey, angle: f32) {
        if self.places.len() < LEAST {
            return;
        }
        let next = Pyramid::of(grey, self.picture.skip);
        let home = HOME * self.unit;
        self.places.retain_mut(|place| {
            let Some(at) = self.picture.track(&next, place.at) else {
                return false;
            };
            let is_home = next
                .track(&self.picture, at)
                .is_some_and(|[x, y]| (x - place.at[0]).hypot(y - place.at[1]) < home);
            place.at = at;
            is_home
        });
        self.picture = next;
        let least = if self.prompt == Prompt::LookUp {
            RAISE
        } else {
            TURN
        };
        if angle >= least && self.places.len() >= LEAST {
            let relief = self.fit(angle);
            if angle <= WIDE {
                self.seen.extend(relief);
            } else {
                self.seen_wide.extend(relief);
            }
        }
    }

    /// How far near places have moved before far ones, for each distance between the eyes that they
    /// are nearer, over the tangent of the angle: 1 for what turned by it in space, 0 for anything
    /// that is flat. What is bent evenly, as paper can be, is none either: the fit explains it away.
    fn fit(&self, angle: f32) -> Option<f32> {
        let [cos, sin] = self.upright;
        // Whoever turns to the picture's right moves what is near there; whoever looks up, up.
        let (down, sign) = match self.prompt {
            Prompt::TurnLeft => (false, 1.0),
            Prompt::TurnRight => (false, -1.0),
            _ => (true, -1.0),
        };
        let rows: Vec<([f32; 7], f32)> = self
            .places
            .iter()
            .map(|place| {
                let [x, y, away] = place.on;
                let [right, below] = place.at.map(|side| side / self.unit);
                let moved = if down {
                    cos * below - sin * right
                } else {
                    cos * right + sin * below
                };
                ([1.0, x, y, x * x, x * y, y * y, -away], moved)
            })
            .collect();
        let mut weights = vec![1.0_f32; rows.len()];
        let mut relief = None;
        for _ in 0..PASSES {
            let weighed: Vec<([f32; 7], f32)> = rows
                .iter()
                .zip(&weights)
                .map(|((row, right), weight)| (row.map(|cell| cell * weight), right * weight))
                .collect();
            let fitted = least_squares(&weighed)?;
            relief = Some(fitted[6]);
            let off: Vec<f32> = rows
                .iter()
                .map(|(row, right)| {
                    let sum: f32 = row.iter().zip(fitted).map(|(a, b)| a * b).sum();
                    (right - sum).abs()
                })
                .collect();
            // A spread that is robust, as a normal distribution's deviation (Huber 1981).
            let spread = 1.48 * median(off.clone())? + 1e-6;
            for (weight, off) in weights.iter_mut().zip(off) {
                *weight = (1.5 * spread / off.max(1e-9)).min(1.0).sqrt();
            }
        }
        let relief = sign * relief? / angle.to_radians().tan();
        relief.is_finite().then_some(relief)
    }

    /// The median of what every picture showed that was turned far enough.
    pub(super) fn seen(self) -> Option<f32> {
        median(self.seen).or_else(|| median(self.seen_wide))
    }
}

/// A picture's luminance in several sizes, the largest first.
#[derive(Debug)]
struct Pyramid {
    levels: Vec<Grey>,
    /// How often the largest was halved before.
    skip: usize,
}

impl Pyramid {
    fn of(grey: &Grey, skip: usize) -> Self {
        let mut level = (0..skip).fold(None, |level: Option<Grey>, _| {
            Some(level.as_ref().unwrap_or(grey).halved())
        });
        let first = level.take().unwrap_or_else(|| grey.clone());
        let mut levels = vec![first];
        while levels.len() < LEVELS {
            let next = levels.last().map(Grey::halved);
            levels.extend(next);
        }
        Self { levels, skip }
    }

    /// Where a place of this picture is in another (Lucas and Kanade 1981, from coarse to fine as
    /// Bouguet 2000 does). `None` where nothing can be followed.
    fn track(&self, other: &Self, at: Point) -> Option<Point> {
        let mut moved = [0.0_f32; 2];
        for (level, (from, to)) in self.levels.iter().zip(&other.levels).enumerate().rev() {
            let scale = 1.0 / (1 << level) as f32;
            moved = shift(
                from,
                to,
                at.map(|side| side * scale),
                moved.map(|m| 2.0 * m),
            )?;
        }
        let [x, y] = [at[0] + moved[0], at[1] + moved[1]];
        (x.is_finite() && y.is_finite()).then_some([x, y])
    }
}

/// How far a window moved from one picture to another, from a guess on.
fn shift(from: &Grey, to: &Grey, at: Point, guess: Point) -> Option<Point> {
    const WIDE: usize = SIDE + 2;
    let patch = from.window::<WIDE>(at)?;
    let mut gradients = [[0.0_f32; 2]; SIDE * SIDE];
    let (mut xx, mut xy, mut yy) = (0.0_f32, 0.0_f32, 0.0_f32);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let x = (patch[row + 1][column + 2] - patch[row + 1][column]) / 2.0;
            let y = (patch[row + 2][column + 1] - patch[row][column + 1]) / 2.0;
            gradients[row * SIDE + column] = [x, y];
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
    }
    let determinant = xx * yy - xy * xy;
    let smaller = (xx + yy) / 2.0 - ((xx - yy).powi(2) / 4.0 + xy * xy).sqrt();
    if smaller.is_nan() || smaller < TEXTURE * (SIDE * SIDE) as f32 {
        return None;
    }
    let mut moved = guess;
    for _ in 0..STEPS {
        let seen = to.window::<SIDE>([at[0] + moved[0], at[1] + moved[1]])?;
        let (mut off_x, mut off_y) = (0.0, 0.0);
        for row in 0..SIDE {
            for column in 0..SIDE {
                let off = patch[row + 1][column + 1] - seen[row][column];
                let [x, y] = gradients[row * SIDE + column];
                off_x += off * x;
                off_y += off * y;
            }
        }
        let step = [
            (yy * off_x - xy * off_y) / determinant,
            (xx * off_y - xy * off_x) / determinant,
        ];
        moved = [moved[0] + step[0], moved[1] + step[1]];
        if step[0].hypot(step[1]) < NO_STEP {
            break;
        }
    }
    Some(moved)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    const SIZE: u32 = 320;
    /// Distance between the eyes, in pixels.
    const UNIT: f32 = 60.0;

    /// How much further away a place of a surface lies, in pixels.
    type Surface = fn(f32, f32) -> f32;

    fn flat(_: f32, _: f32) -> f32 {
        0.0
    }

    /// Paper that is bent round as a bottle is.
    fn bent(x: f32, _: f32) -> f32 {
        x * x / (2.0 * 1.5 * UNIT)
    }

    /// A head: bent as well, with a nose on it.
    fn head(x: f32, y: f32) -> f32 {
        let nose = (-(x.powi(2) + (y - 0.6 * UNIT).powi(2)) / (0.35 * UNIT).powi(2)).exp();
        bent(x, y) + y * y / (4.0 * UNIT) - 0.6 * UNIT * nose
    }

    /// Skin with spots, seen after a turn about the axis that goes down, or across.
    fn picture(surface: Surface, degrees: f32, down: bool) -> Grey {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let middle = SIZE as f32 / 2.0;
        Grey::of(&RgbImage::from_fn(SIZE, SIZE, |x, y| {
            let (x, y) = (x as f32 - middle, y as f32 - middle);
            let (mut u, mut v) = (x, y);
            for _ in 0..20 {
                // Near places move with the turn.
                let away = surface(u, v) * sin;
                if down {
                    v = (y - away) / cos;
                } else {
                    u = (x + away) / cos;
                }
            }
            let spots = (u * 0.21).sin()
                + (v * 0.17).sin()
                + ((u + 1.7 * v) * 0.11).sin()
                + ((u * 0.6 - v) * 0.31).cos();
            Rgb([(128.0 + 25.0 * spots) as u8; 3])
        }))
    }

    /// What a head's mesh would say of it: depth is believed of everything.
    fn mesh() -> Vec<[f32; 3]> {
        let middle = SIZE as f32 / 2.0;
        let mut points: Vec<[f32; 3]> = (0..468)
            .map(|at| {
                let angle = at as f32 * 2.4;
                let out = 1.6 * UNIT * (at as f32 / 468.0).sqrt();
                let (x, y) = (0.8 * out * angle.cos(), out * angle.sin());
                [middle + x, middle + y, head(x, y)]
            })
            .collect();
        for (at, x) in [33, 133, 362, 263].into_iter().zip([-0.7, -0.3, 0.3, 0.7]) {
            let (x, y) = (x * UNIT, -0.2 * UNIT);
            points[at] = [middle + x, middle + y, head(x, y)];
        }
        points
    }

    fn relief(prompt: Prompt, surface: Surface) -> Option<f32> {
        let points = mesh();
        let shape = geometry::normal(&points).unwrap();
        let (down, sign) = match prompt {
            Prompt::TurnLeft => (false, 1.0),
            Prompt::TurnRight => (false, -1.0),
            _ => (true, 1.0),
        };
        let still = picture(surface, 0.0, down);
        let mut relief = Relief::begin(prompt, &still, &points, &shape);
        for step in 1..=8 {
            let degrees = 3.0 * step as f32;
            relief.follow(&picture(surface, sign * degrees, down), degrees);
        }
        relief.seen()
    }

    #[test]
    fn a_head_has_relief_and_paper_has_none() {
        for prompt in [Prompt::TurnLeft, Prompt::TurnRight, Prompt::LookUp] {
            let seen = relief(prompt, head).unwrap();
            assert!((0.5..1.3).contains(&seen), "{prompt:?} {seen}");
            for paper in [flat as Surface, bent] {
                let seen = relief(prompt, paper).unwrap_or(0.0);
                assert!(seen.abs() < 0.2, "{prompt:?} {seen}");
            }
        }
    }

    #[test]
    fn what_turns_the_other_way_has_no_relief() {
        let points = mesh();
        let shape = geometry::normal(&points).unwrap();
        let mut relief = Relief::begin(
            Prompt::TurnLeft,
            &picture(head, 0.0, false),
            &points,
            &shape,
        );
        for step in 1..=8 {
            let degrees = 3.0 * step as f32;
            relief.follow(&picture(head, -degrees, false), degrees);
        }
        assert!(relief.seen().unwrap() < -0.4);
    }

    #[test]
    fn nothing_is_followed_where_there_is_nothing() {
        let points = mesh();
        let shape = geometry::normal(&points).unwrap();
        let plain = Grey::of(&RgbImage::from_pixel(SIZE, SIZE, Rgb([90; 3])));
        let small = Grey::of(&RgbImage::new(1, 1));
        let none = Grey::of(&RgbImage::new(0, 0));
        for (first, next) in [
            (&plain, &plain),
            (&small, &plain),
            (&none, &small),
            (&plain, &none),
        ] {
            let mut relief = Relief::begin(Prompt::TurnRight, first, &points, &shape);
            relief.follow(next, 20.0);
            relief.follow(next, f32::NAN);
            assert_eq!(relief.seen(), None);
        }
        let nowhere = vec![[f32::NAN; 3]; 468];
        let mut relief = Relief::begin(Prompt::TurnRight, &plain, &nowhere, &nowhere);
        relief.follow(&plain, 20.0);
        assert_eq!(relief.seen(), None);
    }
}
