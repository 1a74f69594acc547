//! Links: a GET shows what stands behind one and consumes nothing (previews of mail programs
//! and messengers open them too); a POST redeems it, once, for a cookie.

use bonafide_identity::id::{OrganisationId, RegistrationId};
use bonafide_identity::service::Definition;
use bonafide_store::links as rows;
use bonafide_store::{Conn, browsers, organisations};
use jiff::{SignedDuration, Timestamp};

use super::{Browser, Opened, Role, opened};
use crate::organisation::sessions::HOSTED;
use crate::{Error, Service, secret};

/// How long after a registration's expiry its browsers still see how it ended.
pub(crate) const AFTERWARDS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What stands behind a link.
#[derive(Clone, Debug)]
pub enum LinkState {
    /// Nobody opened it yet: show this, and let the person go on by POST.
    Fresh(LinkPreview),
    /// This browser opened it before: go on.
    Continue(Browser),
    /// Another browser opened it. How its registration stands is not told: whoever found a used
    /// link is to learn nothing from it.
    Used {
        /// Who asked.
        organisation_name: String,
    },
}

/// Who asks, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPreview {
    /// The registration that it opens.
    pub registration: RegistrationId,
    /// Who asks.
    pub organisation_name: String,
    /// What for, and what will be asked.
    pub definition: std::sync::Arc<Definition>,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// When the registration ends by itself.
    pub expires_at: Timestamp,
}

impl Service {
    /// What stands behind a link. `cookie` is what the browser sent, if anything.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`]; [`Error::Ended`] when the registration ended before anybody
    /// opened the link; [`Error::RegistrationErased`].
    pub async fn link(&self, secret: &str, cookie: Option<&str>) -> Result<LinkState, Error> {
        let (_, link) = self.peek(secret).await?;
        if let Some(browser) = self.browser_of(cookie, &link.registration).await? {
            return Ok(LinkState::Continue(browser));
        }
        if link.redeemed_at.is_some() {
            let mut read = self.store().read().await?;
            let organisation_name = organisation_name(&mut read, &link.organisation).await?;
            return Ok(LinkState::Used { organisation_name });
        }
        self.preview(&link).await.map(LinkState::Fresh)
    }

    async fn peek(&self, secret: &str) -> Result<(secret::Hash, rows::Link), Error> {
        let hash = secret::hash(secret).ok_or(Error::LinkUnknown)?;
        let link = rows::peek(&mut *self.store().read().await?, &hash).await?;
        Ok((
            hash,
            link.filter(|link| link.purpose == HOSTED)
                .ok_or(Error::LinkUnknown)?,
        ))
    }

    async fn preview(&self, link: &rows::Link) -> Result<LinkPreview, Error> {
        if link.redeemed_at.is_some() {
            return Err(Error::LinkUsed);
        }
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &link.organisation, &link.registration)
            .await?;
        let registration = &loaded.record.registration;
        if registration.status().is_final() {
            return Err(Error::Ended(registration.status()));
        }
        if link.expires <= self.now() {
            return Err(Error::Ended(
                bonafide_identity::registration::Status::Expired,
            ));
        }
        Ok(LinkPreview {
            registration: link.registration.clone(),
            organisation_name: organisation_name(&mut read, &link.organisation).await?,
            definition: loaded.definition,
            livemode: registration.livemode(),
            expires_at: registration.expires_at(),
        })
    }

    /// Redeems a link: this browser may work on its registration from now on. The browser that
    /// did so before goes on.
    ///
    /// # Errors
    /// [`Error::LinkUsed`] in another browser; otherwise as [`Service::link`].
    pub async fn redeem_link(&self, secret: &str, cookie: Option<&str>) -> Result<Opened, Error> {
        let (hash, link) = self.peek(secret).await?;
        if let Some(browser) = self.browser_of(cookie, &link.registration).await? {
            return Ok(Opened {
                cookie: browser.cookie.reveal().to_owned(),
                browser,
            });
        }
        let preview = self.preview(&link).await?;
        let expires = preview.expires_at + AFTERWARDS;
        let (row, cookie) = self.new_browser(
            &link.organisation,
            &link.registration,
            Role::Starter,
            expires,
        );
        let mut tx = self.store().begin().await?;
        // Of two browsers at the same moment, one is let in.
        rows::redeem(&mut tx, &hash, HOSTED, self.now())
            .await?
            .ok_or(Error::LinkUsed)?;
        browsers::insert(&mut tx, &row).await?;
        let actor = row.id.as_str();
        self.note_event(
            &mut tx,
            &row.organisation,
            &row.registration,
            "link_opened",
            actor,
        )
        .await?;
        tx.commit().await?;
        opened(row, cookie)
    }
}

/// Who asks.
pub(crate) async fn organisation_name(
    conn: &mut Conn,
    organisation: &OrganisationId,
) -> Result<String, Error> {
    organisations::find(conn, organisation)
        .await?
        .map(|organisation| organisation.name)
        .ok_or(Error::Inconsistent("an organisation"))
}
