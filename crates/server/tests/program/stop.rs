//! The program is asked to end in the middle of work.

use std::time::{Duration, Instant};

use bonafide_test_server::TestServer;
use serde_json::json;

use crate::{databases, on, open, pictures, read, with_passport};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_while_a_check_runs() {
    let (front, _, _) = pictures(|_| {});
    for database in databases().await {
        let mut server = TestServer::with(&on(&database)).await.unwrap();
        let api = server.sandbox();
        let (id, link) = open(&api, &json!({ "reference": "stopped" })).await;
        let mut person = with_passport(&server, &link, &front).await;
        // The photograph is being examined now, or is about to be.
        let begun = Instant::now();
        let status = server.stop().await.unwrap().unwrap();
        assert!(status.success(), "{status}: {}", server.log());
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{:?}",
            begun.elapsed()
        );
        assert!(server.log().contains("stopped"), "{}", server.log());
        server.restart().await.unwrap();
        assert_eq!(read(&api, &id).await.json()["reference"], "stopped");
        person.wait_for("action=\"/verify/fields\"").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_a_check_it_is_checked_again() {
    let (front, _, _) = pictures(|_| {});
    let mut server = TestServer::with(&on(&None)).await.unwrap();
    let (_, link) = open(&server.sandbox(), &json!({})).await;
    let mut person = with_passport(&server, &link, &front).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.restart().await.unwrap();
    person.wait_for("action=\"/verify/fields\"").await;
}
