//! Objects in S3, against a server that speaks its protocol; skipped where the
//! Python package `moto` is not installed.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bonafide_identity::id::{AccountId, EvidenceId, OrganisationId, RegistrationId};
use bonafide_store::evidence::{self, EvidenceOf, NewEvidence};
use bonafide_store::keys::Class;
use bonafide_store::testing::{noon, rows, seeded, sqlite_config};
use bonafide_store::{
    ObjectsConfig, S3Config, Store, StoreError, accounts, erase_evidence, organisations,
    registrations,
};
use jiff::SignedDuration;

const BUCKET: &str = "bonafide-test";

struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the server and makes the bucket.
fn server() -> Option<Server> {
    let installed = Command::new("python3")
        .args(["-c", "import moto.server, flask"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !installed {
        eprintln!("SKIPPED: the Python package moto is not installed, so S3 was not tested");
        return None;
    }
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let start = "import sys; from moto.server import main; main(sys.argv[1:])";
    let child = Command::new("python3")
        .args(["-c", start, "-H", "127.0.0.1", "-p", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server { child, port };
    let begin = Instant::now();
    while make_bucket(port).is_err() {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "the server does not answer"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    Some(server)
}

fn make_bucket(port: u16) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(
        stream,
        "PUT /{BUCKET} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        Ok(())
    } else {
        Err(std::io::Error::other(answer))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn evidence_in_s3() {
    let Some(server) = server() else { return };
    let directory = tempfile::tempdir().unwrap();
    let mut config = sqlite_config(directory.path());
    config.objects = ObjectsConfig::S3(S3Config {
        bucket: BUCKET.to_owned(),
        region: "eu-west-1".to_owned(),
        endpoint: Some(format!("http://127.0.0.1:{}", server.port)),
        access_key: Some(("id".to_owned(), "secret".to_owned())),
        allow_http: true,
    });
    assert!(!format!("{config:?}").contains("secret"));
    Store::migrate(&config, seeded(1), noon()).await.unwrap();
    let store = Store::open(&config, seeded(2)).await.unwrap();
    let (organisation, account, registration) = (
        OrganisationId::new(noon(), [1; 10]),
        AccountId::new(noon(), [2; 10]),
        RegistrationId::new(noon(), [3; 10]),
    );
    let mut tx = store.begin().await.unwrap();
    let acme = rows::organisation(organisation.clone(), noon());
    organisations::insert(&mut tx, &acme).await.unwrap();
    let guest = rows::guest(account.clone(), noon());
    accounts::insert(&mut tx, &guest).await.unwrap();
    let summary = rows::registration(
        organisation.clone(),
        registration.clone(),
        account.clone(),
        noon(),
    );
    registrations::insert(&mut tx, &summary, b"{}")
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let bytes = vec![9; 300_000];
    let id = EvidenceId::new(noon(), [4; 10]);
    let of = |id| EvidenceOf {
        organisation: &organisation,
        account: &account,
        registration: &registration,
        id,
        class: Class::Evidence,
    };
    let upload = store.upload(of(&id), bytes.clone()).await.unwrap();
    let new = NewEvidence {
        kind: "document_front",
        attempt: 1,
        source: "camera",
        media_type: "image/jpeg",
        created: noon(),
        erase_after: None,
    };
    let mut tx = store.begin().await.unwrap();
    evidence::insert(&mut tx, &upload, &new).await.unwrap();
    tx.commit().await.unwrap();
    let mut read = store.read().await.unwrap();
    let row = evidence::find(&mut read, &organisation, &id)
        .await
        .unwrap()
        .unwrap();
    drop(read);
    assert_eq!(&*store.evidence_bytes(&row).await.unwrap(), &bytes);

    let orphan = EvidenceId::new(noon(), [5; 10]);
    drop(store.upload(of(&orphan), b"orphan".to_vec()).await.unwrap());
    let far_future = noon() + SignedDuration::from_hours(24 * 36_500);
    assert_eq!(
        store
            .sweep_orphans(far_future, SignedDuration::from_hours(1))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        &*store.evidence_bytes(&row).await.unwrap(),
        &bytes,
        "in use, so kept"
    );

    let mut tx = store.begin().await.unwrap();
    erase_evidence(&mut tx, &organisation, &id, noon())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.sweep_doomed().await.unwrap(), 1);
    assert!(matches!(
        store.evidence_bytes(&row).await,
        Err(StoreError::Erased(_))
    ));

    drop(server);
    let gone = store.upload(of(&orphan), bytes).await;
    assert!(matches!(gone.err(), Some(StoreError::Unavailable(_))));
}
