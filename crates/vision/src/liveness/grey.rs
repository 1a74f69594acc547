//! The luminance of a frame.

use image::RgbImage;

use crate::face::Point;

/// Luminance of a frame, row by row, 0 to 255.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<u8>,
}

impl Grey {
    pub(super) fn of(frame: &RgbImage) -> Self {
        let values = frame.as_raw().as_chunks::<3>().0.iter().map(|&[r, g, b]| {
            // 0.299, 0.587 and 0.114 in parts of 256.
            ((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8) as u8
        });
        Self {
            width: frame.width() as usize,
            height: frame.height() as usize,
            values: values.collect(),
        }
    }

    /// The same in half the size.
    pub(super) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut values = Vec::with_capacity(width * height);
        let rows = self.values.chunks_exact(self.width.max(1));
        for pair in rows.collect::<Vec<_>>().as_chunks::<2>().0 {
            let [above, below] = pair.map(|row| row.as_chunks::<2>().0);
            values.extend(above.iter().zip(below).map(|(&[a, b], &[c, d])| {
                ((u16::from(a) + u16::from(b) + u16::from(c) + u16::from(d) + 2) / 4) as u8
            }));
        }
        Self {
            width,
            height,
            values,
        }
    }

    /// A window with a place in its middle, between pixels as well; `None` where it reaches out of
    /// the frame.
    pub(super) fn window<const N: usize>(&self, [x, y]: Point) -> Option<[[f32; N]; N]> {
        let half = (N / 2) as f32;
        let (left, top) = (x.floor() - half, y.floor() - half);
        let most = |side: usize| side as f32 - N as f32 - 1.0;
        let within = left >= 0.0 && top >= 0.0;
        if !within || left > most(self.width) || top > most(self.height) {
            return None;
        }
        let (right, down) = (x - x.floor(), y - y.floor());
        let (left, top) = (left as usize, top as usize);
        let line = |row: usize| {
            let from = (top + row) * self.width + left;
            let pixels = &self.values[from..=from + N];
            let mut line = [0.0; N];
            for (value, pair) in line.iter_mut().zip(pixels.windows(2)) {
                let (a, b) = (f32::from(pair[0]), f32::from(pair[1]));
                *value = a + right * (b - a);
            }
            line
        };
        let mut above = line(0);
        Some(std::array::from_fn(|row| {
            let below = line(row + 1);
            let window = std::array::from_fn(|at| above[at] + down * (below[at] - above[at]));
            above = below;
            window
        }))
    }
}
