//! Clients that are told of security events.

use bonafide_identity::id::{AccountId, ClientId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

record! {
    /// A stream of security events, without how it is told.
    pub struct EventStream {
        /// Its name.
        pub id: String,
        /// Who is told.
        pub client: ClientId,
        /// Whether events flow: the protocol's word.
        pub status: String,
        /// Why, in the words of who said so.
        pub reason: Option<String>,
        /// When its client last asked for an event.
        pub verified_at: Option<Timestamp>,
        /// When it was opened.
        pub created: Timestamp,
    }
}

fn place(row: &str) -> Place<'_> {
    Place {
        table: "event_streams",
        row,
        column: "config",
        version: 1,
    }
}

async fn seal(tx: &mut Tx, id: &str, config: &[u8]) -> Result<Vec<u8>, StoreError> {
    let owner = Owner::installation();
    tx.seal(&owner, Class::Installation, &place(id), config)
        .await
}

/// Opens a stream; false where its client has one.
pub async fn open(tx: &mut Tx, new: &EventStream, config: &[u8]) -> Result<bool, StoreError> {
    let sealed = seal(tx, &new.id, config).await?;
    let count = tx
        .run(sql!(
            "INSERT INTO event_streams (id, client, status, reason, verified_at, created, config)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (client) DO NOTHING",
            new.id,
            new.client,
            new.status,
            new.reason,
            new.verified_at,
            new.created,
            sealed
        ))
        .await?;
    Ok(count == 1)
}

/// A client's stream.
pub async fn of_client(
    conn: &mut Conn,
    client: &ClientId,
) -> Result<Option<EventStream>, StoreError> {
    let text = format!(
        "SELECT {} FROM event_streams WHERE client = $1",
        EventStream::COLUMNS
    );
    conn.find(sql!(text, client)).await
}

/// The streams of clients that are told of a person, but for those of one status.
pub async fn of_account(
    conn: &mut Conn,
    account: &AccountId,
    but: &str,
) -> Result<Vec<EventStream>, StoreError> {
    let text = format!(
        "SELECT {} FROM event_streams WHERE status <> $1
           AND client IN (SELECT client FROM event_subjects WHERE account = $2) ORDER BY id",
        EventStream::COLUMNS
    );
    conn.list(sql!(text, but, account)).await
}

/// How a stream is told, and of what.
pub async fn config(conn: &mut Conn, of: &EventStream) -> Result<Plain, StoreError> {
    let sealed: Vec<u8> = conn
        .one(sql!(
            "SELECT config FROM event_streams WHERE id = $1",
            of.id
        ))
        .await?
        .ok_or(StoreError::NotFound("event stream"))?
        .read("config")?;
    let owner = Owner::installation();
    conn.open(&owner, Class::Installation, &place(&of.id), &sealed)
        .await
}

/// Has a stream told otherwise, or of something else.
pub async fn reconfigure(tx: &mut Tx, of: &EventStream, config: &[u8]) -> Result<(), StoreError> {
    let sealed = seal(tx, &of.id, config).await?;
    let count = tx
        .run(sql!(
            "UPDATE event_streams SET config = $1 WHERE id = $2",
            sealed,
            of.id
        ))
        .await?;
    super::found(count, "event stream")
}

/// Has events flow, wait, or be dropped.
pub async fn set_status(
    tx: &mut Tx,
    id: &str,
    status: &str,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE event_streams SET status = $1, reason = $2 WHERE id = $3",
            status,
            reason,
            id
        ))
        .await?;
    super::found(count, "event stream")
}

/// Notes that an event was asked for; false where that was later than `since`.
pub async fn verify(
    tx: &mut Tx,
    id: &str,
    since: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE event_streams SET verified_at = $1
             WHERE id = $2 AND (verified_at IS NULL OR verified_at <= $3)",
            now,
            id,
            since
        ))
        .await?;
    Ok(count == 1)
}

/// Ends a stream.
pub async fn close(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    let count = tx
        .run(sql!("DELETE FROM event_streams WHERE id = $1", id))
        .await?;
    super::found(count, "event stream")
}
