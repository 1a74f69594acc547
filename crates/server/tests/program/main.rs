//! The program as people run it: its commands and its server, on both databases.

mod admin;
mod audit;
mod backup;
mod chip;
mod config;
mod demo;
mod filters;
mod foreign_chip;
mod keys;
mod limits;
mod logs;
mod lost;
mod refusals;
mod states;
mod stop;
mod tls;
mod trouble;
mod trust;

use std::path::Path;

use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::portrait::Photo;
use bonafide_store::DatabaseConfig;
use bonafide_store::testing::postgres_config;
use bonafide_test_server::{Answer, Client, Options, Person, TestServer};
use serde_json::{Value, json};

/// What a command said when it ended.
#[derive(Debug)]
struct Said {
    success: bool,
    out: String,
    err: String,
}

/// Runs a command of the program on a server's configuration.
#[track_caller]
fn run(server: &TestServer, arguments: &[&str]) -> Said {
    let output = server.program(arguments).unwrap().output().unwrap();
    Said {
        success: output.status.success(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The same for one that must succeed; gives what it printed.
#[track_caller]
fn done(server: &TestServer, arguments: &[&str]) -> String {
    let said = run(server, arguments);
    assert!(said.success, "{arguments:?}: {said:?}");
    said.out
}

/// The same for one that must fail; gives what it complained of.
#[track_caller]
fn refused(server: &TestServer, arguments: &[&str]) -> String {
    let said = run(server, arguments);
    assert!(!said.success, "{arguments:?}: {said:?}");
    said.out + &said.err
}

/// SQLite, and PostgreSQL where it is installed.
async fn databases() -> Vec<Option<String>> {
    let anywhere = Path::new("/");
    let postgres = postgres_config(anywhere).await;
    let url = postgres.map(|config| match config.database {
        DatabaseConfig::Postgres { url, .. } => url,
        DatabaseConfig::Sqlite { .. } => unreachable!("it is PostgreSQL"),
    });
    std::iter::once(None).chain(url.map(Some)).collect()
}

/// Options for a server on one of the databases.
fn on(database: &Option<String>) -> Options {
    Options {
        database: database.clone(),
        ..Options::default()
    }
}

/// Opens a session; gives its id and the path of its link.
async fn open(api: &Client, more: &Value) -> (String, String) {
    let mut body = json!({ "service": "identity-check" });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let answer = api.post("/v1/verification-sessions", &body).await.unwrap();
    assert_eq!(answer.status, 201, "{}", answer.text());
    let created = answer.json();
    let url = created["url"].as_str().unwrap();
    let path = &url[url.find("/verify/").unwrap()..];
    let id = created["session"]["id"].as_str().or(created["id"].as_str());
    (id.unwrap().to_owned(), path.to_owned())
}

async fn read(api: &Client, id: &str) -> Answer {
    let path = format!("/v1/verification-sessions/{id}");
    api.get(&path).await.unwrap()
}

/// Lets a person in and has them agree.
async fn consented(server: &TestServer, link: &str) -> Person {
    let mut person = Person::new(server.client());
    let opened = person.open(link).await.unwrap();
    assert!(opened.went_on(), "{}", opened.text());
    let agreed = person.submit("/verify/consent", &[]).await.unwrap();
    assert!(agreed.went_on(), "{}", agreed.text());
    person
}

/// As far as the upload of a passport's photograph.
async fn with_passport(server: &TestServer, link: &str, photo: &[u8]) -> Person {
    let mut person = consented(server, link).await;
    let chosen = person
        .submit("/verify/document", &[("kind", "passport")])
        .await
        .unwrap();
    assert!(chosen.went_on(), "{}", chosen.text());
    let sent = person.upload("document_front", photo).await.unwrap();
    assert!(sent.went_on(), "{}", sent.text());
    person
}

/// The photograph of a passport that is valid today, and its holder's selfie.
fn pictures(change: impl FnOnce(&mut Details)) -> (Vec<u8>, Vec<u8>, Vec<String>) {
    let mut details = Details::specimen(Kind::Passport, today());
    change(&mut details);
    let issued = issue(&details, Photo::A1).unwrap();
    let front = jpeg(&photograph(&issued.front, &Shot::casual(7)), 88);
    let selfie = jpeg(&Photo::A2.selfie((960, 1280)).unwrap(), 88);
    (front, selfie, issued.lines)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program asks the real clock, so its documents must be valid today"
)]
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
