//! Review cases: decisions that a moderator must make. Nobody picks a case:
//! the next one is handed out.

use bonafide_identity::id::{AccountId, OperatorId, OrganisationId, RegistrationId, ReviewCaseId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, record, sql, text_enum};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

text_enum! {
    /// Where a review case stands.
    pub enum ReviewState {
        /// Waits for a moderator.
        Open = "open",
        /// A moderator has it.
        Assigned = "assigned",
        /// Decided.
        Settled = "settled",
        /// No longer needed.
        Withdrawn = "withdrawn",
    }
}

/// The kind of a settlement's entry in the audit chain, which the caller appends.
pub const EVENT_KIND: &str = "reviewed";

record! {
    /// A review case.
    pub struct ReviewCase {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Its id.
        pub id: ReviewCaseId,
        /// Of which registration.
        pub registration: RegistrationId,
        /// Where it stands.
        pub state: ReviewState,
        /// When it should be settled.
        pub due: Timestamp,
        /// Who has it, or settled it.
        pub operator: Option<OperatorId>,
        /// Until when it is kept for that operator.
        pub assigned_until: Option<Timestamp>,
        /// The caller's name of the decision.
        pub outcome: Option<String>,
        /// When it was made.
        pub created: Timestamp,
        /// When it was settled or withdrawn.
        pub settled_at: Option<Timestamp>,
    }
}

/// Makes an open case.
pub async fn insert(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ReviewCaseId,
    registration: &RegistrationId,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO review_cases (organisation, id, registration, state, due, created)
         VALUES ($1, $2, $3, $4, $5, $6)",
        organisation,
        id,
        registration,
        ReviewState::Open,
        due,
        now
    ))
    .await?;
    Ok(())
}

/// Hands an operator the case that is due first: the one they have already, or
/// the next that nobody has. `None` when there is nothing to do.
///
/// # Errors
/// `NotFound` for an unknown or disabled operator.
pub async fn take_next(
    tx: &mut Tx,
    operator: &OperatorId,
    now: Timestamp,
    keep_until: Timestamp,
) -> Result<Option<ReviewCase>, StoreError> {
    // Two clicks of one operator come one after the other.
    let known = tx
        .run(sql!(
            "UPDATE operators SET last_seen = $1 WHERE id = $2 AND disabled_at IS NULL",
            now,
            operator
        ))
        .await?;
    super::found(known, "operator")?;
    let text = format!(
        "UPDATE review_cases SET assigned_until = $1
         WHERE operator = $2 AND state = 'assigned' RETURNING {}",
        ReviewCase::COLUMNS
    );
    if let Some(row) = tx.one(sql!(text, keep_until, operator)).await? {
        return ReviewCase::from_row(&row).map(Some);
    }
    // What the last condition adds is that the index of unsettled cases serves the query.
    let text = format!(
        "WITH next AS MATERIALIZED
             (SELECT organisation, id FROM review_cases
              WHERE (state = 'open' OR (state = 'assigned' AND assigned_until <= $3))
                AND state <> 'settled' AND state <> 'withdrawn'
              ORDER BY due, id LIMIT 1 {{skip_locked}})
         UPDATE review_cases SET state = 'assigned', operator = $1, assigned_until = $2
         WHERE (organisation, id) IN (SELECT organisation, id FROM next)
         RETURNING {}",
        ReviewCase::COLUMNS
    );
    let next = tx.queue(sql!(text, operator, keep_until, now));
    tx.find(next).await
}

/// Puts a case back for others.
pub async fn put_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ReviewCaseId,
    operator: &OperatorId,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE review_cases SET state = 'open', operator = NULL, assigned_until = NULL
             WHERE organisation = $1 AND id = $2 AND operator = $3 AND state = 'assigned'",
            organisation,
            id,
            operator
        ))
        .await?;
    super::found(count, "assigned review case")
}

/// A decision on a case.
#[derive(Clone, Debug)]
pub struct Settlement<'a> {
    /// Whose registration it is.
    pub account: &'a AccountId,
    /// Who decided; must have the case.
    pub operator: &'a OperatorId,
    /// The caller's name of the decision.
    pub outcome: &'a str,
    /// Why, in the operator's words; kept sealed.
    pub note: &'a str,
}

/// Settles a case that the operator has.
///
/// # Errors
/// `NotFound` when the operator does not have it (any more).
pub async fn settle(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ReviewCaseId,
    settlement: &Settlement<'_>,
    now: Timestamp,
) -> Result<ReviewCase, StoreError> {
    let text = format!(
        "UPDATE review_cases SET state = 'settled', outcome = $1, settled_at = $2
         WHERE organisation = $3 AND id = $4 AND operator = $5 AND state = 'assigned'
         RETURNING {}",
        ReviewCase::COLUMNS
    );
    let row = tx
        .one(sql!(
            text,
            settlement.outcome,
            now,
            organisation,
            id,
            settlement.operator
        ))
        .await?
        .ok_or(StoreError::NotFound("assigned review case"))?;
    let case = ReviewCase::from_row(&row)?;
    let owner = Owner::registration(organisation, settlement.account, &case.registration);
    let note = tx
        .seal(
            &owner,
            Class::Registration,
            &place(id),
            settlement.note.as_bytes(),
        )
        .await?;
    tx.run(sql!(
        "UPDATE review_cases SET note = $1 WHERE organisation = $2 AND id = $3",
        note,
        organisation,
        id
    ))
    .await?;
    Ok(case)
}

fn place(id: &ReviewCaseId) -> Place<'_> {
    Place {
        table: "review_cases",
        row: id.as_str(),
        column: "note",
        version: 1,
    }
}

/// Withdraws the unsettled cases of a registration; gives how many.
pub async fn withdraw(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.run(sql!(
        "UPDATE review_cases SET state = 'withdrawn', settled_at = $1
         WHERE organisation = $2 AND registration = $3 AND state IN ('open', 'assigned')",
        now,
        organisation,
        registration
    ))
    .await
}

/// A case.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &ReviewCaseId,
) -> Result<Option<ReviewCase>, StoreError> {
    let text = format!(
        "SELECT {} FROM review_cases WHERE organisation = $1 AND id = $2",
        ReviewCase::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// A case that was settled, with what was decided and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// When.
    pub at: Timestamp,
    /// The caller's name of the decision.
    pub outcome: String,
    /// Why, in the operator's words; empty without.
    pub note: Plain,
}

/// The settled cases of a registration, oldest first; none once it is erased.
pub async fn settled(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    account: &AccountId,
) -> Result<Vec<Settled>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT id, settled_at, outcome, note FROM review_cases
             WHERE organisation = $1 AND registration = $2 AND state = 'settled'
               AND note IS NOT NULL
             ORDER BY settled_at, id",
            organisation,
            registration
        ))
        .await?;
    let owner = Owner::registration(organisation, account, registration);
    let mut settled = Vec::new();
    for row in rows {
        let (id, note): (ReviewCaseId, Vec<u8>) = (row.read("id")?, row.read("note")?);
        settled.push(Settled {
            at: row.read("settled_at")?,
            outcome: row.read("outcome")?,
            note: conn
                .open(&owner, Class::Registration, &place(&id), &note)
                .await?,
        });
    }
    Ok(settled)
}

/// The case that an operator has.
pub async fn assigned_to(
    conn: &mut Conn,
    operator: &OperatorId,
) -> Result<Option<ReviewCase>, StoreError> {
    let text = format!(
        "SELECT {} FROM review_cases WHERE operator = $1 AND state = 'assigned'",
        ReviewCase::COLUMNS
    );
    conn.find(sql!(text, operator)).await
}

/// Unsettled cases, and how many of them are overdue.
pub async fn backlog(conn: &mut Conn, now: Timestamp) -> Result<(i64, i64), StoreError> {
    let row = conn
        .one(sql!(
            "SELECT COUNT(*) AS waiting,
                    CAST(COALESCE(SUM(CASE WHEN due < $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue
             FROM review_cases WHERE state <> 'settled' AND state <> 'withdrawn'",
            now
        ))
        .await?
        .ok_or(StoreError::NotFound("count"))?;
    Ok((row.read("waiting")?, row.read("overdue")?))
}
