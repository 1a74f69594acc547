//! Any bytes as a protected answer. Alone they are never accepted; behind a right authentication code they
//! reach the parser and the padding, and whatever is accepted moves the counter once.
#![cfg_attr(fuzzing, no_main)]

use bonafide_emrtd::{
    apdu::{Response, Status},
    cipher::{Cipher, SessionKeys, pad},
    secure_messaging::{Counter, SecureMessaging},
    tlv::{Tag, write},
};

pub(crate) fn run(data: &[u8]) {
    let Some(([choice, high, low], body)) = data.split_first_chunk() else {
        return;
    };
    let cipher = Cipher::ALL[usize::from(choice % 4)];
    let keys = SessionKeys::derive(cipher, b"a secret of both sides");
    let mut channel = SecureMessaging::new(keys.clone());
    let status = Status(u16::from_be_bytes([*high, *low]));
    let raw = Response::new(body, status);
    assert!(channel.open(&raw).is_err());
    let counter = Counter::zero(cipher).advanced(2);
    let mut message = [counter.bytes(), body.to_vec()].concat();
    message = pad(&message, cipher.block_bytes());
    let code = keys.authentication.mac(&message).expect("whole blocks");
    let signed = [body, &write(Tag(0x8E), &code)].concat();
    let signed = Response::new(signed, status);
    let opened = channel.open(&signed);
    // Accepted, it cannot be replayed.
    if opened.is_ok() {
        assert!(channel.open(&signed).is_err());
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
