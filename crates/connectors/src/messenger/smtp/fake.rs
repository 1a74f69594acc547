//! A mail relay on loopback that keeps what it is given and refuses what it is told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// The sender in the envelope.
    pub from: String,
    /// The recipient in the envelope.
    pub to: String,
    /// Header and body, without the dots that SMTP adds.
    pub data: String,
    /// Whether the connection was encrypted.
    pub encrypted: bool,
    /// What was sent after `AUTH`.
    pub auth: Option<String>,
}

/// How the relay behaves.
#[derive(Clone, Default)]
pub struct Behaviour {
    /// Offers STARTTLS with this certificate.
    pub starttls: Option<TlsAcceptor>,
    /// Speaks TLS from the first byte.
    pub tls: Option<TlsAcceptor>,
    /// Answers `RCPT TO` with this line, e.g. `550 5.1.1 no such user`.
    pub refuse_recipient: Option<String>,
    /// Answers the message itself with this line.
    pub refuse_message: Option<String>,
    /// Answers `AUTH` with this line.
    pub refuse_auth: Option<String>,
    /// Accepts connections and says nothing.
    pub silent: bool,
}

/// A running relay; stops when dropped.
pub struct Relay {
    address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    task: JoinHandle<()>,
}

impl Relay {
    /// Listens on a free port of `127.0.0.1`.
    ///
    /// # Panics
    /// When it cannot listen: it is for tests.
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port on loopback");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let shared = arrived.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (behaviour, arrived) = (behaviour.clone(), shared.clone());
                tokio::spawn(async move {
                    // A client that hangs up ends the session; that is no error.
                    let _ = session(stream, behaviour, &arrived).await;
                });
            }
        });
        Self {
            address,
            arrived,
            task,
        }
    }

    /// Its port on `127.0.0.1`.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every mail that it accepted, in order.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

async fn session(
    stream: tokio::net::TcpStream,
    behaviour: Behaviour,
    arrived: &Mutex<Vec<Arrived>>,
) -> std::io::Result<()> {
    if behaviour.silent {
        return std::future::pending().await;
    }
    let mut encrypted = behaviour.tls.is_some();
    let stream: Box<dyn Stream> = match &behaviour.tls {
        Some(tls) => Box::new(tls.accept(stream).await?),
        None => Box::new(stream),
    };
    let mut stream = BufReader::new(stream);
    let (mut from, mut to, mut auth) = (String::new(), String::new(), None);
    stream.write_all(b"220 relay.test ESMTP\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                let offer = behaviour.starttls.is_some() && !encrypted;
                let starttls = if offer { "250-STARTTLS\r\n" } else { "" };
                format!("250-relay.test\r\n{starttls}250 AUTH PLAIN LOGIN")
            }
            "STARTTLS" => match &behaviour.starttls {
                Some(tls) if !encrypted => {
                    stream.write_all(b"220 2.0.0 go ahead\r\n").await?;
                    stream = BufReader::new(Box::new(tls.accept(stream.into_inner()).await?));
                    encrypted = true;
                    continue;
                }
                _ => "502 5.5.1 not offered".to_owned(),
            },
            "AUTH" => {
                auth = Some(rest.to_owned());
                behaviour
                    .refuse_auth
                    .clone()
                    .unwrap_or_else(|| "235 2.7.0 welcome".to_owned())
            }
            "MAIL" => {
                from = bracketed(rest);
                "250 2.1.0 ok".to_owned()
            }
            "RCPT" => {
                to = bracketed(rest);
                behaviour
                    .refuse_recipient
                    .clone()
                    .unwrap_or_else(|| "250 2.1.5 ok".to_owned())
            }
            "DATA" => {
                stream.write_all(b"354 end with a dot\r\n").await?;
                let data = read_data(&mut stream).await?;
                match &behaviour.refuse_message {
                    Some(line) => line.clone(),
                    None => {
                        let (from, to, auth) = (from.clone(), to.clone(), auth.clone());
                        let mail = Arrived {
                            from,
                            to,
                            data,
                            encrypted,
                            auth,
                        };
                        arrived
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push(mail);
                        "250 2.0.0 kept".to_owned()
                    }
                }
            }
            "RSET" | "NOOP" => "250 2.0.0 ok".to_owned(),
            "QUIT" => {
                stream.write_all(b"221 2.0.0 bye\r\n").await?;
                return Ok(());
            }
            _ => "500 5.5.2 unknown".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await?;
        stream.write_all(b"\r\n").await?;
    }
}

async fn read_data(stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// What stands between `<` and `>`.
fn bracketed(text: &str) -> String {
    let start = text.find('<').map_or(0, |at| at + 1);
    let end = text.find('>').unwrap_or(text.len());
    text.get(start..end).unwrap_or_default().to_owned()
}
