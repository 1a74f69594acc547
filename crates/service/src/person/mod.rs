//! The person's side: what pages do. A person has no account yet; a browser is known by a
//! cookie that was given for a link's secret, and works on exactly one registration.

mod act;
pub mod handover;
mod link;
mod messages;
mod send;
mod view;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::id::{BrowserId, OrganisationId, RegistrationId};
use bonafide_store::browsers as rows;
use jiff::Timestamp;

use crate::secret::{self, Secret};
use crate::{Error, Service};

pub(crate) use act::{Kept, Taken};
pub use act::{MAX_PICTURE, MOST_PICTURES};
pub use handover::{
    Delivery, Handover, HandoverLink, HandoverPreview, HandoverState, HandoverStatus, SentLink,
};
pub(crate) use link::{AFTERWARDS, organisation_name};
pub use link::{LinkPreview, LinkState};
pub use send::Recipient;
pub use view::PersonView;
pub(crate) use view::lapsed;

/// A browser in which a person works on a registration.
#[derive(Clone)]
pub struct Browser {
    /// Its identifier.
    pub id: BrowserId,
    /// The organisation that opened the registration.
    pub organisation: OrganisationId,
    /// The one registration that it may work on.
    pub registration: RegistrationId,
    /// How it came in.
    pub role: Role,
    /// What its forms must send back.
    pub csrf: String,
    /// From when on its cookie opens nothing.
    pub expires_at: Timestamp,
    /// The cookie, from which the secrets of its hand-overs are worked out.
    cookie: Secret,
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser")
            .field("id", &self.id)
            .field("registration", &self.registration)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl Browser {
    /// # Errors
    /// [`Error::FormExpired`] unless the form was made by a page of this browser.
    pub fn check_csrf(&self, presented: &str) -> Result<(), Error> {
        if secret::same(&self.csrf, presented) {
            Ok(())
        } else {
            Err(Error::FormExpired)
        }
    }
}

/// How a browser came to a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It opened the organisation's link: it alone returns with the result.
    Starter,
    /// It was handed over to.
    HandedOver,
}

impl Role {
    fn as_str(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::HandedOver => "handed_over",
        }
    }

    fn parse(text: &str) -> Result<Self, Error> {
        [Self::Starter, Self::HandedOver]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(Error::Inconsistent("a browser's role"))
    }
}

/// A browser that was let in.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The value of its cookie. The browser's own when it was in already.
    pub cookie: String,
    /// The browser.
    pub browser: Browser,
}

impl Service {
    /// The browser of a cookie.
    ///
    /// # Errors
    /// [`Error::SessionEnded`] for an unknown or expired one, and for one whose hand-over ended.
    pub async fn browser(&self, cookie: &str) -> Result<Browser, Error> {
        let hash = secret::hash(cookie).ok_or(Error::SessionEnded)?;
        let found =
            rows::find_by_cookie(&mut *self.store().read().await?, &hash, self.now()).await?;
        shown(found.ok_or(Error::SessionEnded)?, Secret::of(cookie))
    }

    /// Shuts a browser out: whoever uses it next finds nothing of whom it was used by.
    ///
    /// # Errors
    /// Storage.
    pub async fn forget_browser(&self, browser: &Browser) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::remove(&mut tx, &browser.organisation, &browser.id).await?;
        let (organisation, registration) = (&browser.organisation, &browser.registration);
        let actor = browser.id.as_str();
        self.note_event(
            &mut tx,
            organisation,
            registration,
            "browser_forgotten",
            actor,
        )
        .await?;
        tx.commit().await?;
        self.core.watchers.changed(registration);
        Ok(())
    }

    /// The browser of a cookie, if it works on that registration.
    pub(crate) async fn browser_of(
        &self,
        cookie: Option<&str>,
        registration: &RegistrationId,
    ) -> Result<Option<Browser>, Error> {
        let Some(cookie) = cookie else {
            return Ok(None);
        };
        match self.browser(cookie).await {
            Ok(browser) if browser.registration == *registration => Ok(Some(browser)),
            Ok(_) | Err(Error::SessionEnded) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A browser to let in, and its cookie.
    pub(crate) fn new_browser(
        &self,
        organisation: &OrganisationId,
        registration: &RegistrationId,
        role: Role,
        expires: Timestamp,
    ) -> (rows::Browser, Secret) {
        let now = self.now();
        let cookie = Secret::generate(&*self.core.random);
        let row = rows::Browser {
            organisation: organisation.clone(),
            id: BrowserId::new(now, self.random_id()),
            registration: registration.clone(),
            cookie_hash: cookie.hash(),
            csrf: self.core.random.array::<32>().to_vec(),
            role: role.as_str().to_owned(),
            created: now,
            expires,
        };
        (row, cookie)
    }
}

pub(crate) fn opened(row: rows::Browser, cookie: Secret) -> Result<Opened, Error> {
    Ok(Opened {
        cookie: cookie.reveal().to_owned(),
        browser: shown(row, cookie)?,
    })
}

fn shown(row: rows::Browser, cookie: Secret) -> Result<Browser, Error> {
    Ok(Browser {
        role: Role::parse(&row.role)?,
        id: row.id,
        organisation: row.organisation,
        registration: row.registration,
        csrf: URL_SAFE_NO_PAD.encode(&row.csrf),
        expires_at: row.expires,
        cookie,
    })
}
