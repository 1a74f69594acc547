//! Documents that stand for somebody else.

use super::*;

fn use_of(report: &Report) -> Option<(Outcome, Option<f64>)> {
    let mut found = report.findings.iter();
    let found = found.find(|finding| finding.check == Check::DocumentUse)?;
    Some((found.outcome, found.measured))
}

#[test]
fn a_document_that_stands_for_somebody_else_is_for_a_moderator() {
    for (others, status, told) in [
        (None, Status::Verified, None),
        (Some(0), Status::Verified, Some((Outcome::Pass, Some(0.0)))),
        (Some(2), Status::InReview, Some((Outcome::Fail, Some(2.0)))),
    ] {
        let mut walk = Walk::new();
        let effects = walk.go_to_face(None);
        walk.others = others;
        walk.answer(&effects, passes(StepKind::Selfie), None);
        assert_eq!(walk.registration.status(), status);
        let report = walk.registration.report_so_far().unwrap();
        assert_eq!(use_of(report), told);
    }
    let mut walk = Walk::new();
    let rule = Rule {
        ruling: Ruling::Accept,
        exhausted: None,
    };
    walk.policy.rules.insert(Reason::DocumentAlreadyUsed, rule);
    let effects = walk.go_to_face(None);
    walk.others = Some(1);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Verified, "weighed");
}

#[test]
fn a_moderator_accepts_only_what_they_knew() {
    let mut walk = Walk::new();
    let effects = walk.go_to_face(None);
    walk.answer(
        &effects,
        fails(StepKind::Selfie, Check::FaceMatch, Reason::FaceUncertain),
        None,
    );
    // Meanwhile the document came to stand for somebody else.
    walk.others = Some(1);
    walk.settle(Verdict::Accept);
    let State::InReview { round, report, .. } = walk.registration.state() else {
        panic!("{:?}", walk.registration.status());
    };
    assert_eq!(*round, 2);
    assert_eq!(use_of(report), Some((Outcome::Fail, Some(1.0))));
    walk.settle(Verdict::Accept);
    assert_eq!(walk.registration.status(), Status::Verified);
}

#[test]
fn documents_and_holders_are_told_apart_by_what_they_say() {
    let presented = |livemode, change: Option<(Field, &str)>| {
        let mut walk = Walk::new();
        walk.registration.livemode = livemode;
        let effects = walk.go_to_face(change);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        walk.registration.presented()
    };
    let one = |livemode, change| {
        let mut all = presented(livemode, change);
        assert_eq!(all.len(), 1);
        all.remove(0)
    };
    let first = one(true, None);
    assert_eq!(first.document, "live/P/UTO/L898902C3");
    assert_eq!(
        first.holder,
        "live/P/UTO/L898902C3/19740812/ERIKSSONANNAMARIA"
    );
    let same = one(true, Some((Field::GivenNames, "Anna-Mária")));
    assert_eq!(same, first, "the zone's spelling and one's own");
    let number = one(true, Some((Field::DocumentNumber, "l898902 c3")));
    assert_eq!(number, first);
    for (field, text) in [
        (Field::Surname, "ERIKSEN"),
        (Field::BirthDate, "1974-08-13"),
    ] {
        let [read, other] = &presented(true, Some((field, text)))[..] else {
            panic!("as it was read and as it was corrected");
        };
        assert_eq!((read, &other.document), (&first, &first.document));
        assert_ne!(other.holder, first.holder);
    }
    for (field, text) in [
        (Field::DocumentNumber, "L898902C4"),
        (Field::IssuingState, "NLD"),
    ] {
        let [read, other] = &presented(true, Some((field, text)))[..] else {
            panic!("as it was read and as it was corrected");
        };
        assert_eq!(read, &first);
        assert_ne!(other.document, first.document);
    }
    assert_eq!(
        presented(true, Some((Field::IssuingState, ""))),
        std::slice::from_ref(&first)
    );
    assert_ne!(one(false, None).document, first.document);
}

#[test]
fn that_nobody_else_is_known_by_values_that_nothing_vouches_for_is_no_pass() {
    let found = |change: Option<(Field, &str)>, others| {
        let mut walk = Walk::new();
        let effects = walk.go_to_face(change);
        walk.others = Some(others);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        let report = walk.registration.report_so_far().unwrap();
        let mut findings = report.findings.iter();
        let found = findings.find(|finding| finding.check == Check::DocumentUse);
        let found = found.unwrap();
        (found.outcome, found.reason)
    };
    let pass = (Outcome::Pass, Reason::AsExpected);
    assert_eq!(found(None, 0), pass);
    assert_eq!(found(Some((Field::GivenNames, "Anna-Mária")), 0), pass);
    assert_eq!(found(Some((Field::Sex, "X")), 0), pass, "not compared");
    for (field, text) in [
        (Field::DocumentNumber, "L898902C4"),
        (Field::IssuingState, "NLD"),
        (Field::BirthDate, "1974-08-13"),
        (Field::Surname, "ERIKSEN"),
        (Field::GivenNames, "ANNE"),
    ] {
        let doubt = (Outcome::Inconclusive, Reason::FieldsCorrected);
        assert_eq!(found(Some((field, text)), 0), doubt, "{field}");
        let used = (Outcome::Fail, Reason::DocumentAlreadyUsed);
        assert_eq!(found(Some((field, text)), 1), used, "{field}");
    }
    let blank = (Outcome::Inconclusive, Reason::CheckUnavailable);
    assert_eq!(found(Some((Field::IssuingState, "")), 0), blank);
}
