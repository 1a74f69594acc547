//! One HTTP/1.1 exchange on a connection that is already made.

use std::future::poll_fn;
use std::pin::{Pin, pin};

use bonafide_identity::port::egress::{EgressError, EgressRequest, EgressResponse, Method};
use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use url::Position;

/// The longest header of an answer, in bytes, trailers included.
const MAX_HEADER: usize = 32 * 1_024;
/// The most fields in it.
const MAX_FIELDS: usize = 100;
/// What is read ahead, in bytes.
const MAX_BUFFER: usize = 64 * 1_024;

/// Fields that only the connector sets, since they decide where a message ends and to whom
/// it goes.
const RESERVED: [HeaderName; 8] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::UPGRADE,
    header::TE,
    header::TRAILER,
    header::EXPECT,
];

/// The request as it will travel.
pub(super) fn prepare(request: &EgressRequest) -> Result<Request<Full<Bytes>>, EgressError> {
    let url = &request.url;
    let authority = &url[Position::BeforeHost..Position::AfterPort];
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let method = match request.method {
        Method::Get => hyper::Method::GET,
        Method::Post => hyper::Method::POST,
        Method::Put => hyper::Method::PUT,
        Method::Delete => hyper::Method::DELETE,
    };
    let body = match request.method {
        Method::Get => Bytes::new(),
        _ => Bytes::copy_from_slice(&request.body),
    };
    let mut outgoing = Request::builder()
        .method(method)
        .uri(target)
        .header(header::HOST, authority)
        .header(header::CONNECTION, "close")
        .header(
            header::USER_AGENT,
            concat!("Bonafide/", env!("CARGO_PKG_VERSION")),
        )
        .body(Full::new(body))
        .map_err(|_| EgressError::Request)?;
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name).map_err(|_| EgressError::Request)?;
        let value = HeaderValue::try_from(value).map_err(|_| EgressError::Request)?;
        if RESERVED.contains(&name) {
            return Err(EgressError::Request);
        }
        outgoing.headers_mut().append(name, value);
    }
    Ok(outgoing)
}

/// Sends the request and reads the whole answer. Dropping the future drops the connection.
pub(super) async fn run(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    request: Request<Full<Bytes>>,
    max_response: usize,
) -> Result<EgressResponse, EgressError> {
    let (mut sender, connection) = http1::Builder::new()
        .max_headers(MAX_FIELDS)
        .max_header_size(MAX_HEADER)
        .max_buf_size(MAX_BUFFER)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| from_hyper(&error))?;
    let mut exchange = pin!(async move {
        let response = sender.send_request(request).await;
        read(response.map_err(|error| from_hyper(&error))?, max_response).await
    });
    let connection = pin!(connection);
    // The connection is driven here and nowhere else. It may end before the last of its
    // bytes have been taken from it.
    tokio::select! {
        biased;
        done = &mut exchange => done,
        _ = connection => exchange.await,
    }
}

async fn read(
    response: hyper::Response<Incoming>,
    max_response: usize,
) -> Result<EgressResponse, EgressError> {
    let status = response.status().as_u16();
    match status {
        200..=299 | 400..=599 => {}
        300..=399 => return Err(EgressError::Redirect { status }),
        _ => return Err(EgressError::Malformed),
    }
    let headers = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let mut incoming = response.into_body();
    if usize::try_from(incoming.size_hint().lower()).map_or(true, |least| least > max_response) {
        return Err(EgressError::BodyTooLarge);
    }
    let mut body = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut incoming).poll_frame(cx)).await {
        let frame = frame.map_err(|error| from_hyper(&error))?;
        if let Some(data) = frame.data_ref() {
            if data.len() > max_response - body.len() {
                return Err(EgressError::BodyTooLarge);
            }
            body.extend_from_slice(data);
        }
    }
    Ok(EgressResponse {
        status,
        headers,
        body,
    })
}

fn from_hyper(error: &hyper::Error) -> EgressError {
    if error.is_parse_too_large() {
        EgressError::HeaderTooLarge
    } else {
        EgressError::Malformed
    }
}
