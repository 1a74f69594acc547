//! The program is asked to end in the middle of work.

use std::fs;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use bonafide_test_server::{Client, TestServer};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::{databases, done, on, open, pictures, read, with_passport};

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_says_how_it_is_until_it_is_asked_to_end() {
    let place = TestServer::prepare(&on(&None)).unwrap();
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let at = free.local_addr().unwrap();
    drop(free);
    let file = place.folder().join("bonafide.toml");
    let text = fs::read_to_string(&file).unwrap();
    let listening = format!("[metrics]\nlisten = \"{at}\"\n");
    fs::write(&file, text.replace("[metrics]\n", &listening)).unwrap();
    done(&place, &["migrate"]);

    let mut worker = place.program(&["worker"]).unwrap().spawn().unwrap();
    let client = Client::new(&format!("http://{at}"));
    let begun = Instant::now();
    while !client
        .get("/readyz")
        .await
        .is_ok_and(|ready| ready.status == 200)
    {
        assert_eq!(worker.try_wait().unwrap(), None);
        assert!(begun.elapsed() < Duration::from_secs(60), "never ready");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let numbers = client.get("/metrics").await.unwrap();
    assert_eq!(numbers.status, 200);
    assert_eq!(client.get("/v1/services").await.unwrap().status, 404);
    let pid = i32::try_from(worker.id()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::TERM).unwrap();
    let status = tokio::task::spawn_blocking(move || worker.wait().unwrap());
    assert!(status.await.unwrap().success());
}
