//! What files prove that another reader handed over: passports of a test state, and copies of them.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use bonafide_checks::{ChipExamined, ChipFiles, ChipInput, Examiner};
use bonafide_emrtd::handed_over::{HandedOver, SignedChallenge};
use bonafide_emrtd::reading::File;
use bonafide_emrtd::tlv::{Tag, write};
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::Policy;
use bonafide_virtual_passport::issuer::{
    Authority, DocumentSigner, KeyKind, Period, PrivateKey, SodOptions,
};
use bonafide_virtual_passport::{ActiveAnswer, ActiveSigner, Design, Document};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::Trust;
use bonafide_x509::{Certificate, HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use jiff::civil::date;
use rand_core::SeedableRng as _;

static EXAMINER: LazyLock<Examiner> =
    LazyLock::new(|| Examiner::load().expect("the models are there"));

const CHALLENGE: [u8; 8] = [7, 6, 5, 4, 3, 2, 1, 0];
const CURVE: KeyKind = KeyKind::Ec {
    curve: NamedCurve::P256,
    explicit: false,
};

/// A state that issues, and its randomness.
struct State {
    authority: Authority,
    signer: DocumentSigner,
    random: ChaCha20Rng,
}

impl State {
    fn new() -> Self {
        let mut random = ChaCha20Rng::seed_from_u64(1);
        let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
        let period = Period {
            begin: "2020-01-01T00:00:00Z".parse().unwrap(),
            end: "2050-01-01T00:00:00Z".parse().unwrap(),
        };
        let own = PrivateKey::generate(CURVE, &mut random).unwrap();
        let authority = Authority::new("UT", own, scheme, period, &mut random).unwrap();
        let its = PrivateKey::generate(CURVE, &mut random).unwrap();
        let signer = authority.document_signer(its, scheme, &[5], &mut random);
        Self {
            authority,
            signer: signer.unwrap(),
            random,
        }
    }

    fn active(&mut self, kind: KeyKind, hash: HashAlgorithm) -> ActiveSigner {
        ActiveSigner::generate(kind, hash, &mut self.random).unwrap()
    }

    fn issue(&mut self, active: Option<ActiveSigner>) -> Document {
        let design = Design {
            active,
            ..Design::default()
        };
        let mut document = design.personalise(&mut self.random).unwrap();
        let options = SodOptions::default();
        document
            .sign(&self.signer, &options, &mut self.random)
            .unwrap();
        document
    }

    fn answer(&mut self, signer: &ActiveSigner, challenge: [u8; 8]) -> SignedChallenge {
        let random = &mut self.random;
        let signature = signer.sign(&challenge, ActiveAnswer::Plain, random);
        SignedChallenge {
            challenge: CHALLENGE,
            signature: signature.unwrap(),
        }
    }

    fn trust(&self) -> Trust {
        let own = Certificate::of(&self.authority.certificate).unwrap();
        Trust::build(vec![own], vec![], vec![], &HashSet::new()).0
    }
}

fn judged(
    files: BTreeMap<File, Vec<u8>>,
    signed: Option<SignedChallenge>,
    trust: &Trust,
) -> ChipExamined {
    let files = ChipFiles::handed_over(HandedOver { files, signed });
    // As it is kept and read again.
    let files = ChipFiles::from_bytes(&files.to_bytes()).unwrap();
    let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let id = EvidenceId::new(now, [1; 10]);
    EXAMINER
        .chip(&ChipInput {
            id: &id,
            files: &files,
            printed: None,
            front: None,
            trust,
            now,
            today: date(2026, 11, 21),
            thresholds: &Policy::standard().thresholds,
        })
        .unwrap()
}

#[track_caller]
fn assert_found(found: &ChipExamined, check: Check, outcome: Outcome, reason: Reason) {
    let finding = found.findings.iter().find(|one| one.check == check);
    let finding = finding.unwrap_or_else(|| panic!("{check} was not judged"));
    assert_eq!((finding.outcome, finding.reason), (outcome, reason));
}

#[test]
fn a_chip_that_signed_our_challenge_is_class_b() {
    let mut state = State::new();
    for (kind, hash, stated) in [
        (KeyKind::Rsa { bits: 1024 }, HashAlgorithm::Sha1, false),
        (KeyKind::Rsa { bits: 2048 }, HashAlgorithm::Sha256, true),
        (CURVE, HashAlgorithm::Sha256, true),
        (CURVE, HashAlgorithm::Sha512, false),
    ] {
        let active = ActiveSigner {
            stated,
            ..state.active(kind, hash)
        };
        let passport = state.issue(Some(active.clone()));
        let signed = state.answer(&active, CHALLENGE);
        let found = judged(passport.files, Some(signed), &state.trust());
        assert_eq!(found.reading.class, Some(ChipClass::B), "{kind:?} {hash:?}");
        assert_found(&found, Check::ChipProof, Outcome::Pass, Reason::AsExpected);
        let unnamed = found.reading.deviations.iter();
        let unnamed = unnamed.filter(|one| *one == "active_hash_not_stated");
        let expected = usize::from(!stated && kind == CURVE);
        assert_eq!(unnamed.count(), expected, "what is tolerated is named");
    }
}

#[test]
fn files_alone_are_class_c_whatever_their_chip_could_have_shown() {
    let mut state = State::new();
    let active = state.active(CURVE, HashAlgorithm::Sha256);
    for active in [Some(active), None] {
        let passport = state.issue(active);
        let found = judged(passport.files, None, &state.trust());
        assert_eq!(found.reading.class, Some(ChipClass::C));
        assert_found(
            &found,
            Check::ChipProof,
            Outcome::Warn,
            Reason::ChipNotProven,
        );
    }
}

#[test]
fn a_wrong_signature_is_a_copy_and_never_a_proof() {
    let mut state = State::new();
    let active = state.active(CURVE, HashAlgorithm::Sha256);
    let forger = state.active(CURVE, HashAlgorithm::Sha256);
    let passport = state.issue(Some(active.clone()));
    let another_key = state.answer(&forger, CHALLENGE);
    let another_challenge = state.answer(&active, [0; 8]);
    let mut cut = state.answer(&active, CHALLENGE);
    cut.signature.truncate(60);
    for signed in [another_key, another_challenge, cut] {
        let found = judged(passport.files.clone(), Some(signed), &state.trust());
        assert_eq!(found.reading.class, Some(ChipClass::C));
        assert_found(&found, Check::ChipProof, Outcome::Fail, Reason::ChipCopied);
    }
}

#[test]
fn a_key_that_no_state_signed_proves_nothing() {
    let mut state = State::new();
    let forger = state.active(CURVE, HashAlgorithm::Sha256);
    let own_key = write(Tag(0x6F), &forger.public_key());
    let active = state.active(CURVE, HashAlgorithm::Sha256);
    // Put in the place of the passport's, or beside what a passport without a key has.
    for active in [Some(active), None] {
        let mut files = state.issue(active).files;
        files.insert(File::DataGroup(15), own_key.clone());
        let signed = state.answer(&forger, CHALLENGE);
        let found = judged(files, Some(signed), &state.trust());
        assert_eq!(found.reading.class, None);
        let altered = Reason::ChipDataAltered;
        assert_found(&found, Check::ChipAuthenticity, Outcome::Fail, altered);
        assert_eq!(found.reading.zone, None, "nobody vouches for it");
    }
}

#[test]
fn altered_files_and_unknown_states_are_no_class() {
    let mut state = State::new();
    let active = state.active(CURVE, HashAlgorithm::Sha256);
    let passport = state.issue(Some(active.clone()));
    let signed = state.answer(&active, CHALLENGE);
    let mut altered = passport.files.clone();
    *altered
        .get_mut(&File::DataGroup(2))
        .unwrap()
        .last_mut()
        .unwrap() ^= 1;
    let found = judged(altered, Some(signed.clone()), &state.trust());
    assert_eq!(found.reading.class, None);
    let reason = Reason::ChipDataAltered;
    assert_found(&found, Check::ChipAuthenticity, Outcome::Fail, reason);
    let found = judged(passport.files, Some(signed), &Trust::default());
    assert_eq!(found.reading.class, None);
    let reason = Reason::ChipIssuerUnknown;
    assert_found(
        &found,
        Check::ChipAuthenticity,
        Outcome::Inconclusive,
        reason,
    );
}
