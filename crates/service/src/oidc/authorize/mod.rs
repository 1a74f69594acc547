//! What clients ask of people: a request is read, its person signs in and agrees, and a code that is good once goes back.

mod asking;
mod given;
mod pushed;

use std::net::IpAddr;
use std::sync::Arc;

use bonafide_identity::id::ClientId;
use bonafide_oidc::authorization::{self, Agreed, Next, Presence, Validated, addressed};
use bonafide_oidc::client::AuthMethod;
use bonafide_oidc::device;
use bonafide_oidc::form::{Form, MOST_BYTES};
use bonafide_oidc::logout;
use bonafide_oidc::person::{Known, Level};
use bonafide_oidc::problem::{Code, Problem};
use bonafide_store::{oidc_polls as polls, oidc_requests as requests};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

pub(super) use asking::agreed_to;
pub use asking::{Ask, How};
pub use given::Going;
pub(super) use given::{going, items};
pub use pushed::Pushed;

use super::known::Known as Client;
use super::person;
use crate::account::Account;
use crate::secret::{self, Secret};
use crate::{Error, Knock, Service};

/// How long a person may take over a request.
const LOOKED_AT: SignedDuration = SignedDuration::from_hours(1);
/// Bytes of a request that is kept: what is read, less what is added to it.
pub(super) const LONGEST: usize = MOST_BYTES - 256;
/// What proves a client, which is not kept with what it asks.
pub(super) const PROOFS: [&str; 6] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "request_uri",
    // A code stands beside what a device asks; no client says so itself.
    "user_code",
];

/// What somebody decided.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// What the form sent back.
    pub csrf: &'a str,
    /// What it showed.
    pub shown: &'a str,
    /// Whether they agree to that.
    pub agrees: bool,
}

/// The browser that brings a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visitor<'a> {
    /// The session in it.
    pub session: Option<&'a str>,
    /// The request that it was in the middle of.
    pub request: Option<&'a str>,
    /// Where it is, unless on this machine.
    pub from: Option<IpAddr>,
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The browser goes back to the client.
    Back(Going),
    /// The person signs in first; the secret is for a cookie.
    SignIn(String),
    /// The person is asked.
    Ask(Box<Ask>),
    /// The person decided at the page of a device, and goes back to that.
    Device {
        /// Who asked.
        client: String,
        /// Whether they agreed.
        agreed: bool,
    },
    /// Nobody is sent anywhere: the client or its address is not to be trusted.
    Stop(Problem),
}

/// Who waits for a person to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The client.
    pub client: String,
    /// Whom it believes the person to be, to fill in a form.
    pub hint: Option<String>,
}

/// A request on its way.
pub(super) struct Asked {
    pub(super) client: Arc<Client>,
    pub(super) validated: Validated,
    /// Whom the client showed an ID token of.
    pub(super) subject: Option<String>,
    /// Where it is kept, once it is.
    pub(super) kept: Option<Secret>,
    pub(super) text: String,
    /// The device that waits for the answer, and the code that it shows.
    pub(super) device: Option<(secret::Hash, String)>,
    pub(super) began: Timestamp,
}

/// Somebody who is signed in, and how.
struct Present {
    account: Account,
    /// How the client knows them.
    subject: String,
    presence: Presence,
}

impl Service {
    /// Reads a client's request, as a browser brings it.
    ///
    /// # Errors
    /// [`Error::RateLimited`]; storage.
    pub async fn authorize(&self, query: &str, visitor: &Visitor<'_>) -> Result<Outcome, Error> {
        if let Some(address) = visitor.from {
            self.knock(Knock::AddressLink(address))?;
        }
        let form = match Form::parse(query.as_bytes()) {
            Ok(form) => form,
            Err(error) => return Ok(Outcome::Stop(error.into())),
        };
        let (name, pushed) = match addressed(&form) {
            Ok(addressed) => addressed,
            Err(problem) => return Ok(Outcome::Stop(problem)),
        };
        let Some(client) = self.client_of(name).await? else {
            return Ok(Outcome::Stop(Problem::request("client_id is not known")));
        };
        let asked = match pushed {
            Some(reference) => match self.opened(reference, &client, visitor.request).await? {
                Some(opened) => opened,
                None => {
                    return Ok(Outcome::Stop(Problem::new(
                        Code::InvalidRequestUri,
                        "request_uri is unknown, used or past its time",
                    )));
                }
            },
            None => {
                let validated = match authorization::validate(&form, &client.metadata) {
                    Ok(validated) => validated,
                    Err(refused) => return self.refused(&refused),
                };
                let subject = match self.hinted(&client, &validated).await? {
                    Ok(subject) => subject,
                    Err(problem) => return self.told(&validated, &problem),
                };
                let text = form.to_text(&PROOFS);
                if text.len() > LONGEST {
                    let problem = Problem::request("more bytes than are kept");
                    return self.told(&validated, &problem);
                }
                Asked {
                    client,
                    validated,
                    subject,
                    kept: None,
                    text,
                    device: None,
                    began: self.now(),
                }
            }
        };
        self.proceed(asked, visitor.session, None).await
    }

    /// Goes on with a request, now that its person may have signed in.
    ///
    /// # Errors
    /// [`crate::account::Problem::FlowEnded`]; storage.
    pub async fn go_on(&self, request: &str, session: Option<&str>) -> Result<Outcome, Error> {
        let asked = self.kept_request(request, None).await?;
        let asked = asked.ok_or(crate::account::Problem::FlowEnded)?;
        self.proceed(asked, session, None).await
    }

    /// What somebody decided on a request's page. Where what it showed is no longer so, they are asked again.
    ///
    /// # Errors
    /// [`Error::FormExpired`], [`crate::account::Problem::FlowEnded`], [`crate::account::Problem::SignedOut`]; storage.
    pub async fn decide(
        &self,
        request: &str,
        account: &Account,
        session: &str,
        decision: Decision<'_>,
    ) -> Result<Outcome, Error> {
        account.check_csrf(decision.csrf)?;
        let asked = self.kept_request(request, None).await?;
        let asked = asked.ok_or(crate::account::Problem::FlowEnded)?;
        if decision.agrees {
            return self
                .proceed(asked, Some(session), Some(decision.shown))
                .await;
        }
        let mut tx = self.store().begin().await?;
        if let Some(kept) = &asked.kept
            && !requests::end(&mut tx, &kept.hash()).await?
        {
            return Err(crate::account::Problem::FlowEnded.into());
        }
        if let Some((device, _)) = &asked.device {
            polls::answer(&mut tx, device, None, self.now()).await?;
            tx.commit().await?;
            return Ok(Outcome::Device {
                client: asked.client.name.clone(),
                agreed: false,
            });
        }
        tx.commit().await?;
        let problem = Problem::new(Code::AccessDenied, "the person said no");
        self.told(&asked.validated, &problem)
    }

    /// Who waits for a person to sign in, if that has not ended.
    ///
    /// # Errors
    /// Storage.
    pub async fn request_waiting(&self, request: &str) -> Result<Option<Waiting>, Error> {
        let asked = self.kept_request(request, None).await?;
        Ok(asked.map(|asked| Waiting {
            client: asked.client.name.clone(),
            hint: asked.validated.login_hint,
        }))
    }

    async fn client_of(&self, name: &str) -> Result<Option<Arc<Client>>, Error> {
        match name.parse::<ClientId>() {
            Ok(id) => self.known_client(&id).await,
            Err(_) => Ok(None),
        }
    }

    /// A request that is kept, of this client or of any. Its client's registration is that of today.
    async fn kept_request(
        &self,
        reference: &str,
        of: Option<&Arc<Client>>,
    ) -> Result<Option<Asked>, Error> {
        let Some(hash) = secret::hash(reference) else {
            return Ok(None);
        };
        let row = requests::find(&mut *self.store().read().await?, &hash, self.now()).await?;
        let Some(row) = row.filter(|row| of.is_none_or(|client| client.id == row.client)) else {
            return Ok(None);
        };
        let Some(client) = self.known_client(&row.client).await? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&row.form).into_owned();
        let form = Form::parse(text.as_bytes()).map_err(|_| Error::Inconsistent("a request"))?;
        let validated = match row.device {
            Some(_) => device::validate(&form, &client.metadata).ok(),
            None => authorization::validate(&form, &client.metadata).ok(),
        };
        let Some(validated) = validated else {
            return Ok(None);
        };
        let device = row.device.map(|hash| {
            let code = form.get("user_code").unwrap_or_default();
            (hash, code.to_owned())
        });
        let Ok(subject) = self.hinted(&client, &validated).await? else {
            return Ok(None);
        };
        Ok(Some(Asked {
            client,
            validated,
            subject,
            kept: Some(Secret::of(reference)),
            text,
            device,
            began: row.created,
        }))
    }

    /// Whom the client shows an ID token of, as it knows them.
    async fn hinted(
        &self,
        client: &Client,
        asked: &Validated,
    ) -> Result<Result<Option<String>, Problem>, Error> {
        let Some(text) = &asked.id_token_hint else {
            return Ok(Ok(None));
        };
        let keys = self.signing_keys().await?;
        let hint = match logout::read_hint(text, keys.public(), &self.core.names.issuer) {
            Ok(hint) => hint,
            Err(problem) => return Ok(Err(problem)),
        };
        Ok(if hint.client == client.id.as_str() {
            Ok(Some(hint.subject))
        } else {
            Err(Problem::request(
                "id_token_hint was given to another client",
            ))
        })
    }

    async fn present(
        &self,
        session: Option<&str>,
        asked: &Asked,
    ) -> Result<Option<Present>, Error> {
        let Some(cookie) = session else {
            return Ok(None);
        };
        let account = match self.account(cookie).await {
            Ok(account) => account,
            Err(Error::Account(crate::account::Problem::SignedOut)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let subject = self.subject(&asked.client, &account.id)?;
        let hinted = asked.subject.as_ref().is_none_or(|hint| *hint == subject);
        let presence = Presence {
            expected: hinted && asked.validated.is_for(&subject),
            since: account.proven_at,
            level: if account.two_factors().is_some() {
                Level::Two
            } else {
                Level::One
            },
        };
        Ok(Some(Present {
            account,
            subject,
            presence,
        }))
    }

    pub(super) async fn proceed(
        &self,
        asked: Asked,
        session: Option<&str>,
        agreed_to: Option<&str>,
    ) -> Result<Outcome, Error> {
        let present = self.present(session, &asked).await?;
        let mut known = Known::default();
        let mut agreed = None;
        if let Some(Present { account, .. }) = &present {
            let mut read = self.store().read().await?;
            let claims = asked.validated.asked();
            let verified = asked.validated.verified().next().is_some();
            known = person::known(&mut read, &account.id, &claims, verified, self.now()).await?;
            drop(read);
            if agreed_to.is_some()
                && agreed_to == asked.mark(account, &known, self.now())?.as_deref()
            {
                agreed = Some(Agreed::Now);
            } else if agreed_to.is_none()
                && is_told_apart(&asked)
                && self.agreed_before(&account.id, &asked, &known).await?
            {
                agreed = Some(Agreed::Before);
            }
        }
        let who = present.as_ref().map(|present| &present.presence);
        match (
            asked.validated.next(who, agreed, asked.began, self.now()),
            present,
        ) {
            // Nothing that a device asks demands more than there is.
            (Next::Refuse(problem), _) if asked.device.is_some() => Ok(Outcome::Stop(problem)),
            (Next::Refuse(problem), _) => self.told(&asked.validated, &problem),
            (Next::Consent, Some(present)) => {
                let asked = self.keep_request(asked).await?;
                let ask = self.asking(&asked, &present.account, &known).await?;
                Ok(Outcome::Ask(Box::new(ask)))
            }
            (Next::Code, Some(present)) => {
                let now = agreed == Some(Agreed::Now);
                self.give(&asked, &present, &known, now).await
            }
            _ => {
                let asked = self.keep_request(asked).await?;
                let kept = asked.kept.as_ref().map(Secret::reveal).unwrap_or_default();
                Ok(Outcome::SignIn(kept.to_owned()))
            }
        }
    }

    /// Keeps a request while its person signs in or reads; once kept, it is for as long as it began with.
    async fn keep_request(&self, mut asked: Asked) -> Result<Asked, Error> {
        if asked.kept.is_some() {
            return Ok(asked);
        }
        let (secret, until) = (Secret::generate(&*self.core.random), self.now() + LOOKED_AT);
        let (client, hash) = (&asked.client.id, secret.hash());
        let mut tx = self.store().begin().await?;
        let device = asked.device.as_ref().map(|(hash, _)| hash);
        requests::insert(
            &mut tx,
            &hash,
            client,
            &asked.text,
            device,
            [asked.began, until],
        )
        .await?;
        tx.commit().await?;
        asked.kept = Some(secret);
        Ok(asked)
    }
}

impl Asked {
    /// What a page shows, in short: who agrees to it agrees to these values and no others, for this request of this
    /// client. The secrets of the session's forms and of the request are in it. None before the request is kept.
    fn mark(
        &self,
        account: &Account,
        known: &Known,
        now: Timestamp,
    ) -> Result<Option<String>, Error> {
        let Some(kept) = &self.kept else {
            return Ok(None);
        };
        let request = (&account.csrf, kept.reveal(), &self.client.id);
        let answers = self.validated.answers(known, now);
        let proof = known.proof.as_ref();
        let verified: Vec<_> = answers
            .iter()
            .filter_map(|answer| Some(answer.told(proof?)))
            .collect();
        let items = self.validated.items(known, now);
        let shown = (request, items, &known.claims, verified);
        let shown = serde_json::to_vec(&shown).map_err(|_| Error::Inconsistent("a claim"))?;
        Ok(Some(hex::encode(Sha256::digest(shown))))
    }
}

/// Whether a client that was agreed to needs no page: nobody else can take what is meant for it, since it proves itself, or its address is its own. Any program on
/// the same device answers at a loopback address, and knows what the client is called (RFC 8252, 8.6); and a device's code may be
/// that of anybody's device (RFC 8628, 5.4).
fn is_told_apart(asked: &Asked) -> bool {
    let method = asked.client.metadata.token_endpoint_auth_method;
    let known = method != AuthMethod::None || asked.validated.redirect_uri.starts_with("https://");
    known && asked.device.is_none()
}
