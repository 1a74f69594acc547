//! What clients ask of people: a request is read, its person signs in and agrees, and a code that is good once goes back.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use bonafide_identity::account::Contact;
use bonafide_identity::id::{AccountId, ClientId};
use bonafide_oidc::authorization::{
    self, Agreed, Next, PUSHED, Presence, Refused, Validated, addressed,
};
use bonafide_oidc::client::{AuthMethod, SubjectType};
use bonafide_oidc::form::Form;
use bonafide_oidc::grant::Grant;
use bonafide_oidc::person::{Claim, Level, SCOPES};
use bonafide_oidc::problem::{Code, Problem};
use bonafide_store::account as logins;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Tx, oidc_grants as rows, oidc_requests as requests, organisations};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use url::Url;

use super::known::Known;
use super::person::{self, contact_of};
use super::{Call, Denied};
use crate::account::{Account, kept};
use crate::secret::{self, Secret};
use crate::{Error, Knock, Service};

/// How long a code is good.
const CODE: SignedDuration = SignedDuration::from_secs(60);
/// How long a pushed request waits for its person.
const WAITS: SignedDuration = SignedDuration::from_secs(90);
/// How long a person may take over a request.
const LOOKED_AT: SignedDuration = SignedDuration::from_hours(1);
/// What proves a client, which is not kept with what it asks.
const PROOFS: [&str; 5] = [
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "request_uri",
];

/// Where a browser goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Going {
    /// The client's address, with what it is told.
    pub to: String,
    /// The client's host, or its app's scheme, for people to see.
    pub host: String,
}

impl fmt::Debug for Going {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address holds the code.
        f.debug_struct("Going")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// What a person is asked to agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Names the request in the page's form.
    pub request: String,
    /// What the form must send back.
    pub csrf: String,
    /// Who asks.
    pub client: String,
    /// Whose that is.
    pub organisation: String,
    /// Where the browser goes back to.
    pub host: String,
    /// Whether it is in test mode.
    pub sandbox: bool,
    /// Whom the page asks.
    pub user_id: String,
    /// The mail address that is shared.
    pub mail: Option<String>,
    /// The phone number that is shared.
    pub phone: Option<String>,
    /// What of their verified identity is shared.
    pub identity: Vec<(Claim, String)>,
    /// What the client asks for and the account does not have.
    pub missing: Vec<Claim>,
    /// Whether the account keeps a verified identity.
    pub proven: bool,
    /// Whether the client cannot do without something of that which is missing.
    pub essential: bool,
    /// What is shown, for the form to send back: nobody agrees to values that they did not see.
    pub shown: String,
    /// Whether the client may come back without the person.
    pub offline: bool,
    /// What the client may do elsewhere, in its own words.
    pub others: Vec<String>,
}

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

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The browser goes back to the client.
    Back(Going),
    /// The person signs in first; the secret is for a cookie.
    SignIn(String),
    /// The person is asked.
    Ask(Box<Ask>),
    /// Nobody is sent anywhere: the client or its address is not to be trusted.
    Stop(Problem),
}

/// A request that was pushed (RFC 9126).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// Its name.
    pub request_uri: String,
    /// For how many seconds.
    pub expires_in: i64,
}

impl fmt::Debug for Pushed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pushed(…)")
    }
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
struct Asked {
    client: Arc<Known>,
    validated: Validated,
    /// Where it is kept, once it is.
    kept: Option<Secret>,
    text: String,
    began: Timestamp,
}

/// Somebody who is signed in, and how.
struct Present {
    account: Account,
    presence: Presence,
}

impl Service {
    /// Reads a client's request, as a browser brings it.
    ///
    /// # Errors
    /// [`Error::RateLimited`]; storage.
    pub async fn authorize(
        &self,
        query: &str,
        session: Option<&str>,
        from: Option<IpAddr>,
    ) -> Result<Outcome, Error> {
        if let Some(address) = from {
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
            Some(reference) => match self.kept_request(reference, Some(&client)).await? {
                Some(kept) => kept,
                None => {
                    return Ok(Outcome::Stop(Problem::new(
                        Code::InvalidRequestUri,
                        "request_uri is unknown, used or past its time",
                    )));
                }
            },
            None => match authorization::validate(&form, &client.metadata) {
                Ok(validated) => Asked {
                    client,
                    validated,
                    kept: None,
                    text: form.to_text(&PROOFS),
                    began: self.now(),
                },
                Err(refused) => return self.refused(&refused),
            },
        };
        self.proceed(asked, session, None).await
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

    /// Keeps a request that a client pushes before it sends anybody.
    ///
    /// # Errors
    /// [`Denied`]
    pub async fn push(&self, call: &Call<'_>) -> Result<Pushed, Denied> {
        let client = self.calling_client(call, true).await?;
        if call.form.get("request_uri").is_some() {
            return Err(Problem::request("a request that is pushed names no other").into());
        }
        authorization::validate(call.form, &client.metadata)
            .map_err(|refused| *refused.problem())?;
        let (now, secret) = (self.now(), Secret::generate(&*self.core.random));
        let mut tx = self.store().begin().await?;
        requests::insert(
            &mut tx,
            &secret.hash(),
            &client.id,
            &call.form.to_text(&PROOFS),
            now,
            now + WAITS,
        )
        .await?;
        tx.commit().await?;
        Ok(Pushed {
            request_uri: format!("{PUSHED}{}", secret.reveal()),
            expires_in: WAITS.as_secs(),
        })
    }

    async fn client_of(&self, name: &str) -> Result<Option<Arc<Known>>, Error> {
        match name.parse::<ClientId>() {
            Ok(id) => self.known_client(&id).await,
            Err(_) => Ok(None),
        }
    }

    /// A request that is kept, of this client or of any. Its client's registration is that of today.
    async fn kept_request(
        &self,
        reference: &str,
        of: Option<&Arc<Known>>,
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
        let Ok(validated) = authorization::validate(&form, &client.metadata) else {
            return Ok(None);
        };
        Ok(Some(Asked {
            client,
            validated,
            kept: Some(Secret::of(reference)),
            text,
            began: row.created,
        }))
    }

    async fn present(&self, session: Option<&str>) -> Result<Option<Present>, Error> {
        let Some(cookie) = session else {
            return Ok(None);
        };
        let account = match self.account(cookie).await {
            Ok(account) => account,
            Err(Error::Account(crate::account::Problem::SignedOut)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let presence = Presence {
            since: account.proven_at,
            level: if account.two_factors().is_some() {
                Level::Two
            } else {
                Level::One
            },
        };
        Ok(Some(Present { account, presence }))
    }

    async fn proceed(
        &self,
        asked: Asked,
        session: Option<&str>,
        agreed_to: Option<&str>,
    ) -> Result<Outcome, Error> {
        let present = self.present(session).await?;
        let mut known = person::Known::new();
        let mut agreed = None;
        if let Some(Present { account, .. }) = &present {
            let mut read = self.store().read().await?;
            known = person::known(&mut read, &account.id, &asked.validated.asked()).await?;
            drop(read);
            let shown = person::mark(&known, &account.csrf)?;
            if agreed_to == Some(shown.as_str()) {
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
            (Next::Refuse(problem), _) => self.told(&asked.validated, &problem),
            (Next::Consent, Some(present)) => {
                let secret = self.keep_request(&asked).await?;
                Ok(Outcome::Ask(Box::new(
                    self.asking(&asked, &present.account, &secret, &known)
                        .await?,
                )))
            }
            (Next::Code, Some(present)) => self.give(&asked, &present, &known).await,
            _ => Ok(Outcome::SignIn(
                self.keep_request(&asked).await?.reveal().to_owned(),
            )),
        }
    }

    /// Keeps a request while its person signs in or reads.
    async fn keep_request(&self, asked: &Asked) -> Result<Secret, Error> {
        let until = self.now() + LOOKED_AT;
        let mut tx = self.store().begin().await?;
        let secret = match &asked.kept {
            Some(secret) => {
                let until = until.min(asked.began + LOOKED_AT + WAITS);
                requests::keep(&mut tx, &secret.hash(), until).await?;
                secret.clone()
            }
            None => {
                let secret = Secret::generate(&*self.core.random);
                let (client, hash) = (&asked.client.id, secret.hash());
                requests::insert(&mut tx, &hash, client, &asked.text, asked.began, until).await?;
                secret
            }
        };
        tx.commit().await?;
        Ok(secret)
    }

    async fn agreed_before(
        &self,
        account: &AccountId,
        asked: &Asked,
        known: &person::Known,
    ) -> Result<bool, Error> {
        let mut read = self.store().read().await?;
        let kept = rows::consent(&mut read, account, &asked.client.id).await?;
        let Some(kept) = kept else { return Ok(false) };
        let names = asked.validated.items(&claims(known));
        Ok(names.is_subset(&items(&kept)?))
    }

    async fn asking(
        &self,
        asked: &Asked,
        account: &Account,
        request: &Secret,
        known: &person::Known,
    ) -> Result<Ask, Error> {
        let mut read = self.store().read().await?;
        let organisation = organisations::find(&mut read, &asked.client.organisation).await?;
        let user_id = logins::user_id(&mut read, &account.id).await?;
        let names = asked.validated.items(&claims(known));
        let missing: Vec<Claim> = asked
            .validated
            .asked()
            .into_iter()
            .filter(|claim| !known.contains_key(claim))
            .collect();
        let mut shared = Vec::new();
        for contact in [Contact::Mail, Contact::Phone] {
            let asks = names.contains(claim_of(contact).scope());
            shared.push(if asks {
                contact_of(&mut read, &account.id, contact).await?
            } else {
                None
            });
        }
        let phone = shared.pop().flatten();
        Ok(Ask {
            request: request.reveal().to_owned(),
            csrf: account.csrf.clone(),
            client: asked.client.name.clone(),
            organisation: organisation.ok_or(Error::NotFound)?.name,
            host: host(&asked.validated.redirect_uri),
            sandbox: !asked.client.livemode,
            user_id: String::from_utf8_lossy(&user_id).into_owned(),
            mail: shared.pop().flatten(),
            phone,
            identity: known
                .iter()
                .filter(|(claim, _)| claim.is_of_identity())
                .filter_map(|(claim, value)| Some((*claim, value.as_str()?.to_owned())))
                .collect(),
            essential: missing
                .iter()
                .any(|claim| asked.validated.is_essential(*claim)),
            proven: kept(&mut read, &account.id).await?.is_some(),
            missing,
            shown: person::mark(known, &account.csrf)?,
            offline: names.contains(bonafide_oidc::person::OFFLINE),
            others: asked
                .validated
                .scope
                .iter()
                .filter(|name| !SCOPES.contains(name))
                .map(str::to_owned)
                .collect(),
        })
    }

    /// Gives out the code, and remembers what was agreed to.
    async fn give(
        &self,
        asked: &Asked,
        present: &Present,
        known: &person::Known,
    ) -> Result<Outcome, Error> {
        let (now, code) = (self.now(), Secret::generate(&*self.core.random));
        let (account, client) = (&present.account.id, &asked.client);
        self.unless_paused(account).await?;
        let since = present.presence.since;
        let subject = self.subject(client, account)?;
        let known = claims(known);
        let mut grant = Grant::new(
            &asked.validated,
            &known,
            subject,
            present.presence.level,
            since.as_second(),
        );
        if let Some(methods) = present.account.two_factors() {
            grant.amr = methods.iter().map(|&name| name.to_owned()).collect();
        }
        let row = rows::Grant {
            id: hex::encode(self.core.random.array::<16>()),
            organisation: client.organisation.clone(),
            client: client.id.clone(),
            account: account.clone(),
            code: code.hash(),
            code_until: now + CODE,
            redeemed_at: None,
            family: None,
            refresh: None,
            revoked_at: None,
            created: now,
            expires: now + CODE,
        };
        let matter = serde_json::to_vec(&grant).map_err(|_| Error::Inconsistent("a grant"))?;
        let mut tx = self.store().begin().await?;
        if let Some(kept) = &asked.kept
            && !requests::end(&mut tx, &kept.hash()).await?
        {
            // Answered already, by a second click.
            return Err(crate::account::Problem::FlowEnded.into());
        }
        rows::insert(&mut tx, &row, &matter).await?;
        let names = asked.validated.items(&known);
        self.remember_consent(&mut tx, client, account, names, now)
            .await?;
        tx.commit().await?;
        let mut pairs = vec![("code", code.reveal())];
        pairs.extend(
            asked
                .validated
                .state
                .as_deref()
                .map(|state| ("state", state)),
        );
        pairs.push(("iss", &self.core.names.issuer));
        Ok(Outcome::Back(going(&asked.validated.redirect_uri, &pairs)?))
    }

    async fn remember_consent(
        &self,
        tx: &mut Tx,
        client: &Known,
        account: &AccountId,
        agreed_to: BTreeSet<String>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let kept = rows::consent(tx, account, &client.id).await?;
        let mut names = kept.as_ref().map(items).transpose()?.unwrap_or_default();
        let before = names.len();
        names.extend(agreed_to);
        let same = names.len() == before;
        let changed = kept
            .as_ref()
            .filter(|_| same)
            .map_or(now, |kept| kept.changed);
        let consent = rows::Consent {
            account: account.clone(),
            client: client.id.clone(),
            organisation: client.organisation.clone(),
            items: serde_json::to_string(&names).map_err(|_| Error::Inconsistent("a consent"))?,
            created: now,
            changed,
            used: now,
        };
        Ok(rows::remember(tx, &consent).await?)
    }

    /// By which name a client knows a person.
    pub(super) fn subject(&self, client: &Known, account: &AccountId) -> Result<String, Error> {
        let text = match client.metadata.subject_type {
            SubjectType::Public => format!("public/{account}"),
            SubjectType::Pairwise => {
                let sector = client.metadata.sector().unwrap_or_default();
                let (whose, mode) = (&client.organisation, client.livemode);
                format!("pairwise/{whose}/{mode}/{sector}/{account}")
            }
        };
        Ok(hex::encode(
            self.store().blind_index(IndexKind::Subject, &text)?,
        ))
    }

    fn refused(&self, refused: &Refused) -> Result<Outcome, Error> {
        match refused {
            Refused::Here(problem) => Ok(Outcome::Stop(*problem)),
            Refused::There {
                redirect_uri,
                state,
                problem,
            } => {
                let pairs = problem.parameters(state.as_deref(), &self.core.names.issuer);
                Ok(Outcome::Back(going(redirect_uri, &pairs)?))
            }
        }
    }

    fn told(&self, asked: &Validated, problem: &Problem) -> Result<Outcome, Error> {
        let pairs = problem.parameters(asked.state.as_deref(), &self.core.names.issuer);
        Ok(Outcome::Back(going(&asked.redirect_uri, &pairs)?))
    }
}

pub(super) fn items(kept: &rows::Consent) -> Result<BTreeSet<String>, Error> {
    serde_json::from_str(&kept.items).map_err(|_| Error::Inconsistent("a consent"))
}

/// Whether nobody else can take what is meant for a client: it proves itself, or its address is its own. Any program on
/// the same device answers at a loopback address, and knows what the client is called (RFC 8252, 8.6).
fn is_told_apart(asked: &Asked) -> bool {
    let method = asked.client.metadata.token_endpoint_auth_method;
    method != AuthMethod::None || asked.validated.redirect_uri.starts_with("https://")
}

fn claims(known: &person::Known) -> BTreeSet<Claim> {
    known.keys().copied().collect()
}

fn claim_of(contact: Contact) -> Claim {
    match contact {
        Contact::Mail => Claim::Email,
        Contact::Phone => Claim::PhoneNumber,
    }
}

/// An address with what its client is told.
pub(super) fn going(uri: &str, pairs: &[(&str, &str)]) -> Result<Going, Error> {
    let mut to = Url::parse(uri).map_err(|_| Error::Inconsistent("a redirect address"))?;
    // None at all would leave a question mark behind.
    if !pairs.is_empty() {
        to.query_pairs_mut().extend_pairs(pairs);
    }
    Ok(Going {
        to: to.into(),
        host: host(uri),
    })
}

fn host(uri: &str) -> String {
    Url::parse(uri).map_or_else(
        |_| String::new(),
        |url| match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => url.scheme().to_owned(),
        },
    )
}
