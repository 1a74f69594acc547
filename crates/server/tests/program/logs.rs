//! Nothing personal and no secret reaches a log, a metric, the database's file or the objects in
//! the clear: a whole journey with as much going wrong as right, at the most talkative log level,
//! and then every value that was used is looked for in every byte that the program left.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bonafide_mrz::StateCode;
use bonafide_test_server::{Options, Person, TestServer};
use hyper::Method;
use hyper::header::HeaderName;
use jiff::civil::date;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::{done, pictures, today};

const SURNAME: &str = "Quetzalwright";
const GIVEN: &str = "Ximena Oriel";
const NUMBER: &str = "ZXQ81J47K";
const PERSONAL_NUMBER: &str = "845719300";
const CORRECTED: &str = "Quetzalwryght";
const MAIL: &str = "ximena.quetzal@post.example";
const PHONE: &str = "+31687654321";
const REFERENCE: &str = "case-QX-4711-jkl";
const METADATA: &str = "ward-9-bed-QX12";
const ADDRESS: &str = "198.51.100.231";
const AGENT: &str = "QuetzalBrowser/81.47";
const RETURN: &str = "https://shop.example/back?patient=qx-9917";
const WRONG_KEY: &str = "bonafide_live_QQQQwrongwrongwrong0123456789012345678901";

/// Takes webhooks and keeps them.
async fn receiver() -> (String, Arc<Mutex<Vec<String>>>) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", socket.local_addr().unwrap());
    let received = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = socket.accept().await {
            let mut request = Vec::new();
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut chunk).await {
                request.extend_from_slice(&chunk[..length]);
                let text = String::from_utf8_lossy(&request);
                if text
                    .split("\r\n\r\n")
                    .nth(1)
                    .is_some_and(|body| body.ends_with('}'))
                {
                    break;
                }
            }
            keep.lock()
                .unwrap()
                .push(String::from_utf8_lossy(&request).into_owned());
            let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(answer).await;
        }
    });
    (url, received)
}

/// What must never be found, by what it is.
#[derive(Default)]
struct Secrets(BTreeMap<String, String>);

impl Secrets {
    fn keep(&mut self, what: &str, value: &str) {
        assert!(
            value.len() >= 6,
            "{what} is too short to be searched for: {value:?}"
        );
        self.0.insert(what.to_owned(), value.to_owned());
    }

    /// Fails with every value that stands in the bytes, in whatever case.
    #[track_caller]
    fn search(&self, place: &str, bytes: &[u8], failures: &mut Vec<String>) {
        let lower = bytes.to_ascii_lowercase();
        for (what, value) in &self.0 {
            let value = value.to_ascii_lowercase();
            let found = lower
                .windows(value.len())
                .position(|window| window == value.as_bytes());
            if let Some(at) = found {
                let around = &bytes[at.saturating_sub(80)..(at + 80).min(bytes.len())];
                let around = String::from_utf8_lossy(around).into_owned();
                failures.push(format!("{what} in {place}: {around:?}"));
            }
        }
    }
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Searches everything that the server wrote and keeps.
async fn search(server: &TestServer, secrets: &Secrets, when: &str) {
    let mut failures = Vec::new();
    let log = server.log();
    assert!(log.lines().count() > 50, "the log is not talkative:\n{log}");
    for line in log.lines() {
        let parsed: Result<Value, _> = serde_json::from_str(line);
        assert!(parsed.is_ok(), "not JSON: {line}");
    }
    secrets.search("the log", log.as_bytes(), &mut failures);
    let metrics = server.client().get("/metrics").await.unwrap();
    assert!(metrics.text().contains("bonafide_"));
    secrets.search("the metrics", &metrics.body, &mut failures);
    let mut kept = Vec::new();
    files(server.folder(), &mut kept);
    let mut searched = 0;
    for path in kept {
        let name = path.strip_prefix(server.folder()).unwrap();
        let own = ["log", "bonafide.toml"]
            .iter()
            .any(|own| name == Path::new(own));
        if !own {
            secrets.search(
                &name.display().to_string(),
                &fs::read(&path).unwrap(),
                &mut failures,
            );
            searched += 1;
        }
    }
    assert!(
        searched >= 5,
        "database, keys, objects: only {searched} files"
    );
    assert!(failures.is_empty(), "{when}:\n{}", failures.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_personal_is_left_anywhere() {
    let (hook, received) = receiver().await;
    let options = Options {
        earnest: true,
        server: "proxies = [\"127.0.0.1\"]".to_owned(),
        // No relay answers there: sending mail fails, and says so.
        configuration: "[logging]\nlevel = \"trace\"\nformat = \"json\"\n\
                        [mail.smtp]\nhost = \"127.0.0.1\"\nport = 9\nencryption = \"none\"\nfrom = \"id@bonafide.example\"\n"
            .to_owned(),
        // What other programs listen to must not make ours talk.
        environment: vec![("RUST_LOG", "trace".to_owned())],
        ..Options::default()
    };
    let server = TestServer::with(&options).await.unwrap();
    let mut secrets = Secrets::default();
    let organisation = done(
        &server,
        &[
            "organisation",
            "add",
            "Library",
            "--return-url",
            "https://shop.example/*",
        ],
    );
    let organisation = organisation.trim();
    let definition = &std::path::absolute("tests/program/service.json")
        .unwrap()
        .display()
        .to_string();
    done(
        &server,
        &["organisation", "service", organisation, definition],
    );
    let key = done(
        &server,
        &[
            "apikey",
            "create",
            "--organisation",
            organisation,
            "--name",
            "shop",
        ],
    );
    let api = server.client().with_key(key.trim());
    secrets.keep(
        "the API key",
        key.trim().strip_prefix("bonafide_live_").unwrap(),
    );
    secrets.keep("a wrong API key", "wrongwrongwrong0123456789012345678901");
    for (what, value) in [
        ("the surname", SURNAME),
        ("a corrected surname", CORRECTED),
        ("the given names", GIVEN),
        ("the first given name", "Ximena"),
        ("the document's number", NUMBER),
        ("the personal number", PERSONAL_NUMBER),
        ("the mail address", MAIL),
        ("the mail address's owner", "ximena.quetzal"),
        ("the phone number", "31687654321"),
        ("the reference", REFERENCE),
        ("the metadata", METADATA),
        ("the return address", "qx-9917"),
        ("the network address", ADDRESS),
        ("the browser", "QuetzalBrowser"),
        ("the date of birth", "1961-03-17"),
        ("the date of birth in the zone", "610317"),
        ("the year and month of birth", "1961-03"),
        ("the date of birth, written out", "17 March 1961"),
    ] {
        secrets.keep(what, value);
    }

    // The organisation: a webhook, a session, and much that is wrong.
    let endpoint = json!({ "url": hook, "events": [] });
    let endpoint = api.post("/v1/webhook-endpoints", &endpoint).await.unwrap();
    assert_eq!(endpoint.status, 201, "{}", endpoint.text());
    let secret = endpoint.json()["secret"].as_str().unwrap().to_owned();
    secrets.keep(
        "the webhook's secret",
        secret.strip_prefix("whsec_").unwrap(),
    );
    let session = json!({
        "service": "identity-check",
        "reference": REFERENCE,
        "metadata": { "where": METADATA },
        "return_url": RETURN,
    });
    let wrong = server.client().with_key(WRONG_KEY);
    assert_eq!(
        wrong
            .post("/v1/verification-sessions", &session)
            .await
            .unwrap()
            .status,
        401
    );
    for (name, value) in [
        ("surname", SURNAME),
        ("service", SURNAME),
        ("return_url", MAIL),
        ("expires_at", PHONE),
    ] {
        let mut refused = session.clone();
        refused[name] = value.into();
        let answer = api
            .post("/v1/verification-sessions", &refused)
            .await
            .unwrap();
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
    }
    for path in [
        format!("/v1/verification-sessions?reference={REFERENCE}"),
        format!("/v1/verification-sessions?cursor={SURNAME}"),
        format!("/v1/verification-sessions/{SURNAME}"),
        format!("/v1/{MAIL}"),
    ] {
        api.get(&path).await.unwrap();
    }
    let unreadable = format!("{{\"reference\": \"{REFERENCE}\", ");
    let json_type = [(hyper::header::CONTENT_TYPE, "application/json")];
    let path = "/v1/verification-sessions";
    let refused = api
        .send(Method::POST, path, &json_type, unreadable)
        .await
        .unwrap();
    assert_eq!(refused.status, 400);
    let created = api.post(path, &session).await.unwrap();
    assert_eq!(created.status, 201, "{}", created.text());
    let created = created.json();
    let id = created["session"]["id"]
        .as_str()
        .or(created["id"].as_str())
        .unwrap()
        .to_owned();
    let url = created["url"].as_str().unwrap();
    let link = &url[url.find("/verify/").unwrap()..];
    secrets.keep("the link's secret", link.strip_prefix("/verify/").unwrap());
    if let Some(secret) = created["client_secret"].as_str() {
        secrets.keep("the client's secret", secret);
    }

    // The person.
    let mut person = Person::new(server.client());
    person.headers = vec![
        (
            HeaderName::from_static("x-forwarded-for"),
            ADDRESS.to_owned(),
        ),
        (hyper::header::USER_AGENT, AGENT.to_owned()),
    ];
    person
        .get(&format!("/verify/{SURNAME}{SURNAME}"))
        .await
        .unwrap();
    person.get(&format!("/{MAIL}?q={SURNAME}")).await.unwrap();
    assert!(person.open(link).await.unwrap().went_on());
    secrets.keep("the cookie", &person.cookies()["__Host-bonafide"]);
    let token = person.token().await;
    secrets.keep("the form's token", &token);
    let forged = [("csrf", SURNAME), ("turn", "0")];
    assert!(
        !person
            .send_form("/verify/consent", &forged)
            .await
            .unwrap()
            .went_on()
    );
    assert!(
        person
            .submit("/verify/consent", &[])
            .await
            .unwrap()
            .went_on()
    );

    // Going on with a phone, by messages that cannot be sent, and with wrong numbers.
    let form = [("csrf", token.as_str())];
    assert!(
        person
            .send_form("/verify/device", &form)
            .await
            .unwrap()
            .went_on()
    );
    for to in [MAIL, PHONE, SURNAME] {
        person
            .send_form("/verify/device/send", &[("csrf", &token), ("to", to)])
            .await
            .unwrap();
    }
    let page = person.get("/verify/device").await.unwrap().text();
    let at = page.find("/phone/").unwrap();
    let phone_link: String = page[at..]
        .chars()
        .take_while(|c| !"<\"& \n".contains(*c))
        .collect();
    secrets.keep(
        "the hand-over's secret",
        phone_link.strip_prefix("/phone/").unwrap(),
    );
    let mut phone = Person::new(server.client());
    phone.get(&phone_link).await.unwrap();
    for number in ["1", "100", "000"] {
        phone
            .send_form(&phone_link, &[("number", number)])
            .await
            .unwrap();
    }

    // Photographs: bad ones, then good ones.
    let chosen = person
        .submit("/verify/document", &[("kind", "passport")])
        .await
        .unwrap();
    assert!(chosen.went_on(), "{}", chosen.text());
    let (front, selfie, lines) = pictures(|details| {
        details.issuing_state = StateCode::new("NLD").unwrap();
        details.nationality = StateCode::new("NLD").unwrap();
        details.issuer = "Netherlands".to_owned();
        details.surname = SURNAME.to_owned();
        details.given_names = GIVEN.to_owned();
        details.number = NUMBER.to_owned();
        details.birth_date = date(1961, 3, 17);
        details.personal_number = PERSONAL_NUMBER.to_owned();
        details.issued = today().saturating_sub(jiff::Span::new().years(1));
    });
    for (at, line) in lines.iter().enumerate() {
        secrets.keep(&format!("line {at} of the zone"), line);
    }
    for bad in [&b""[..], SURNAME.as_bytes(), &front[..front.len() / 3]] {
        let refused = person.upload("document_front", bad).await.unwrap();
        assert!(!refused.went_on());
    }
    let typed = format!("{}\n{}", lines[0], lines[1].replace('<', "K"));
    person
        .submit("/verify/zone", &[("zone", &typed)])
        .await
        .unwrap();
    let uploaded = person.upload("document_front", &front).await.unwrap();
    assert!(uploaded.went_on(), "{}", uploaded.text());
    person.wait_for("action=\"/verify/fields\"").await;
    let wrong = person
        .submit(
            "/verify/fields",
            &[("surname", CORRECTED), ("birth_date-month", "77")],
        )
        .await
        .unwrap();
    assert_eq!(wrong.status, 422);
    let confirmed = person.submit("/verify/fields", &[]).await.unwrap();
    assert!(confirmed.went_on(), "{}", confirmed.text());
    let uploaded = person.upload("selfie", &selfie).await.unwrap();
    assert!(uploaded.went_on(), "{}", uploaded.text());
    let page = person.wait_for("class=\"result ").await;
    assert!(page.contains("result-verified"), "{page}");
    let finished = person.submit("/verify/finish", &[]).await.unwrap();
    let page = finished.text();
    let code: String = page[page.find("code=").unwrap() + 5..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c))
        .collect();
    secrets.keep("the result's code", &code);
    let unknown = json!({ "code": format!("{SURNAME}{SURNAME}") });
    api.post("/v1/verification-results/redeem", &unknown)
        .await
        .unwrap();
    let redeemed = api
        .post("/v1/verification-results/redeem", &json!({ "code": code }))
        .await
        .unwrap();
    assert_eq!(redeemed.status, 200, "{}", redeemed.text());
    let report = redeemed.text();
    assert!(
        report
            .to_ascii_uppercase()
            .contains(&SURNAME.to_ascii_uppercase()),
        "it was read: {report}"
    );
    assert!(report.contains(NUMBER) && report.contains(REFERENCE));
    assert_eq!(redeemed.json()["status"], "verified");

    // Operators who are none.
    for (path, body) in [
        ("/moderate/sign-in/begin", "{}"),
        (
            "/moderate/sign-in/finish",
            "{\"id\":\"Quetzalwright\",\"rawId\":\"Quetzalwright\"}",
        ),
    ] {
        let headers = [(hyper::header::CONTENT_TYPE, "application/json")];
        server
            .client()
            .send(Method::POST, path, &headers, body)
            .await
            .unwrap();
    }
    server
        .client()
        .get(&format!("/moderate/enrol/{SURNAME}{SURNAME}"))
        .await
        .unwrap();

    // The webhook has come; it names the session and nothing about the person.
    for _ in 0..600 {
        if received
            .lock()
            .unwrap()
            .iter()
            .any(|hook| hook.contains("verified\""))
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let told = received.lock().unwrap().join("\n");
    assert!(
        told.contains("verification_session.verified") && told.contains(&id),
        "{told}"
    );
    let mut of_the_person = Secrets::default();
    for (what, value) in secrets
        .0
        .iter()
        .filter(|(what, _)| *what != "the reference")
    {
        of_the_person.keep(what, value);
    }
    let mut failures = Vec::new();
    of_the_person.search("a webhook", told.as_bytes(), &mut failures);
    assert!(failures.is_empty(), "{failures:?}");

    // What may stand there is found where it is looked for.
    let mut allowed = Secrets::default();
    allowed.keep("the session", &id);
    let database = fs::read(server.folder().join("bonafide.db-wal")).unwrap();
    for (place, bytes) in [("log", server.log().into_bytes()), ("database", database)] {
        let mut found = Vec::new();
        allowed.search(place, &bytes, &mut found);
        assert_eq!(found.len(), 1, "the {place} does not name the session");
    }
    search(&server, &secrets, "after the journey").await;
    let path = format!("/v1/verification-sessions/{id}/redact");
    let redacted = api.post(&path, &json!({})).await.unwrap();
    assert_eq!(redacted.status, 200);
    assert!(!redacted.text().contains(REFERENCE));
    search(&server, &secrets, "after the erasure").await;
}
