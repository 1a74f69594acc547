//! Grey pictures and the few operations that finding text needs.

use image::RgbImage;

/// A grey picture, row by row.
#[derive(Clone)]
pub(crate) struct Gray {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Gray {
    pub(crate) fn new(width: usize, height: usize) -> Gray {
        Gray {
            width,
            height,
            pixels: vec![0; width * height],
        }
    }

    /// Luma of a picture at full size.
    pub(crate) fn of(photo: &RgbImage) -> Gray {
        let pixels = photo
            .as_raw()
            .chunks_exact(3)
            .map(|rgb| {
                let luma =
                    77 * u32::from(rgb[0]) + 150 * u32::from(rgb[1]) + 29 * u32::from(rgb[2]);
                (luma >> 8) as u8
            })
            .collect();
        Gray {
            width: photo.width() as usize,
            height: photo.height() as usize,
            pixels,
        }
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// Each two by two pixels as one; a last odd row or column is dropped.
    pub(crate) fn halved(&self) -> Gray {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (above, below) = (self.row(2 * y), self.row(2 * y + 1));
            pixels.extend((0..width).map(|x| {
                let sum = u16::from(above[2 * x])
                    + u16::from(above[2 * x + 1])
                    + u16::from(below[2 * x])
                    + u16::from(below[2 * x + 1]);
                ((sum + 2) / 4) as u8
            }));
        }
        Gray {
            width,
            height,
            pixels,
        }
    }

    /// The picture scaled down to a longer side of at most `side`, averaging; and the factor applied.
    pub(crate) fn scaled_to(&self, side: usize) -> (Gray, f32) {
        let longer = self.width.max(self.height);
        if longer <= side || side == 0 {
            return (self.clone(), 1.0);
        }
        if longer >= 2 * side {
            let (scaled, factor) = self.halved().scaled_to(side);
            return (scaled, factor / 2.0);
        }
        let factor = side as f32 / longer as f32;
        let width = ((self.width as f32 * factor) as usize).max(1);
        let height = ((self.height as f32 * factor) as usize).max(1);
        let step = 1.0 / factor;
        let mut scaled = Gray::new(width, height);
        for y in 0..height {
            for x in 0..width {
                // Two samples each way are enough for factors between a half and one.
                let (left, top) = (
                    (x as f32 + 0.25) * step - 0.5,
                    (y as f32 + 0.25) * step - 0.5,
                );
                let half = step / 2.0;
                let sum = self.sample(left, top)
                    + self.sample(left + half, top)
                    + self.sample(left, top + half)
                    + self.sample(left + half, top + half);
                scaled.pixels[y * width + x] = (sum / 4.0 + 0.5) as u8;
            }
        }
        (scaled, factor)
    }

    /// Bilinear value at a point; pixel centres are whole numbers; the edge repeats outside.
    pub(crate) fn sample(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = (
            (left + 1).min(self.width - 1),
            (top + 1).min(self.height - 1),
        );
        let (across, down) = (x - left as f32, y - top as f32);
        let at = |x: usize, y: usize| f32::from(self.pixels[y * self.width + x]);
        let upper = at(left, top) + (at(right, top) - at(left, top)) * across;
        let lower = at(left, bottom) + (at(right, bottom) - at(left, bottom)) * across;
        upper + (lower - upper) * down
    }

    /// Largest value within `reach` pixels each way.
    pub(crate) fn dilated(&self, reach: usize) -> Gray {
        self.windowed(reach, u8::max)
    }

    /// Smallest value within `reach` pixels each way.
    pub(crate) fn eroded(&self, reach: usize) -> Gray {
        self.windowed(reach, u8::min)
    }

    /// How much darker each pixel is than what surrounds it: thin dark strokes remain, fills and slow
    /// changes of light vanish. Strokes up to twice `reach` wide count.
    pub(crate) fn black_hat(&self, reach: usize) -> Gray {
        let mut closed = self.dilated(reach).eroded(reach);
        for (closed, pixel) in closed.pixels.iter_mut().zip(&self.pixels) {
            *closed = closed.saturating_sub(*pixel);
        }
        closed
    }

    /// Mean over the square of side `2 reach + 1`, cut at the edges.
    pub(crate) fn blurred(&self, reach: usize) -> Gray {
        let transposed = self.averaged(reach).transposed();
        transposed.averaged(reach).transposed()
    }

    fn averaged(&self, reach: usize) -> Gray {
        let mut result = Gray::new(self.width, self.height);
        if self.width == 0 {
            return result;
        }
        for (source, target) in self
            .pixels
            .chunks_exact(self.width)
            .zip(result.pixels.chunks_exact_mut(self.width))
        {
            let mut sum: u32 = source
                .iter()
                .take(reach)
                .map(|pixel| u32::from(*pixel))
                .sum();
            let mut count = reach.min(source.len()) as u32;
            for x in 0..source.len() {
                if let Some(entering) = source.get(x + reach) {
                    sum += u32::from(*entering);
                    count += 1;
                }
                if x > reach {
                    sum -= u32::from(source[x - reach - 1]);
                    count -= 1;
                }
                target[x] = ((sum + count / 2) / count.max(1)) as u8;
            }
        }
        result
    }

    fn windowed(&self, reach: usize, choose: fn(u8, u8) -> u8) -> Gray {
        let across = self.rows_windowed(reach, choose).transposed();
        across.rows_windowed(reach, choose).transposed()
    }

    /// The extreme of each window of a row, by the doubling of window lengths.
    fn rows_windowed(&self, reach: usize, choose: fn(u8, u8) -> u8) -> Gray {
        let window = 2 * reach + 1;
        let mut result = Gray::new(self.width, self.height);
        let mut padded = Vec::with_capacity(self.width + 2 * reach);
        for y in 0..self.height {
            let row = self.row(y);
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            padded.clear();
            padded.extend(std::iter::repeat_n(*first, reach));
            padded.extend_from_slice(row);
            padded.extend(std::iter::repeat_n(*last, reach));
            let mut covered = 1;
            while covered < window {
                let step = covered.min(window - covered);
                for x in 0..padded.len() - step {
                    padded[x] = choose(padded[x], padded[x + step]);
                }
                covered += step;
            }
            result.pixels[y * self.width..(y + 1) * self.width]
                .copy_from_slice(&padded[..self.width]);
        }
        result
    }

    fn transposed(&self) -> Gray {
        const TILE: usize = 16;
        let mut result = Gray::new(self.height, self.width);
        for top in (0..self.height).step_by(TILE) {
            for left in (0..self.width).step_by(TILE) {
                for y in top..(top + TILE).min(self.height) {
                    for x in left..(left + TILE).min(self.width) {
                        result.pixels[x * self.height + y] = self.pixels[y * self.width + x];
                    }
                }
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::Gray;

    fn picture(width: usize, height: usize, value: impl Fn(usize, usize) -> u8) -> Gray {
        let mut gray = Gray::new(width, height);
        for y in 0..height {
            for x in 0..width {
                gray.pixels[y * width + x] = value(x, y);
            }
        }
        gray
    }

    #[test]
    fn windows_are_exact() {
        let gray = picture(23, 17, |x, y| ((x * 37 + y * 101) % 251) as u8);
        for reach in [1, 2, 3, 5] {
            let (dilated, eroded) = (gray.dilated(reach), gray.eroded(reach));
            for y in 0..17_usize {
                for x in 0..23_usize {
                    let near = (y.saturating_sub(reach)..=(y + reach).min(16)).flat_map(|v| {
                        (x.saturating_sub(reach)..=(x + reach).min(22)).map(move |u| (u, v))
                    });
                    let values: Vec<u8> = near.map(|(u, v)| gray.pixels[v * 23 + u]).collect();
                    assert_eq!(Some(&dilated.pixels[y * 23 + x]), values.iter().max());
                    assert_eq!(Some(&eroded.pixels[y * 23 + x]), values.iter().min());
                }
            }
        }
    }

    #[test]
    fn only_thin_dark_strokes_remain() {
        let gray = picture(60, 20, |x, _| match x {
            10..12 => 50,
            30..60 => 60,
            _ => 200,
        });
        let strokes = gray.black_hat(3);
        assert_eq!(strokes.pixels[10 * 60 + 10], 150);
        assert_eq!(strokes.pixels[10 * 60 + 5], 0);
        assert_eq!(strokes.pixels[10 * 60 + 50], 0);
    }

    #[test]
    fn scaling_keeps_means_and_bounds() {
        let gray = picture(301, 97, |x, _| if x % 2 == 0 { 0 } else { 200 });
        let (small, factor) = gray.scaled_to(100);
        assert!(small.width <= 100 && (factor - 100.0 / 301.0).abs() < 0.01);
        let mean = small
            .pixels
            .iter()
            .map(|pixel| u32::from(*pixel))
            .sum::<u32>()
            / small.pixels.len() as u32;
        assert!((95..=105).contains(&mean), "{mean}");
        assert_eq!(gray.scaled_to(400).1, 1.0);
        assert_eq!(picture(1, 1, |_, _| 7).blurred(4).pixels, [7]);
    }
}
