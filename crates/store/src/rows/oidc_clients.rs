//! Programs of organisations that are given tokens.

use bonafide_identity::id::{ClientId, OrganisationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// A client.
    pub struct Client {
        /// Whose it is.
        pub organisation: OrganisationId,
        /// Its name in the protocol.
        pub id: ClientId,
        /// Live, or test mode.
        pub livemode: bool,
        /// What its owner calls it.
        pub name: String,
        /// What it is registered with, as JSON.
        pub metadata: String,
        /// Hash of its secret.
        pub secret: Option<SecretHash>,
        /// Hash of the secret before.
        pub earlier_secret: Option<SecretHash>,
        /// Until when that one is good.
        pub earlier_until: Option<Timestamp>,
        /// When it was made.
        pub created: Timestamp,
        /// When its secret was last replaced.
        pub rotated: Option<Timestamp>,
    }
}

/// Adds a client.
pub async fn insert(tx: &mut Tx, new: &Client) -> Result<(), StoreError> {
    tx.run(insert!("oidc_clients", new)).await?;
    Ok(())
}

/// The client of this name, unless its organisation is disabled: before it has proved itself nobody knows whose it is.
pub async fn present(conn: &mut Conn, id: &ClientId) -> Result<Option<Client>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_clients WHERE id = $1 AND EXISTS
             (SELECT 1 FROM organisations o WHERE o.id = oidc_clients.organisation
                AND o.disabled_at IS NULL)",
        Client::COLUMNS
    );
    conn.find(sql!(text, id)).await
}

/// One client of an organisation.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &ClientId,
) -> Result<Option<Client>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_clients WHERE organisation = $1 AND id = $2",
        Client::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// An organisation's clients of one mode, newest first.
pub async fn list(
    conn: &mut Conn,
    organisation: &OrganisationId,
    livemode: bool,
    limit: u32,
) -> Result<Vec<Client>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_clients WHERE organisation = $1 AND livemode = $2
         ORDER BY id DESC LIMIT $3",
        Client::COLUMNS
    );
    conn.list(sql!(text, organisation, livemode, limit)).await
}

/// Gives a client another secret; the present one is good until `earlier_until`.
///
/// # Errors
/// `NotFound` for a client that has none.
pub async fn rotate(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ClientId,
    secret: &SecretHash,
    earlier_until: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE oidc_clients
             SET earlier_secret = secret, earlier_until = $1, secret = $2, rotated = $3
             WHERE organisation = $4 AND id = $5 AND secret IS NOT NULL",
            earlier_until,
            secret,
            now,
            organisation,
            id
        ))
        .await?;
    super::found(count, "client with a secret")
}

/// Removes a client.
pub async fn delete(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ClientId,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM oidc_clients WHERE organisation = $1 AND id = $2",
            organisation,
            id
        ))
        .await?;
    super::found(count, "client")
}
