//! What this is; and, where a demonstration runs, a way to try it: a session at a click, sample
//! documents, and what the organisation gets in the end.

mod sample;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_identity::notice::Code;
use bonafide_identity::sandbox::Sample;
use bonafide_service::Error;
use bonafide_service::organisation::{Caller, CreateSession};
use bonafide_service::session::Session;
use serde::Deserialize;

use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;
use crate::words::{self, Word};

/// Where the programming interface is described.
const DOCUMENTATION: &str = "/docs/api";

/// The routes.
pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/", get(index))
        .route("/demo/try", post(try_it))
        .route("/demo/returned", get(returned))
        .route("/sandbox/samples", get(sample_list))
        .route("/sandbox/samples/{file}", get(sample_picture))
}

/// Whether the demonstration is on, and asked for by an address of this machine: a name of
/// somebody else's that was pointed here is not one.
pub(crate) fn demo_at_home(web: &Web, headers: &HeaderMap) -> bool {
    let settings = web.service.settings();
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    let home = ["localhost", "127.0.0.1", "[::1]"].contains(&name)
        || settings.external_url.host_str() == Some(name);
    settings.demo && settings.loopback() && home
}

/// Refuses what only a demonstration has.
pub(crate) fn demo_only(web: &Web, headers: &HeaderMap) -> Result<(), Fault> {
    if demo_at_home(web, headers) {
        Ok(())
    } else {
        Err(Fault::new(Code::LoopbackOnly))
    }
}

/// `GET /`
async fn index(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let demo = if demo_at_home(&web, &headers) {
        Some(Demonstration {
            services: web.service.ensure_demo().await?.services,
        })
    } else {
        None
    };
    let accounts = web.service.settings().accounts;
    right(Index::new(&visitor, demo, accounts).render())
}

/// `POST /demo/try`: opens a session as the demo's organisation would, and goes there.
async fn try_it(
    State(web): State<Web>,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    demo_only(&web, &headers)?;
    let caller = caller(&web).await?;
    let mut request = CreateSession {
        service: sheet.text("service").to_owned(),
        return_url: Some(format!(
            "{}/demo/returned",
            web.service
                .settings()
                .external_url
                .as_str()
                .trim_end_matches('/')
        )),
        ..CreateSession::default()
    };
    let created = match web.service.create_session(&caller, None, &request).await {
        Err(Error::ReturnUrlNotAllowed) => {
            request.return_url = None;
            web.service.create_session(&caller, None, &request).await
        }
        // A service that is not there.
        Err(Error::Validation(_)) => return Err(Fault::new(Code::PageNotFound)),
        other => other,
    }?;
    // Within this server, so that the browser stays at the address by which it came.
    let path = created
        .url
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
    Ok(to(&path.ok_or(Fault::new(Code::ServiceFault))?))
}

async fn caller(web: &Web) -> Result<Caller, Fault> {
    let demo = web.service.ensure_demo().await?;
    Ok(web.service.authenticate(&demo.test_key).await?)
}

#[derive(Debug, Default, Deserialize)]
struct Brought {
    #[serde(default)]
    code: String,
}

/// `GET /demo/returned`: what the organisation's site does with the code that comes back.
async fn returned(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(Brought { code }): Query<Brought>,
) -> Result<Response, Fault> {
    demo_only(&web, &headers)?;
    if code.is_empty() {
        return Err(Fault::new(Code::ResultCodeUnknown));
    }
    let session = web
        .service
        .redeem_result(&caller(&web).await?, &code)
        .await?;
    right(Returned::new(&visitor, &session).render())
}

/// `GET /sandbox/samples`
async fn sample_list(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    demo_only(&web, &headers)?;
    right(Samples::new(&visitor).render())
}

/// `GET /sandbox/samples/{number}.png`
async fn sample_picture(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, Fault> {
    demo_only(&web, &headers)?;
    let number = file
        .strip_suffix(".png")
        .ok_or(Fault::new(Code::PageNotFound))?;
    let document = web.service.sample(number)?;
    let drawn = tokio::task::spawn_blocking(move || sample::png(&document)).await;
    let png = drawn.ok().flatten().ok_or(Fault::new(Code::ServiceFault))?;
    Ok((
        [
            (CONTENT_TYPE, "image/png"),
            (CACHE_CONTROL, "private, max-age=3600"),
        ],
        png,
    )
        .into_response())
}

/// What the page offers where a demonstration runs.
struct Demonstration {
    /// Names, and what people read.
    services: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/home/index.html")]
struct Index {
    t: Say,
    frame: Frame,
    demo: Option<Demonstration>,
    /// Whether people may have accounts.
    accounts: bool,
    documentation: &'static str,
}

impl Index {
    fn new(visitor: &Visitor, demo: Option<Demonstration>, accounts: bool) -> Self {
        let frame = Frame::new(visitor, Audience::Person);
        Self {
            t: visitor.say,
            frame,
            demo,
            accounts,
            documentation: DOCUMENTATION,
        }
    }
}

struct SampleLine {
    leads_to: String,
    href: String,
    file: String,
    alt: String,
}

#[derive(Template)]
#[template(path = "pages/home/samples.html")]
struct Samples {
    t: Say,
    frame: Frame,
    width: u32,
    height: u32,
    samples: Vec<SampleLine>,
}

impl Samples {
    fn new(visitor: &Visitor) -> Self {
        let say = visitor.say;
        let (width, height) = sample::size();
        let samples = Sample::ALL
            .iter()
            .map(|sample| SampleLine {
                leads_to: say.say(match sample {
                    Sample::Verified => "home-samples-verified",
                    Sample::RetrySelfie => "home-samples-retry-selfie",
                    Sample::RetryDocument => "home-samples-retry-document",
                    Sample::Rejected => "home-samples-rejected",
                    Sample::InReview => "home-samples-in-review",
                }),
                href: format!("/sandbox/samples/{sample}.png"),
                file: format!("{sample}.png"),
                alt: say.fill("home-samples-alt", "number", sample.as_str()),
            })
            .collect();
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).sandbox(true),
            width,
            height,
            samples,
        }
    }
}

struct FieldLine {
    name: String,
    value: String,
    by: String,
}

#[derive(Template)]
#[template(path = "pages/home/returned.html")]
struct Returned {
    t: Say,
    frame: Frame,
    id: String,
    status: String,
    class: String,
    fields: Vec<FieldLine>,
    json: String,
}

impl Returned {
    fn new(visitor: &Visitor, session: &Session) -> Self {
        let say = visitor.say;
        let fields = session.report.iter().flat_map(|report| &report.fields);
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).sandbox(!session.livemode),
            id: session.id.to_string(),
            status: session.status.said(say),
            class: session.status.as_str().replace('_', "-"),
            fields: fields
                .map(|(field, value)| FieldLine {
                    name: field.said(say),
                    value: words::shown(*field, &value.value, say),
                    by: value.verified_by.said(say),
                })
                .collect(),
            json: serde_json::to_string_pretty(session).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use bonafide_identity::language::Language;

    use super::*;
    use crate::pages::lint::{self, HOSTILE};

    #[test]
    fn every_page_in_every_language() {
        for language in Language::ALL {
            let visitor = Visitor::new(language, &"/".parse().unwrap());
            lint::check(&Index::new(&visitor, None, false).render().unwrap());
            for services in [Vec::new(), vec![(HOSTILE.to_owned(), HOSTILE.to_owned())]] {
                lint::check(
                    &Index::new(&visitor, Some(Demonstration { services }), true)
                        .render()
                        .unwrap(),
                );
            }
            lint::check(&Samples::new(&visitor).render().unwrap());
        }
    }
}
