//! The examiner on issued test documents, photographed, with real faces and the real models.

use std::sync::LazyLock;

use bonafide_checks::{
    DocumentExamined, DocumentInput, Examiner, FaceExamined, FaceIndex, FaceInput, Picture,
    parse_typed_zone,
};
use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::document::{Details, Issued, Kind, issue};
use bonafide_fixtures::hostile::{self, Fault};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, Field, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::{Policy, Ruling};
use jiff::Timestamp;
use jiff::civil::{Date, date};

static EXAMINER: LazyLock<Examiner> =
    LazyLock::new(|| Examiner::load().expect("the models are there"));
static POLICY: LazyLock<Policy> = LazyLock::new(Policy::standard);

fn today() -> Date {
    date(2026, 11, 21)
}

fn id(number: u8) -> EvidenceId {
    EvidenceId::new(Timestamp::UNIX_EPOCH, [number; 10])
}

fn shown(issued: &Issued, seed: u64) -> (Vec<u8>, Option<Vec<u8>>) {
    let shot = |picture, seed| jpeg(&photograph(picture, &Shot::casual(seed)), 88);
    (
        shot(&issued.front, seed),
        issued.back.as_ref().map(|back| shot(back, seed + 1)),
    )
}

fn document(
    kind: DocumentKind,
    livemode: bool,
    front: &[u8],
    back: Option<&[u8]>,
) -> DocumentExamined {
    document_and_typed(kind, livemode, front, back, None)
}

fn document_and_typed(
    kind: DocumentKind,
    livemode: bool,
    front: &[u8],
    back: Option<&[u8]>,
    typed: Option<&Zone>,
) -> DocumentExamined {
    let (front_id, back_id) = (id(1), id(2));
    EXAMINER.document(&DocumentInput {
        front: Picture {
            id: &front_id,
            kind: EvidenceKind::DocumentFront,
            bytes: front,
        },
        back: back.map(|bytes| Picture {
            id: &back_id,
            kind: EvidenceKind::DocumentBack,
            bytes,
        }),
        kind,
        typed,
        livemode,
        today: today(),
        thresholds: &POLICY.thresholds,
    })
}

fn face(front: &[u8], selfie: &[u8]) -> Vec<Finding> {
    examined_face(front, selfie).findings
}

fn examined_face(front: &[u8], selfie: &[u8]) -> FaceExamined {
    let (front_id, selfie_id) = (id(1), id(3));
    EXAMINER.face(&FaceInput {
        front: Picture {
            id: &front_id,
            kind: EvidenceKind::DocumentFront,
            bytes: front,
        },
        back: None,
        chip: None,
        selfie: Picture {
            id: &selfie_id,
            kind: EvidenceKind::Selfie,
            bytes: selfie,
        },
        thresholds: &POLICY.thresholds,
    })
}

fn passport(change: impl FnOnce(&mut Details)) -> Vec<u8> {
    let mut details = Details::specimen(Kind::Passport, today());
    change(&mut details);
    shown(&issue(&details, Photo::A1).unwrap(), 7).0
}

fn selfie(photo: Photo) -> Vec<u8> {
    jpeg(&photo.selfie((960, 1280)).unwrap(), 88)
}

#[track_caller]
fn assert_finding(findings: &[Finding], check: Check, outcome: Outcome, reason: Reason) {
    let finding = findings
        .iter()
        .find(|finding| finding.check == check)
        .unwrap_or_else(|| panic!("{check} was not judged: {findings:#?}"));
    assert_eq!(
        (finding.outcome, finding.reason),
        (outcome, reason),
        "{finding:?}"
    );
}

fn refusals(findings: &[Finding]) -> Vec<Reason> {
    findings
        .iter()
        .filter(|finding| matches!(finding.outcome, Outcome::Fail | Outcome::Inconclusive))
        .map(|finding| finding.reason)
        .collect()
}

#[test]
fn a_genuine_passport_and_its_holder_pass() {
    let front = passport(|_| {});
    let examined = document(DocumentKind::Passport, false, &front, None);
    assert_eq!(refusals(&examined.findings), []);
    let zone = examined.zone.unwrap();
    assert_eq!(zone.values[&Field::Surname], "ERIKSSON");
    assert_eq!(zone.values[&Field::GivenNames], "ANNA MARIA");
    assert!(
        zone.value(Field::DocumentNumber)
            .unwrap()
            .verification
            .is_verified()
    );
    for photo in [Photo::A2, Photo::A3] {
        assert_eq!(refusals(&face(&front, &selfie(photo))), [], "{photo:?}");
    }
}

/// Of few people: in a large crowd strangers come nearer.
#[test]
fn a_face_is_found_again_among_few_by_the_template_of_its_selfie() {
    let front = passport(|_| {});
    let template = |photo| examined_face(&front, &selfie(photo)).template.unwrap();
    let (first, stranger) = (template(Photo::A2), template(Photo::B1));
    assert_eq!(first.model, stranger.model);
    let mut index = FaceIndex::default();
    assert!(index.insert(1, Some(1974), &first.bytes));
    assert!(index.insert(2, Some(1974), &stranger.bytes));
    let again = template(Photo::A3).bytes;
    let found = index.nearest(&again, Some(1974), 5, 0.45);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].number, 1);
    assert_eq!(index.nearest(&again, Some(1975), 5, 0.45), []);
    let none = examined_face(&front, &jpeg(&hostile::no_face(), 88));
    assert_eq!(none.template, None);
}

/// What a person typed never stands in for what the photograph says.
#[test]
fn a_typed_zone_is_held_against_the_photograph() {
    let front = passport(|_| {});
    let read = document(DocumentKind::Passport, false, &front, None)
        .zone
        .unwrap();
    let examined = |typed: &[String], front: &[u8]| {
        let typed = parse_typed_zone(&typed.join("\n"), today()).unwrap();
        document_and_typed(DocumentKind::Passport, false, front, None, Some(&typed))
    };
    let same = examined(&read.lines, &front);
    assert_eq!(refusals(&same.findings), []);
    assert_eq!(same.zone.as_ref(), Some(&read), "the photograph's own");

    // Another number, its check digits right.
    let other = issue(
        &Details {
            number: "XT4401214".into(),
            ..Details::specimen(Kind::Passport, today())
        },
        Photo::A1,
    )
    .unwrap()
    .lines;
    assert_ne!(other, read.lines);
    let differs = examined(&other, &front);
    assert_finding(
        &differs.findings,
        Check::ZoneRead,
        Outcome::Fail,
        Reason::ZoneDiffers,
    );
    assert_eq!(differs.zone.as_ref(), Some(&read), "not the typed one");
    let ruling = |attempts| POLICY.decide(&differs.findings, &[], |_| attempts).ruling;
    assert_eq!((ruling(1), ruling(9)), (Ruling::Retry, Ruling::Review));

    // Names have no check digit: either may be wrong, and somebody looks.
    let mut renamed = read.lines.clone();
    renamed[0] = renamed[0].replace("ANNA", "EMMA");
    assert_ne!(renamed, read.lines);
    let uncertain = examined(&renamed, &front);
    assert_finding(
        &uncertain.findings,
        Check::ZoneRead,
        Outcome::Inconclusive,
        Reason::ZoneTyped,
    );
    assert!(uncertain.zone.unwrap().typed);

    // Where nothing can be read there is nothing to hold it against.
    let unread = examined(&other, &jpeg(&hostile::no_face(), 88));
    assert_finding(
        &unread.findings,
        Check::ZoneRead,
        Outcome::Inconclusive,
        Reason::ZoneTyped,
    );
    assert!(unread.zone.unwrap().typed);
}

#[test]
fn a_card_of_two_sides_passes_and_one_side_twice_does_not() {
    let issued = issue(&Details::specimen(Kind::Card, today()), Photo::A1).unwrap();
    let (front, back) = shown(&issued, 3);
    let back = back.unwrap();
    let examined = document(DocumentKind::IdentityCard, false, &front, Some(&back));
    assert_eq!(refusals(&examined.findings), []);
    let again = shown(&issued, 40).0;
    let examined = document(DocumentKind::IdentityCard, false, &front, Some(&again));
    assert_finding(
        &examined.findings,
        Check::DocumentSides,
        Outcome::Fail,
        Reason::DocumentSameSide,
    );
    let examined = document(DocumentKind::IdentityCard, false, &back, Some(&back));
    assert_finding(
        &examined.findings,
        Check::DocumentSides,
        Outcome::Fail,
        Reason::DocumentSameSide,
    );
    let examined = document(DocumentKind::IdentityCard, false, &front, None);
    assert_finding(
        &examined.findings,
        Check::DocumentSides,
        Outcome::Fail,
        Reason::DocumentSideMissing,
    );
}

#[test]
fn what_is_wrong_with_a_photograph_is_named() {
    let issued = issue(&Details::specimen(Kind::Card, today()), Photo::A1).unwrap();
    let back = shown(&issued, 3).1.unwrap();
    let careful = Shot {
        size: (1280, 960),
        ..Shot::default()
    };
    let cases = [
        ("good", careful, None),
        (
            "blurred",
            Shot {
                blur: 6.0,
                ..careful
            },
            Some((Check::DocumentSharpness, Reason::DocumentBlurred)),
        ),
        (
            "far",
            Shot {
                fill: 0.23,
                ..careful
            },
            Some((Check::DocumentResolution, Reason::DocumentTooSmall)),
        ),
        (
            "dark",
            Shot {
                brightness: 0.15,
                ..careful
            },
            Some((Check::DocumentLight, Reason::DocumentTooDark)),
        ),
        (
            "bright",
            Shot {
                brightness: 6.0,
                ..careful
            },
            Some((Check::DocumentLight, Reason::DocumentTooBright)),
        ),
        (
            "cropped",
            Shot {
                offset: (0.2, 0.0),
                ..careful
            },
            Some((Check::DocumentWhole, Reason::DocumentCropped)),
        ),
        (
            "shining",
            Shot {
                glare: 6.0,
                ..careful
            },
            Some((Check::DocumentGlare, Reason::DocumentGlare)),
        ),
    ];
    for (name, shot, expected) in cases {
        let front = jpeg(&photograph(&issued.front, &shot), 88);
        let findings = document(DocumentKind::IdentityCard, false, &front, Some(&back)).findings;
        let of_photograph: Vec<&Finding> = findings
            .iter()
            .filter(|finding| finding.evidence == [id(1)])
            .collect();
        let refused: Vec<(Check, Reason)> = of_photograph
            .iter()
            .filter(|finding| finding.outcome == Outcome::Fail)
            .map(|finding| (finding.check, finding.reason))
            .collect();
        assert!(
            expected.map_or(refused.is_empty(), |expected| refused.contains(&expected)),
            "{name}: {of_photograph:#?}"
        );
    }
}

#[test]
fn somebody_else_does_not_pass() {
    let front = passport(|_| {});
    for photo in [Photo::B1, Photo::C1] {
        assert_finding(
            &face(&front, &selfie(photo)),
            Check::FaceMatch,
            Outcome::Fail,
            Reason::FaceMismatch,
        );
    }
}

#[test]
fn expired_and_specimen_documents_are_told_apart() {
    let front = passport(|details| details.expiry_date = date(2026, 11, 20));
    let examined = document(DocumentKind::Passport, true, &front, None);
    assert_finding(
        &examined.findings,
        Check::DocumentExpiry,
        Outcome::Fail,
        Reason::DocumentExpired,
    );
    assert_finding(
        &examined.findings,
        Check::ZoneStates,
        Outcome::Fail,
        Reason::SpecimenDocument,
    );
}

#[test]
fn a_portrait_photo_is_no_document_and_a_table_is_nothing() {
    let examined = document(DocumentKind::Passport, false, &selfie(Photo::A2), None);
    let reason = Reason::PortraitInsteadOfDocument;
    assert_finding(
        &examined.findings,
        Check::DocumentPresent,
        Outcome::Fail,
        reason,
    );
    let table = jpeg(&hostile::no_face(), 88);
    let examined = document(DocumentKind::Passport, false, &table, None);
    assert_finding(
        &examined.findings,
        Check::DocumentPresent,
        Outcome::Fail,
        Reason::DocumentNotFound,
    );
}

#[test]
fn the_portraits_own_photo_and_the_same_file_are_no_selfie() {
    let front = passport(|_| {});
    let found = face(&front, &selfie(Photo::A1));
    assert_finding(
        &found,
        Check::ImageIdentity,
        Outcome::Fail,
        Reason::PortraitAsSelfie,
    );
    let photo = Photo::A1.selfie((1280, 720)).unwrap();
    let mirrored = jpeg(&image::imageops::flip_horizontal(&photo), 88);
    assert_finding(
        &face(&front, &mirrored),
        Check::ImageIdentity,
        Outcome::Fail,
        Reason::PortraitAsSelfie,
    );
    let found = face(&front, &front);
    assert_finding(
        &found,
        Check::ImageIdentity,
        Outcome::Fail,
        Reason::SameImageAgain,
    );
}

#[test]
fn selfies_without_a_face_or_with_many_are_told_apart() {
    let front = passport(|_| {});
    let found = face(&front, &jpeg(&hostile::no_face(), 88));
    assert_finding(
        &found,
        Check::SelfieFaceCount,
        Outcome::Fail,
        Reason::FaceNotFound,
    );
    let found = face(&front, &jpeg(&hostile::many_faces().unwrap(), 88));
    assert_finding(
        &found,
        Check::SelfieFaceCount,
        Outcome::Fail,
        Reason::SeveralFaces,
    );
}

#[test]
fn a_photograph_beside_the_document_is_nobody_s_portrait() {
    let mut details = Details::specimen(Kind::Passport, today());
    details.issuing_state = bonafide_mrz::StateCode::new("UTO").unwrap();
    let page = photograph(&issue(&details, Photo::A1).unwrap().front, &Shot::casual(7));
    let stranger = Photo::B1.selfie((page.height(), page.height())).unwrap();
    let mut both = image::RgbImage::new(page.width() + stranger.width(), page.height());
    image::imageops::replace(&mut both, &page, 0, 0);
    image::imageops::replace(&mut both, &stranger, page.width().into(), 0);
    let both = jpeg(&both, 88);

    let theirs = face(&both, &selfie(Photo::B1));
    assert!(
        theirs
            .iter()
            .any(|finding| finding.check == Check::FaceMatch && finding.outcome != Outcome::Pass),
        "a later look reads the zone for itself: {theirs:#?}"
    );
    let found = document(DocumentKind::Passport, false, &both, None).findings;
    assert_finding(
        &found,
        Check::PortraitPresent,
        Outcome::Inconclusive,
        Reason::PortraitNotFound,
    );
    let theirs = face(&both, &selfie(Photo::B1));
    assert!(
        theirs
            .iter()
            .any(|finding| finding.check == Check::FaceMatch && finding.outcome != Outcome::Pass),
        "what was measured with the document: {theirs:#?}"
    );
    let holder = face(&both, &selfie(Photo::A2));
    assert!(
        holder
            .iter()
            .any(|finding| finding.check == Check::FaceMatch && finding.outcome == Outcome::Pass),
        "{holder:#?}"
    );
}

#[test]
fn hostile_files_are_refused_at_the_door_each_with_its_notice() {
    for file in hostile::corpus().unwrap() {
        let accepted = EXAMINER.accept(&file.bytes);
        let taken = matches!(file.fault, Fault::Unusual | Fault::WrongSubject);
        assert_eq!(accepted.is_ok(), taken, "{}: {accepted:?}", file.name);
    }
}
