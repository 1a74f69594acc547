//! Any bytes as a receiver's `Retry-After`: no panic.
#![cfg_attr(fuzzing, no_main)]

use std::time::SystemTime;

use bonafide_identity::webhook::retry_after;

pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let now = SystemTime::UNIX_EPOCH.try_into().expect("a time");
    let _ = retry_after(&text, now);
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
