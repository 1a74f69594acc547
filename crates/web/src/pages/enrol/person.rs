//! Who comes to a page of the journey, what they see, and what they send.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::Response;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Act, Screen};
use bonafide_service::Error;
use bonafide_service::film::FilmStatus;
use bonafide_service::person::{Browser, PersonView, Role};

use super::film;
use super::screens::{ChipShown, Ending, Scene};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::state::Web;

/// The browser of a person, by its cookie.
pub(super) struct Person(pub(super) Browser);

impl FromRequestParts<Web> for Person {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let cookie =
            cookies::read(&parts.headers, cookies::PERSON).ok_or(Fault::new(Code::SessionEnded))?;
        Ok(Self(web.service.browser(cookie).await?))
    }
}

/// A person who looks at their registration, and what they see of it now.
pub(super) struct Look {
    pub(super) visitor: Visitor,
    pub(super) seen: PersonView,
    csrf: String,
    /// Whether a film may be begun, where one is asked for.
    film: Option<FilmStatus>,
    keep_days: i64,
    /// The address of this server, without a slash at its end.
    server: String,
}

impl Look {
    pub(super) async fn of(web: &Web, visitor: Visitor, person: &Person) -> Result<Self, Fault> {
        let retention = &web.service.settings().retention;
        let hours = retention.document.max(retention.selfie).as_hours();
        Ok(Self {
            visitor,
            seen: web.service.person_view(&person.0).await?,
            csrf: person.0.csrf.clone(),
            film: None,
            keep_days: (hours + 23) / 24,
            server: web
                .service
                .settings()
                .external_url
                .as_str()
                .trim_end_matches('/')
                .to_owned(),
        })
    }

    /// The present screen, unless the person must first say whether they began this.
    pub(super) fn screen(&self) -> Option<&Screen> {
        (!self.is_asked()).then_some(&self.seen.view.screen)
    }

    /// Whether the person must first say whether they began this.
    pub(super) fn is_asked(&self) -> bool {
        let handover = self.seen.handover.as_ref();
        handover.is_some_and(|handover| handover.asks) && !self.seen.view.status.is_final()
    }

    /// What pages are made from.
    pub(super) fn scene(&self) -> Scene<'_> {
        let seen = &self.seen;
        Scene {
            visitor: &self.visitor,
            view: &seen.view,
            definition: &seen.definition,
            organisation: &seen.organisation_name,
            csrf: &self.csrf,
            version: seen.version,
            may_return: seen.return_available,
            may_keep: seen.may_keep,
            regains: seen.regains,
            handed_over: seen.role == Role::HandedOver,
            keep_days: self.keep_days,
            seeks_faces: seen.seeks_faces,
            ending: Ending::of(seen),
            chip: ChipShown {
                view: seen.chip.as_ref(),
                key: &seen.chip_key,
                server: &self.server,
                now: seen.now,
            },
            film: self.film,
            notice: seen.taken_back.then_some(Code::HandoverTakenBack),
        }
    }
}

impl FromRequestParts<Web> for Look {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let person = Person::from_request_parts(parts, web).await?;
        let Ok(visitor) = Visitor::from_request_parts(parts, web).await;
        let mut look = Self::of(web, visitor, &person).await?;
        if look.screen() == Some(&Screen::Liveness) {
            let client = film::client(&parts.headers, &parts.extensions);
            look.film = Some(web.service.film_status(&person.0, &client).await?);
        }
        Ok(look)
    }
}

/// A form that a page of the person's own browser made: no handler sees another.
pub(super) struct Sent {
    pub(super) visitor: Visitor,
    pub(super) person: Person,
    pub(super) sheet: Sheet,
}

impl Sent {
    /// Does what the form says.
    pub(super) async fn act(&self, web: &Web, act: Act) -> Result<PersonView, Error> {
        let turn = self.sheet.turn();
        web.service.act(&self.person.0, turn, act).await
    }

    /// What the sender sees now.
    pub(super) async fn look(self, web: &Web) -> Result<Look, Fault> {
        Look::of(web, self.visitor, &self.person).await
    }
}

impl FromRequest<Web> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let person = Person::from_request_parts(&mut parts, web).await?;
        let Ok(visitor) = Visitor::from_request_parts(&mut parts, web).await;
        let sheet = Sheet::from_request(Request::from_parts(parts, body), web).await?;
        person.0.check_csrf(sheet.csrf())?;
        Ok(Self {
            visitor,
            person,
            sheet,
        })
    }
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
