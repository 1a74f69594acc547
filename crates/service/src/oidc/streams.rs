//! Streams of security events, as the clients manage them that are told (OpenID Shared Signals Framework 1.0, 8.1): one each.

use std::time::Duration;

use bonafide_identity::id::ClientId;
use bonafide_oidc::discovery;
use bonafide_oidc::events::{
    self, Event, SCOPE, Status, Stream, StreamRequest, VERIFICATION_INTERVAL,
};
use bonafide_oidc::problem::{Code, Problem};
use bonafide_store::event_streams::{self as rows, EventStream};
use bonafide_store::oidc_notifications as notifications;
use bonafide_store::oidc_once::{self as once, Kind};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use url::Url;

use super::events::stream_config;
use super::tokens::hash;
use super::{Asking, Denied};
use crate::{Error, Knock, Service};

/// Why a client's stream is not as it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamDenied {
    /// As with every request that shows a token.
    Denied(Denied),
    /// It has no stream of this name.
    Absent,
    /// It has one already.
    Present,
    /// It asked for an event a moment ago.
    TooSoon(Duration),
}

impl<E: Into<Denied>> From<E> for StreamDenied {
    fn from(error: E) -> Self {
        Self::Denied(error.into())
    }
}

impl Service {
    /// What the transmitter of security events says of itself, as JSON.
    pub fn event_configuration(&self) -> String {
        events::configuration(&self.core.names.issuer, discovery::JWKS).to_string()
    }

    /// Opens the calling client's stream.
    ///
    /// # Errors
    /// [`StreamDenied::Present`]; those of the request.
    pub async fn open_stream(
        &self,
        asking: &Asking<'_>,
        request: &StreamRequest,
    ) -> Result<Map<String, Value>, StreamDenied> {
        let client = self.managing_client(asking, events::STREAM).await?;
        let config = self.admitted(request.stream()?)?;
        let now = self.now();
        let stream = EventStream {
            id: hex::encode(self.core.random.array::<16>()),
            client: client.clone(),
            status: Status::Enabled.as_str().to_owned(),
            reason: None,
            verified_at: None,
            created: now,
        };
        let shown = self.stream_shown(&stream, &config);
        request.leaves(&shown)?;
        let mut tx = self.store().begin().await?;
        if !rows::open(&mut tx, &stream, &written(&config)?).await? {
            return Err(StreamDenied::Present);
        }
        tx.commit().await?;
        Ok(shown)
    }

    /// The calling client's stream; by no name, none or the one that it has.
    ///
    /// # Errors
    /// [`StreamDenied::Absent`]
    pub async fn stream(
        &self,
        asking: &Asking<'_>,
        id: Option<&str>,
    ) -> Result<Value, StreamDenied> {
        let client = self.managing_client(asking, events::STREAM).await?;
        let mut read = self.store().read().await?;
        let present = rows::of_client(&mut read, &client).await?;
        let shown = match &present {
            Some(stream) if id.is_none_or(|id| id == stream.id) => {
                let config = stream_config(&mut read, stream).await?;
                Some(self.stream_shown(stream, &config))
            }
            _ => None,
        };
        match (shown, id) {
            (Some(shown), Some(_)) => Ok(shown.into()),
            (None, Some(_)) => Err(StreamDenied::Absent),
            (shown, None) => Ok(Value::from_iter(shown)),
        }
    }

    /// Changes a stream, or puts another in its place.
    ///
    /// # Errors
    /// [`StreamDenied::Absent`]; those of the request.
    pub async fn change_stream(
        &self,
        asking: &Asking<'_>,
        request: &StreamRequest,
        replace: bool,
    ) -> Result<Map<String, Value>, StreamDenied> {
        let client = self.managing_client(asking, events::STREAM).await?;
        let mut tx = self.store().begin().await?;
        let stream = named(
            rows::of_client(&mut tx, &client).await?,
            request.stream_id()?,
        )?;
        let before = stream_config(&mut tx, &stream).await?;
        let config = if replace {
            request.stream()?
        } else {
            request.changed(before)?
        };
        let config = self.admitted(config)?;
        let shown = self.stream_shown(&stream, &config);
        request.leaves(&shown)?;
        rows::reconfigure(&mut tx, &stream, &written(&config)?).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// Ends a stream, and what waits in it.
    ///
    /// # Errors
    /// [`StreamDenied::Absent`]
    pub async fn close_stream(
        &self,
        asking: &Asking<'_>,
        id: Option<&str>,
    ) -> Result<(), StreamDenied> {
        let client = self.managing_client(asking, events::STREAM).await?;
        let mut tx = self.store().begin().await?;
        let stream = named(rows::of_client(&mut tx, &client).await?, id)?;
        notifications::drop_events(&mut tx, &client).await?;
        rows::close(&mut tx, &stream.id).await?;
        Ok(tx.commit().await?)
    }

    /// Whether events flow.
    ///
    /// # Errors
    /// [`StreamDenied::Absent`]
    pub async fn stream_status(
        &self,
        asking: &Asking<'_>,
        id: Option<&str>,
    ) -> Result<Value, StreamDenied> {
        let client = self.managing_client(asking, events::STATUS).await?;
        let mut read = self.store().read().await?;
        let stream = named(rows::of_client(&mut read, &client).await?, id)?;
        Ok(status(&stream.id, &stream.status, stream.reason.as_deref()))
    }

    /// Has events flow, wait, or be dropped.
    ///
    /// # Errors
    /// [`StreamDenied::Absent`]; those of the request.
    pub async fn set_stream_status(
        &self,
        asking: &Asking<'_>,
        request: &StreamRequest,
    ) -> Result<Value, StreamDenied> {
        let client = self.managing_client(asking, events::STATUS).await?;
        let (wanted, reason) = request.status()?;
        let mut tx = self.store().begin().await?;
        let stream = named(
            rows::of_client(&mut tx, &client).await?,
            request.stream_id()?,
        )?;
        rows::set_status(&mut tx, &stream.id, wanted.as_str(), reason.as_deref()).await?;
        match wanted {
            Status::Enabled => notifications::resume_events(&mut tx, &client, self.now()).await?,
            Status::Paused => {}
            Status::Disabled => notifications::drop_events(&mut tx, &client).await?,
        }
        tx.commit().await?;
        self.core.wake.notifications.notify_one();
        Ok(status(&stream.id, wanted.as_str(), reason.as_deref()))
    }

    /// Has a client told an event by which it sees that its stream works.
    ///
    /// # Errors
    /// [`StreamDenied::Absent`], [`StreamDenied::TooSoon`]; `invalid_request` for a stream that is disabled.
    pub async fn verify_stream(
        &self,
        asking: &Asking<'_>,
        request: &StreamRequest,
    ) -> Result<(), StreamDenied> {
        let client = self.managing_client(asking, events::VERIFICATION).await?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let stream = named(
            rows::of_client(&mut tx, &client).await?,
            request.stream_id()?,
        )?;
        if stream.status == Status::Disabled.as_str() {
            return Err(Problem::request("the stream is disabled").into());
        }
        let interval = SignedDuration::from_secs(VERIFICATION_INTERVAL);
        if !rows::verify(&mut tx, &stream.id, now - interval, now).await? {
            let until = stream
                .verified_at
                .map(|at| now.duration_until(at + interval));
            let wait = until.and_then(|wait| Duration::try_from(wait).ok());
            return Err(StreamDenied::TooSoon(wait.unwrap_or_default()));
        }
        let event = Event::verification(&stream.id, request.state()?);
        self.queue_event(&mut tx, client, None, &event).await?;
        tx.commit().await?;
        self.core.wake.notifications.notify_one();
        Ok(())
    }

    /// Refuses an address that will never be spoken to.
    fn admitted(&self, config: Stream) -> Result<Stream, Denied> {
        let refused = |_| Problem::request("delivery.endpoint_url is no address that is spoken to");
        self.core
            .egress
            .admit(config.endpoint.url())
            .map_err(refused)?;
        Ok(config)
    }

    fn stream_shown(&self, stream: &EventStream, config: &Stream) -> Map<String, Value> {
        config.shown(&stream.id, &self.core.names.issuer, stream.client.as_str())
    }

    /// The client whose own token is shown, if that is good for managing its stream.
    async fn managing_client(&self, asking: &Asking<'_>, path: &str) -> Result<ClientId, Denied> {
        let issuer = &self.core.names.issuer;
        let url = Url::parse(&format!("{issuer}{path}"));
        let url = url.map_err(|_| Error::Inconsistent("an address of ours"))?;
        let shown = self.shown_token(asking, &url).await;
        self.count_wrong(asking, &shown)?;
        let token = shown?;
        if token.grant.is_some() || !token.scope.contains(SCOPE) {
            let problem = "a token of the client itself is needed, with the scope ssf.manage";
            return Err(Problem::new(Code::InsufficientScope, problem).into());
        }
        let wrong = || Problem::new(Code::InvalidToken, "the access token is revoked");
        let client: ClientId = token.client_id.parse().map_err(|_| wrong())?;
        let value = hash(&token.client_id, &token.jti);
        let mut read = self.store().read().await?;
        if once::is_taken(&mut read, Kind::Revoked, &value, self.now()).await? {
            return Err(wrong().into());
        }
        drop(read);
        // None where it was removed, or its organisation disabled.
        self.known_client(&client).await?.ok_or_else(wrong)?;
        self.knock(Knock::Client(client.as_str()))?;
        Ok(client)
    }
}

fn named(stream: Option<EventStream>, id: Option<&str>) -> Result<EventStream, StreamDenied> {
    let id = id.ok_or(Problem::request("stream_id is missing"))?;
    stream
        .filter(|stream| stream.id == id)
        .ok_or(StreamDenied::Absent)
}

fn status(id: &str, status: &str, reason: Option<&str>) -> Value {
    let mut shown = json!({"stream_id": id, "status": status});
    if let Some(reason) = reason {
        shown["reason"] = reason.into();
    }
    shown
}

fn written(config: &Stream) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(config).map_err(|_| Error::Inconsistent("an event stream"))
}
