//! Video identification in place of the selfie.

use super::*;
use crate::evidence::CameraLimit;
use crate::movement::{Advice, Missed, Movement};

fn films() -> Walk {
    let mut walk = Walk::new();
    walk.definition.steps.pop();
    walk.definition.steps.push(StepKind::Liveness);
    walk.registration = opened(&walk.definition);
    walk.source = CaptureSource::CameraPage;
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    walk.answer(
        &effects,
        passes(StepKind::Document),
        Some(zone("L898902C3", "UTO")),
    );
    walk.confirm(None);
    assert_eq!(screen(&walk), Screen::Liveness);
    walk
}

fn screen(walk: &Walk) -> Screen {
    walk.registration
        .view(&walk.definition, &walk.policy)
        .screen
}

impl Walk {
    fn begin_film(&mut self) -> u32 {
        let turn = self.registration.turn();
        assert_eq!(self.feed(Event::FilmBegun { turn }), Ok(vec![]));
        assert_eq!(self.registration.turn(), turn, "it is no turn");
        self.registration.filming().unwrap()
    }

    fn film(&mut self, attempt: u32, findings: Vec<Finding>) -> Vec<Effect> {
        self.film_with(attempt, findings, (None, Vec::new()))
    }

    fn film_with(
        &mut self,
        attempt: u32,
        findings: Vec<Finding>,
        (limit, missed): (Option<CameraLimit>, Vec<Missed>),
    ) -> Vec<Effect> {
        self.photos += 1;
        let selfie = Evidence {
            id: EvidenceId::new(at(self.clock), [self.photos; 10]),
            kind: EvidenceKind::Selfie,
            source: CaptureSource::ServerDriven,
            limit,
        };
        let fence = Fence {
            evidence: vec![selfie.id.clone()],
            attempt,
        };
        self.feed(Event::Filmed {
            fence,
            findings,
            selfie: Some(selfie),
            missed,
        })
        .unwrap()
    }

    fn whole_film(&mut self) -> Vec<Effect> {
        let attempt = self.begin_film();
        self.film(attempt, vec![Finding::pass(Check::LivenessPrompts)])
    }
}

fn faces() -> Vec<Finding> {
    passes(StepKind::Selfie)
}

fn failed(reason: Reason) -> Vec<Finding> {
    vec![
        Finding::pass(Check::LivenessSequence),
        Finding::new(Check::LivenessDepth, Outcome::Fail, reason),
    ]
}

#[test]
fn a_film_that_passes_verifies_at_the_level_of_its_document() {
    let mut walk = films();
    let effects = walk.whole_film();
    walk.answer(&effects, faces(), None);
    let State::Verified { report } = walk.registration.state() else {
        panic!("{:?}", walk.registration.state());
    };
    assert_eq!(report.liveness, Liveness::Passed);
    assert_eq!(report.level, Level::Substantial);
    let sources: Vec<_> = report.sources.iter().map(|one| one.source).collect();
    assert!(sources.contains(&CaptureSource::ServerDriven));
}

#[test]
fn failures_ask_again_and_are_never_used_up() {
    let mut walk = films();
    for _ in 0..8 {
        let attempt = walk.begin_film();
        let effects = walk.film(attempt, failed(Reason::FaceFlat));
        assert!(
            !effects
                .iter()
                .any(|it| matches!(it, Effect::Examine { .. }))
        );
        assert_eq!(screen(&walk), Screen::Liveness);
        let view = walk.registration.view(&walk.definition, &walk.policy);
        assert_eq!(view.problem, Some(Reason::LivenessUnsure));
        assert_eq!(walk.registration.evidence().count(), 1, "only the document");
    }
    let effects = walk.whole_film();
    walk.answer(&effects, faces(), None);
    assert_eq!(walk.registration.status(), Status::Verified);
}

#[test]
fn what_to_do_better_is_told_until_the_next_film() {
    let mut walk = films();
    let missed = Missed::of([(Movement::LookUp, Advice::Further)]);
    let told = |walk: &Walk| {
        let view = walk.registration.view(&walk.definition, &walk.policy);
        (view.problem, view.missed)
    };
    let attempt = walk.begin_film();
    let unseen = failed(Reason::PromptNotFollowed);
    walk.film_with(attempt, unseen, (None, missed.clone()));
    assert_eq!(told(&walk), (Some(Reason::PromptNotFollowed), missed));
    let attempt = walk.begin_film();
    walk.film(attempt, failed(Reason::ScreenRecaptured));
    assert_eq!(told(&walk), (Some(Reason::LivenessUnsure), vec![]));
    assert_eq!(
        walk.registration.last_error(),
        Some(Reason::ScreenRecaptured),
        "machines are told which"
    );
}

#[test]
fn a_poor_camera_is_worth_knowing_and_decides_nothing() {
    let mut walk = films();
    let attempt = walk.begin_film();
    let seen = vec![Finding::pass(Check::LivenessPrompts)];
    let effects = walk.film_with(attempt, seen, (Some(CameraLimit::Poor), vec![]));
    walk.answer(&effects, faces(), None);
    let State::Verified { report } = walk.registration.state() else {
        panic!("{:?}", walk.registration.state());
    };
    let noted = (report.findings.iter()).find(|it| it.check == Check::CaptureQuality);
    let noted = noted.map(|it| (it.outcome, it.reason, it.evidence.len()));
    assert_eq!(noted, Some((Outcome::Warn, Reason::CameraPoor, 1)));
    assert_eq!(report.level, Level::Substantial, "no more and no less");
}

#[test]
fn of_several_films_the_last_that_was_begun_counts() {
    let mut walk = films();
    let first = walk.begin_film();
    let second = walk.begin_film();
    assert!(first < second);
    let before = walk.registration.clone();
    walk.film(first, vec![Finding::pass(Check::LivenessPrompts)]);
    assert_eq!(walk.registration, before, "a late film changes nothing");
    walk.film(second, vec![Finding::pass(Check::LivenessPrompts)]);
    assert_eq!(walk.registration.status(), Status::Processing);
}

#[test]
fn a_film_needs_to_be_begun_on_the_present_page() {
    let mut walk = films();
    let turn = walk.registration.turn();
    let stale = Event::FilmBegun { turn: turn + 1 };
    assert_eq!(walk.feed(stale), Err(Refusal::Stale));
    let before = walk.registration.clone();
    walk.film(0, vec![Finding::pass(Check::LivenessPrompts)]);
    assert_eq!(walk.registration, before);
    let mut early = Walk::new();
    let event = Event::FilmBegun { turn: 0 };
    assert_eq!(early.feed(event), Err(Refusal::NotThisStep));
}

#[test]
fn another_way_goes_to_a_moderator_and_never_passes() {
    let mut walk = films();
    walk.begin_film();
    let effects = walk.photograph(EvidenceKind::Selfie);
    walk.answer(&effects, faces(), None);
    let State::InReview { report, .. } = walk.registration.state() else {
        panic!("{:?}", walk.registration.state());
    };
    assert_eq!(report.decision.reasons, [Reason::LivenessOtherWay]);
    assert_eq!(report.liveness, Liveness::OtherWay);
    walk.settle(Verdict::Accept);
    let State::Verified { report } = walk.registration.state() else {
        panic!("accepted");
    };
    assert_eq!(report.level, Level::Low);
}

#[test]
fn no_photograph_passes_for_a_film() {
    let mut walk = films();
    walk.source = CaptureSource::ServerDriven;
    let act = Act::Photograph {
        evidence: Evidence {
            id: EvidenceId::new(at(5), [7; 10]),
            kind: EvidenceKind::Selfie,
            source: CaptureSource::ServerDriven,
            limit: None,
        },
    };
    assert_eq!(walk.act(act), Err(Refusal::NotThisStep));
}

#[test]
fn doubt_goes_to_review_and_another_face_films_again() {
    let mut walk = films();
    let attempt = walk.begin_film();
    let doubt = Finding::new(
        Check::LivenessSource,
        Outcome::Inconclusive,
        Reason::CaptureSuspicious,
    );
    let effects = walk.film(attempt, vec![doubt]);
    let mismatch = Finding::new(Check::FaceMatch, Outcome::Fail, Reason::FaceMismatch);
    walk.answer(&effects, vec![mismatch], None);
    assert_eq!(screen(&walk), Screen::Liveness);
    let view = walk.registration.view(&walk.definition, &walk.policy);
    assert_eq!(view.problem, Some(Reason::FaceMismatch));
    let attempt = walk.begin_film();
    let doubt = Finding::new(
        Check::LivenessSource,
        Outcome::Inconclusive,
        Reason::CaptureSuspicious,
    );
    let effects = walk.film(attempt, vec![doubt]);
    walk.answer(&effects, faces(), None);
    let State::InReview { report, .. } = walk.registration.state() else {
        panic!("{:?}", walk.registration.state());
    };
    assert_eq!(report.liveness, Liveness::Inconclusive);
}

#[test]
fn no_sample_stands_for_a_film() {
    let mut walk = films();
    // The sandbox's sample that leads to `verified`.
    walk.registration.zone = Some(zone("SBXVERIF1", "UTO"));
    let attempt = walk.begin_film();
    walk.film(attempt, failed(Reason::FaceFlat));
    assert_eq!(screen(&walk), Screen::Liveness);
    let attempt = walk.begin_film();
    let fence = Fence {
        evidence: vec![],
        attempt,
    };
    let faceless = Event::Filmed {
        fence,
        findings: vec![Finding::pass(Check::LivenessPrompts)],
        selfie: None,
        missed: Vec::new(),
    };
    walk.feed(faceless).unwrap();
    assert_ne!(walk.registration.status(), Status::Verified);
}

#[test]
fn a_service_films_the_face_or_photographs_it() {
    let mut definition = definition();
    definition.steps.push(StepKind::Liveness);
    assert_eq!(
        definition.validate(),
        Err(crate::service::DefinitionError::FaceTwice)
    );
}
