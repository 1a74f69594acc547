//! Any bytes as commands and answers, as files with security infos and as keys for active authentication: no
//! panic, and a command that parses is encoded as one that means the same.
#![cfg_attr(fuzzing, no_main)]

use bonafide_emrtd::{
    active_authentication::ActiveKey,
    apdu::{Command, Response},
    security_infos::SecurityInfos,
};

pub(crate) fn run(data: &[u8]) {
    if let Ok(command) = Command::parse(data) {
        let encoded = command.encode().expect("what parses can be encoded");
        assert_eq!(Command::parse(&encoded), Ok(command));
    }
    if let Ok(response) = Response::parse(data) {
        assert_eq!(response.encode(), data);
    }
    let _ = SecurityInfos::parse(data);
    let _ = SecurityInfos::of_dg14(data);
    if let Ok(key) = ActiveKey::of_dg15(data) {
        let _ = key.signature_bytes();
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
