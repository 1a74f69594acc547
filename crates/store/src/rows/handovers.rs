//! Hand-overs from one device to another: a secret in a link or QR code, and a
//! number shown on the first device that is confirmed on the second.

use bonafide_identity::id::{BrowserId, HandoverId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// A hand-over. Sends are limited with [`crate::attempts`].
    pub struct Handover {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Its id.
        pub id: HandoverId,
        /// Of which registration.
        pub registration: RegistrationId,
        /// The browser it was begun in.
        pub desktop: BrowserId,
        /// The browser it was taken up in.
        pub phone: Option<BrowserId>,
        /// Hash of the secret in its link.
        pub secret_hash: SecretHash,
        /// The number shown on the first device.
        pub number: String,
        /// The caller's name of its state, such as `offered`, `opened`, `confirmed`, `ended`.
        pub state: String,
        /// When it was begun.
        pub created: Timestamp,
        /// From when on it cannot be taken up.
        pub expires: Timestamp,
        /// When its state last changed.
        pub changed: Timestamp,
    }
}

/// Begins a hand-over, unless one of the same registration has not come to the state `ended`;
/// gives whether it was begun.
pub async fn insert(tx: &mut Tx, new: &Handover) -> Result<bool, StoreError> {
    let mut statement = insert!("handovers", new);
    statement.text += " ON CONFLICT (organisation, registration) WHERE state <> 'ended' DO NOTHING";
    Ok(tx.run(statement).await? == 1)
}

/// The hand-over with this secret, expired ones too.
pub async fn find_by_secret(
    conn: &mut Conn,
    secret_hash: &SecretHash,
) -> Result<Option<Handover>, StoreError> {
    let text = format!(
        "SELECT {} FROM handovers WHERE secret_hash = $1",
        Handover::COLUMNS
    );
    conn.find(sql!(text, secret_hash)).await
}

/// A hand-over.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &HandoverId,
) -> Result<Option<Handover>, StoreError> {
    let text = format!(
        "SELECT {} FROM handovers WHERE organisation = $1 AND id = $2",
        Handover::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// The hand-over of a registration that has not come to the state `ended`, else the one that did
/// last.
pub async fn latest(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Option<Handover>, StoreError> {
    let text = format!(
        "SELECT {} FROM handovers
         WHERE organisation = $1 AND registration = $2
         ORDER BY CASE state WHEN 'ended' THEN 1 ELSE 0 END, changed DESC, id DESC LIMIT 1",
        Handover::COLUMNS
    );
    conn.find(sql!(text, organisation, registration)).await
}

/// A step of a hand-over.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The state that it must be in.
    pub from: &'a str,
    /// The state that it comes to.
    pub to: &'a str,
    /// The second device, when it becomes known.
    pub phone: Option<&'a BrowserId>,
}

/// Takes a step if the hand-over is in the state expected and not expired;
/// gives whether it was, so that of two devices only one takes it.
pub async fn advance(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &HandoverId,
    step: &Step<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE handovers SET state = $1, changed = $2, phone = COALESCE($3, phone)
             WHERE organisation = $4 AND id = $5 AND state = $6 AND expires > $2",
            step.to,
            now,
            step.phone,
            organisation,
            id,
            step.from
        ))
        .await?;
    Ok(count == 1)
}

/// Ends a hand-over, whatever state it is in; gives whether it had not ended before.
pub async fn end(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &HandoverId,
    ended: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE handovers SET state = $1, changed = $2
             WHERE organisation = $3 AND id = $4 AND state <> $1",
            ended,
            now,
            organisation,
            id
        ))
        .await?;
    Ok(count == 1)
}
