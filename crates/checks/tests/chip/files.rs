//! Files that are not what was signed, and the record of files itself.

use bonafide_checks::ChipFiles;
use bonafide_emrtd::reading::File;
use bonafide_identity::fields::Field;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_virtual_passport::Document;
use bonafide_virtual_passport::issuer::{Person, data_group_11};
use proptest::prelude::*;

use crate::support::{
    PASS, UNSEEN, UTOPIA, details, document, judge, judge_beside, printed, read, told,
};

const ALTERED: (Outcome, Reason) = (Outcome::Fail, Reason::ChipDataAltered);
const WRONG: (Outcome, Reason) = (Outcome::Fail, Reason::ChipSignatureWrong);
const NOT_PROVEN: (Outcome, Reason) = (Outcome::Warn, Reason::ChipNotProven);
const DIFFERS: (Outcome, Reason) = (Outcome::Fail, Reason::ChipDiffers);

/// The last byte of a file turned.
fn turned(mut document: Document, file: File) -> Document {
    let bytes = document.files.get_mut(&file).expect("the file");
    *bytes.last_mut().expect("bytes") ^= 1;
    document
}

#[test]
fn an_altered_group_is_caught() {
    for group in [2, 14] {
        let examined = judge(
            &read(&turned(document(), File::DataGroup(group))),
            &UTOPIA.1,
        );
        let [authenticity, _, zone, portrait] = told(&examined);
        assert_eq!([authenticity, zone, portrait], [ALTERED, PASS, UNSEEN]);
        // Nobody vouches for what the chip says now.
        assert_eq!(
            (examined.reading.class, examined.reading.zone),
            (None, None)
        );
    }
}

/// A digit of the personal number that was scratched out and printed anew, with its check digit.
#[test]
fn a_personal_number_that_is_not_the_chips_is_caught() {
    let mut zone = printed(&details("UTO"));
    let files = read(&document());
    assert!(zone.confirmed.contains(&Field::PersonalNumber));
    let examined = judge_beside(&files, &UTOPIA.1, Some(&zone), false);
    assert_eq!(told(&examined), [PASS; 4]);
    (zone.values).insert(Field::PersonalNumber, "ZE184227B".to_owned());
    let examined = judge_beside(&files, &UTOPIA.1, Some(&zone), false);
    assert_eq!(told(&examined), [PASS, PASS, DIFFERS, PASS]);
    // Where no check digit covers it, it may as well have been misread.
    zone.confirmed
        .retain(|field| *field != Field::PersonalNumber);
    let examined = judge_beside(&files, &UTOPIA.1, Some(&zone), false);
    assert_eq!(told(&examined), [PASS; 4]);
}

/// Another person's data in DG1: altered, and unlike the printed zone too.
#[test]
fn an_altered_zone_is_caught() {
    let mut other = details("UTO");
    other.number = "XT4401214".to_owned();
    let lines = other.lines().expect("a zone");
    let mut altered = document();
    altered.files.insert(
        File::DataGroup(1),
        bonafide_emrtd::lds::ZoneFile::encode(&lines),
    );
    altered.zone = bonafide_emrtd::access_key::AccessKey::of_zone(
        &bonafide_mrz::parse(&lines).expect("a zone"),
    );
    let examined = judge(&read(&altered), &UTOPIA.1);
    let [authenticity, _, zone, portrait] = told(&examined);
    assert_eq!([authenticity, zone, portrait], [ALTERED, DIFFERS, UNSEEN]);
    assert_eq!(examined.reading.class, None);
}

/// A genuine chip of somebody else behind a printed page: the state signed what it says.
#[test]
fn a_chip_of_another_document_differs() {
    let mut other = details("UTO");
    other.number = "XT4401214".to_owned();
    other.given_names = "Emma Maria".to_owned();
    let files = read(&document());
    let examined = judge_beside(&files, &UTOPIA.1, Some(&printed(&other)), false);
    assert_eq!(told(&examined), [PASS, PASS, DIFFERS, PASS]);
    assert_eq!(examined.findings[2].measured, Some(2.0));
    // Where no zone could be read there is nothing to compare with.
    let examined = judge_beside(&files, &UTOPIA.1, None, false);
    assert_eq!(
        told(&examined)[2],
        (Outcome::Inconclusive, Reason::ChipDiffers)
    );
}

#[test]
fn a_group_that_nobody_signed_is_caught() {
    let mut more = document();
    let person = Person {
        full_name: "SOMEBODY<<ELSE",
        ..Person::default()
    };
    more.files
        .insert(File::DataGroup(11), data_group_11(&person));
    more.update_com();
    let examined = judge(&read(&more), &UTOPIA.1);
    let [authenticity, proof, _, portrait] = told(&examined);
    assert_eq!(
        [authenticity, proof, portrait],
        [ALTERED, NOT_PROVEN, UNSEEN]
    );
    assert_eq!(
        (examined.reading.class, examined.reading.zone),
        (None, None)
    );
}

#[test]
fn a_corrupt_security_object_is_caught() {
    // The signature is the last thing in it.
    let examined = judge(&read(&turned(document(), File::Sod)), &UTOPIA.1);
    assert_eq!(told(&examined), [WRONG, NOT_PROVEN, PASS, UNSEEN]);
    for cut in [1, 6, 400] {
        let mut corrupt = document();
        let sod = corrupt.files.get_mut(&File::Sod).expect("the file");
        // Whole as a file, since nothing else is read, and broken inside.
        let inside = sod.len() - cut;
        sod[inside..].fill(0);
        sod[8..8 + cut.min(40)].fill(0xFF);
        let examined = judge(&read(&corrupt), &UTOPIA.1);
        assert_eq!(told(&examined)[0], WRONG, "{cut}");
        assert_eq!(examined.reading.class, None);
        assert_eq!(examined.reading.signer_country, None);
    }
    let mut without = document();
    without.files.remove(&File::Sod);
    let examined = judge(&read(&without), &UTOPIA.1);
    assert_eq!(told(&examined), [WRONG, NOT_PROVEN, PASS, UNSEEN]);
}

#[test]
fn files_survive_being_kept() {
    let files = read(&document());
    let bytes = files.to_bytes();
    assert_eq!(ChipFiles::from_bytes(&bytes).expect("ours"), files);
    let kept: serde_json::Value = serde_json::from_slice(&bytes).expect("an object");
    assert_eq!(kept["schema"], 1);
    assert_eq!(kept["driver"], "server");
    assert_eq!(
        kept["files"]["DG1"],
        hex::encode(&document().files[&File::DataGroup(1)])
    );
    // What is printed for a log has names and no contents.
    let shown = format!("{files:?}");
    assert!(shown.contains("DG1") && shown.len() < 200, "{shown}");
    let mut strange = kept.clone();
    strange["colour"] = true.into();
    let mut odd = kept;
    odd["files"]["DG1"] = "6".into();
    for other in [strange, odd] {
        assert!(ChipFiles::from_bytes(other.to_string().as_bytes()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever was kept damaged: an error, or files that can be judged.
    #[test]
    fn damaged_records_are_refused_or_judged(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = read(&document()).to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(files) = ChipFiles::from_bytes(&bytes) {
            judge(&files, &UTOPIA.1);
        }
    }
}
