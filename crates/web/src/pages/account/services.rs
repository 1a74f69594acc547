//! The services that somebody agreed to share something with.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use bonafide_identity::id::ClientId;
use bonafide_identity::notice::Code;
use bonafide_service::oidc::ConnectedService;
use jiff::Timestamp;
use serde::Deserialize;

use super::Owner;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;
use crate::words::Word as _;

const HOME: &str = "/account/services";

/// A service in the list.
pub(super) struct Line {
    client: ClientId,
    name: String,
    organisation: String,
    told: Vec<String>,
    offline: bool,
    others: Vec<String>,
    resources: Vec<String>,
    since: Timestamp,
    used_at: Timestamp,
}

impl Line {
    fn new(service: ConnectedService, say: Say) -> Self {
        let mut told: Vec<String> = Vec::new();
        for claim in service.claims {
            let name = claim.said(say);
            // An address and that it was proven are one to people.
            if !told.contains(&name) {
                told.push(name);
            }
        }
        if service.how {
            told.push(say.say("services-how"));
        }
        Self {
            client: service.client,
            name: service.name,
            organisation: service.organisation,
            told,
            offline: service.offline,
            others: service.others,
            resources: service.resources,
            since: service.since,
            used_at: service.used_at,
        }
    }
}

/// The list, or one of it that is about to end.
#[derive(Template)]
#[template(path = "pages/account/services.html")]
pub(super) struct ServicesPage {
    t: Say,
    frame: Frame,
    csrf: String,
    services: Vec<Line>,
    /// Whether to end the one service that is shown.
    ends: bool,
}

impl ServicesPage {
    pub(super) fn new(
        visitor: &Visitor,
        csrf: &str,
        services: Vec<ConnectedService>,
        ends: bool,
    ) -> Self {
        let say = visitor.say;
        let lines = services.into_iter().map(|service| Line::new(service, say));
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).connected().at(HOME),
            csrf: csrf.to_owned(),
            services: lines.collect(),
            ends,
        }
    }
}

/// `GET /account/services`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    let services = web.service.connected_services(&owner.0).await?;
    right(ServicesPage::new(&visitor, &owner.0.csrf, services, false).render())
}

/// Which service.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    client: String,
}

/// `GET /account/services/end?client=`: what ends, before it does.
pub(super) async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    Query(Named { client }): Query<Named>,
) -> Result<Response, Fault> {
    let mut services = web.service.connected_services(&owner.0).await?;
    services.retain(|service| service.client.as_str() == client);
    if services.is_empty() {
        return Ok(to(HOME));
    }
    right(ServicesPage::new(&visitor, &owner.0.csrf, services, true).render())
}

/// `POST /account/services/end`
pub(super) async fn end(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let client = sheet.text("client").parse();
    let client = client.map_err(|_| Fault::new(Code::MalformedRequest))?;
    web.service.disconnect(&owner.0, &client).await?;
    Ok(to(HOME))
}
