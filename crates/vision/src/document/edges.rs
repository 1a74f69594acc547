//! The four edges of a document on some background: straight lines with strong edges on them, two and two
//! nearly parallel, that close to the proportions of a card or page. Where the document goes on beyond the
//! photograph, its border stands for the edge that cannot be seen.

use image::{RgbImage, imageops};

use super::{Quad, area, area_within, length, reduced, sides};

/// Longer side of the picture in which edges are sought.
const SIDE: u32 = 360;
const ANGLES: usize = 180;
/// How many of the strongest lines are combined.
const LINES: usize = 18;
/// The least share of a quadrilateral's sides that must lie on edges, of each and on the whole.
const LEAST_SUPPORT: f32 = 0.35;
const SUPPORT: f32 = 0.6;
/// The same where one edge is missing: two that run together to the border prove less.
const CUT_SUPPORT: f32 = 0.75;
/// The least share of a document that is within the picture.
const LEAST_WITHIN: f32 = 0.6;
/// The share of the picture from which a document counts as scanned.
const FILLING: f32 = 0.9;
/// The least share of the picture that a document takes up.
const LEAST_AREA: f32 = 0.025;
/// Width by height of cards and pages: 1.42 to 1.59. Seen aslant, a little more or less.
const PROPORTIONS: std::ops::Range<f32> = 1.2..1.85;
const CARD: f32 = 1.586;
const PAGE: f32 = 1.42;

/// A line `x cos(angle) + y sin(angle) = distance`.
#[derive(Clone, Copy)]
struct Line {
    angle: f32,
    distance: f32,
}

/// Strength and direction of edges.
struct Edges {
    width: usize,
    height: usize,
    strength: Vec<f32>,
    direction: Vec<f32>,
    threshold: f32,
}

/// Corners clockwise from the one nearest the top left, in pixels of the photograph.
pub(super) fn quadrilateral(photo: &RgbImage) -> Option<Quad> {
    if photo.width().min(photo.height()) < 32 {
        return None;
    }
    let small = reduced(photo, SIDE);
    let (width, height) = small.dimensions();
    if width.min(height) < 16 {
        return None;
    }
    let small = imageops::fast_blur(&small, 1.0);
    let edges = Edges::of(&small);
    let corners = edges.best(&edges.lines())?;
    let (across, down) = (
        photo.width() as f32 / width as f32,
        photo.height() as f32 / height as f32,
    );
    Some(corners.map(|[x, y]| [(x + 0.5) * across, (y + 0.5) * down]))
}

impl Edges {
    fn of(picture: &RgbImage) -> Edges {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let pixels = picture.as_raw();
        // A document and its background may differ in colour only: the strongest channel counts.
        let mut gradients = vec![[0i32; 2]; width * height];
        let mut squares = vec![0i32; width * height];
        for y in 1..height - 1 {
            for x in 1..width - 1 {
                let place = y * width + x;
                for channel in 0..3 {
                    let at = |x: usize, y: usize| i32::from(pixels[(y * width + x) * 3 + channel]);
                    let (nw, n, ne) = (at(x - 1, y - 1), at(x, y - 1), at(x + 1, y - 1));
                    let (w, e) = (at(x - 1, y), at(x + 1, y));
                    let (sw, s, se) = (at(x - 1, y + 1), at(x, y + 1), at(x + 1, y + 1));
                    let gx = ne + 2 * e + se - nw - 2 * w - sw;
                    let gy = sw + 2 * s + se - nw - 2 * n - ne;
                    let square = gx * gx + gy * gy;
                    if square > squares[place] {
                        squares[place] = square;
                        gradients[place] = [gx, gy];
                    }
                }
            }
        }
        let strength: Vec<f32> = squares
            .iter()
            .map(|square| (*square as f32).sqrt())
            .collect();
        let mut sorted = strength.clone();
        let decile = sorted.len() * 85 / 100;
        let (_, value, _) = sorted.select_nth_unstable_by(decile, f32::total_cmp);
        let threshold = value.max(24.0);
        let direction = strength
            .iter()
            .zip(&gradients)
            .map(|(strength, [gx, gy])| {
                if *strength < 0.5 * threshold {
                    0.0
                } else {
                    (*gy as f32).atan2(*gx as f32)
                }
            })
            .collect();
        Edges {
            width,
            height,
            strength,
            direction,
            threshold,
        }
    }

    /// The strongest lines, no two alike (Hough transform, each edge voting for its own direction only).
    fn lines(&self) -> Vec<Line> {
        let reach = (self.width as f32).hypot(self.height as f32);
        let rows = 2 * reach as usize + 3;
        let turns: Vec<(f32, f32)> = (0..ANGLES)
            .map(|angle| (angle as f32).to_radians().sin_cos())
            .collect();
        let mut votes = vec![0.0f32; ANGLES * rows];
        for y in 0..self.height {
            for x in 0..self.width {
                let place = y * self.width + x;
                if self.strength[place] < self.threshold {
                    continue;
                }
                let own = self.direction[place].to_degrees().rem_euclid(180.0) as i32;
                for turn in -3..=3 {
                    let angle = (own + turn).rem_euclid(ANGLES as i32) as usize;
                    let (sine, cosine) = turns[angle];
                    let distance = x as f32 * cosine + y as f32 * sine + reach;
                    // One strong edge must not outvote a long faint one.
                    votes[angle * rows + distance as usize] +=
                        (self.strength[place] / self.threshold).min(2.0);
                }
            }
        }
        let peak = |votes: &[f32], angle: usize| {
            let votes = &votes[angle * rows..(angle + 1) * rows];
            (0..rows).fold((0, 0.0), |best, row| {
                if votes[row] > best.1 {
                    (row, votes[row])
                } else {
                    best
                }
            })
        };
        let mut peaks: Vec<(usize, f32)> = (0..ANGLES).map(|angle| peak(&votes, angle)).collect();
        let mut lines = Vec::new();
        while lines.len() < LINES {
            let strongest =
                (0..ANGLES).max_by(|one, other| peaks[*one].1.total_cmp(&peaks[*other].1));
            let Some(angle) = strongest else { break };
            let (row, most) = peaks[angle];
            if most < 0.12 * self.width.min(self.height) as f32 {
                break;
            }
            lines.push(Line {
                angle: (angle as f32).to_radians(),
                distance: row as f32 + 0.5 - reach,
            });
            for turn in -4..=4i32 {
                let near = angle as i32 + turn;
                // Beyond half a turn the same line has the opposite distance.
                let mirrored = !(0..ANGLES as i32).contains(&near);
                let near = near.rem_euclid(ANGLES as i32) as usize;
                let middle = if mirrored {
                    ((2.0 * reach) as usize).saturating_sub(row)
                } else {
                    row
                };
                for row in middle.saturating_sub(4)..(middle + 5).min(rows) {
                    votes[near * rows + row] = 0.0;
                }
                peaks[near] = peak(&votes, near);
            }
        }
        lines
    }

    /// The share of a segment's points that lie on edges across it.
    fn support(&self, from: [f32; 2], to: [f32; 2]) -> f32 {
        let normal = (to[0] - from[0]).atan2(-(to[1] - from[1]));
        let (sine, cosine) = normal.sin_cos();
        let steps = (length(from, to) / 2.0) as usize;
        let mut on_edge = 0;
        for step in 0..steps {
            let share = (step as f32 + 0.5) / steps as f32;
            let (x, y) = (
                from[0] + (to[0] - from[0]) * share,
                from[1] + (to[1] - from[1]) * share,
            );
            let supported = [0.0f32, -1.0, 1.0, -2.0, 2.0].into_iter().any(|offset| {
                let (x, y) = (x + offset * cosine, y + offset * sine);
                if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
                    return false;
                }
                let place = y as usize * self.width + x as usize;
                self.strength[place] >= 0.5 * self.threshold
                    && (self.direction[place] - normal).sin().abs() < 0.35
            });
            on_edge += usize::from(supported);
        }
        on_edge as f32 / steps.max(1) as f32
    }

    /// The quadrilateral of the largest area with enough support.
    fn best(&self, lines: &[Line]) -> Option<Quad> {
        let shorter = self.width.min(self.height) as f32;
        let (right, lower) = (self.width as f32 - 1.0, self.height as f32 - 1.0);
        let upright = std::f32::consts::FRAC_PI_2;
        let border = [(0.0, 0.0), (0.0, right), (upright, 0.0), (upright, lower)]
            .map(|(angle, distance)| Line { angle, distance });
        let opposite = |one: &Line, other: &Line| {
            (one.angle - other.angle).sin().abs() < 0.3 && one.away(*other) > 0.2 * shorter
        };
        let mut pairs = Vec::new();
        let mut cut = Vec::new();
        for (index, one) in lines.iter().enumerate() {
            let others = &lines[index + 1..];
            pairs.extend(
                others
                    .iter()
                    .filter(|other| opposite(one, other))
                    .map(|other| (*one, *other)),
            );
            cut.extend(
                border
                    .iter()
                    .filter(|side| opposite(one, side))
                    .map(|side| (*one, *side)),
            );
        }
        let mut best: Option<(f32, Quad)> = None;
        for (index, across) in pairs.iter().enumerate() {
            let whole = pairs[index + 1..].iter().map(|down| (down, false));
            for (down, beyond) in whole.chain(cut.iter().map(|down| (down, true))) {
                let known = best.map_or(0.0, |(score, _)| score);
                let found = if beyond {
                    self.cut_off(across, down, known)
                } else {
                    self.whole(across, down, known)
                };
                best = found.or(best);
            }
        }
        best.map(|(_, corners)| corners)
    }

    /// A document all of whose edges are seen and what speaks for it, if that is more than what is known.
    fn whole(
        &self,
        (a, c): &(Line, Line),
        (b, d): &(Line, Line),
        known: f32,
    ) -> Option<(f32, Quad)> {
        let corners = clockwise([
            a.crossing(*b)?,
            b.crossing(*c)?,
            c.crossing(*d)?,
            d.crossing(*a)?,
        ]);
        let size = self.plausible(&corners)?.sqrt();
        if size <= known {
            return None;
        }
        let supports =
            [0, 1, 2, 3].map(|side| self.support(corners[side], corners[(side + 1) % 4]));
        let mean = supports.iter().sum::<f32>() / 4.0;
        let least = supports.iter().copied().fold(1.0, f32::min);
        let score = mean * mean * size;
        (least >= LEAST_SUPPORT && mean >= SUPPORT && score > known).then_some((score, corners))
    }

    /// A document that goes on beyond the photograph: two edges run from a third to its border. Its missing
    /// corners are where the proportions of a card or page put them.
    fn cut_off(
        &self,
        (a, c): &(Line, Line),
        (near, border): &(Line, Line),
        known: f32,
    ) -> Option<(f32, Quad)> {
        let [p, q] = [a.crossing(*near)?, c.crossing(*near)?];
        let [beyond_p, beyond_q] = [a.crossing(*border)?, c.crossing(*border)?];
        let (width, seen) = (
            length(p, q),
            (length(p, beyond_p) + length(q, beyond_q)) / 2.0,
        );
        let full = [width / CARD, width / PAGE, width * PAGE, width * CARD]
            .into_iter()
            .find(|full| *full > 1.01 * seen)?;
        let reach = full / seen.max(1.0);
        let extended = |from: [f32; 2], to: [f32; 2]| {
            [
                from[0] + (to[0] - from[0]) * reach,
                from[1] + (to[1] - from[1]) * reach,
            ]
        };
        let corners = clockwise([p, q, extended(q, beyond_q), extended(p, beyond_p)]);
        let within = self.plausible(&corners)?;
        let size = 0.8 * within.sqrt();
        // What fills the picture is a scan cut along its edges.
        if size <= known || within > FILLING * (self.width * self.height) as f32 {
            return None;
        }
        let supports = [
            self.support(p, q),
            self.support(p, beyond_p),
            self.support(q, beyond_q),
        ];
        let mean = supports.iter().sum::<f32>() / 3.0;
        let least = supports.iter().copied().fold(1.0, f32::min);
        let score = mean * mean * size;
        (least >= SUPPORT && mean >= CUT_SUPPORT && score > known).then_some((score, corners))
    }

    /// The area that a quadrilateral has within the picture, if it can be a document.
    fn plausible(&self, corners: &Quad) -> Option<f32> {
        if !convex(corners) || !proportioned(corners) {
            return None;
        }
        let within = area_within(corners, [self.width as f32, self.height as f32]);
        let picture = (self.width * self.height) as f32;
        (within >= LEAST_AREA * picture && within >= LEAST_WITHIN * area(corners)).then_some(within)
    }
}

impl Line {
    fn crossing(self, other: Line) -> Option<[f32; 2]> {
        let (s1, c1) = self.angle.sin_cos();
        let (s2, c2) = other.angle.sin_cos();
        let determinant = c1 * s2 - s1 * c2;
        (determinant.abs() > 0.3).then(|| {
            [
                (self.distance * s2 - other.distance * s1) / determinant,
                (c1 * other.distance - c2 * self.distance) / determinant,
            ]
        })
    }

    /// How far two nearly parallel lines are apart.
    fn away(self, other: Line) -> f32 {
        if (self.angle - other.angle).cos() > 0.0 {
            (self.distance - other.distance).abs()
        } else {
            (self.distance + other.distance).abs()
        }
    }
}

fn proportioned(corners: &Quad) -> bool {
    let [across, down] = sides(corners);
    PROPORTIONS.contains(&(across.max(down) / across.min(down).max(1.0)))
}

fn convex(corners: &Quad) -> bool {
    (0..4).all(|corner| {
        let (a, b, c) = (
            corners[corner],
            corners[(corner + 1) % 4],
            corners[(corner + 2) % 4],
        );
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0.0
    })
}

/// Clockwise on the screen, beginning with the corner nearest the top left.
fn clockwise(mut corners: Quad) -> Quad {
    let middle = corners.iter().fold([0.0, 0.0], |sum, corner| {
        [sum[0] + corner[0] / 4.0, sum[1] + corner[1] / 4.0]
    });
    let angle = |corner: &[f32; 2]| (corner[1] - middle[1]).atan2(corner[0] - middle[0]);
    corners.sort_by(|one, other| angle(one).total_cmp(&angle(other)));
    let first = (0..4)
        .min_by(|one: &usize, other: &usize| {
            let sum = |corner: usize| corners[corner][0] + corners[corner][1];
            sum(*one).total_cmp(&sum(*other))
        })
        .unwrap_or(0);
    corners.rotate_left(first);
    corners
}
