//! Lists of the API show what was asked for, and say what cannot be asked.

use bonafide_test_server::{Client, TestServer};
use serde_json::{Value, json};

use crate::{on, open};

/// How many a list shows.
async fn count(api: &Client, list: &str) -> usize {
    let answer = api.get(&format!("/v1/{list}")).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_show_what_was_asked_for() {
    let server = TestServer::with(&on(&None)).await.unwrap();
    let api = server.sandbox();
    let mut endpoints = Vec::new();
    for url in ["http://127.0.0.1:9/one", "http://127.0.0.1:9/other"] {
        let body = json!({ "url": url });
        let answer = api.post("/v1/webhook-endpoints", &body).await.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
        endpoints.push(answer.json()["id"].as_str().unwrap().to_owned());
    }
    let (session, _) = open(&api, &json!({})).await;
    let path = format!("/v1/verification-sessions/{session}");
    let read = api.get(&path).await.unwrap().json();
    let created = read["created_at"].as_str().unwrap();
    for (list, found) in [
        (format!("verification-sessions?created_from={created}"), 1),
        (format!("verification-sessions?created_before={created}"), 0),
        (
            "verification-sessions?created_from=2999-01-01T00:00:00Z".to_owned(),
            0,
        ),
        (
            "webhook-messages?type=verification_session.requires_input".to_owned(),
            1,
        ),
        (
            "webhook-messages?type=verification_session.verified".to_owned(),
            0,
        ),
    ] {
        assert_eq!(count(&api, &list).await, found, "{list}");
    }
    let messages = api.get("/v1/webhook-messages").await.unwrap().json();
    let message = messages["data"][0]["id"].as_str().unwrap().to_owned();
    let replay = async |endpoint: &str| {
        let path = format!("/v1/webhook-messages/{message}/replay?endpoint={endpoint}");
        api.post(&path, &Value::Null).await.unwrap()
    };
    let replayed = replay(&endpoints[1]).await;
    assert_eq!(replayed.status, 200, "{}", replayed.text());
    assert_eq!(replay("whe_00000000000000000000000000").await.status, 404);
    for wrong in [
        "verification-sessions?created_from=yesterday",
        "verification-sessions?created_before=2026-01-01",
        "webhook-messages?type=party",
    ] {
        let answer = api.get(&format!("/v1/{wrong}")).await.unwrap();
        assert_eq!(answer.json()["code"], "validation-failed", "{wrong}");
    }
    assert_eq!(replay("nobody").await.json()["code"], "validation-failed");
}
