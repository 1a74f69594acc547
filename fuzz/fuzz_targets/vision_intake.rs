//! Any bytes as a picture: no panic, no more pixels than allowed, and what is decoded can be
//! written anew and fingerprinted.
#![cfg_attr(fuzzing, no_main)]

use bonafide_vision::{
    fingerprint::Fingerprint,
    intake::{Limits, decode, reencode},
};

pub(crate) fn run(data: &[u8]) {
    let limits = Limits {
        max_pixels: 1 << 20,
        ..Limits::default()
    };
    if let Ok(photo) = decode(data, &limits) {
        assert!(u64::from(photo.width) * u64::from(photo.height) <= limits.max_pixels);
        assert_eq!((photo.width, photo.height), photo.image.dimensions());
        assert!(!reencode(&photo.image).is_empty());
        Fingerprint::of(&photo.image);
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
