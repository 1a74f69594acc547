//! Organisations, their keys, and the people who run an installation: made and shut out on the
//! command line, while the server serves.

use bonafide_test_server::{Client, Options, TestServer};
use hyper::Method;
use hyper::header::HOST;
use serde_json::json;

use crate::{databases, done, refused};

async fn status(api: &Client) -> u16 {
    let listed = api.get("/v1/verification-sessions").await.unwrap();
    listed.status.as_u16()
}

async fn earnest(database: Option<String>) -> TestServer {
    let options = Options {
        database,
        earnest: true,
        ..Options::default()
    };
    TestServer::with(&options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisations_and_their_keys() {
    for database in databases().await {
        let server = earnest(database).await;
        let id = done(
            &server,
            &[
                "organisation",
                "add",
                "Harbour Library",
                "--return-url",
                "https://library.example/*",
            ],
        );
        let id = id.trim();
        let listed = done(&server, &["organisation", "list"]);
        assert!(
            listed.contains(id)
                && listed.contains("Harbour Library")
                && listed.contains("https://library.example/*"),
            "{listed}"
        );
        refused(
            &server,
            &["organisation", "add", "X", "--return-url", "no address"],
        );

        let of = ["--organisation", id];
        let create = |more: &[&str]| {
            let arguments = [&["apikey", "create"], &of[..], more].concat();
            done(&server, &arguments).trim().to_owned()
        };
        let secret = create(&["--name", "shop"]);
        let reader = create(&[
            "--name",
            "reader",
            "--test",
            "--scope",
            "verification_sessions:read",
        ]);
        assert!(secret.starts_with("bonafide_live_") && reader.starts_with("bonafide_test_"));
        let unknown = refused(
            &server,
            &[
                "apikey",
                "create",
                "--organisation",
                id,
                "--name",
                "x",
                "--scope",
                "all",
            ],
        );
        assert!(unknown.contains("verification_sessions:read"), "{unknown}");
        let (shop, reader) = (
            server.client().with_key(&secret),
            server.client().with_key(&reader),
        );
        assert_eq!((status(&shop).await, status(&reader).await), (200, 200));
        let body = json!({ "service": "identity-check" });
        let denied = reader
            .post("/v1/verification-sessions", &body)
            .await
            .unwrap();
        assert_eq!(
            (denied.status.as_u16(), &denied.json()["code"]),
            (403, &"insufficient-scope".into())
        );

        // A key is shown once and can be told by its beginning; revoked it is useless at once.
        let listed = done(&server, &["apikey", "list", "--organisation", id]);
        assert!(
            !listed.contains(&secret) && listed.contains("shop"),
            "{listed}"
        );
        let line = listed.lines().find(|line| line.contains("shop")).unwrap();
        assert!(
            line.contains("live") && line.contains(&secret[..18]),
            "{line}"
        );
        let key = line.split_whitespace().next().unwrap();
        done(&server, &["apikey", "revoke", "--organisation", id, key]);
        assert_eq!((status(&shop).await, status(&reader).await), (401, 200));
        let listed = done(&server, &["apikey", "list", "--organisation", id]);
        assert!(
            listed
                .lines()
                .any(|line| line.contains(key) && line.contains("revoked"))
        );
        let other = done(&server, &["organisation", "add", "Other"]);
        let line = listed.lines().find(|line| line.contains("reader")).unwrap();
        let key = line.split_whitespace().next().unwrap();
        refused(
            &server,
            &["apikey", "revoke", "--organisation", other.trim(), key],
        );
        assert_eq!(status(&reader).await, 200);

        done(&server, &["organisation", "disable", id]);
        assert_eq!(status(&reader).await, 401);
        assert!(done(&server, &["organisation", "list"]).contains("disabled"));
        done(&server, &["organisation", "enable", id]);
        assert_eq!(status(&reader).await, 200);
        done(
            &server,
            &[
                "organisation",
                "return-urls",
                id,
                "https://shop.example/back",
            ],
        );
        let listed = done(&server, &["organisation", "list"]);
        assert!(
            listed.contains("https://shop.example/back") && !listed.contains("library.example")
        );
        refused(&server, &["organisation", "disable", "org_nobody"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operators() {
    for database in databases().await {
        let server = earnest(database).await;
        let said = done(
            &server,
            &["operator", "add", "anna", "--display-name", "Anna K."],
        );
        let link = |said: &str| {
            let url = said.lines().find(|line| line.starts_with("http")).unwrap();
            // Passkeys cannot belong to an address of digits.
            assert!(url.starts_with("http://localhost:"), "{url}");
            url[url.find("/moderate/").unwrap()..].to_owned()
        };
        let first = link(&said);
        refused(&server, &["operator", "add", "anna"]);
        refused(&server, &["operator", "add", "No Spaces"]);
        let listed = done(&server, &["operator", "list"]);
        assert!(
            listed.contains("anna") && listed.contains("Anna K.") && listed.contains("never seen")
        );
        let shown = async |path: &str| {
            let host = server.url().replace("http://127.0.0.1", "localhost");
            let host = [(HOST, host.as_str())];
            let page = server.client().send(Method::GET, path, &host, "").await;
            page.unwrap().status.as_u16()
        };
        assert_eq!(shown(&first).await, 200);
        let second = link(&done(&server, &["operator", "link", "anna"]));
        assert_ne!(first, second);
        assert_eq!(shown(&second).await, 200);
        done(&server, &["operator", "disable", "anna"]);
        for link in [first, second] {
            assert_ne!(
                shown(&link).await,
                200,
                "{link} lets nobody in who was shut out"
            );
        }
        assert!(done(&server, &["operator", "list"]).contains("disabled"));
        refused(&server, &["operator", "disable", "nobody"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn policies() {
    for database in databases().await {
        let server = earnest(database).await;
        let file = server.folder().join("careful.json");
        let path = file.to_str().unwrap();
        let mut policy: serde_json::Value =
            serde_json::from_str(&done(&server, &["policy", "standard"])).unwrap();
        let mut write = |key: &str, value: serde_json::Value| {
            *policy.pointer_mut(key).unwrap() = value;
            std::fs::write(&file, policy.to_string()).unwrap();
        };
        write("/version", json!(1));
        let own = refused(&server, &["policy", "put", path]);
        assert!(own.contains("/id"), "{own}");
        write("/id", json!("careful"));
        let said = done(&server, &["policy", "check", path]);
        assert!(said.starts_with("careful@1  "), "{said}");
        assert_eq!(done(&server, &["policy", "put", path]), said);
        assert_eq!(done(&server, &["policy", "put", path]), said, "again");
        write("/limits/review_hours", json!(4_000_000_000_u32));
        for command in ["check", "put"] {
            let wrong = refused(&server, &["policy", command, path]);
            assert!(wrong.contains("limits.review_hours: 1 to "), "{wrong}");
        }
        write("/limits/review_hours", json!("soon"));
        let wrong = refused(&server, &["policy", "check", path]);
        assert!(wrong.contains("line 1 column"), "{wrong}");
        let standard = done(&server, &["policy", "standard"]);
        let twice = standard.replacen(
            "\"rules\": {",
            "\"rules\": {\"face-mismatch\":{\"ruling\":\"review\"},",
            1,
        );
        assert_ne!(twice, standard);
        std::fs::write(&file, twice).unwrap();
        let wrong = refused(&server, &["policy", "check", path]);
        assert!(
            wrong.contains("rules.face-mismatch: stands twice"),
            "{wrong}"
        );
        let listed = done(&server, &["policy", "list"]);
        let hash = said.trim().rsplit(' ').next().unwrap();
        assert!(listed.contains(&format!("careful@1  {hash}")), "{listed}");
        assert!(listed.contains("standard@"), "{listed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_and_chains() {
    for database in databases().await {
        let server = TestServer::with(&crate::on(&database)).await.unwrap();
        assert_eq!(done(&server, &["jobs", "list"]), "");
        assert_eq!(done(&server, &["jobs", "retry", "--all"]), "");
        refused(&server, &["jobs", "retry"]);
        refused(&server, &["jobs", "retry", "no id"]);
        let (session, link) = crate::open(&server.sandbox(), &json!({})).await;
        crate::consented(&server, &link).await;
        let listed = done(&server, &["organisation", "list"]);
        let organisation = listed.split_whitespace().next().unwrap();
        let show =
            |id: &str| ["audit", "show", "--organisation", organisation, id].map(str::to_owned);
        let said = done(&server, &show(&session).each_ref().map(String::as_str));
        let kinds: Vec<&str> = said
            .lines()
            .map(|line| line.split("  ").nth(2).unwrap())
            .collect();
        assert!(kinds.contains(&"consented"), "{said}");
        refused(&server, &show("reg_nobody").each_ref().map(String::as_str));
        done(&server, &["operator", "add", "anna"]);
        assert_eq!(done(&server, &["operator", "passkeys", "anna"]), "");
        refused(&server, &["operator", "forget", "anna", "00"]);
    }
}
