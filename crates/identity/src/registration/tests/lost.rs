//! Documents that somebody reported: what was read, and what the person made of it.

use super::*;
use crate::assurance::ChipClass;

fn reported(outcome: Outcome) -> Finding {
    let reason = match outcome {
        Outcome::Pass => Reason::AsExpected,
        Outcome::Fail => Reason::DocumentReportedLost,
        _ => Reason::CheckUnavailable,
    };
    Finding::new(Check::DocumentReported, outcome, reason)
}

fn asked(effects: &[Effect]) -> Vec<Examination> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::Examine { examination, .. } => Some(*examination),
        _ => None,
    });
    asked.collect()
}

fn outcomes(registration: &Registration) -> Vec<Outcome> {
    let findings = registration.report_so_far().unwrap().findings.iter();
    findings
        .filter(|finding| finding.check == Check::DocumentReported)
        .map(|finding| finding.outcome)
        .collect()
}

fn at_the_fields() -> Walk {
    let mut walk = Walk::new();
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    let mut findings = passes(StepKind::Document);
    findings.push(reported(Outcome::Pass));
    walk.answer(&effects, findings, Some(zone("L898902C3", "UTO")));
    walk
}

#[test]
fn another_number_than_was_read_is_asked_about() {
    for (change, expected) in [
        (None, false),
        (Some((Field::Surname, "ERIKSEN")), false),
        (Some((Field::DocumentNumber, "l898902-c3")), false),
        (Some((Field::DocumentNumber, "L898902C4")), true),
        (Some((Field::IssuingState, "NLD")), true),
        (Some((Field::IssuingState, "")), true),
    ] {
        let mut walk = at_the_fields();
        let effects = walk.confirm(change);
        let expected = if expected {
            &[Examination::Restated][..]
        } else {
            &[]
        };
        assert_eq!(asked(&effects), expected, "{change:?}");
    }
}

#[test]
fn nobody_is_accepted_before_the_number_they_gave_was_asked_about() {
    let mut walk = at_the_fields();
    let first = walk.confirm(Some((Field::DocumentNumber, "L898902C4")));
    let stated = walk.registration.stated_document().unwrap();
    assert_eq!(stated.index_text(), "UTO/L898902C4");
    // They think better of it, and better again: the first answer is about another number.
    walk.act(Act::Reopen(StepKind::Fields)).unwrap();
    let second = walk.confirm(Some((Field::DocumentNumber, "L898902C5")));
    assert_eq!(asked(&second), [Examination::Restated]);
    let before = walk.registration.clone();
    walk.answer(&first, vec![reported(Outcome::Pass)], None);
    assert_eq!(walk.registration, before);

    let face = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&face, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Processing);
    walk.answer(&second, vec![reported(Outcome::Fail)], None);
    assert_eq!(walk.registration.status(), Status::InReview);
    assert_eq!(outcomes(&walk.registration), [Outcome::Pass, Outcome::Fail]);
}

#[test]
fn asking_about_a_number_is_no_attempt_at_a_document() {
    let mut walk = at_the_fields();
    let retry = Rule {
        ruling: Ruling::Retry,
        exhausted: Some(Ruling::Reject),
    };
    walk.policy
        .rules
        .insert(Reason::DocumentReportedLost, retry);
    walk.policy.limits.attempts = 2;
    let restated = walk.confirm(Some((Field::DocumentNumber, "L898902C4")));
    walk.answer(&restated, vec![reported(Outcome::Fail)], None);
    assert_eq!(walk.registration.status(), Status::RequiresInput);
    let error = walk.registration.last_error();
    assert_eq!(error, Some(Reason::DocumentReportedLost));
    let document = walk.registration.document().unwrap();
    assert!(document.shown().is_none(), "photographed once more");
}

#[test]
fn the_number_on_the_chip_ends_a_doubt_about_the_printed_one_alone() {
    for (sure, first, then, expected) in [
        (
            false,
            Outcome::Inconclusive,
            Some(Outcome::Pass),
            vec![Outcome::Pass],
        ),
        (
            false,
            Outcome::Inconclusive,
            Some(Outcome::Fail),
            vec![Outcome::Fail],
        ),
        (
            false,
            Outcome::Inconclusive,
            None,
            vec![Outcome::Inconclusive],
        ),
        (
            false,
            Outcome::Fail,
            Some(Outcome::Pass),
            vec![Outcome::Fail, Outcome::Pass],
        ),
        // It was the register that did not answer.
        (
            true,
            Outcome::Inconclusive,
            Some(Outcome::Pass),
            vec![Outcome::Inconclusive, Outcome::Pass],
        ),
    ] {
        let mut walk = Walk::new();
        walk.definition.steps.insert(2, StepKind::Chip);
        walk.registration = opened(&walk.definition);
        walk.source = CaptureSource::CameraPage;
        walk.go_to_document();
        let effects = walk.photograph(EvidenceKind::DocumentFront);
        let mut printed = zone("L898902C3", "UTO");
        if !sure {
            printed.confirmed.clear();
        }
        let mut findings = passes(StepKind::Document);
        findings.push(reported(first));
        walk.answer(&effects, findings, Some(printed));
        let effects = walk
            .act(Act::PresentChip {
                evidence: Evidence {
                    id: EvidenceId::new(at(0), [101; 10]),
                    kind: EvidenceKind::Chip,
                    source: CaptureSource::ServerDriven,
                    limit: None,
                },
            })
            .unwrap();
        let mut on_chip = zone("L898902C3", "UTO");
        on_chip.chip = true;
        let mut findings = passes(StepKind::Chip);
        findings.extend(then.map(reported));
        let reading = ChipReading {
            class: Some(ChipClass::A),
            access: Some("pace".into()),
            signer_country: None,
            signer_fingerprint: None,
            deviations: vec![],
            zone: Some(on_chip),
        };
        walk.answer_with(&effects, findings, None, Some(reading));
        walk.confirm(None);
        let effects = walk.photograph(EvidenceKind::Selfie);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        assert_eq!(
            outcomes(&walk.registration),
            expected,
            "{sure} {first} {then:?}"
        );
        let passed = expected == [Outcome::Pass];
        let status = if passed {
            Status::Verified
        } else {
            Status::InReview
        };
        assert_eq!(walk.registration.status(), status);
    }
}
