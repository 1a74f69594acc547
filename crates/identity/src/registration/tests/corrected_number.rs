//! A national number that was corrected by hand is held against its rules again.

use super::*;
use crate::fields::Printed;

/// What is said about the number, when the print said `read` and the person left `left`.
fn said(read: &str, left: &str) -> Option<(Outcome, Reason)> {
    let mut walk = Walk::new();
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    let mut zone = zone("N12345678", "KAZ");
    zone.values.insert(Field::BirthDate, "1990-05-12".into());
    let text = read.to_owned();
    zone.printed.insert(
        Field::PersonalNumber,
        Printed {
            text,
            confidence: 90,
        },
    );
    walk.answer(&effects, passes(StepKind::Document), Some(zone.clone()));
    let mut values = zone.values;
    values.insert(Field::PersonalNumber, left.into());
    walk.act(Act::ConfirmFields { values }).unwrap();
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    let report = walk.registration.report_so_far().expect("a decision");
    let mut numbers = (report.findings.iter())
        .filter(|finding| finding.check == Check::NationalNumber)
        .map(|finding| (finding.outcome, finding.reason));
    let number = numbers.next();
    assert_eq!(numbers.next(), None);
    let waits = walk.registration.status() == Status::InReview;
    assert_eq!(
        waits,
        read != left,
        "whatever was corrected, somebody looks"
    );
    number
}

#[test]
fn a_corrected_number_keeps_its_rules_or_is_in_doubt() {
    // As it was read, the examination of the document has judged it.
    assert_eq!(said("900512400018", "900512400018"), None);
    assert_eq!(
        said("900512400013", "900512400018"),
        Some((Outcome::Pass, Reason::AsExpected))
    );
    assert_eq!(
        said("900512400018", "900512400019"),
        Some((Outcome::Inconclusive, Reason::NationalNumberWrong))
    );
    assert_eq!(
        said("900512400018", "850307300421"),
        Some((Outcome::Inconclusive, Reason::NationalNumberDiffers))
    );
    assert_eq!(
        said("900512400018", "12"),
        Some((Outcome::Inconclusive, Reason::NationalNumberUnreadable))
    );
}
