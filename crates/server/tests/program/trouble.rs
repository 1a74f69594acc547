//! The database is locked, gone or full for a while: people and programs are told so, nothing is
//! lost, and all goes on by itself.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use bonafide_store::testing::private_cluster;
use bonafide_test_server::{Answer, Client, Person, TestServer};
use hyper::header::RETRY_AFTER;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::{consented, on, open, pictures, read};

async fn try_to_open(api: &Client) -> Answer {
    let body = json!({ "service": "identity-check", "reference": "in trouble" });
    api.post("/v1/verification-sessions", &body).await.unwrap()
}

/// A problem document that says what is the matter and when to come back.
#[track_caller]
fn assert_told(answer: &Answer, code: &str) {
    assert!(answer.status.is_server_error(), "{}", answer.text());
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.json()["code"], code, "{}", answer.text());
}

/// A page with a notice for people.
#[track_caller]
fn assert_page(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    let page = answer.text();
    assert!(
        page.contains("data-notice=\"technical-difficulties\""),
        "{page}"
    );
}

/// Waits until the server is ready again by itself.
async fn recovered(server: &TestServer) {
    let begun = Instant::now();
    loop {
        let ready = server.client().get("/readyz").await.unwrap();
        if ready.status == 200 {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{}",
            server.log()
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What was acknowledged before, and that all goes on.
async fn all_is_well(server: &TestServer, id: &str, person: &mut Person) {
    recovered(server).await;
    let api = server.sandbox();
    assert_eq!(read(&api, id).await.json()["reference"], "acknowledged");
    let (another, _) = open(&api, &json!({})).await;
    assert_eq!(read(&api, &another).await.status, 200);
    let chosen = person
        .submit("/verify/document", &[("kind", "passport")])
        .await
        .unwrap();
    assert!(chosen.went_on(), "{}", chosen.text());
    person.wait_for("document_front").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_file() {
    let server = TestServer::start().await.unwrap();
    let api = server.sandbox();
    let (id, link) = open(&api, &json!({ "reference": "acknowledged" })).await;
    let mut person = consented(&server, &link).await;
    let token = person.token().await;
    let file = server.folder().join("bonafide.db");
    let mut other = SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();

    let form = [
        ("csrf", token.as_str()),
        ("turn", "1"),
        ("kind", "passport"),
    ];
    let anybody = server.client();
    let (told, page, ready) = tokio::join!(
        try_to_open(&api),
        person.send_form("/verify/document", &form),
        anybody.get("/readyz")
    );
    assert_told(&told, "database-unavailable");
    assert!(told.headers.contains_key(RETRY_AFTER));
    assert_page(&page.unwrap());
    assert_eq!(ready.unwrap().status, 503);
    // Reading goes on.
    assert_eq!(read(&api, &id).await.status, 200);

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    all_is_well(&server, &id, &mut person).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_server_that_is_gone() {
    let Some(mut cluster) = private_cluster() else {
        return;
    };
    let url = cluster.cluster().new_database().await;
    let server = TestServer::with(&on(&Some(url))).await.unwrap();
    let api = server.sandbox();
    let (id, link) = open(&api, &json!({ "reference": "acknowledged" })).await;
    let mut person = consented(&server, &link).await;
    cluster.crash();
    let told = try_to_open(&api).await;
    assert_told(&told, "database-unavailable");
    assert!(told.headers.contains_key(RETRY_AFTER));
    assert_page(&person.get("/verify").await.unwrap());
    assert_eq!(server.client().get("/readyz").await.unwrap().status, 503);
    assert_eq!(server.client().get("/healthz").await.unwrap().status, 200);
    cluster.recover();
    all_is_well(&server, &id, &mut person).await;
}

/// A small file system of a test's own, where the system lets us have one.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(at: &'a Path, size: &str) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at)
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("SKIPPED: only root may mount a small disk, so a full one was not tested");
        }
        mounted.then_some(Self(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_disk) = SmallDisk::mount(folder.path(), "24m") else {
        return;
    };
    let mut options = on(&Some(format!(
        "sqlite:{}/bonafide.db",
        folder.path().display()
    )));
    options.objects = Some(folder.path().join("objects").display().to_string());
    let server = TestServer::with(&options).await.unwrap();
    let api = server.sandbox();
    let (id, link) = open(&api, &json!({ "reference": "acknowledged" })).await;
    let mut person = consented(&server, &link).await;
    let (front, _, _) = pictures(|_| {});
    let (_, link) = open(&api, &json!({})).await;
    let mut photographer = consented(&server, &link).await;
    let chosen = [("kind", "passport")];
    let chosen = photographer
        .submit("/verify/document", &chosen)
        .await
        .unwrap();
    assert!(chosen.went_on());
    let filler = folder.path().join("filler");
    let fill = || {
        // To the last byte: by and by in smaller pieces.
        let mut bytes = fs::read(&filler).unwrap_or_default();
        for piece in [1 << 20, 1 << 16, 1 << 12] {
            loop {
                bytes.resize(bytes.len() + piece, 0);
                if fs::write(&filler, &bytes).is_err() {
                    bytes.truncate(bytes.len() - piece);
                    let _ = fs::write(&filler, &bytes);
                    break;
                }
            }
        }
    };
    fill();
    // What still fits into pages that are there already may be taken; not for long.
    let mut taken = Vec::new();
    let told = loop {
        let answer = try_to_open(&api).await;
        if answer.status != 201 {
            break answer;
        }
        taken.push(
            answer.json()["session"]["id"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
        assert!(taken.len() < 2_000, "the disk is never full");
    };
    assert_told(&told, "storage-full");
    assert_page(&photographer.upload("document_front", &front).await.unwrap());
    assert_eq!(
        read(&api, &id).await.json()["reference"],
        "acknowledged",
        "reading goes on"
    );
    fs::remove_file(&filler).unwrap();
    all_is_well(&server, &id, &mut person).await;
    let again = photographer.upload("document_front", &front).await.unwrap();
    assert!(again.went_on(), "{}", again.text());
    photographer.wait_for("action=\"/verify/fields\"").await;
    for id in taken.iter().filter(|id| !id.is_empty()) {
        assert_eq!(read(&api, id).await.json()["reference"], "in trouble");
    }
}
