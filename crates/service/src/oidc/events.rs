//! Clients that opened a stream are told what happened to the accounts of people who agreed to them (OpenID Shared Signals
//! Framework 1.0): what, when, and to whom as they know them; nothing else.

use bonafide_identity::id::{AccountId, ClientId};
use bonafide_identity::port::egress::EgressRequest;
use bonafide_oidc::events::{Event, EventType, SecurityEventToken, Status, Stream};
use bonafide_store::event_streams::{self, EventStream};
use bonafide_store::messages::DeliveryState;
use bonafide_store::oidc_notifications::{self as notifications, Notification};
use bonafide_store::{Conn, Tx, oidc_clients};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::known::Known;
use super::notifications::{Attempt, post};
use crate::account::Change;
use crate::{Error, Service};

/// A client that does not answer is told again until then.
const WORTH: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How a change of an account is told; most of them are nobody's business.
fn told(change: Change) -> Option<(EventType, Value)> {
    // CAEP, 3.3.1. What a passkey lives in is not known here: its type is neither of the two that are named there.
    let credential = |of: &str, how: &str| {
        let members = json!({"credential_type": of, "change_type": how});
        Some((EventType::CredentialChange, members))
    };
    let plain = |kind| Some((kind, json!({})));
    match change {
        Change::Password => credential("password", "update"),
        Change::PasskeyAdded => credential("fido2", "create"),
        Change::PasskeyRemoved => credential("fido2", "delete"),
        Change::AppActivated => credential("app", "create"),
        Change::AppRemoved => credential("app", "delete"),
        Change::AppBlocked => credential("app", "revoke"),
        Change::AppReopened | Change::AppTransferred => credential("app", "update"),
        Change::CodeAppAdded => credential("totp", "create"),
        Change::CodeAppRemoved => credential("totp", "delete"),
        Change::Pin => credential("pin", "update"),
        Change::Blocked => plain(EventType::AccountDisabled),
        Change::Reopened | Change::Recovered => plain(EventType::AccountEnabled),
        Change::RecoveryAsked => plain(EventType::RecoveryActivated),
        Change::Mail | Change::Phone | Change::RecoveryCodes => {
            plain(EventType::RecoveryInformationChanged)
        }
        Change::IdentityKept
        | Change::ErasureAsked
        | Change::ErasureCanceled
        | Change::AppTransferring
        | Change::AppTransferStopped
        | Change::RecoveryRefused
        | Change::RecoveryStopped
        | Change::ReleaseAsked
        | Change::Released
        | Change::PinLocked
        | Change::PinForgotten => None,
    }
}

impl Service {
    /// Has clients told of a change, with the transaction that makes it.
    pub(crate) async fn tell_change(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        change: Change,
    ) -> Result<(), Error> {
        match told(change) {
            Some((kind, members)) => self.tell_event(tx, account, None, kind, &members).await,
            None => Ok(()),
        }
    }

    /// Has clients, or one, told that an account is erased; to be called while it is known who agreed to what.
    pub(crate) async fn tell_purged(&self, tx: &mut Tx, account: &AccountId) -> Result<(), Error> {
        let kind = EventType::AccountPurged;
        self.tell_event(tx, account, None, kind, &json!({})).await
    }

    pub(super) async fn tell_event(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        only: Option<&ClientId>,
        kind: EventType,
        members: &Value,
    ) -> Result<(), Error> {
        let streams = event_streams::of_account(tx, account, Status::Disabled.as_str()).await?;
        for stream in streams {
            if only.is_some_and(|only| *only != stream.client)
                || !stream_config(tx, &stream).await?.wants(kind)
            {
                continue;
            }
            let Some(row) = oidc_clients::present(tx, &stream.client).await? else {
                continue;
            };
            let subject = self.subject(&Known::of(row)?, account)?;
            let at = self.now().as_millisecond();
            let event = Event::of(kind, subject, members.clone(), at);
            // What is left of the others goes with the account.
            let about = (kind != EventType::AccountPurged).then(|| account.clone());
            self.queue_event(tx, stream.client, about, &event).await?;
        }
        Ok(())
    }

    pub(super) async fn queue_event(
        &self,
        tx: &mut Tx,
        client: ClientId,
        account: Option<AccountId>,
        event: &Event,
    ) -> Result<(), Error> {
        let now = self.now();
        let told = Notification {
            id: hex::encode(self.core.random.array::<16>()),
            client,
            account,
            session: None,
            approval: None,
            event: true,
            state: DeliveryState::Pending,
            attempts: 0,
            next_at: now,
            claim: None,
            last_error: None,
            created: now,
            expires: now + WORTH,
        };
        let body = serde_json::to_vec(event).map_err(|_| Error::Inconsistent("an event"))?;
        Ok(notifications::insert(tx, &told, Some(&body)).await?)
    }

    /// What a client is sent of an event, signed now.
    pub(super) async fn event_attempt(
        &self,
        client: &Known,
        told: &Notification,
    ) -> Result<Attempt, Error> {
        let mut read = self.store().read().await?;
        let Some(stream) = event_streams::of_client(&mut read, &client.id).await? else {
            return Ok(Attempt::Never);
        };
        if stream.status == Status::Paused.as_str() {
            return Ok(Attempt::Later("the stream is paused"));
        }
        let config = stream_config(&mut read, &stream).await?;
        let body = notifications::body(&mut read, told).await?;
        drop(read);
        let event: Event =
            serde_json::from_slice(&body).map_err(|_| Error::Inconsistent("an event"))?;
        let token = SecurityEventToken {
            issuer: &self.core.names.issuer,
            client: client.id.as_str(),
            id: &told.id,
            issued: told.created.as_second(),
            event: &event,
        };
        let keys = self.signing_keys().await?;
        let signer = keys
            .signer(self.now())
            .ok_or(Error::Inconsistent("no signing key"))?;
        let token = token
            .sign(signer)
            .map_err(|_| Error::Inconsistent("a signing key"))?;
        Ok(Attempt::Send(push(&config, token)))
    }
}

/// A pushed event (RFC 8935, 2.1).
fn push(config: &Stream, token: String) -> EgressRequest {
    let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
    if let Some(authorization) = &config.authorization {
        headers.push(("authorization".to_owned(), authorization.clone()));
    }
    post(&config.endpoint, "application/secevent+jwt", headers, token)
}

/// How a stream is told, and of what.
pub(super) async fn stream_config(conn: &mut Conn, stream: &EventStream) -> Result<Stream, Error> {
    let config = event_streams::config(conn, stream).await?;
    serde_json::from_slice(&config).map_err(|_| Error::Inconsistent("an event stream"))
}
