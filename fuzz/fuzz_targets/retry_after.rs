//! Any bytes as a receiver's `Retry-After`: no panic.
#![no_main]

use std::time::SystemTime;

use bonafide_identity::webhook::retry_after;
use libfuzzer_sys::fuzz_target;

fn fuzz_retry_after(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let now = SystemTime::UNIX_EPOCH.try_into().expect("a time");
    let _ = retry_after(&text, now);
}

fuzz_target!(|data: &[u8]| fuzz_retry_after(data));
