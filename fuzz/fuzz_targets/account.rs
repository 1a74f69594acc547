//! Any bytes as what people type at their account's pages: no panic, and what was taken once is
//! taken again as the same.
#![cfg_attr(fuzzing, no_main)]

use bonafide_identity::account::{ContactCode, Password, UserId};

pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(id) = text.parse::<UserId>() {
        let again: UserId = id.as_str().parse().expect("as it was taken");
        assert_eq!(again.skeleton(), id.skeleton());
    }
    if let Ok(password) = Password::choose(&text, &["ann.smith"]) {
        assert_eq!(Password::given(password.reveal()), Ok(password));
    }
    if let Ok(code) = text.parse::<ContactCode>() {
        assert_eq!(code.in_groups().parse(), Ok(code));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
