//! `audit`: somebody with access to the database file changes what happened, and is found out.

use std::fs;
use std::path::Path;

use bonafide_test_server::TestServer;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use crate::{consented, done, on, open, refused};

pub(crate) async fn tamper(file: &Path, statements: &str) {
    let options = SqliteConnectOptions::new().filename(file);
    let mut database = options.connect().await.unwrap();
    let changed = sqlx::raw_sql(AssertSqlSafe(statements.to_owned()))
        .execute(&mut database)
        .await
        .unwrap();
    assert!(changed.rows_affected() > 0, "{statements} changed nothing");
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_of_the_file_shows() {
    let mut server = TestServer::with(&on(&None)).await.unwrap();
    let api = server.sandbox();
    let (first, link) = open(&api, &json!({})).await;
    let mut person = consented(&server, &link).await;
    server.stop().await.unwrap();
    let file = server.folder().join("bonafide.db");
    let earlier = fs::read(&file).unwrap();
    server.restart().await.unwrap();
    let (second, link) = open(&api, &json!({})).await;
    consented(&server, &link).await;
    let chosen = [("kind", "passport")];
    person.submit("/verify/document", &chosen).await.unwrap();
    let head = server.folder().join("head");
    let head = head.to_str().unwrap();
    // While it serves.
    done(&server, &["audit", "head", head]);
    let said = done(&server, &["audit", "verify", "--head", head]);
    assert!(said.contains("are as they were written"), "{said}");
    server.stop().await.unwrap();
    for suffix in ["-wal", "-shm"] {
        let left = server.folder().join(format!("bonafide.db{suffix}"));
        assert!(
            !left.exists(),
            "{} is left after an orderly end",
            left.display()
        );
    }
    let honest = fs::read(&file).unwrap();

    let of = |id: &str, seq: u32| format!("registration = '{id}' AND seq = {seq}");
    for (what, statements) in [
        (
            "altered",
            format!(
                "UPDATE events SET header = REPLACE(header, '\"kind\":\"', '\"kind\":\"not_') WHERE {}",
                of(&first, 2)
            ),
        ),
        (
            "removed",
            format!("DELETE FROM events WHERE {}", of(&first, 2)),
        ),
        (
            "reordered",
            format!(
                "UPDATE events SET seq = 1000 WHERE {}; UPDATE events SET seq = 2 WHERE {};
                 UPDATE events SET seq = 3 WHERE {}",
                of(&first, 2),
                of(&first, 3),
                of(&first, 1000)
            ),
        ),
        (
            "truncated",
            format!("DELETE FROM events WHERE registration = '{second}' AND seq > 1"),
        ),
        (
            "a policy altered",
            "UPDATE policies SET body = REPLACE(body, '0.57', '0.67')".to_owned(),
        ),
        (
            "a definition altered",
            "UPDATE services SET definition = REPLACE(definition, 'fields', 'selfie')".to_owned(),
        ),
        (
            "an index put in",
            format!(
                "INSERT INTO blind_index (organisation, kind, value, registration, account, created)
                 SELECT organisation, 'document_number', zeroblob(32), id, account, 0
                 FROM registrations WHERE id = '{first}'"
            ),
        ),
        (
            "removed whole",
            format!(
                "DELETE FROM events WHERE registration = '{second}';
                 DELETE FROM chains WHERE registration = '{second}'"
            ),
        ),
    ] {
        fs::write(&file, &honest).unwrap();
        tamper(&file, &statements).await;
        let said = refused(&server, &["audit", "verify", "--head", head]);
        assert!(said.contains("problems in"), "{what}: {said}");
        let named = said.contains(first.as_str()) || said.contains(second.as_str());
        assert!(named, "{what}: {said}");
        if what != "removed whole" {
            refused(&server, &["audit", "verify"]);
        }
    }

    // An older file put back is whole in itself; only a head kept elsewhere knows better.
    fs::write(&file, &earlier).unwrap();
    done(&server, &["audit", "verify"]);
    let said = refused(&server, &["audit", "verify", "--head", head]);
    assert!(
        said.contains(first.as_str()) && said.contains(second.as_str()),
        "{said}"
    );

    fs::write(&file, &honest).unwrap();
    done(&server, &["audit", "verify", "--head", head]);
    // Nor can the head be rewritten to fit.
    let text = fs::read_to_string(head).unwrap();
    fs::write(head, text.replacen(&second, &first, 1)).unwrap();
    refused(&server, &["audit", "verify", "--head", head]);
}
