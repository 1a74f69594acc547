//! What people agreed to give clients.

use bonafide_identity::id::{AccountId, ClientId, OrganisationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

record! {
    /// A grant, without what was agreed to.
    pub struct Grant {
        /// Its name.
        pub id: String,
        /// Whose client it was given to.
        pub organisation: OrganisationId,
        /// Which client.
        pub client: ClientId,
        /// By whom.
        pub account: AccountId,
        /// Hash of its code.
        pub code: SecretHash,
        /// From when on the code is good for nothing.
        pub code_until: Timestamp,
        /// When the code was exchanged.
        pub redeemed_at: Option<Timestamp>,
        /// Hash of what all of its refresh tokens have in common.
        pub family: Option<SecretHash>,
        /// Hash of the rest of the one that is good.
        pub refresh: Option<SecretHash>,
        /// When it was ended before its time.
        pub revoked_at: Option<Timestamp>,
        /// When it was given.
        pub created: Timestamp,
        /// From when on it is good for nothing.
        pub expires: Timestamp,
    }
}

impl Grant {
    /// Whether it is good for anything.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires > now
    }
}

fn place(row: &str) -> Place<'_> {
    Place {
        table: "oidc_grants",
        row,
        column: "matter",
        version: 1,
    }
}

/// Adds a grant with what was agreed to.
pub async fn insert(tx: &mut Tx, new: &Grant, matter: &[u8]) -> Result<(), StoreError> {
    let owner = Owner::account(&new.account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(&new.id), matter)
        .await?;
    tx.run(insert!("oidc_grants", new, matter = sealed)).await?;
    Ok(())
}

/// Puts something else in the place of what was agreed to.
pub async fn rewrite(tx: &mut Tx, grant: &Grant, matter: &[u8]) -> Result<(), StoreError> {
    let owner = Owner::account(&grant.account);
    let sealed = tx
        .seal(&owner, Class::Contact, &place(&grant.id), matter)
        .await?;
    let count = tx
        .run(sql!(
            "UPDATE oidc_grants SET matter = $1 WHERE id = $2",
            sealed,
            grant.id
        ))
        .await?;
    super::found(count, "grant")
}

/// What was agreed to.
pub async fn matter(conn: &mut Conn, grant: &Grant) -> Result<Plain, StoreError> {
    let sealed: Vec<u8> = conn
        .one(sql!(
            "SELECT matter FROM oidc_grants WHERE id = $1",
            grant.id
        ))
        .await?
        .ok_or(StoreError::NotFound("grant"))?
        .read("matter")?;
    let owner = Owner::account(&grant.account);
    conn.open(&owner, Class::Contact, &place(&grant.id), &sealed)
        .await
}

async fn by(conn: &mut Conn, column: &str, hash: &SecretHash) -> Result<Option<Grant>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_grants WHERE {column} = $1",
        Grant::COLUMNS
    );
    conn.find(sql!(text, hash)).await
}

/// The grant with this code.
pub async fn by_code(conn: &mut Conn, code: &SecretHash) -> Result<Option<Grant>, StoreError> {
    by(conn, "code", code).await
}

/// The grant whose refresh tokens have this in common.
pub async fn by_family(conn: &mut Conn, family: &SecretHash) -> Result<Option<Grant>, StoreError> {
    by(conn, "family", family).await
}

/// The grant of this name, unless its account is blocked.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Grant>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_grants g WHERE id = $1 AND EXISTS
             (SELECT 1 FROM account_logins l WHERE l.account = g.account AND l.blocked_at IS NULL)",
        Grant::COLUMNS
    );
    conn.find(sql!(text, id)).await
}

/// Takes a grant's code; gives whether it is the first time. Of two at once one is the first.
pub async fn redeem(
    tx: &mut Tx,
    id: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE oidc_grants SET redeemed_at = $1, expires = $2
             WHERE id = $3 AND redeemed_at IS NULL AND revoked_at IS NULL",
            now,
            expires,
            id
        ))
        .await?;
    Ok(count == 1)
}

/// Gives a grant its first refresh token.
pub async fn begin_family(
    tx: &mut Tx,
    id: &str,
    family: &SecretHash,
    refresh: &SecretHash,
    expires: Timestamp,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE oidc_grants SET family = $1, refresh = $2, expires = $3
             WHERE id = $4 AND family IS NULL",
            family,
            refresh,
            expires,
            id
        ))
        .await?;
    super::found(count, "grant")
}

/// Puts another refresh token in the place of one; gives whether that was still the good one. Of two at once one is.
pub async fn rotate(
    tx: &mut Tx,
    id: &str,
    from: &SecretHash,
    to: &SecretHash,
    expires: Timestamp,
) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE oidc_grants SET refresh = $1, expires = $2
             WHERE id = $3 AND refresh = $4 AND revoked_at IS NULL",
            to,
            expires,
            id,
            from
        ))
        .await?;
    Ok(count == 1)
}

/// Ends a grant before its time; doing it again changes nothing.
pub async fn revoke(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE oidc_grants SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
        now,
        id
    ))
    .await?;
    Ok(())
}

/// Ends all that an account gave to anybody, and forgets that it agreed to anything; it is asked anew then.
pub async fn revoke_all(
    tx: &mut Tx,
    account: &AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE oidc_grants SET revoked_at = $1 WHERE account = $2 AND revoked_at IS NULL",
        now,
        account
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM oidc_consents WHERE account = $1",
        account
    ))
    .await?;
    Ok(())
}

/// Ends all that an account gave a client, and forgets that it agreed to anything; it is asked anew then. Doing it
/// again changes nothing.
pub async fn withdraw(
    tx: &mut Tx,
    account: &AccountId,
    client: &ClientId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE oidc_grants SET revoked_at = $1
         WHERE account = $2 AND client = $3 AND revoked_at IS NULL",
        now,
        account,
        client
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM oidc_consents WHERE account = $1 AND client = $2",
        account,
        client
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM event_subjects WHERE account = $1 AND client = $2",
        account,
        client
    ))
    .await?;
    Ok(())
}

/// Removes everything that people gave a client, with the client.
pub async fn remove_client(tx: &mut Tx, client: &ClientId) -> Result<(), StoreError> {
    for table in [
        "oidc_requests",
        "oidc_polls",
        "oidc_grants",
        "oidc_consents",
        "oidc_sessions",
        "oidc_notifications",
        "event_streams",
        "event_subjects",
    ] {
        let text = format!("DELETE FROM {table} WHERE client = $1");
        tx.run(sql!(text, client)).await?;
    }
    Ok(())
}

/// Removes everything that an account gave, with the account.
pub(crate) async fn wipe(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    for table in [
        "oidc_grants",
        "oidc_consents",
        "oidc_sessions",
        "oidc_notifications",
        "event_subjects",
    ] {
        let text = format!("DELETE FROM {table} WHERE account = $1");
        tx.run(sql!(text, account)).await?;
    }
    Ok(())
}

record! {
    /// What somebody agreed to once.
    pub struct Consent {
        /// Who.
        pub account: AccountId,
        /// To which client.
        pub client: ClientId,
        /// Whose that is.
        pub organisation: OrganisationId,
        /// Names of scopes and claims, as JSON.
        pub items: String,
        /// When first.
        pub created: Timestamp,
        /// When last.
        pub changed: Timestamp,
        /// When they last went on to it.
        pub used: Timestamp,
    }
}

/// What an account agreed to give a client.
pub async fn consent(
    conn: &mut Conn,
    account: &AccountId,
    client: &ClientId,
) -> Result<Option<Consent>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_consents WHERE account = $1 AND client = $2",
        Consent::COLUMNS
    );
    conn.find(sql!(text, account, client)).await
}

/// What an account agreed to, the first of its clients first.
pub async fn consents(conn: &mut Conn, account: &AccountId) -> Result<Vec<Consent>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_consents WHERE account = $1 ORDER BY created, client",
        Consent::COLUMNS
    );
    conn.list(sql!(text, account)).await
}

/// Remembers what an account agreed to.
pub async fn remember(tx: &mut Tx, consent: &Consent) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO oidc_consents (account, client, organisation, items, created, changed, used)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (account, client) DO UPDATE
         SET items = excluded.items, changed = excluded.changed, used = excluded.used",
        consent.account,
        consent.client,
        consent.organisation,
        consent.items,
        consent.created,
        consent.changed,
        consent.used
    ))
    .await?;
    tx.run(sql!(
        "INSERT INTO event_subjects (account, client) VALUES ($1, $2)
         ON CONFLICT (account, client) DO NOTHING",
        consent.account,
        consent.client
    ))
    .await?;
    Ok(())
}
