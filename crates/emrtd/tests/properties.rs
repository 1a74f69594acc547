//! What must hold for any bytes that a chip gives.

use std::collections::BTreeMap;

use bonafide_emrtd::lds::{Com, DataGroup, Image, MAX_IMAGE_BYTES, Sod, tag_of};
use bonafide_emrtd::passive_authentication::authenticate;
use bonafide_emrtd::tlv::{Tag, wrap, write};
use bonafide_x509::trust::{Policy, Trust};
use jiff::Timestamp;
use proptest::prelude::*;

/// Elements within elements, most of them with tags that chips use.
fn tree() -> impl Strategy<Value = Vec<u8>> {
    let tags = vec![
        0x02_u32, 0x04, 0x30, 0x31, 0x5c, 0x5f01, 0x5f0e, 0x5f0f, 0x5f1f, 0x5f26, 0x5f2b, 0x5f2e,
        0x5f40, 0x5f43, 0x60, 0x61, 0x65, 0x6b, 0x75, 0x77, 0x7f2e, 0x7f60, 0x7f61, 0x80, 0x81,
        0xa0, 0xa1,
    ];
    let tag = proptest::sample::select(tags);
    let leaf = (tag.clone(), proptest::collection::vec(any::<u8>(), 0..80))
        .prop_map(|(tag, value)| write(Tag(tag), &value));
    leaf.prop_recursive(6, 60, 6, move |inner| {
        (tag.clone(), proptest::collection::vec(inner, 0..6))
            .prop_map(|(tag, parts)| wrap(Tag(tag), &parts))
    })
}

fn images_of(group: &DataGroup) -> Vec<&Image> {
    match group {
        DataGroup::Faces(faces) => faces.faces.iter().map(|face| &face.image).collect(),
        DataGroup::Displayed(displayed) => displayed.images.iter().collect(),
        _ => Vec::new(),
    }
}

fn read_everything(bytes: &[u8]) {
    for group in 1..=16 {
        let tag = tag_of(group).expect("a tag");
        for file in [bytes.to_vec(), write(tag, bytes)] {
            let Ok(read) = DataGroup::of(group, &file) else {
                continue;
            };
            for image in images_of(&read) {
                assert!(image.bytes.len() <= file.len().min(MAX_IMAGE_BYTES));
            }
        }
    }
    let _ = Com::of(bytes);
    let _ = Sod::of(bytes);
    let groups = BTreeMap::from([(1, bytes.to_vec())]);
    let trust = Trust::default();
    let report = authenticate(
        bytes,
        &groups,
        &trust,
        Timestamp::UNIX_EPOCH,
        &Policy::default(),
    );
    assert!(!report.is_genuine());
}

/// A face record with any fields in front of an image.
fn record() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..60).prop_map(|fields| {
        let record = [b"FAC\x00010\0", &fields[..], &[0xff, 0xd8, 0xff, 1]].concat();
        let instance = wrap(Tag(0x7f60), &[write(Tag(0x5f2e), &record)]);
        write(Tag(0x7f61), &instance)
    })
}

proptest! {
    #[test]
    fn any_tree_is_read_or_refused(bytes in tree()) {
        read_everything(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_everything(&bytes);
    }

    #[test]
    fn any_face_record_is_read_or_refused(bytes in record()) {
        read_everything(&bytes);
    }
}
