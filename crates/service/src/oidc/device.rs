//! Devices that have no browser, or no keyboard: they show a code, which a person types at a page of ours on another one
//! (OAuth 2.0 Device Authorization Grant, RFC 8628). Whoever is talked into typing the code of somebody else's device gives
//! that device their data: the page says so, is shown each time, and nothing of the code is in an address unless the device
//! puts it there.

use std::fmt;

use bonafide_oidc::backchannel::INTERVAL;
use bonafide_oidc::device::{self, LASTS, UserCode};
use bonafide_oidc::discovery::DEVICE_PAGE;
use bonafide_oidc::form::Form;
use bonafide_oidc::grant::{Grant, Part};
use bonafide_oidc::issue::TokenResponse;
use bonafide_oidc::problem::Problem;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::oidc_polls::{self as rows, Poll};
use bonafide_store::{StoreError, Tx, oidc_grants as grants};
use jiff::SignedDuration;
use serde::Serialize;

use super::authorize::{Asked, LONGEST, Outcome, PROOFS, Visitor};
use super::granted::{is_open, read};
use super::known::Known;
use super::poll::{FETCHED, no};
use super::tokens::ACCESS_TOKEN;
use super::{Call, Denied};
use crate::secret::Secret;
use crate::{Error, Knock, Service};

/// Codes that are drawn until one is free: with ten thousand devices waiting, one draw in two million is not.
const DRAWS: usize = 4;

/// What a device shows, and what it fetches the outcome by.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DeviceAuthorization {
    /// How the device asks for the outcome.
    pub device_code: String,
    /// What it shows.
    pub user_code: String,
    /// Where that is typed.
    pub verification_uri: String,
    /// The same with the code in it, for a picture.
    pub verification_uri_complete: String,
    /// For how many seconds.
    pub expires_in: i64,
    /// How many seconds it waits in between.
    pub interval: i64,
}

impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceAuthorization(…)")
    }
}

impl Service {
    /// Takes the request of a device, to be found by the code that it shows.
    ///
    /// # Errors
    /// [`Denied`]
    pub async fn ask_for_device(&self, call: &Call<'_>) -> Result<DeviceAuthorization, Denied> {
        let client = self.calling_client(call, true).await?;
        device::validate(call.form, &client.metadata)?;
        let text = call.form.to_text(&PROOFS);
        if text.len() > LONGEST {
            return Err(Problem::request("more bytes than are kept").into());
        }
        let (now, secret) = (self.now(), Secret::generate(&*self.core.random));
        for _ in 0..DRAWS {
            let code = UserCode::new(self.core.random.array());
            let row = Poll {
                hash: secret.hash(),
                client: client.id.clone(),
                approval: None,
                user_code: Some(self.index_of(&code)?),
                agreed: None,
                refused_at: None,
                polled_at: None,
                wait: INTERVAL,
                created: now,
                open_until: now + LASTS,
                expires: now + LASTS + FETCHED,
            };
            let mut tx = self.store().begin().await?;
            match rows::insert(&mut tx, &row, &text).await {
                Ok(()) => tx.commit().await?,
                Err(StoreError::Duplicate(_)) => continue,
                Err(error) => return Err(error.into()),
            }
            let page = format!("{}{DEVICE_PAGE}", self.core.names.issuer);
            return Ok(DeviceAuthorization {
                device_code: secret.reveal().to_owned(),
                user_code: code.to_string(),
                verification_uri_complete: format!("{page}?user_code={code}"),
                verification_uri: page,
                expires_in: LASTS.as_secs(),
                interval: INTERVAL,
            });
        }
        Err(Error::Overloaded.into())
    }

    fn index_of(&self, code: &UserCode) -> Result<[u8; 32], Error> {
        Ok(self
            .store()
            .blind_index(IndexKind::UserCode, code.as_str())?)
    }

    /// What becomes of the request of the device that shows what somebody typed; none where none does.
    ///
    /// # Errors
    /// [`Error::RateLimited`]; storage.
    pub async fn device_typed(
        &self,
        typed: &str,
        visitor: &Visitor<'_>,
    ) -> Result<Option<Outcome>, Error> {
        // Counted whatever was typed. With a thousand devices waiting, one try in 25 million finds one of them.
        if let Some(address) = visitor.from {
            self.knock(Knock::DeviceCode(address))?;
        }
        let Some(code) = UserCode::parse(typed) else {
            return Ok(None);
        };
        let index = self.index_of(&code)?;
        let found =
            rows::by_user_code(&mut *self.store().read().await?, &index, self.now()).await?;
        let Some((row, form)) = found else {
            return Ok(None);
        };
        let Some(client) = self.known_client(&row.client).await? else {
            return Ok(None);
        };
        let form = Form::parse(&form).map_err(|_| Error::Inconsistent("a request"))?;
        let Ok(validated) = device::validate(&form, &client.metadata) else {
            return Ok(None);
        };
        let asked = Asked {
            client,
            validated,
            subject: None,
            kept: None,
            text: format!("{}&user_code={code}", form.to_text(&PROOFS)),
            device: Some((row.hash, code.to_string())),
            began: self.now(),
        };
        self.proceed(asked, visitor.session, None).await.map(Some)
    }

    /// The tokens that follow from what somebody agreed to who typed a code.
    pub(super) async fn follow_code(
        &self,
        mut tx: Tx,
        client: &Known,
        agreed: &str,
        key: Option<String>,
    ) -> Result<TokenResponse, Denied> {
        let now = self.now();
        let until = now + SignedDuration::from_secs(ACCESS_TOKEN);
        let row = grants::find(&mut tx, agreed).await?;
        let stands = match &row {
            Some(row) if row.revoked_at.is_none() && row.client == client.id => {
                is_open(&mut tx, &row.account).await?
                    && grants::redeem(&mut tx, agreed, now, until).await?
            }
            _ => false,
        };
        let Some(row) = row.filter(|_| stands) else {
            tx.commit().await?;
            return Err(no());
        };
        let grant: Grant = read(&grants::matter(&mut tx, &row).await?)?;
        let resources = if grant.scope.contains("openid") {
            Vec::new()
        } else {
            grant.resources.clone()
        };
        let part = Part {
            scope: grant.scope.clone(),
            resources,
        };
        self.exchange(tx, client, &row, grant, part, key).await
    }
}
