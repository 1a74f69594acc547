//! Journeys through the state machine, without pixels.

mod chip;
mod corrected_number;
mod document_use;
mod face_use;
mod film;
mod lost;

use std::collections::BTreeMap;

use super::*;
use crate::assurance::{Level, Liveness};
use crate::evidence::{CaptureSource, EvidenceKind};
use crate::fields::{DocumentKind, Field};
use crate::policy::Rule;
use crate::service::Slug;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn definition() -> Definition {
    let slug = |text: &str| text.parse::<Slug>().unwrap();
    Definition {
        id: slug("identity"),
        version: 1,
        title: "Identity".into(),
        purpose: "To know you".into(),
        steps: vec![
            StepKind::Consent,
            StepKind::Document,
            StepKind::Fields,
            StepKind::Selfie,
        ],
        documents: vec![DocumentKind::Passport, DocumentKind::IdentityCard],
        level: Level::High,
        minimum_age: None,
        policy: Pinned {
            id: slug("standard"),
            version: 1,
        },
    }
}

fn opened(definition: &Definition) -> Registration {
    let opening = Opening {
        id: RegistrationId::new(at(0), [1; 10]),
        organisation: OrganisationId::new(at(0), [2; 10]),
        account: AccountId::new(at(0), [3; 10]),
        livemode: false,
        service: definition,
        expires_at: at(86_400),
    };
    Registration::open(opening, at(0)).0
}

struct Walk {
    registration: Registration,
    definition: Definition,
    policy: Policy,
    others: Option<u32>,
    faces: Option<FaceSearch>,
    clock: i64,
    photos: u8,
    source: CaptureSource,
}

impl Walk {
    fn new() -> Self {
        let definition = definition();
        Self {
            registration: opened(&definition),
            definition,
            policy: Policy::standard(),
            others: None,
            faces: None,
            clock: 1,
            photos: 0,
            source: CaptureSource::Upload,
        }
    }

    /// A moderator's decision on the review that is open.
    fn settle(&mut self, verdict: Verdict) {
        let State::InReview { round, .. } = self.registration.state() else {
            panic!("in review");
        };
        let event = Event::Reviewed {
            round: *round,
            verdict,
            operator: crate::id::OperatorId::new(at(0), [9; 10]),
            note: String::new(),
        };
        self.feed(event).unwrap();
    }

    fn feed(&mut self, event: Event) -> Result<Vec<Effect>, Refusal> {
        self.clock += 1;
        let context = Context {
            service: &self.definition,
            policy: &self.policy,
            others: self.others,
            faces: self.faces,
            now: at(self.clock),
        };
        let (next, effects) = self.registration.clone().handle(event, &context)?;
        self.registration = next;
        Ok(effects)
    }

    fn act(&mut self, act: Act) -> Result<Vec<Effect>, Refusal> {
        self.feed(Event::Person {
            turn: self.registration.turn(),
            act,
        })
    }

    fn photograph(&mut self, kind: EvidenceKind) -> Vec<Effect> {
        self.photos += 1;
        let id = EvidenceId::new(at(self.clock), [self.photos; 10]);
        self.act(Act::Photograph {
            evidence: Evidence {
                id,
                kind,
                source: self.source,
                limit: None,
            },
        })
        .unwrap()
    }

    fn go_to_document(&mut self) {
        self.act(Act::Consent {
            text_version: "1".into(),
            language: "en".into(),
        })
        .unwrap();
        self.act(Act::ChooseDocument {
            kind: DocumentKind::Passport,
        })
        .unwrap();
    }

    fn answer(
        &mut self,
        effects: &[Effect],
        findings: Vec<Finding>,
        zone: Option<Zone>,
    ) -> Vec<Effect> {
        self.answer_with(effects, findings, zone, None)
    }

    fn answer_with(
        &mut self,
        effects: &[Effect],
        findings: Vec<Finding>,
        zone: Option<Zone>,
        chip: Option<ChipReading>,
    ) -> Vec<Effect> {
        let (examination, fence) = effects
            .iter()
            .find_map(|effect| match effect {
                Effect::Examine { examination, fence } => Some((*examination, fence.clone())),
                _ => None,
            })
            .expect("an examination was asked for");
        self.feed(Event::Examined {
            examination,
            fence,
            findings,
            zone,
            chip: chip.map(Box::new),
        })
        .unwrap()
    }

    fn confirm(&mut self, change: Option<(Field, &str)>) -> Vec<Effect> {
        let mut values = zone("L898902C3", "UTO").values;
        if let Some((field, text)) = change {
            values.insert(field, text.into());
        }
        self.act(Act::ConfirmFields { values }).unwrap()
    }

    /// To the selfie, whose examination is asked for.
    fn go_to_face(&mut self, change: Option<(Field, &str)>) -> Vec<Effect> {
        self.go_to_document();
        let effects = self.photograph(EvidenceKind::DocumentFront);
        self.answer(
            &effects,
            passes(StepKind::Document),
            Some(zone("L898902C3", "UTO")),
        );
        let restated = self.confirm(change);
        if !restated.is_empty() {
            // Nobody is there who could be asked about another number.
            self.answer(&restated, Vec::new(), None);
        }
        self.photograph(EvidenceKind::Selfie)
    }
}

fn passes(step: StepKind) -> Vec<Finding> {
    step.required_checks()
        .iter()
        .map(|check| Finding::pass(*check))
        .collect()
}

fn fails(step: StepKind, check: Check, reason: Reason) -> Vec<Finding> {
    passes(step)
        .into_iter()
        .map(|finding| {
            if finding.check == check {
                Finding::new(check, Outcome::Fail, reason)
            } else {
                finding
            }
        })
        .collect()
}

fn zone(number: &str, state: &str) -> Zone {
    let values = BTreeMap::from([
        (Field::Surname, "ERIKSSON".to_owned()),
        (Field::GivenNames, "ANNA MARIA".to_owned()),
        (Field::BirthDate, "1974-08-12".to_owned()),
        (Field::Sex, "F".to_owned()),
        (Field::Nationality, "UTO".to_owned()),
        (Field::DocumentNumber, number.to_owned()),
        (Field::ExpiryDate, "2032-04-15".to_owned()),
        (Field::IssuingState, state.to_owned()),
    ]);
    Zone {
        format: "TD3".into(),
        lines: vec![],
        document_code: "P".into(),
        values,
        confirmed: vec![Field::DocumentNumber, Field::BirthDate, Field::ExpiryDate],
        typed: false,
        chip: false,
        layout: None,
        printed: BTreeMap::new(),
    }
}

/// Whether the report tells that another device went on.
fn tells_of_another_device(registration: &Registration) -> bool {
    let report = registration.report_so_far().unwrap();
    let told = Finding::new(Check::HandedOver, Outcome::Warn, Reason::HandedOver);
    report.findings.contains(&told)
}

#[test]
fn what_another_device_gave_is_told_in_the_report() {
    for handed_over in [true, false] {
        let mut walk = Walk::new();
        if handed_over {
            walk.feed(Event::HandedOver).unwrap();
        }
        let effects = walk.go_to_face(None);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        assert_eq!(walk.registration.status(), Status::Verified);
        assert_eq!(tells_of_another_device(&walk.registration), handed_over);
    }
    // It went back before anything was given.
    let mut walk = Walk::new();
    walk.feed(Event::HandedOver).unwrap();
    walk.feed(Event::TakenBack).unwrap();
    let effects = walk.go_to_face(None);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    assert!(!tells_of_another_device(&walk.registration));
}

#[test]
fn what_another_device_gave_goes_when_the_first_goes_on() {
    let mut walk = Walk::new();
    walk.feed(Event::HandedOver).unwrap();
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    walk.answer(
        &effects,
        passes(StepKind::Document),
        Some(zone("L898902C3", "UTO")),
    );
    let late = walk.registration.turn();
    walk.feed(Event::TakenBack).unwrap();
    let registration = &walk.registration;
    assert_eq!(registration.evidence().count(), 0);
    assert_eq!(registration.zone(), None);
    assert!(matches!(
        registration.view(&walk.definition, &walk.policy).screen,
        Screen::ChooseDocument { .. }
    ));
    let act = Act::ConfirmFields {
        values: BTreeMap::new(),
    };
    let refused = walk.feed(Event::Person { turn: late, act });
    assert_eq!(refused, Err(Refusal::Stale), "what was on its way");
    // Once nothing is asked of the person, there is nothing to go on with.
    walk.feed(Event::HandedOver).unwrap();
    walk.act(Act::ChooseDocument {
        kind: DocumentKind::Passport,
    })
    .unwrap();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    walk.answer(
        &effects,
        passes(StepKind::Document),
        Some(zone("L898902C3", "UTO")),
    );
    walk.confirm(None);
    walk.photograph(EvidenceKind::Selfie);
    assert_eq!(
        walk.feed(Event::TakenBack),
        Err(Refusal::NotNow(Status::Processing))
    );
}

#[test]
fn a_plain_journey_ends_verified_at_level_low() {
    let mut walk = Walk::new();
    let effects = walk.go_to_face(None);
    assert_eq!(walk.registration.status(), Status::Processing);
    let effects = walk.answer(&effects, passes(StepKind::Selfie), None);
    assert_eq!(walk.registration.status(), Status::Verified);
    assert!(effects.contains(&Effect::Bind));
    let report = walk.registration.report_so_far().unwrap();
    assert_eq!(
        (report.level, report.liveness),
        (Level::Low, Liveness::NotPerformed)
    );
    assert!(
        report
            .fields
            .values()
            .all(|value| value.verification.is_verified())
    );
}

#[test]
fn an_unreadable_document_is_asked_for_again_then_stands_for_review() {
    let mut walk = Walk::new();
    walk.go_to_document();
    for attempt in 1..=3 {
        let effects = walk.photograph(EvidenceKind::DocumentFront);
        walk.answer(
            &effects,
            fails(StepKind::Document, Check::ZoneRead, Reason::ZoneNotFound),
            None,
        );
        let view = walk.registration.view(&walk.definition, &walk.policy);
        match attempt {
            1 | 2 => {
                assert_eq!(view.problem, Some(Reason::ZoneNotFound));
                assert!(matches!(
                    view.screen,
                    Screen::PhotographDocument {
                        may_type_zone: true,
                        ..
                    }
                ));
            }
            _ => assert!(matches!(
                view.screen,
                Screen::CheckFields { zone: None, .. }
            )),
        }
    }
}

#[test]
fn a_mismatch_is_retried_then_final() {
    let mut walk = Walk::new();
    let mut effects = walk.go_to_face(None);
    for attempt in 1..=3 {
        walk.answer(
            &effects,
            fails(StepKind::Selfie, Check::FaceMatch, Reason::FaceMismatch),
            None,
        );
        if attempt < 3 {
            assert_eq!(walk.registration.status(), Status::RequiresInput);
            assert_eq!(walk.registration.last_error(), Some(Reason::FaceMismatch));
            effects = walk.photograph(EvidenceKind::Selfie);
        }
    }
    assert_eq!(walk.registration.status(), Status::Rejected);
}

#[test]
fn a_corrected_value_is_unverified_until_a_moderator_confirms_it() {
    let mut walk = Walk::new();
    let effects = walk.go_to_face(Some((Field::Surname, "ERICSSON")));
    walk.answer(&effects, passes(StepKind::Selfie), None);
    let State::InReview { round, report, .. } = walk.registration.state().clone() else {
        panic!("in review");
    };
    assert!(!report.fields[&Field::Surname].verification.is_verified());
    let operator = crate::id::OperatorId::new(at(0), [9; 10]);
    let event = Event::Reviewed {
        round,
        verdict: Verdict::Accept,
        operator,
        note: String::new(),
    };
    walk.feed(event.clone()).unwrap();
    assert_eq!(walk.registration.status(), Status::Verified);
    assert_eq!(walk.feed(event), Err(Refusal::NotNow(Status::Verified)));
}

#[test]
fn a_finding_for_a_photo_since_retaken_is_ignored() {
    let mut walk = Walk::new();
    walk.go_to_document();
    let late = walk.photograph(EvidenceKind::DocumentFront);
    walk.act(Act::Reopen(StepKind::Document)).unwrap();
    let current = walk.photograph(EvidenceKind::DocumentFront);
    let before = walk.registration.clone();
    assert!(
        walk.answer(&late, passes(StepKind::Document), Some(zone("LATE", "UTO")))
            .is_empty()
    );
    assert_eq!(walk.registration, before);
    walk.answer(
        &current,
        passes(StepKind::Document),
        Some(zone("L898902C3", "UTO")),
    );
    assert!(walk.registration.findings(Examination::Document).is_some());
}

#[test]
fn a_repeated_result_changes_nothing() {
    let mut walk = Walk::new();
    let effects = walk.go_to_face(None);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    let before = walk.registration.clone();
    assert!(
        walk.answer(
            &effects,
            fails(StepKind::Selfie, Check::FaceMatch, Reason::FaceMismatch),
            None
        )
        .is_empty()
    );
    assert_eq!(walk.registration, before);
}

#[test]
fn an_act_on_an_old_page_is_refused() {
    let mut walk = Walk::new();
    walk.go_to_document();
    let act = Act::ChooseDocument {
        kind: DocumentKind::Passport,
    };
    assert_eq!(
        walk.feed(Event::Person { turn: 0, act }),
        Err(Refusal::Stale)
    );
}

#[test]
fn samples_lead_to_their_outcomes_in_test_mode() {
    for (number, expected) in [
        ("SBXVERIF1", Status::Verified),
        ("SBXRETRY1", Status::RequiresInput),
        ("SBXREJEC1", Status::Rejected),
        ("SBXREVIE1", Status::InReview),
    ] {
        let mut walk = Walk::new();
        walk.go_to_document();
        let effects = walk.photograph(EvidenceKind::DocumentFront);
        let findings = fails(
            StepKind::Document,
            Check::PortraitPresent,
            Reason::PortraitNotFound,
        );
        walk.answer(&effects, findings, Some(zone(number, "UTO")));
        walk.act(Act::ConfirmFields {
            values: zone(number, "UTO").values,
        })
        .unwrap();
        let effects = walk.photograph(EvidenceKind::Selfie);
        walk.answer(
            &effects,
            fails(StepKind::Selfie, Check::FaceMatch, Reason::FaceMismatch),
            None,
        );
        assert_eq!(walk.registration.status(), expected, "{number}");
    }
}

#[test]
fn time_ends_what_waits_for_the_person_and_nothing_else() {
    let mut walk = Walk::new();
    walk.feed(Event::Lapsed).unwrap();
    assert_eq!(walk.registration.status(), Status::RequiresInput);
    walk.clock = 90_000;
    assert_eq!(walk.act(Act::Cancel), Err(Refusal::NotNow(Status::Expired)));
    walk.feed(Event::Lapsed).unwrap();
    assert_eq!(walk.registration.status(), Status::Expired);
}

#[test]
fn more_time_is_given_up_to_the_policy_s_end_and_spoils_no_form() {
    let mut walk = Walk::new();
    let opened = walk.registration.expires_at();
    // With a day left nothing is to be gained.
    walk.feed(Event::Extended).unwrap();
    assert_eq!(walk.registration.expires_at(), opened);
    // A form of the page that asked stays good.
    walk.clock = 86_300;
    let turn = walk.registration.turn();
    assert_eq!(walk.feed(Event::Extended), Ok(Vec::new()));
    assert_eq!(walk.registration.turn(), turn);
    assert_eq!(walk.registration.expires_at(), at(86_301 + 30 * 60));
    // Past its time it is past saving.
    walk.clock = 90_000;
    assert_eq!(
        walk.feed(Event::Extended),
        Err(Refusal::NotNow(Status::Expired))
    );

    // However often somebody asks, there is an end.
    let mut walk = Walk::new();
    let last = at(i64::from(walk.policy.limits.longest_hours) * 3600);
    loop {
        let ends = walk.registration.expires_at();
        walk.clock = ends.as_second() - 1_800_000_000 - 60;
        if walk
            .registration
            .extendable(&walk.policy, at(walk.clock))
            .is_none()
        {
            break;
        }
        walk.feed(Event::Extended).unwrap();
        assert!(walk.registration.expires_at() > ends);
    }
    let rest = last.duration_since(walk.registration.expires_at());
    assert!(rest >= SignedDuration::ZERO && rest < SignedDuration::from_mins(1));
}

#[test]
fn what_was_wrong_is_told_until_something_is_done_about_it() {
    let mut walk = Walk::new();
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    let unread = Finding::new(Check::ZoneRead, Outcome::Fail, Reason::ZoneNotFound);
    walk.answer(&effects, vec![unread], None);
    let problem = |walk: &Walk| {
        walk.registration
            .view(&walk.definition, &walk.policy)
            .problem
    };
    assert_eq!(problem(&walk), Some(Reason::ZoneNotFound));
    walk.act(Act::ChooseDocument {
        kind: DocumentKind::IdentityCard,
    })
    .unwrap();
    assert_eq!(problem(&walk), None, "that was another document");
}

#[test]
fn impossible_values_are_named_by_field() {
    let mut walk = Walk::new();
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    walk.answer(
        &effects,
        passes(StepKind::Document),
        Some(zone("L898902C3", "UTO")),
    );
    let mut values = zone("L898902C3", "UTO").values;
    values.insert(Field::BirthDate, "1974-02-30".into());
    values.insert(Field::Surname, String::new());
    let refused = walk.act(Act::ConfirmFields { values });
    assert_eq!(
        refused,
        Err(Refusal::Fields(vec![
            (Field::Surname, event::FieldProblem::Missing),
            (Field::BirthDate, event::FieldProblem::NotADate),
        ]))
    );
}

#[test]
fn the_record_survives_its_round_trip() {
    let mut walk = Walk::new();
    let effects = walk.go_to_face(None);
    walk.answer(&effects, passes(StepKind::Selfie), None);
    let text = serde_json::to_string(&walk.registration).unwrap();
    assert_eq!(
        serde_json::from_str::<Registration>(&text).unwrap(),
        walk.registration
    );
}

#[test]
fn files_prove_less_than_the_camera_page() {
    let of = |source| {
        let mut walk = Walk::new();
        walk.source = source;
        let effects = walk.go_to_face(None);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        walk.registration.report_so_far().unwrap().level
    };
    // Without liveness nothing is above low yet, whatever the source.
    for source in CaptureSource::ALL {
        assert_eq!(of(*source), Level::Low);
    }
    assert!(CaptureSource::Upload.cap() < CaptureSource::CameraPage.cap());
    assert!(CaptureSource::CameraPage.cap() < CaptureSource::ServerDriven.cap());
}

#[test]
fn whoever_is_asked_again_after_a_long_review_has_the_time_to_answer() {
    let mut walk = Walk::new();
    let effects = walk.go_to_face(Some((Field::Surname, "ERICSSON")));
    walk.answer(&effects, passes(StepKind::Selfie), None);
    walk.clock = 3 * 86_400;
    walk.settle(Verdict::Retry {
        reason: Reason::FieldsCorrected,
    });
    assert_eq!(walk.registration.status(), Status::RequiresInput);
    assert_eq!(walk.registration.expires_at(), at(walk.clock + 86_400));
    walk.confirm(None);
    assert_eq!(walk.registration.status(), Status::Verified);
}

#[test]
fn a_reason_of_a_step_that_the_service_lacks_leaves_something_to_do() {
    let mut walk = Walk::new();
    walk.definition.steps = vec![StepKind::Consent, StepKind::Document];
    walk.registration = opened(&walk.definition);
    walk.go_to_document();
    let effects = walk.photograph(EvidenceKind::DocumentFront);
    let findings = fails(StepKind::Document, Check::ZoneStates, Reason::StateUnknown);
    walk.answer(&effects, findings, Some(zone("L898902C3", "UTO")));
    assert_eq!(walk.registration.status(), Status::InReview);
    walk.settle(Verdict::Retry {
        reason: Reason::FaceTooSmall,
    });
    let view = walk.registration.view(&walk.definition, &walk.policy);
    assert!(matches!(view.screen, Screen::PhotographDocument { .. }));
}

#[test]
fn a_policy_may_weigh_a_warning() {
    for (warning, status) in [
        (None, Status::Verified),
        (Some((Reason::HandedOver, Ruling::Review)), Status::InReview),
        (
            Some((Reason::LivenessNotPerformed, Ruling::Reject)),
            Status::Rejected,
        ),
    ] {
        let mut walk = Walk::new();
        walk.policy.warnings = warning.into_iter().collect();
        walk.feed(Event::HandedOver).unwrap();
        let effects = walk.go_to_face(None);
        walk.answer(&effects, passes(StepKind::Selfie), None);
        assert_eq!(walk.registration.status(), status);
    }
}
