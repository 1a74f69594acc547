//! Webhook endpoints and what was sent to them.

use std::collections::HashMap;

use bonafide_identity::id::{RegistrationId, WebhookEndpointId, WebhookMessageId};
use bonafide_identity::webhook::{MAX_SECRETS, WebhookSecret};
use bonafide_store::messages::DeliveryState;
use bonafide_store::webhooks as rows;
use bonafide_store::{Conn, StoreError, Tx};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Caller, Page, PageRequest, Scope};
use crate::webhook::EventKind;
use crate::{Error, Pointer, Service};

/// How long the secrets before a new one keep signing unless the organisation says otherwise.
const OVERLAP: SignedDuration = SignedDuration::from_hours(24);
/// The longest that they may.
const LONGEST_OVERLAP: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Endpoints that are read at most.
const LISTED: u32 = 1000;

/// An address that is told of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookEndpoint {
    /// Its identifier.
    #[schema(value_type = String, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")]
    pub id: WebhookEndpointId,
    /// The mode whose events it is told of.
    pub livemode: bool,
    /// Where to.
    pub url: String,
    /// Of which events; empty for all.
    #[schema(value_type = Vec<crate::schema::EventKindSchema>)]
    pub events: Vec<EventKind>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was disabled: by its organisation, or because it had only failed for days.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub disabled_at: Option<Timestamp>,
    /// Since when it has only failed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub failing_since: Option<Timestamp>,
    /// The secrets that sign its messages, newest first, without their values.
    pub secrets: Vec<EndpointSecret>,
}

/// A secret that signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WebhookSecret)]
pub struct EndpointSecret {
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when it signs, if it is being rotated out.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
}

/// An endpoint with a new secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WebhookEndpointWithSecret)]
pub struct CreatedEndpoint {
    /// The endpoint.
    #[serde(flatten)]
    pub endpoint: WebhookEndpoint,
    /// The signing secret (`whsec_…`); never shown again.
    pub secret: String,
}

impl std::fmt::Debug for CreatedEndpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedEndpoint")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// What a new endpoint is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateEndpoint {
    /// Where to; https unless the operator allows otherwise.
    pub url: String,
    /// Of which events; empty for all.
    pub events: Vec<EventKind>,
}

/// What is to change about an endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateEndpoint {
    /// Another address.
    pub url: Option<String>,
    /// Other events.
    pub events: Option<Vec<EventKind>>,
    /// Whether it is told of anything.
    pub enabled: Option<bool>,
}

/// Which messages a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageFilter {
    /// About this session.
    pub session: Option<RegistrationId>,
    /// Of this kind.
    pub kind: Option<EventKind>,
}

/// A message to an organisation's endpoints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookMessage {
    /// Its identifier, the same on every attempt.
    #[schema(value_type = String, pattern = "^msg_[0-9a-hjkmnp-tv-z]{26}$")]
    pub id: WebhookMessageId,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(value_type = crate::schema::EventKindSchema)]
    pub kind: EventKind,
    /// The mode that it happened in.
    pub livemode: bool,
    /// To which session.
    #[schema(value_type = String, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")]
    pub session: RegistrationId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Where it stands with each endpoint.
    pub deliveries: Vec<Delivery>,
}

/// One message on its way to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WebhookDelivery)]
pub struct Delivery {
    /// To which endpoint.
    #[schema(value_type = String, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")]
    pub endpoint: WebhookEndpointId,
    /// `pending`, `delivered` or `failed`.
    pub state: String,
    /// How often it was tried since it was written or replayed.
    pub attempts: u32,
    /// When it is tried next.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_attempt_at: Option<Timestamp>,
    /// When it was last tried.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_attempt_at: Option<Timestamp>,
    /// The status of the last answer.
    pub last_status: Option<u16>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

impl Service {
    /// Adds an endpoint in the caller's mode.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::WebhookTargetRefused`], [`Error::LimitReached`].
    pub async fn create_endpoint(
        &self,
        caller: &Caller,
        request: &CreateEndpoint,
    ) -> Result<CreatedEndpoint, Error> {
        caller.require(Scope::WebhooksWrite)?;
        self.admit(&request.url)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let most = self.settings().webhooks.endpoints;
        let present = rows::list_endpoints(&mut tx, &caller.organisation, LISTED).await?;
        if present
            .iter()
            .filter(|endpoint| endpoint.livemode == caller.livemode)
            .count()
            >= most
        {
            return Err(Error::LimitReached(most));
        }
        let row = rows::Endpoint {
            organisation: caller.organisation.clone(),
            id: WebhookEndpointId::new(now, self.random_id()),
            url: request.url.clone(),
            events: words(&request.events),
            livemode: caller.livemode,
            created: now,
            disabled_at: None,
            failing_since: None,
        };
        rows::insert_endpoint(&mut tx, &row).await?;
        let secret = self.add_secret(&mut tx, caller, &row.id, now).await?;
        let endpoint = show(&mut tx, row, now).await?;
        tx.commit().await?;
        Ok(CreatedEndpoint { endpoint, secret })
    }

    /// The endpoints of the caller's mode, oldest first.
    ///
    /// # Errors
    /// [`Error::MissingScope`]; storage.
    pub async fn endpoints(&self, caller: &Caller) -> Result<Vec<WebhookEndpoint>, Error> {
        caller.require(Scope::WebhooksRead)?;
        let now = self.now();
        let mut read = self.store().read().await?;
        let secrets = rows::secret_times(&mut read, &caller.organisation, None, now).await?;
        let endpoints = rows::list_endpoints(&mut read, &caller.organisation, LISTED).await?;
        Ok(endpoints
            .into_iter()
            .filter(|row| row.livemode == caller.livemode)
            .map(|row| shown(row, &secrets))
            .collect())
    }

    /// One endpoint.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn endpoint(
        &self,
        caller: &Caller,
        id: &WebhookEndpointId,
    ) -> Result<WebhookEndpoint, Error> {
        caller.require(Scope::WebhooksRead)?;
        let mut read = self.store().read().await?;
        let row = endpoint(&mut read, caller, id).await?;
        show(&mut read, row, self.now()).await
    }

    /// Changes an endpoint. Enabling one forgets how long it had failed.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Validation`], [`Error::WebhookTargetRefused`].
    pub async fn update_endpoint(
        &self,
        caller: &Caller,
        id: &WebhookEndpointId,
        change: &UpdateEndpoint,
    ) -> Result<WebhookEndpoint, Error> {
        caller.require(Scope::WebhooksWrite)?;
        if let Some(url) = &change.url {
            self.admit(url)?;
        }
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let mut row = endpoint(&mut tx, caller, id).await?;
        if let Some(url) = &change.url {
            row.url.clone_from(url);
        }
        if let Some(events) = &change.events {
            row.events = words(events);
        }
        match change.enabled {
            Some(true) => {
                row.disabled_at = None;
                rows::endpoint_well(&mut tx, &caller.organisation, id).await?;
            }
            Some(false) if row.disabled_at.is_none() => {
                rows::disable_endpoint(&mut tx, &caller.organisation, id, now).await?;
                row.disabled_at = Some(now);
            }
            Some(false) | None => {}
        }
        rows::update_endpoint(&mut tx, &row).await?;
        let row = endpoint(&mut tx, caller, id).await?;
        let shown = show(&mut tx, row, now).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// Removes an endpoint with its secrets and the record of its deliveries.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn delete_endpoint(
        &self,
        caller: &Caller,
        id: &WebhookEndpointId,
    ) -> Result<(), Error> {
        caller.require(Scope::WebhooksWrite)?;
        let mut tx = self.store().begin().await?;
        endpoint(&mut tx, caller, id).await?;
        rows::remove_endpoint(&mut tx, &caller.organisation, id).await?;
        Ok(tx.commit().await?)
    }

    /// Gives an endpoint a new secret. Those before it sign as well for `overlap` (a day unless
    /// given, at most 30), so that receivers can change over.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Validation`] for an overlap out of bounds;
    /// [`Error::LimitReached`] while five secrets sign.
    pub async fn rotate_secret(
        &self,
        caller: &Caller,
        id: &WebhookEndpointId,
        overlap: Option<SignedDuration>,
    ) -> Result<CreatedEndpoint, Error> {
        caller.require(Scope::WebhooksWrite)?;
        let overlap = overlap.unwrap_or(OVERLAP);
        if overlap.is_negative() || overlap > LONGEST_OVERLAP {
            return Err(Error::Validation(vec![Pointer::new(
                "/overlap_hours",
                "0 to 720 hours",
            )]));
        }
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let row = endpoint(&mut tx, caller, id).await?;
        let present = rows::secret_times(&mut tx, &caller.organisation, Some(id), now)
            .await?
            .len();
        if present >= MAX_SECRETS && overlap.is_positive() {
            return Err(Error::LimitReached(MAX_SECRETS));
        }
        let secret = self.add_secret(&mut tx, caller, id, now + overlap).await?;
        let endpoint = show(&mut tx, row, now).await?;
        tx.commit().await?;
        Ok(CreatedEndpoint { endpoint, secret })
    }

    async fn add_secret(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        id: &WebhookEndpointId,
        others_expire: Timestamp,
    ) -> Result<String, Error> {
        let secret = WebhookSecret::new(self.core.random.array()).reveal();
        rows::add_secret(
            tx,
            &caller.organisation,
            id,
            secret.as_bytes(),
            others_expire,
            self.now(),
        )
        .await?;
        Ok(secret)
    }

    /// Messages of the caller's mode, newest first, each with its deliveries.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::CursorUnknown`].
    pub async fn webhook_messages(
        &self,
        caller: &Caller,
        filter: &MessageFilter,
        page: &PageRequest,
    ) -> Result<Page<WebhookMessage>, Error> {
        caller.require(Scope::WebhooksRead)?;
        let limit = page.bounded()?;
        let before: Option<WebhookMessageId> = page.after()?;
        let wanted = rows::MessageFilter {
            organisation: &caller.organisation,
            livemode: caller.livemode,
            registration: filter.session.as_ref(),
            kind: filter.kind.map(EventKind::as_str),
            before: before.as_ref(),
            limit: limit + 1,
        };
        let mut read = self.store().read().await?;
        let rows = rows::list_messages(&mut read, &wanted).await?;
        let messages = show_messages(&mut read, caller, rows).await?;
        Ok(Page::of(messages, limit, |message| message.id.clone()))
    }

    /// One message with its deliveries.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn webhook_message(
        &self,
        caller: &Caller,
        id: &WebhookMessageId,
    ) -> Result<WebhookMessage, Error> {
        caller.require(Scope::WebhooksRead)?;
        let mut read = self.store().read().await?;
        let row = message(&mut read, caller, id).await?;
        show_message(&mut read, caller, row).await
    }

    /// Sends a message once more: to one endpoint, or to all that are enabled. An endpoint that
    /// did not get it in the first place gets it too.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Validation`] for an endpoint that is disabled.
    pub async fn replay(
        &self,
        caller: &Caller,
        id: &WebhookMessageId,
        to: Option<&WebhookEndpointId>,
    ) -> Result<WebhookMessage, Error> {
        caller.require(Scope::WebhooksWrite)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let row = message(&mut tx, caller, id).await?;
        let endpoints = match to {
            Some(to) => {
                let endpoint = endpoint(&mut tx, caller, to).await?;
                if endpoint.disabled_at.is_some() {
                    return Err(Error::Validation(vec![Pointer::new(
                        "/endpoint",
                        "the endpoint is disabled",
                    )]));
                }
                vec![endpoint]
            }
            None => rows::list_endpoints(&mut tx, &caller.organisation, LISTED).await?,
        };
        for endpoint in endpoints {
            if endpoint.livemode == caller.livemode && endpoint.disabled_at.is_none() {
                rows::replay(&mut tx, &caller.organisation, id, &endpoint.id, now).await?;
            }
        }
        let shown = show_message(&mut tx, caller, row).await?;
        tx.commit().await?;
        self.core.wake.webhooks.notify_one();
        Ok(shown)
    }

    /// # Errors
    /// [`Error::Validation`] for what is no address, [`Error::WebhookTargetRefused`] for one that
    /// will never be spoken to.
    fn admit(&self, url: &str) -> Result<(), Error> {
        let problem = || Error::Validation(vec![Pointer::new("/url", "an absolute https address")]);
        let parsed = Url::parse(url).map_err(|_| problem())?;
        if parsed.fragment().is_some() {
            return Err(problem());
        }
        self.core
            .egress
            .admit(&parsed)
            .map_err(Error::WebhookTargetRefused)
    }
}

async fn endpoint(
    conn: &mut Conn,
    caller: &Caller,
    id: &WebhookEndpointId,
) -> Result<rows::Endpoint, Error> {
    let found = rows::find_endpoint(conn, &caller.organisation, id).await?;
    found
        .filter(|endpoint| endpoint.livemode == caller.livemode)
        .ok_or(Error::NotFound)
}

async fn message(
    conn: &mut Conn,
    caller: &Caller,
    id: &WebhookMessageId,
) -> Result<rows::WebhookMessage, Error> {
    let found = match rows::find_message(conn, &caller.organisation, id).await {
        Err(StoreError::NotFound(_)) => None,
        other => other?,
    };
    found
        .map(|(message, _)| message)
        .filter(|message| message.livemode == caller.livemode)
        .ok_or(Error::NotFound)
}

async fn show(
    conn: &mut Conn,
    row: rows::Endpoint,
    now: Timestamp,
) -> Result<WebhookEndpoint, Error> {
    let secrets = rows::secret_times(conn, &row.organisation, Some(&row.id), now).await?;
    Ok(shown(row, &secrets))
}

/// An endpoint with those of the secrets that are its own.
fn shown(row: rows::Endpoint, secrets: &[rows::SecretTimes]) -> WebhookEndpoint {
    WebhookEndpoint {
        livemode: row.livemode,
        url: row.url,
        events: row
            .events
            .iter()
            .filter_map(|event| event.parse().ok())
            .collect(),
        created_at: row.created,
        disabled_at: row.disabled_at,
        failing_since: row.failing_since,
        secrets: secrets
            .iter()
            .filter(|times| times.endpoint == row.id)
            .map(|times| EndpointSecret {
                created_at: times.created,
                expires_at: times.expires,
            })
            .collect(),
        id: row.id,
    }
}

/// Messages with their deliveries.
async fn show_messages(
    conn: &mut Conn,
    caller: &Caller,
    rows: Vec<rows::WebhookMessage>,
) -> Result<Vec<WebhookMessage>, Error> {
    let ids = rows.iter().map(|row| &row.id);
    let mut deliveries: HashMap<WebhookMessageId, Vec<Delivery>> = HashMap::new();
    for row in rows::deliveries_of(conn, &caller.organisation, ids).await? {
        let of_message = deliveries.entry(row.message.clone()).or_default();
        of_message.push(show_delivery(row));
    }
    rows.into_iter()
        .map(|row| {
            Ok(WebhookMessage {
                kind: row
                    .kind
                    .parse()
                    .map_err(|_| Error::Inconsistent("a webhook message's kind"))?,
                livemode: row.livemode,
                session: row.registration,
                created_at: row.created,
                deliveries: deliveries.remove(&row.id).unwrap_or_default(),
                id: row.id,
            })
        })
        .collect()
}

async fn show_message(
    conn: &mut Conn,
    caller: &Caller,
    row: rows::WebhookMessage,
) -> Result<WebhookMessage, Error> {
    let mut shown = show_messages(conn, caller, vec![row]).await?;
    shown.pop().ok_or(Error::NotFound)
}

fn show_delivery(row: rows::Delivery) -> Delivery {
    Delivery {
        endpoint: row.endpoint,
        state: row.state.as_str().to_owned(),
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        next_attempt_at: (row.state == DeliveryState::Pending).then_some(row.next_at),
        last_attempt_at: row.last_at,
        last_status: row.last_status,
        last_error: row.last_error,
    }
}

fn words(events: &[EventKind]) -> Vec<String> {
    let mut words: Vec<String> = events
        .iter()
        .map(|event| event.as_str().to_owned())
        .collect();
    words.sort();
    words.dedup();
    words
}
