//! Apps that work out one-time codes: what they share with us, sealed, and the last code that was used.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

record! {
    /// An app of an account, without its name and secret.
    pub struct CodeApp {
        /// Names it.
        pub id: String,
        /// Whose.
        pub account: AccountId,
        /// The step whose code was used last: neither it nor any before it is taken again.
        pub last_step: i64,
        /// When it was added.
        pub created: Timestamp,
        /// When it last proved something.
        pub last_used: Option<Timestamp>,
    }
}

fn place<'a>(app: &'a CodeApp, column: &'a str) -> Place<'a> {
    Place {
        table: "account_code_apps",
        row: &app.id,
        column,
        version: 1,
    }
}

/// Adds an app.
pub async fn insert(
    tx: &mut Tx,
    new: &CodeApp,
    name: &str,
    secret: &[u8],
) -> Result<(), StoreError> {
    let owner = Owner::account(&new.account);
    let class = Class::Contact;
    let name = tx
        .seal(&owner, class, &place(new, "name"), name.as_bytes())
        .await?;
    let secret = tx
        .seal(&owner, class, &place(new, "secret"), secret)
        .await?;
    tx.run(insert!(
        "account_code_apps",
        new,
        name = name,
        secret = secret
    ))
    .await?;
    Ok(())
}

/// An account's apps, oldest first.
pub async fn of_account(conn: &mut Conn, account: &AccountId) -> Result<Vec<CodeApp>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_code_apps WHERE account = $1 ORDER BY created, id",
        CodeApp::COLUMNS
    );
    conn.list(sql!(text, account)).await
}

/// An app's name and secret.
pub async fn opened(conn: &mut Conn, app: &CodeApp) -> Result<(Plain, Plain), StoreError> {
    let row = conn
        .one(sql!(
            "SELECT name, secret FROM account_code_apps WHERE id = $1",
            app.id
        ))
        .await?
        .ok_or(StoreError::NotFound("code app"))?;
    let owner = Owner::account(&app.account);
    let (name, secret): (Vec<u8>, Vec<u8>) = (row.read("name")?, row.read("secret")?);
    let name = conn
        .open(&owner, Class::Contact, &place(app, "name"), &name)
        .await?;
    let secret = conn
        .open(&owner, Class::Contact, &place(app, "secret"), &secret)
        .await?;
    Ok((name, secret))
}

/// Uses the code of a step up; gives whether neither it nor a later one was used before.
pub async fn take(tx: &mut Tx, id: &str, step: i64, now: Timestamp) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_code_apps SET last_step = $1, last_used = $2
             WHERE id = $3 AND last_step < $1",
            step,
            now,
            id
        ))
        .await?;
    Ok(count > 0)
}

/// Removes an app; gives whether there was one.
pub async fn remove(tx: &mut Tx, account: &AccountId, id: &str) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_code_apps WHERE account = $1 AND id = $2",
            account,
            id
        ))
        .await?;
    Ok(count > 0)
}
