//! Any bytes as a chip's portrait in JPEG 2000: no panic, and no more pixels than a portrait has.
#![cfg_attr(fuzzing, no_main)]

use bonafide_vision::intake::jpeg_2000;

pub(crate) fn run(data: &[u8]) {
    if let Ok(picture) = jpeg_2000(data) {
        let pixels = u64::from(picture.width()) * u64::from(picture.height());
        assert!((1..=3_000_000).contains(&pixels));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
