//! Any bytes as an `Accept-Language` header or a search of the notices: no panic.
#![no_main]

use bonafide_identity::language::Language;
use bonafide_identity::notice::{catalogue, find};
use libfuzzer_sys::fuzz_target;

fn fuzz_accept_language(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = Language::negotiate(&text);
    assert!(find(&text).len() <= catalogue().len());
}

fuzz_target!(|data: &[u8]| fuzz_accept_language(data));
