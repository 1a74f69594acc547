//! The built-in mailbox: messages that a page shows instead of sending them.

use jiff::Timestamp;

use super::messages::Channel;
use crate::db::{Conn, Row, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// A message in the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxMessage {
    /// Its name.
    pub id: String,
    /// How it would have been sent.
    pub channel: Channel,
    /// The caller's JSON.
    pub body: Plain,
    /// When it came.
    pub at: Timestamp,
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "mailbox",
        row: id,
        column: "body",
        version: 1,
    }
}

/// Puts a message into the mailbox.
pub async fn insert(
    tx: &mut Tx,
    channel: Channel,
    body: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = hex::encode(tx.core.random.array::<16>());
    let sealed = tx
        .seal(
            &Owner::installation(),
            Class::Installation,
            &place(&id),
            body,
        )
        .await?;
    tx.run(sql!(
        "INSERT INTO mailbox (id, channel, body, at) VALUES ($1, $2, $3, $4)",
        id,
        channel,
        sealed,
        now
    ))
    .await?;
    Ok(())
}

/// The messages, newest first, at most `limit`.
pub async fn list(conn: &mut Conn, limit: u32) -> Result<Vec<MailboxMessage>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT id, channel, body, at FROM mailbox ORDER BY at DESC, id LIMIT $1",
            limit
        ))
        .await?;
    let mut messages = Vec::new();
    for row in rows {
        messages.push(open(conn, &row).await?);
    }
    Ok(messages)
}

async fn open(conn: &mut Conn, row: &Row) -> Result<MailboxMessage, StoreError> {
    let id: String = row.read("id")?;
    let sealed: Vec<u8> = row.read("body")?;
    let body = conn
        .open(
            &Owner::installation(),
            Class::Installation,
            &place(&id),
            &sealed,
        )
        .await?;
    Ok(MailboxMessage {
        id,
        channel: row.read("channel")?,
        body,
        at: row.read("at")?,
    })
}

/// Empties the mailbox.
pub async fn clear(tx: &mut Tx) -> Result<u64, StoreError> {
    tx.run(sql!("DELETE FROM mailbox")).await
}
