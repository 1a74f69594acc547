//! Doors of a person's journey that may be knocked at only so often.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bonafide_service::{Error, Knock};
use http_body_util::{BodyExt as _, Limited};

use crate::cookies;
use crate::fault::Fault;
use crate::state::Web;

/// The address that a request comes from, put into its extensions by whoever accepts connections.
/// Everybody on this machine is one address, so loopback is not counted by address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The address by which a request is counted, if any.
    pub(crate) fn counted(extensions: &Extensions) -> Option<IpAddr> {
        extensions
            .get::<Self>()
            .map(|client| client.0.to_canonical())
            .filter(|address| !address.is_loopback())
    }
}

/// How much of a refused photograph is read, so that its browser hears why, and for how long.
const READ_AT_MOST: usize = 32 * 1024 * 1024;
const READ_WITHIN: Duration = Duration::from_secs(30);

/// Lets a request of a person's journey in, or says when to come back.
pub(crate) async fn journey(State(web): State<Web>, request: Request, next: Next) -> Response {
    match admit(&web, &request) {
        Ok(()) => next.run(request).await,
        Err(error) => {
            read(request.into_body()).await;
            Fault::from(error).into_response()
        }
    }
}

fn admit(web: &Web, request: &Request) -> Result<(), Error> {
    let service = &web.service;
    let address = ClientAddress::counted(request.extensions());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    let sent = *request.method() == Method::POST;
    match route {
        "/verify/{secret}" | "/phone/{secret}" | "/phone/{secret}/refuse" => {
            if let Some(address) = address {
                service.knock(Knock::AddressLink(address))?;
            }
            if sent
                && route == "/phone/{secret}"
                && let Some(secret) = request.uri().path().strip_prefix("/phone/")
            {
                service.knock(Knock::HandoverNumber(secret))?;
            }
            Ok(())
        }
        _ => {
            let Some(cookie) = cookies::read(request.headers(), cookies::PERSON) else {
                // Whoever has none is told so, which costs nothing.
                return Ok(());
            };
            if sent && route == "/verify/photograph" {
                if let Some(address) = address {
                    service.knock(Knock::AddressUpload(address))?;
                }
                return service.knock(Knock::BrowserUpload(cookie));
            }
            service.knock(Knock::Browser(cookie))
        }
    }
}

/// Reads a body without keeping it.
async fn read(body: Body) {
    let mut body = Limited::new(body, READ_AT_MOST);
    let all = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = tokio::time::timeout(READ_WITHIN, all).await;
}
