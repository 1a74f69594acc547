//! Any bytes as an `Accept-Language` header or a search of the notices: no panic.
#![cfg_attr(fuzzing, no_main)]

use bonafide_identity::language::Language;
use bonafide_identity::notice::{catalogue, find};

pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = Language::negotiate(&text);
    assert!(find(&text).len() <= catalogue().len());
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
