//! Webhooks: endpoints with several secrets, messages, and one delivery for
//! each message and endpoint, retried until it succeeds or is given up.

mod messages;

use bonafide_identity::id::{OrganisationId, WebhookEndpointId};
use jiff::Timestamp;

use crate::db::dialect::Hold;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

pub use messages::{
    Attempt, Busy, Delivery, DueDelivery, MessageFilter, WebhookMessage, attempted, deliveries_of,
    find_message, insert_message, list_messages, replay,
};

record! {
    /// An address that is told of events.
    pub struct Endpoint {
        /// Whose it is.
        pub organisation: OrganisationId,
        /// Its id.
        pub id: WebhookEndpointId,
        /// Where to.
        pub url: String,
        /// Which kinds of events; empty for all.
        pub events: Vec<String>,
        /// Live, or test mode.
        pub livemode: bool,
        /// When it was added.
        pub created: Timestamp,
        /// When it was disabled.
        pub disabled_at: Option<Timestamp>,
        /// Since when it has only failed; `None` while all is well.
        pub failing_since: Option<Timestamp>,
    }
}

/// Adds an endpoint.
pub async fn insert_endpoint(tx: &mut Tx, new: &Endpoint) -> Result<(), StoreError> {
    tx.run(insert!("webhook_endpoints", new)).await?;
    Ok(())
}

/// Overwrites an endpoint's address, events and whether it is disabled.
pub async fn update_endpoint(tx: &mut Tx, changed: &Endpoint) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE webhook_endpoints SET url = $1, events = $2, disabled_at = $3
             WHERE organisation = $4 AND id = $5",
            changed.url,
            changed.events,
            changed.disabled_at,
            changed.organisation,
            changed.id
        ))
        .await?;
    super::found(count, "webhook endpoint")
}

/// An endpoint.
pub async fn find_endpoint(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &WebhookEndpointId,
) -> Result<Option<Endpoint>, StoreError> {
    let text = format!(
        "SELECT {} FROM webhook_endpoints WHERE organisation = $1 AND id = $2",
        Endpoint::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// An organisation's endpoints, oldest first, at most `limit`.
pub async fn list_endpoints(
    conn: &mut Conn,
    organisation: &OrganisationId,
    limit: u32,
) -> Result<Vec<Endpoint>, StoreError> {
    let text = format!(
        "SELECT {} FROM webhook_endpoints WHERE organisation = $1 ORDER BY id LIMIT $2",
        Endpoint::COLUMNS
    );
    conn.list(sql!(text, organisation, limit)).await
}

/// An endpoint, held as it is until the transaction ends. Whoever changes it together with its
/// deliveries begins with it, so that nobody waits for each other.
pub async fn lock_endpoint(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &WebhookEndpointId,
) -> Result<Option<Endpoint>, StoreError> {
    held_endpoint(tx, organisation, id, Hold::Values).await
}

async fn held_endpoint(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &WebhookEndpointId,
    hold: Hold,
) -> Result<Option<Endpoint>, StoreError> {
    let text = format!(
        "SELECT {} FROM webhook_endpoints WHERE organisation = $1 AND id = $2",
        Endpoint::COLUMNS
    );
    let held = tx.held(sql!(text, organisation, id), hold);
    tx.find(held).await
}

fn secret_place(row: &str) -> Place<'_> {
    Place {
        table: "webhook_secrets",
        row,
        column: "secret",
        version: 1,
    }
}

/// Adds a signing secret to an endpoint and lets the others expire at
/// `others_expire`: until then messages are signed with all of them.
///
/// # Errors
/// `NotFound` for an endpoint that was removed.
pub async fn add_secret(
    tx: &mut Tx,
    organisation: &OrganisationId,
    endpoint: &WebhookEndpointId,
    secret: &[u8],
    others_expire: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    held_endpoint(tx, organisation, endpoint, Hold::Presence)
        .await?
        .ok_or(StoreError::NotFound("webhook endpoint"))?;
    let id = hex::encode(tx.core.random.array::<16>());
    let owner = Owner::organisation(organisation);
    let sealed = tx
        .seal(&owner, Class::Organisation, &secret_place(&id), secret)
        .await?;
    tx.run(sql!(
        "UPDATE webhook_secrets SET expires = $1
         WHERE organisation = $2 AND endpoint = $3 AND (expires IS NULL OR expires > $1)",
        others_expire,
        organisation,
        endpoint
    ))
    .await?;
    tx.run(sql!(
        "INSERT INTO webhook_secrets (organisation, endpoint, id, secret, created)
         VALUES ($1, $2, $3, $4, $5)",
        organisation,
        endpoint,
        id,
        sealed,
        now
    ))
    .await?;
    Ok(())
}

/// The secrets to sign with now, newest first.
pub async fn secrets(
    conn: &mut Conn,
    organisation: &OrganisationId,
    endpoint: &WebhookEndpointId,
    now: Timestamp,
) -> Result<Vec<Plain>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT id, secret FROM webhook_secrets
             WHERE organisation = $1 AND endpoint = $2 AND (expires IS NULL OR expires > $3)
             ORDER BY created DESC, id",
            organisation,
            endpoint,
            now
        ))
        .await?;
    let mut secrets = Vec::new();
    for row in rows {
        let (id, sealed): (String, Vec<u8>) = (row.read("id")?, row.read("secret")?);
        let owner = Owner::organisation(organisation);
        secrets.push(
            conn.open(&owner, Class::Organisation, &secret_place(&id), &sealed)
                .await?,
        );
    }
    Ok(secrets)
}

/// When a signing secret was made, and until when it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretTimes {
    /// Of which endpoint.
    pub endpoint: WebhookEndpointId,
    /// When it was made.
    pub created: Timestamp,
    /// Until when it signs, if it is being rotated out.
    pub expires: Option<Timestamp>,
}

/// The times of the secrets that sign now, newest first: of one endpoint, or of all of the
/// organisation's.
pub async fn secret_times(
    conn: &mut Conn,
    organisation: &OrganisationId,
    endpoint: Option<&WebhookEndpointId>,
    now: Timestamp,
) -> Result<Vec<SecretTimes>, StoreError> {
    let statement = sql!(
        "SELECT endpoint, created, expires FROM webhook_secrets
         WHERE organisation = $1 AND (expires IS NULL OR expires > $2)",
        organisation,
        now
    );
    let mut statement = statement.and("endpoint =", endpoint);
    statement.text += " ORDER BY created DESC, id";
    conn.all(statement)
        .await?
        .iter()
        .map(|row| {
            Ok(SecretTimes {
                endpoint: row.read("endpoint")?,
                created: row.read("created")?,
                expires: row.read("expires")?,
            })
        })
        .collect()
}

/// Notes that an endpoint took a message: whatever failed before is forgotten.
pub async fn endpoint_well(
    tx: &mut Tx,
    organisation: &OrganisationId,
    endpoint: &WebhookEndpointId,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE webhook_endpoints SET failing_since = NULL
         WHERE organisation = $1 AND id = $2 AND failing_since IS NOT NULL",
        organisation,
        endpoint
    ))
    .await?;
    Ok(())
}

/// Notes that an endpoint failed; gives since when it has only failed.
pub async fn endpoint_failed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    endpoint: &WebhookEndpointId,
    now: Timestamp,
) -> Result<Timestamp, StoreError> {
    tx.one(sql!(
        "UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, $1)
         WHERE organisation = $2 AND id = $3 RETURNING failing_since",
        now,
        organisation,
        endpoint
    ))
    .await?
    .ok_or(StoreError::NotFound("webhook endpoint"))?
    .read("failing_since")
}

/// Disables an endpoint: what is on its way to it waits for a replay by hand.
pub async fn disable_endpoint(
    tx: &mut Tx,
    organisation: &OrganisationId,
    endpoint: &WebhookEndpointId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE webhook_endpoints SET disabled_at = COALESCE(disabled_at, $1)
             WHERE organisation = $2 AND id = $3",
            now,
            organisation,
            endpoint
        ))
        .await?;
    super::found(count, "webhook endpoint")?;
    tx.run(sql!(
        "UPDATE webhook_deliveries
         SET state = 'failed', last_error = COALESCE(last_error, 'the endpoint is disabled'),
             claim = NULL
         WHERE organisation = $1 AND endpoint = $2 AND state = 'pending'",
        organisation,
        endpoint
    ))
    .await?;
    Ok(())
}

/// Removes an endpoint, its secrets and the record of its deliveries.
///
/// # Errors
/// `NotFound` when there is none any more.
pub async fn remove_endpoint(
    tx: &mut Tx,
    organisation: &OrganisationId,
    endpoint: &WebhookEndpointId,
) -> Result<(), StoreError> {
    // First of all, so that nothing that refers to it is written meanwhile.
    held_endpoint(tx, organisation, endpoint, Hold::All)
        .await?
        .ok_or(StoreError::NotFound("webhook endpoint"))?;
    // One after the other by message, as retention does, so that neither waits for the other.
    let deliveries = sql!(
        "SELECT message FROM webhook_deliveries WHERE organisation = $1 AND endpoint = $2
         ORDER BY message",
        organisation,
        endpoint
    );
    let deliveries = tx.held(deliveries, Hold::All);
    tx.all(deliveries).await?;
    tx.run(sql!(
        "DELETE FROM webhook_deliveries WHERE organisation = $1 AND endpoint = $2",
        organisation,
        endpoint
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM webhook_secrets WHERE organisation = $1 AND endpoint = $2",
        organisation,
        endpoint
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM webhook_endpoints WHERE organisation = $1 AND id = $2",
        organisation,
        endpoint
    ))
    .await?;
    Ok(())
}
