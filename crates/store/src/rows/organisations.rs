//! Organisations: the wall that every row belonging to them stands behind.

use bonafide_identity::id::OrganisationId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// An organisation.
    pub struct Organisation {
        /// Its id.
        pub id: OrganisationId,
        /// Its name, as shown to people.
        pub name: String,
        /// Where people may be sent back to.
        pub return_urls: Vec<String>,
        /// Further settings, a JSON object of the caller's.
        pub settings: String,
        /// When it was made.
        pub created: Timestamp,
        /// When it was disabled.
        pub disabled_at: Option<Timestamp>,
    }
}

/// Adds an organisation.
pub async fn insert(tx: &mut Tx, new: &Organisation) -> Result<(), StoreError> {
    tx.run(insert!("organisations", new)).await?;
    Ok(())
}

/// Overwrites everything but the id and the time it was made.
pub async fn update(tx: &mut Tx, changed: &Organisation) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE organisations SET name = $1, return_urls = $2, settings = $3, disabled_at = $4
             WHERE id = $5",
            changed.name,
            changed.return_urls,
            changed.settings,
            changed.disabled_at,
            changed.id
        ))
        .await?;
    super::found(count, "organisation")
}

/// The organisation `id`.
pub async fn find(
    conn: &mut Conn,
    id: &OrganisationId,
) -> Result<Option<Organisation>, StoreError> {
    let text = format!(
        "SELECT {} FROM organisations WHERE id = $1",
        Organisation::COLUMNS
    );
    conn.find(sql!(text, id)).await
}

/// All organisations in the order of their ids, from after `after`, at most `limit`.
pub async fn list(
    conn: &mut Conn,
    after: Option<&OrganisationId>,
    limit: u32,
) -> Result<Vec<Organisation>, StoreError> {
    let after = after.map_or("", OrganisationId::as_str);
    let text = format!(
        "SELECT {} FROM organisations WHERE id > $1 ORDER BY id LIMIT $2",
        Organisation::COLUMNS
    );
    conn.list(sql!(text, after, limit)).await
}
