//! People who prove with document and face that an account is theirs. One waits for an account at a time.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert as add_row, record, sql, text_enum};
use crate::error::StoreError;
use crate::rows::SecretHash;

text_enum! {
    /// What somebody wants.
    pub enum RecoveryKind {
        /// To be let in.
        Access = "access",
        /// That the account lets go of their identity.
        Release = "release",
    }
}

text_enum! {
    /// How it stands.
    pub enum RecoveryState {
        /// Document and face are being proven.
        Proving = "proving",
        /// Asked for; whoever has the account can stop it.
        Waiting = "waiting",
        /// Stopped.
        Stopped = "stopped",
        /// Done.
        Done = "done",
    }
}

record! {
    /// A recovery.
    pub struct Recovery {
        /// The registration by which somebody is proven.
        pub registration: RegistrationId,
        /// For whom.
        pub organisation: OrganisationId,
        /// Hash of the cookie of whoever asked; none before they did.
        pub cookie_hash: Option<SecretHash>,
        /// Of which account; none before they asked.
        pub account: Option<AccountId>,
        /// What they asked for.
        pub kind: Option<RecoveryKind>,
        /// How it stands.
        pub state: RecoveryState,
        /// When they get it.
        pub ready_at: Option<Timestamp>,
        /// When it was begun.
        pub created: Timestamp,
        /// From when on it is over.
        pub expires: Timestamp,
        /// The registration of the identity that is to be let go of.
        pub contested: Option<RegistrationId>,
    }
}

/// Begins one.
pub async fn insert(tx: &mut Tx, new: &Recovery) -> Result<(), StoreError> {
    tx.run(add_row!("account_recoveries", new)).await?;
    Ok(())
}

/// That of a registration.
pub async fn of_registration(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    now: Timestamp,
) -> Result<Option<Recovery>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_recoveries
         WHERE registration = $1 AND organisation = $2 AND expires > $3",
        Recovery::COLUMNS
    );
    conn.find(sql!(text, registration, organisation, now)).await
}

/// That of whoever has this cookie.
pub async fn of_cookie(
    conn: &mut Conn,
    cookie_hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<Recovery>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_recoveries WHERE cookie_hash = $1 AND expires > $2",
        Recovery::COLUMNS
    );
    conn.find(sql!(text, cookie_hash, now)).await
}

/// The one that an account waits for.
pub async fn waiting(
    conn: &mut Conn,
    account: &AccountId,
    now: Timestamp,
) -> Result<Option<Recovery>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_recoveries
         WHERE account = $1 AND state = 'waiting' AND expires > $2",
        Recovery::COLUMNS
    );
    conn.find(sql!(text, account, now)).await
}

/// Writes down what was asked for, in the place of a proof that was going on; gives whether it was.
///
/// # Errors
/// `Duplicate` where another waits for the account.
pub async fn ask(tx: &mut Tx, asked: &Recovery) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_recoveries SET cookie_hash = $1, account = $2, kind = $3,
                 state = 'waiting', ready_at = $4, expires = $5, contested = $6
             WHERE registration = $7 AND state = 'proving'",
            asked.cookie_hash,
            asked.account,
            asked.kind,
            asked.ready_at,
            asked.expires,
            asked.contested,
            asked.registration
        ))
        .await?;
    Ok(count > 0)
}

/// Ends one that is under way, for nothing: it proved somebody else, or what it was about is gone.
pub async fn refuse(tx: &mut Tx, registration: &RegistrationId) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE account_recoveries SET state = 'stopped'
         WHERE registration = $1 AND state IN ('proving', 'waiting')",
        registration
    ))
    .await?;
    Ok(())
}

/// Ends what an account waits for; gives whether there was anything.
pub async fn stop(tx: &mut Tx, account: &AccountId) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_recoveries SET state = 'stopped'
             WHERE account = $1 AND state = 'waiting'",
            account
        ))
        .await?;
    Ok(count > 0)
}

/// Ends one that waited since it was carried out; gives whether it still waited.
pub async fn finish(tx: &mut Tx, registration: &RegistrationId) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE account_recoveries SET state = 'done'
             WHERE registration = $1 AND state = 'waiting'",
            registration
        ))
        .await?;
    Ok(count > 0)
}

/// What accounts are to let go of by now, at most `limit`.
pub async fn due_releases(
    conn: &mut Conn,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Recovery>, StoreError> {
    let text = format!(
        "SELECT {} FROM account_recoveries
         WHERE state = 'waiting' AND kind = 'release' AND ready_at <= $1
         ORDER BY ready_at, registration LIMIT $2",
        Recovery::COLUMNS
    );
    conn.list(sql!(text, now, limit)).await
}
