//! Clients are told that a person signed out (OpenID Connect Back-Channel Logout): of one session, or of all of theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use bonafide_identity::id::{AccountId, ClientId};
use bonafide_identity::port::egress::{EgressError, EgressRequest, EgressResponse, Method};
use bonafide_oidc::logout::{LogoutToken, session_name};
use bonafide_store::messages::DeliveryState;
use bonafide_store::oidc_logouts::{self as rows, KnownSession, Logout};
use bonafide_store::{Tx, oidc_clients, oidc_grants};
use jiff::{SignedDuration, Timestamp};
use tokio::task::{Id, JoinSet};
use url::form_urlencoded;

use super::known::Known;
use crate::account::Account;
use crate::{Error, Service};

/// A logout token is good for so long (Back-Channel Logout, 2.4: two minutes at most).
const TOKEN: SignedDuration = SignedDuration::from_mins(2);
/// Longer than any session of a browser lasts here.
const KNOWN: SignedDuration = SignedDuration::from_hours(24);
/// A client that does not answer is told again until then.
const WORTH: SignedDuration = SignedDuration::from_hours(6);
/// Longer than an attempt may take, so that it is never made twice at once.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read; nothing in it is kept.
const ANSWER: usize = 4 * 1024;
/// Clients that are told at once.
const AT_ONCE: usize = 8;

/// Which sessions of an account ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ended<'a> {
    /// The one of this name.
    Only(&'a str),
    /// All but the one of this name.
    AllBut(&'a str),
}

/// How telling went.
enum Outcome {
    Told,
    /// And again later it would be no better.
    Useless(String),
    Failed(String),
}

impl Service {
    /// Notes that a client knows of a person's session, where it wants to hear of its end.
    pub(super) async fn know_session(
        &self,
        tx: &mut Tx,
        client: &Known,
        account: &Account,
    ) -> Result<(), Error> {
        if client.metadata.backchannel_logout_uri.is_none() {
            return Ok(());
        }
        let session = KnownSession {
            account: account.id.clone(),
            client: client.id.clone(),
            session: account.session().to_owned(),
            expires: self.now() + KNOWN,
        };
        Ok(rows::know(tx, &session).await?)
    }

    /// Has clients told that sessions ended, with the transaction that ends them.
    pub(crate) async fn tell_ended(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        ended: Ended<'_>,
    ) -> Result<(), Error> {
        let known = match ended {
            Ended::Only(session) => rows::forget(tx, account, session).await?,
            Ended::AllBut(session) => rows::forget_others(tx, account, session).await?,
        };
        for one in known {
            self.tell_signed_out(tx, account, one.client, Some(one.session))
                .await?;
        }
        Ok(())
    }

    /// Has clients, or one, told that nobody is signed in as this person any more, whenever they signed in: each that the
    /// person agreed to, by name, and by session where it asks for that.
    pub(crate) async fn tell_all_ended(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        only: Option<&ClientId>,
    ) -> Result<(), Error> {
        let known = match only {
            Some(client) => rows::forget_client(tx, account, client).await?,
            None => rows::forget_all(tx, account).await?,
        };
        let mut sessions: BTreeMap<ClientId, BTreeSet<String>> = BTreeMap::new();
        for one in known {
            sessions.entry(one.client).or_default().insert(one.session);
        }
        let consents = oidc_grants::consents(tx, account).await?;
        let consents = consents.into_iter().map(|consent| consent.client);
        for client in consents.filter(|client| only.is_none_or(|only| only == client)) {
            sessions.entry(client).or_default();
        }
        for (client, names) in sessions {
            let Some(row) = oidc_clients::present(tx, &client).await? else {
                continue;
            };
            let metadata = Known::of(row)?.metadata;
            if metadata.backchannel_logout_uri.is_none() {
                continue;
            }
            if !metadata.backchannel_logout_session_required {
                self.tell_signed_out(tx, account, client, None).await?;
                continue;
            }
            for session in names {
                self.tell_signed_out(tx, account, client.clone(), Some(session))
                    .await?;
            }
        }
        Ok(())
    }

    async fn tell_signed_out(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        client: ClientId,
        session: Option<String>,
    ) -> Result<(), Error> {
        let now = self.now();
        let logout = Logout {
            id: hex::encode(self.core.random.array::<16>()),
            account: account.clone(),
            client,
            session,
            state: DeliveryState::Pending,
            attempts: 0,
            next_at: now,
            claim: None,
            last_error: None,
            created: now,
            expires: now + WORTH,
        };
        Ok(rows::insert(tx, &logout).await?)
    }

    /// Tells clients what is due, several at once and each of them one thing at a time; gives how many attempts were made.
    ///
    /// # Errors
    /// Storage. What was claimed is tried again when its lease ends.
    pub async fn deliver_logouts(&self) -> Result<usize, Error> {
        let mut attempts = 0;
        let mut underway: JoinSet<Result<(), Error>> = JoinSet::new();
        let mut targets: HashMap<Id, ClientId> = HashMap::new();
        loop {
            while underway.len() < AT_ONCE {
                let now = self.now();
                let busy: Vec<ClientId> = targets.values().cloned().collect();
                let claimed = self.store().claim_logout(now, now + LEASE, &busy).await?;
                let Some(logout) = claimed else { break };
                attempts += 1;
                let (service, client) = (self.clone(), logout.client.clone());
                let task = underway.spawn(async move { service.deliver_logout(logout).await });
                targets.insert(task.id(), client);
            }
            let done = tokio::select! {
                biased;
                done = underway.join_next_with_id() => done,
                // What became due meanwhile may be for a client that answers.
                () = self.core.wake.logouts.notified() => continue,
            };
            let id = match done {
                None => return Ok(attempts),
                Some(Ok((id, Ok(())))) => id,
                Some(Ok((id, Err(error)))) => {
                    tracing::warn!(%error, "how a client was told of a sign-out was not noted");
                    id
                }
                Some(Err(error)) => {
                    tracing::error!(%error, "telling a client of a sign-out panicked");
                    error.id()
                }
            };
            targets.remove(&id);
        }
    }

    async fn deliver_logout(&self, logout: Logout) -> Result<(), Error> {
        let outcome = match self.logout_request(&logout).await? {
            Some(request) => judge(&self.core.egress.send(&request).await),
            None => Outcome::Useless("nowhere to go".to_owned()),
        };
        let (state, error, word) = match &outcome {
            Outcome::Told => (DeliveryState::Delivered, None, "told"),
            Outcome::Useless(error) => (DeliveryState::Failed, Some(error), "useless"),
            Outcome::Failed(error) => (DeliveryState::Pending, Some(error), "failed"),
        };
        metrics::counter!("bonafide_oidc_logouts_total", "outcome" => word).increment(1);
        if let Some(error) = error {
            tracing::info!(client = %logout.client, error, "a client was not told of a sign-out");
        }
        let retry_at = match outcome {
            Outcome::Failed(_) => next_try(&logout, self.now()),
            _ => None,
        };
        let state = if state == DeliveryState::Pending && retry_at.is_none() {
            DeliveryState::Failed
        } else {
            state
        };
        let mut tx = self.store().begin().await?;
        let error = error.map(String::as_str);
        rows::attempted(&mut tx, &logout, state, error, retry_at).await?;
        Ok(tx.commit().await?)
    }

    /// What is sent, signed now; nothing where the client does not want to hear it any more.
    async fn logout_request(&self, logout: &Logout) -> Result<Option<EgressRequest>, Error> {
        let Some(client) = self.known_client(&logout.client).await? else {
            return Ok(None);
        };
        let metadata = &client.metadata;
        let Some(address) = &metadata.backchannel_logout_uri else {
            return Ok(None);
        };
        if metadata.backchannel_logout_session_required && logout.session.is_none() {
            return Ok(None);
        }
        let now = self.now();
        let session = logout.session.as_deref();
        let token = LogoutToken {
            issuer: self.core.names.issuer.clone(),
            subject: self.subject(&client, &logout.account)?,
            client: client.id.to_string(),
            session: session.map(|session| session_name(client.id.as_str(), session)),
            id: logout.id.clone(),
            issued: now.as_second(),
            expires: (now + TOKEN).as_second(),
        };
        let keys = self.signing_keys().await?;
        let signer = keys
            .signer(now)
            .ok_or(Error::Inconsistent("no signing key"))?;
        let token = token
            .sign(signer)
            .map_err(|_| Error::Inconsistent("a signing key"))?;
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("logout_token", &token)
            .finish();
        Ok(Some(EgressRequest {
            url: address.url().clone(),
            method: Method::Post,
            headers: vec![(
                "content-type".to_owned(),
                "application/x-www-form-urlencoded".to_owned(),
            )],
            body: body.into_bytes(),
            timeout: TIMEOUT,
            max_response: ANSWER,
        }))
    }
}

fn judge(answer: &Result<EgressResponse, EgressError>) -> Outcome {
    match answer {
        Ok(answer) if (200..300).contains(&answer.status) => Outcome::Told,
        // It says that it cannot do it (Back-Channel Logout, 2.8): saying it again changes nothing.
        Ok(answer)
            if (400..500).contains(&answer.status) && !matches!(answer.status, 408 | 425 | 429) =>
        {
            Outcome::Useless(format!("status {}", answer.status))
        }
        Ok(answer) => Outcome::Failed(format!("status {}", answer.status)),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// After 5, 10, 20 … seconds, as long as it is worth anything.
fn next_try(logout: &Logout, now: Timestamp) -> Option<Timestamp> {
    let doublings = u32::try_from(logout.attempts - 1).unwrap_or(0).min(12);
    let next = now + SignedDuration::from_secs(5 << doublings);
    (next < logout.expires).then_some(next)
}
