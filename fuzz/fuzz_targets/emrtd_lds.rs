//! Any bytes as the files of a chip: read or refused, images within bounds, nothing believed without trust.
#![cfg_attr(fuzzing, no_main)]

use std::collections::BTreeMap;

use bonafide_emrtd::lds::{Com, DataGroup, MAX_IMAGE_BYTES, Sod, tag_of};
use bonafide_emrtd::passive_authentication::authenticate;
use bonafide_emrtd::tlv::write;
use bonafide_x509::trust::{Policy, Trust};

pub(crate) fn run(data: &[u8]) {
    let [group, data @ ..] = data else { return };
    let group = group % 18;
    match group {
        0 => {
            let _ = Com::of(data);
        }
        17 => {
            let _ = Sod::of(data);
            let files = BTreeMap::from([(1, data.to_vec())]);
            let at = "2026-01-01T00:00:00Z".parse().unwrap_or_default();
            let report = authenticate(data, &files, &Trust::default(), at, &Policy::default());
            assert!(!report.is_genuine());
        }
        _ => {
            let Some(tag) = tag_of(group) else { return };
            for file in [data.to_vec(), write(tag, data)] {
                match DataGroup::of(group, &file) {
                    Ok(DataGroup::Faces(faces)) => {
                        for face in faces.faces {
                            assert!(face.image.bytes.len() <= file.len().min(MAX_IMAGE_BYTES));
                        }
                    }
                    Ok(DataGroup::Displayed(displayed)) => {
                        let bytes: usize =
                            displayed.images.iter().map(|image| image.bytes.len()).sum();
                        assert!(bytes <= file.len());
                    }
                    _ => {}
                }
            }
        }
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
