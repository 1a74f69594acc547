//! `backup` of a running installation and `restore` into an empty one, from each database to
//! each.

use std::fs;

use bonafide_test_server::{Client, TestServer};
use serde_json::json;

use crate::{consented, databases, done, on, open, read, refused};

const PASSPHRASE: &str = "correct horse battery staple";
const VARIABLE: &str = "BONAFIDE_BACKUP_PASSPHRASE";

/// Redacts a session.
async fn redact(api: &Client, id: &str) {
    let path = format!("/v1/verification-sessions/{id}/redact");
    let answer = api.post(&path, &json!({})).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_each_database_to_each() {
    let kinds = databases().await.len();
    for from in 0..kinds {
        for to in 0..kinds {
            // Each a database of its own.
            let (from, to) = (databases().await.remove(from), databases().await.remove(to));
            back_up_and_restore(from, to).await;
        }
    }
}

async fn back_up_and_restore(from: Option<String>, to: Option<String>) {
    let with_passphrase = |database| {
        let mut options = on(database);
        options.environment = vec![(VARIABLE, PASSPHRASE.to_owned())];
        options
    };
    let mut old = TestServer::with(&with_passphrase(&from)).await.unwrap();
    let (api, live) = (old.sandbox(), old.live());
    let (kept, link) = open(&api, &json!({ "reference": "kept" })).await;
    let person = consented(&old, &link).await;
    let (early, _) = open(&api, &json!({ "reference": "erased before" })).await;
    let (late, _) = open(&live, &json!({ "reference": "erased after" })).await;
    redact(&api, &early).await;
    let file = old.folder().join("backup");
    let path = file.to_str().unwrap();
    done(&old, &["backup", path]);
    assert!(refused(&old, &["backup", path]).contains("exists"));
    redact(&live, &late).await;
    old.stop().await.unwrap();

    // Encrypted, keys included.
    let bytes = fs::read(&file).unwrap();
    let keys: Vec<(String, String)> = fs::read_dir(old.folder().join("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(keys.len() >= 2, "{keys:?}");
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    for (name, content) in &keys {
        assert!(!holds(content.lines().last().unwrap()), "{name}");
    }
    assert!(!holds("kept") && !holds("verification"));

    let mut new = TestServer::prepare(&with_passphrase(&to)).unwrap();
    let erasures = old.folder().join("erasures.log");
    let arguments = ["restore", path, "--erasures", erasures.to_str().unwrap()];
    let said = done(&new, &["restore", path, "--check"]);
    assert!(said.starts_with("whole: "), "{said}");
    let wrong = new
        .program(&arguments)
        .unwrap()
        .env(VARIABLE, "wrong horse battery staple")
        .output()
        .unwrap();
    assert!(!wrong.status.success());
    let said = done(&new, &arguments);
    assert!(said.contains("1 erasures carried out again"), "{said}");
    assert!(refused(&new, &arguments).contains("not empty"));
    for (name, content) in &keys {
        let restored = fs::read_to_string(new.folder().join("keys").join(name)).unwrap();
        assert_eq!(&restored, content, "{name}");
    }

    new.restart().await.unwrap();
    // The same keys open the same sessions, and the person goes on where they were.
    let (api, live) = (new.sandbox(), new.live());
    let session = read(&api, &kept).await.json();
    assert_eq!(
        (&session["reference"], &session["redacted_at"]),
        (&"kept".into(), &json!(null))
    );
    for (api, erased) in [(&api, &early), (&live, &late)] {
        let session = read(api, erased).await.json();
        assert_eq!(session["reference"], json!(null));
        assert!(session["redacted_at"].is_string(), "{session}");
    }
    let mut person = person.at(new.client());
    person.wait_for("action=\"/verify/document\"").await;
    done(&new, &["audit", "verify"]);
    done(&new, &["config", "check"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_passphrase_there_is_no_backup() {
    let place = TestServer::prepare(&on(&None)).unwrap();
    done(&place, &["migrate"]);
    let file = place.folder().join("backup");
    let said = refused(&place, &["backup", file.to_str().unwrap()]);
    assert!(said.contains("BONAFIDE_BACKUP_PASSPHRASE"), "{said}");
    assert!(!file.exists());
    fs::write(&file, b"no backup").unwrap();
    let mut restore = place.program(&["restore", file.to_str().unwrap()]).unwrap();
    let restored = restore.env(VARIABLE, PASSPHRASE).output().unwrap();
    assert!(!restored.status.success());
}
