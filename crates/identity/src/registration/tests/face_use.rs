//! Faces that stand for somebody else.

use super::*;
use crate::policy::FaceDuplicates;

fn use_of(report: &Report) -> Option<(Outcome, Reason, Option<f64>)> {
    let mut found = report.findings.iter();
    let found = found.find(|finding| finding.check == Check::FaceUse)?;
    Some((found.outcome, found.reason, found.measured))
}

fn searching() -> Walk {
    let mut walk = Walk::new();
    walk.policy.face_duplicates = Some(FaceDuplicates {
        distance: 0.4,
        candidates: 5,
    });
    walk
}

const FOUND: FaceSearch = FaceSearch::Searched {
    others: 1,
    nearest: Some(0.2),
};

#[test]
fn a_face_that_stands_for_somebody_else_is_for_a_moderator() {
    let nobody = FaceSearch::Searched {
        others: 0,
        nearest: None,
    };
    for (faces, status, told) in [
        (None, Status::Verified, None),
        (
            Some(nobody),
            Status::Verified,
            Some((Outcome::Pass, Reason::AsExpected, None)),
        ),
        (
            Some(FOUND),
            Status::InReview,
            Some((Outcome::Inconclusive, Reason::FaceAlreadyUsed, Some(0.2))),
        ),
        (
            Some(FaceSearch::Unavailable),
            Status::InReview,
            Some((Outcome::Inconclusive, Reason::CheckUnavailable, None)),
        ),
    ] {
        let mut walk = searching();
        let effects = walk.go_to_face(None);
        walk.faces = faces;
        walk.answer(&effects, passes(StepKind::Selfie), None);
        assert_eq!(walk.registration.status(), status);
        assert_eq!(use_of(walk.registration.report_so_far().unwrap()), told);
        assert_eq!(
            walk.registration.last_error(),
            None,
            "the person hears nothing"
        );
    }
    let mut walk = Walk::new();
    let effects = walk.go_to_face(None);
    walk.faces = Some(FOUND);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Verified, "off");
}

#[test]
fn a_moderator_knows_of_the_face_before_anybody_is_accepted() {
    let mut walk = searching();
    let effects = walk.go_to_face(None);
    let unsure = fails(StepKind::Selfie, Check::FaceMatch, Reason::FaceUncertain);
    walk.answer(&effects, unsure, None);
    walk.faces = Some(FOUND);
    walk.settle(Verdict::Accept);
    let State::InReview { round, report, .. } = walk.registration.state() else {
        panic!("{:?}", walk.registration.status());
    };
    assert_eq!(*round, 2);
    assert!(use_of(report).is_some());
    walk.settle(Verdict::Accept);
    assert_eq!(walk.registration.status(), Status::Verified);
}

#[test]
fn a_year_of_birth_is_known_where_something_vouches_for_it() {
    let year = |change: Option<(Field, &str)>| {
        let mut walk = Walk::new();
        let effects = walk.go_to_face(change);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        walk.registration.birth_year()
    };
    assert_eq!(year(None), Some(1974));
    assert_eq!(year(Some((Field::Surname, "ERIKSEN"))), Some(1974));
    assert_eq!(year(Some((Field::BirthDate, "1975-08-12"))), None);
}
