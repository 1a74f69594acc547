//! Registrations: clear columns for lists, and the state, sealed. The state
//! row is the truth; `version` guards it against writers that read an older one.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Row, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

record! {
    /// What lists show of a registration.
    pub struct Summary {
        /// Who opened it.
        pub organisation: OrganisationId,
        /// Its id.
        pub id: RegistrationId,
        /// Whose way it is.
        pub account: AccountId,
        /// To which service.
        pub service: String,
        /// The version of the service that it is pinned to.
        pub service_version: i64,
        /// Live, or test mode.
        pub livemode: bool,
        /// Its state's name.
        pub status: String,
        /// Blind index of the organisation's own reference.
        pub reference_index: Option<Vec<u8>>,
        /// Code of the last error.
        pub last_error: Option<String>,
        /// When it was opened.
        pub created: Timestamp,
        /// When it last changed.
        pub updated: Timestamp,
        /// When it expires if it does not end before.
        pub expires: Option<Timestamp>,
        /// When it came to its final state.
        pub ended: Option<Timestamp>,
        /// When its personal data is to be erased.
        pub erase_after: Option<Timestamp>,
        /// When its personal data was erased.
        pub erased_at: Option<Timestamp>,
        /// Counts its changes from 1.
        pub version: i64,
    }
}

/// A registration with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The clear columns.
    pub summary: Summary,
    /// The caller's state; `None` once erased.
    pub state: Option<Plain>,
}

/// Opens a registration at version 1; `summary.version` and `erased_at` are ignored.
pub async fn insert(tx: &mut Tx, new: &Summary, state: &[u8]) -> Result<(), StoreError> {
    let sealed = seal(tx, new, 1, state).await?;
    let first = Summary {
        version: 1,
        erased_at: None,
        ..new.clone()
    };
    tx.run(insert!("registrations", &first, state = sealed))
        .await?;
    Ok(())
}

/// Saves a changed registration, read at `changed.version`, as the next
/// version, which it gives. Organisation, id, account, service, mode and time
/// of opening stay as they are.
///
/// # Errors
/// `Conflict` when somebody else saved it since; `Erased` after erasure.
pub async fn save(tx: &mut Tx, changed: &Summary, state: &[u8]) -> Result<i64, StoreError> {
    let next = changed.version + 1;
    let sealed = seal(tx, changed, next, state).await?;
    let count = tx
        .run(sql!(
            "UPDATE registrations
             SET status = $1, reference_index = $2, last_error = $3, updated = $4, expires = $5,
                 ended = $6, erase_after = $7, version = $8, state = $9
             WHERE organisation = $10 AND id = $11 AND version = $12 AND erased_at IS NULL",
            changed.status,
            changed.reference_index,
            changed.last_error,
            changed.updated,
            changed.expires,
            changed.ended,
            changed.erase_after,
            next,
            sealed,
            changed.organisation,
            changed.id,
            changed.version
        ))
        .await?;
    if count == 0 {
        return Err(StoreError::Conflict {
            expected: changed.version,
        });
    }
    Ok(next)
}

fn owner(summary: &Summary) -> Owner {
    Owner::registration(&summary.organisation, &summary.account, &summary.id)
}

async fn seal(
    tx: &mut Tx,
    summary: &Summary,
    version: i64,
    state: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let place = Place {
        table: "registrations",
        row: summary.id.as_str(),
        column: "state",
        version,
    };
    tx.seal(&owner(summary), Class::Registration, &place, state)
        .await
}

async fn open(conn: &mut Conn, row: &Row) -> Result<Registration, StoreError> {
    let summary = Summary::from_row(row)?;
    let sealed: Option<Vec<u8>> = row.read("state")?;
    let state = match sealed {
        Some(sealed) => {
            let place = Place {
                table: "registrations",
                row: summary.id.as_str(),
                column: "state",
                version: summary.version,
            };
            Some(
                conn.open(&owner(&summary), Class::Registration, &place, &sealed)
                    .await?,
            )
        }
        None => None,
    };
    Ok(Registration { summary, state })
}

/// A registration of an organisation.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &RegistrationId,
) -> Result<Option<Registration>, StoreError> {
    let text = format!(
        "SELECT {}, state FROM registrations WHERE organisation = $1 AND id = $2",
        Summary::COLUMNS
    );
    match conn.one(sql!(text, organisation, id)).await? {
        Some(row) => open(conn, &row).await.map(Some),
        None => Ok(None),
    }
}

/// How often a registration has changed, for those who follow it.
pub async fn version(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &RegistrationId,
) -> Result<Option<i64>, StoreError> {
    conn.one(sql!(
        "SELECT version FROM registrations WHERE organisation = $1 AND id = $2",
        organisation,
        id
    ))
    .await?
    .map(|row| row.read("version"))
    .transpose()
}

/// Which registrations a list shows. Everything but the organisation and the
/// mode is optional.
#[derive(Clone, Debug)]
pub struct Filter<'a> {
    /// Whose.
    pub organisation: &'a OrganisationId,
    /// Live, or test mode.
    pub livemode: bool,
    /// In this state.
    pub status: Option<&'a str>,
    /// Of this service.
    pub service: Option<&'a str>,
    /// With this blind index of the organisation's reference.
    pub reference_index: Option<&'a [u8]>,
    /// Opened at or after.
    pub created_from: Option<Timestamp>,
    /// Opened before.
    pub created_before: Option<Timestamp>,
    /// Cursor: only those older than this registration.
    pub before: Option<&'a RegistrationId>,
    /// Most rows.
    pub limit: u32,
}

/// A page of registrations, newest first. The next page begins before the last one's id.
pub async fn list(conn: &mut Conn, filter: &Filter<'_>) -> Result<Vec<Registration>, StoreError> {
    // '~' sorts after every identifier.
    let before = filter.before.map_or("~", RegistrationId::as_str);
    let text = format!(
        "SELECT {}, state FROM registrations
         WHERE organisation = $1 AND livemode = $2 AND id < $3",
        Summary::COLUMNS
    );
    let page = sql!(text, filter.organisation, filter.livemode, before)
        .and("status =", filter.status)
        .and("service =", filter.service)
        .and("reference_index =", filter.reference_index)
        .and("created >=", filter.created_from)
        .and("created <", filter.created_before)
        .then("ORDER BY id DESC LIMIT", filter.limit);
    let mut registrations = Vec::new();
    for row in conn.all(page).await? {
        registrations.push(open(conn, &row).await?);
    }
    Ok(registrations)
}

/// A registration whose time is up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Since when.
    pub since: Timestamp,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Which.
    pub registration: RegistrationId,
}

impl Due {
    pub(crate) fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            since: row.read("since")?,
            organisation: row.read("organisation")?,
            registration: row.read("id")?,
        })
    }

    /// Where the page after this one begins, so that rows that nothing can be done about do not
    /// stand before all others.
    pub(crate) fn cursor(last: Option<&Self>) -> (Timestamp, &str) {
        last.map_or((Timestamp::UNIX_EPOCH, ""), |last| {
            (last.since, last.registration.as_str())
        })
    }
}

/// Registrations that wait and whose time is up, oldest first, of all organisations, from after
/// `after`, at most `limit`: for the expiry job.
pub async fn due_to_expire(
    conn: &mut Conn,
    now: Timestamp,
    after: Option<&Due>,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let (since, id) = Due::cursor(after);
    conn.all(sql!(
        "SELECT organisation, id, expires AS since FROM registrations
         WHERE ended IS NULL AND expires <= $1 AND (expires, id) > ($2, $3)
         ORDER BY expires, id LIMIT $4",
        now,
        since,
        id,
        limit
    ))
    .await?
    .iter()
    .map(Due::from_row)
    .collect()
}

/// All registrations of all organisations in the order of their keys, from after `after`, at most
/// `limit`: for looking at each of them.
pub async fn keys(
    conn: &mut Conn,
    after: Option<&(OrganisationId, RegistrationId)>,
    limit: u32,
) -> Result<Vec<(OrganisationId, RegistrationId)>, StoreError> {
    let (organisation, id) = after.map_or(("", ""), |(organisation, id)| {
        (organisation.as_str(), id.as_str())
    });
    conn.all(sql!(
        "SELECT organisation, id FROM registrations WHERE (organisation, id) > ($1, $2)
         ORDER BY organisation, id LIMIT $3",
        organisation,
        id,
        limit
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("organisation")?, row.read("id")?)))
    .collect()
}

/// Numbers of registrations by status, for metrics.
pub async fn count_by_status(conn: &mut Conn) -> Result<Vec<(String, i64)>, StoreError> {
    conn.all(sql!(
        "SELECT status, COUNT(*) AS n FROM registrations GROUP BY status ORDER BY status"
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("status")?, row.read("n")?)))
    .collect()
}
