//! One listener: accepts up to so many connections, speaks HTTP/1.1 and HTTP/2 on them, and when
//! told to stop accepts no more, lets requests under way end, and then closes.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use bonafide_connectors::egress::address::Network;
use bonafide_web::ClientAddress;
use hyper::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::arrival::{Guests, Prompt, Timely};

/// A client that takes longer for a handshake, or for the header of a request, is not one.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// One address may hold this part of all connections: many people may be behind it, and one of them may
/// want to keep everybody else out. Proxies and this machine itself may hold all.
const SHARE_OF_ADDRESS: usize = 4;
/// Pause after the system refuses a connection for want of resources.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// What a listener is made of.
pub(crate) struct Listener {
    /// The bound socket.
    pub(crate) socket: TcpListener,
    /// How connections are protected, if this program does it.
    pub(crate) tls: Option<TlsAcceptor>,
    /// What answers.
    pub(crate) router: Router,
    /// Reverse proxies in front.
    pub(crate) proxies: Arc<[Network]>,
    /// Connections at once; more wait in the system's queue.
    pub(crate) max_connections: usize,
    /// How long requests under way are given at the end.
    pub(crate) drain: Duration,
}

/// Binds a socket.
///
/// # Errors
/// When the address is taken or not ours.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

impl Listener {
    /// Serves until `stop` says so, then drains.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let mut http = Builder::new(TokioExecutor::new());
        http.http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT);
        http.http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(100)
            .max_header_list_size(64 * 1_024)
            .keep_alive_interval(Some(Duration::from_secs(60)));
        let http = Arc::new(http);
        let graceful = GracefulShutdown::new();
        let slots = Arc::new(Semaphore::new(self.max_connections));
        let guests = Guests::default();
        loop {
            let slot = slots.clone().acquire_owned();
            let (slot, stream, peer) = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                next = async { (slot.await, self.socket.accept().await) } => match next {
                    (Ok(slot), Ok((stream, peer))) => (slot, stream, peer),
                    (_, Err(error)) => {
                        // Out of file descriptors, say: those who are connected go first.
                        tracing::warn!(kind = ?error.kind(), "a connection could not be accepted");
                        tokio::time::sleep(EXHAUSTED).await;
                        continue;
                    }
                    (Err(_), _) => break,
                },
            };
            let trusted = peer.ip().is_loopback()
                || self
                    .proxies
                    .iter()
                    .any(|network| network.contains(peer.ip()));
            let most = if trusted {
                self.max_connections
            } else {
                self.max_connections.div_ceil(SHARE_OF_ADDRESS)
            };
            let Some(guest) = guests.admit(peer.ip().to_canonical(), most) else {
                continue;
            };
            let (http, tls, router) = (http.clone(), self.tls.clone(), self.router.clone());
            let proxies = self.proxies.clone();
            let watcher = graceful.watcher();
            tokio::spawn(async move {
                let _places = (slot, guest);
                let _ = stream.set_nodelay(true);
                connection(stream, (peer.ip(), proxies), &http, tls, router, watcher).await;
            });
        }
        drop(self.socket);
        // Whoever has not finished by then is cut off.
        let _ = tokio::time::timeout(self.drain, graceful.shutdown()).await;
    }
}

async fn connection(
    stream: TcpStream,
    (peer, proxies): (IpAddr, Arc<[Network]>),
    http: &Builder<TokioExecutor>,
    tls: Option<TlsAcceptor>,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        let client = super::client::address(peer, request.headers(), &proxies);
        request.extensions_mut().insert(ClientAddress(client));
        router.clone().oneshot(request.map(Timely::new))
    });
    // How a connection ends is the client's affair: closed early, reset, not HTTP.
    match tls {
        None => {
            let stream = Prompt::new(stream, HEADER_TIMEOUT);
            let serving = http.serve_connection_with_upgrades(TokioIo::new(stream), service);
            let _ = watcher.watch(serving).await;
        }
        Some(tls) => {
            let handshake = tokio::time::timeout(HEADER_TIMEOUT, tls.accept(stream)).await;
            if let Ok(Ok(stream)) = handshake {
                let stream = Prompt::new(stream, HEADER_TIMEOUT);
                let serving = http.serve_connection_with_upgrades(TokioIo::new(stream), service);
                let _ = watcher.watch(serving).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn start(
        drain: Duration,
    ) -> (SocketAddr, CancellationToken, tokio::task::JoinHandle<()>) {
        let socket = bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = socket.local_addr().unwrap();
        let slow = get(|| async {
            tokio::time::sleep(Duration::from_millis(400)).await;
            "done"
        });
        let router = Router::new()
            .route("/slow", slow)
            .route("/", get(|| async { "hello" }));
        let listener = Listener {
            socket,
            tls: None,
            router,
            proxies: Arc::new([]),
            max_connections: 2,
            drain,
        };
        let stop = CancellationToken::new();
        (address, stop.clone(), tokio::spawn(listener.run(stop)))
    }

    async fn ask(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    #[tokio::test]
    async fn requests_under_way_end_before_the_server_does() {
        let (address, stop, server) = start(Duration::from_secs(5)).await;
        assert!(ask(address, "/").await.ends_with("hello"));
        let slow = tokio::spawn(async move { ask(address, "/slow").await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.cancel();
        assert!(slow.await.unwrap().ends_with("done"));
        server.await.unwrap();
        assert!(
            TcpStream::connect(address).await.is_err(),
            "nobody listens any more"
        );
    }

    #[tokio::test]
    async fn idle_connections_do_not_hold_the_server_up() {
        let (address, stop, server) = start(Duration::from_secs(30)).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            .await
            .unwrap();
        let mut some = [0; 16];
        idle.read_exact(&mut some).await.unwrap();
        stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), server)
            .await
            .unwrap()
            .unwrap();
    }

    #[tokio::test]
    async fn more_connections_than_allowed_wait() {
        let (address, _stop, _server) = start(Duration::from_secs(1)).await;
        let first = tokio::spawn(async move { ask(address, "/slow").await });
        let second = tokio::spawn(async move { ask(address, "/slow").await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let third = ask(address, "/").await;
        assert!(third.ends_with("hello"));
        assert!(first.await.unwrap().ends_with("done") && second.await.unwrap().ends_with("done"));
    }
}
