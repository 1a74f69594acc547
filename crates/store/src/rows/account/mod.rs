//! What people sign in to their accounts with, and what that leaves: logins, contacts, sessions,
//! passkeys, approval apps, the links of security notices.

pub mod approvals;
pub mod apps;
pub mod code_apps;
pub mod flows;
pub mod former_contacts;
pub mod history;
pub mod identities;
pub mod messages;
mod misses;
pub mod passkeys;
pub mod pins;
pub mod recoveries;
pub mod recovery_codes;
pub mod sessions;

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

pub use misses::Misses;

record! {
    /// How an account is signed in to, without its user ID.
    pub struct Login {
        /// Whose.
        pub account: AccountId,
        /// Blind index of the user ID's skeleton.
        pub user_index: [u8; 32],
        /// Verifier of the password, as PHC text.
        pub password: String,
        /// BCP 47 tag of the language that they are written to in.
        pub language: String,
        /// When the account was opened.
        pub created: Timestamp,
        /// When the password was chosen.
        pub changed: Timestamp,
        /// Since when nobody can sign in.
        pub blocked_at: Option<Timestamp>,
        /// When it is erased, where its owner asked for that.
        pub erase_at: Option<Timestamp>,
        /// When somebody last got in again with document and face.
        pub recovered_at: Option<Timestamp>,
    }
}

fn user_id_place(account: &AccountId) -> Place<'_> {
    Place {
        table: "account_logins",
        row: account.as_str(),
        column: "user_id",
        version: 1,
    }
}

/// Adds the login of an account.
///
/// # Errors
/// `Duplicate` when the user ID, or one that looks like it, is taken.
pub async fn insert(tx: &mut Tx, new: &Login, user_id: &str) -> Result<(), StoreError> {
    let owner = Owner::account(&new.account);
    let place = user_id_place(&new.account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place, user_id.as_bytes())
        .await?;
    tx.run(insert!("account_logins", new, user_id = sealed))
        .await?;
    Ok(())
}

/// The login of an account.
pub async fn find(conn: &mut Conn, account: &AccountId) -> Result<Option<Login>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_logins WHERE account = $1",
        Login::COLUMNS
    );
    conn.find(sql!(text, account)).await
}

/// The login with this user ID or one that looks like it.
pub async fn find_by_user_id(
    conn: &mut Conn,
    index: &[u8; 32],
) -> Result<Option<Login>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_logins WHERE user_index = $1",
        Login::COLUMNS
    );
    conn.find(sql!(text, index)).await
}

/// The login of whoever is reached at this mail address.
pub async fn find_by_mail(conn: &mut Conn, index: &[u8; 32]) -> Result<Option<Login>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_logins WHERE account =
             (SELECT account FROM account_contacts WHERE kind = 'mail' AND value = $1)",
        Login::COLUMNS
    );
    conn.find(sql!(text, index)).await
}

/// The user ID as its owner wrote it.
pub async fn user_id(conn: &mut Conn, account: &AccountId) -> Result<Plain, StoreError> {
    let sealed: Vec<u8> = conn
        .one(sql!(
            "SELECT user_id FROM account_logins WHERE account = $1",
            account
        ))
        .await?
        .ok_or(StoreError::NotFound("login"))?
        .read("user_id")?;
    conn.open(
        &Owner::account(account),
        Class::Contact,
        &user_id_place(account),
        &sealed,
    )
    .await
}

/// Holds an account until the transaction ends, so that of two changes at once the second sees the
/// first.
pub async fn hold(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_logins SET created = created WHERE account = $1",
        account
    ))
    .await?;
    Ok(())
}

/// Keeps another password.
pub async fn set_password(
    tx: &mut Tx,
    account: &AccountId,
    password: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_logins SET password = $1, changed = $2 WHERE account = $3",
            password,
            now,
            account
        ))
        .await?;
    super::found(count, "login")
}

/// Notes that somebody got in again with document and face.
pub async fn set_recovered(
    tx: &mut Tx,
    account: &AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_logins SET recovered_at = $1 WHERE account = $2",
            now,
            account
        ))
        .await?;
    super::found(count, "login")
}

/// Has an account erased at `at`, or kept; gives whether that changed anything.
pub async fn set_erase_at(
    tx: &mut Tx,
    account: &AccountId,
    at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_logins SET erase_at = $1
             WHERE account = $2 AND blocked_at IS NULL AND (erase_at IS NULL) = ($3 = 1)",
            at,
            account,
            i64::from(at.is_some())
        ))
        .await?;
    Ok(count > 0)
}

/// Accounts whose owners asked for them to be erased by now, at most `limit`.
pub async fn due_to_erase(
    conn: &mut Conn,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<AccountId>, StoreError> {
    conn.all(sql!(
        "SELECT account FROM account_logins WHERE erase_at <= $1 ORDER BY erase_at, account LIMIT $2",
        now,
        limit
    ))
    .await?
    .iter()
    .map(|row| row.read("account"))
    .collect()
}

/// Keeps everybody out, and ends what is open; gives whether that is new. An account that was to be
/// erased is kept: whoever asked for that may be whom it is blocked for.
pub async fn block(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_logins SET blocked_at = $1, erase_at = NULL
             WHERE account = $2 AND blocked_at IS NULL",
            now,
            account
        ))
        .await?;
    sessions::end_all(tx, account, None).await?;
    approvals::end_all(tx, account, now).await?;
    recoveries::stop(tx, account).await?;
    apps::stop_transfers(tx, account).await?;
    pins::cancel(tx, account).await?;
    crate::oidc_grants::revoke_all(tx, account, now).await?;
    Ok(count > 0)
}

/// Lets the account's owner in again. Passkeys, apps of either kind, the PIN and printed codes that may be somebody else's go.
pub async fn reopen(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_logins SET blocked_at = NULL WHERE account = $1",
        account
    ))
    .await?;
    for table in [
        "account_passkeys",
        "account_apps",
        "account_pins",
        "account_code_apps",
        "account_recovery_codes",
    ] {
        let text = format!("DELETE FROM {table} WHERE account = $1");
        tx.run(sql!(text, account)).await?;
    }
    Ok(())
}

fn contact_place<'a>(account: &'a AccountId, kind: &'a str) -> Place<'a> {
    Place {
        table: "account_contacts",
        row: account.as_str(),
        column: kind,
        version: 1,
    }
}

/// Adds where somebody is reached, proven.
///
/// # Errors
/// `Duplicate` when a mail address belongs to another account.
pub async fn insert_contact(
    tx: &mut Tx,
    account: &AccountId,
    kind: &'static str,
    index: &[u8; 32],
    address: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let owner = Owner::account(account);
    let sealed = tx
        .seal(
            &owner,
            Class::Contact,
            &contact_place(account, kind),
            address.as_bytes(),
        )
        .await?;
    tx.run(sql!(
        "INSERT INTO account_contacts (account, kind, address, value, proven_at)
         VALUES ($1, $2, $3, $4, $5)",
        account,
        kind,
        sealed,
        index,
        now
    ))
    .await?;
    Ok(())
}

/// Puts another proven address in a contact's place.
///
/// # Errors
/// `Duplicate` when a mail address belongs to another account; `NotFound`.
pub async fn replace_contact(
    tx: &mut Tx,
    account: &AccountId,
    kind: &'static str,
    index: &[u8; 32],
    address: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let owner = Owner::account(account);
    let place = contact_place(account, kind);
    let sealed = tx
        .seal(&owner, Class::Contact, &place, address.as_bytes())
        .await?;
    let count = tx
        .run(sql!(
            "UPDATE account_contacts SET address = $1, value = $2, proven_at = $3
             WHERE account = $4 AND kind = $5",
            sealed,
            index,
            now,
            account,
            kind
        ))
        .await?;
    super::found(count, "contact")
}

/// Whether a mail address belongs to an account.
pub async fn mail_taken(conn: &mut Conn, index: &[u8; 32]) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT account FROM account_contacts WHERE kind = 'mail' AND value = $1",
            index
        ))
        .await?;
    Ok(row.is_some())
}

/// Where somebody is reached.
pub async fn contact(
    conn: &mut Conn,
    account: &AccountId,
    kind: &'static str,
) -> Result<Option<Plain>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT address FROM account_contacts WHERE account = $1 AND kind = $2",
            account,
            kind
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed: Vec<u8> = row.read("address")?;
    conn.open(
        &Owner::account(account),
        Class::Contact,
        &contact_place(account, kind),
        &sealed,
    )
    .await
    .map(Some)
}

/// The blind index of where somebody is reached.
pub async fn contact_index(
    conn: &mut Conn,
    account: &AccountId,
    kind: &'static str,
) -> Result<Option<[u8; 32]>, StoreError> {
    conn.one(sql!(
        "SELECT value FROM account_contacts WHERE account = $1 AND kind = $2",
        account,
        kind
    ))
    .await?
    .map(|row| row.read("value"))
    .transpose()
}

/// When a contact was proven.
pub async fn contact_proven_at(
    conn: &mut Conn,
    account: &AccountId,
    kind: &'static str,
) -> Result<Option<Timestamp>, StoreError> {
    conn.one(sql!(
        "SELECT proven_at FROM account_contacts WHERE account = $1 AND kind = $2",
        account,
        kind
    ))
    .await?
    .map(|row| row.read("proven_at"))
    .transpose()
}

record! {
    /// The link of a security notice.
    pub struct NoticeLink {
        /// Of which account.
        pub account: AccountId,
        /// What had changed.
        pub change: String,
        /// When.
        pub created: Timestamp,
        /// From when on it does nothing.
        pub expires: Timestamp,
        /// When it was used.
        pub used_at: Option<Timestamp>,
        /// Blind index of the contact that it went to.
        pub went_to: Option<[u8; 32]>,
    }
}

/// Adds the link of a notice.
pub async fn insert_link(
    tx: &mut Tx,
    hash: &SecretHash,
    new: &NoticeLink,
) -> Result<(), StoreError> {
    tx.run(insert!("account_links", new, hash = hash)).await?;
    Ok(())
}

/// How many changes of an account notices were written about since a moment, to however many addresses.
pub async fn changes_told_since(
    conn: &mut Conn,
    account: &AccountId,
    since: Timestamp,
) -> Result<u64, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT count(DISTINCT created) AS many FROM account_links WHERE account = $1 AND created > $2",
            account,
            since
        ))
        .await?;
    let many: Option<i64> = row.map(|row| row.read("many")).transpose()?;
    Ok(u64::try_from(many.unwrap_or_default()).unwrap_or_default())
}

/// Whether a notice about a change of that kind was written since a moment.
pub async fn was_told_of(
    conn: &mut Conn,
    account: &AccountId,
    change: &str,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT account FROM account_links WHERE account = $1 AND change = $2 AND created >= $3 LIMIT 1",
            account,
            change,
            since
        ))
        .await?;
    Ok(row.is_some())
}

/// A link that can still be used; looking uses nothing.
pub async fn peek_link(
    conn: &mut Conn,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<NoticeLink>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_links WHERE hash = $1 AND used_at IS NULL AND expires > $2",
        NoticeLink::COLUMNS
    );
    conn.find(sql!(text, hash, now)).await
}

/// Uses a link, atomically and once.
pub async fn use_link(
    tx: &mut Tx,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<NoticeLink>, StoreError> {
    let text = format!(
        "UPDATE account_links SET used_at = $1
         WHERE hash = $2 AND used_at IS NULL AND expires > $1 RETURNING {}",
        NoticeLink::COLUMNS
    );
    tx.find(sql!(text, now, hash)).await
}

/// Removes all by which an account is signed in to, and what was on its way to its owner.
pub(crate) async fn wipe(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    for table in [
        "account_identities",
        "account_documents",
        "account_messages",
        "account_links",
        "account_passkeys",
        "account_apps",
        "account_approvals",
        "account_events",
        "account_recovery_codes",
        "account_pins",
        "account_pin_resets",
        "account_code_apps",
        "account_sessions",
        "account_recoveries",
        "account_former_contacts",
        "account_contacts",
        "account_logins",
    ] {
        let text = format!("DELETE FROM {table} WHERE account = $1");
        tx.run(sql!(text, account)).await?;
    }
    Ok(())
}
