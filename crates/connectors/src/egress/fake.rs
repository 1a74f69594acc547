//! A receiver of webhooks on loopback that records what arrives and behaves as told: well,
//! slowly, or like somebody who means harm. It speaks raw TCP, so that it can lie.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use url::Url;

/// What the receiver does with a request.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Answers with that status and body.
    Answer {
        /// The status.
        status: u16,
        /// Further header fields.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// Reads the request and never answers.
    Silence,
    /// Answers one byte at a time, waiting in between, for ever.
    Drip(Duration),
    /// Writes exactly these bytes and closes.
    Raw(Vec<u8>),
    /// Answers with header fields without end.
    EndlessHeaders,
    /// Answers with chunks without end.
    EndlessChunks,
    /// Closes as soon as somebody connects.
    HangUp,
}

impl Behaviour {
    /// An empty answer with that status.
    pub fn status(status: u16) -> Self {
        Self::Answer {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A redirect to that address.
    pub fn redirect(location: &str) -> Self {
        Self::Answer {
            status: 302,
            headers: vec![("location".to_owned(), location.to_owned())],
            body: Vec::new(),
        }
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The request line, e.g. `POST /hook HTTP/1.1`.
    pub line: String,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The first header field of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate == name);
        found.map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct Log {
    connections: usize,
    received: Vec<Received>,
}

/// A running receiver; stops when dropped.
pub struct Receiver {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    behaviour: Arc<Mutex<Behaviour>>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Listens on a free port of `127.0.0.1`.
    ///
    /// # Panics
    /// When it cannot listen: it is for tests.
    pub async fn start(behaviour: Behaviour) -> Self {
        Self::listen(behaviour, None).await
    }

    /// The same behind TLS.
    ///
    /// # Panics
    /// When it cannot listen.
    pub async fn start_tls(behaviour: Behaviour, tls: TlsAcceptor) -> Self {
        Self::listen(behaviour, Some(tls)).await
    }

    async fn listen(behaviour: Behaviour, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port on loopback");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let log = Arc::new(Mutex::new(Log::default()));
        let behaviour = Arc::new(Mutex::new(behaviour));
        let (shared_log, shared_behaviour) = (log.clone(), behaviour.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                lock(&shared_log).connections += 1;
                let (log, tls) = (shared_log.clone(), tls.clone());
                let behaviour = lock(&shared_behaviour).clone();
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, behaviour, &log).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, behaviour, &log).await;
                            }
                        }
                    }
                });
            }
        });
        Self {
            address,
            log,
            behaviour,
            task,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:<port>/hook`.
    ///
    /// # Panics
    /// Never: the address is well-formed.
    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}/hook", self.address)).expect("a socket address in a URL")
    }

    /// What it does from now on.
    pub fn behave(&self, behaviour: Behaviour) {
        *lock(&self.behaviour) = behaviour;
    }

    /// How many connections were made, with or without a request.
    pub fn connections(&self) -> usize {
        lock(&self.log).connections
    }

    /// Every request that arrived whole, in order.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.log).received.clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    behaviour: Behaviour,
    log: &Mutex<Log>,
) {
    if matches!(behaviour, Behaviour::HangUp) {
        return;
    }
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    lock(log).received.push(request);
    // A sender that hangs up ends every behaviour; that is no error.
    let _ = respond(&mut stream, behaviour).await;
    let _ = stream.shutdown().await;
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Received {
        line,
        headers,
        body,
    })
}

async fn respond(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    behaviour: Behaviour,
) -> std::io::Result<()> {
    match behaviour {
        Behaviour::Answer {
            status,
            headers,
            body,
        } => {
            let mut head = format!(
                "HTTP/1.1 {status} Answer\r\ncontent-length: {}\r\n",
                body.len()
            );
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str("\r\n");
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&body).await
        }
        Behaviour::Silence => {
            // Until the sender gives up.
            let mut rest = Vec::new();
            while stream.read_buf(&mut rest).await? > 0 {
                rest.clear();
            }
            Ok(())
        }
        Behaviour::Drip(pause) => {
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n";
            for byte in answer.iter().copied().chain(std::iter::repeat(b'x')) {
                stream.write_all(&[byte]).await?;
                stream.flush().await?;
                tokio::time::sleep(pause).await;
            }
            Ok(())
        }
        Behaviour::Raw(bytes) => stream.write_all(&bytes).await,
        Behaviour::EndlessHeaders => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            loop {
                stream
                    .write_all(b"x-filler: 0123456789012345678901234567890123456789\r\n")
                    .await?;
            }
        }
        Behaviour::EndlessChunks => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
                .await?;
            loop {
                stream.write_all(b"8\r\n01234567\r\n").await?;
            }
        }
        Behaviour::HangUp => Ok(()),
    }
}
