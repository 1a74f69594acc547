//! `bonafide-reader connect`: a server far away reads the passport on this desk.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use bonafide_emrtd::{
    access_key::AccessKey,
    reading::{
        Batch, File, Next, Nonce, Options, Outcome, ReaderAbility, Reading, Received, StopRule,
    },
    relay::{
        Bytes, Card, FromReader, FromServer, Hello, Hint, MAX_MESSAGE_BYTES, Notice, Pairing,
        SUBPROTOCOL, Secret, Welcome,
    },
};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;
use tungstenite::handshake::server::{Request, Response};
use tungstenite::http::HeaderValue;
use tungstenite::{Message, WebSocket};

use crate::parts::{Passport, SLOT, Service, reader};

const CODE: &str = "7KQ2-M9XP";
const RESUME: &str = "a-secret-for-this-session";
/// One way.
const DELAY: Duration = Duration::from_millis(25);

/// A server's end of the relay.
pub(crate) struct Relay<S: std::io::Read + std::io::Write>(WebSocket<S>);

impl<S: std::io::Read + std::io::Write> Relay<S> {
    pub(crate) fn accept(stream: S) -> Relay<S> {
        #[expect(clippy::result_large_err, reason = "the callback's type is given")]
        let choose = |request: &Request, mut response: Response| {
            assert_eq!(request.uri().path(), "/chip/relay");
            assert_eq!(request.headers()["sec-websocket-protocol"], SUBPROTOCOL);
            response.headers_mut().insert(
                "sec-websocket-protocol",
                HeaderValue::from_static(SUBPROTOCOL),
            );
            Ok(response)
        };
        Relay(tungstenite::accept_hdr(stream, choose).unwrap())
    }

    fn say(&mut self, message: &FromServer) {
        let text = message.to_json().unwrap();
        self.0.send(Message::text(text)).unwrap();
    }

    fn hear(&mut self) -> FromReader {
        loop {
            match self.0.read().unwrap() {
                Message::Text(text) => {
                    assert!(text.len() <= MAX_MESSAGE_BYTES);
                    return FromReader::from_json(&text).unwrap();
                }
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn welcome(&mut self, confirmed: bool) -> Hello {
        let FromReader::Hello(hello) = self.hear() else {
            panic!("a greeting")
        };
        self.say(&FromServer::Welcome(Welcome {
            session: "session-1".to_owned(),
            resume: Secret(RESUME.to_owned()),
            organisation: "Utopia Savings Bank".to_owned(),
            number: 47,
            confirmed,
            expires_at: "2030-01-01T00:00:00Z".parse().unwrap(),
        }));
        hello
    }

    /// From `hello` to a card on the reader.
    pub(crate) fn begin(&mut self) -> Hello {
        let hello = self.welcome(false);
        assert_eq!(hello.pairing, Pairing::Code(Secret(CODE.to_owned())));
        assert_eq!(self.hear(), FromReader::Confirm);
        self.say(&FromServer::Confirmed);
        self.say(&FromServer::Present { hint: Hint::Place });
        self.card();
        hello
    }

    fn card(&mut self) {
        loop {
            match self.hear() {
                FromReader::Card(Card { present: true, atr }) => {
                    assert!(atr.is_some());
                    return;
                }
                FromReader::Card(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub(crate) fn done(&mut self) {
        self.say(&FromServer::Done {
            notice: Notice {
                code: "chip_read".to_owned(),
                title: "The chip is read".to_owned(),
                text: "Go on at the page.".to_owned(),
            },
        });
        // Until the reader closes.
        while self.0.read().is_ok() {}
    }
}

/// The session behind the relay.
pub(crate) struct Driver {
    reading: Reading,
    random: ChaCha20Rng,
    began: Instant,
    id: u32,
    /// The batch under way and how many of its answers came.
    batch: Option<Batch>,
    answered: u32,
}

impl Driver {
    pub(crate) fn new(extended: bool) -> Driver {
        let options = Options {
            files: [File::Com, File::DataGroup(1), File::DataGroup(2)].into(),
            reader: ReaderAbility {
                extended,
                ..ReaderAbility::default()
            },
            ..Options::default()
        };
        let key = AccessKey::typed("L898902C3", "740812", "120415").unwrap();
        Driver {
            reading: Reading::new(key, Nonce::Given(*b"8 bytes!"), options),
            random: ChaCha20Rng::seed_from_u64(3),
            began: Instant::now(),
            id: 0,
            batch: None,
            answered: 0,
        }
    }

    /// The next batch, or the one that is still under way.
    fn order(&mut self) -> Option<FromServer> {
        if self.batch.is_none() {
            match self
                .reading
                .advance(self.began.elapsed(), &mut self.random)
                .unwrap()
            {
                Next::Send(batch) => {
                    self.id += 1;
                    self.answered = 0;
                    self.batch = Some(batch);
                }
                Next::Await(_) => panic!("nothing is awaited"),
                Next::Done => return None,
            }
        }
        let batch = self.batch.as_ref()?;
        Some(FromServer::Batch {
            id: self.id,
            stop: batch.stop,
            commands: batch.commands.iter().cloned().map(Bytes).collect(),
        })
    }

    /// Takes answers; whether the batch is over.
    fn take(&mut self, message: FromReader) -> bool {
        let FromReader::Answers { batch, answers } = message else {
            panic!("{message:?}")
        };
        assert_eq!(batch, self.id);
        for answer in answers {
            // Answers that came before the connection broke come again.
            if answer.index < self.answered {
                continue;
            }
            assert_eq!(answer.index, self.answered);
            self.answered += 1;
            let received = self
                .reading
                .receive(&answer.data.0, self.began.elapsed())
                .unwrap();
            if received == Received::Complete {
                self.batch = None;
                return true;
            }
        }
        false
    }

    /// Reads to the end; lost contact is waited out.
    pub(crate) fn drive<S: std::io::Read + std::io::Write>(&mut self, relay: &mut Relay<S>) {
        while let Some(order) = self.order() {
            relay.say(&order);
            loop {
                match relay.hear() {
                    FromReader::Card(_) => {}
                    FromReader::Lost { batch } => {
                        assert_eq!(batch, self.id);
                        self.reading.contact_lost().unwrap();
                        self.batch = None;
                        relay.say(&FromServer::Present {
                            hint: Hint::PutBack,
                        });
                        relay.card();
                        break;
                    }
                    message => {
                        if self.take(message) {
                            break;
                        }
                    }
                }
            }
            let progress = self.reading.progress();
            relay.say(&FromServer::Progress {
                stage: progress.stage,
                bytes: progress.bytes as u64,
                total: progress.total as u64,
            });
        }
    }

    pub(crate) fn outcome(self) -> Outcome {
        self.reading.outcome().expect("the reading is done")
    }
}

/// A line to the server on which every byte takes its time, both ways; where readers connect.
fn slow_line(to: u16) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for near in listener.incoming() {
            let near = near.unwrap();
            let Ok(far) = TcpStream::connect(("127.0.0.1", to)) else {
                return;
            };
            for (from, to) in [
                (near.try_clone().unwrap(), far.try_clone().unwrap()),
                (far, near),
            ] {
                to.set_nodelay(true).unwrap();
                carry(from, to);
            }
        }
    });
    port
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let (put, take) = mpsc::channel::<(Instant, Vec<u8>)>();
    std::thread::spawn(move || {
        for (at, bytes) in take {
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if put
                .send((Instant::now() + DELAY, buffer[..length].to_vec()))
                .is_err()
            {
                break;
            }
        }
    });
}

/// Starts the reader, whose person types this.
fn connect(url: &str, more: &[&str], typed: &str) -> Child {
    let mut command = reader();
    command
        .args(["connect", url])
        .args(more)
        .args(["--reader", SLOT]);
    typing(command, typed)
}

/// Starts a program at whose keyboard somebody types this.
pub(crate) fn typing(mut command: Command, typed: &str) -> Child {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keyboard = child.stdin.take().unwrap();
    keyboard.write_all(typed.as_bytes()).unwrap();
    // The keyboard stays until the program ends.
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(120));
        drop(keyboard);
    });
    child
}

pub(crate) fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().unwrap();
    stream.set_nodelay(true).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream
}

pub(crate) fn ended(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

pub(crate) fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

pub(crate) fn assert_read(outcome: &Outcome, folder: &Path) {
    for file in [File::Com, File::Sod, File::DataGroup(1), File::DataGroup(2)] {
        let issued = std::fs::read(folder.join("issued").join(file.file_name())).unwrap();
        assert!(outcome.files[&file] == issued, "{}", file.name());
    }
    assert_eq!(outcome.proofs().len(), 1);
}

/// 18 KB of portrait, 50 ms away.
#[test]
fn few_round_trips_from_far_away() {
    let Some(_service) = Service::start() else {
        return;
    };
    for (access, most) in [("bac", 10), ("pace-gm", 13), ("pace-cam", 13)] {
        for extended in ["on", "off"] {
            let folder = TempDir::new().unwrap();
            let _passport = Passport::lay(&["--access", access], folder.path());
            let (listener, port) = listener();
            let port = slow_line(port);
            let link = format!("http://127.0.0.1:{port}/chip#{CODE}");
            let child = connect(&link, &["--extended", extended], "yes\n");
            let mut relay = Relay::accept(accept(&listener));
            let hello = relay.begin();
            assert_eq!(hello.reader.extended_length, extended == "on");
            let mut driver = Driver::new(hello.reader.extended_length);
            driver.drive(&mut relay);
            let took = driver.began.elapsed();
            relay.done();
            let output = ended(child);
            assert!(output.status.success());
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(told.contains("Utopia Savings Bank") && told.contains("47"));
            assert!(told.contains("Go on at the page."));
            let outcome = driver.outcome();
            assert_read(&outcome, folder.path());
            let trips = outcome.effort.trips;
            println!(
                "{access}, extended {extended}: {trips} round trips, {:.2} s",
                took.as_secs_f64()
            );
            assert!(trips <= most, "{access}: {trips}");
        }
    }
}

/// The connection breaks in the middle of a batch: the chip keeps its channel, and the reading goes on.
#[test]
fn a_broken_connection_is_resumed() {
    let Some(_service) = Service::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let _passport = Passport::lay(&["--access", "pace-gm"], folder.path());
    let (listener, port) = listener();
    let address = format!("ws://127.0.0.1:{port}");
    let child = connect(&address, &[CODE], "yes\n");
    let mut relay = Relay::accept(accept(&listener));
    relay.begin();
    let mut driver = Driver::new(false);
    let mut breaks = 0;
    'reading: while let Some(order) = driver.order() {
        relay.say(&order);
        let large = matches!(&order, FromServer::Batch { commands, .. } if commands.len() > 20);
        if large && breaks < 2 {
            // Once before anything of the answers is heard, once after the first message of them.
            if breaks == 1 {
                assert!(!driver.take(relay.hear()) || driver.batch.is_none());
            }
            breaks += 1;
            relay.0.get_ref().shutdown(Shutdown::Both).unwrap();
            relay = Relay::accept(accept(&listener));
            let hello = relay.welcome(true);
            assert_eq!(hello.pairing, Pairing::Resume(Secret(RESUME.to_owned())));
            continue 'reading;
        }
        loop {
            match relay.hear() {
                FromReader::Card(card) => assert!(card.present),
                message => {
                    if driver.take(message) {
                        break;
                    }
                }
            }
        }
    }
    relay.done();
    assert!(ended(child).status.success());
    assert_eq!(breaks, 2);
    let outcome = driver.outcome();
    assert_eq!(outcome.effort.losses, 0);
    assert_read(&outcome, folder.path());
}

#[test]
fn a_pulled_passport_is_asked_for_again() {
    let Some(_service) = Service::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let _passport = Passport::lay(&["--access", "pace-gm", "--pull-at", "40"], folder.path());
    let (listener, port) = listener();
    let child = connect(&format!("http://127.0.0.1:{port}"), &[CODE], "yes\n");
    let mut relay = Relay::accept(accept(&listener));
    relay.begin();
    let mut driver = Driver::new(false);
    driver.drive(&mut relay);
    relay.done();
    let output = ended(child);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Lay the document back"));
    let outcome = driver.outcome();
    assert_eq!(outcome.effort.losses, 1);
    assert_read(&outcome, folder.path());
}

/// What a server may not ask is refused, and nothing of its batch reaches the chip.
#[test]
fn a_hostile_server_gets_nothing() {
    let Some(_service) = Service::start() else {
        return;
    };
    let challenge = Bytes(vec![0x00, 0x84, 0x00, 0x00, 0x08]);
    let hostile: [&[u8]; 4] = [
        // VERIFY, UPDATE BINARY, SELECT of a payment application, a command to the reader itself.
        &[0x00, 0x20, 0x00, 0x01, 0x04, 1, 2, 3, 4],
        &[0x0C, 0xD6, 0x00, 0x00, 0x01, 0xFF],
        &[0x00, 0xA4, 0x04, 0x0C, 0x07, 0xA0, 0, 0, 0, 3, 0x10, 0x10],
        &[0xFF, 0xCA, 0x00, 0x00, 0x00],
    ];
    let folder = TempDir::new().unwrap();
    let _passport = Passport::lay(&["--access", "bac"], folder.path());
    for command in hostile {
        let (listener, port) = listener();
        let child = connect(&format!("http://127.0.0.1:{port}"), &[CODE], "yes\n");
        let mut relay = Relay::accept(accept(&listener));
        relay.begin();
        relay.say(&FromServer::Batch {
            id: 1,
            stop: StopRule::Never,
            commands: vec![challenge.clone(), Bytes(command.to_vec())],
        });
        assert_eq!(relay.hear(), FromReader::Refuse, "{command:02X?}");
        let output = ended(child);
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("Nothing of it was sent"));
    }
    // Commands while the person still thinks.
    let (listener, port) = listener();
    let child = connect(&format!("http://127.0.0.1:{port}"), &[CODE], "");
    let mut relay = Relay::accept(accept(&listener));
    relay.welcome(true);
    relay.say(&FromServer::Confirmed);
    relay.say(&FromServer::Batch {
        id: 1,
        stop: StopRule::Never,
        commands: vec![challenge],
    });
    assert_eq!(relay.hear(), FromReader::Refuse);
    assert!(!ended(child).status.success());
}

#[test]
fn a_person_may_say_no() {
    let Some(_service) = Service::start() else {
        return;
    };
    let (listener, port) = listener();
    let child = connect(&format!("http://127.0.0.1:{port}"), &[CODE], "no\n");
    let mut relay = Relay::accept(accept(&listener));
    relay.welcome(false);
    assert_eq!(relay.hear(), FromReader::Refuse);
    let output = ended(child);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("you did not agree"));
}

/// Over TLS, to a server whose certificate is trusted, and only then.
#[test]
fn over_tls() {
    let Some(_service) = Service::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let issued = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, issued.cert.pem()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(issued.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![issued.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let (listener, port) = listener();
    let link = format!("https://localhost:{port}/chip#{CODE}");
    let tls = |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        StreamOwned::new(connection, stream)
    };
    let child = connect(&link, &["--ca", ca.to_str().unwrap()], "no\n");
    let mut relay = Relay::accept(tls(accept(&listener)));
    relay.welcome(false);
    assert_eq!(relay.hear(), FromReader::Refuse);
    assert!(!ended(child).status.success());
    let child = connect(&link, &[], "yes\n");
    let mut stream = tls(accept(&listener));
    assert!(stream.read(&mut [0]).is_err());
    let output = ended(child);
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("certificate"), "{told}");
}
