//! Any bytes as a push subscription of a browser: no panic, and what was taken once is taken again as the same.
#![cfg_attr(fuzzing, no_main)]

use bonafide_identity::push::Subscription;

pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(subscription) = text.parse::<Subscription>() {
        assert!(matches!(subscription.endpoint().scheme(), "https" | "http"));
        let again = serde_json::to_string(&subscription).expect("plain data");
        assert_eq!(again.parse(), Ok(subscription));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
