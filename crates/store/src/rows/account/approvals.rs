//! What an account's owner is asked to approve, and what they said.

use bonafide_identity::id::{AccountId, AppId, ApprovalId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, record, sql, text_enum};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

text_enum! {
    /// What became of an approval.
    pub enum ApprovalState {
        /// Nobody said anything yet.
        Pending = "pending",
        /// Its owner approved.
        Approved = "approved",
        /// What was approved was done.
        Used = "used",
        /// Its owner refused.
        Denied = "denied",
        /// Its owner refused, and says that somebody else asked.
        Reported = "reported",
    }
}

record! {
    /// An approval, without what it says.
    pub struct Approval {
        /// Its id.
        pub id: ApprovalId,
        /// Who is asked.
        pub account: AccountId,
        /// Blind index of who asks.
        pub asker: [u8; 32],
        /// What became of it.
        pub state: ApprovalState,
        /// On which app.
        pub app: Option<AppId>,
        /// How many numbers were tried.
        pub tries: i64,
        /// When it was asked for.
        pub created: Timestamp,
        /// Until when it can be answered.
        pub open_until: Timestamp,
        /// When it was answered.
        pub decided_at: Option<Timestamp>,
        /// From when on it is not kept.
        pub expires: Timestamp,
    }
}

fn place(id: &ApprovalId) -> Place<'_> {
    Place {
        table: "account_approvals",
        row: id.as_str(),
        column: "body",
        version: 1,
    }
}

/// Asks for an approval; `body` is the caller's JSON.
pub async fn insert(tx: &mut Tx, new: &Approval, body: &[u8]) -> Result<(), StoreError> {
    let owner = Owner::account(&new.account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(&new.id), body)
        .await?;
    tx.run(crate::db::insert!("account_approvals", new, body = sealed))
        .await?;
    Ok(())
}

/// The approval `id`.
pub async fn find(conn: &mut Conn, id: &ApprovalId) -> Result<Option<Approval>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_approvals WHERE id = $1",
        Approval::COLUMNS
    );
    conn.find(sql!(text, id)).await
}

/// What an approval says.
pub async fn body(conn: &mut Conn, approval: &Approval) -> Result<Plain, StoreError> {
    let sealed: Vec<u8> = conn
        .one(sql!(
            "SELECT body FROM account_approvals WHERE id = $1",
            approval.id
        ))
        .await?
        .ok_or(StoreError::NotFound("approval"))?
        .read("body")?;
    conn.open(
        &Owner::account(&approval.account),
        Class::Contact,
        &place(&approval.id),
        &sealed,
    )
    .await
}

/// An account's approvals, newest first, at most `limit`.
pub async fn of_account(
    conn: &mut Conn,
    account: &AccountId,
    limit: u32,
) -> Result<Vec<Approval>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_approvals WHERE account = $1 ORDER BY created DESC, id DESC LIMIT $2",
        Approval::COLUMNS
    );
    conn.list(sql!(text, account, limit)).await
}

/// How many of an account's approvals wait for an answer.
pub async fn waiting(
    conn: &mut Conn,
    account: &AccountId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT count(*) AS many FROM account_approvals
             WHERE account = $1 AND state = 'pending' AND open_until > $2",
            account,
            now
        ))
        .await?;
    let many: Option<i64> = row.map(|row| row.read("many")).transpose()?;
    Ok(u64::try_from(many.unwrap_or_default()).unwrap_or_default())
}

/// Whether the account's owner reported an asker since a moment.
pub async fn reported_since(
    conn: &mut Conn,
    account: &AccountId,
    asker: &[u8; 32],
    since: Timestamp,
) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT id FROM account_approvals
             WHERE account = $1 AND asker = $2 AND state = 'reported' AND decided_at > $3 LIMIT 1",
            account,
            asker,
            since
        ))
        .await?;
    Ok(row.is_some())
}

/// Counts a number that is tried, before it is compared; gives whether it may be.
pub async fn count_try(
    tx: &mut Tx,
    account: &AccountId,
    id: &ApprovalId,
    most: u32,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_approvals SET tries = tries + 1
             WHERE account = $1 AND id = $2 AND state = 'pending' AND tries < $3 AND open_until > $4",
            account,
            id,
            most,
            now
        ))
        .await?;
    Ok(count > 0)
}

/// Forgets the numbers that were tried, after the right one.
pub async fn forget_tries(tx: &mut Tx, id: &ApprovalId) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_approvals SET tries = 0 WHERE id = $1",
        id
    ))
    .await?;
    Ok(())
}

/// Notes what the owner said, once; gives whether it was still asked.
pub async fn decide(
    tx: &mut Tx,
    account: &AccountId,
    id: &ApprovalId,
    (state, app): (ApprovalState, &AppId),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_approvals SET state = $1, app = $2, decided_at = $3
             WHERE account = $4 AND id = $5 AND state = 'pending' AND open_until > $3",
            state,
            app,
            now,
            account,
            id
        ))
        .await?;
    if count > 0 {
        crate::oidc_notifications::answered(tx, id, now).await?;
    }
    Ok(count > 0)
}

/// Takes an approval that was given, once; gives whose it was.
pub async fn take(
    tx: &mut Tx,
    id: &ApprovalId,
    now: Timestamp,
) -> Result<Option<Approval>, StoreError> {
    let text = format!(
        "UPDATE account_approvals SET state = 'used'
         WHERE id = $1 AND state = 'approved' AND open_until > $2 RETURNING {}",
        Approval::COLUMNS
    );
    tx.find(sql!(text, id, now)).await
}

/// Ends what an account's owner is asked, and what they approved and was not done yet.
pub async fn end_all(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_approvals SET open_until = $1 WHERE account = $2 AND open_until > $1",
        now,
        account
    ))
    .await?;
    Ok(())
}
