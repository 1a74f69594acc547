//! `GET /chip/relay`: readers of chips, over a WebSocket. The protocol is told in `docs/relay.md`;
//! what its messages mean is the service's matter.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bonafide_emrtd::relay::{
    FromReader, FromServer, LINK_PATH, MAX_MESSAGE_BYTES, PATH, PING_EVERY, SUBPROTOCOL,
};
use bonafide_identity::notice::Code;
use bonafide_service::chip::Relay;
use tokio::time::{Instant, interval, timeout};

use crate::fault::Fault;
use crate::form::to;
use crate::limits::ClientAddress;
use crate::state::Web;

/// How long a reader may take to say who it is.
const GREETING: std::time::Duration = std::time::Duration::from_secs(10);
/// How long a message to a reader may take to leave.
const SENDING: std::time::Duration = std::time::Duration::from_secs(10);
/// What may wait for a reader that does not read: a few messages of the longest.
const UNSENT: usize = 4 * MAX_MESSAGE_BYTES;
/// Signs of life between two of ours. Each makes us answer, so that more of them are no signs of life.
const SIGNS: u32 = 64;
/// Close codes (RFC 6455, 7.4.1).
pub(crate) const NORMAL: u16 = 1000;
pub(crate) const PROTOCOL: u16 = 1002;
pub(crate) const POLICY: u16 = 1008;

/// The routes.
pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route(PATH, get(upgrade))
        // A pairing link that a browser opens: what it is for is told there.
        .route(LINK_PATH, get(async || to("/help?topic=chip")))
}

/// Readers send no `Origin`; a page of another site would, and is refused.
async fn upgrade(
    State(web): State<Web>,
    socket: WebSocketUpgrade,
    request: Request,
) -> Result<Response, Fault> {
    if !is_from_here(request.headers()) {
        return Err(Fault::new(Code::PageNotFound));
    }
    let address =
        ClientAddress::counted(request.extensions()).map_or_else(|| "loopback".to_owned(), network);
    // Connections that became sockets are counted here, not where connections are.
    let Some(place) = web.readers.enter(&address) else {
        return Err(Fault::new(Code::Overloaded).retry_after(GREETING));
    };
    let socket = socket
        .protocols([SUBPROTOCOL])
        .max_message_size(MAX_MESSAGE_BYTES)
        .max_frame_size(MAX_MESSAGE_BYTES)
        .max_write_buffer_size(UNSENT);
    Ok(socket
        .on_upgrade(async move |socket| {
            serve(web, socket, address).await;
            drop(place);
        })
        .into_response())
}

/// Connected readers, and how many of each address there are: one address takes a quarter of all places at most.
/// Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Readers(Arc<Mutex<HashMap<String, usize>>>);

/// One for each reading that there may be, and some that have not said yet which.
const READERS: usize = 600;

impl Readers {
    /// Enters a reader of this address for as long as the guard is kept.
    pub(crate) fn enter(&self, address: &str) -> Option<Place> {
        let mut readers = self.lock();
        let all: usize = readers.values().sum();
        let here = readers.get(address).copied().unwrap_or_default();
        if all >= READERS || here >= READERS / 4 {
            return None;
        }
        readers.insert(address.to_owned(), here + 1);
        Some(Place {
            readers: self.clone(),
            address: address.to_owned(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct Place {
    readers: Readers,
    address: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut readers = self.readers.lock();
        if let Some(here) = readers.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                readers.remove(&self.address);
            }
        }
    }
}

/// Whoever has one address of the sixth version has a whole network of them.
pub(crate) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

/// Whether no page of another site opens the connection.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let page = || text(ORIGIN).and_then(|origin| Some(origin.split_once("://")?.1));
    // A page that hides where it is from is none of ours.
    headers.get(ORIGIN).is_none() || page().is_some_and(|page| text(HOST) == Some(page))
}

async fn serve(web: Web, mut socket: WebSocket, address: String) {
    if socket.protocol().is_none_or(|chosen| chosen != SUBPROTOCOL) {
        return close(&mut socket, PROTOCOL, "subprotocol").await;
    }
    let Ok(Some(Ok(Message::Text(text)))) = timeout(GREETING, socket.recv()).await else {
        return close(&mut socket, PROTOCOL, "hello").await;
    };
    let Ok(FromReader::Hello(hello)) = FromReader::from_json(&text) else {
        return close(&mut socket, PROTOCOL, "hello").await;
    };
    let (relay, messages) = match web.service.join_chip(hello, &address).await {
        Ok(joined) => joined,
        Err(notice) => {
            let _ = send(&mut socket, vec![FromServer::Ended { notice }]).await;
            return close(&mut socket, NORMAL, "ended").await;
        }
    };
    if send(&mut socket, messages).await.is_ok() {
        converse(&web, &relay, &mut socket).await;
    }
    relay.left();
}

/// Passes messages until the reading is over or the connection breaks.
async fn converse(web: &Web, relay: &Relay, socket: &mut WebSocket) {
    let mut ping = interval(PING_EVERY);
    let mut heard = Instant::now();
    let mut signs = 0;
    loop {
        let messages = tokio::select! {
            received = socket.recv() => {
                heard = Instant::now();
                match received {
                    Some(Ok(Message::Text(text))) => match FromReader::from_json(&text) {
                        Ok(message) => relay.receive(message).await,
                        Err(_) => return close(socket, PROTOCOL, "message").await,
                    },
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) if signs < SIGNS => {
                        signs += 1;
                        continue;
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                        return close(socket, POLICY, "signs").await;
                    }
                    Some(Ok(Message::Binary(_))) => return close(socket, PROTOCOL, "binary").await,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                }
            }
            told = relay.told() => told,
            _ = ping.tick() => {
                let sent = timeout(SENDING, socket.send(Message::Ping(Vec::new().into())));
                if heard.elapsed() > relay.patience() || !matches!(sent.await, Ok(Ok(()))) {
                    return;
                }
                signs = 0;
                relay.lapse();
                if relay.is_over() {
                    send(socket, relay.unsaid()).await.ok();
                    return close(socket, NORMAL, "over").await;
                }
                continue;
            }
            () = web.settings.closing.cancelled() => return close(socket, 1001, "closing").await,
        };
        if send(socket, messages).await.is_err() {
            return;
        }
        if relay.is_over() {
            send(socket, relay.unsaid()).await.ok();
            return close(socket, NORMAL, "over").await;
        }
    }
}

async fn send(socket: &mut WebSocket, messages: Vec<FromServer>) -> Result<(), axum::Error> {
    for message in messages {
        let text = match message.to_json() {
            Ok(text) => text,
            Err(error) => {
                tracing::error!(%error, "a message to a reader cannot be said");
                continue;
            }
        };
        let sent = timeout(SENDING, socket.send(Message::Text(text.into()))).await;
        sent.map_err(axum::Error::new)??;
    }
    Ok(())
}

pub(crate) async fn close(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame {
        code,
        reason: Utf8Bytes::from_static(reason),
    };
    let _ = timeout(SENDING, socket.send(Message::Close(Some(frame)))).await;
}

#[cfg(test)]
mod tests {
    use axum::http::header::{HOST, ORIGIN};
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::{READERS, Readers, is_from_here};

    #[test]
    fn pages_of_other_sites_do_not_read_chips() {
        let from_here = |headers: &[(HeaderName, &'static str)]| {
            let headers: HeaderMap = (headers.iter())
                .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
                .collect();
            is_from_here(&headers)
        };
        assert!(from_here(&[(HOST, "id.example")]), "a reader of its own");
        assert!(from_here(&[
            (HOST, "id.example:8443"),
            (ORIGIN, "https://id.example:8443")
        ]));
        for origin in [
            "https://evil.example",
            "https://id.example.evil.example",
            "https://id.example:8443",
            "null",
            "",
            "id.example",
        ] {
            assert!(
                !from_here(&[(HOST, "id.example"), (ORIGIN, origin)]),
                "{origin}"
            );
            assert!(!from_here(&[(ORIGIN, origin)]), "{origin}");
        }
    }

    #[test]
    fn one_address_leaves_room_for_others() {
        let readers = Readers::default();
        let mut taken: Vec<_> = (0..READERS)
            .map_while(|_| readers.enter("192.0.2.1"))
            .collect();
        assert_eq!(taken.len(), READERS / 4);
        for other in ["192.0.2.2", "192.0.2.3", "192.0.2.4"] {
            taken.extend((0..READERS).map_while(|_| readers.enter(other)));
        }
        assert_eq!(taken.len(), READERS);
        assert!(readers.enter("192.0.2.5").is_none());
        taken.clear();
        assert!(readers.lock().is_empty());
        assert!(readers.enter("192.0.2.1").is_some());
    }
}
