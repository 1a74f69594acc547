//! Services: versioned definitions; a registration is pinned to the version it began with.

use bonafide_identity::id::OrganisationId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// One version of a service.
    pub struct Service {
        /// Who offers it.
        pub organisation: OrganisationId,
        /// Its name in the API.
        pub id: String,
        /// Counts from 1.
        pub version: i64,
        /// Its definition, JSON of the caller's.
        pub definition: String,
        /// When this version was made.
        pub created: Timestamp,
    }
}

/// Adds a version; versions never change.
pub async fn insert(tx: &mut Tx, new: &Service) -> Result<(), StoreError> {
    tx.run(insert!("services", new)).await?;
    Ok(())
}

/// One version of a service.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &str,
    version: i64,
) -> Result<Option<Service>, StoreError> {
    let text = format!(
        "SELECT {} FROM services WHERE organisation = $1 AND id = $2 AND version = $3",
        Service::COLUMNS
    );
    conn.find(sql!(text, organisation, id, version)).await
}

/// The latest version of a service.
pub async fn latest(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &str,
) -> Result<Option<Service>, StoreError> {
    let text = format!(
        "SELECT {} FROM services WHERE organisation = $1 AND id = $2 ORDER BY version DESC LIMIT 1",
        Service::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// The latest version of each of an organisation's services, by id.
pub async fn list(
    conn: &mut Conn,
    organisation: &OrganisationId,
    limit: u32,
) -> Result<Vec<Service>, StoreError> {
    let text = format!(
        "SELECT {} FROM services WHERE organisation = $1 AND version =
             (SELECT MAX(s.version) FROM services s
              WHERE s.organisation = services.organisation AND s.id = services.id)
         ORDER BY id LIMIT $2",
        Service::COLUMNS
    );
    conn.list(sql!(text, organisation, limit)).await
}
