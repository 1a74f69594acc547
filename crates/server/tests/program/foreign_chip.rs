//! A chip that an organisation's own app read: from a challenge to a verified session, by the API and
//! the page alone.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bonafide_emrtd::reading::File;
use bonafide_fixtures::camera::jpeg;
use bonafide_fixtures::portrait::Photo;
use bonafide_test_server::{Client, TestServer};
use bonafide_virtual_passport::issuer::{
    Authority, KeyKind, Period, PrivateKey, SodOptions, data_group_2,
};
use bonafide_virtual_passport::{ActiveAnswer, ActiveSigner, Design, Document};
use bonafide_x509::{HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::{done, open, pictures, read, with_passport};

/// A passport with these lines and this portrait, and the certificate of the state that issued it.
fn passport(lines: Vec<String>, portrait: &[u8]) -> (Document, ActiveSigner, Vec<u8>) {
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let kind = KeyKind::Rsa { bits: 1024 };
    let active = ActiveSigner::generate(kind, HashAlgorithm::Sha1, &mut rng).unwrap();
    let design = Design {
        zone: lines,
        active: Some(active.clone()),
        ..Design::default()
    };
    let mut document = design.personalise(&mut rng).unwrap();
    let portrait = data_group_2(portrait, 413, 531);
    document.files.insert(File::DataGroup(2), portrait);
    let scheme = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
    let period = Period {
        begin: "2020-01-01T00:00:00Z".parse().unwrap(),
        end: "2055-01-01T00:00:00Z".parse().unwrap(),
    };
    let kind = KeyKind::Rsa { bits: 2048 };
    let own = PrivateKey::generate(kind, &mut rng).unwrap();
    let state = Authority::new("UT", own, scheme, period, &mut rng).unwrap();
    let its = PrivateKey::generate(kind, &mut rng).unwrap();
    let signer = state.document_signer(its, scheme, &[7], &mut rng).unwrap();
    let options = SodOptions::default();
    document.sign(&signer, &options, &mut rng).unwrap();
    (document, active, state.certificate)
}

/// The service of the installation's organisation whose policy trusts it with files.
fn offer(server: &TestServer) {
    let write = |name: &str, value: &Value| {
        let file = server.folder().join(name);
        fs::write(&file, value.to_string()).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let mut policy: Value = serde_json::from_str(&done(server, &["policy", "standard"])).unwrap();
    policy["id"] = json!("own-readers");
    policy["version"] = json!(1);
    policy["foreign_readers"] = json!(true);
    done(server, &["policy", "put", &write("policy.json", &policy)]);
    let definition = json!({
        "id": "app-check",
        "version": 1,
        "title": "Archive pass",
        "purpose": "To lend out what cannot be replaced.",
        "steps": ["consent", "document", "chip", "fields", "selfie"],
        "documents": ["passport"],
        "level": "substantial",
        "policy": { "id": "own-readers", "version": 1 }
    });
    let listed = done(server, &["organisation", "list"]);
    let organisation = listed
        .split_whitespace()
        .find(|word| word.starts_with("org_"));
    let definition = write("service.json", &definition);
    let arguments = [
        "organisation",
        "service",
        organisation.unwrap(),
        &definition,
    ];
    done(server, &arguments);
}

async fn hand_over(api: &Client, id: &str, body: &Value) -> (u16, Value) {
    let path = format!("/v1/verification-sessions/{id}/chip");
    let answer = api.post(&path, body).await.unwrap();
    (answer.status.as_u16(), answer.json())
}

/// What is answered to a body that is announced as larger than any.
async fn too_large(server: &TestServer, id: &str) -> String {
    let url = server.url();
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).await.unwrap();
    let log = server.log();
    let key = log
        .split_whitespace()
        .find(|word| word.starts_with("bonafide_demo_test_"));
    let key = key.unwrap();
    let head = format!(
        "POST /v1/verification-sessions/{id}/chip HTTP/1.1\r\nhost: {address}\r\n\
         authorization: Bearer {key}\r\ncontent-type: application/json\r\n\
         content-length: 7000000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_app_read_ends_verified_with_class_b() {
    let server = TestServer::start().await.unwrap();
    let (front, selfie, lines) = pictures(|_| ());
    let portrait = jpeg(&Photo::A1.passport(413).unwrap(), 90);
    let (document, active, certificate) = passport(lines, &portrait);
    fs::write(server.folder().join("state.cer"), certificate).unwrap();
    let state = server.folder().join("state.cer");
    done(
        &server,
        &["trust", "import", state.to_str().unwrap(), "--yes"],
    );
    offer(&server);

    let api = server.sandbox();
    let (id, link) = open(&api, &json!({ "service": "app-check" })).await;
    let path = format!("/v1/verification-sessions/{id}/chip/challenge");
    let early = api.post(&path, &json!({})).await.unwrap();
    assert_eq!(
        (early.status.as_u16(), &early.json()["code"]),
        (409, &json!("chip-not-expected"))
    );
    let mut person = with_passport(&server, &link, &front).await;
    person.wait_for("action=\"/verify/chip\"").await;

    let drawn = api.post(&path, &json!({})).await.unwrap();
    assert_eq!(drawn.status, 201, "{}", drawn.text());
    let challenge = drawn.json()["challenge"].as_str().unwrap().to_owned();
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let bytes = STANDARD.decode(&challenge).unwrap();
    let signature = active.sign(&bytes, ActiveAnswer::Plain, &mut rng).unwrap();
    let files: Value = (document.files.iter())
        .map(|(file, bytes)| {
            (
                file.name().replace("EF.", ""),
                json!(STANDARD.encode(bytes)),
            )
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    let body = json!({
        "files": files,
        "AAChallenge": challenge,
        "AASignature": STANDARD.encode(signature),
    });

    // What cannot be taken is told, and costs nothing.
    let problem = too_large(&server, &id).await;
    assert!(problem.starts_with("HTTP/1.1 413 "), "{problem}");
    assert!(
        problem.contains("body-too-large") && problem.contains("6144"),
        "{problem}"
    );
    let mut wrong = body.clone();
    wrong["files"]["DG16"] = json!("AAAA");
    let (status, problem) = hand_over(&api, &id, &wrong).await;
    assert_eq!(
        (status, &problem["code"]),
        (422, &json!("chip-files-unreadable"))
    );
    assert_eq!(problem["errors"][0]["pointer"], "/files/DG16", "{problem}");
    wrong = body.clone();
    wrong["AAChallenge"] = json!("AAECAwQFBgc=");
    let (status, problem) = hand_over(&api, &id, &wrong).await;
    assert_eq!(
        (status, &problem["code"]),
        (410, &json!("chip-challenge-unknown"))
    );

    let (status, session) = hand_over(&api, &id, &body).await;
    assert_eq!((status, &session["id"]), (200, &json!(id)), "{session}");
    person.wait_for("action=\"/verify/fields\"").await;
    let confirmed = person.submit("/verify/fields", &[]).await.unwrap();
    assert!(confirmed.went_on(), "{}", confirmed.text());
    let uploaded = person.upload("selfie", &selfie).await.unwrap();
    assert!(uploaded.went_on(), "{}", uploaded.text());
    let page = person.wait_for("class=\"result ").await;
    let report = read(&api, &id).await.json()["report"].clone();
    assert!(page.contains("result-verified"), "{report}");
    assert_eq!(report["chip"]["evidence_class"], "B", "{report}");
    let (status, problem) = hand_over(&api, &id, &body).await;
    assert_eq!((status, &problem["code"]), (409, &json!("state-conflict")));
}
