//! The chip that a state issued, and what a counterfeiter makes of it.

use bonafide_emrtd::cipher::Cipher;
use bonafide_emrtd::reading::File;
use bonafide_emrtd::security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol};
use bonafide_emrtd::tlv::{Tag, write};
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::fields::Field;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_virtual_passport::issuer::{Person, data_group_11};
use bonafide_virtual_passport::{Design, Document};

use crate::support::{
    PASS, State, UTOPIA, active_key, details, document, judge, judge_beside, personalised, printed,
    read, rng, told,
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

/// What the chip signed with a key of a kind that nobody here can judge proves nothing, and accuses nobody. Its being
/// left out does.
#[test]
fn a_key_of_an_unknown_kind_is_no_copy() {
    let mut document = personalised(|design| {
        design.chip_authentication.clear();
        design.active = Some(active_key());
    });
    // Ed25519, as an issuer may write it one day.
    let algorithm = write(Tag::SEQUENCE, &write(Tag::OID, &[0x2B, 0x65, 0x70]));
    let key = write(Tag::BIT_STRING, &[0; 33]);
    let dg15 = write(Tag(0x6F), &write(Tag::SEQUENCE, &[algorithm, key].concat()));
    document.files.insert(File::DataGroup(15), dg15);
    UTOPIA.0.sign(&mut document);
    let examined = judge(&read(&document), &UTOPIA.1);
    assert_eq!(told(&examined), [PASS, NOT_PROVEN, PASS, PASS]);
    assert_eq!(examined.reading.class, Some(ChipClass::C));
    document.files.remove(&File::DataGroup(15));
    document.update_com();
    let examined = judge(&read(&document), &UTOPIA.1);
    assert_eq!(told(&examined), [PASS, MISSING, PASS, PASS]);
}

/// EF.CardSecurity, which the chip-authentication mapping brings: judged and named; a key in it alone proves nothing.
#[test]
fn card_security_is_judged() {
    let mapping = |design: &mut Design| {
        design.bac = false;
        design.pace = vec![PaceInfo {
            protocol: PaceProtocol {
                mapping: Mapping::ChipAuthentication,
                agreement: Agreement::Ecdh,
                cipher: Cipher::Aes128,
            },
            version: 2,
            parameter_id: Some(12),
        }];
    };
    let mut document = personalised(mapping);
    UTOPIA.0.sign(&mut document);
    let signed_by = |document: &Document, state: &State| {
        let mut document = document.clone();
        let signed = document.sign_card_security(&state.signer, &mut rng(20));
        signed.expect("a signature");
        judge(&read(&document), &UTOPIA.1)
    };
    let genuine = signed_by(&document, &UTOPIA.0);
    assert_eq!(told(&genuine), [PASS; 4]);
    assert_eq!(genuine.reading.class, Some(ChipClass::A));
    assert_eq!(genuine.reading.access.as_deref(), Some("pace"));
    assert_eq!(genuine.reading.deviations, [""; 0]);
    let elsewhere = signed_by(&document, &State::new("NL", 21));
    assert_eq!(told(&elsewhere), [PASS; 4]);
    assert_eq!(
        elsewhere.reading.deviations,
        ["card_security_not_vouched_for"]
    );
    // The files of one document on the chip of another, whose key is in its EF.CardSecurity.
    let mut files = personalised(|design| {
        mapping(design);
        design.chip_authentication.clear();
    });
    UTOPIA.0.sign(&mut files);
    files.chip_keys.clone_from(&document.chip_keys);
    let forged = signed_by(&files, &UTOPIA.0);
    assert_eq!(told(&forged), [PASS, NOT_PROVEN, PASS, PASS]);
    assert_eq!(forged.reading.class, Some(ChipClass::C));
    assert_eq!(forged.reading.deviations, ["card_security_differs"]);
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
