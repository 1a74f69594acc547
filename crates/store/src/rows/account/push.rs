//! Where approval apps are woken, and what waits to be pushed to them.

use bonafide_identity::id::{AccountId, AppId, ApprovalId, MessageId};
use jiff::Timestamp;

use crate::db::{Conn, Tx, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::rows::outbox;
use crate::store::Store;

record! {
    /// Something to be pushed. It carries no words.
    pub struct Push {
        /// Its id.
        pub id: MessageId,
        /// To which app.
        pub app: AppId,
        /// What waits there.
        pub approval: ApprovalId,
        /// How often it was tried.
        pub attempts: i64,
        /// Names the claim.
        pub claim: Option<String>,
        /// From when on it is worthless.
        pub expires: Timestamp,
        /// When it was written.
        pub created: Timestamp,
    }
}

impl outbox::Outgoing for Push {
    const TABLE: &'static str = "account_pushes";
    const KEY: &'static str = "id";
}

fn place(app: &AppId) -> Place<'_> {
    Place {
        table: "account_push",
        row: app.as_str(),
        column: "subscription",
        version: 1,
    }
}

/// Keeps where an app is woken, in place of what was known before.
pub async fn subscribe(
    tx: &mut Tx,
    account: &AccountId,
    app: &AppId,
    subscription: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    let owner = Owner::account(account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(app), subscription)
        .await?;
    tx.run(sql!(
        "INSERT INTO account_push (app, account, subscription, created) VALUES ($1, $2, $3, $4)
         ON CONFLICT (app) DO UPDATE SET subscription = $3, created = $4",
        app,
        account,
        sealed,
        now
    ))
    .await?;
    Ok(())
}

/// Forgets where an app is woken, and what was to be pushed there.
pub async fn unsubscribe(tx: &mut Tx, app: &AppId) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM account_push WHERE app = $1", app))
        .await?;
    Ok(())
}

/// Forgets where the apps of an account are woken.
pub(crate) async fn end_all(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM account_push WHERE account = $1", account))
        .await?;
    Ok(())
}

/// Where an app is woken, as it was kept.
pub async fn subscription(conn: &mut Conn, app: &AppId) -> Result<Option<Plain>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT account, subscription FROM account_push WHERE app = $1",
            app
        ))
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let account: AccountId = row.read("account")?;
    let sealed: Vec<u8> = row.read("subscription")?;
    let owner = Owner::account(&account);
    conn.open(&owner, Class::Contact, &place(app), &sealed)
        .await
        .map(Some)
}

/// Has every app of an account that can be woken told that something waits, in place of what it was to be told
/// before. Apps that approve nothing at `now` are left out. `id` gives each its name.
pub async fn enqueue(
    tx: &mut Tx,
    account: &AccountId,
    approval: &ApprovalId,
    expires: Timestamp,
    now: Timestamp,
    mut id: impl FnMut() -> MessageId,
) -> Result<u64, StoreError> {
    let rows = tx
        .all(sql!(
            "SELECT account_push.app FROM account_push
             JOIN account_apps ON account_apps.id = account_push.app
             WHERE account_push.account = $1 AND blocked_at IS NULL
               AND (active_from IS NULL OR active_from <= $2)
             ORDER BY account_push.app",
            account,
            now
        ))
        .await?;
    let mut count = 0;
    for row in rows {
        let app: AppId = row.read("app")?;
        tx.run(sql!("DELETE FROM account_pushes WHERE app = $1", app))
            .await?;
        count += tx
            .run(sql!(
                "INSERT INTO account_pushes
                     (id, app, approval, state, attempts, next_at, expires, created)
                 VALUES ($1, $2, $3, 'pending', 0, $4, $5, $4)",
                id(),
                app,
                approval,
                now,
                expires
            ))
            .await?;
    }
    Ok(count)
}

impl Store {
    /// Claims the next push that is due, durably.
    pub async fn claim_push(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Push>, StoreError> {
        outbox::claim::<Push>(self, now, lease_until, &[]).await
    }
}

/// Notes how a claimed push went: without `retry_at` it is done with.
pub async fn settled(
    tx: &mut Tx,
    push: &Push,
    error: Option<&str>,
    retry_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let state = match (error, retry_at) {
        (_, Some(_)) => "pending",
        (None, None) => "delivered",
        (Some(_), None) => "failed",
    };
    tx.run(sql!(
        "UPDATE account_pushes SET state = $1, next_at = COALESCE($2, next_at), claim = NULL,
                last_error = $3
         WHERE id = $4 AND claim = $5",
        state,
        retry_at,
        error.map(str::to_owned),
        push.id,
        push.claim
    ))
    .await?;
    Ok(())
}

const KEY: &str = "vapid";

fn key_place() -> Place<'static> {
    Place {
        table: "push_keys",
        row: KEY,
        column: "secret",
        version: 1,
    }
}

/// The key by which push services know this installation, once there is one.
pub async fn key(conn: &mut Conn) -> Result<Option<Plain>, StoreError> {
    let row = conn
        .one(sql!("SELECT secret FROM push_keys WHERE id = $1", KEY))
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let sealed: Vec<u8> = row.read("secret")?;
    let owner = Owner::installation();
    conn.open(&owner, Class::Installation, &key_place(), &sealed)
        .await
        .map(Some)
}

/// Keeps that key, unless there is one by now.
pub async fn keep_key(tx: &mut Tx, secret: &[u8], now: Timestamp) -> Result<(), StoreError> {
    let owner = Owner::installation();
    let sealed = tx
        .seal(&owner, Class::Installation, &key_place(), secret)
        .await?;
    tx.run(sql!(
        "INSERT INTO push_keys (id, secret, created) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO NOTHING",
        KEY,
        sealed,
        now
    ))
    .await?;
    Ok(())
}
