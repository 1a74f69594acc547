//! The WebSocket, over TLS or, on this machine, without.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bonafide_emrtd::relay::{FromReader, MAX_MESSAGE_BYTES, RelayError, SUBPROTOCOL};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::handshake::client::Request;
use tungstenite::http::HeaderValue;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, HandshakeError, Message, WebSocket};
use url::Url;

/// How long connecting, and sending one message, may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long to listen before looking at the card and the keyboard.
const LISTEN: Duration = Duration::from_millis(200);

/// Why there is no connection, or none any more.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SocketError {
    #[error("the server cannot be reached: {0}")]
    Unreachable(io::Error),
    #[error("the server's certificate or its TLS is not accepted: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the server does not speak the relay's protocol: {0}")]
    Handshake(String),
    #[error("the connection ended")]
    Closed,
    #[error("the server is silent")]
    Silent,
    #[error("the connection failed: {0}")]
    Failed(String),
    #[error("{0}")]
    Message(#[from] RelayError),
}

/// Whom to trust.
pub(super) struct Tls(Arc<ClientConfig>);

impl Tls {
    /// The system's roots, and those of one more file.
    pub(super) fn new(ca: Option<&Path>) -> crate::Result<Tls> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = ca {
            let unreadable = |_| format!("{} holds no readable PEM certificates", path.display());
            for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
                roots.add(certificate.map_err(unreadable)?)?;
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Tls(Arc::new(config)))
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    fn tcp(&self) -> &TcpStream {
        match self {
            Stream::Plain(tcp) => tcp,
            Stream::Tls(tls) => &tls.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(tcp) => tcp.read(to),
            Stream::Tls(tls) => tls.read(to),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(tcp) => tcp.write(bytes),
            Stream::Tls(tls) => tls.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Plain(tcp) => tcp.flush(),
            Stream::Tls(tls) => tls.flush(),
        }
    }
}

pub(super) struct Socket(WebSocket<Stream>);

/// What came, if anything did.
pub(super) enum Incoming {
    Text(String),
    /// A sign of life.
    Sign,
    Nothing,
}

impl Socket {
    pub(super) fn open(url: &Url, tls: &Tls) -> Result<Socket, SocketError> {
        let stream = connect(url, tls)?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MAX_MESSAGE_BYTES))
            .max_frame_size(Some(MAX_MESSAGE_BYTES));
        let handshake =
            tungstenite::client::client_with_config(request(url)?, stream, Some(config));
        let (socket, _) = handshake.map_err(|error| match error {
            HandshakeError::Failure(Error::Http(answer)) => {
                SocketError::Handshake(format!("it answers {}", answer.status()))
            }
            HandshakeError::Failure(Error::Io(error)) => SocketError::Unreachable(error),
            HandshakeError::Failure(error) => SocketError::Handshake(error.to_string()),
            HandshakeError::Interrupted(_) => SocketError::Silent,
        })?;
        let tcp = socket.get_ref().tcp();
        tcp.set_read_timeout(Some(LISTEN))
            .map_err(SocketError::Unreachable)?;
        Ok(Socket(socket))
    }

    /// Waits a moment for a message.
    pub(super) fn hear(&mut self) -> Result<Incoming, SocketError> {
        match self.0.read() {
            Ok(Message::Text(text)) => Ok(Incoming::Text(text.as_str().to_owned())),
            Ok(Message::Binary(_)) => Err(SocketError::Failed("a binary frame".to_owned())),
            Ok(Message::Close(_)) => Err(SocketError::Closed),
            Ok(_) => Ok(Incoming::Sign),
            Err(Error::Io(error))
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                ) =>
            {
                Ok(Incoming::Nothing)
            }
            Err(error) => Err(failed(error)),
        }
    }

    pub(super) fn say(&mut self, message: &FromReader) -> Result<(), SocketError> {
        let text = message.to_json()?;
        self.0.send(Message::text(text)).map_err(failed)
    }

    pub(super) fn ping(&mut self) -> Result<(), SocketError> {
        self.0
            .send(Message::Ping(Vec::new().into()))
            .map_err(failed)
    }

    /// Ends the connection in good order, as far as the other side lets us.
    pub(super) fn close(&mut self) {
        let _ = self.0.close(None);
        let _ = self.0.flush();
        // The other side's farewell, so that nothing of what we said is lost to a reset.
        for _ in 0..8 {
            match self.0.read() {
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }
}

fn failed(error: Error) -> SocketError {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => SocketError::Closed,
        error => SocketError::Failed(error.to_string()),
    }
}

fn connect(url: &Url, tls: &Tls) -> Result<Stream, SocketError> {
    let protected = url.scheme() == "wss";
    let port = url.port().unwrap_or(if protected { 443 } else { 80 });
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = (bare, port)
        .to_socket_addrs()
        .map_err(SocketError::Unreachable)?;
    let mut outcome = Err(io::Error::from(io::ErrorKind::NotFound));
    for address in addresses {
        outcome = TcpStream::connect_timeout(&address, PATIENCE);
        if outcome.is_ok() {
            break;
        }
    }
    let tcp = outcome.map_err(SocketError::Unreachable)?;
    tcp.set_nodelay(true)
        .and_then(|()| tcp.set_read_timeout(Some(PATIENCE)))
        .and_then(|()| tcp.set_write_timeout(Some(PATIENCE)))
        .map_err(SocketError::Unreachable)?;
    if !protected {
        return Ok(Stream::Plain(tcp));
    }
    let name = ServerName::try_from(bare.to_owned())
        .map_err(|_| SocketError::Handshake("its name is none".to_owned()))?;
    let mut stream = StreamOwned::new(ClientConnection::new(Arc::clone(&tls.0), name)?, tcp);
    // Now, so that a certificate that is not accepted is told apart from a server that is not there.
    while stream.conn.is_handshaking() {
        stream
            .conn
            .complete_io(&mut stream.sock)
            .map_err(|error| match error.get_ref() {
                Some(inner) if inner.is::<rustls::Error>() => {
                    SocketError::Tls(rustls::Error::General(error.to_string()))
                }
                _ => SocketError::Unreachable(error),
            })?;
    }
    Ok(Stream::Tls(Box::new(stream)))
}

fn request(url: &Url) -> Result<Request, SocketError> {
    let mut request = url
        .as_str()
        .into_client_request()
        .map_err(|error| SocketError::Handshake(error.to_string()))?;
    let headers = request.headers_mut();
    headers.insert(
        "sec-websocket-protocol",
        HeaderValue::from_static(SUBPROTOCOL),
    );
    headers.insert(
        "user-agent",
        HeaderValue::from_static(concat!("bonafide-reader/", env!("CARGO_PKG_VERSION"))),
    );
    Ok(request)
}
