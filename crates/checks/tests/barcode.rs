//! Codes on composed documents, photographed by hand and read: agreeing, differing, unknown, absent.

use std::sync::LazyLock;

use bonafide_checks::{DocumentExamined, DocumentInput, Examiner, Picture};
use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::national::{Code, National, issue, issue_with};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::Policy;
use bonafide_vision::barcode::Symbology;
use jiff::Timestamp;
use jiff::civil::{Date, date};

static EXAMINER: LazyLock<Examiner> =
    LazyLock::new(|| Examiner::load().expect("the models are there"));
static POLICY: LazyLock<Policy> = LazyLock::new(Policy::standard);

fn today() -> Date {
    date(2026, 11, 21)
}

fn examine(national: National, codes: Option<&[Code]>, seed: u64) -> DocumentExamined {
    let holder = national.holder(today());
    let issued = match codes {
        Some(codes) => issue_with(national, &holder, codes),
        None => issue(national, &holder),
    };
    let issued = issued.unwrap();
    let shot = |picture, seed| {
        let shot = Shot {
            size: (2400, 1800),
            ..Shot::casual(seed)
        };
        jpeg(&photograph(picture, &shot), 90)
    };
    let front = shot(&issued.front, seed);
    let back = issued.back.as_ref().map(|back| shot(back, seed + 1));
    let [front_id, back_id] = [1, 2].map(|id| EvidenceId::new(Timestamp::UNIX_EPOCH, [id; 10]));
    let picture = |id, kind, bytes| Picture { id, kind, bytes };
    EXAMINER.document(&DocumentInput {
        front: picture(&front_id, EvidenceKind::DocumentFront, &front),
        back: (back.as_deref()).map(|bytes| picture(&back_id, EvidenceKind::DocumentBack, bytes)),
        kind: if back.is_some() {
            DocumentKind::IdentityCard
        } else {
            DocumentKind::Passport
        },
        typed: None,
        livemode: true,
        today: today(),
        thresholds: &POLICY.thresholds,
    })
}

fn barcode(examined: &DocumentExamined) -> Option<&Finding> {
    let mut findings = examined.findings.iter();
    findings.find(|finding| finding.check == Check::DocumentBarcode)
}

fn said(examined: &DocumentExamined) -> Option<(Outcome, Reason)> {
    barcode(examined).map(|finding| (finding.outcome, finding.reason))
}

const PASS: Option<(Outcome, Reason)> = Some((Outcome::Pass, Reason::AsExpected));

/// As a card of North America has it: about 220 characters.
fn licence(surname: &str) -> String {
    format!(
        "@\n\u{1e}\rANSI 636000090001DL00310230DLDAQ048123456\nDCS{surname}\nDDEN\nDACASEL\nDDFN\nDADNONE\nDDGN\n\
         DBD11212021\nDBB05121990\nDBA11212031\nDBC2\nDAU165 cm\nDAYBRO\nDAG12 LONG STREET\nDAIANYTOWN\nDAJVA\n\
         DAK232690000\nDCFUTO123456789\nDCKTEST0001\nDDB01012020\r"
    )
}

#[test]
fn the_number_on_a_kazakh_card_is_read_from_its_bars() {
    let mut read = 0;
    for seed in [11, 23, 37, 51] {
        let examined = examine(National::KazakhCard, None, seed);
        let finding = said(&examined);
        eprintln!("{seed}: {finding:?} {:?}", examined.codes);
        assert!(finding.is_none() || finding == PASS, "{finding:?}");
        read += u32::from(finding == PASS);
    }
    assert!(read >= 3, "{read} of 4");
}

#[test]
fn a_licence_and_a_zone_are_held_against_the_card() {
    let holder = National::KazakhCard.holder(today());
    let lines = holder.details.lines().unwrap().join("\n");
    let codes = |surname| [Code::Pdf417(licence(surname)), Code::Qr(lines.clone())];
    let (mut agreeing, mut differing) = (0, 0);
    for seed in [11, 23, 37] {
        let examined = examine(National::KazakhCard, Some(&codes("KANTARBAEVA")), seed);
        eprintln!("{seed}: {:?} {:?}", barcode(&examined), examined.codes);
        assert_eq!(said(&examined), PASS, "{:?}", examined.codes);
        agreeing += examined.codes.len();
        let examined = examine(National::KazakhCard, Some(&codes("ZHUMABAEVA")), seed);
        differing +=
            usize::from(said(&examined) == Some((Outcome::Inconclusive, Reason::BarcodeDiffers)));
    }
    assert!(agreeing >= 5, "{agreeing} of 6 codes");
    assert!(differing >= 2, "{differing} of 3");
}

#[test]
fn a_number_in_a_dutch_code_is_the_one_in_print_or_goes_to_review() {
    let of = |number: &str| {
        let codes = [Code::Qr(number.to_owned())];
        examine(National::DutchPassport, Some(&codes), 23)
    };
    assert_eq!(said(&of("999990019")), PASS);
    assert_eq!(
        said(&of("111222333")),
        Some((Outcome::Inconclusive, Reason::BarcodeDiffers))
    );
}

#[test]
fn an_address_in_a_code_is_only_there_and_no_code_is_no_matter() {
    let codes = [Code::Qr("https://example.org/your-document".to_owned())];
    let examined = examine(National::DanishPassport, Some(&codes), 11);
    assert_eq!(
        said(&examined),
        Some((Outcome::Warn, Reason::BarcodeUncompared))
    );
    assert_eq!(examined.codes.len(), 1);
    assert_eq!(examined.codes[0].symbology, Symbology::Qr);
    let record = serde_json::to_string(&(&examined.findings, &examined.zone)).unwrap();
    assert!(!record.contains("example"), "nothing of it is kept");
    assert_eq!(said(&examine(National::DanishPassport, None, 11)), None);
}
