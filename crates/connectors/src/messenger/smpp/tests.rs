//! Against a message centre made of other people's codec (rusmpp), so that our encoding is
//! read by somebody else.

use std::sync::Mutex;

use futures::{SinkExt as _, StreamExt as _};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::values::DataCoding;
use rusmpp::{Command as Unit, CommandStatus, Pdu};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::Framed;

use super::*;
use crate::messenger::testing::{id, mail, sms};
use crate::tls::testing::Authority;

#[derive(Clone)]
struct Behaviour {
    bind: CommandStatus,
    submit: CommandStatus,
    enquires: bool,
    silent: bool,
    tls: Option<TlsAcceptor>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            bind: CommandStatus::EsmeRok,
            submit: CommandStatus::EsmeRok,
            enquires: false,
            silent: false,
            tls: None,
        }
    }
}

struct Centre {
    port: u16,
    units: Arc<Mutex<Vec<Unit>>>,
    task: JoinHandle<()>,
}

impl Centre {
    async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let units = Arc::new(Mutex::new(Vec::new()));
        let shared = units.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (behaviour, units) = (behaviour.clone(), shared.clone());
                tokio::spawn(async move {
                    match behaviour.tls.clone() {
                        None => session(stream, behaviour, &units).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                session(stream, behaviour, &units).await;
                            }
                        }
                    }
                });
            }
        });
        Self { port, units, task }
    }

    fn submitted(&self) -> Vec<rusmpp::pdus::SubmitSm> {
        let submits = |unit: &Unit| match unit.pdu() {
            Some(Pdu::SubmitSm(submit)) => Some(submit.clone()),
            _ => None,
        };
        self.units
            .lock()
            .unwrap()
            .iter()
            .filter_map(submits)
            .collect()
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn session(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    behaviour: Behaviour,
    units: &Mutex<Vec<Unit>>,
) {
    let mut framed = Framed::new(stream, CommandCodec::new());
    while let Some(Ok(unit)) = framed.next().await {
        units.lock().unwrap().push(unit.clone());
        if behaviour.silent {
            continue;
        }
        if behaviour.enquires {
            framed
                .send(Unit::new(CommandStatus::EsmeRok, 900, Pdu::EnquireLink))
                .await
                .unwrap();
        }
        let (status, pdu) = match unit.pdu() {
            Some(Pdu::BindTransmitter(_)) => (
                behaviour.bind,
                Pdu::BindTransmitterResp(rusmpp::pdus::BindTransmitterResp::default()),
            ),
            Some(Pdu::SubmitSm(_)) => (
                behaviour.submit,
                Pdu::SubmitSmResp(rusmpp::pdus::SubmitSmResp::default()),
            ),
            Some(Pdu::Unbind) => (CommandStatus::EsmeRok, Pdu::UnbindResp),
            _ => continue,
        };
        if framed
            .send(Unit::new(status, unit.sequence_number(), pdu))
            .await
            .is_err()
        {
            return;
        }
    }
}

fn config(port: u16) -> SmppConfig {
    SmppConfig {
        host: "localhost".to_owned(),
        port: Some(port),
        tls: false,
        ca_file: None,
        system_id: "bonafide".to_owned(),
        password: Some(Secret::new("word")),
        password_file: None,
        system_type: String::new(),
        from: "Bonafide".to_owned(),
        alphabet: Alphabet::Gsm,
        max_sessions: 1,
        timeout_seconds: 5,
    }
}

async fn deliver(config: &SmppConfig, message: &Message) -> Result<(), DeliveryError> {
    Smpp::new(config).unwrap().deliver(&id(), message).await
}

#[tokio::test]
async fn a_text_message_arrives() {
    let centre = Centre::start(Behaviour {
        enquires: true,
        ..Behaviour::default()
    })
    .await;
    deliver(&config(centre.port), &sms("Your code is 123456"))
        .await
        .unwrap();
    let units = centre.units.lock().unwrap().clone();
    let Some(Pdu::BindTransmitter(bind)) = units[0].pdu() else {
        panic!("{:?}", units[0])
    };
    assert_eq!(bind.system_id.to_string(), "bonafide");
    assert_eq!(bind.password.to_string(), "word");
    let submit = &centre.submitted()[0];
    assert_eq!(submit.destination_addr.to_string(), "31612345678");
    assert_eq!(submit.source_addr.to_string(), "Bonafide");
    assert_eq!(submit.short_message().as_ref(), b"Your code is 123456");
    assert_eq!(submit.data_coding, DataCoding::McSpecific);
    assert!(
        units
            .iter()
            .any(|unit| matches!(unit.pdu(), Some(Pdu::EnquireLinkResp)))
    );
    assert!(
        units
            .iter()
            .any(|unit| matches!(unit.pdu(), Some(Pdu::Unbind)))
    );
}

#[tokio::test]
async fn long_texts_travel_in_parts() {
    let centre = Centre::start(Behaviour::default()).await;
    deliver(&config(centre.port), &sms(&"Қ".repeat(100)))
        .await
        .unwrap();
    let submitted = centre.submitted();
    assert_eq!(submitted.len(), 2);
    for (number, submit) in submitted.iter().enumerate() {
        assert_eq!(submit.data_coding, DataCoding::Ucs2);
        let octets = submit.short_message().as_ref();
        assert_eq!(octets[..3], [5, 0, 3]);
        assert_eq!(usize::from(octets[5]), number + 1);
    }
    let long = sms(&"x".repeat(5_000));
    assert!(
        !deliver(&config(centre.port), &long)
            .await
            .unwrap_err()
            .is_retryable()
    );
}

#[tokio::test]
async fn over_tls_to_the_right_centre_only() {
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new(directory.path());
    let tls = Some(authority.server(&["localhost"]));
    let centre = Centre::start(Behaviour {
        tls,
        ..Behaviour::default()
    })
    .await;
    let mut config = SmppConfig {
        tls: true,
        ..config(centre.port)
    };
    assert!(
        deliver(&config, &sms("1"))
            .await
            .unwrap_err()
            .is_retryable()
    );
    assert!(centre.units.lock().unwrap().is_empty());
    config.ca_file = Some(authority.ca_file());
    deliver(&config, &sms("1")).await.unwrap();
    assert_eq!(centre.submitted().len(), 1);
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let submit = |submit| Behaviour {
        submit,
        ..Behaviour::default()
    };
    let bind = |bind| Behaviour {
        bind,
        ..Behaviour::default()
    };
    for (behaviour, expected) in [
        (
            submit(CommandStatus::EsmeRinvdstadr),
            DeliveryError::permanent("smpp 0x0000000b"),
        ),
        (
            submit(CommandStatus::EsmeRthrottled),
            DeliveryError::retryable("smpp 0x00000058"),
        ),
        (
            submit(CommandStatus::EsmeRmsgqful),
            DeliveryError::retryable("smpp 0x00000014"),
        ),
        (
            bind(CommandStatus::EsmeRinvpaswd),
            DeliveryError::retryable("smpp 0x0000000e"),
        ),
    ] {
        let centre = Centre::start(behaviour).await;
        assert_eq!(
            deliver(&config(centre.port), &sms("1")).await,
            Err(expected)
        );
    }
}

#[tokio::test]
async fn nobody_there_and_nobody_answering() {
    let port = Centre::start(Behaviour::default()).await.port;
    assert!(
        deliver(&config(port), &sms("1"))
            .await
            .unwrap_err()
            .is_retryable()
    );
    let silent = Centre::start(Behaviour {
        silent: true,
        ..Behaviour::default()
    })
    .await;
    let config = SmppConfig {
        timeout_seconds: 1,
        ..config(silent.port)
    };
    assert!(
        deliver(&config, &sms("1"))
            .await
            .unwrap_err()
            .is_retryable()
    );
    let not_sms = deliver(&config, &mail("a@b.nl")).await;
    assert_eq!(not_sms, Err(DeliveryError::permanent("not a text message")));
}

#[tokio::test]
async fn somebody_else_answering() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"220 mail.example ESMTP ready\r\n")
            .await
            .unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    });
    let error = deliver(&config(port), &sms("1")).await.unwrap_err();
    assert_eq!(
        error,
        DeliveryError::retryable("the message centre does not speak SMPP")
    );
}

#[test]
fn problems_name_their_keys() {
    let keys = |config: &SmppConfig| {
        let problems = config.problems("sms.smpp");
        problems
            .into_iter()
            .map(|problem| problem.key)
            .collect::<Vec<_>>()
    };
    assert!(keys(&config(2775)).is_empty());
    let bad = SmppConfig {
        host: String::new(),
        port: Some(0),
        system_id: "a".repeat(16),
        system_type: "a".repeat(13),
        from: "a name that is too long".to_owned(),
        password: Some(Secret::new("much too long")),
        max_sessions: 0,
        timeout_seconds: 0,
        ..config(1)
    };
    let expected = [
        "host",
        "port",
        "system_id",
        "system_type",
        "from",
        "max_sessions",
        "timeout_seconds",
        "password",
    ];
    assert_eq!(keys(&bad), expected.map(|key| format!("sms.smpp.{key}")));
    for (from, ton) in [("Bonafide", 5), ("+31600000000", 1), ("12345", 3)] {
        assert_eq!(Sender::parse(from).unwrap().ton, ton);
    }
}
