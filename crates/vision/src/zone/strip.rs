//! A closer look at a candidate: its rows of text, found exactly, and whether they look like a zone's.

use super::{band::Band, raster::Gray};

/// A row of text in the photograph: the middles of its left and right ends and the height of its letters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) left: [f32; 2],
    pub(crate) right: [f32; 2],
    pub(crate) height: f32,
}

/// Rows that may be the lines of a zone, from top to bottom as the strip lies.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    /// How many letters their rhythm says that a row has.
    pub(crate) letters: f32,
    /// Positive when the fillers open to the right as they should; negative when upside down.
    pub(crate) upright: f32,
    /// Whether the rows may go on where the strip ends.
    pub(crate) cut_off: bool,
    /// The share of their variation that lies in that rhythm.
    pub(crate) beat: f32,
    pub(crate) score: f32,
}

impl Rows {
    /// The width of the format that suits the count of letters, if any does.
    pub(crate) fn width(&self) -> Option<usize> {
        let suits = |width: &usize| match self.rows.len() {
            3 => *width == 30,
            _ => *width != 30,
        };
        WIDTHS
            .into_iter()
            .filter(suits)
            .find(|width| (self.letters - *width as f32).abs() <= 2.5)
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.width().is_some() && !self.cut_off
    }

    /// Whether two finds are one: the same number of rows with ends less than a letter apart.
    pub(crate) fn same_place(&self, other: &Rows) -> bool {
        let near = |one: [f32; 2], other: [f32; 2], reach: f32| {
            (one[0] - other[0]).hypot(one[1] - other[1]) < reach
        };
        self.rows.len() == other.rows.len()
            && self.rows.iter().zip(&other.rows).all(|(one, other)| {
                let reach = 0.8 * one.height;
                near(one.left, other.left, reach) && near(one.right, other.right, reach)
            })
    }
}

/// Letters in a row of any format, and the bounds within which they are counted.
const WIDTHS: [usize; 3] = [30, 36, 44];
const FEWEST_LETTERS: i16 = 12;
const MOST_LETTERS: i16 = 50;

const STRIP_WIDTH: usize = 640;
const BLOCKS: usize = 32;
const BLOCK: usize = STRIP_WIDTH / BLOCKS;
/// How much of the strip the candidate takes up: less when it may be a part of a row only.
const FILL: f32 = 0.8;
const FIRST_FILL: f32 = 0.6;

/// The photograph at full size and halved again and again.
pub(crate) struct Pyramid {
    levels: Vec<Gray>,
}

impl Pyramid {
    pub(crate) fn new(full: Gray) -> Pyramid {
        let mut levels = vec![full];
        while let Some(last) = levels
            .last()
            .filter(|last| last.width.min(last.height) >= 400)
        {
            levels.push(last.halved());
        }
        Pyramid { levels }
    }

    pub(crate) fn full(&self) -> &Gray {
        &self.levels[0]
    }

    /// The level to sample when one target pixel spans `step` full-size pixels, and its scale.
    pub(crate) fn level(&self, step: f32) -> (&Gray, f32) {
        let mut index = 0;
        let mut scale = 1.0;
        while step * scale >= 1.7 && index + 1 < self.levels.len() {
            index += 1;
            scale /= 2.0;
        }
        (&self.levels[index], scale)
    }

    /// A rectified picture: the point of target pixel (x, y) is `origin + x across + y down`, in full-size pixels.
    pub(crate) fn rectified(
        &self,
        size: [usize; 2],
        origin: [f32; 2],
        across: [f32; 2],
        down: [f32; 2],
    ) -> Gray {
        let step = (across[0].hypot(across[1])).min(down[0].hypot(down[1]));
        let (level, scale) = self.level(step);
        let mut target = Gray::new(size[0], size[1]);
        let shift = 0.5 * (1.0 - scale);
        for y in 0..size[1] {
            for x in 0..size[0] {
                let u = origin[0] + x as f32 * across[0] + y as f32 * down[0];
                let v = origin[1] + x as f32 * across[1] + y as f32 * down[1];
                target.pixels[y * size[0] + x] =
                    (level.sample(u * scale - shift, v * scale - shift) + 0.5) as u8;
            }
        }
        target
    }
}

/// A rectified piece of the photograph around a candidate.
struct Strip {
    energy: Gray,
    picture: Gray,
    origin: [f32; 2],
    across: [f32; 2],
    down: [f32; 2],
}

/// A row in the strip: its middle runs along `y = middle + slope (x - STRIP_WIDTH / 2)`.
#[derive(Clone, Copy, Debug)]
struct StripRow {
    middle: f32,
    slope: f32,
    height: f32,
    left: f32,
    right: f32,
}

/// The rows of a candidate: looked at again and again, each time with the strip laid exactly along what was
/// found, until it changes no more and has as many letters as a zone.
pub(crate) fn rows_of(pyramid: &Pyramid, band: &Band) -> Option<Rows> {
    const LOOKS: usize = 6;
    let mut band = *band;
    let mut fill = FIRST_FILL;
    let mut best: Option<Rows> = None;
    for _ in 0..LOOKS {
        let strip = Strip::cut(pyramid, &band, fill);
        let Some(found) = strip.find() else { break };
        let next = strip.band_of(&found);
        let rows = strip.judge(&found);
        let whole = rows.is_whole();
        if best.as_ref().is_none_or(|best| rows.score > best.score) {
            best = Some(rows);
        }
        if next.resembles_closely(&band) && (whole || fill < FILL) {
            break;
        }
        fill = if whole { FILL } else { FIRST_FILL };
        band = next;
    }
    best
}

impl Strip {
    fn cut(pyramid: &Pyramid, band: &Band, fill: f32) -> Strip {
        let step = band.length / (STRIP_WIDTH as f32 * fill);
        // Three lines of a card are a seventh of their length high; a passport's two a fifteenth. The
        // candidate may be any one of them.
        let reach = (0.34 * band.length)
            .max(1.5 * band.thickness)
            .min(0.6 * band.length);
        let height = ((reach / step) as usize).max(16);
        let across = [band.along[0] * step, band.along[1] * step];
        let down = [-across[1], across[0]];
        let (half_width, half_height) = ((STRIP_WIDTH - 1) as f32 / 2.0, (height - 1) as f32 / 2.0);
        let origin = [
            band.centre[0] - half_width * across[0] - half_height * down[0],
            band.centre[1] - half_width * across[1] - half_height * down[1],
        ];
        let picture = pyramid.rectified([STRIP_WIDTH, height], origin, across, down);
        let mut energy = picture.black_hat(4);
        let light = picture.blurred(12);
        for (stroke, light) in energy.pixels.iter_mut().zip(&light.pixels) {
            *stroke = (u32::from(*stroke) * 160 / (u32::from(*light) + 24)).min(255) as u8;
        }
        Strip {
            energy,
            picture,
            origin,
            across,
            down,
        }
    }

    fn find(&self) -> Option<Vec<StripRow>> {
        let profiles = self.profiles();
        let slope = self.best_slope(&profiles);
        let even = self.even_profile(&profiles, slope);
        let runs = runs(&even);
        let rows: Vec<StripRow> = runs
            .iter()
            .filter_map(|run| self.row(&profiles, *run, slope))
            .collect();
        zone_like(&rows)
    }

    /// Mean energy of each block of columns, row by row.
    fn profiles(&self) -> Vec<Vec<f32>> {
        let mut profiles = vec![vec![0.0; self.energy.height]; BLOCKS];
        for y in 0..self.energy.height {
            let blocks = self.energy.row(y).chunks_exact(BLOCK);
            for (profile, columns) in profiles.iter_mut().zip(blocks) {
                profile[y] =
                    columns.iter().map(|value| f32::from(*value)).sum::<f32>() / BLOCK as f32;
            }
        }
        profiles
    }

    /// The slope at which rows of text stand out most.
    fn best_slope(&self, profiles: &[Vec<f32>]) -> f32 {
        let height = self.energy.height as f32;
        let contrast = |slope: f32| {
            let mut sum = 0.0;
            for y in 0..self.energy.height {
                let mut row = 0.0;
                for (block, profile) in profiles.iter().enumerate().skip(3).take(BLOCKS - 6) {
                    let at = y as f32 + slope * offset(block);
                    if at >= 0.0 && at < height {
                        row += profile[at as usize];
                    }
                }
                sum += row * row;
            }
            sum
        };
        let mut best = (0.0, f32::MIN);
        for step in -30..=30i16 {
            let slope = f32::from(step) * 0.004;
            // A little in favour of none, where nothing stands out.
            let value = contrast(slope) * (1.0 - 0.1 * slope.abs());
            if value > best.1 {
                best = (slope, value);
            }
        }
        best.0
    }

    /// For each row the energy that most blocks reach: only text that runs on evenly has much.
    fn even_profile(&self, profiles: &[Vec<f32>], slope: f32) -> Vec<f32> {
        let height = self.energy.height;
        let inner = 5..BLOCKS - 5;
        let mut values = Vec::with_capacity(BLOCKS);
        let mut even: Vec<f32> = (0..height)
            .map(|y| {
                values.clear();
                for block in inner.clone() {
                    let at = y as f32 + slope * offset(block);
                    let at = at.clamp(0.0, height as f32 - 1.0) as usize;
                    values.push(profiles[block][at]);
                }
                values.sort_by(f32::total_cmp);
                values[values.len() * 3 / 10]
            })
            .collect();
        let raw = even.clone();
        for y in 1..height.saturating_sub(1) {
            even[y] = (raw[y - 1] + 2.0 * raw[y] + raw[y + 1]) / 4.0;
        }
        even
    }

    /// Follows a run of rows from block to block and finds where it ends on both sides.
    fn row(&self, profiles: &[Vec<f32>], run: [usize; 2], slope: f32) -> Option<StripRow> {
        let middle = (run[0] + run[1]) as f32 / 2.0;
        let reach = ((run[1] - run[0]) as f32 * 0.8).max(4.0);
        let mut points = Vec::new();
        for (block, profile) in profiles.iter().enumerate().skip(3).take(BLOCKS - 6) {
            let expected = middle + slope * offset(block);
            let from = (expected - reach).max(0.0) as usize;
            let to = ((expected + reach) as usize + 1).min(profile.len());
            if from >= to {
                continue;
            }
            let window = &profile[from..to];
            let floor = window.iter().copied().fold(f32::MAX, f32::min);
            let mass: f32 = window.iter().map(|value| value - floor).sum();
            if mass > 0.0 {
                let moment: f32 = window
                    .iter()
                    .enumerate()
                    .map(|(y, value)| (value - floor) * (from + y) as f32)
                    .sum();
                points.push((offset(block), moment / mass, mass));
            }
        }
        let (middle, slope) = straight_line(&points)?;
        let height = self.letter_height(middle, slope, reach);
        let (left, right) = self.ends(middle, slope, height)?;
        Some(StripRow {
            middle,
            slope,
            height,
            left,
            right,
        })
    }

    /// The height over which the mean profile along the row exceeds a third of its peak.
    fn letter_height(&self, middle: f32, slope: f32, reach: f32) -> f32 {
        let steps = (reach * 2.0) as i32;
        let profile: Vec<f32> = (-steps..=steps)
            .map(|step| {
                let dy = step as f32 * 0.5;
                let sum: f32 = (80..STRIP_WIDTH - 80)
                    .step_by(3)
                    .map(|x| {
                        self.energy
                            .sample(x as f32, middle + slope * centred(x) + dy)
                    })
                    .sum();
                sum / ((STRIP_WIDTH - 160) / 3) as f32
            })
            .collect();
        let peak = profile.iter().copied().fold(0.0, f32::max);
        let floor = profile.iter().copied().fold(f32::MAX, f32::min);
        let threshold = floor + (peak - floor) * 0.35;
        profile.iter().filter(|value| **value >= threshold).count() as f32 * 0.5
    }

    /// From the middle outwards to the first gap wider than a letter. Fillers have less ink than letters, so
    /// little is asked for: some more than between the rows.
    fn ends(&self, middle: f32, slope: f32, height: f32) -> Option<(f32, f32)> {
        let within = self.columns(middle, slope, height);
        let above = self.columns(middle - height, slope, height * 0.3);
        let below = self.columns(middle + height, slope, height * 0.3);
        let window = (height * 1.1).clamp(4.0, 48.0) as usize;
        let ink: Vec<f32> = within
            .iter()
            .zip(above.iter().zip(&below))
            .map(|(ink, (above, below))| ink - above.min(*below))
            .collect();
        let smooth: Vec<f32> = (0..ink.len())
            .map(|x| {
                let from = x.saturating_sub(window / 2);
                let to = (x + window / 2 + 1).min(ink.len());
                ink[from..to].iter().sum::<f32>() / (to - from) as f32
            })
            .collect();
        let mut sorted = smooth[120..STRIP_WIDTH - 120].to_vec();
        sorted.sort_by(f32::total_cmp);
        let threshold = sorted[sorted.len() / 2] * 0.22;
        let gap = (window as f32 * 0.6) as usize;
        let walk = |places: &mut dyn Iterator<Item = usize>| {
            let mut last = STRIP_WIDTH / 2;
            let mut empty = 0;
            for x in places {
                if smooth[x] >= threshold {
                    last = x;
                    empty = 0;
                } else {
                    empty += 1;
                    if empty > gap {
                        break;
                    }
                }
            }
            last
        };
        let left = walk(&mut (0..STRIP_WIDTH / 2).rev());
        let right = walk(&mut (STRIP_WIDTH / 2..STRIP_WIDTH));
        // Smoothing let both ends out by about a third of its window.
        let slack = window as f32 * 0.3;
        let (left, right) = (left as f32 + slack, right as f32 - slack);
        (right - left > STRIP_WIDTH as f32 * 0.25).then_some((left, right))
    }

    /// Energy of each column within the letters of a row.
    fn columns(&self, middle: f32, slope: f32, height: f32) -> Vec<f32> {
        let steps = (height as usize).max(3);
        (0..STRIP_WIDTH)
            .map(|x| {
                let centre = middle + slope * centred(x);
                let sum: f32 = (0..steps)
                    .map(|step| {
                        let dy = ((step as f32 + 0.5) / steps as f32 - 0.5) * height;
                        self.energy.sample(x as f32, centre + dy)
                    })
                    .sum();
                sum / steps as f32
            })
            .collect()
    }

    fn point(&self, x: f32, y: f32) -> [f32; 2] {
        [
            self.origin[0] + x * self.across[0] + y * self.down[0],
            self.origin[1] + x * self.across[1] + y * self.down[1],
        ]
    }

    fn photo_row(&self, row: &StripRow) -> Row {
        let at = |x: f32| self.point(x, row.middle + row.slope * (x - STRIP_WIDTH as f32 / 2.0));
        Row {
            left: at(row.left),
            right: at(row.right),
            height: row.height * self.down[0].hypot(self.down[1]),
        }
    }

    /// The rows as a candidate of their own.
    fn band_of(&self, rows: &[StripRow]) -> Band {
        let rows: Vec<Row> = rows.iter().map(|row| self.photo_row(row)).collect();
        let mean = |pick: fn(&Row) -> [f32; 2]| {
            let sum = rows.iter().map(pick).fold([0.0, 0.0], |sum, point| {
                [sum[0] + point[0], sum[1] + point[1]]
            });
            [sum[0] / rows.len() as f32, sum[1] / rows.len() as f32]
        };
        let (left, right) = (mean(|row| row.left), mean(|row| row.right));
        let (dx, dy) = (right[0] - left[0], right[1] - left[1]);
        let length = dx.hypot(dy).max(1.0);
        Band {
            centre: [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0],
            along: [dx / length, dy / length],
            length,
            thickness: length * 0.1,
            score: 0.0,
        }
    }

    fn judge(&self, rows: &[StripRow]) -> Rows {
        let columns: Vec<Vec<f32>> = rows
            .iter()
            .map(|row| {
                let columns = self.columns(row.middle, row.slope, row.height);
                let (left, right) = (
                    row.left.max(0.0) as usize,
                    (row.right as usize).min(STRIP_WIDTH - 1),
                );
                columns[left..=right].to_vec()
            })
            .collect();
        let (mut letters, mut beat) = (0.0, 0.0);
        for quarter in FEWEST_LETTERS * 4..=MOST_LETTERS * 4 {
            let count = f32::from(quarter) / 4.0;
            let strength = columns
                .iter()
                .map(|columns| rhythm(columns, count))
                .sum::<f32>()
                / rows.len() as f32;
            if strength > beat {
                (letters, beat) = (count, strength);
            }
        }
        let upright = rows.iter().map(|row| self.chevrons(row)).sum::<f32>();
        let length = rows.iter().map(|row| row.right - row.left).sum::<f32>() / rows.len() as f32;
        let mut found = Rows {
            rows: rows.iter().map(|row| self.photo_row(row)).collect(),
            letters,
            upright,
            cut_off: rows.iter().any(|row| {
                let pitch = length / letters.max(1.0);
                row.left < pitch || row.right > STRIP_WIDTH as f32 - pitch
            }),
            beat,
            score: beat * length,
        };
        if !found.is_whole() {
            found.score *= 0.3;
        }
        found
    }

    /// How much the upper halves of letters lean like `/` and the lower like `\`, as those of fillers do.
    fn chevrons(&self, row: &StripRow) -> f32 {
        let picture = &self.picture;
        let mut sum = 0.0;
        let mut total = 1.0;
        let half = row.height / 2.0;
        for x in (row.left.max(1.0) as usize)..(row.right as usize).min(STRIP_WIDTH - 1) {
            let centre = row.middle + row.slope * centred(x);
            for step in -8..8i16 {
                let dy = (f32::from(step) + 0.5) / 8.0 * half;
                let y = centre + dy;
                let gx = picture.sample(x as f32 + 1.0, y) - picture.sample(x as f32 - 1.0, y);
                let gy = picture.sample(x as f32, y + 1.0) - picture.sample(x as f32, y - 1.0);
                // A stroke `/` has gradients along (1, 1).
                sum += gx * gy * -dy.signum();
                total += (gx * gy).abs();
            }
        }
        sum / total
    }
}

fn offset(block: usize) -> f32 {
    (block as f32 + 0.5) * BLOCK as f32 - STRIP_WIDTH as f32 / 2.0
}

fn centred(x: usize) -> f32 {
    x as f32 - STRIP_WIDTH as f32 / 2.0
}

/// Rows of the profile that belong together: where it exceeds a share of its peak nearby.
fn runs(even: &[f32]) -> Vec<[usize; 2]> {
    let peak = even.iter().copied().fold(0.0, f32::max);
    let threshold = peak * 0.3;
    let mut runs: Vec<[usize; 2]> = Vec::new();
    let mut start = None;
    for y in 0..=even.len() {
        let inside = even.get(y).is_some_and(|value| *value > threshold);
        match (inside, start) {
            (true, None) => start = Some(y),
            (false, Some(first)) => {
                if y - first >= 3 {
                    runs.push([first, y - 1]);
                }
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Weighted least squares, twice: the second time without the points far from the first line.
fn straight_line(points: &[(f32, f32, f32)]) -> Option<(f32, f32)> {
    let fit = |keep: &dyn Fn(&(f32, f32, f32)) -> bool| {
        let (mut w, mut x, mut y, mut xx, mut xy) = (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
        for point in points.iter().filter(|point| keep(point)) {
            w += point.2;
            x += point.2 * point.0;
            y += point.2 * point.1;
            xx += point.2 * point.0 * point.0;
            xy += point.2 * point.0 * point.1;
        }
        let spread = w * xx - x * x;
        (spread > 1.0).then(|| {
            let slope = (w * xy - x * y) / spread;
            ((y - slope * x) / w, slope)
        })
    };
    let (middle, slope) = fit(&|_| true)?;
    let near = |point: &(f32, f32, f32)| (point.1 - middle - slope * point.0).abs() < 2.0;
    if points.iter().filter(|point| near(point)).count() * 2 > points.len() {
        fit(&near)
    } else {
        Some((middle, slope))
    }
}

/// The two or three rows that are most like a zone's: one above the other, alike in extent and height.
fn zone_like(rows: &[StripRow]) -> Option<Vec<StripRow>> {
    let alike = |group: &[StripRow]| {
        let length = group[0].right - group[0].left;
        let letters = length / group[0].height.max(1.0);
        let same = group.iter().all(|row| {
            (row.left - group[0].left).abs() < 0.06 * length
                && (row.right - group[0].right).abs() < 0.06 * length
                && (0.55..1.8).contains(&(row.height / group[0].height))
        });
        let gaps: Vec<f32> = group
            .windows(2)
            .map(|pair| pair[1].middle - pair[0].middle)
            .collect();
        let even = gaps.iter().all(|gap| (gap / gaps[0] - 1.0).abs() < 0.2);
        let apart = gaps
            .iter()
            .all(|gap| *gap > group[0].height && *gap < 0.11 * length);
        same && even && apart && (14.0..75.0).contains(&letters)
    };
    let mut best: Option<(f32, &[StripRow])> = None;
    for size in [2, 3] {
        for group in rows.windows(size).filter(|group| alike(group)) {
            let length: f32 = group.iter().map(|row| row.right - row.left).sum();
            if best.is_none_or(|(known, _)| length > known) {
                best = Some((length, group));
            }
        }
    }
    best.map(|(_, group)| group.to_vec())
}

/// The share of a row's variation that repeats `count` times over its length.
fn rhythm(columns: &[f32], count: f32) -> f32 {
    let length = columns.len() as f32;
    let mean = columns.iter().sum::<f32>() / length;
    let variance: f32 = columns.iter().map(|value| (value - mean).powi(2)).sum();
    // The phase advances by rotation: cheaper than a sine and a cosine for each column.
    let (turn_sine, turn_cosine) = (count / length * std::f32::consts::TAU).sin_cos();
    let (mut cosine, mut sine) = (1.0f32, 0.0f32);
    let (mut real, mut imaginary) = (0.0, 0.0);
    for value in columns {
        real += (value - mean) * cosine;
        imaginary += (value - mean) * sine;
        (cosine, sine) = (
            cosine * turn_cosine - sine * turn_sine,
            sine * turn_cosine + cosine * turn_sine,
        );
    }
    2.0 * (real * real + imaginary * imaginary) / (length * variance.max(1.0))
}
