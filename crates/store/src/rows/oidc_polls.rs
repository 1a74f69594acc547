//! What clients ask of people who are in no browser of theirs, until they fetch the outcome: sealed, found by the hash of a
//! secret, and by the code that a device shows.

use bonafide_identity::id::{ApprovalId, ClientId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

record! {
    /// A request, without what it asks.
    pub struct Poll {
        /// Hash of the name by which the client knows it.
        pub hash: SecretHash,
        /// Whose it is.
        pub client: ClientId,
        /// What somebody may have been asked on their app; there is none where nobody was.
        pub approval: Option<ApprovalId>,
        /// The code that a device shows.
        pub user_code: Option<[u8; 32]>,
        /// The grant that followed, where somebody typed it and agreed.
        pub agreed: Option<String>,
        /// When they refused instead.
        pub refused_at: Option<Timestamp>,
        /// When the client last asked for the outcome.
        pub polled_at: Option<Timestamp>,
        /// Seconds that it has to wait in between.
        pub wait: i64,
        /// When it came.
        pub created: Timestamp,
        /// Until when there may be an answer.
        pub open_until: Timestamp,
        /// From when on it is not kept.
        pub expires: Timestamp,
    }
}

fn place(row: &str) -> Place<'_> {
    Place {
        table: "oidc_polls",
        row,
        column: "form",
        version: 1,
    }
}

/// Keeps a request.
///
/// # Errors
/// [`StoreError::Duplicate`] for a code that another device shows.
pub async fn insert(tx: &mut Tx, new: &Poll, form: &str) -> Result<(), StoreError> {
    let row = hex::encode(new.hash);
    let owner = Owner::installation();
    let sealed = tx
        .seal(&owner, Class::Installation, &place(&row), form.as_bytes())
        .await?;
    tx.run(insert!("oidc_polls", new, form = sealed)).await?;
    Ok(())
}

/// A request of a client.
pub async fn find(
    conn: &mut Conn,
    hash: &SecretHash,
    client: &ClientId,
) -> Result<Option<Poll>, StoreError> {
    let text = format!(
        "SELECT {} FROM oidc_polls WHERE hash = $1 AND client = $2",
        Poll::COLUMNS
    );
    conn.find(sql!(text, hash, client)).await
}

/// The request of the device that shows this code and waits for an answer, and what it asks.
pub async fn by_user_code(
    conn: &mut Conn,
    code: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(Poll, Plain)>, StoreError> {
    let text = format!(
        "SELECT {}, form FROM oidc_polls
         WHERE user_code = $1 AND open_until > $2 AND agreed IS NULL AND refused_at IS NULL",
        Poll::COLUMNS
    );
    let Some(row) = conn.one(sql!(text, code, now)).await? else {
        return Ok(None);
    };
    let poll = Poll::from_row(&row)?;
    let sealed: Vec<u8> = row.read("form")?;
    let name = hex::encode(poll.hash);
    let owner = Owner::installation();
    let form = conn
        .open(&owner, Class::Installation, &place(&name), &sealed)
        .await?;
    Ok(Some((poll, form)))
}

/// Answers a device, by what followed or by a refusal, while its time is not up; gives whether nobody did before.
pub async fn answer(
    tx: &mut Tx,
    hash: &SecretHash,
    agreed: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let refused_at = agreed.is_none().then_some(now);
    let count = tx
        .run(sql!(
            "UPDATE oidc_polls SET agreed = $1, refused_at = $2
             WHERE hash = $3 AND open_until > $4 AND agreed IS NULL AND refused_at IS NULL",
            agreed,
            refused_at,
            hash,
            now
        ))
        .await?;
    Ok(count == 1)
}

/// Notes that its client asked for the outcome, and how long it has to wait from now on.
pub async fn polled(
    tx: &mut Tx,
    hash: &SecretHash,
    wait: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE oidc_polls SET polled_at = $1, wait = $2 WHERE hash = $3",
        now,
        wait,
        hash
    ))
    .await?;
    Ok(())
}

/// Ends a request; gives what it asked, once.
pub async fn take(tx: &mut Tx, hash: &SecretHash) -> Result<Option<Plain>, StoreError> {
    let row = tx
        .one(sql!(
            "DELETE FROM oidc_polls WHERE hash = $1 RETURNING form",
            hash
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed: Vec<u8> = row.read("form")?;
    let owner = Owner::installation();
    let row = hex::encode(hash);
    let form = tx
        .open(&owner, Class::Installation, &place(&row), &sealed)
        .await?;
    Ok(Some(form))
}
