//! Whatever happens to a registration, in whatever order, some things always hold.

use std::collections::BTreeMap;

use bonafide_identity::assurance::{ChipClass, Level, Liveness};
use bonafide_identity::evidence::{CaptureSource, Evidence, EvidenceKind};
use bonafide_identity::fields::{DocumentKind, Field, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::id::{AccountId, EvidenceId, OperatorId, OrganisationId, RegistrationId};
use bonafide_identity::policy::Policy;
use bonafide_identity::registration::{
    Act, Actor, ChipReading, Context, Effect, Event, Examination, Fence, Opening, Registration,
    State, Status, Verdict,
};
use bonafide_identity::service::{Definition, Pinned, StepKind};
use jiff::Timestamp;
use proptest::prelude::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn definition(films: bool) -> Definition {
    Definition {
        id: "identity".parse().unwrap(),
        version: 1,
        title: "Identity".into(),
        purpose: "To know you".into(),
        // A service films the face or photographs it.
        steps: (StepKind::ALL.iter().copied())
            .filter(|kind| {
                *kind
                    != if films {
                        StepKind::Selfie
                    } else {
                        StepKind::Liveness
                    }
            })
            .collect(),
        documents: DocumentKind::ALL.to_vec(),
        level: Level::High,
        minimum_age: Some(18),
        policy: Pinned {
            id: "standard".parse().unwrap(),
            version: 1,
        },
    }
}

/// A happening, with what it needs of the registration's present filled in when it happens.
#[derive(Clone, Debug)]
enum Happening {
    Consent,
    Choose(DocumentKind),
    Photograph(EvidenceKind, u8),
    TypeZone(Zone),
    SkipChip,
    ChipHandedOver(u8),
    Confirm(BTreeMap<Field, String>),
    Reopen(StepKind),
    GiveUp,
    Answer(Vec<Finding>, Option<Zone>, Option<ChipClass>),
    LateAnswer(Vec<Finding>, u32),
    BeginFilm,
    Film(Vec<Finding>, Option<u8>),
    LateFilm(Vec<Finding>, u32),
    Review(u32, Verdict),
    Cancel,
    Wait(i64),
    MoreTime,
    HandOver,
    TakeBack,
}

fn finding() -> impl Strategy<Value = Finding> {
    let outcome = prop_oneof![
        6 => Just(Outcome::Pass),
        1 => Just(Outcome::Warn),
        1 => Just(Outcome::Inconclusive),
        1 => Just(Outcome::Fail),
    ];
    (
        prop::sample::select(Check::ALL),
        outcome,
        prop::sample::select(Reason::ALL),
    )
        .prop_map(|(check, outcome, reason)| Finding::new(check, outcome, reason))
}

/// Mostly whole sets of passing findings, so that journeys come to an end.
fn findings() -> impl Strategy<Value = Vec<Finding>> {
    let all = Check::ALL
        .iter()
        .filter(|check| **check != Check::FieldsAgree)
        .map(|check| Finding::pass(*check))
        .collect::<Vec<_>>();
    prop_oneof![3 => Just(all), 1 => prop::collection::vec(finding(), 0..8)]
}

fn values() -> impl Strategy<Value = BTreeMap<Field, String>> {
    let good = BTreeMap::from(
        [
            (Field::Surname, "ERIKSSON"),
            (Field::GivenNames, "ANNA"),
            (Field::BirthDate, "1974-08-12"),
            (Field::DocumentNumber, "L898902C3"),
            (Field::ExpiryDate, "2032-04-15"),
            (Field::IssuingState, "UTO"),
        ]
        .map(|(field, text)| (field, text.to_owned())),
    );
    prop_oneof![
        3 => Just(good),
        1 => prop::collection::btree_map(prop::sample::select(Field::ALL), ".{0,20}", 0..9),
    ]
}

fn zone() -> impl Strategy<Value = Zone> {
    (values(), any::<bool>()).prop_map(|(values, typed)| Zone {
        format: "TD3".into(),
        lines: vec![],
        document_code: "P".into(),
        confirmed: vec![Field::DocumentNumber, Field::BirthDate, Field::ExpiryDate],
        values,
        typed,
        chip: false,
        layout: None,
        printed: BTreeMap::new(),
    })
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => Just(Happening::Consent),
        4 => prop::sample::select(DocumentKind::ALL).prop_map(Happening::Choose),
        9 => (prop::sample::select(EvidenceKind::ALL), any::<u8>()).prop_map(|(kind, random)| Happening::Photograph(kind, random)),
        2 => zone().prop_map(Happening::TypeZone),
        5 => values().prop_map(Happening::Confirm),
        2 => prop::sample::select(StepKind::ALL).prop_map(Happening::Reopen),
        1 => Just(Happening::GiveUp),
        9 => (findings(), prop::option::weighted(0.8, zone()), prop::option::of(prop::sample::select(ChipClass::ALL)))
            .prop_map(|(findings, zone, class)| Happening::Answer(findings, zone, class)),
        3 => Just(Happening::SkipChip),
        3 => any::<u8>().prop_map(Happening::ChipHandedOver),
        2 => (findings(), 0_u32..9).prop_map(|(findings, attempt)| Happening::LateAnswer(findings, attempt)),
        4 => Just(Happening::BeginFilm),
        6 => (findings(), prop::option::weighted(0.8, any::<u8>())).prop_map(|(findings, frame)| Happening::Film(findings, frame)),
        1 => (findings(), 0_u32..9).prop_map(|(findings, attempt)| Happening::LateFilm(findings, attempt)),
        2 => (1_u32..3, prop::sample::select(Reason::ALL)).prop_map(|(round, reason)| Happening::Review(round, Verdict::Retry { reason })),
        2 => (1_u32..3).prop_map(|round| Happening::Review(round, Verdict::Accept)),
        1 => Just(Happening::Cancel),
        1 => (0_i64..50_000).prop_map(Happening::Wait),
        1 => Just(Happening::MoreTime),
        1 => Just(Happening::HandOver),
        1 => Just(Happening::TakeBack),
    ]
}

fn event(registration: &Registration, happening: Happening, clock: i64) -> Event {
    let person = |act| Event::Person {
        turn: registration.turn(),
        act,
    };
    match happening {
        Happening::Consent => person(Act::Consent {
            text_version: "1".into(),
            language: "en".into(),
        }),
        Happening::Choose(kind) => person(Act::ChooseDocument { kind }),
        Happening::Photograph(kind, random) => {
            let id = EvidenceId::new(at(clock), [random; 10]);
            person(Act::Photograph {
                evidence: Evidence {
                    id,
                    kind,
                    source: CaptureSource::Upload,
                    limit: None,
                },
            })
        }
        Happening::SkipChip => person(Act::SkipChip),
        Happening::ChipHandedOver(random) => Event::ChipHandedOver {
            evidence: Evidence {
                id: EvidenceId::new(at(clock), [random; 10]),
                kind: EvidenceKind::Chip,
                source: CaptureSource::ForeignReader,
                limit: None,
            },
        },
        Happening::TypeZone(zone) => person(Act::TypeZone { zone }),
        Happening::Confirm(values) => person(Act::ConfirmFields { values }),
        Happening::Reopen(step) => person(Act::Reopen(step)),
        Happening::GiveUp => person(Act::Cancel),
        Happening::Answer(findings, zone, class) => match registration.awaited().next() {
            Some((examination, fence)) => Event::Examined {
                examination,
                fence: fence.clone(),
                findings,
                chip: (examination == Examination::Chip).then(|| {
                    Box::new(ChipReading {
                        class,
                        access: None,
                        signer_country: None,
                        signer_fingerprint: None,
                        deviations: vec![],
                        zone: zone.clone().filter(|_| class.is_some()),
                    })
                }),
                zone,
            },
            None => Event::Lapsed,
        },
        Happening::LateAnswer(findings, attempt) => {
            let fence = Fence {
                evidence: vec![],
                attempt,
            };
            Event::Examined {
                examination: Examination::Document,
                fence,
                findings,
                zone: None,
                chip: None,
            }
        }
        Happening::BeginFilm => Event::FilmBegun {
            turn: registration.turn(),
        },
        Happening::Film(findings, frame) => {
            let selfie = frame.map(|random| Evidence {
                id: EvidenceId::new(at(clock), [random; 10]),
                kind: EvidenceKind::Selfie,
                source: CaptureSource::ServerDriven,
                limit: None,
            });
            Event::Filmed {
                fence: Fence {
                    evidence: selfie.iter().map(|selfie| selfie.id.clone()).collect(),
                    attempt: registration.filming().unwrap_or(0),
                },
                findings,
                selfie,
                missed: vec![],
            }
        }
        Happening::LateFilm(findings, attempt) => Event::Filmed {
            fence: Fence {
                evidence: vec![],
                attempt,
            },
            findings,
            selfie: None,
            missed: vec![],
        },
        Happening::Review(round, verdict) => Event::Reviewed {
            round,
            verdict,
            operator: OperatorId::new(at(0), [1; 10]),
            note: String::new(),
        },
        Happening::Cancel => Event::Canceled {
            by: Actor::Organisation,
        },
        Happening::Wait(_) => Event::Lapsed,
        Happening::MoreTime => Event::Extended,
        Happening::HandOver => Event::HandedOver,
        Happening::TakeBack => Event::TakenBack,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn some_things_always_hold(happenings in prop::collection::vec(happening(), 0..60), livemode: bool, films: bool, others in prop::option::of(0_u32..2), foreign_readers: bool) {
        let definition = definition(films);
        let policy = Policy { foreign_readers, ..Policy::standard() };
        let opening = Opening {
            id: RegistrationId::new(at(0), [1; 10]),
            organisation: OrganisationId::new(at(0), [2; 10]),
            account: AccountId::new(at(0), [3; 10]),
            livemode,
            service: &definition,
            expires_at: at(86_400),
        };
        let (mut registration, _) = Registration::open(opening, at(0));
        let mut clock = 0;
        for happening in happenings {
            clock += if let Happening::Wait(seconds) = happening { seconds } else { 1 };
            let before = registration.clone();
            let event = event(&registration, happening, clock);
            let context = Context { service: &definition, policy: &policy, others, faces: None, now: at(clock) };
            let Ok((after, effects)) = registration.clone().handle(event.clone(), &context) else { continue };

            // What is final stays, and asks for nothing.
            if before.status().is_final() {
                prop_assert_eq!(&before, &after);
                prop_assert!(effects.is_empty());
            }
            // A change of status is announced, once.
            let announced: Vec<_> = effects.iter().filter_map(|effect| match effect {
                Effect::Announce(status) => Some(*status),
                _ => None,
            }).collect();
            prop_assert!(announced.len() <= 1);
            if before.status() != after.status() {
                prop_assert_eq!(announced, vec![after.status()]);
            }
            // A review is opened with the state, and closed with it.
            let opened = effects.iter().any(|effect| matches!(effect, Effect::OpenReview { .. }));
            prop_assert_eq!(opened, after.status() == Status::InReview && before.status() != Status::InReview);
            // The person always has something to do, or somebody else has.
            if after.status() == Status::RequiresInput || after.status() == Status::Processing {
                let view = after.view(&definition, &policy);
                let waits = matches!(view.screen, bonafide_identity::registration::Screen::Working { .. });
                prop_assert!(!waits || after.awaited().next().is_some(), "nobody moves in {:?}", after.state());
            }
            // Nobody is verified above what was done, nor with a field that nothing vouches for.
            if let State::Verified { report } = after.state() {
                prop_assert_eq!(report.level, Level::Low);
                prop_assert!(report.fields.values().all(|value| value.verification.is_verified()) || report.decided_by != bonafide_identity::registration::DecidedBy::Policy);
            }
            // Nobody is verified with somebody else's document without a moderator.
            if let (State::Verified { report }, Some(1)) = (after.state(), others) {
                prop_assert!(report.decided_by != bonafide_identity::registration::DecidedBy::Policy);
            }
            // Nobody but the server makes films, and what proves that somebody lives is one that passed.
            for one in after.evidence() {
                prop_assert!(one.source != CaptureSource::ServerDriven || films);
            }
            if let State::Verified { report } = after.state() {
                let passed = report.findings.iter().any(|finding| finding.check == Check::Liveness && finding.outcome == Outcome::Pass);
                prop_assert!((report.liveness == Liveness::Passed) <= passed);
                if films && report.decided_by == bonafide_identity::registration::DecidedBy::Policy {
                    prop_assert_eq!(report.liveness, Liveness::Passed);
                }
            }
            // A film that was not begun, or not last, changes nothing.
            if let Event::Filmed { fence, .. } = &event
                && before.filming() != Some(fence.attempt)
            {
                prop_assert_eq!(&before, &after);
            }
            // What others read is taken where the policy says so.
            if !foreign_readers {
                prop_assert!(after.evidence().all(|one| one.source != CaptureSource::ForeignReader));
            }
            // The same machine event again changes nothing.
            if matches!(event, Event::Examined { .. } | Event::Filmed { .. }) {
                let (again, effects) = after.clone().handle(event, &context).unwrap();
                prop_assert_eq!(&again, &after);
                prop_assert!(effects.is_empty());
            }
            let text = serde_json::to_string(&after).unwrap();
            prop_assert_eq!(serde_json::from_str::<Registration>(&text).unwrap(), after.clone());
            registration = after;
        }
    }
}
