//! What clients ask of people and is not answered yet: sealed, found by the hash of a secret.

use bonafide_identity::id::ClientId;
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Whose it is.
    pub client: ClientId,
    /// Its parameters.
    pub form: Plain,
    /// The device whose code somebody typed.
    pub device: Option<SecretHash>,
    /// When it came.
    pub created: Timestamp,
}

fn place(row: &str) -> Place<'_> {
    Place {
        table: "oidc_requests",
        row,
        column: "form",
        version: 1,
    }
}

/// Keeps a request.
pub async fn insert(
    tx: &mut Tx,
    hash: &SecretHash,
    client: &ClientId,
    form: &str,
    device: Option<&SecretHash>,
    [created, expires]: [Timestamp; 2],
) -> Result<(), StoreError> {
    let row = hex::encode(hash);
    let owner = Owner::installation();
    let sealed = tx
        .seal(&owner, Class::Installation, &place(&row), form.as_bytes())
        .await?;
    tx.run(sql!(
        "INSERT INTO oidc_requests (hash, client, form, device, created, expires)
         VALUES ($1, $2, $3, $4, $5, $6)",
        hash,
        client,
        sealed,
        device,
        created,
        expires
    ))
    .await?;
    Ok(())
}

/// A request whose time is not up.
pub async fn find(
    conn: &mut Conn,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<Request>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT client, form, device, created FROM oidc_requests WHERE hash = $1 AND expires > $2",
            hash,
            now
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed: Vec<u8> = row.read("form")?;
    let form = conn
        .open(
            &Owner::installation(),
            Class::Installation,
            &place(&hex::encode(hash)),
            &sealed,
        )
        .await?;
    Ok(Some(Request {
        client: row.read("client")?,
        form,
        device: row.read("device")?,
        created: row.read("created")?,
    }))
}

/// Ends a request; gives whether nobody did before.
pub async fn end(tx: &mut Tx, hash: &SecretHash) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!("DELETE FROM oidc_requests WHERE hash = $1", hash))
        .await?;
    Ok(count > 0)
}
