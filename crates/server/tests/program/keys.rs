//! Master keys change while the server serves.

use std::fs;

use bonafide_test_server::TestServer;
use hyper::Method;
use hyper::header::CONTENT_TYPE;
use serde_json::json;

use crate::{consented, databases, done, on, open, read};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotated_and_retired_while_serving() {
    for database in databases().await {
        let mut server = TestServer::with(&on(&database)).await.unwrap();
        let api = server.sandbox();
        let (before, link) = open(&api, &json!({ "reference": "before" })).await;
        let mut person = consented(&server, &link).await;
        let first = done(&server, &["keys", "list"]);
        assert_eq!(first.lines().count(), 1, "{first}");
        let old = first.split_whitespace().next().unwrap();

        let said = done(&server, &["keys", "rotate"]);
        assert!(said.contains("is current") && !said.contains(old), "{said}");
        assert_eq!(done(&server, &["keys", "list"]).lines().count(), 2);
        let (between, _) = open(&api, &json!({ "reference": "between" })).await;
        let said = done(&server, &["keys", "retire"]);
        assert!(
            said.contains("ten minutes"),
            "what began before may still need it: {said}"
        );
        age_current_key(&server);
        let said = done(&server, &["keys", "retire"]);
        assert_eq!(said.trim(), format!("deleted {old}"));
        let listed = done(&server, &["keys", "list"]);
        assert!(
            !listed.contains(old) && listed.lines().count() == 1,
            "{listed}"
        );

        // Nobody noticed, neither the server as it runs nor when it is started again.
        for again in [false, true] {
            if again {
                server.restart().await.unwrap();
            }
            for (id, reference) in [(&before, "before"), (&between, "between")] {
                assert_eq!(read(&api, id).await.json()["reference"], reference);
            }
            let (after, _) = open(&api, &json!({ "reference": "after" })).await;
            assert_eq!(read(&api, &after).await.json()["reference"], "after");
        }
        let chosen = person
            .submit("/verify/document", &[("kind", "passport")])
            .await
            .unwrap();
        assert!(chosen.went_on(), "{}", chosen.text());
        done(&server, &["audit", "verify"]);
    }
}

/// As if the current key had been made eleven minutes earlier: its file says when.
fn age_current_key(server: &TestServer) {
    let folder = server.folder().join("keys");
    let current = fs::read_to_string(folder.join("current")).unwrap();
    let file = folder.join(format!("{}.key", current.trim()));
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let made: i64 = lines[2].parse().unwrap();
    let earlier = (made - 11 * 60 * 1_000_000).to_string();
    fs::write(&file, text.replace(lines[2], &earlier)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_signing_key_is_ended() {
    let mut server = TestServer::start().await.unwrap();
    let new = json!({ "name": "worker", "token_endpoint_auth_method": "client_secret_post" });
    let client = server
        .live()
        .post("/v1/clients", &new)
        .await
        .unwrap()
        .json();
    let text = |name: &str| client[name].as_str().unwrap().to_owned();
    let proof = format!(
        "client_id={}&client_secret={}",
        text("id"),
        text("client_secret")
    );
    let post = async |server: &TestServer, path: &str, form: String| {
        let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded")];
        let answer = server
            .client()
            .send(Method::POST, path, &headers, form)
            .await;
        answer.unwrap().json()
    };
    let grant = format!("{proof}&grant_type=client_credentials");
    let token = post(&server, "/oauth/token", grant.clone()).await["access_token"].clone();
    let ask = format!("{proof}&token={}", token.as_str().unwrap());
    assert_eq!(
        post(&server, "/oauth/introspect", ask.clone()).await["active"],
        true
    );
    let said = done(&server, &["keys", "replace-signing"]);
    assert!(said.starts_with("1 keys are ended"), "{said}");
    // What it knew it has forgotten, as it would have within a minute.
    server.restart().await.unwrap();
    assert_eq!(
        post(&server, "/oauth/introspect", ask).await["active"],
        false
    );
    assert!(post(&server, "/oauth/token", grant).await["access_token"].is_string());
    assert!(!server.log().contains(&text("client_secret")));
}
