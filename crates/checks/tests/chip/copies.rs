//! The chip that a state issued, and what a counterfeiter makes of it.

use bonafide_emrtd::reading::File;
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::fields::Field;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_virtual_passport::Document;
use bonafide_virtual_passport::issuer::{Person, data_group_11};

use crate::support::{
    PASS, UTOPIA, active_key, details, document, judge, judge_beside, personalised, printed, read,
    told,
};

const COPIED: (Outcome, Reason) = (Outcome::Fail, Reason::ChipCopied);
const MISSING: (Outcome, Reason) = (Outcome::Fail, Reason::ChipProofMissing);
const NOT_PROVEN: (Outcome, Reason) = (Outcome::Warn, Reason::ChipNotProven);

/// One that proves itself by chip authentication, one by active authentication.
fn both() -> [Document; 2] {
    let mut active = personalised(|design| {
        design.chip_authentication.clear();
        design.active = Some(active_key());
    });
    UTOPIA.0.sign(&mut active);
    [document(), active]
}

#[test]
fn a_genuine_chip_is_class_a() {
    for document in both() {
        let files = read(&document);
        let zone = printed(&details("UTO"));
        let examined = judge_beside(&files, &UTOPIA.1, Some(&zone), true);
        assert_eq!(told(&examined), [PASS; 4]);
        let reading = examined.reading;
        assert_eq!(reading.class, Some(ChipClass::A));
        assert_eq!(reading.access.as_deref(), Some("bac"));
        assert_eq!(reading.signer_country.as_deref(), Some("UT"));
        assert_eq!(reading.signer_fingerprint.map(|text| text.len()), Some(64));
        assert_eq!(reading.deviations, [""; 0]);
        let chip = reading.zone.expect("what the chip says");
        assert!(chip.chip && !chip.typed);
        assert_eq!(chip.values, zone.values);
    }
}

/// What DG11 adds to the zone: the name as the state writes it, and the personal number.
#[test]
fn the_name_in_the_national_script() {
    let mut document = personalised(|_| {});
    let person = Person {
        full_name: "ЭРИКССОН<<АННА<МАРИЯ",
        personal_number: "740812300123",
        ..Person::default()
    };
    document
        .files
        .insert(File::DataGroup(11), data_group_11(&person));
    UTOPIA.0.sign(&mut document);
    let examined = judge(&read(&document), &UTOPIA.1);
    assert_eq!(told(&examined), [PASS; 4]);
    let values = examined.reading.zone.expect("what the chip says").values;
    assert_eq!(values[&Field::FullName], "АННА МАРИЯ ЭРИКССОН");
    assert_eq!(values[&Field::PersonalNumber], "740812300123");
    assert_eq!(values[&Field::Surname], "ERIKSSON");
}

/// All files, no private key.
#[test]
fn a_clone_is_caught() {
    for document in both() {
        let examined = judge(&read(&document.cloned_without_keys()), &UTOPIA.1);
        assert_eq!(told(&examined), [PASS, COPIED, PASS, PASS]);
        assert_eq!(examined.reading.class, Some(ChipClass::C));
    }
}

/// The file with the key is left out, so that nobody asks for a proof; the signed list has it.
#[test]
fn a_copy_that_hides_its_key_is_caught() {
    for (document, group) in both().into_iter().zip([14, 15]) {
        let mut copy = document.cloned_without_keys();
        copy.files.remove(&File::DataGroup(group));
        copy.update_com();
        let examined = judge(&read(&copy), &UTOPIA.1);
        assert_eq!(told(&examined), [PASS, MISSING, PASS, PASS], "DG{group}");
        assert_eq!(examined.reading.class, Some(ChipClass::C));
    }
}

/// Both keys, and only one is hidden: what it can prove counts.
#[test]
fn one_proof_of_two_suffices() {
    let mut document = personalised(|design| design.active = Some(active_key()));
    UTOPIA.0.sign(&mut document);
    let mut half = document.clone();
    half.active = None;
    let examined = judge(&read(&half), &UTOPIA.1);
    assert_eq!(told(&examined), [PASS; 4]);
    assert_eq!(examined.reading.class, Some(ChipClass::A));
}

/// Chips of the first years have no key: that is no fault of theirs, and no proof either.
#[test]
fn a_chip_without_a_key_is_class_c() {
    let mut document = personalised(|design| design.chip_authentication.clear());
    UTOPIA.0.sign(&mut document);
    let examined = judge(&read(&document), &UTOPIA.1);
    assert_eq!(told(&examined), [PASS, NOT_PROVEN, PASS, PASS]);
    assert_eq!(examined.reading.class, Some(ChipClass::C));
}
