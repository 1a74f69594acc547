//! Any picture and any claim about a zone in it: no panic, and shares are shares.
#![cfg_attr(fuzzing, no_main)]

use bonafide_mrz::Format;
use bonafide_vision::document::{Quality, ZonePlace, locate};
use image::{Rgb, RgbImage};

pub(crate) fn run(data: &[u8]) {
    let Some((numbers, pixels)) = data.split_at_checked(36) else {
        return;
    };
    let mut floats = numbers[..32]
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    let mut next = || floats.next().unwrap_or(0.0);
    let quad = [
        [next(), next()],
        [next(), next()],
        [next(), next()],
        [next(), next()],
    ];
    let photo = picture(numbers[32], numbers[33], pixels);
    let format = Format::ALL[usize::from(numbers[34]) % Format::ALL.len()];
    for zone in [None, Some(ZonePlace { format, quad })] {
        let outline = locate(&photo, zone);
        let quality = Quality::of(&photo, outline.as_ref());
        assert!((0.0..=1.0).contains(&quality.burnt));
        assert!((0.0..=1.0).contains(&quality.glare.share));
        assert!((0.0..=1.0).contains(&quality.glare.share_of(&quad)));
    }
}

/// Each byte as a square of pixels.
fn picture(width: u8, scale: u8, bytes: &[u8]) -> RgbImage {
    let (width, scale) = (u32::from(width).max(1), u32::from(scale) % 6 + 1);
    let height = bytes.len() as u32 / width;
    RgbImage::from_fn(width * scale, height * scale, |x, y| {
        let byte = bytes[(y / scale * width + x / scale) as usize];
        Rgb([byte, byte.rotate_left(1), byte])
    })
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
