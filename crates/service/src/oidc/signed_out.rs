//! Clients are told that a person signed out (OpenID Connect Back-Channel Logout): of one session, or of all of theirs.

use std::collections::{BTreeMap, BTreeSet};

use bonafide_identity::id::{AccountId, ClientId};
use bonafide_identity::port::egress::EgressRequest;
use bonafide_oidc::events::EventType;
use bonafide_oidc::logout::{LogoutToken, session_name};
use bonafide_store::messages::DeliveryState;
use bonafide_store::oidc_notifications::{self as notifications, Notification};
use bonafide_store::oidc_sessions::{self as rows, KnownSession};
use bonafide_store::{Tx, oidc_clients, oidc_grants};
use jiff::SignedDuration;
use serde_json::json;
use url::form_urlencoded;

use super::known::Known;
use super::notifications::post;
use crate::account::Account;
use crate::{Error, Service};

/// A logout token is good for so long (Back-Channel Logout, 2.4: two minutes at most).
const TOKEN: SignedDuration = SignedDuration::from_mins(2);
/// Longer than any session of a browser lasts here.
const KNOWN: SignedDuration = SignedDuration::from_hours(24);
/// A client that does not answer is told again until then.
const WORTH: SignedDuration = SignedDuration::from_hours(6);
/// Which sessions of an account ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ended<'a> {
    /// The one of this name.
    Only(&'a str),
    /// All but the one of this name.
    AllBut(&'a str),
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
        let (revoked, none) = (EventType::SessionRevoked, json!({}));
        self.tell_event(tx, account, only, revoked, &none).await?;
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
        let told = Notification {
            id: hex::encode(self.core.random.array::<16>()),
            client,
            account: Some(account.clone()),
            session,
            approval: None,
            event: false,
            state: DeliveryState::Pending,
            attempts: 0,
            next_at: now,
            claim: None,
            last_error: None,
            created: now,
            expires: now + WORTH,
        };
        Ok(notifications::insert(tx, &told, None).await?)
    }

    /// What a client is sent of an account's sessions, signed now; nothing where it does not want to hear it any more.
    pub(super) async fn logout_request(
        &self,
        client: &Known,
        told: &Notification,
        account: &AccountId,
    ) -> Result<Option<EgressRequest>, Error> {
        let metadata = &client.metadata;
        let Some(address) = &metadata.backchannel_logout_uri else {
            return Ok(None);
        };
        if metadata.backchannel_logout_session_required && told.session.is_none() {
            return Ok(None);
        }
        let now = self.now();
        let session = told.session.as_deref();
        let token = LogoutToken {
            issuer: self.core.names.issuer.clone(),
            subject: self.subject(client, account)?,
            client: client.id.to_string(),
            session: session.map(|session| session_name(client.id.as_str(), session)),
            id: told.id.clone(),
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
        let kind = "application/x-www-form-urlencoded";
        Ok(Some(post(address, kind, Vec::new(), body)))
    }
}
