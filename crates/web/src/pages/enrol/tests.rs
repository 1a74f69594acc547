//! Every screen in every language, with ordinary, empty, longest and hostile content.

use std::sync::Arc;

use askama::Template;
use bonafide_identity::assurance::Level;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, Field, Value, Verification, Zone};
use bonafide_identity::finding::Reason;
use bonafide_identity::id::RegistrationId;
use bonafide_identity::language::Language;
use bonafide_identity::movement::{Advice, Missed, Movement};
use bonafide_identity::notice::Code;
use bonafide_identity::policy::Policy;
use bonafide_identity::registration::event::FieldProblem;
use bonafide_identity::registration::{Progress, Screen, Status, StepStatus, View, Working};
use bonafide_identity::service::{Definition, Pinned, StepKind};
use bonafide_service::chip::{
    ChipView, KeyFields, Progress as ChipProgress, ReadingStage, Stage, suspicious_characters,
};
use bonafide_service::film::FilmStatus;
use bonafide_service::person::handover::Handover;
use bonafide_service::person::{HandoverPreview, LinkPreview};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::field::Entered;
use super::screens::{CONSENT_VERSION, ChipShown, Ending, Forgotten, Returning, Scene};
use super::{handover, phone, start};
use crate::frame::Visitor;
use crate::pages::lint::{self, HOSTILE};
use crate::texts::Say;

/// What is put into a page.
struct Content {
    organisation: String,
    text: String,
    zone: Vec<String>,
    key: KeyFields,
}

fn contents() -> [Content; 4] {
    let of = |organisation: &str, text: &str, zone: &[&str]| Content {
        organisation: organisation.to_owned(),
        text: text.to_owned(),
        zone: zone.iter().map(|line| (*line).to_owned()).collect(),
        key: KeyFields {
            number: text.to_owned(),
            suspicious: suspicious_characters(text),
            birth: "1985-03-27".to_owned(),
            expiry: text.to_owned(),
        },
    };
    let long = "Ведомство-по-делам-несовершеннолетних-и-защите-их-прав ".repeat(8);
    let wide = "W".repeat(400);
    [
        of(
            "Harbour Town Library",
            "De Vries",
            &[
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ],
        ),
        of("", "", &[]),
        of(&long, &wide, &[&wide, &wide, &wide]),
        of(HOSTILE, HOSTILE, &[HOSTILE]),
    ]
}

fn definition(content: &Content) -> Definition {
    Definition {
        id: "library".parse().unwrap(),
        version: 1,
        title: content.text.clone(),
        purpose: content.text.clone(),
        steps: (StepKind::ALL.iter().copied())
            .filter(|kind| *kind != StepKind::Selfie)
            .collect(),
        documents: DocumentKind::ALL.to_vec(),
        level: Level::Low,
        minimum_age: None,
        policy: Pinned {
            id: Policy::standard().id,
            version: 1,
        },
    }
}

fn fields(content: &Content) -> Vec<(Field, Option<Value>)> {
    let value = |field: Field| match field {
        Field::BirthDate | Field::ExpiryDate if content.text == "De Vries" => {
            "1985-03-27".to_owned()
        }
        Field::Sex => "F".to_owned(),
        _ => content.text.clone(),
    };
    Field::ALL
        .iter()
        .map(|field| {
            let text = value(*field);
            let read = (!text.is_empty()).then_some(Value {
                text,
                verification: Verification::CheckDigit,
            });
            (*field, read)
        })
        .collect()
}

fn zone(content: &Content) -> Option<Zone> {
    (!content.zone.is_empty()).then(|| Zone {
        format: "TD3".to_owned(),
        lines: content.zone.clone(),
        document_code: "P".to_owned(),
        values: std::collections::BTreeMap::new(),
        confirmed: Vec::new(),
        typed: false,
        chip: false,
        layout: None,
        printed: std::collections::BTreeMap::new(),
    })
}

fn screens(content: &Content) -> Vec<(Status, Screen)> {
    let input = Status::RequiresInput;
    let mut screens = vec![
        (input, Screen::Consent),
        (
            input,
            Screen::ChooseDocument {
                accepted: DocumentKind::ALL.to_vec(),
            },
        ),
        (
            input,
            Screen::Working {
                on: Working::ReadingDocument,
            },
        ),
        (
            Status::Processing,
            Screen::Working {
                on: Working::Deciding,
            },
        ),
        (
            input,
            Screen::CheckFields {
                fields: fields(content),
                zone: zone(content),
            },
        ),
        (
            input,
            Screen::Working {
                on: Working::JudgingChip,
            },
        ),
        (
            input,
            Screen::ReadChip {
                kind: Some(DocumentKind::Passport),
                may_skip: true,
            },
        ),
        (
            input,
            Screen::ReadChip {
                kind: None,
                may_skip: false,
            },
        ),
        (input, Screen::Selfie),
        (input, Screen::Liveness),
        (input, Screen::Liveness),
        (Status::InReview, Screen::InReview),
    ];
    for kind in DocumentKind::ALL {
        for side in [EvidenceKind::DocumentFront, EvidenceKind::DocumentBack] {
            let screen = Screen::PhotographDocument {
                kind: *kind,
                side,
                may_type_zone: side == EvidenceKind::DocumentFront,
            };
            screens.push((input, screen));
        }
    }
    for status in [
        Status::Verified,
        Status::Rejected,
        Status::Canceled,
        Status::Expired,
    ] {
        let reasons = if status == Status::Rejected {
            Reason::ALL.to_vec()
        } else {
            Vec::new()
        };
        screens.push((status, Screen::Result { status, reasons }));
    }
    screens
}

fn view(status: Status, screen: Screen, livemode: bool, problem: Option<Reason>) -> View {
    let steps = StepKind::ALL
        .iter()
        .zip([
            Progress::Done,
            Progress::Current,
            Progress::Ahead,
            Progress::Ahead,
            Progress::Ahead,
            Progress::Ahead,
        ])
        .map(|(step, progress)| StepStatus {
            step: *step,
            progress,
        })
        .collect();
    View {
        status,
        livemode,
        turn: 7,
        steps,
        screen,
        missed: if problem.is_some() {
            missed()
        } else {
            Vec::new()
        },
        problem,
    }
}

/// Everything that may be told after a film.
fn missed() -> Vec<Missed> {
    let movements = Movement::ALL.iter().copied().map(Some).chain([None]);
    movements
        .flat_map(|movement| {
            let told = Advice::ALL.iter().copied();
            told.map(move |advice| Missed { movement, advice })
        })
        .collect()
}

/// Calls `see` with a scene for every screen, content and language.
fn walk(see: impl Fn(&Scene<'_>, &Content)) {
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/verify".parse().unwrap());
        for content in &contents() {
            let definition = definition(content);
            for (index, (status, screen)) in screens(content).into_iter().enumerate() {
                let odd = index % 2 == 1;
                let view = view(status, screen, odd, odd.then_some(Reason::DocumentCropped));
                let scene = Scene {
                    visitor: &visitor,
                    view: &view,
                    definition: &definition,
                    organisation: &content.organisation,
                    csrf: "0123456789abcdef",
                    version: 42,
                    may_return: status != Status::RequiresInput && odd,
                    handed_over: !odd,
                    may_keep: odd,
                    regains: !odd,
                    keep_days: 30,
                    seeks_faces: odd,
                    ending: (status == Status::RequiresInput).then(|| Ending {
                        left: SignedDuration::from_secs(i64::try_from(index).unwrap() * 300 - 60),
                        may_extend: index % 4 < 2,
                    }),
                    chip: ChipShown {
                        view: None,
                        key: &content.key,
                        server: "https://id.example",
                        now: Timestamp::UNIX_EPOCH,
                    },
                    film: Some(FilmStatus {
                        blocked_until: odd.then(|| Timestamp::from_second(754).unwrap()),
                        now: Timestamp::UNIX_EPOCH,
                        left: 3,
                        counted: odd,
                        seconds: 8,
                        lit: true,
                    }),
                    notice: None,
                };
                see(&scene, content);
            }
        }
    }
}

#[test]
fn every_screen_in_every_language() {
    walk(|scene, _| {
        let page = scene.render().unwrap();
        lint::check(&page);
        assert!(page.contains(&format!("<html lang=\"{}\"", scene.say().tag())));
        for form in page.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap();
            assert!(
                form.contains("name=\"csrf\" value=\"0123456789abcdef\""),
                "a form without token: {form}"
            );
            assert!(
                form.contains("name=\"turn\" value=\"7\""),
                "a form without turn: {form}"
            );
        }
        assert_eq!(
            page.contains("sandbox-band"),
            !scene.view.livemode,
            "test mode is marked"
        );
    });
}

#[test]
fn every_page_beside_the_screens() {
    walk(|scene, content| {
        for page in [
            scene.choose(
                DocumentKind::ALL,
                Some(DocumentKind::Passport),
                Some(Code::ChoiceRequired),
            ),
            scene.zone(&content.text, None),
            scene.zone(&content.text, Some(Code::TypedZoneMalformed)),
            scene.selfie(),
            scene.cancel(),
            scene.declined(),
            handover::begin_page(scene, true),
            handover::begin_page(scene, false),
            handover::away(scene, false),
            handover::away(scene, true),
            phone::ask(scene, false),
            phone::ask(scene, true),
        ] {
            lint::check(&page.unwrap());
        }
    });
}

#[test]
fn time_is_told_before_it_is_over() {
    walk(|scene, _| {
        let page = scene.render().unwrap();
        let Some(ending) = scene.ending else {
            assert!(!page.contains("<bf-ending"), "nothing waits for the person");
            return;
        };
        let near = ending.left <= SignedDuration::from_mins(15);
        assert_eq!(page.contains("ending-title\" open>"), near);
        assert_eq!(
            page.contains("action=\"/verify/extend\""),
            ending.may_extend,
            "no button that does nothing"
        );
    });
}

#[test]
fn answers_come_back_with_what_is_wrong() {
    walk(|scene, content| {
        let Screen::CheckFields { fields, zone } = &scene.view.screen else {
            return;
        };
        let entered = Entered(
            Field::ALL
                .iter()
                .map(|field| (*field, content.text.clone()))
                .collect(),
        );
        let problems = [
            (Field::Surname, FieldProblem::Missing),
            (Field::BirthDate, FieldProblem::NotADate),
            (Field::Sex, FieldProblem::Characters),
            (Field::DocumentNumber, FieldProblem::TooLong),
        ];
        let page = scene
            .fields(fields, zone.as_ref(), Some((&entered, &problems)))
            .unwrap();
        lint::check(&page);
        for anchor in ["#surname", "#birth_date-day", "#sex-f", "#document_number"] {
            assert!(
                page.contains(&format!("href=\"{anchor}\"")),
                "the summary leads to {anchor}"
            );
        }
    });
}

#[test]
fn every_way_in_and_out() {
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/verify/abcdefghijklmnop".parse().unwrap());
        for content in &contents() {
            let link = LinkPreview {
                registration: RegistrationId::new(Timestamp::UNIX_EPOCH, [1; 10]),
                organisation_name: content.organisation.clone(),
                definition: Arc::new(definition(content)),
                livemode: content.zone.is_empty(),
                expires_at: Timestamp::UNIX_EPOCH,
            };
            lint::check(&start::Start::new(&visitor, &link).render().unwrap());
            let used = start::Used::new(&visitor, &content.organisation);
            lint::check(&used.render().unwrap());
            lint::check(&Forgotten::new(&visitor).render().unwrap());
            let url = "https://library.example/back?session_id=reg_1&code=abc";
            lint::check(
                &Returning::new(&visitor, &content.organisation, true, url)
                    .render()
                    .unwrap(),
            );
            let preview = HandoverPreview {
                organisation_name: content.organisation.clone(),
                service_title: content.text.clone(),
                purpose: content.text.clone(),
                livemode: true,
                expires_at: Timestamp::UNIX_EPOCH,
            };
            for mistake in [None, Some(Code::HandoverNumberWrong)] {
                lint::check(&phone::Arrive::page(&visitor, &preview, mistake).unwrap());
            }
            lint::check(&phone::Refused::page(&visitor, &preview).unwrap());
        }
    }
}

#[test]
fn the_offer_of_a_phone() {
    walk(|scene, content| {
        if scene.view.screen != Screen::Selfie {
            return;
        }
        for loopback in [false, true] {
            let offer = Handover {
                url: "https://id.example/phone/abcdefghijklmnopqrstuvwxyz0".to_owned(),
                number: "42".to_owned(),
                expires_at: Timestamp::from_second(900).unwrap(),
                loopback,
            };
            for sending in [
                handover::Sending::default(),
                handover::Sending {
                    typed: &content.text,
                    told: Some("handover-sent"),
                    mistake: None,
                },
                handover::Sending {
                    typed: &content.text,
                    told: None,
                    mistake: Some(Code::HandoverTooManySends),
                },
            ] {
                let page =
                    handover::offer_page(scene, &offer, Timestamp::UNIX_EPOCH, &sending).unwrap();
                lint::check(&page);
                assert_eq!(
                    page.contains("class=\"qr\""),
                    !loopback,
                    "no picture code that leads nowhere"
                );
            }
        }
    });
}

#[test]
fn every_stage_of_a_chip() {
    let progress = |stage, bytes| {
        Stage::Reading(ChipProgress {
            stage,
            bytes,
            total: 20_000,
        })
    };
    let stages = [
        Stage::Waiting,
        Stage::Confirming { here: false },
        Stage::Confirming { here: true },
        Stage::Presenting { again: false },
        Stage::Presenting { again: true },
        progress(ReadingStage::Greeting, 0),
        progress(ReadingStage::Opening, 0),
        progress(ReadingStage::Learning, 120),
        progress(ReadingStage::Proving, 3_000),
        progress(ReadingStage::Reading, 15_000),
        progress(ReadingStage::Done, 20_000),
        Stage::Troubled(Code::ChipDamaged),
        Stage::WrongKey,
        Stage::Read,
        Stage::Ended(Code::ChipReaderRefused),
    ];
    walk(|scene, content| {
        if !matches!(scene.view.screen, Screen::ReadChip { .. }) {
            return;
        }
        let away = stages.iter().map(|stage| (stage, true));
        for (stage, away) in stages.iter().map(|stage| (stage, false)).chain(away) {
            let chip = ChipView {
                id: "0123456789ab".to_owned(),
                code: "2345-6789".to_owned(),
                expires_at: Timestamp::from_second(600).unwrap(),
                number: 42,
                reader: Some(content.text.clone()),
                stage: stage.clone(),
                away,
            };
            let scene = Scene {
                chip: ChipShown {
                    view: Some(&chip),
                    ..scene.chip
                },
                ..scene.clone()
            };
            let page = scene.render().unwrap();
            lint::check(&page);
            let shows_code = page.contains("2345-6789");
            assert_eq!(shows_code, *stage == Stage::Waiting, "{stage:?}");
        }
    });
}

/// People agree to a text by its version: when the text changes, so must the version.
#[test]
fn the_version_of_the_consent_text_is_the_text() {
    let ids = [
        "enrol-consent-title",
        "enrol-consent-lead",
        "enrol-consent-happens-text",
        "enrol-consent-faces-text",
        "enrol-consent-keep-text",
        "enrol-consent-keep-days",
        "enrol-consent-rights",
        "enrol-consent-button",
    ];
    let mut hash = Sha256::new();
    for language in Language::ALL {
        let say = Say(language);
        for id in ids {
            use bonafide_identity::language::Value::{Number, Text};
            hash.update(say.with(id, &[("organisation", Text("X")), ("days", Number(7))]));
        }
    }
    let hash: String = hash
        .finalize()
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        (CONSENT_VERSION, hash.as_str()),
        ("2026-11-3", "963e7709"),
        "bump the version, then pin the new text"
    );
}
