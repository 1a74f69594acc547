//! The trust store: whom the installation believes, for operators who manage it.

mod import;
mod words;

use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, State as Inner};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_identity::notice::Code;
use bonafide_service::Error;
use bonafide_service::operator::Operator;
use bonafide_service::trust::{
    By, CertificateView, Filter, ItemKind, ItemLine, Overview, Print, Provenance, Revocation, State,
};
use jiff::Timestamp;
use serde::Deserialize;

use super::{Moderator, Shown};
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::mistake::Mistake;
use crate::pages::{right, wrong};
use crate::state::Web;
use crate::texts::Say;

/// Lines of the list on a page.
const PAGE: u32 = 50;
/// The longest search, in characters.
const SEARCH: usize = 100;

/// The routes.
pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/moderate/trust", get(list))
        .route("/moderate/trust/item/{print}", get(item))
        .route("/moderate/trust/item/{print}/distrust", post(distrust))
        .route(
            "/moderate/trust/item/{print}/trust-again",
            post(trust_again),
        )
        .merge(import::router())
}

/// An operator who manages the trust store.
struct Keeper {
    operator: Operator,
    by: By,
    shown: Shown,
}

impl Keeper {
    fn sent(&self, sheet: &Sheet) -> Result<(), Fault> {
        Ok(self.operator.check_csrf(sheet.csrf())?)
    }
}

impl FromRequestParts<Web> for Keeper {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let moderator = Moderator::from_request_parts(parts, web).await?;
        let by = By::operator(&moderator.0).map_err(|error| Fault::from(error).into_response())?;
        Ok(Self {
            by,
            shown: moderator.shown(),
            operator: moderator.0,
        })
    }
}

fn frame(visitor: &Visitor) -> Frame {
    Frame::new(visitor, Audience::Professional).connected()
}

fn print_of(text: &str) -> Result<Print, Fault> {
    Print::parse(text).ok_or(Fault::new(Code::PageNotFound))
}

/// What is asked of the list, as it stands in its address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    country: String,
    state: String,
    text: String,
    after: String,
    told: String,
}

impl Asked {
    fn filter(&self) -> Filter {
        let text: String = self.text.trim().chars().take(SEARCH).collect();
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Filter {
            kind: ItemKind::ALL
                .iter()
                .copied()
                .find(|kind| kind.as_str() == self.kind),
            country: given(&self.country.to_uppercase()),
            state: State::ALL
                .into_iter()
                .find(|state| state.as_str() == self.state),
            text: given(&text),
        }
    }

    /// The address of the list from this item on.
    fn address(&self, after: Print) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("kind", &self.kind),
            ("country", &self.country),
            ("state", &self.state),
            ("text", &self.text),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("after", &after.to_string());
        format!("/moderate/trust?{}", query.finish())
    }
}

/// `GET /moderate/trust`
async fn list(
    Inner(web): Inner<Web>,
    visitor: Visitor,
    keeper: Keeper,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let after = match asked.after.as_str() {
        "" => None,
        text => Some(print_of(text)?),
    };
    let (lines, more) = web
        .service
        .trust_items(&asked.filter(), after, PAGE)
        .await?;
    let overview = web.service.trust_overview().await?;
    right(ListPage::new(&visitor, keeper.shown, &overview, &asked, &lines, more).render())
}

/// `GET /moderate/trust/item/{print}`
async fn item(
    Inner(web): Inner<Web>,
    visitor: Visitor,
    keeper: Keeper,
    Path(print): Path<String>,
) -> Result<Response, Fault> {
    let view = web.service.trust_item(print_of(&print)?).await?;
    right(ItemPage::new(&visitor, keeper.shown, &view, "", None).render())
}

/// `POST /moderate/trust/item/{print}/distrust`
async fn distrust(
    Inner(web): Inner<Web>,
    visitor: Visitor,
    keeper: Keeper,
    Path(print): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    keeper.sent(&sheet)?;
    let print = print_of(&print)?;
    let reason = sheet.text("reason");
    match web.service.distrust(&keeper.by, print, reason).await {
        Ok(_) => Ok(to(&format!("/moderate/trust/item/{print}"))),
        Err(Error::Validation(_)) => {
            let view = web.service.trust_item(print).await?;
            let code = match reason.is_empty() {
                true => Code::FieldRequired,
                false => Code::FieldTooLong,
            };
            wrong(ItemPage::new(&visitor, keeper.shown, &view, reason, Some(code)).render())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /moderate/trust/item/{print}/trust-again`
async fn trust_again(
    Inner(web): Inner<Web>,
    keeper: Keeper,
    Path(print): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    keeper.sent(&sheet)?;
    let print = print_of(&print)?;
    web.service.trust_again(&keeper.by, print).await?;
    Ok(to(&format!("/moderate/trust/item/{print}")))
}

/// A moment with how far it is from now.
#[derive(Clone)]
pub(super) struct Moment {
    at: Timestamp,
    told: String,
}

impl Moment {
    fn new(at: Timestamp, now: Timestamp, say: Say) -> Self {
        Self {
            at,
            told: say.distance(at, now),
        }
    }
}

/// A certificate or revocation list on a line.
pub(super) struct Row {
    href: String,
    kind: String,
    country: String,
    subject: String,
    serial: String,
    ends: Option<Moment>,
    state: String,
    class: &'static str,
}

impl Row {
    pub(super) fn new(line: &ItemLine, state: State, now: Timestamp, say: Say) -> Self {
        Self {
            href: format!("/moderate/trust/item/{}", line.print),
            kind: words::kind(line.kind, say),
            country: line.country.clone(),
            subject: line.subject.clone(),
            serial: line.serial.clone(),
            ends: line.ends.map(|ends| Moment::new(ends, now, say)),
            state: words::state(state, say),
            class: words::state_class(state),
        }
    }
}

/// Where something came from.
struct Origin {
    what: String,
    file: String,
    signer: String,
    signed: Option<Moment>,
    expires: Option<Moment>,
    at: Moment,
    by: String,
}

impl Origin {
    fn new(from: &Provenance, now: Timestamp, say: Say) -> Self {
        let moment = |at| Moment::new(at, now, say);
        Self {
            what: words::source(from.kind, say),
            file: from.file.clone(),
            signer: from.signer.clone(),
            signed: from.signed_at.map(moment),
            expires: from.expires.map(moment),
            at: moment(from.at),
            by: words::who(&from.by, say),
        }
    }
}

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/moderate/trust/list.html")]
struct ListPage {
    t: Say,
    frame: Frame,
    operator: Shown,
    imported: bool,
    authorities: i64,
    signers: i64,
    crls: i64,
    countries: i64,
    endings: i64,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    nations: Vec<Choice>,
    text: String,
    rows: Vec<Row>,
    next: Option<String>,
    sources: Vec<Origin>,
}

impl ListPage {
    fn new(
        visitor: &Visitor,
        operator: Shown,
        overview: &Overview,
        asked: &Asked,
        lines: &[(ItemLine, State)],
        more: bool,
    ) -> Self {
        let say = visitor.say;
        let filter = asked.filter();
        let choice = |value: &str, name: String, chosen: bool| Choice {
            value: value.to_owned(),
            name,
            chosen,
        };
        let length = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let kinds = ItemKind::ALL.iter().map(|kind| {
            let chosen = filter.kind == Some(*kind);
            choice(kind.as_str(), words::kind(*kind, say), chosen)
        });
        let states = State::ALL.into_iter().map(|state| {
            let chosen = filter.state == Some(state);
            choice(state.as_str(), words::state(state, say), chosen)
        });
        let nations = overview.countries.iter().map(|country| {
            let chosen = filter.country.as_ref() == Some(country);
            choice(country, country.clone(), chosen)
        });
        let rows = lines
            .iter()
            .map(|(line, state)| Row::new(line, *state, overview.now, say));
        let next = lines.last().filter(|_| more);
        Self {
            t: say,
            frame: frame(visitor),
            operator,
            imported: asked.told == "imported",
            authorities: overview.authorities,
            signers: overview.signers,
            crls: overview.crls,
            countries: length(overview.countries.len()),
            endings: length(overview.endings.len()),
            kinds: kinds.collect(),
            states: states.collect(),
            nations: nations.collect(),
            text: filter.text.clone().unwrap_or_default(),
            rows: rows.collect(),
            next: next.map(|(line, _)| asked.address(line.print)),
            sources: overview
                .sources
                .iter()
                .map(|from| Origin::new(from, overview.now, say))
                .collect(),
        }
    }
}

struct Issuer {
    href: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "pages/moderate/trust/item.html")]
struct ItemPage {
    t: Say,
    frame: Frame,
    operator: Shown,
    errors: Vec<Mistake>,
    row: Row,
    print: String,
    is_certificate: bool,
    issuer: Option<String>,
    key: Option<String>,
    revokes: Option<i64>,
    begins: Option<Moment>,
    provenance: Vec<Origin>,
    chain: Option<String>,
    issuers: Vec<Issuer>,
    revocation: Option<String>,
    deviations: Vec<String>,
    distrusted: Option<(Moment, String, String)>,
    action: String,
    reason: String,
}

impl ItemPage {
    fn new(
        visitor: &Visitor,
        operator: Shown,
        view: &CertificateView,
        reason: &str,
        mistake: Option<Code>,
    ) -> Self {
        let say = visitor.say;
        let now = view.now;
        let action = format!("/moderate/trust/item/{}", view.line.print);
        let errors = Mistake::of(mistake, "reason", "moderate-trust-reason", say);
        let mut frame = frame(visitor).at(&action);
        frame.problem = !errors.is_empty();
        Self {
            t: say,
            frame,
            operator,
            errors,
            row: Row::new(&view.line, view.state, now, say),
            print: view.line.print.to_string(),
            is_certificate: view.line.kind != ItemKind::Crl,
            issuer: view.issuer.clone(),
            key: view.key.clone(),
            revokes: view
                .revokes
                .map(|count| i64::try_from(count).unwrap_or(i64::MAX)),
            begins: view.line.begins.map(|at| Moment::new(at, now, say)),
            provenance: view
                .provenance
                .iter()
                .map(|from| Origin::new(from, now, say))
                .collect(),
            chain: view.chain.map(|chain| words::chain(chain, say)),
            issuers: view
                .issuers
                .iter()
                .map(|(subject, print)| Issuer {
                    href: format!("/moderate/trust/item/{print}"),
                    subject: subject.clone(),
                })
                .collect(),
            revocation: view
                .revocation
                .as_ref()
                .map(|revocation: &Revocation| words::revocation(revocation, say)),
            deviations: view.deviations.iter().map(words::deviation).collect(),
            distrusted: view.distrusted.as_ref().map(|(at, by, reason)| {
                let moment = Moment::new(*at, now, say);
                (moment, words::who(by, say), reason.clone())
            }),
            action,
            reason: reason.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
