//! Any picture as a photograph of a zone: no panic, and what is read has the shape of a zone.
#![cfg_attr(fuzzing, no_main)]

use std::sync::LazyLock;

use bonafide_vision::{
    models::Source,
    zone::{Engine, read},
};
use image::{Rgb, RgbImage};

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::load(&Source::from_environment()).expect("the models are there"));

pub(crate) fn run(data: &[u8]) {
    let [width, scale, bytes @ ..] = data else {
        return;
    };
    let (width, scale) = (u32::from(*width).max(1), u32::from(*scale) % 8 + 1);
    let height = bytes.len() as u32 / width;
    let photo = RgbImage::from_fn(width * scale, height * scale, |x, y| {
        Rgb([bytes[(y / scale * width + x / scale) as usize]; 3])
    });
    if let Ok(reading) = read(&photo, &ENGINE) {
        let format = reading.zone.format;
        assert_eq!(reading.lines.len(), format.lines());
        assert!(
            reading
                .lines
                .iter()
                .all(|line| line.len() == format.width())
        );
        assert!((0.0..=1.0).contains(&reading.confidence));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
