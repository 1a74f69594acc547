//! Whether frames come from a camera that looks at the world: noise that changes, and no grid of a
//! screen that beats against the camera's.

use std::f32::consts::TAU;

use image::RgbImage;

use super::grey::Grey;
use crate::face::Point;

/// Side of the blocks in which two frames are compared, in pixels.
const BLOCK: usize = 16;
/// Blocks that differ by less, on the mean, did not change at all, in levels.
const SAME: f32 = 0.2;
/// Luminance within which noise shows: what is black or burnt out has none.
const SHOWS: std::ops::Range<f32> = 10.0..245.0;
/// Side of the patch whose spectrum is looked at, in pixels.
const PATCH: usize = 256;
/// Frequencies in which a screen's grid shows, in periods a patch.
const BAND: std::ops::Range<usize> = 16..126;

/// Points across and down at which frames are compared with all that came before.
const PRINT: usize = 32;
/// Frames whose points differ by less, on the mean, are the same one again, in levels.
const AGAIN: f32 = 0.35;
/// Between a frame and the same again something else was seen, that differs by so much.
const OTHER: f32 = 1.4;

/// What was seen of a stream's frames, one beside the other.
#[derive(Debug, Default)]
pub(super) struct Stream {
    grey: Option<Grey>,
    prints: Vec<Vec<u8>>,
    pub(super) repeated: usize,
    /// Shares of the face that did not change since the frame before.
    pub(super) stills: Vec<f32>,
    /// Largest change from one frame to the next, in levels.
    pub(super) change: f32,
}

impl Stream {
    /// Whether a frame is one of its own, and not what the one before it showed, to the last bit.
    /// While the screen lights the room with its colours, that all changes is no cut.
    pub(super) fn takes(&mut self, grey: &Grey, lit: bool) -> bool {
        let print = grey.print();
        let apart = |other: &Vec<u8>| {
            let sum: u32 = print
                .iter()
                .zip(other)
                .map(|(&a, &b)| u32::from(a.abs_diff(b)))
                .sum();
            sum as f32 / print.len().max(1) as f32
        };
        let mut other = false;
        for (back, before) in self.prints.iter().rev().enumerate() {
            let apart = apart(before);
            if back == 0 {
                if apart == 0.0 && self.grey.as_ref() == Some(grey) {
                    return false;
                }
                if !lit {
                    self.change = self.change.max(apart);
                }
            }
            if other && apart < AGAIN {
                self.repeated += 1;
                break;
            }
            other |= apart > OTHER;
        }
        self.prints.push(print);
        true
    }

    /// Notes a frame that was taken, with where its face is: left, top, right, bottom.
    pub(super) fn note(&mut self, grey: Grey, face: Option<[f32; 4]>) {
        if let (Some(before), Some(face)) = (&self.grey, face) {
            self.stills.extend(grey.still(before, face));
        }
        self.grey = Some(grey);
    }
}

impl Grey {
    /// Luminance at points all over the frame, each of four pixels.
    fn print(&self) -> Vec<u8> {
        if self.width < 2 || self.height < 2 {
            return Vec::new();
        }
        let place = |at: usize, length: usize| (2 * at + 1) * (length - 2) / (2 * PRINT);
        let at = |x: usize, y: usize| u32::from(self.values[y * self.width + x]);
        (0..PRINT * PRINT)
            .map(|index| {
                let x = place(index % PRINT, self.width);
                let y = place(index / PRINT, self.height);
                let sum = at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1);
                (sum / 4) as u8
            })
            .collect()
    }

    /// Share of the blocks of a face that did not change since another frame. `None` where nothing
    /// could show it, and for frames of other sizes.
    fn still(&self, before: &Self, [left, top, right, bottom]: [f32; 4]) -> Option<f32> {
        if (self.width, self.height) != (before.width, before.height) {
            return None;
        }
        let blocks = |from: f32, to: f32, length: usize| {
            let within = |value: f32| value.clamp(0.0, length as f32) as usize;
            (within(from)..within(to).saturating_sub(BLOCK - 1)).step_by(BLOCK)
        };
        let (mut shown, mut same) = (0_u32, 0_u32);
        for top in blocks(top, bottom, self.height) {
            for left in blocks(left, right, self.width) {
                let (mut light, mut change) = (0_u32, 0_u32);
                for y in top..top + BLOCK {
                    let row = y * self.width + left..y * self.width + left + BLOCK;
                    for (&a, &b) in self.values[row.clone()].iter().zip(&before.values[row]) {
                        light += u32::from(a);
                        change += u32::from(a.abs_diff(b));
                    }
                }
                let count = (BLOCK * BLOCK) as f32;
                if SHOWS.contains(&(light as f32 / count)) {
                    shown += 1;
                    same += u32::from((change as f32 / count) < SAME);
                }
            }
        }
        (shown > 0).then(|| same as f32 / shown as f32)
    }
}

/// How far the strongest frequency of a patch stands out among those as fine: a screen's grid shows
/// as single frequencies, in light or in colour, where faces and rooms have all of them. `None` for
/// frames too small.
pub(super) fn moire(frame: &RgbImage, centre: Point) -> Option<f32> {
    Some(grids(frame, centre)?.into_iter().fold(0.0, f32::max))
}

/// The same of light and of colour, each for itself.
pub(crate) fn grids(frame: &RgbImage, centre: Point) -> Option<[f32; 2]> {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    if width < PATCH || height < PATCH {
        return None;
    }
    let from = |centre: f32, length: usize| {
        (centre - PATCH as f32 / 2.0).clamp(0.0, (length - PATCH) as f32) as usize
    };
    let (left, top) = (from(centre[0], width), from(centre[1], height));
    let raw = frame.as_raw();
    let hann: Vec<f32> = (0..PATCH)
        .map(|at| 0.5 - 0.5 * (TAU * at as f32 / PATCH as f32).cos())
        .collect();
    let field = |plane: fn([f32; 3]) -> f32| -> Vec<Complex> {
        let values: Vec<f32> = (0..PATCH * PATCH)
            .map(|index| {
                let at = ((top + index / PATCH) * width + left + index % PATCH) * 3;
                plane([raw[at], raw[at + 1], raw[at + 2]].map(f32::from))
            })
            .collect();
        (0..PATCH * PATCH)
            .map(|index| {
                let (x, y) = (index % PATCH, index / PATCH);
                let at = |x: usize, y: usize| values[y.min(PATCH - 1) * PATCH + x.min(PATCH - 1)];
                // What is fine, without what its surroundings have as well.
                let near = at(x.saturating_sub(1), y)
                    + at(x + 1, y)
                    + at(x, y.saturating_sub(1))
                    + at(x, y + 1);
                ((at(x, y) - near / 4.0) * hann[x] * hann[y], 0.0)
            })
            .collect()
    };
    let planes: [fn([f32; 3]) -> f32; 2] = [
        |[r, g, b]| 0.299 * r + 0.587 * g + 0.114 * b,
        |[r, _, b]| r - b,
    ];
    Some(planes.map(|plane| {
        let mut field = field(plane);
        spectrum(&mut field);
        stands_out(&field)
    }))
}

/// The largest ratio of a frequency to the median of its ring.
fn stands_out(field: &[Complex]) -> f32 {
    let mut rings: Vec<Vec<f32>> = vec![Vec::new(); BAND.end - BAND.start];
    for y in 0..PATCH / 2 {
        for x in 0..PATCH {
            let across = if x < PATCH / 2 {
                x as f32
            } else {
                x as f32 - PATCH as f32
            };
            let radius = across.hypot(y as f32) as usize;
            if BAND.contains(&radius) {
                let (re, im) = field[y * PATCH + x];
                rings[radius - BAND.start].push(re.hypot(im));
            }
        }
    }
    rings
        .iter_mut()
        .map(|ring| {
            let most = ring.iter().copied().fold(0.0, f32::max);
            let middle = ring.len() / 2;
            let (_, median, _) = ring.select_nth_unstable_by(middle, f32::total_cmp);
            most / median.max(1e-2)
        })
        .fold(0.0, f32::max)
}

type Complex = (f32, f32);

/// The spectrum of a square field, in place: rows, then columns.
fn spectrum(field: &mut [Complex]) {
    let turns: Vec<Complex> = (0..PATCH / 2)
        .map(|at| {
            let (sin, cos) = (-TAU * at as f32 / PATCH as f32).sin_cos();
            (cos, sin)
        })
        .collect();
    for row in field.chunks_exact_mut(PATCH) {
        transform(row, &turns);
    }
    let mut column = vec![(0.0, 0.0); PATCH];
    for x in 0..PATCH {
        for (y, value) in column.iter_mut().enumerate() {
            *value = field[y * PATCH + x];
        }
        transform(&mut column, &turns);
        for (y, &value) in column.iter().enumerate() {
            field[y * PATCH + x] = value;
        }
    }
}

/// The discrete Fourier transform of a line (Cooley and Tukey 1965).
fn transform(line: &mut [Complex], turns: &[Complex]) {
    let bits = PATCH.trailing_zeros();
    for at in 0..PATCH {
        let other = at.reverse_bits() >> (usize::BITS - bits);
        if at < other {
            line.swap(at, other);
        }
    }
    let mut length = 2;
    while length <= PATCH {
        let step = PATCH / length;
        for start in (0..PATCH).step_by(length) {
            for at in 0..length / 2 {
                let (cos, sin) = turns[at * step];
                let (re, im) = line[start + at + length / 2];
                let turned = (re * cos - im * sin, re * sin + im * cos);
                let (a, b) = line[start + at];
                line[start + at] = (a + turned.0, b + turned.1);
                line[start + at + length / 2] = (a - turned.0, b - turned.1);
            }
        }
        length *= 2;
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn noisy(seed: u32, light: impl Fn(u32, u32) -> f32) -> RgbImage {
        let mut state = seed;
        RgbImage::from_fn(320, 320, |x, y| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 24) as f32 / 32.0 - 4.0;
            Rgb([(light(x, y) + noise) as u8; 3])
        })
    }

    #[test]
    fn noise_changes_and_a_still_does_not() {
        let face = [0.0, 0.0, 320.0, 320.0];
        let [a, b] = [1, 2].map(|seed| Grey::of(&noisy(seed, |_, _| 120.0)));
        assert_eq!(a.still(&b, face), Some(0.0));
        assert_eq!(a.still(&a, face), Some(1.0));
        assert_eq!(a.still(&a, [f32::NAN; 4]), None);
        assert_eq!(a.still(&a, [-90.0, 300.0, 90.0, 9e9]), Some(1.0));
        // Burnt out: nothing to tell.
        let white = Grey::of(&RgbImage::from_pixel(64, 64, Rgb([255; 3])));
        assert_eq!(white.still(&white, [0.0, 0.0, 64.0, 64.0]), None);
        assert_eq!(white.still(&a, face), None);
    }

    #[test]
    fn a_frame_that_comes_again_is_noticed() {
        let frame =
            |seed: u32, dark: u32| Grey::of(&noisy(seed, |x, _| (90 + x / 8 - dark) as f32));
        let mut stream = Stream::default();
        let (a, b, c) = (frame(1, 0), frame(2, 9), frame(3, 20));
        for grey in [&a, &b, &c] {
            assert!(stream.takes(grey, false));
            stream.note(grey.clone(), None);
        }
        // The camera gave the same one twice: that says nothing.
        assert!(!stream.takes(&c, false));
        assert_eq!(stream.repeated, 0);
        assert!(stream.change > 5.0, "{}", stream.change);
        assert!(stream.takes(&a, false));
        assert_eq!(stream.repeated, 1);
        // Somebody who holds still is no film that comes again.
        let mut stream = Stream::default();
        for seed in 0..20 {
            let grey = frame(seed % 3, 0);
            stream.takes(&grey, false);
            stream.note(grey, None);
        }
        assert!(stream.takes(&Grey::of(&RgbImage::new(1, 1)), false));
    }

    #[test]
    fn a_grid_stands_out() {
        let plain = noisy(1, |x, y| 100.0 + (x + y) as f32 / 10.0);
        let grid = noisy(1, |x, y| {
            100.0 + (x + y) as f32 / 10.0 + 3.0 * (x as f32 * 1.3).sin()
        });
        let [plain, grid] = [plain, grid].map(|frame| moire(&frame, [160.0, 160.0]).unwrap());
        assert!(plain < 8.0 && grid > 3.0 * plain, "{plain} {grid}");
        assert_eq!(moire(&RgbImage::new(255, 900), [9.0, 9.0]), None);
    }

    #[test]
    fn a_wave_is_one_frequency() {
        let turns: Vec<Complex> = (0..PATCH / 2)
            .map(|at| {
                let (sin, cos) = (-TAU * at as f32 / PATCH as f32).sin_cos();
                (cos, sin)
            })
            .collect();
        let mut line: Vec<Complex> = (0..PATCH)
            .map(|at| ((TAU * 5.0 * at as f32 / PATCH as f32).cos(), 0.0))
            .collect();
        transform(&mut line, &turns);
        for (at, (re, im)) in line.into_iter().enumerate() {
            let expected = if at == 5 || at == PATCH - 5 {
                128.0
            } else {
                0.0
            };
            assert!((re.hypot(im) - expected).abs() < 1e-2, "{at}");
        }
    }
}
