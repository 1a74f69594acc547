//! The relay's messages: as documented, bounded, and the same after a journey. `BLESS=1` writes the schemas anew.

use std::path::Path;

use bonafide_emrtd::{
    reading::{Stage, StopRule},
    relay::{
        Answer, Bytes, Card, FromReader, FromServer, Hello, Hint, MAX_ANSWER_BYTES,
        MAX_BATCH_COMMANDS, MAX_MESSAGE_BYTES, Notice, Pairing, ReaderInfo, RelayError, Secret,
        Welcome, permitted,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn schemas_are_current() {
    let schemas = [
        (
            "relay-from-reader.schema.json",
            schemars::schema_for!(FromReader),
        ),
        (
            "relay-from-server.schema.json",
            schemars::schema_for!(FromServer),
        ),
    ];
    for (name, schema) in schemas {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        let path = Path::new(".").join("../../docs").join(name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let present = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(present == text, "docs/{name} is stale: run with BLESS=1");
    }
}

fn hello() -> Value {
    json!({
        "type": "hello",
        "pairing": { "code": "7KQ2-M9XP" },
        "reader": { "name": "bonafide-reader", "version": "0.1.0", "extended_length": true },
        "language": "nl"
    })
}

#[test]
fn messages_look_as_documented() {
    let parsed = FromReader::from_json(&hello().to_string()).unwrap();
    let FromReader::Hello(Hello {
        pairing: Pairing::Code(code),
        ..
    }) = &parsed
    else {
        panic!("{parsed:?}")
    };
    assert_eq!(code.0, "7KQ2-M9XP");
    assert!(!format!("{parsed:?}").contains("7KQ2"));
    let batch =
        r#"{"type":"batch","id":3,"stop":"not_ok","commands":["AKQEDAegAAACRxAB","AIQAAAg"]}"#;
    let parsed = FromServer::from_json(batch).unwrap();
    assert_eq!(parsed.to_json().unwrap(), batch);
    let FromServer::Batch { commands, .. } = parsed else {
        panic!("a batch")
    };
    assert!(commands.iter().all(|command| permitted(&command.0).is_ok()));
    let answers = r#"{"type":"answers","batch":3,"answers":[{"index":0,"data":"kAA"}]}"#;
    let parsed = FromReader::from_json(answers).unwrap();
    assert_eq!(parsed.to_json().unwrap(), answers);
    // What a later version adds is passed over.
    let confirm = r#"{"type":"confirm","later":[1,2]}"#;
    assert_eq!(FromReader::from_json(confirm), Ok(FromReader::Confirm));
}

#[test]
fn bounds_hold() {
    let refused = |message: Value| FromReader::from_json(&message.to_string()).unwrap_err();
    let answers = |answers: Value| json!({ "type": "answers", "batch": 1, "answers": answers });
    let data = |length: usize| serde_json::to_value(Bytes(vec![0; length])).unwrap();
    for message in [
        answers(json!([])),
        answers(json!([{ "index": 0, "data": data(1) }])),
        answers(json!([{ "index": 0, "data": data(MAX_ANSWER_BYTES + 1) }])),
        answers(json!([{ "index": MAX_BATCH_COMMANDS, "data": data(2) }])),
        answers(json!([{ "index": 1, "data": data(2) }, { "index": 1, "data": data(2) }])),
        json!({ "type": "card", "present": true, "atr": data(65) }),
    ] {
        assert!(
            matches!(refused(message.clone()), RelayError::Bounds(_)),
            "{message}"
        );
    }
    let mut both = hello();
    both["pairing"]["resume"] = json!("secret");
    let mut padded = answers(json!([{ "index": 0, "data": "kAA=" }]));
    assert!(matches!(refused(both), RelayError::Json(_)));
    assert!(matches!(refused(padded.clone()), RelayError::Json(_)));
    padded["answers"][0]["data"] = data(MAX_ANSWER_BYTES);
    assert!(FromReader::from_json(&padded.to_string()).is_ok());
    assert!(matches!(
        refused(json!({ "type": "format_card" })),
        RelayError::Json(_)
    ));
    let long = format!(
        r#"{{"type":"bye","later":"{}"}}"#,
        "x".repeat(MAX_MESSAGE_BYTES)
    );
    assert_eq!(
        FromReader::from_json(&long),
        Err(RelayError::Long(long.len()))
    );
    // An error repeats nothing of the message: it ends up in logs.
    let secret = json!({ "type": "hello", "pairing": { "kode": "7KQ2" }, "reader": 1 });
    assert!(!refused(secret).to_string().contains("7KQ2"));
    // Nothing that a terminal would obey.
    let notice = |text: &str| FromServer::Ended {
        notice: Notice {
            code: "chip_expired".to_owned(),
            title: "Too late".to_owned(),
            text: text.to_owned(),
        },
    };
    assert!(notice("Begin again.").to_json().is_ok());
    for text in ["\u{1b}[2J", "\n", "\u{202e}txt", &"x".repeat(2001)] {
        assert!(notice(text).to_json().is_err());
    }
}

/// When a reader stops a batch: rules over answers alone, since what is inside them it cannot see.
#[test]
fn rules_stop_at_the_right_answer() {
    let answers: [&[u8]; 7] = [
        &[0x90, 0x00],
        &[0x6A, 0x82],
        &[0x61, 0x10],
        &[0x99, 2, 0x90, 0, 0x90, 0x00],
        &[0x99, 2, 0x6A, 0x82, 0x6A, 0x82],
        &[0x90],
        &[],
    ];
    for (rule, stops) in [
        (
            StopRule::Never,
            [false, false, true, false, false, true, true],
        ),
        (
            StopRule::NotOk,
            [false, true, true, false, true, true, true],
        ),
        (
            StopRule::Unprotected,
            [true, true, true, false, false, true, true],
        ),
    ] {
        assert_eq!(answers.map(|answer| rule.stops(answer)), stops, "{rule:?}");
    }
}

fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 .,æøåқ'-]{1,60}"
}

fn secret() -> impl Strategy<Value = Secret> {
    "[A-Za-z0-9_-]{1,128}".prop_map(Secret)
}

fn notice() -> impl Strategy<Value = Notice> {
    ("[a-z0-9_.-]{1,100}", text(), text()).prop_map(|(code, title, text)| Notice {
        code,
        title,
        text,
    })
}

fn bytes(length: std::ops::Range<usize>) -> impl Strategy<Value = Bytes> {
    proptest::collection::vec(any::<u8>(), length).prop_map(Bytes)
}

fn from_reader() -> impl Strategy<Value = FromReader> {
    let pairing = prop_oneof![
        secret().prop_map(Pairing::Code),
        secret().prop_map(Pairing::Resume)
    ];
    let reader = (
        text(),
        text(),
        any::<bool>(),
        proptest::option::of(256u32..=65_536),
    )
        .prop_map(
            |(name, version, extended_length, max_response)| ReaderInfo {
                name,
                version,
                extended_length,
                max_response,
            },
        );
    let hello = (pairing, reader, proptest::option::of("[a-zA-Z-]{2,35}")).prop_map(
        |(pairing, reader, language)| {
            FromReader::Hello(Hello {
                pairing,
                reader,
                language,
            })
        },
    );
    let answers = (
        any::<u32>(),
        proptest::collection::vec(bytes(2..300), 1..20),
    )
        .prop_map(|(batch, answers)| FromReader::Answers {
            batch,
            answers: answers
                .into_iter()
                .zip(0..)
                .map(|(data, index)| Answer { index, data })
                .collect(),
        });
    let card = (any::<bool>(), proptest::option::of(bytes(0..64)))
        .prop_map(|(present, atr)| FromReader::Card(Card { present, atr }));
    prop_oneof![
        hello,
        answers,
        card,
        any::<u32>().prop_map(|batch| FromReader::Lost { batch }),
        Just(FromReader::Confirm),
        Just(FromReader::Refuse),
        Just(FromReader::Bye),
    ]
}

fn from_server() -> impl Strategy<Value = FromServer> {
    let welcome = (
        text(),
        secret(),
        text(),
        10u8..=99,
        any::<bool>(),
        0i64..4_000_000_000,
    )
        .prop_map(|(session, resume, organisation, number, confirmed, at)| {
            FromServer::Welcome(Welcome {
                session,
                resume,
                organisation,
                number,
                confirmed,
                expires_at: jiff::Timestamp::from_second(at).unwrap(),
            })
        });
    let batch = (
        any::<u32>(),
        prop::sample::select(vec![
            StopRule::Never,
            StopRule::NotOk,
            StopRule::Unprotected,
        ]),
        proptest::collection::vec(bytes(4..300), 1..20),
    )
        .prop_map(|(id, stop, commands)| FromServer::Batch { id, stop, commands });
    let hint = prop::sample::select(vec![Hint::Place, Hint::PutBack, Hint::TakeCoverOff]);
    prop_oneof![
        welcome,
        batch,
        hint.prop_map(|hint| FromServer::Present { hint }),
        any::<[u32; 2]>().prop_map(|[bytes, total]| FromServer::Progress {
            stage: Stage::Reading,
            bytes: bytes.into(),
            total: total.into(),
        }),
        (notice(), any::<bool>())
            .prop_map(|(notice, retryable)| FromServer::Trouble { notice, retryable }),
        notice().prop_map(|notice| FromServer::Done { notice }),
        notice().prop_map(|notice| FromServer::Ended { notice }),
        Just(FromServer::Confirmed),
    ]
}

proptest! {
    #[test]
    fn messages_survive_the_journey(reader in from_reader(), server in from_server()) {
        let text = reader.to_json().unwrap();
        prop_assert_eq!(FromReader::from_json(&text), Ok(reader));
        let text = server.to_json().unwrap();
        prop_assert_eq!(FromServer::from_json(&text), Ok(server));
    }

    #[test]
    fn any_text_parses_or_fails(text in any::<String>(), at in any::<prop::sample::Index>(), message in from_server()) {
        let _ = FromReader::from_json(&text);
        let _ = FromServer::from_json(&text);
        // A message with a piece of something else in it.
        let mut broken = message.to_json().unwrap();
        let mut at = at.index(broken.len());
        while !broken.is_char_boundary(at) {
            at -= 1;
        }
        broken.insert_str(at, &text);
        if let Ok(taken) = FromServer::from_json(&broken) {
            prop_assert_eq!(FromServer::from_json(&taken.to_json().unwrap()), Ok(taken));
        }
    }

    #[test]
    fn any_bytes_are_permitted_or_not(command in proptest::collection::vec(any::<u8>(), 0..40)) {
        if permitted(&command).is_ok() {
            prop_assert!(matches!(command[0], 0x00 | 0x0C | 0x10));
            prop_assert!(matches!(command[1], 0xA4 | 0xB0 | 0xB1 | 0x84 | 0x82 | 0x22 | 0x86 | 0x88 | 0xC0));
        }
    }
}
