//! The portrait on the chip: as a picture of every kind, beside the printed one.

use bonafide_checks::FaceInput;
use bonafide_emrtd::reading::File;
use bonafide_fixtures::camera::jpeg;
use bonafide_fixtures::hostile;
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_virtual_passport::Document;
use bonafide_virtual_passport::issuer::{data_group_2, data_group_2_tagged};

use crate::support::{
    EXAMINER, PASS, UNSEEN, UTOPIA, details, face, judge, judge_beside, personalised, printed,
    read, told,
};

const OTHER: (Outcome, Reason) = (Outcome::Inconclusive, Reason::ChipPortraitDiffers);

/// A drawing of nobody, in the JPEG 2000 of another encoder (OpenJPEG, irreversible, 1 to 60).
const DRAWN: &[u8] = include_bytes!("drawn_face.jp2");

fn with(file: Vec<u8>) -> Document {
    let mut document = personalised(|_| {});
    document.files.insert(File::DataGroup(2), file);
    UTOPIA.0.sign(&mut document);
    document
}

fn portrait(file: Vec<u8>, page: bool) -> (Outcome, Reason) {
    let zone = printed(&details("UTO"));
    let examined = judge_beside(&read(&with(file)), &UTOPIA.1, Some(&zone), page);
    let [authenticity, proof, zone, portrait] = told(&examined);
    assert_eq!([authenticity, proof, zone], [PASS; 3]);
    assert_eq!(examined.reading.class, Some(ChipClass::A));
    portrait
}

#[test]
fn the_printed_face_is_the_chips() {
    // The same photograph, and another of the same person; in the records of both standards.
    for photo in [Photo::A1, Photo::A2] {
        assert_eq!(portrait(data_group_2(&face(photo), 300, 385), true), PASS);
    }
    let tagged = data_group_2_tagged(&face(Photo::A1), 300, 385);
    assert_eq!(portrait(tagged, true), PASS);
}

/// Whoever judges a case sees the portrait, whatever it is written in, and nothing of the file itself.
#[test]
fn a_moderator_sees_the_portrait() {
    for image in [face(Photo::A1), DRAWN.to_vec()] {
        let files = read(&with(data_group_2(&image, 300, 385)));
        let drawn = EXAMINER.safe_view(&files.to_bytes()).expect("a picture");
        assert!(drawn.starts_with(&[0xFF, 0xD8, 0xFF]));
        assert!(
            drawn
                .windows(64)
                .all(|part| !image.windows(64).step_by(997).any(|one| one == part))
        );
    }
    let files = read(&with(data_group_2(b"no picture", 300, 385)));
    assert!(EXAMINER.safe_view(&files.to_bytes()).is_err());
}

#[test]
fn another_persons_face_goes_to_a_moderator() {
    for photo in [Photo::B1, Photo::C1] {
        assert_eq!(portrait(data_group_2(&face(photo), 300, 385), true), OTHER);
    }
    // Without a photograph of the page there is nothing to compare with.
    let file = data_group_2(&face(Photo::B1), 300, 385);
    assert_eq!(portrait(file, false), PASS);
}

#[test]
fn jpeg_2000_is_seen() {
    // The face is found; beside the printed one it is another's.
    assert_eq!(portrait(data_group_2(DRAWN, 240, 308), false), PASS);
    assert_eq!(portrait(data_group_2(DRAWN, 240, 308), true), OTHER);
    let tagged = data_group_2_tagged(DRAWN, 240, 308);
    assert_eq!(portrait(tagged, true), OTHER);
}

#[test]
fn a_portrait_that_cannot_be_seen_goes_to_a_moderator() {
    let whole = face(Photo::A1);
    let nobody = jpeg(&hostile::no_face(), 85);
    let pictures: [&[u8]; 6] = [
        &whole[..whole.len() / 2],
        &DRAWN[..200],
        b"no picture at all",
        &nobody,
        // A picture of a kind that no chip has.
        b"GIF89a",
        // One that says it is larger than any chip's.
        &hostile_size(),
    ];
    for picture in pictures {
        assert_eq!(portrait(data_group_2(picture, 300, 385), true), UNSEEN);
    }
    // No face record at all.
    for file in [vec![0x75, 0], vec![0x75, 2, 0x30, 0], vec![0x75, 1, 0x7F]] {
        assert_eq!(portrait(file, true), UNSEEN);
    }
}

/// The drawing with another size in its header: 60,000 to 60,000 pixels.
fn hostile_size() -> Vec<u8> {
    let mut bytes = DRAWN.to_vec();
    let at = bytes
        .windows(4)
        .position(|window| window == [0xFF, 0x4F, 0xFF, 0x51])
        .expect("a code stream");
    for offset in [8, 12, 24, 28] {
        bytes[at + offset..at + offset + 4].copy_from_slice(&60_000_u32.to_be_bytes());
    }
    bytes
}

/// The portrait on the chip is what a selfie is compared with, beside the printed one.
#[test]
fn a_selfie_is_held_against_the_chip() {
    let files = |photo| read(&with(data_group_2(&face(photo), 300, 385)));
    let files = [Photo::A1, Photo::B1].map(files);
    let told = files.map(|files| {
        let findings = crate::support::compare(|front, selfie, thresholds| FaceInput {
            front,
            back: None,
            chip: Some(&files),
            selfie,
            thresholds,
        });
        // The selfie itself may be less than perfect.
        findings
            .iter()
            .all(|finding| finding.outcome <= Outcome::Warn)
    });
    // Whose chip shows somebody else is not its holder, whatever is printed.
    assert_eq!(told, [true, false]);
}

/// Another picture put in place of the signed one is not looked at.
#[test]
fn a_swapped_portrait_is_not_looked_at() {
    let mut document = with(data_group_2(DRAWN, 240, 308));
    let swapped = data_group_2(&face(Photo::A1), 300, 385);
    document.files.insert(File::DataGroup(2), swapped);
    let examined = judge(&read(&document), &UTOPIA.1);
    let [authenticity, .., portrait] = told(&examined);
    assert_eq!(authenticity, (Outcome::Fail, Reason::ChipDataAltered));
    assert_eq!(portrait, UNSEEN);
}
