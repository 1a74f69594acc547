//! Whoever knows what is printed on a document and stands between chip and server, and a chip that merely starves.

use bonafide_emrtd::{
    access_key::AccessKey,
    apdu::Status,
    cipher::Cipher,
    reading::{
        ActiveAuthenticationRun, ChipAuthenticationRun, ChipProof, File, KeySource, MappingRun,
        Missing, Nonce, Options, Reading,
    },
};
use bonafide_virtual_passport::{Design, Fault, FaultKind, Quirks};
use bonafide_x509::{HashAlgorithm, curve::NamedCurve};

use crate::common::{assert_whole, chip_key, drive, key, passport, read, rng};
use crate::issued::State;
use crate::proof::{ec, mapping_design, small};

/// What was said to be absent before chip authentication is asked for again under keys that only the chip has.
#[test]
fn nothing_stays_hidden_behind_chip_authentication() {
    for group in [2, 14] {
        let document = small(Design {
            chip_authentication: vec![chip_key(12, Cipher::Aes128)],
            ..Design::default()
        });
        let quirks = Quirks {
            hides: Some(group),
            ..Quirks::default()
        };
        let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
        if group == 2 {
            assert_whole(&outcome, &document);
            assert_eq!(
                outcome.chip_proof(),
                ChipProof::ChipAuthentication(KeySource::DataGroup14)
            );
        } else {
            // Without the key there is no chip authentication, and the signed list has the group.
            assert_eq!(outcome.chip_proof(), ChipProof::None);
            assert!(matches!(
                outcome.missing[&File::DataGroup(14)],
                Missing::Absent(_)
            ));
        }
    }
}

/// The mapping is proven by a key that EF.CardSecurity alone has, which counts for nothing: so the chip is asked for
/// the proof that does.
#[test]
fn a_proof_that_does_not_count_replaces_none_that_does() {
    let mut document = small(Design {
        active: Some(ec(5, NamedCurve::P256, HashAlgorithm::Sha256)),
        ..mapping_design()
    });
    let state = State::new();
    document
        .sign_card_security(&state.signer(), &mut rng(60))
        .unwrap();
    document.files.remove(&File::DataGroup(14));
    let outcome = read(&mut passport(document, Quirks::default())).unwrap();
    assert_eq!(
        outcome.mapping,
        MappingRun::Proven {
            source: KeySource::CardSecurity
        }
    );
    assert_eq!(
        outcome.chip_proof(),
        ChipProof::ActiveAuthentication(KeySource::DataGroup15)
    );
}

/// A chip that resets itself at any one command, key agreement drawing the most power, is no copy for that.
#[test]
fn a_genuine_chip_that_starves_once_is_no_copy() {
    let document = small(Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..Design::default()
    });
    let mut read_on = 0;
    for at in 1..60 {
        let mut chip = passport(document.clone(), Quirks::default());
        chip.inject(Fault {
            at,
            kind: FaultKind::Bare(Status(0x6F00)),
        });
        let Ok(outcome) = read(&mut chip) else {
            continue;
        };
        let proven = matches!(
            outcome.chip_authentication,
            ChipAuthenticationRun::Proven { .. }
        );
        assert!(proven, "at {at}: {:?}", outcome.chip_authentication);
        read_on += 1;
    }
    assert!(read_on > 0);
}

/// A copy without the key of chip authentication that has the genuine chip at hand for active authentication.
#[test]
fn one_wrong_proof_spoils_the_right_one() {
    let genuine = small(Design {
        active: Some(ec(5, NamedCurve::P256, HashAlgorithm::Sha256)),
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..Design::default()
    });
    let mut copy = genuine.clone();
    for key in &mut copy.chip_keys {
        key.secret = key.public.group.secret(&mut rng(78));
    }
    let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
    assert!(matches!(
        outcome.active_authentication,
        ActiveAuthenticationRun::Answered { verdict: Ok(_), .. }
    ));
    assert_eq!(outcome.chip_proof(), ChipProof::Failed);
    assert_eq!(outcome.proofs(), []);
}

/// The nonce of active authentication is drawn when the chip is asked, so that nobody knows it before.
#[test]
fn the_nonce_is_drawn_when_it_is_needed() {
    let document = small(Design {
        active: Some(ec(5, NamedCurve::P256, HashAlgorithm::Sha256)),
        ..Design::default()
    });
    let key: AccessKey = key();
    let mut reading = Reading::new(key, Nonce::Drawn, Options::default());
    drive(&mut passport(document, Quirks::default()), &mut reading).unwrap();
    let ActiveAuthenticationRun::Answered {
        challenge, verdict, ..
    } = reading.outcome().unwrap().active_authentication
    else {
        panic!("the chip was not asked");
    };
    assert_ne!(challenge, [0; 8]);
    assert!(verdict.is_ok());
}
