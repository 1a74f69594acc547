//! Browsers in which a person works on a registration, known by a cookie.

use bonafide_identity::id::{BrowserId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// A browser.
    pub struct Browser {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Its id.
        pub id: BrowserId,
        /// Which registration it works on.
        pub registration: RegistrationId,
        /// Hash of its cookie.
        pub cookie_hash: SecretHash,
        /// Secret against forged requests.
        pub csrf: Vec<u8>,
        /// Its part, such as `desktop` or `phone`.
        pub role: String,
        /// When it was let in.
        pub created: Timestamp,
        /// From when on its cookie opens nothing.
        pub expires: Timestamp,
    }
}

/// Lets a browser in.
pub async fn insert(tx: &mut Tx, new: &Browser) -> Result<(), StoreError> {
    tx.run(insert!("browsers", new)).await?;
    Ok(())
}

/// The browser with this cookie, unless expired.
pub async fn find_by_cookie(
    conn: &mut Conn,
    cookie_hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<Browser>, StoreError> {
    let text = format!(
        "SELECT {} FROM browsers WHERE cookie_hash = $1 AND expires > $2",
        Browser::COLUMNS
    );
    conn.find(sql!(text, cookie_hash, now)).await
}

/// Lets the browsers of a registration in until then, be that sooner or later than before.
pub async fn keep_until(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    expires: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE browsers SET expires = $1
         WHERE organisation = $2 AND registration = $3",
        expires,
        organisation,
        registration
    ))
    .await?;
    Ok(())
}

/// Shuts a browser out.
pub async fn remove(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &BrowserId,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM browsers WHERE organisation = $1 AND id = $2",
        organisation,
        id
    ))
    .await?;
    Ok(())
}
