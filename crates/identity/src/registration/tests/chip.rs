//! Journeys with a chip.

use super::*;
use crate::assurance::ChipClass;
use crate::fields::Verification;
use crate::policy::ChipUse;

fn walk() -> Walk {
    let mut walk = Walk::new();
    walk.definition.steps.insert(2, StepKind::Chip);
    walk.registration = opened(&walk.definition);
    walk.source = CaptureSource::CameraPage;
    walk
}

fn reading(class: Option<ChipClass>) -> ChipReading {
    let mut stated = zone("L898902C3", "UTO");
    stated.chip = true;
    stated
        .values
        .insert(Field::FullName, "Анна Мария Эрикссон".to_owned());
    ChipReading {
        class,
        access: Some("pace".into()),
        signer_country: Some("UT".into()),
        signer_fingerprint: None,
        deviations: vec![],
        zone: class.map(|_| stated),
    }
}

impl Walk {
    fn go_to_chip(&mut self) {
        self.go_to_document();
        let effects = self.photograph(EvidenceKind::DocumentFront);
        assert!(
            matches!(self.screen(), Screen::Working { .. }),
            "the zone opens the chip"
        );
        assert_eq!(self.present(1), Err(Refusal::NotThisStep));
        let zone = Some(zone("L898902C3", "UTO"));
        self.answer(&effects, passes(StepKind::Document), zone);
    }

    fn present(&mut self, id: u8) -> Result<Vec<Effect>, Refusal> {
        self.act(Act::PresentChip {
            evidence: Evidence {
                id: EvidenceId::new(at(0), [100 + id; 10]),
                kind: EvidenceKind::Chip,
                source: CaptureSource::ServerDriven,
                limit: None,
            },
        })
    }

    fn screen(&self) -> Screen {
        self.registration
            .view(&self.definition, &self.policy)
            .screen
    }

    fn report(&self) -> &Report {
        self.registration.report_so_far().unwrap()
    }
}

#[test]
fn a_chip_that_proved_itself_vouches_for_the_fields() {
    let mut walk = walk();
    walk.go_to_chip();
    assert!(matches!(
        walk.screen(),
        Screen::ReadChip { may_skip: true, .. }
    ));
    let effects = walk.present(1).unwrap();
    let judging = Screen::Working {
        on: Working::JudgingChip,
    };
    assert_eq!(walk.screen(), judging);
    let chip = Some(reading(Some(ChipClass::A)));
    walk.answer_with(&effects, passes(StepKind::Chip), None, chip);
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Verified);
    let report = walk.report();
    assert_eq!(report.chip.as_ref().unwrap().class, Some(ChipClass::A));
    assert!(
        (report.fields.values()).all(|value| value.verification == Verification::Chip),
        "{:?}",
        report.fields
    );
    assert!(report.fields.contains_key(&Field::FullName));
    assert_eq!(report.sources.len(), 3);
}

#[test]
fn going_on_without_the_chip_is_told_and_only_where_the_policy_allows_it() {
    let mut walk = walk();
    walk.policy.chip = ChipUse::Required;
    walk.go_to_chip();
    assert!(matches!(
        walk.screen(),
        Screen::ReadChip {
            may_skip: false,
            ..
        }
    ));
    assert_eq!(walk.act(Act::SkipChip), Err(Refusal::NotThisStep));
    walk.policy.chip = ChipUse::Preferred;
    walk.act(Act::SkipChip).unwrap();
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::InReview);
    let told = Finding::new(Check::ChipRead, Outcome::Warn, Reason::ChipNotRead);
    assert!(walk.report().findings.contains(&told));
    assert_eq!(walk.report().chip, None);
}

#[test]
fn faces_are_compared_with_the_chip_once_it_was_judged_and_anew_when_it_is_read_anew() {
    let mut walk = walk();
    walk.go_to_chip();
    let chip = walk.present(1).unwrap();
    let judged = passes(StepKind::Chip);
    walk.answer_with(
        &chip,
        judged.clone(),
        None,
        Some(reading(Some(ChipClass::C))),
    );
    walk.confirm(None);
    let face = walk.photograph(EvidenceKind::Selfie);
    walk.act(Act::Reopen(StepKind::Chip)).unwrap_err();
    let fence = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Examine { fence, .. } => Some(fence.evidence.len()),
            _ => None,
        })
    };
    assert_eq!(fence(&chip), Some(2));
    assert_eq!(fence(&face), Some(3));
}

#[test]
fn a_copy_is_tried_again_and_then_looked_at() {
    let mut walk = walk();
    walk.go_to_chip();
    for attempt in 1..=walk.policy.limits.attempts {
        let effects = walk.present(u8::try_from(attempt).unwrap()).unwrap();
        let copied = fails(StepKind::Chip, Check::ChipProof, Reason::ChipCopied);
        walk.answer_with(&effects, copied, None, Some(reading(Some(ChipClass::C))));
        let asked_again = matches!(walk.screen(), Screen::ReadChip { .. });
        assert_eq!(asked_again, attempt < walk.policy.limits.attempts);
    }
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::InReview);
}

/// A counterfeiter whose copy was caught does not go on as if nobody had seen it.
#[test]
fn a_copy_is_not_forgotten_by_going_on_without_it() {
    for undo in [None, Some(StepKind::Chip), Some(StepKind::Document)] {
        let mut walk = walk();
        // Going on without a chip is no reason for anything here.
        walk.policy.warnings.remove(&Reason::ChipNotRead);
        walk.go_to_chip();
        let caught = match undo {
            None => 1,
            Some(_) => walk.policy.limits.attempts,
        };
        for attempt in 1..=caught {
            let effects = walk.present(u8::try_from(attempt).unwrap()).unwrap();
            let copied = fails(StepKind::Chip, Check::ChipProof, Reason::ChipCopied);
            walk.answer_with(&effects, copied, None, Some(reading(Some(ChipClass::C))));
        }
        if let Some(step) = undo {
            walk.act(Act::Reopen(step)).unwrap();
        }
        if undo == Some(StepKind::Document) {
            let effects = walk.photograph(EvidenceKind::DocumentFront);
            let zone = Some(zone("L898902C3", "UTO"));
            walk.answer(&effects, passes(StepKind::Document), zone);
        }
        walk.act(Act::SkipChip).unwrap();
        walk.confirm(None);
        let effects = walk.photograph(EvidenceKind::Selfie);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        assert_eq!(walk.registration.status(), Status::InReview, "{undo:?}");
        let report = walk.report();
        assert_eq!(report.decision.reasons, [Reason::ChipCopied], "{undo:?}");
        assert_eq!(report.chip, None);
    }
}

/// Nor by having it read on another device that the first one takes over from.
#[test]
fn a_copy_is_not_forgotten_by_taking_back() {
    let mut walk = walk();
    walk.policy.warnings.remove(&Reason::ChipNotRead);
    walk.feed(Event::HandedOver).unwrap();
    walk.go_to_chip();
    let effects = walk.present(1).unwrap();
    let altered = fails(
        StepKind::Chip,
        Check::ChipAuthenticity,
        Reason::ChipDataAltered,
    );
    walk.answer_with(&effects, altered, None, Some(reading(None)));
    walk.feed(Event::TakenBack).unwrap();
    assert_eq!(walk.registration.chip(), None);
    walk.act(Act::ChooseDocument {
        kind: DocumentKind::Passport,
    })
    .unwrap();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    let zone = Some(zone("L898902C3", "UTO"));
    walk.answer(&effects, passes(StepKind::Document), zone);
    walk.act(Act::SkipChip).unwrap();
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::InReview);
    assert_eq!(walk.report().decision.reasons, [Reason::ChipDataAltered]);
}

/// Nor by handing in files that prove less: whether they are from the chip is not asked then.
#[test]
fn a_copy_is_not_forgotten_by_proving_less() {
    let mut walk = walk();
    walk.go_to_chip();
    let unproven = || {
        let mut findings = passes(StepKind::Chip);
        findings.retain(|finding| finding.check != Check::ChipProof);
        let warning = Finding::new(Check::ChipProof, Outcome::Warn, Reason::ChipNotProven);
        findings.push(warning);
        findings
    };
    for attempt in 1..=walk.policy.limits.attempts {
        assert!(matches!(walk.screen(), Screen::ReadChip { .. }));
        let effects = walk.present(u8::try_from(attempt).unwrap()).unwrap();
        let judged = match attempt {
            1 => fails(StepKind::Chip, Check::ChipProof, Reason::ChipCopied),
            _ => unproven(),
        };
        walk.answer_with(&effects, judged, None, Some(reading(Some(ChipClass::C))));
    }
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::InReview);
    assert_eq!(walk.report().decision.reasons, [Reason::ChipCopied]);
}

/// What a reader spoilt is mended by a reading that succeeds.
#[test]
fn a_doubt_ends_with_a_chip_that_proves_itself() {
    let mut walk = walk();
    walk.go_to_chip();
    let effects = walk.present(1).unwrap();
    let copied = fails(StepKind::Chip, Check::ChipProof, Reason::ChipCopied);
    walk.answer_with(&effects, copied, None, Some(reading(Some(ChipClass::C))));
    let effects = walk.present(2).unwrap();
    let chip = Some(reading(Some(ChipClass::A)));
    walk.answer_with(&effects, passes(StepKind::Chip), None, chip);
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Verified);
    let doubts = |finding: &&Finding| finding.outcome != Outcome::Pass;
    assert!(
        walk.report()
            .findings
            .iter()
            .all(|one| !doubts(&one) || one.check != Check::ChipProof)
    );
}

#[test]
fn what_no_state_signed_vouches_for_nothing() {
    let mut walk = walk();
    walk.go_to_chip();
    let effects = walk.present(1).unwrap();
    let unknown = fails(
        StepKind::Chip,
        Check::ChipAuthenticity,
        Reason::ChipIssuerUnknown,
    );
    walk.answer_with(&effects, unknown, None, Some(reading(None)));
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::InReview);
    let report = walk.report();
    assert!((report.fields.values()).all(|value| value.verification != Verification::Chip));
}

#[test]
fn what_another_reader_read_is_taken_where_the_policy_says_so_and_once() {
    let mut walk = walk();
    let handed_over = Event::ChipHandedOver {
        evidence: Evidence {
            id: EvidenceId::new(at(0), [99; 10]),
            kind: EvidenceKind::Chip,
            source: CaptureSource::ForeignReader,
            limit: None,
        },
    };
    walk.policy.foreign_readers = true;
    assert_eq!(
        walk.feed(handed_over.clone()),
        Err(Refusal::NotThisStep),
        "too early"
    );
    walk.go_to_chip();
    walk.policy.foreign_readers = false;
    assert_eq!(walk.feed(handed_over.clone()), Err(Refusal::ForeignReader));
    walk.policy.foreign_readers = true;
    let turn = walk.registration.turn();
    let effects = walk.feed(handed_over.clone()).unwrap();
    assert!(
        walk.registration.turn() > turn,
        "pages from before are out of date"
    );
    assert_eq!(walk.feed(handed_over), Err(Refusal::NotThisStep), "twice");
    let chip = Some(reading(Some(ChipClass::B)));
    walk.answer_with(&effects, passes(StepKind::Chip), None, chip);
    walk.confirm(None);
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Verified);
    assert_eq!(
        walk.report().chip.as_ref().unwrap().class,
        Some(ChipClass::B)
    );
}
