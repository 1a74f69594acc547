//! What endpoints are told, and how each delivery of it goes.

use bonafide_identity::id::{
    AccountId, OrganisationId, RegistrationId, WebhookEndpointId, WebhookMessageId,
};
use jiff::Timestamp;

use super::{Endpoint, find_endpoint, held_endpoint, secrets};
use crate::db::dialect::Hold;
use crate::db::{Bind as _, Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::rows::messages::DeliveryState;
use crate::rows::{found, outbox};
use crate::store::Store;

record! {
    /// A message, without its body.
    pub struct WebhookMessage {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Its id, the same on every retry.
        pub id: WebhookMessageId,
        /// About which registration.
        pub registration: RegistrationId,
        /// Whose.
        pub account: AccountId,
        /// What happened.
        pub kind: String,
        /// Live, or test mode.
        pub livemode: bool,
        /// When.
        pub created: Timestamp,
    }
}

fn body_place(id: &WebhookMessageId) -> Place<'_> {
    Place {
        table: "webhook_messages",
        row: id.as_str(),
        column: "body",
        version: 1,
    }
}

fn body_owner(message: &WebhookMessage, class: Class) -> Owner {
    match class {
        Class::Organisation => Owner::organisation(&message.organisation),
        _ => Owner::registration(
            &message.organisation,
            &message.account,
            &message.registration,
        ),
    }
}

/// Writes a message with the transaction, and a delivery for each endpoint
/// that wants it; gives how many. Without any, nothing is written.
pub async fn insert_message(
    tx: &mut Tx,
    new: &WebhookMessage,
    body: &[u8],
) -> Result<usize, StoreError> {
    let text = format!(
        "SELECT {} FROM webhook_endpoints WHERE organisation = $1 ORDER BY id LIMIT 1000",
        Endpoint::COLUMNS
    );
    // Held, so that none is disabled or removed before the delivery to it is written.
    let held = tx.held(sql!(text, new.organisation), Hold::Unchanged);
    let endpoints: Vec<Endpoint> = tx.list(held).await?;
    let endpoints: Vec<_> = endpoints
        .into_iter()
        .filter(|e| e.disabled_at.is_none() && e.livemode == new.livemode)
        .filter(|e| e.events.is_empty() || e.events.contains(&new.kind))
        .collect();
    if endpoints.is_empty() {
        return Ok(0);
    }
    let place = body_place(&new.id);
    let mut class = Class::Registration;
    let sealed = match tx.seal(&body_owner(new, class), class, &place, body).await {
        // News of an erasure has nothing personal left to protect.
        Err(StoreError::Erased(_)) => {
            class = Class::Organisation;
            tx.seal(&body_owner(new, class), class, &place, body).await
        }
        sealed => sealed,
    }?;
    tx.run(insert!(
        "webhook_messages",
        new,
        class = class,
        body = sealed
    ))
    .await?;
    for endpoint in &endpoints {
        tx.run(sql!(
            "INSERT INTO webhook_deliveries
                 (organisation, message, endpoint, state, attempts, next_at)
             VALUES ($1, $2, $3, $4, 0, $5)",
            new.organisation,
            new.id,
            endpoint.id,
            DeliveryState::Pending,
            new.created
        ))
        .await?;
    }
    Ok(endpoints.len())
}

record! {
    /// One message on its way to one endpoint.
    pub struct Delivery {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Which message.
        pub message: WebhookMessageId,
        /// To which endpoint.
        pub endpoint: WebhookEndpointId,
        /// Where it stands.
        pub state: DeliveryState,
        /// How often it was tried.
        pub attempts: i64,
        /// When it is tried next; while claimed, when the lease ends.
        pub next_at: Timestamp,
        /// Names the claim.
        pub claim: Option<String>,
        /// When it was last tried.
        pub last_at: Option<Timestamp>,
        /// Status code of the last answer.
        pub last_status: Option<u16>,
        /// Why the last attempt failed.
        pub last_error: Option<String>,
    }
}

/// A claimed delivery with everything needed to make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDelivery {
    /// The delivery.
    pub delivery: Delivery,
    /// Its endpoint.
    pub endpoint: Endpoint,
    /// Its message.
    pub message: WebhookMessage,
    /// The message's body; `None` once erased.
    pub body: Option<Plain>,
    /// The secrets to sign with, newest first.
    pub secrets: Vec<Plain>,
}

/// Whose deliveries are left waiting, because enough of them are on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Busy {
    /// All of these organisations.
    pub organisations: Vec<OrganisationId>,
    /// Those to these endpoints.
    pub endpoints: Vec<WebhookEndpointId>,
}

impl Busy {
    fn columns(&self) -> Vec<(&'static str, &str)> {
        let organisations = self.organisations.iter();
        let endpoints = self.endpoints.iter();
        organisations
            .map(|id| ("organisation", id.as_str()))
            .chain(endpoints.map(|id| ("endpoint", id.as_str())))
            .collect()
    }
}

impl Store {
    /// Claims the next delivery that is due, durably, but none of those who are busy. One whose message or
    /// secrets cannot be read any more is given up, so that it does not block others.
    pub async fn claim_delivery(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        busy: &Busy,
    ) -> Result<Option<DueDelivery>, StoreError> {
        let busy = busy.columns();
        while let Some(delivery) = outbox::claim::<Delivery>(self, now, lease_until, &busy).await? {
            let read = complete(&mut *self.read().await?, &delivery, now).await;
            match read {
                Ok(due) => return Ok(Some(due)),
                Err(error) if error.is_for_good() => {
                    let mut tx = self.begin().await?;
                    let given_up = Attempt {
                        state: DeliveryState::Failed,
                        at: now,
                        status: None,
                        error: Some(&error.to_string()),
                        retry_at: None,
                    };
                    attempted(&mut tx, &delivery, &given_up).await?;
                    tx.commit().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

impl outbox::Outgoing for Delivery {
    const TABLE: &'static str = "webhook_deliveries";
    const KEY: &'static str = "organisation, message, endpoint";
}

/// Adds to a delivery what is needed to make it.
async fn complete(
    conn: &mut Conn,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<DueDelivery, StoreError> {
    let endpoint = find_endpoint(conn, &delivery.organisation, &delivery.endpoint)
        .await?
        .ok_or(StoreError::NotFound("webhook endpoint"))?;
    let secrets = secrets(conn, &delivery.organisation, &delivery.endpoint, now).await?;
    let (message, body) = find_message(conn, &delivery.organisation, &delivery.message)
        .await?
        .ok_or(StoreError::NotFound("webhook message"))?;
    Ok(DueDelivery {
        delivery: delivery.clone(),
        endpoint,
        message,
        body,
        secrets,
    })
}

/// A message and its body, `None` once erased.
pub async fn find_message(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &WebhookMessageId,
) -> Result<Option<(WebhookMessage, Option<Plain>)>, StoreError> {
    let text = format!(
        "SELECT {}, class, body FROM webhook_messages WHERE organisation = $1 AND id = $2",
        WebhookMessage::COLUMNS
    );
    let Some(row) = conn.one(sql!(text, organisation, id)).await? else {
        return Ok(None);
    };
    let message = WebhookMessage::from_row(&row)?;
    let body = match row.read::<Option<Vec<u8>>>("body")? {
        Some(sealed) => {
            let class = row.read("class")?;
            Some(
                conn.open(
                    &body_owner(&message, class),
                    class,
                    &body_place(id),
                    &sealed,
                )
                .await?,
            )
        }
        None => None,
    };
    Ok(Some((message, body)))
}

/// How an attempt at a delivery went.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    /// Delivered, to be tried again (pending), or given up (failed).
    pub state: DeliveryState,
    /// When it was made.
    pub at: Timestamp,
    /// Status code of the answer, if there was one.
    pub status: Option<u16>,
    /// Why it failed.
    pub error: Option<&'a str>,
    /// When it is to be tried again.
    pub retry_at: Option<Timestamp>,
}

/// Notes how a claimed delivery went.
pub async fn attempted(
    tx: &mut Tx,
    delivery: &Delivery,
    attempt: &Attempt<'_>,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE webhook_deliveries SET state = $1, last_at = $2, last_status = $3,
                    last_error = $4, next_at = COALESCE($5, next_at), claim = NULL
             WHERE organisation = $6 AND message = $7 AND endpoint = $8 AND claim = $9",
            attempt.state,
            attempt.at,
            attempt.status,
            attempt.error,
            attempt.retry_at,
            delivery.organisation,
            delivery.message,
            delivery.endpoint,
            delivery.claim
        ))
        .await?;
    found(count, "claimed delivery")
}

/// Sends a message to an endpoint once more, from the start, by hand. An
/// endpoint that did not get it in the first place gets it too.
pub async fn replay(
    tx: &mut Tx,
    organisation: &OrganisationId,
    message: &WebhookMessageId,
    endpoint: &WebhookEndpointId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let known = sql!(
        "SELECT id FROM webhook_messages WHERE organisation = $1 AND id = $2",
        organisation,
        message
    );
    let known = tx.held(known, Hold::Presence);
    if tx.one(known).await?.is_none()
        || held_endpoint(tx, organisation, endpoint, Hold::Unchanged)
            .await?
            .is_none()
    {
        return Err(StoreError::NotFound("webhook message or endpoint"));
    }
    tx.run(sql!(
        "INSERT INTO webhook_deliveries (organisation, message, endpoint, state, attempts, next_at)
         VALUES ($1, $2, $3, 'pending', 0, $4)
         ON CONFLICT (organisation, message, endpoint) DO UPDATE
         SET state = excluded.state, attempts = 0, next_at = excluded.next_at, claim = NULL",
        organisation,
        message,
        endpoint,
        now
    ))
    .await?;
    Ok(())
}

/// Where messages stand with each endpoint, by message and endpoint. At most some hundred messages.
pub async fn deliveries_of(
    conn: &mut Conn,
    organisation: &OrganisationId,
    messages: impl IntoIterator<Item = &WebhookMessageId>,
) -> Result<Vec<Delivery>, StoreError> {
    let messages: Vec<_> = messages.into_iter().map(|id| id.bind()).collect();
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..messages.len() + 2).map(|n| format!("${n}")).collect();
    let text = format!(
        "SELECT {} FROM webhook_deliveries
         WHERE organisation = $1 AND message IN ({}) ORDER BY message, endpoint",
        Delivery::COLUMNS,
        places.join(", ")
    );
    let mut statement = sql!(text, organisation);
    statement.values.extend(messages);
    conn.list(statement).await
}

/// Which messages a list shows. Everything but the organisation and the mode is optional.
#[derive(Clone, Debug)]
pub struct MessageFilter<'a> {
    /// Whose.
    pub organisation: &'a OrganisationId,
    /// Live, or test mode.
    pub livemode: bool,
    /// About this registration.
    pub registration: Option<&'a RegistrationId>,
    /// Of this kind.
    pub kind: Option<&'a str>,
    /// Cursor: only those older than this message.
    pub before: Option<&'a WebhookMessageId>,
    /// Most rows.
    pub limit: u32,
}

/// A page of messages, newest first.
pub async fn list_messages(
    conn: &mut Conn,
    filter: &MessageFilter<'_>,
) -> Result<Vec<WebhookMessage>, StoreError> {
    let before = filter.before.map_or("~", WebhookMessageId::as_str);
    let text = format!(
        "SELECT {} FROM webhook_messages
         WHERE organisation = $1 AND livemode = $2 AND id < $3",
        WebhookMessage::COLUMNS
    );
    let page = sql!(text, filter.organisation, filter.livemode, before)
        .and("registration =", filter.registration)
        .and("kind =", filter.kind)
        .then("ORDER BY id DESC LIMIT", filter.limit);
    conn.list(page).await
}
