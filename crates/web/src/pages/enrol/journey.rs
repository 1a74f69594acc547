//! The screens and the forms between them. Every form leads back to the one address that shows
//! the present screen, so that reloading, going back and a second tab all end there.

use std::time::Duration;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::language::Language;
use bonafide_identity::notice::{Code, Severity, notice};
use bonafide_identity::registration::{Act, Screen};
use bonafide_identity::service::StepKind;
use bonafide_service::Error;
use bonafide_service::person::{PersonView, Role};
use serde::Deserialize;
use serde_json::json;

use super::field::Entered;
use super::screens::{CONSENT_VERSION, Returning, Scene};
use super::{Person, handover};
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::state::Web;

/// How long a browser that follows waits for news.
const PATIENCE: Duration = Duration::from_secs(25);

/// What a page may be asked to tell besides its own matter.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    notice: Option<String>,
}

impl Told {
    /// Only what is good to know may be told by an address, since anyone can write one.
    pub(super) fn code(&self) -> Option<Code> {
        let code: Code = self.notice.as_deref()?.parse().ok()?;
        let harmless = notice(code).severity == Severity::Information || code == Code::StepNotOpen;
        harmless.then_some(code)
    }
}

/// A scene for what the person sees.
pub(super) fn scene<'a>(
    web: &Web,
    visitor: &'a Visitor,
    person: &'a Person,
    seen: &'a PersonView,
) -> Scene<'a> {
    let retention = &web.service.settings().retention;
    let hours = retention.document.max(retention.selfie).as_hours();
    Scene {
        visitor,
        view: &seen.view,
        definition: &seen.definition,
        organisation: &seen.organisation_name,
        csrf: &person.0.csrf,
        version: seen.version,
        may_return: seen.return_available,
        handed_over: seen.role == Role::HandedOver,
        keep_days: (hours + 23) / 24,
        notice: None,
    }
}

/// `GET /verify`: the present screen.
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    Query(told): Query<Told>,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    if handover::is_away(&seen) {
        return Ok(Html(handover::away(&scene(&web, &visitor, &person, &seen))?).into_response());
    }
    let scene = Scene {
        notice: told.code(),
        ..scene(&web, &visitor, &person, &seen)
    };
    Ok(Html(scene.render()?).into_response())
}

/// What a browser has seen.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    seen: i64,
}

/// `GET /verify/live?seen=`: answers when something has changed, or after a while.
pub(super) async fn live(
    State(web): State<Web>,
    person: Person,
    Query(Seen { seen }): Query<Seen>,
) -> Result<Response, Fault> {
    tokio::select! {
        version = web.service.changed(&person.0, seen, PATIENCE) => { version?; }
        () = web.settings.closing.cancelled() => {}
    }
    let present = web.service.person_view(&person.0).await?;
    Ok(Json(json!({ "version": present.version, "turn": present.view.turn })).into_response())
}

/// Where a person goes after an act, whether or not it changed anything.
pub(super) fn went(result: Result<PersonView, Error>) -> Result<Response, Fault> {
    match result {
        Ok(_) | Err(Error::Ended(_)) => Ok(to("/verify")),
        Err(Error::Stale) => Ok(to("/verify?notice=step-already-done")),
        Err(Error::StepNotOpen) => Ok(to("/verify?notice=step-not-open")),
        Err(Error::ContinuedElsewhere) => Ok(to("/verify?notice=continued-elsewhere")),
        Err(error) => Err(error.into()),
    }
}

/// A page with something to be put right.
pub(super) fn wrong(page: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// `POST /verify/consent`
pub(super) async fn consent(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    if sheet.text("text_version") != CONSENT_VERSION {
        // Another text was agreed to than the one that holds.
        return Ok(to("/verify"));
    }
    let language = Language::from_tag(sheet.text("language")).unwrap_or(visitor.say.language());
    let act = Act::Consent {
        text_version: CONSENT_VERSION.to_owned(),
        language: language.tag().to_owned(),
    };
    went(web.service.act(&person.0, sheet.turn(), act).await)
}

/// `GET /verify/declined`
pub(super) async fn declined(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    if seen.view.screen != Screen::Consent {
        return Ok(to("/verify"));
    }
    Ok(Html(scene(&web, &visitor, &person, &seen).declined()?).into_response())
}

/// `GET /verify/document`: another document may be chosen until its photographs are there.
pub(super) async fn choose(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    let chosen = match &seen.view.screen {
        Screen::ChooseDocument { .. } => None,
        Screen::PhotographDocument { kind, .. } => Some(*kind),
        _ => return Ok(to("/verify")),
    };
    let scene = scene(&web, &visitor, &person, &seen);
    Ok(Html(scene.choose(&seen.definition.documents, chosen, None)?).into_response())
}

/// `POST /verify/document`
pub(super) async fn chosen(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    let Ok(kind) = sheet.text("kind").parse() else {
        let seen = web.service.person_view(&person.0).await?;
        let scene = scene(&web, &visitor, &person, &seen);
        let page = scene.choose(&seen.definition.documents, None, Some(Code::ChoiceRequired))?;
        return Ok(wrong(page));
    };
    went(
        web.service
            .act(&person.0, sheet.turn(), Act::ChooseDocument { kind })
            .await,
    )
}

/// `GET /verify/photograph`: the front once more, while the back is asked for.
pub(super) async fn front_again(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    match &seen.view.screen {
        Screen::PhotographDocument {
            kind,
            side: EvidenceKind::DocumentBack,
            ..
        } => {
            let scene = scene(&web, &visitor, &person, &seen);
            Ok(Html(scene.photograph(*kind, EvidenceKind::DocumentFront, false)?).into_response())
        }
        _ => Ok(to("/verify")),
    }
}

/// `GET /verify/zone`
pub(super) async fn zone(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    match seen.view.screen {
        Screen::PhotographDocument {
            may_type_zone: true,
            ..
        } => Ok(Html(scene(&web, &visitor, &person, &seen).zone("", None)?).into_response()),
        _ => Ok(to("/verify")),
    }
}

/// `POST /verify/zone`
pub(super) async fn typed(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    let text = sheet.text("zone");
    match web.service.type_zone(&person.0, sheet.turn(), text).await {
        Err(Error::Unusable(code)) => {
            let seen = web.service.person_view(&person.0).await?;
            Ok(wrong(
                scene(&web, &visitor, &person, &seen).zone(text, Some(code))?,
            ))
        }
        result => went(result),
    }
}

/// `POST /verify/fields`: the answers, as the person left them.
pub(super) async fn checked(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    let entered = Entered::read(&sheet.0);
    let act = Act::ConfirmFields {
        values: entered.0.clone(),
    };
    match web.service.act(&person.0, sheet.turn(), act).await {
        Err(Error::Fields(problems)) => {
            let seen = web.service.person_view(&person.0).await?;
            let Screen::CheckFields { fields, zone } = &seen.view.screen else {
                return Ok(to("/verify"));
            };
            let scene = scene(&web, &visitor, &person, &seen);
            Ok(wrong(scene.fields(
                fields,
                zone.as_ref(),
                Some((&entered, &problems)),
            )?))
        }
        result => went(result),
    }
}

/// `POST /verify/reopen`: a step is done once more.
pub(super) async fn reopen(
    State(web): State<Web>,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    let Ok(step) = sheet.text("step").parse::<StepKind>() else {
        return Ok(to("/verify"));
    };
    went(
        web.service
            .act(&person.0, sheet.turn(), Act::Reopen(step))
            .await,
    )
}

/// `GET /verify/cancel`
pub(super) async fn cancel(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    if seen.view.status.is_final() {
        return Ok(to("/verify"));
    }
    Ok(Html(scene(&web, &visitor, &person, &seen).cancel()?).into_response())
}

/// `POST /verify/cancel`
pub(super) async fn canceled(
    State(web): State<Web>,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    went(web.service.act(&person.0, sheet.turn(), Act::Cancel).await)
}

/// `POST /verify/finish`: back to the organisation, with a code that is good once. A page and not
/// a redirect, since browsers hold redirects of forms against `form-action` too.
pub(super) async fn finish(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    let seen = web.service.person_view(&person.0).await?;
    let url = web.service.finish(&person.0).await?;
    let page = Returning::new(&visitor, &seen.organisation_name, seen.sandbox, &url);
    Ok(Html(page.render()?).into_response())
}
