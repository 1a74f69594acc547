//! Where in a photograph a zone may be: elongated regions that are evenly full of thin dark strokes, at any
//! angle. Cheap and generous: every candidate is looked at more closely afterwards.

use super::raster::Gray;

/// An upright or slanting rectangle: centre, unit vector along its longer side, and lengths of both sides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    pub(crate) centre: [f32; 2],
    pub(crate) along: [f32; 2],
    pub(crate) length: f32,
    pub(crate) thickness: f32,
    pub(crate) score: f32,
}

/// How far strokes are spread so that the letters of a row, and perhaps the rows of a zone, grow together; in
/// cells of the grid. Small for zones far away, large for those that fill the picture.
const REACHES: [usize; 3] = [1, 2, 4];
/// Shares of the picture that may be taken for text: from strict, where only the boldest text remains apart
/// from all else, to generous.
const SHARES: [f32; 6] = [0.02, 0.04, 0.07, 0.11, 0.17, 0.25];
/// Side of a cell of the grid on which regions are sought, in pixels.
const CELL: usize = 3;

/// Candidates in the coordinates of this picture, best first.
pub(crate) fn candidates(picture: &Gray, most: usize) -> Vec<Band> {
    let tensor = Tensor::of(&strokes(picture));
    let mut found: Vec<Band> = Vec::new();
    for reach in REACHES {
        let density = tensor.averaged(reach).texture();
        let mut levels: Vec<u8> = SHARES
            .iter()
            .map(|share| level_of(&density, *share))
            .collect();
        levels.dedup();
        for level in levels {
            found.extend(
                regions(&density, level.max(4))
                    .into_iter()
                    .filter_map(|region| region.band(reach)),
            );
        }
    }
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut distinct: Vec<Band> = Vec::new();
    for band in found {
        if distinct.len() == most {
            break;
        }
        if !distinct.iter().any(|known| known.resembles(&band)) {
            distinct.push(band);
        }
    }
    distinct
}

/// Dark strokes relative to the brightness around them, so that shade counts as much as light.
fn strokes(picture: &Gray) -> Gray {
    let mut strokes = picture.black_hat(5);
    let around = picture.blurred(12);
    for (stroke, light) in strokes.pixels.iter_mut().zip(&around.pixels) {
        let relative = u32::from(*stroke) * 160 / (u32::from(*light) + 24);
        *stroke = relative.min(255) as u8;
    }
    strokes
}

/// Sums of products of the gradients, cell by cell: xx, xy, yy. Where both directions vary there is text;
/// along an edge, however sharp, only one does.
struct Tensor {
    width: usize,
    height: usize,
    cells: Vec<[f32; 3]>,
}

impl Tensor {
    fn of(strokes: &Gray) -> Tensor {
        let (width, height) = (strokes.width.div_ceil(CELL), strokes.height.div_ceil(CELL));
        let mut cells = vec![[0.0; 3]; width * height];
        for y in 1..strokes.height.saturating_sub(1) {
            let (above, row, below) = (strokes.row(y - 1), strokes.row(y), strokes.row(y + 1));
            let cells = &mut cells[y / CELL * width..(y / CELL + 1) * width];
            for x in 1..strokes.width.saturating_sub(1) {
                let at = |row: &[u8], x: usize| f32::from(row[x]);
                let down = |x: usize| at(above, x) + 2.0 * at(row, x) + at(below, x);
                let across = |row: &[u8]| at(row, x - 1) + 2.0 * at(row, x) + at(row, x + 1);
                let (gx, gy) = (
                    (down(x + 1) - down(x - 1)) / 4.0,
                    (across(below) - across(above)) / 4.0,
                );
                let cell = &mut cells[x / CELL];
                cell[0] += gx * gx;
                cell[1] += gx * gy;
                cell[2] += gy * gy;
            }
        }
        Tensor {
            width,
            height,
            cells,
        }
    }

    /// Means over squares of cells, cut at the edges.
    fn averaged(&self, reach: usize) -> Tensor {
        self.averaged_across(reach)
            .transposed()
            .averaged_across(reach)
            .transposed()
    }

    fn averaged_across(&self, reach: usize) -> Tensor {
        let mut cells = Vec::with_capacity(self.cells.len());
        for row in self.cells.chunks_exact(self.width) {
            for x in 0..self.width {
                let window = &row[x.saturating_sub(reach)..(x + reach + 1).min(self.width)];
                let mut sum = [0.0; 3];
                for cell in window {
                    for (sum, value) in sum.iter_mut().zip(cell) {
                        *sum += value;
                    }
                }
                cells.push(sum.map(|value| value / window.len() as f32));
            }
        }
        Tensor {
            width: self.width,
            height: self.height,
            cells,
        }
    }

    fn transposed(&self) -> Tensor {
        let cells = (0..self.width)
            .flat_map(|x| (0..self.height).map(move |y| self.cells[y * self.width + x]))
            .collect();
        Tensor {
            width: self.height,
            height: self.width,
            cells,
        }
    }

    /// How much the less varying direction varies.
    fn texture(&self) -> Gray {
        let pixels = self
            .cells
            .iter()
            .map(|[xx, xy, yy]| {
                let spread = (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt();
                let less = ((xx + yy) / 2.0 - spread).max(0.0) / (CELL * CELL) as f32;
                (less.sqrt() * 3.0).min(255.0) as u8
            })
            .collect();
        Gray {
            width: self.width,
            height: self.height,
            pixels,
        }
    }
}

/// The value that this share of all pixels exceeds.
fn level_of(picture: &Gray, share: f32) -> u8 {
    let mut counts = [0usize; 256];
    for pixel in &picture.pixels {
        counts[usize::from(*pixel)] += 1;
    }
    let mut left = (picture.pixels.len() as f32 * share) as usize;
    for value in (0..=255u8).rev() {
        let count = counts[usize::from(value)];
        if count > left {
            return value.saturating_add(1);
        }
        left -= count;
    }
    0
}

/// Sums over the pixels of a connected region.
#[derive(Default)]
struct Region {
    area: f32,
    energy: f32,
    x: f32,
    y: f32,
    xx: f32,
    xy: f32,
    yy: f32,
}

impl Region {
    fn add(&mut self, x: f32, y: f32, value: f32) {
        self.area += 1.0;
        self.energy += value;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
        self.yy += y * y;
    }

    /// The rectangle of equal moments, if the region resembles one of a zone's proportions.
    fn band(&self, reach: usize) -> Option<Band> {
        let (x, y) = (self.x / self.area, self.y / self.area);
        let xx = self.xx / self.area - x * x;
        let yy = self.yy / self.area - y * y;
        let xy = self.xy / self.area - x * y;
        let spread = (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt();
        let (longer, shorter) = ((xx + yy) / 2.0 + spread, (xx + yy) / 2.0 - spread);
        let length = (12.0 * longer).sqrt();
        let thickness = (12.0 * shorter.max(0.08)).sqrt();
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        let fullness = self.area / (length * thickness);
        let elongation = length / thickness;
        let cell = CELL as f32;
        if length * cell < 60.0 || elongation < 3.0 || !(0.5..1.35).contains(&fullness) {
            return None;
        }
        let mean = self.energy / self.area;
        let shape = fullness.min(1.0).powi(2) * (elongation / 8.0).min(1.0);
        // Spreading widened the region.
        let spread = reach as f32 * cell;
        Some(Band {
            centre: [(x + 0.5) * cell, (y + 0.5) * cell],
            along: [angle.cos(), angle.sin()],
            length: length * cell - spread,
            thickness: (thickness * cell - spread).max(4.0),
            score: shape * mean.sqrt() * length * cell,
        })
    }
}

fn regions(picture: &Gray, level: u8) -> Vec<Region> {
    let (width, height) = (picture.width, picture.height);
    let mut seen = vec![false; picture.pixels.len()];
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..picture.pixels.len() {
        if seen[start] || picture.pixels[start] < level {
            continue;
        }
        let mut region = Region::default();
        seen[start] = true;
        stack.push(start);
        while let Some(place) = stack.pop() {
            let (x, y) = (place % width, place / width);
            region.add(x as f32, y as f32, f32::from(picture.pixels[place]));
            let mut visit = |next: usize| {
                if !seen[next] && picture.pixels[next] >= level {
                    seen[next] = true;
                    stack.push(next);
                }
            };
            if x > 0 {
                visit(place - 1);
            }
            if x + 1 < width {
                visit(place + 1);
            }
            if y > 0 {
                visit(place - width);
            }
            if y + 1 < height {
                visit(place + width);
            }
        }
        if region.area >= 30.0 {
            found.push(region);
        }
    }
    found
}

impl Band {
    /// The same place in a picture this many times as large.
    pub(crate) fn scaled(&self, factor: f32) -> Band {
        Band {
            centre: [self.centre[0] * factor, self.centre[1] * factor],
            length: self.length * factor,
            thickness: self.thickness * factor,
            ..*self
        }
    }

    /// Whether two candidates would be looked at as the same strip.
    fn resembles(&self, other: &Band) -> bool {
        let across = [-self.along[1], self.along[0]];
        let offset = [
            other.centre[0] - self.centre[0],
            other.centre[1] - self.centre[1],
        ];
        let beside = (offset[0] * across[0] + offset[1] * across[1]).abs();
        let ahead = (offset[0] * self.along[0] + offset[1] * self.along[1]).abs();
        let turn = (self.along[0] * other.along[1] - self.along[1] * other.along[0]).abs();
        let longer = self.length.max(other.length) / self.length.min(other.length);
        beside < 0.35 * self.thickness.max(8.0)
            && ahead < 0.1 * self.length
            && turn < 0.06
            && longer < 1.2
    }

    /// Whether a strip cut along one shows the other as well as its own would.
    pub(crate) fn resembles_closely(&self, other: &Band) -> bool {
        let apart = (self.centre[0] - other.centre[0]).hypot(self.centre[1] - other.centre[1]);
        let turn = (self.along[0] * other.along[1] - self.along[1] * other.along[0]).abs();
        let longer = self.length.max(other.length) / self.length.min(other.length);
        apart < 0.02 * self.length && turn < 0.006 && longer < 1.02
    }
}
