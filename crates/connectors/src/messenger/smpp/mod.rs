//! Text messages over SMPP 3.4, as every message centre and aggregator speaks it: bind as a
//! transmitter, submit each part, unbind.
//!
//! A session lasts for one message. That costs a round trip or three where seconds do not
//! matter, and there is no idle session that either side may have forgotten.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bonafide_identity::id::MessageId;
use bonafide_identity::port::Pending;
use bonafide_identity::port::messenger::{DeliveryError, Message, Messenger};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::config::{Problem, Secret};
use crate::tls::TlsError;

pub mod pdu;
#[cfg(test)]
mod tests;
pub mod text;

use pdu::{Bind, Command, HEADER, Header, Submit};

/// The message centre that text messages are handed to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmppConfig {
    /// Its name or address.
    pub host: String,
    /// Its port; 3550 with TLS and 2775 without when absent.
    pub port: Option<u16>,
    /// Whether the connection is encrypted. Without, passwords and texts are readable on the
    /// way: only inside a private network or tunnel.
    #[serde(default = "yes")]
    pub tls: bool,
    /// PEM file of further certificate authorities, besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Our account there, at most 15 characters.
    pub system_id: String,
    /// The password, at most 8 characters as the protocol has it.
    pub password: Option<Secret>,
    /// A file whose first line is the password.
    pub password_file: Option<PathBuf>,
    /// The kind of system as the message centre wants it named; usually empty.
    #[serde(default)]
    pub system_type: String,
    /// The sender that people see: at most 11 letters and digits, or a number.
    pub from: String,
    /// How texts are encoded.
    #[serde(default)]
    pub alphabet: Alphabet,
    /// How many sessions may be open at once, 1 to 16.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 16))]
    pub max_sessions: usize,
    /// Seconds for the whole of one message, 1 to 300.
    #[serde(default = "default_timeout")]
    #[schemars(range(min = 1, max = 300))]
    pub timeout_seconds: u64,
}

/// How texts are encoded.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// The GSM alphabet where a text fits it (160 characters a part), else UCS-2 (70).
    #[default]
    Gsm,
    /// Always UCS-2, for message centres whose default alphabet is another.
    Ucs2,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

fn default_timeout() -> u64 {
    30
}

impl SmppConfig {
    /// Everything that cannot work.
    pub fn problems(&self, at: &str) -> Vec<Problem> {
        self.checked(at).err().unwrap_or_default()
    }

    /// What a connector is made of.
    ///
    /// # Errors
    /// Everything that cannot work.
    fn checked(&self, at: &str) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut problem = |key: &str, text: String| problems.push(Problem::new(at, key, text));
        let name = ServerName::try_from(self.host.clone()).ok();
        if name.is_none() {
            problem("host", "must name the message centre".to_owned());
        }
        if self.port == Some(0) {
            problem("port", "must be 1 to 65535".to_owned());
        }
        if !fits(&self.system_id, 15) || self.system_id.is_empty() {
            problem("system_id", "must be 1 to 15 ASCII characters".to_owned());
        }
        if !fits(&self.system_type, 12) {
            problem(
                "system_type",
                "must be at most 12 ASCII characters".to_owned(),
            );
        }
        let sender = Sender::parse(&self.from);
        if sender.is_none() {
            let text = "must be 1 to 11 letters and digits, or a number such as +31600000000";
            problem("from", text.to_owned());
        }
        if !(1..=16).contains(&self.max_sessions) {
            problem("max_sessions", "must be 1 to 16".to_owned());
        }
        if !(1..=300).contains(&self.timeout_seconds) {
            problem("timeout_seconds", "must be 1 to 300".to_owned());
        }
        let password = Secret::load(self.password.as_ref(), self.password_file.as_deref());
        match &password {
            Err(error) => problem("password_file", error.to_string()),
            Ok(Some(password)) if fits(password.reveal(), 8) => {}
            Ok(Some(_)) => problem("password", "must be at most 8 ASCII characters".to_owned()),
            Ok(None) => problem("password", "is missing".to_owned()),
        }
        if let Some(path) = &self.ca_file
            && let Err(error) = crate::tls::certificates(path)
        {
            problem("ca_file", error.to_string());
        }
        match (name, sender, password) {
            (Some(name), Some(sender), Ok(Some(password))) if problems.is_empty() => Ok(Checked {
                name,
                sender,
                password,
            }),
            _ => Err(problems),
        }
    }
}

/// What stands in a configuration that can work.
struct Checked {
    name: ServerName<'static>,
    sender: Sender,
    password: Secret,
}

/// Whether a text fits a field of the protocol.
fn fits(text: &str, longest: usize) -> bool {
    text.len() <= longest && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The sender with its type of number: 1 international, 3 network-specific (short codes),
/// 5 alphanumeric.
#[derive(Clone)]
struct Sender {
    ton: u8,
    npi: u8,
    address: String,
}

impl Sender {
    fn parse(text: &str) -> Option<Self> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if let Some(number) = text.strip_prefix('+') {
            let fits = digits(number) && number.len() <= 15;
            return fits.then(|| Self {
                ton: 1,
                npi: 1,
                address: number.to_owned(),
            });
        }
        if digits(text) {
            let short = text.len() <= 15;
            return short.then(|| Self {
                ton: 3,
                npi: 0,
                address: text.to_owned(),
            });
        }
        let plain = fits(text, 11) && !text.is_empty();
        plain.then(|| Self {
            ton: 5,
            npi: 0,
            address: text.to_owned(),
        })
    }
}

/// Why no connector for text messages could be made.
#[derive(Debug, thiserror::Error)]
pub enum SmppError {
    /// The configuration cannot work.
    #[error("{}", crate::config::listed(.0))]
    Problems(Vec<Problem>),
    /// TLS could not be set up.
    #[error("TLS cannot be set up for the message centre: {0}")]
    Tls(#[from] TlsError),
}

/// Hands text messages to a message centre.
pub struct Smpp {
    host: String,
    port: u16,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    bind: Bind,
    sender: Sender,
    alphabet: Alphabet,
    timeout: Duration,
    sessions: Semaphore,
}

impl Smpp {
    /// A connector; it connects when there is a message to send.
    ///
    /// # Errors
    /// When the configuration cannot work.
    pub fn new(config: &SmppConfig) -> Result<Self, SmppError> {
        let Checked {
            name,
            sender,
            password,
        } = config.checked("smpp").map_err(SmppError::Problems)?;
        let tls = if config.tls {
            let client: Arc<ClientConfig> = crate::tls::client(config.ca_file.as_deref(), &[])?;
            Some((TlsConnector::from(client), name))
        } else {
            None
        };
        Ok(Self {
            host: config.host.clone(),
            port: config.port.unwrap_or(if config.tls { 3550 } else { 2775 }),
            tls,
            bind: Bind {
                system_id: config.system_id.clone(),
                password,
                system_type: config.system_type.clone(),
            },
            sender,
            alphabet: config.alphabet,
            timeout: Duration::from_secs(config.timeout_seconds),
            sessions: Semaphore::new(config.max_sessions),
        })
    }

    async fn send(&self, id: &MessageId, message: &Message) -> Result<(), DeliveryError> {
        let Message::Sms { to, text } = message else {
            return Err(DeliveryError::permanent("not a text message"));
        };
        // The parts of a message find each other by a number; the same message has the same.
        let reference = id
            .as_str()
            .bytes()
            .fold(0_u8, |sum, byte| sum.wrapping_mul(31) ^ byte);
        let parts = text::parts(text, self.alphabet == Alphabet::Gsm, reference)
            .ok_or_else(|| DeliveryError::permanent("the text is empty or too long"))?;
        let stream = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|_| DeliveryError::retryable("no connection to the message centre"))?;
        let _ = stream.set_nodelay(true);
        match &self.tls {
            None => self.submit(stream, to.as_str(), parts).await,
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), stream).await.map_err(|_| {
                    DeliveryError::retryable("no trusted TLS connection to the message centre")
                })?;
                self.submit(stream, to.as_str(), parts).await
            }
        }
    }

    async fn submit(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        to: &str,
        parts: Vec<text::Part>,
    ) -> Result<(), DeliveryError> {
        let mut session = Session {
            stream,
            sequence: 0,
        };
        session
            .ask(Command::BIND_TRANSMITTER, self.bind.encode())
            .await?;
        for part in parts {
            let submit = Submit {
                from_ton: self.sender.ton,
                from_npi: self.sender.npi,
                from: self.sender.address.clone(),
                to: to.trim_start_matches('+').to_owned(),
                part,
            };
            session.ask(Command::SUBMIT_SM, submit.encode()).await?;
        }
        // Everything is accepted; how the session ends changes nothing.
        let _ = session.ask(Command::UNBIND, Vec::new()).await;
        Ok(())
    }
}

impl Messenger for Smpp {
    fn deliver<'a>(
        &'a self,
        id: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            let _session = self
                .sessions
                .acquire()
                .await
                .map_err(|_| DeliveryError::retryable("shutting down"))?;
            let late = || DeliveryError::retryable("the message centre did not answer in time");
            timeout(self.timeout, self.send(id, message))
                .await
                .map_err(|_| late())?
        })
    }
}

/// One session, asking and waiting in turns.
struct Session<S> {
    stream: S,
    sequence: u32,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    /// Sends a request and waits for its response, answering what the other side asks
    /// meanwhile.
    async fn ask(&mut self, command: Command, body: Vec<u8>) -> Result<(), DeliveryError> {
        self.sequence += 1;
        let sequence = self.sequence;
        self.write(command, 0, sequence, &body).await?;
        loop {
            let header = self.read().await?;
            if header.command == command.response() && header.sequence == sequence {
                return judge(header.status);
            }
            if header.command == Command::GENERIC_NACK {
                // Whatever its status says, nothing was taken.
                return Err(DeliveryError::retryable(format!(
                    "smpp nack {:#010x}",
                    header.status
                )));
            }
            match header.command {
                Command::ENQUIRE_LINK | Command::UNBIND => {
                    let response = header.command.response();
                    self.write(response, 0, header.sequence, &[]).await?;
                }
                _ => {}
            }
        }
    }

    async fn write(
        &mut self,
        command: Command,
        status: u32,
        sequence: u32,
        body: &[u8],
    ) -> Result<(), DeliveryError> {
        let bytes = pdu::encode(command, status, sequence, body);
        let broken = |_| DeliveryError::retryable("the message centre hung up");
        self.stream.write_all(&bytes).await.map_err(broken)?;
        self.stream.flush().await.map_err(broken)
    }

    async fn read(&mut self) -> Result<Header, DeliveryError> {
        let broken = |_| DeliveryError::retryable("the message centre hung up");
        let mut head = [0; HEADER];
        self.stream.read_exact(&mut head).await.map_err(broken)?;
        let header = Header::decode(&head)
            .ok_or_else(|| DeliveryError::retryable("the message centre does not speak SMPP"))?;
        // Nothing in the bodies of responses is needed.
        let mut body = vec![0; header.body];
        self.stream.read_exact(&mut body).await.map_err(broken)?;
        Ok(header)
    }
}

/// What a status means (SMPP 3.4, 5.1.3). Only what is wrong with this message for good is
/// permanent; passwords, throttling and full queues are not its fault.
fn judge(status: u32) -> Result<(), DeliveryError> {
    const INVALID_LENGTH: u32 = 0x01;
    const INVALID_DESTINATION: u32 = 0x0b;
    const INVALID_DESTINATION_TYPE: [u32; 2] = [0x50, 0x51];
    let code = format!("smpp {status:#010x}");
    match status {
        0 => Ok(()),
        INVALID_LENGTH | INVALID_DESTINATION => Err(DeliveryError::permanent(code)),
        status if INVALID_DESTINATION_TYPE.contains(&status) => Err(DeliveryError::permanent(code)),
        _ => Err(DeliveryError::retryable(code)),
    }
}
