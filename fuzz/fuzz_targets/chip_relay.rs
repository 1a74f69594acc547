//! Any text as a message of the relay, from either side: no panic, what is taken can be sent, and means the same.
#![cfg_attr(fuzzing, no_main)]

use bonafide_emrtd::relay::{FromReader, FromServer, permitted};

pub(crate) fn run(data: &[u8]) {
    let _ = permitted(data);
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(message) = FromReader::from_json(text) {
        let sent = message.to_json().expect("what is taken can be sent");
        assert_eq!(FromReader::from_json(&sent), Ok(message));
    }
    if let Ok(message) = FromServer::from_json(text) {
        let sent = message.to_json().expect("what is taken can be sent");
        assert_eq!(FromServer::from_json(&sent), Ok(message));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
