//! What goes back to a client: a code, or why there is none.

use std::collections::BTreeSet;
use std::fmt;

use bonafide_identity::id::AccountId;
use bonafide_oidc::authorization::{Refused, Validated};
use bonafide_oidc::client::SubjectType;
use bonafide_oidc::grant::Grant;
use bonafide_oidc::logout::session_name;
use bonafide_oidc::person::Known;
use bonafide_oidc::problem::Problem;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Tx, oidc_grants as rows, oidc_polls as polls, oidc_requests as requests};
use jiff::SignedDuration;
use url::Url;

use super::super::known::Known as Client;
use super::super::poll::FETCHED;
use super::{Asked, Outcome, Present};
use crate::account::Happened;
use crate::secret::Secret;
use crate::{Error, Service};

/// How long a code is good.
const CODE: SignedDuration = SignedDuration::from_secs(60);

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

impl Service {
    /// Gives out the code, and remembers what was agreed to: now, or another time.
    pub(super) async fn give(
        &self,
        asked: &Asked,
        present: &Present,
        known: &Known,
        agreed_now: bool,
    ) -> Result<Outcome, Error> {
        let (now, code) = (self.now(), Secret::generate(&*self.core.random));
        let (account, client) = (&present.account.id, &asked.client);
        self.unless_paused(account).await?;
        let subject = present.subject.clone();
        let mut grant = Grant::new(&asked.validated, known, subject, &present.presence, now);
        if let Some(methods) = present.account.two_factors() {
            grant.amr = methods.iter().map(|&name| name.to_owned()).collect();
        }
        let row = rows::Grant {
            id: hex::encode(self.core.random.array::<16>()),
            organisation: client.organisation.clone(),
            client: client.id.clone(),
            account: account.clone(),
            code: code.hash(),
            // No code of a device's request is given out.
            code_until: now + CODE,
            redeemed_at: None,
            family: None,
            refresh: None,
            revoked_at: None,
            created: now,
            expires: match asked.device {
                Some(_) => now + FETCHED,
                None => now + CODE,
            },
        };
        // A device is in no session of this browser.
        if asked.device.is_none() {
            grant.sid = Some(session_name(client.id.as_str(), present.account.session()));
        }
        let matter = serde_json::to_vec(&grant).map_err(|_| Error::Inconsistent("a grant"))?;
        let mut tx = self.store().begin().await?;
        if let Some(kept) = &asked.kept
            && !requests::end(&mut tx, &kept.hash()).await?
        {
            // Answered already, by a second click.
            return Err(crate::account::Problem::FlowEnded.into());
        }
        rows::insert(&mut tx, &row, &matter).await?;
        if let Some((device, _)) = &asked.device
            && !polls::answer(&mut tx, device, Some(&row.id), now).await?
        {
            // Answered in another browser, or past its time.
            return Err(crate::account::Problem::FlowEnded.into());
        }
        if asked.device.is_none() {
            self.know_session(&mut tx, client, &present.account).await?;
        }
        let names = asked.validated.items(known, now);
        let more = self
            .remember_consent(&mut tx, client, account, &names, agreed_now)
            .await?;
        if !more.is_empty() {
            let what = Happened::Consent {
                client: client.id.clone(),
                name: client.name.clone(),
                data: more,
            };
            self.note_happened(&mut tx, account, &what).await?;
        }
        let what = Happened::Service {
            client: client.id.clone(),
            name: client.name.clone(),
            data: names,
        };
        self.note_happened(&mut tx, account, &what).await?;
        tx.commit().await?;
        if asked.device.is_some() {
            return Ok(Outcome::Device {
                client: client.name.clone(),
                agreed: true,
            });
        }
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

    /// Gives what was not agreed to before.
    async fn remember_consent(
        &self,
        tx: &mut Tx,
        client: &Client,
        account: &AccountId,
        agreed_to: &BTreeSet<String>,
        agreed_now: bool,
    ) -> Result<BTreeSet<String>, Error> {
        let kept = rows::consent(tx, account, &client.id).await?;
        let mut names = kept.as_ref().map(items).transpose()?.unwrap_or_default();
        let more: BTreeSet<String> = agreed_to.difference(&names).cloned().collect();
        names.extend(more.iter().cloned());
        let now = self.now();
        let changed = kept
            .as_ref()
            .filter(|_| !agreed_now)
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
        rows::remember(tx, &consent).await?;
        Ok(more)
    }

    /// By which name a client knows a person.
    pub(in super::super) fn subject(
        &self,
        client: &Client,
        account: &AccountId,
    ) -> Result<String, Error> {
        // Public is what all clients of one organisation share, and no other organisation's.
        let (whose, mode) = (&client.organisation, client.livemode);
        let text = match client.metadata.subject_type {
            SubjectType::Public => format!("public/{whose}/{mode}/{account}"),
            SubjectType::Pairwise => {
                let sector = client.metadata.sector().unwrap_or_default();
                // Of no host: names that no other client shares.
                let sector = if sector.is_empty() {
                    client.id.to_string()
                } else {
                    sector
                };
                format!("pairwise/{whose}/{mode}/{sector}/{account}")
            }
        };
        Ok(hex::encode(
            self.store().blind_index(IndexKind::Subject, &text)?,
        ))
    }

    pub(super) fn refused(&self, refused: &Refused) -> Result<Outcome, Error> {
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

    pub(super) fn told(&self, asked: &Validated, problem: &Problem) -> Result<Outcome, Error> {
        let pairs = problem.parameters(asked.state.as_deref(), &self.core.names.issuer);
        Ok(Outcome::Back(going(&asked.redirect_uri, &pairs)?))
    }
}

pub(in super::super) fn items(kept: &rows::Consent) -> Result<BTreeSet<String>, Error> {
    serde_json::from_str(&kept.items).map_err(|_| Error::Inconsistent("a consent"))
}

/// An address with what its client is told.
pub(in super::super) fn going(uri: &str, pairs: &[(&str, &str)]) -> Result<Going, Error> {
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

pub(super) fn host(uri: &str) -> String {
    Url::parse(uri).map_or_else(
        |_| String::new(),
        |url| match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => url.scheme().to_owned(),
        },
    )
}
