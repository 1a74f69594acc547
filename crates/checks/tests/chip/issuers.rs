//! Who signed: a state that is believed, or anybody else.

use bonafide_identity::assurance::ChipClass;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_virtual_passport::issuer::Period;
use bonafide_x509::trust::Trust;

use crate::support::{
    PASS, State, UNSEEN, UTOPIA, at, details, document, judge, judge_beside, period, personalised,
    printed, read, told,
};

const UNKNOWN: (Outcome, Reason) = (Outcome::Inconclusive, Reason::ChipIssuerUnknown);
const REVOKED: (Outcome, Reason) = (Outcome::Fail, Reason::ChipSignerRevoked);
const EXPIRED: (Outcome, Reason) = (Outcome::Fail, Reason::ChipSignerExpired);
const WRONG: (Outcome, Reason) = (Outcome::Fail, Reason::ChipSignatureWrong);
const NOT_PROVEN: (Outcome, Reason) = (Outcome::Warn, Reason::ChipNotProven);

#[test]
fn a_state_that_nobody_believes_goes_to_a_moderator() {
    let files = read(&document());
    let elsewhere = State::new("NL", 11).trust(&[]);
    for trust in [Trust::default(), elsewhere] {
        let examined = judge(&files, &trust);
        // What the chip proved is worth nothing while nobody vouches for its key.
        assert_eq!(told(&examined), [UNKNOWN, NOT_PROVEN, PASS, UNSEEN]);
        assert_eq!(
            (examined.reading.class, examined.reading.zone),
            (None, None)
        );
        // Who says it signed is named, for whoever looks into it.
        assert_eq!(examined.reading.signer_country.as_deref(), Some("UT"));
    }
}

/// Somebody calls himself Utopia, with the right name and another key.
#[test]
fn a_pretended_state_is_caught() {
    let pretended = State::new("UT", 12);
    let mut document = personalised(|_| {});
    pretended.sign(&mut document);
    let examined = judge(&read(&document), &UTOPIA.1);
    let [authenticity, proof, ..] = told(&examined);
    // The key's identifier tells that it is not the one that is believed.
    assert_eq!([authenticity, proof], [UNKNOWN, NOT_PROVEN]);
    assert_eq!(examined.reading.class, None);
}

/// The certificate of the signer was altered: it names its issuer rightly, who did not sign it.
#[test]
fn an_altered_certificate_is_caught() {
    let mut state = State::new("UT", 1);
    let last = state.signer.certificate.len() - 1;
    state.signer.certificate[last] ^= 1;
    let mut document = personalised(|_| {});
    state.sign(&mut document);
    let [authenticity, ..] = told(&judge(&read(&document), &UTOPIA.1));
    // The authority has a subject key identifier and the signer names it: it is known, and did not sign.
    assert_eq!(authenticity, WRONG);
}

#[test]
fn a_revoked_signer_is_refused() {
    let trust = UTOPIA.0.trust(&[&[9]]);
    let examined = judge(&read(&document()), &trust);
    assert_eq!(told(&examined), [REVOKED, NOT_PROVEN, PASS, UNSEEN]);
    assert_eq!(examined.reading.class, None);
}

#[test]
fn an_expired_signer_is_refused() {
    let early = Period {
        begin: at("2020-01-01T00:00:00Z"),
        end: at("2026-01-01T00:00:00Z"),
    };
    let late = Period {
        begin: at("2027-01-01T00:00:00Z"),
        end: at("2035-01-01T00:00:00Z"),
    };
    for (signing, expected) in [(early, EXPIRED), (late, EXPIRED), (period(), PASS)] {
        let state = State::with("UT", 13, signing);
        let mut document = personalised(|_| {});
        state.sign(&mut document);
        let examined = judge(&read(&document), &state.trust(&[]));
        assert_eq!(told(&examined)[0], expected, "{signing:?}");
        let class = (expected == PASS).then_some(ChipClass::A);
        assert_eq!(examined.reading.class, class);
    }
}

/// A believed state may sign its own documents, not those of others.
#[test]
fn a_signer_of_another_state_goes_to_a_moderator() {
    let lines = || details("NLD").lines().expect("a zone");
    for (country, expected) in [("NL", PASS), ("DE", UNKNOWN)] {
        let state = State::new(country, 14);
        let mut document = personalised(|design| design.zone = lines());
        state.sign(&mut document);
        let files = read(&document);
        let trust = state.trust(&[]);
        let examined = judge_beside(&files, &trust, Some(&printed(&details("NLD"))), false);
        assert_eq!(told(&examined)[0], expected, "{country}");
        assert_eq!(examined.reading.signer_country.as_deref(), Some(country));
    }
}
