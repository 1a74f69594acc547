//! The register against a server on loopback that answers well, badly, late and never.

use bonafide_identity::port::lost_documents::{LookupError, LostDocuments as _, TravelDocument};
use serde_json::{Value, json};

use super::*;
use crate::egress::fake::{Behaviour, Receiver};
use crate::egress::{Allowance, EgressClient, EgressConfig, PortRange};

fn answering(body: impl Into<Vec<u8>>) -> Behaviour {
    Behaviour::Answer {
        status: 200,
        headers: Vec::new(),
        body: body.into(),
    }
}

async fn register(behaviour: Behaviour) -> (Receiver, HttpRegister) {
    let receiver = Receiver::start(behaviour).await;
    let register = at(receiver.url(), true);
    (receiver, register)
}

fn at(url: Url, allowed: bool) -> HttpRegister {
    let allowance = Allowance {
        to: "127.0.0.1".parse().unwrap(),
        ports: Some(vec![PortRange::ALL]),
        plain_http: true,
    };
    let egress = EgressClient::new(EgressConfig {
        allow: if allowed { vec![allowance] } else { Vec::new() },
        ..EgressConfig::default()
    });
    let config = HttpRegisterConfig {
        url,
        token: Some(Secret::new("s3cret")),
        token_file: None,
        timeout_seconds: 1,
    };
    HttpRegister::new(&config, Arc::new(egress.unwrap())).unwrap()
}

fn document() -> TravelDocument {
    TravelDocument::new("NLD", "SPECI2014", Some('P')).unwrap()
}

#[tokio::test]
async fn one_question_one_answer() {
    for reported in [true, false] {
        let body = json!({ "reported": reported, "since": "2026-01-01" }).to_string();
        let (receiver, register) = register(answering(body)).await;
        assert_eq!(register.look_up(&document()).await, Ok(reported));
        let [asked] = &receiver.received()[..] else {
            panic!("asked once")
        };
        assert_eq!(asked.line, "POST /hook HTTP/1.1");
        assert_eq!(asked.header("authorization"), Some("Bearer s3cret"));
        let expected = json!({
            "issuing_state": "NLD",
            "document_number": "SPECI2014",
            "document_type": "P",
        });
        assert_eq!(
            serde_json::from_slice::<Value>(&asked.body).unwrap(),
            expected
        );
    }
}

#[tokio::test]
async fn what_is_no_answer_is_never_a_no() {
    for body in [
        "",
        "{}",
        "[]",
        "[false]",
        r#"{"reported":"no"}"#,
        r#"{"reported":null}"#,
    ] {
        let (receiver, register) = register(answering(body)).await;
        assert_eq!(
            register.look_up(&document()).await,
            Err(LookupError::Malformed),
            "{body}"
        );
        assert_eq!(receiver.received().len(), 1, "asking again changes nothing");
    }
    for status in [204, 401, 403, 404, 422] {
        let (receiver, register) = register(Behaviour::status(status)).await;
        let refused = Err(LookupError::Refused { status });
        assert_eq!(register.look_up(&document()).await, refused);
        assert_eq!(receiver.received().len(), 1, "asking again changes nothing");
    }
}

#[tokio::test]
async fn one_that_does_not_answer_is_asked_once_more() {
    for status in [429, 503] {
        let (receiver, register) = register(Behaviour::status(status)).await;
        let answer = register.look_up(&document()).await;
        assert_eq!(answer, Err(LookupError::Unavailable), "{status}");
        assert_eq!(receiver.received().len(), 2);
    }
    for behaviour in [
        Behaviour::Silence,
        Behaviour::HangUp,
        Behaviour::EndlessChunks,
        Behaviour::redirect("https://elsewhere.example/"),
    ] {
        let (_receiver, register) = register(behaviour.clone()).await;
        let begun = std::time::Instant::now();
        let answer = register.look_up(&document()).await;
        assert_eq!(answer, Err(LookupError::Unavailable), "{behaviour:?}");
        let took = begun.elapsed();
        assert!(
            took < Duration::from_millis(1_900),
            "{behaviour:?} {took:?}"
        );
    }
    let receiver = Receiver::start(Behaviour::HangUp).await;
    let url = receiver.url();
    drop(receiver);
    let nobody = at(url, true).look_up(&document()).await;
    assert_eq!(nobody, Err(LookupError::Unavailable));
}

#[tokio::test]
async fn addresses_are_guarded_like_all_others() {
    let receiver = Receiver::start(answering(r#"{"reported":false}"#)).await;
    let guarded = at(receiver.url(), false);
    let answer = guarded.look_up(&document()).await;
    assert_eq!(answer, Err(LookupError::Unavailable));
    assert!(receiver.received().is_empty());
}

#[test]
fn configurations_that_cannot_work() {
    let parse = |text: &str| serde_json::from_str::<HttpRegisterConfig>(text);
    let good = parse(r#"{"url":"https://register.example/v1","token":"x"}"#).unwrap();
    assert!(good.problems("lost_documents.http").is_empty());
    assert!(!format!("{good:?}").contains("\"x\""));
    let bad = parse(
        r#"{"url":"ftp://register.example/","token":"x","token_file":"y","timeout_seconds":60}"#,
    );
    let problems = bad.unwrap().problems("lost_documents.http");
    let keys: Vec<&str> = problems
        .iter()
        .map(|problem| problem.key.as_str())
        .collect();
    let expected = ["url", "timeout_seconds", "token_file"];
    assert_eq!(
        keys,
        expected.map(|key| format!("lost_documents.http.{key}"))
    );
    assert!(parse(r#"{"url":"https://a.example","tokn":"x"}"#).is_err());
}
