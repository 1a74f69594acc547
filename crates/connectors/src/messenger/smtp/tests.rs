use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::fake::{Behaviour, Relay};
use super::*;
use crate::messenger::testing::{id, mail, sms};
use crate::tls::testing::Authority;

fn config(port: u16, encryption: Encryption) -> SmtpConfig {
    SmtpConfig {
        host: "localhost".to_owned(),
        port: Some(port),
        encryption,
        ca_file: None,
        username: None,
        password: None,
        password_file: None,
        from: "id@organisation.example".to_owned(),
        from_name: "Bonafide".to_owned(),
        hello_name: Some("sender.test".to_owned()),
        timeout_seconds: 5,
    }
}

async fn deliver(config: &SmtpConfig, message: &Message) -> Result<(), DeliveryError> {
    Smtp::new(config).unwrap().deliver(&id(), message).await
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let relay = Relay::start(Behaviour::default()).await;
    deliver(
        &config(relay.port(), Encryption::None),
        &mail("zoe@mail.example"),
    )
    .await
    .unwrap();
    let arrived = &relay.arrived()[0];
    assert_eq!(arrived.from, "id@organisation.example");
    assert_eq!(arrived.to, "zoe@mail.example");
    assert!(!arrived.encrypted);
    for part in [
        format!("Message-ID: <{}@organisation.example>", id()),
        "Date: Sat, 21 Nov 2026 12:00:00 +0000".to_owned(),
        "From: Bonafide <id@organisation.example>".to_owned(),
        "To: zoe@mail.example".to_owned(),
        "Subject: =?utf-8?b?".to_owned(),
        "multipart/alternative".to_owned(),
        "text/html; charset=utf-8".to_owned(),
    ] {
        assert!(
            arrived.data.contains(&part),
            "{part} is missing from\n{}",
            arrived.data
        );
    }
}

#[tokio::test]
async fn sending_again_is_the_same_mail() {
    let relay = Relay::start(Behaviour::default()).await;
    let config = config(relay.port(), Encryption::None);
    for _ in 0..2 {
        deliver(&config, &mail("zoe@mail.example")).await.unwrap();
    }
    let arrived = relay.arrived();
    assert_eq!(arrived[0].data, arrived[1].data);
}

#[tokio::test]
async fn line_breaks_cannot_add_headers() {
    let relay = Relay::start(Behaviour::default()).await;
    let message = Message::Mail {
        to: "zoe@mail.example".parse().unwrap(),
        subject: "Hello\r\nBcc: everyone@mail.example".to_owned(),
        text: "x".to_owned(),
        html: None,
    };
    deliver(&config(relay.port(), Encryption::None), &message)
        .await
        .unwrap();
    assert!(!relay.arrived()[0].data.contains("\r\nBcc"));
}

#[tokio::test]
async fn encrypted_and_signed_in() {
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new(directory.path());
    let acceptor = authority.server(&["localhost"]);
    for encryption in [Encryption::Starttls, Encryption::Tls] {
        let mut behaviour = Behaviour::default();
        match encryption {
            Encryption::Starttls => behaviour.starttls = Some(acceptor.clone()),
            _ => behaviour.tls = Some(acceptor.clone()),
        }
        let relay = Relay::start(behaviour).await;
        let mut config = config(relay.port(), encryption);
        config.ca_file = Some(authority.ca_file());
        config.username = Some("user".to_owned());
        config.password = Some(Secret::new("word"));
        deliver(&config, &mail("zoe@mail.example")).await.unwrap();
        let arrived = &relay.arrived()[0];
        assert!(arrived.encrypted);
        // PLAIN: NUL user NUL password, in base 64.
        assert_eq!(arrived.auth.as_deref(), Some("PLAIN AHVzZXIAd29yZA=="));

        config.ca_file = None;
        let error = deliver(&config, &mail("zoe@mail.example"))
            .await
            .unwrap_err();
        assert!(
            error.is_retryable(),
            "an untrusted relay gets nothing: {error}"
        );
        assert_eq!(relay.arrived().len(), 1);
    }
}

#[tokio::test]
async fn a_relay_without_starttls_gets_nothing() {
    let relay = Relay::start(Behaviour::default()).await;
    let result = deliver(
        &config(relay.port(), Encryption::Starttls),
        &mail("z@mail.example"),
    )
    .await;
    assert!(result.unwrap_err().is_retryable());
    assert!(relay.arrived().is_empty());
}

#[tokio::test]
async fn refusals_are_told_apart_and_never_quoted() {
    let refused = |line: &str| Some(line.to_owned());
    let recipient = |line| Behaviour {
        refuse_recipient: refused(line),
        ..Behaviour::default()
    };
    let message = |line| Behaviour {
        refuse_message: refused(line),
        ..Behaviour::default()
    };
    for (behaviour, expected) in [
        (
            recipient("550 5.1.1 <zoe@mail.example> unknown"),
            DeliveryError::permanent("smtp 550"),
        ),
        (
            recipient("450 4.2.0 zoe@mail.example greylisted"),
            DeliveryError::retryable("smtp 450"),
        ),
        (
            recipient("421 4.7.0 busy"),
            DeliveryError::retryable("smtp 421"),
        ),
        (
            recipient("530 5.7.0 sign in first"),
            DeliveryError::retryable("smtp 530"),
        ),
        (
            message("552 5.3.4 too big"),
            DeliveryError::permanent("smtp 552"),
        ),
        (
            message("451 4.3.0 later"),
            DeliveryError::retryable("smtp 451"),
        ),
    ] {
        let relay = Relay::start(behaviour).await;
        let config = config(relay.port(), Encryption::None);
        let error = deliver(&config, &mail("zoe@mail.example"))
            .await
            .unwrap_err();
        assert_eq!(error, expected);
    }
}

#[tokio::test]
async fn a_wrong_password_is_the_operators_affair() {
    let behaviour = Behaviour {
        refuse_auth: Some("535 5.7.8 no".to_owned()),
        ..Behaviour::default()
    };
    let relay = Relay::start(behaviour).await;
    let mut config = config(relay.port(), Encryption::None);
    config.username = Some("user".to_owned());
    config.password = Some(Secret::new("wrong"));
    let error = deliver(&config, &mail("zoe@mail.example"))
        .await
        .unwrap_err();
    assert_eq!(error, DeliveryError::retryable("smtp 535"));
}

#[tokio::test]
async fn nobody_there_and_nobody_answering() {
    let port = Relay::start(Behaviour::default()).await.port();
    let error = deliver(&config(port, Encryption::None), &mail("z@mail.example")).await;
    assert!(error.unwrap_err().is_retryable());
    let silent = Relay::start(Behaviour {
        silent: true,
        ..Behaviour::default()
    })
    .await;
    let config = SmtpConfig {
        timeout_seconds: 1,
        ..config(silent.port(), Encryption::None)
    };
    let error = deliver(&config, &mail("z@mail.example")).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
}

#[tokio::test]
async fn only_mails_and_only_where_they_can_go() {
    let relay = Relay::start(Behaviour::default()).await;
    let config = config(relay.port(), Encryption::None);
    assert_eq!(
        deliver(&config, &sms("1")).await,
        Err(DeliveryError::permanent("not a mail"))
    );
    let error = deliver(&config, &mail("зоя@mail.example"))
        .await
        .unwrap_err();
    assert!(!error.is_retryable(), "this relay has no SMTPUTF8: {error}");
    assert!(relay.arrived().is_empty());
}

#[test]
fn problems_name_their_keys() {
    let keys = |config: &SmtpConfig| {
        let problems = config.problems("mail.smtp");
        problems
            .into_iter()
            .map(|problem| problem.key)
            .collect::<Vec<_>>()
    };
    assert!(keys(&config(25, Encryption::None)).is_empty());
    let bad = SmtpConfig {
        host: "mail.example".to_owned(),
        port: Some(0),
        from: "nobody".to_owned(),
        username: Some("user".to_owned()),
        ca_file: Some(PathBuf::from("/nonexistent/ca.pem")),
        timeout_seconds: 0,
        ..config(25, Encryption::None)
    };
    let expected = [
        "port",
        "from",
        "encryption",
        "timeout_seconds",
        "password",
        "ca_file",
    ];
    assert_eq!(keys(&bad), expected.map(|key| format!("mail.smtp.{key}")));
    assert!(matches!(Smtp::new(&bad), Err(SmtpError::Problems(_))));
}

/// A relay of other people's making: PyPI aiosmtpd, which requires STARTTLS and a password
/// here and prints what it got.
struct Aiosmtpd {
    child: Child,
    port: u16,
}

const AIOSMTPD: &str = r#"
import json, ssl, sys, time
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
class Keep:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos,
                          "tls": session.ssl is not None,
                          "data": envelope.content.decode("utf-8")}), flush=True)
        return "250 kept"
def check(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"user" and data.password == b"word", handled=False)
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(sys.argv[1], sys.argv[2])
controller = Controller(Keep(), hostname="127.0.0.1", port=int(sys.argv[3]), tls_context=context,
                        require_starttls=True, auth_required=True, authenticator=check,
                        enable_SMTPUTF8=True)
controller.start()
print("ready", flush=True)
time.sleep(60)
"#;

impl Aiosmtpd {
    /// The interpreter of an environment with aiosmtpd in the user's cache, made when python3
    /// and its package index are within reach.
    async fn python() -> Option<PathBuf> {
        let cache = std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))?;
        let environment = cache.join("bonafide").join("venv-aiosmtpd");
        let python = environment.join("bin/python");
        let quietly = |program: &Path, args: &[&str]| {
            let mut command = Command::new(program);
            command
                .args(args)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .kill_on_drop(true);
            async move { command.status().await.is_ok_and(|status| status.success()) }
        };
        if !quietly(&python, &["-c", "import aiosmtpd"]).await {
            let path = environment.to_str()?;
            if !quietly(Path::new("python3"), &["-m", "venv", path]).await
                || !quietly(&python, &["-m", "pip", "install", "-q", "aiosmtpd==1.4.6"]).await
            {
                return None;
            }
        }
        Some(python)
    }

    async fn start(python: &Path, authority: &Authority, directory: &Path) -> Self {
        let (certificate, key) = (directory.join("cert.pem"), directory.join("key.pem"));
        authority.write_pem(&["localhost"], &certificate, &key);
        let script = directory.join("relay.py");
        std::fs::write(&script, AIOSMTPD).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = Command::new(python)
            .args([&script, &certificate, &key])
            .arg(port.to_string())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { child, port }
    }
}

#[tokio::test]
async fn aiosmtpd_understands_us() {
    let Some(python) = Aiosmtpd::python().await else {
        eprintln!("SKIPPED: PyPI aiosmtpd is not within reach (needs python3 with venv and pip)");
        return;
    };
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new(directory.path());
    let mut relay = Aiosmtpd::start(&python, &authority, directory.path()).await;
    let mut lines = BufReader::new(relay.child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next_line().await.unwrap().as_deref(), Some("ready"));
    let mut config = config(relay.port, Encryption::Starttls);
    config.ca_file = Some(authority.ca_file());
    config.username = Some("user".to_owned());
    config.password = Some(Secret::new("word"));
    deliver(&config, &mail("зоя@mail.example")).await.unwrap();
    let line = lines.next_line().await.unwrap().unwrap();
    let got: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(got["from"], "id@organisation.example");
    assert_eq!(got["to"][0], "зоя@mail.example");
    assert_eq!(got["tls"], true);
    assert!(
        got["data"]
            .as_str()
            .unwrap()
            .contains("multipart/alternative")
    );

    config.password = Some(Secret::new("wrong"));
    let error = deliver(&config, &mail("zoe@mail.example"))
        .await
        .unwrap_err();
    assert_eq!(error, DeliveryError::retryable("smtp 535"));
}
