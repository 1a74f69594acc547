//! Cutting turned and scaled squares out of pictures.
//!
//! Coordinates are continuous: the first pixel covers 0 to 1, its centre is 0.5.

use image::{Rgb, RgbImage};

/// A point of a picture, in pixels.
pub type Point = [f32; 2];

/// A turn, a scale and a shift: `(x, y)` goes to `(a x - b y + shift x, b x + a y + shift y)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Similarity {
    a: f32,
    b: f32,
    shift: Point,
}

impl Similarity {
    /// From a square of `pixels` x `pixels` to the square of side `side` around `centre`, turned
    /// clockwise by `angle` (radians).
    pub(super) fn square(centre: Point, side: f32, angle: f32, pixels: u32) -> Self {
        Self::framed(centre, side / pixels as f32, angle, [pixels, pixels])
    }

    /// From a frame of this many pixels to the one around `centre`, `scale` times as large, turned
    /// clockwise by `angle` (radians).
    pub(super) fn framed(centre: Point, scale: f32, angle: f32, pixels: [u32; 2]) -> Self {
        let (a, b) = (scale * angle.cos(), scale * angle.sin());
        let [x, y] = pixels.map(|side| side as f32 / 2.0);
        let shift = [centre[0] - a * x + b * y, centre[1] - b * x - a * y];
        Self { a, b, shift }
    }

    /// The similarity that brings `from` closest to `to`, by least squares (Umeyama 1991).
    pub(super) fn between(from: &[Point], to: &[Point]) -> Self {
        let count = from.len().max(1) as f32;
        let mean = |points: &[Point]| {
            let sum = points
                .iter()
                .fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
            [sum[0] / count, sum[1] / count]
        };
        let (from_mean, to_mean) = (mean(from), mean(to));
        let (mut dot, mut cross, mut spread) = (0.0, 0.0, 0.0);
        for (f, t) in from.iter().zip(to) {
            let (fx, fy) = (f[0] - from_mean[0], f[1] - from_mean[1]);
            let (tx, ty) = (t[0] - to_mean[0], t[1] - to_mean[1]);
            dot += fx * tx + fy * ty;
            cross += fx * ty - fy * tx;
            spread += fx * fx + fy * fy;
        }
        let spread = spread.max(f32::MIN_POSITIVE);
        let (a, b) = (dot / spread, cross / spread);
        let shift = [
            to_mean[0] - a * from_mean[0] + b * from_mean[1],
            to_mean[1] - b * from_mean[0] - a * from_mean[1],
        ];
        Self { a, b, shift }
    }

    pub(super) fn apply(&self, [x, y]: Point) -> Point {
        [
            self.a * x - self.b * y + self.shift[0],
            self.b * x + self.a * y + self.shift[1],
        ]
    }

    /// The way back.
    pub(super) fn inverse(&self) -> Self {
        let square = (self.a * self.a + self.b * self.b).max(f32::MIN_POSITIVE);
        let (a, b) = (self.a / square, -self.b / square);
        let [x, y] = self.shift;
        Self {
            a,
            b,
            shift: [b * y - a * x, -b * x - a * y],
        }
    }

    /// Pixels of the source for a pixel of the result.
    pub(super) fn scale(&self) -> f32 {
        self.a.hypot(self.b)
    }
}

/// Cuts a square of `pixels` x `pixels` out of a picture; `map` leads from the square to the
/// picture.
pub(super) fn cut(image: &RgbImage, map: &Similarity, pixels: u32) -> RgbImage {
    cut_frame(image, map, [pixels, pixels])
}

/// Cuts a frame of `pixels` (width, height) out of a picture; `map` leads from the frame to the
/// picture. What lies outside is black. Where the picture is much finer than the frame, it is
/// averaged first, so that nothing flickers.
pub(super) fn cut_frame(image: &RgbImage, map: &Similarity, pixels: [u32; 2]) -> RgbImage {
    let (source, map) = reduce(image, map, pixels);
    let (width, height) = source.dimensions();
    let raw = source.as_raw();
    let stride = width as usize * 3;
    let (right, bottom) = (width as f32, height as f32);
    let [across, down] = pixels;
    let mut result = RgbImage::new(across, down);
    for (y, row) in result.chunks_exact_mut(across as usize * 3).enumerate() {
        for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let [u, v] = map.apply([x as f32 + 0.5, y as f32 + 0.5]);
            if !(u >= 0.0 && v >= 0.0 && u < right && v < bottom) {
                continue;
            }
            // Between the centres of four pixels; at the border the last one counts twice.
            let (u, v) = ((u - 0.5).max(0.0), (v - 0.5).max(0.0));
            let (left, top) = (u as usize, v as usize);
            // Shares of the four in parts of 65,536: whole numbers are quicker.
            let part = |share: f32| (share * 256.0) as u32;
            let (fu, fv) = (part(u - left as f32), part(v - top as f32));
            let next = if left + 1 < width as usize { 3 } else { 0 };
            let below = if top + 1 < height as usize { stride } else { 0 };
            let at = top * stride + left * 3;
            let weights = [
                (256 - fu) * (256 - fv),
                fu * (256 - fv),
                (256 - fu) * fv,
                fu * fv,
            ];
            let corner = |at: usize| raw[at..at + 3].as_array::<3>();
            let corners = [at, at + next, at + below, at + next + below].map(corner);
            let [Some(a), Some(b), Some(c), Some(d)] = corners else {
                continue;
            };
            for (channel, value) in pixel.iter_mut().enumerate() {
                let mixed = [a, b, c, d]
                    .iter()
                    .zip(weights)
                    .map(|(corner, weight)| u32::from(corner[channel]) * weight)
                    .sum::<u32>();
                *value = ((mixed + 32_768) >> 16) as u8;
            }
        }
    }
    result
}

/// The part of the picture that is needed, halved until it is less than twice as fine as the
/// frame, and the way into it.
fn reduce<'a>(
    image: &'a RgbImage,
    map: &Similarity,
    pixels: [u32; 2],
) -> (std::borrow::Cow<'a, RgbImage>, Similarity) {
    use std::borrow::Cow;

    let halvings = map.scale().log2().floor().clamp(0.0, 12.0) as u32;
    if halvings == 0 || !map.scale().is_finite() {
        return (Cow::Borrowed(image), *map);
    }
    let unit = 1u32 << halvings;
    let [right, bottom] = pixels.map(|side| side as f32);
    let corners =
        [[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]].map(|corner| map.apply(corner));
    let range = |axis: usize, length: u32| {
        let values = corners.map(|corner| corner[axis]);
        let low = values.iter().copied().fold(f32::INFINITY, f32::min) - unit as f32;
        let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max) + unit as f32;
        let low = (low.clamp(0.0, length as f32) as u32) / unit * unit;
        (low, (high.ceil().clamp(0.0, length as f32) as u32).max(low))
    };
    let (left, right) = range(0, image.width());
    let (top, bottom) = range(1, image.height());
    let (width, height) = (right - left, bottom - top);
    if width < unit || height < unit {
        return (Cow::Borrowed(image), *map);
    }
    let mut part = halve(image, left, top, width, height);
    for _ in 1..halvings {
        part = halve(&part, 0, 0, part.width(), part.height());
    }
    let factor = 1.0 / unit as f32;
    let map = Similarity {
        a: map.a * factor,
        b: map.b * factor,
        shift: [
            (map.shift[0] - left as f32) * factor,
            (map.shift[1] - top as f32) * factor,
        ],
    };
    (Cow::Owned(part), map)
}

/// A part of a picture at half its size, each pixel the mean of four. An odd last row or column
/// is dropped.
fn halve(image: &RgbImage, left: u32, top: u32, width: u32, height: u32) -> RgbImage {
    let (half_width, half_height) = (width / 2, height / 2);
    let stride = image.width() as usize * 3;
    let raw = image.as_raw();
    let mut result = RgbImage::new(half_width, half_height);
    for (y, row) in result.chunks_exact_mut(half_width as usize * 3).enumerate() {
        let start = (top as usize + 2 * y) * stride + left as usize * 3;
        let length = half_width as usize * 6;
        let upper = raw[start..start + length].as_chunks::<6>().0;
        let lower = raw[start + stride..start + stride + length]
            .as_chunks::<6>()
            .0;
        for ((pixel, u), l) in row.as_chunks_mut::<3>().0.iter_mut().zip(upper).zip(lower) {
            for channel in 0..3 {
                let sum = u16::from(u[channel])
                    + u16::from(u[channel + 3])
                    + u16::from(l[channel])
                    + u16::from(l[channel + 3]);
                pixel[channel] = ((sum + 2) / 4) as u8;
            }
        }
    }
    result
}

/// Pixels as floats, one plane for each channel, each value mapped by `map(channel, value)`.
pub(super) fn planes(image: &RgbImage, map: impl Fn(usize, f32) -> f32) -> Vec<f32> {
    let count = image.width() as usize * image.height() as usize;
    let mut planes = vec![0.0; 3 * count];
    for (channel, plane) in planes.chunks_exact_mut(count.max(1)).enumerate() {
        for (value, Rgb(pixel)) in plane.iter_mut().zip(image.pixels()) {
            *value = map(channel, f32::from(pixel[channel]));
        }
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red grows to the right, green downwards.
    fn slope(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            Rgb([(x * 250 / width) as u8, (y * 250 / height) as u8, 7])
        })
    }

    #[test]
    fn a_similarity_is_recovered() {
        let known = Similarity {
            a: 1.5,
            b: -0.7,
            shift: [12.0, -3.0],
        };
        let from = [[0.0, 0.0], [10.0, 1.0], [3.0, 8.0], [-4.0, 5.0]];
        let found = Similarity::between(&from, &from.map(|point| known.apply(point)));
        for (a, b) in [(found.a, known.a), (found.b, known.b)] {
            assert!((a - b).abs() < 1e-5);
        }
        assert!((found.shift[0] - 12.0).abs() < 1e-4 && (found.shift[1] + 3.0).abs() < 1e-4);
    }

    #[test]
    fn there_and_back() {
        let map = Similarity::square([100.0, 50.0], 40.0, 0.4, 10);
        let [x, y] = map.inverse().apply(map.apply([3.0, 7.0]));
        assert!((x - 3.0).abs() < 1e-4 && (y - 7.0).abs() < 1e-4, "{x} {y}");
    }

    #[test]
    fn a_square_is_where_it_should_be() {
        let map = Similarity::square([100.0, 50.0], 40.0, 0.0, 10);
        assert_eq!(map.apply([5.0, 5.0]), [100.0, 50.0]);
        assert_eq!(map.apply([0.0, 0.0]), [80.0, 30.0]);
        // Turned a quarter clockwise, its upper left corner lies at the upper right.
        let map = Similarity::square([100.0, 50.0], 40.0, std::f32::consts::FRAC_PI_2, 10);
        let [x, y] = map.apply([0.0, 0.0]);
        assert!(
            (x - 120.0).abs() < 1e-4 && (y - 30.0).abs() < 1e-4,
            "{x} {y}"
        );
    }

    #[test]
    fn an_exact_cut_changes_nothing() {
        let image = slope(64, 64);
        let cut = cut(&image, &Similarity::square([32.0, 32.0], 64.0, 0.0, 64), 64);
        assert_eq!(cut, image);
    }

    #[test]
    fn reducing_keeps_places() {
        // The same square out of a large picture and out of a small one look the same.
        let large = slope(1600, 1200);
        let small = slope(200, 150);
        let from_large = cut(
            &large,
            &Similarity::square([800.0, 640.0], 640.0, 0.3, 40),
            40,
        );
        let from_small = cut(
            &small,
            &Similarity::square([100.0, 80.0], 80.0, 0.3, 40),
            40,
        );
        for (a, b) in from_large.pixels().zip(from_small.pixels()) {
            for channel in 0..3 {
                assert!(a.0[channel].abs_diff(b.0[channel]) <= 2, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn outside_is_black() {
        let image = RgbImage::from_pixel(10, 10, Rgb([200; 3]));
        let cut = cut(&image, &Similarity::square([0.0, 0.0], 10.0, 0.0, 10), 10);
        assert_eq!(cut.get_pixel(0, 0).0, [0; 3]);
        assert_eq!(cut.get_pixel(9, 9).0, [200; 3]);
    }

    #[test]
    fn odd_pictures_do_not_panic() {
        for (width, height) in [(0, 0), (1, 1), (1, 300), (3, 2), (2000, 1)] {
            let image = RgbImage::new(width, height);
            for side in [0.5, 3.0, 5000.0, 1e9, f32::NAN, f32::INFINITY] {
                cut(&image, &Similarity::square([10.0, -5.0], side, 1.0, 16), 16);
            }
        }
    }
}
