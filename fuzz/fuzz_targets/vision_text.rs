//! Any output of the program that reads print: no panic, and every word and line within bounds.
#![cfg_attr(fuzzing, no_main)]

use bonafide_vision::text::{line_in, lines, words};

pub(crate) fn run(data: &[u8]) {
    let words = words(&String::from_utf8_lossy(data));
    assert!(words.len() <= 2_000);
    for line in lines(&words).iter().chain([&line_in(&words, &(0..500))]) {
        assert!((0.0..=100.0).contains(&line.confidence));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
