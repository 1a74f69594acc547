//! Contacts that others took the place of, sealed under the account's key as the present ones are.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Row, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// A contact of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerContact {
    /// `mail` or `phone`.
    pub kind: String,
    /// Its blind index.
    pub value: [u8; 32],
    /// Where somebody was reached.
    pub address: Plain,
    /// When it was proven.
    pub proven_at: Timestamp,
    /// Whether it may take its place back.
    pub restorable: bool,
}

fn row_of(account: &AccountId, value: &[u8; 32]) -> String {
    format!("{account}/{}", hex::encode(value))
}

fn place<'a>(row: &'a str, kind: &'a str) -> Place<'a> {
    Place {
        table: "account_former_contacts",
        row,
        column: kind,
        version: 1,
    }
}

/// Keeps the present contact of that kind as a former one until `expires`; it may take its place back, or is told
/// alone. Call it before another takes its place.
pub async fn keep(
    tx: &mut Tx,
    account: &AccountId,
    kind: &'static str,
    expires: Timestamp,
    restorable: bool,
) -> Result<(), StoreError> {
    let present = super::contact(tx, account, kind).await?;
    let row = tx
        .one(sql!(
            "SELECT value, proven_at FROM account_contacts WHERE account = $1 AND kind = $2",
            account,
            kind
        ))
        .await?;
    let (Some(address), Some(row)) = (present, row) else {
        return Err(StoreError::NotFound("contact"));
    };
    let value: [u8; 32] = row.read("value")?;
    let proven_at: Timestamp = row.read("proven_at")?;
    let named = row_of(account, &value);
    let owner = Owner::account(account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(&named, kind), &address)
        .await?;
    tx.run(sql!(
        "INSERT INTO account_former_contacts (account, kind, value, address, proven_at, expires, restorable)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (account, kind, value) DO UPDATE SET address = excluded.address,
             proven_at = excluded.proven_at, expires = excluded.expires, restorable = excluded.restorable",
        account,
        kind,
        value,
        sealed,
        proven_at,
        expires,
        i64::from(restorable)
    ))
    .await?;
    Ok(())
}

/// The contacts of before, of one kind, that still count: those that were replaced first come first, so that
/// nobody pushes an owner's out by replacing others.
pub async fn of_account(
    conn: &mut Conn,
    account: &AccountId,
    kind: &'static str,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<FormerContact>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT kind, value, address, proven_at, restorable FROM account_former_contacts
             WHERE account = $1 AND kind = $2 AND expires > $3 ORDER BY expires, value LIMIT $4",
            account,
            kind,
            now,
            limit
        ))
        .await?;
    let mut former = Vec::new();
    for row in rows {
        former.push(opened(conn, account, &row).await?);
    }
    Ok(former)
}

/// The contact of before with this blind index, if it still counts.
pub async fn find(
    conn: &mut Conn,
    account: &AccountId,
    value: &[u8; 32],
    now: Timestamp,
) -> Result<Option<FormerContact>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT kind, value, address, proven_at, restorable FROM account_former_contacts
             WHERE account = $1 AND value = $2 AND expires > $3",
            account,
            value,
            now
        ))
        .await?;
    match row {
        Some(row) => opened(conn, account, &row).await.map(Some),
        None => Ok(None),
    }
}

async fn opened(
    conn: &mut Conn,
    account: &AccountId,
    row: &Row,
) -> Result<FormerContact, StoreError> {
    let kind: String = row.read("kind")?;
    let value: [u8; 32] = row.read("value")?;
    let sealed: Vec<u8> = row.read("address")?;
    let named = row_of(account, &value);
    let owner = Owner::account(account);
    let address = conn
        .open(&owner, Class::Contact, &place(&named, &kind), &sealed)
        .await?;
    Ok(FormerContact {
        kind,
        value,
        address,
        proven_at: row.read("proven_at")?,
        restorable: row.read::<i64>("restorable")? != 0,
    })
}

/// Forgets a contact of before, since it is the present one again.
pub async fn forget(tx: &mut Tx, account: &AccountId, value: &[u8; 32]) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM account_former_contacts WHERE account = $1 AND value = $2",
        account,
        value
    ))
    .await?;
    Ok(())
}

/// Forgets the contacts of before of one kind that were proven after a moment.
pub async fn forget_since(
    tx: &mut Tx,
    account: &AccountId,
    kind: &'static str,
    since: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM account_former_contacts WHERE account = $1 AND kind = $2 AND proven_at > $3",
        account,
        kind,
        since
    ))
    .await?;
    Ok(())
}
