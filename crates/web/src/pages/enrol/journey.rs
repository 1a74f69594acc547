//! The screens and the forms between them. Every form leads back to the one address that shows
//! the present screen, so that reloading, going back and a second tab all end there.

use std::time::Duration;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::language::Language;
use bonafide_identity::notice::{Code, Severity, notice};
use bonafide_identity::registration::{Act, Screen};
use bonafide_identity::service::StepKind;
use bonafide_service::Error;
use serde::Deserialize;
use serde_json::json;

use super::field::Entered;
use super::person::{Look, Person, Sent, went};
use super::screens::{CONSENT_VERSION, Ending, Forgotten, Returning, Scene};
use super::{handover, phone};
use crate::cookies;
use crate::fault::Fault;
use crate::form::to;
use crate::pages::{right, wrong};
use crate::state::Web;

/// How long a browser that follows waits for news.
const PATIENCE: Duration = Duration::from_secs(25);

/// What a page may be asked to tell besides its own matter.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    notice: Option<String>,
    /// The chip's reading that was under way when the page was made.
    chip: Option<String>,
}

impl Told {
    /// Only what is good to know may be told by an address, since anyone can write one.
    pub(super) fn code(&self) -> Option<Code> {
        let code: Code = self.notice.as_deref()?.parse().ok()?;
        let harmless = notice(code).severity == Severity::Information || code == Code::StepNotOpen;
        harmless.then_some(code)
    }
}

/// The present screen, where another page was asked for that does not fit.
fn present() -> Result<Response, Fault> {
    Ok(to("/verify"))
}

/// `GET /verify`: the present screen.
pub(super) async fn page(look: Look, Query(told): Query<Told>) -> Result<Response, Fault> {
    if handover::is_away(&look.seen) {
        return right(handover::away(
            &look.scene(),
            handover::is_asked(&look.seen),
        ));
    }
    if look.is_asked() {
        return right(phone::ask(&look.scene(), false));
    }
    // Readings live in one process: what it was in the middle of ends with it.
    let reads = matches!(look.screen(), Some(Screen::ReadChip { .. }));
    let interrupted = (told.chip.is_some() && reads && told.chip != look.seen.latest_chip)
        .then_some(Code::ChipInterrupted);
    let scene = look.scene();
    let scene = Scene {
        notice: told.code().or(scene.notice).or(interrupted),
        ..scene
    };
    right(scene.render())
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
    let left = Ending::of(&present).map(|ending| ending.left.as_secs().max(0));
    Ok(Json(json!({
        "version": present.version,
        "turn": present.view.turn,
        "left": left,
    }))
    .into_response())
}

/// `POST /verify/consent`
pub(super) async fn consent(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    if sent.sheet.text("text_version") != CONSENT_VERSION {
        // Another text was agreed to than the one that holds.
        return present();
    }
    let language =
        Language::from_tag(sent.sheet.text("language")).unwrap_or(sent.visitor.say.language());
    let act = Act::Consent {
        text_version: CONSENT_VERSION.to_owned(),
        language: language.tag().to_owned(),
    };
    went(sent.act(&web, act).await)
}

/// `GET /verify/declined`
pub(super) async fn declined(look: Look) -> Result<Response, Fault> {
    match look.screen() {
        Some(Screen::Consent) => right(look.scene().declined()),
        _ => present(),
    }
}

/// `GET /verify/document`: another document may be chosen until its photographs are there.
pub(super) async fn choose(look: Look) -> Result<Response, Fault> {
    let chosen = match look.screen() {
        Some(Screen::ChooseDocument { .. }) => None,
        Some(Screen::PhotographDocument { kind, .. }) => Some(*kind),
        _ => return present(),
    };
    right(
        look.scene()
            .choose(&look.seen.definition.documents, chosen, None),
    )
}

/// `POST /verify/document`
pub(super) async fn chosen(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let Ok(kind) = sent.sheet.text("kind").parse() else {
        let look = sent.look(&web).await?;
        let mistake = Some(Code::ChoiceRequired);
        return wrong(
            look.scene()
                .choose(&look.seen.definition.documents, None, mistake),
        );
    };
    went(sent.act(&web, Act::ChooseDocument { kind }).await)
}

/// `GET /verify/photograph`: the front once more, while the back is asked for.
pub(super) async fn front_again(look: Look) -> Result<Response, Fault> {
    match look.screen() {
        Some(Screen::PhotographDocument {
            kind,
            side: EvidenceKind::DocumentBack,
            ..
        }) => right(
            look.scene()
                .photograph(*kind, EvidenceKind::DocumentFront, false),
        ),
        _ => present(),
    }
}

/// `GET /verify/liveness/other`: a photograph of those who cannot do the movements.
pub(super) async fn other_way(look: Look) -> Result<Response, Fault> {
    match look.screen() {
        Some(Screen::Liveness) => right(look.scene().selfie()),
        _ => present(),
    }
}

/// `GET /verify/zone`
pub(super) async fn zone(look: Look) -> Result<Response, Fault> {
    match look.screen() {
        Some(Screen::PhotographDocument {
            may_type_zone: true,
            ..
        }) => right(look.scene().zone("", None)),
        _ => present(),
    }
}

/// `POST /verify/zone`
pub(super) async fn typed(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let text = sent.sheet.text("zone").to_owned();
    let turn = sent.sheet.turn();
    match web.service.type_zone(&sent.person.0, turn, &text).await {
        Err(Error::Unusable(code)) => wrong(sent.look(&web).await?.scene().zone(&text, Some(code))),
        result => went(result),
    }
}

/// `POST /verify/fields`: the answers, as the person left them.
pub(super) async fn checked(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let entered = Entered::read(&sent.sheet.0);
    let act = Act::ConfirmFields {
        values: entered.0.clone(),
    };
    match sent.act(&web, act).await {
        Err(Error::Fields(problems)) => {
            let look = sent.look(&web).await?;
            match look.screen() {
                Some(Screen::CheckFields { fields, zone }) => wrong(look.scene().fields(
                    fields,
                    zone.as_ref(),
                    Some((&entered, &problems)),
                )),
                _ => present(),
            }
        }
        result => went(result),
    }
}

/// `POST /verify/reopen`: a step is done once more.
pub(super) async fn reopen(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    match sent.sheet.text("step").parse::<StepKind>() {
        Ok(step) => went(sent.act(&web, Act::Reopen(step)).await),
        Err(_) => present(),
    }
}

/// `POST /verify/extend`: more time.
pub(super) async fn extend(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    went(web.service.extend(&sent.person.0).await)
}

/// `GET /verify/cancel`
pub(super) async fn cancel(look: Look) -> Result<Response, Fault> {
    if look.seen.view.status.is_final() || look.is_asked() {
        return present();
    }
    right(look.scene().cancel())
}

/// `POST /verify/cancel`
pub(super) async fn canceled(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    went(sent.act(&web, Act::Cancel).await)
}

/// `POST /verify/forget`: for whoever leaves a browser that is not theirs alone.
pub(super) async fn forget(
    State(web): State<Web>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Fault> {
    if let Some(cookie) = cookies::read(&headers, cookies::REGAIN) {
        web.service.abandon_regain(cookie).await?;
    }
    web.service.forget_browser(&sent.person.0).await?;
    let mut response = right(Forgotten::new(&sent.visitor).render())?;
    for cookie in [cookies::PERSON, cookies::REGAIN] {
        cookies::forget(response.headers_mut(), cookie);
    }
    Ok(response)
}

/// `POST /verify/finish`: back to the organisation, with a code that is good once. A page and not
/// a redirect, since browsers hold redirects of forms against `form-action` too.
pub(super) async fn finish(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let url = web.service.finish(&sent.person.0).await?;
    let look = sent.look(&web).await?;
    let seen = &look.seen;
    right(Returning::new(&look.visitor, &seen.organisation_name, seen.sandbox, &url).render())
}
