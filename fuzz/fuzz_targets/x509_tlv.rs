//! Any bytes as elements, with definite and indefinite lengths: what comes out is definite and as large.
#![cfg_attr(fuzzing, no_main)]

use bonafide_x509::ber::{MAX_DEPTH, normalise};
use bonafide_x509::tlv::{Header, Reader, Tlv};

pub(crate) fn run(data: &[u8]) {
    let _ = Header::of(data);
    let read: usize = Reader::new(data)
        .flatten()
        .map(|element| element.raw.len())
        .sum();
    assert!(read <= data.len());
    if let Ok((der, _)) = normalise(data) {
        assert!(Tlv::only(&der).is_ok());
        assert!(der.len() <= data.len() + 6 * MAX_DEPTH);
        // What is definite stays as it is.
        assert_eq!(normalise(&der).map(|(again, _)| again == der), Ok(true));
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
