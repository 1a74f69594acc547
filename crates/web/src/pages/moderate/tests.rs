//! The moderators' pages in every language, with ordinary, empty, longest and hostile content.

use askama::Template;
use bonafide_identity::assurance::ChipClass;
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::fields::{DocumentKind, Field, Verification};
use bonafide_identity::finding::{Check, Model, Outcome, Reason};
use bonafide_identity::id::{EvidenceId, OrganisationId, RegistrationId, ReviewCaseId};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_identity::policy::Ruling;
use bonafide_identity::registration::{DecidedBy, Verdict};
use bonafide_service::operator::{Case, CaseEvidence, CaseView, EarlierReview};
use bonafide_service::session::{ChipLine, Decision, FieldValue, FindingLine, PolicyLine, Report};
use jiff::{SignedDuration, Timestamp};

use super::case::{CasePage, Confirm, Entered};
use super::sign_in::SignIn;
use super::{Shown, Waiting};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::pages::lint::{self, HOSTILE};

fn texts() -> [String; 4] {
    [
        "De Vries".to_owned(),
        String::new(),
        "Удостоверение".repeat(40),
        HOSTILE.to_owned(),
    ]
}

fn case(text: &str, full: bool) -> CaseView {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let evidence = EvidenceId::new(now, [1; 10]);
    let model = Model {
        name: text.to_owned(),
        sha256: "00".to_owned(),
    };
    CaseView {
        case: Case {
            id: ReviewCaseId::new(now, [2; 10]),
            organisation: OrganisationId::new(now, [3; 10]),
            registration: RegistrationId::new(now, [4; 10]),
            due: if full {
                now - SignedDuration::from_hours(1)
            } else {
                now + SignedDuration::from_hours(30)
            },
            opened_at: now - SignedDuration::from_mins(7),
            kept_until: Some(now),
        },
        organisation_name: text.to_owned(),
        service_title: text.to_owned(),
        earlier: if full {
            let review = |outcome: &str| EarlierReview {
                at: now,
                outcome: outcome.to_owned(),
                note: text.to_owned(),
            };
            ["accept", "retry", "reject", "came_back"]
                .map(review)
                .to_vec()
        } else {
            Vec::new()
        },
        livemode: full,
        report: Report {
            decision: Decision {
                ruling: Ruling::Review,
                reasons: if full {
                    Reason::ALL.to_vec()
                } else {
                    Vec::new()
                },
                refusal: None,
                decided_by: DecidedBy::Policy,
                decided_at: now,
            },
            level_of_assurance: None,
            liveness: bonafide_identity::assurance::Liveness::NotPerformed,
            chip: full.then(|| ChipLine {
                evidence_class: Some(ChipClass::C).filter(|_| !text.is_empty()),
                access: Some("pace".to_owned()),
                signer_country: Some(text.to_owned()),
                signer_fingerprint: Some("6b89aa3d62982".repeat(5)),
                deviations: vec!["card_access_differs".to_owned(), text.to_owned()],
            }),
            document: full.then_some(DocumentKind::IdentityCard),
            fields: Field::ALL
                .iter()
                .filter(|_| full)
                .map(|field| {
                    let line = FieldValue {
                        value: text.to_owned(),
                        verified: false,
                        verified_by: Verification::Unverified,
                    };
                    (*field, line)
                })
                .collect(),
            findings: Check::ALL
                .iter()
                .filter(|_| full)
                .flat_map(|check| {
                    [
                        Outcome::Pass,
                        Outcome::Warn,
                        Outcome::Inconclusive,
                        Outcome::Fail,
                    ]
                    .map(|outcome| FindingLine {
                        check: *check,
                        outcome,
                        reason: Reason::FaceUncertain,
                        measured: Some(0.612_345),
                        threshold: Some(0.57),
                        model: Some(model.clone()),
                        evidence: vec![evidence.clone()],
                    })
                })
                .collect(),
            evidence: Vec::new(),
            policy: PolicyLine {
                id: text.to_owned(),
                version: 1,
                sha256: String::new(),
            },
            models: Vec::new(),
        },
        zone: if full {
            vec![text.to_owned(), text.to_owned()]
        } else {
            Vec::new()
        },
        evidence: EvidenceKind::ALL
            .iter()
            .zip(0..)
            .filter(|_| full)
            .map(|(kind, number)| CaseEvidence {
                id: EvidenceId::new(now, [number; 10]),
                kind: *kind,
                source: CaptureSource::CameraPage,
                gone: *kind == EvidenceKind::Selfie,
            })
            .collect(),
        alike: if full { vec![evidence] } else { Vec::new() },
        round: 1,
        now,
    }
}

fn entered(text: &str) -> Entered {
    Entered {
        verdict: "reject".to_owned(),
        reject_reason: text.to_owned(),
        note: text.to_owned(),
        ..Entered::default()
    }
}

#[test]
fn every_page_in_every_language() {
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/moderate".parse().unwrap());
        for text in texts() {
            let operator = Shown {
                name: text.clone(),
                csrf: "0123456789abcdef".to_owned(),
                trust: text.is_empty(),
            };
            lint::check(&SignIn::returning(&visitor).render().unwrap());
            lint::check(&SignIn::enrol(&visitor, &text).render().unwrap());
            for full in [true, false] {
                let waiting = Waiting {
                    t: visitor.say,
                    frame: Frame::new(&visitor, Audience::Professional).connected(),
                    operator: operator.clone(),
                    notice: full.then(|| NoticeView::new(Code::ReviewEmpty, visitor.say)),
                    settled: !full,
                    reopened: false,
                    waiting: if full { 0 } else { 21 },
                    overdue: if full { 0 } else { 2 },
                    endings: if full { 1 } else { 0 },
                };
                lint::check(&waiting.render().unwrap());
                for mistake in [
                    None,
                    Some(("note", Code::ReviewReasonRequired)),
                    Some(("verdict-accept", Code::ChoiceRequired)),
                ] {
                    let view = case(&text, full);
                    let page =
                        CasePage::new(&visitor, operator.clone(), &view, entered(&text), mistake);
                    lint::check(&page.render().unwrap());
                }
            }
            for verdict in [
                Verdict::Accept,
                Verdict::Retry {
                    reason: Reason::FaceUncertain,
                },
                Verdict::Reject {
                    reason: Reason::FaceMismatch,
                },
            ] {
                let page = Confirm::new(
                    &visitor,
                    operator.clone(),
                    "rev_1",
                    true,
                    entered(&text),
                    verdict,
                );
                lint::check(&page.render().unwrap());
            }
        }
    }
}

/// Whoever judges a chip whose issuer nobody knows sees who signed it, and what was tolerated.
#[test]
fn a_chip_is_told_of() {
    let visitor = Visitor::new(Language::En, &"/moderate".parse().unwrap());
    let operator = Shown {
        name: "kim".to_owned(),
        csrf: "0123456789abcdef".to_owned(),
        trust: false,
    };
    let page = |text: &str, full| {
        let view = case(text, full);
        let page = CasePage::new(&visitor, operator.clone(), &view, entered(text), None);
        page.render().unwrap()
    };
    let told = page("UT", true);
    for part in [
        "Evidence class",
        "PACE",
        "6b89aa3d62982",
        "card_access_differs",
    ] {
        assert!(told.contains(part), "{part}");
    }
    assert!(page("", true).contains("no state that is believed"));
    assert!(!page("UT", false).contains("Evidence class"));
}
