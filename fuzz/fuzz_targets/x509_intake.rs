//! Any bytes as a published file: certificates, revocation lists, master lists, directory exports. Parsed only.
#![cfg_attr(fuzzing, no_main)]

use bonafide_x509::intake::{self, Item};
use bonafide_x509::{Certificate, cms::SignedData};

fn look(certificate: &Certificate) {
    let _ = certificate.public_key();
    let _ = (certificate.subject.to_string(), certificate.country());
    assert_eq!(Certificate::of(certificate.der()).as_ref(), Ok(certificate));
}

pub(crate) fn run(data: &[u8]) {
    let _ =
        SignedData::of(data).map(|message| message.certificates().count() + message.crls().count());
    for part in intake::read(data) {
        match part.item {
            Ok(Item::Certificate(certificate)) => look(&certificate),
            Ok(Item::Crl(list)) => assert!(list.entry(&[]).is_none() || !list.is_empty()),
            Ok(Item::MasterList(list)) => list.certificates.iter().for_each(look),
            Err(_) => {}
        }
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
