//! A state, its documents, and what the examiner finds in them.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Duration;

use bonafide_checks::{
    ChipExamined, ChipFiles, ChipInput, Examiner, FaceInput, Picture, parse_typed_zone,
};
use bonafide_emrtd::access_key::AccessKey;
use bonafide_emrtd::cipher::Cipher;
use bonafide_emrtd::group::Group;
use bonafide_emrtd::reading::{File, Next, Nonce, Options, Reading};
use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::Zone;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::{Policy, Thresholds};
use bonafide_mrz::StateCode;
use bonafide_virtual_passport::issuer::{
    Authority, DocumentSigner, KeyKind, Period, PrivateKey, SodOptions, data_group_2,
};
use bonafide_virtual_passport::{ActiveSigner, ChipDesign, Design, Document, Passport, Quirks};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::Trust;
use bonafide_x509::{Certificate, Crl, HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rand_core::SeedableRng;

pub(crate) static EXAMINER: LazyLock<Examiner> =
    LazyLock::new(|| Examiner::load().expect("the models are there"));
static POLICY: LazyLock<Policy> = LazyLock::new(Policy::standard);

/// The data page of the specimen with the face of `A1`, photographed.
static PAGE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let issued = issue(&details("UTO"), Photo::A1).expect("a document");
    jpeg(&photograph(&issued.front, &Shot::casual(7)), 88)
});

const SCHEME: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
const KEY: KeyKind = KeyKind::Ec {
    curve: NamedCurve::P256,
    explicit: true,
};

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

pub(crate) fn now() -> Timestamp {
    at("2026-11-21T12:00:00Z")
}

fn today() -> Date {
    date(2026, 11, 21)
}

pub(crate) fn period() -> Period {
    Period {
        begin: at("2020-01-01T00:00:00Z"),
        end: at("2035-01-01T00:00:00Z"),
    }
}

/// Who the documents here are issued to.
pub(crate) fn details(state: &str) -> Details {
    Details {
        issuing_state: StateCode::new(state).expect("a state"),
        ..Details::specimen(Kind::Passport, today())
    }
}

/// A state, with one signer of documents.
pub(crate) struct State {
    pub(crate) authority: Authority,
    pub(crate) signer: DocumentSigner,
}

impl State {
    pub(crate) fn new(country: &str, seed: u64) -> State {
        State::with(country, seed, period())
    }

    /// With a signer that is valid for this long.
    pub(crate) fn with(country: &str, seed: u64, signing: Period) -> State {
        let mut rng = rng(seed);
        let key = PrivateKey::generate(KEY, &mut rng).unwrap();
        let authority = Authority::new(country, key, SCHEME, period(), &mut rng).unwrap();
        let key = PrivateKey::generate(KEY, &mut rng).unwrap();
        // The certificate of a signer takes its period from whoever issues it.
        let issuer = Authority {
            period: signing,
            ..authority.clone()
        };
        let signer = issuer.document_signer(key, SCHEME, &[9], &mut rng).unwrap();
        State { authority, signer }
    }

    pub(crate) fn sign(&self, document: &mut Document) {
        document
            .sign(&self.signer, &SodOptions::default(), &mut rng(3))
            .unwrap();
    }

    /// Whoever believes in this state, and knows whom it revoked.
    pub(crate) fn trust(&self, revoked: &[&[u8]]) -> Trust {
        let updates = Period {
            begin: at("2026-11-01T00:00:00Z"),
            end: at("2026-12-01T00:00:00Z"),
        };
        let list = self
            .authority
            .revoke(revoked, updates, &mut rng(4))
            .unwrap();
        let anchor = Certificate::of(&self.authority.certificate).unwrap();
        let crl = Crl::of(&list).unwrap();
        Trust::build(vec![anchor], Vec::new(), vec![crl], &HashSet::new()).0
    }
}

/// The state that issues here, and whoever believes in it.
pub(crate) static UTOPIA: LazyLock<(State, Trust)> = LazyLock::new(|| {
    let state = State::new("UT", 1);
    let trust = state.trust(&[&[77]]);
    (state, trust)
});

pub(crate) fn face(photo: Photo) -> Vec<u8> {
    jpeg(&photo.passport(300).expect("a portrait"), 85)
}

pub(crate) fn chip_key() -> ChipDesign {
    ChipDesign {
        group: Group::of_parameter_id(12).expect("P-256"),
        ciphers: vec![Cipher::Aes128],
        key_id: None,
    }
}

pub(crate) fn active_key() -> ActiveSigner {
    ActiveSigner::generate(KEY, HashAlgorithm::Sha256, &mut rng(5)).unwrap()
}

/// What is written onto a chip for `A1` of Utopia; nobody has signed it.
pub(crate) fn personalised(change: impl FnOnce(&mut Design)) -> Document {
    let mut design = Design {
        zone: details("UTO").lines().expect("a zone"),
        chip_authentication: vec![chip_key()],
        ..Design::default()
    };
    change(&mut design);
    let mut document = design.personalise(&mut rng(2)).unwrap();
    document
        .files
        .insert(File::DataGroup(2), data_group_2(&face(Photo::A1), 300, 385));
    document
}

/// The same, signed by Utopia.
pub(crate) fn document() -> Document {
    let mut document = personalised(|_| {});
    UTOPIA.0.sign(&mut document);
    document
}

/// Reads a chip as a server does.
pub(crate) fn read(document: &Document) -> ChipFiles {
    let zone = bonafide_emrtd::lds::ZoneFile::of(&document.files[&File::DataGroup(1)]).map_or_else(
        |_| document.zone.clone(),
        |file| AccessKey::of_zone(&file.zone),
    );
    let mut chip = Passport::new(document.clone(), Quirks::default(), Box::new(rng(6)));
    let mut reading = Reading::new(zone, Nonce::Given(*b"8 bytes!"), Options::default());
    let mut rng = rng(8);
    loop {
        let batch = match reading.advance(Duration::ZERO, &mut rng).unwrap() {
            Next::Send(batch) => batch,
            Next::Await(awaited) => panic!("{awaited} answers awaited"),
            Next::Done => break,
        };
        for command in &batch.commands {
            let answer = chip.transmit(command).expect("nobody pulls it");
            reading.receive(&answer, Duration::ZERO).unwrap();
            if batch.stop.stops(&answer) {
                break;
            }
        }
    }
    ChipFiles::driven(&reading.outcome().expect("it is done"))
}

/// The zone that is printed, as somebody read it.
pub(crate) fn printed(details: &Details) -> Zone {
    let lines = details.lines().expect("a zone");
    parse_typed_zone(&lines.join("\n"), today()).expect("check digits are right")
}

/// Judges files beside the printed zone, without a photograph of the page.
pub(crate) fn judge(files: &ChipFiles, trust: &Trust) -> ChipExamined {
    judge_beside(files, trust, Some(&printed(&details("UTO"))), false)
}

pub(crate) fn judge_beside(
    files: &ChipFiles,
    trust: &Trust,
    printed: Option<&Zone>,
    page: bool,
) -> ChipExamined {
    let id = |number| EvidenceId::new(Timestamp::UNIX_EPOCH, [number; 10]);
    let (front, chip) = (id(1), id(4));
    let front = page.then(|| Picture {
        id: &front,
        kind: EvidenceKind::DocumentFront,
        bytes: &PAGE,
    });
    let examined = EXAMINER.chip(&ChipInput {
        id: &chip,
        files,
        printed,
        front,
        trust,
        now: now(),
        today: today(),
        thresholds: &POLICY.thresholds,
    });
    let examined = examined.expect("the models work");
    for finding in &examined.findings {
        assert_eq!(finding.evidence, std::slice::from_ref(&chip));
    }
    examined
}

/// What is found in a selfie of `A2`, with the page of `A1`.
pub(crate) fn compare<'a>(
    input: impl FnOnce(Picture<'a>, Picture<'a>, &'a Thresholds) -> FaceInput<'a>,
) -> Vec<Finding> {
    static SELFIE: LazyLock<Vec<u8>> =
        LazyLock::new(|| jpeg(&Photo::A2.selfie((960, 1280)).expect("a portrait"), 88));
    static IDS: LazyLock<[EvidenceId; 2]> =
        LazyLock::new(|| [1, 3].map(|number| EvidenceId::new(Timestamp::UNIX_EPOCH, [number; 10])));
    let picture = |id, kind, bytes| Picture { id, kind, bytes };
    let [front, selfie] = &*IDS;
    let examined = EXAMINER.face(&input(
        picture(front, EvidenceKind::DocumentFront, &PAGE),
        picture(selfie, EvidenceKind::Selfie, &SELFIE),
        &POLICY.thresholds,
    ));
    examined.findings
}

/// The outcomes and reasons, in the one order of the checks.
pub(crate) fn told(examined: &ChipExamined) -> [(Outcome, Reason); 4] {
    let order = [
        Check::ChipAuthenticity,
        Check::ChipProof,
        Check::ChipZone,
        Check::ChipPortrait,
    ];
    let found: Vec<Check> = examined
        .findings
        .iter()
        .map(|finding| finding.check)
        .collect();
    assert_eq!(found, order);
    let mut told = examined
        .findings
        .iter()
        .map(|finding: &Finding| (finding.outcome, finding.reason));
    [(); 4].map(|()| told.next().expect("four findings"))
}

/// A finding that passes.
pub(crate) const PASS: (Outcome, Reason) = (Outcome::Pass, Reason::AsExpected);
/// What is said of a portrait that nobody vouches for, or that cannot be seen.
pub(crate) const UNSEEN: (Outcome, Reason) =
    (Outcome::Inconclusive, Reason::ChipPortraitUnreadable);
