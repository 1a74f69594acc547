//! Attempts at video identification: written before the challenge is told, so that nothing refunds
//! one, and counted by keyed hashes of whom and what they are an attempt of.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Record as _, Tx, insert, record, sql, text_enum};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::store::Store;

text_enum! {
    /// What became of an attempt.
    pub enum FilmOutcome {
        /// Nothing yet, or for ever: it was begun.
        Begun = "begun",
        /// A living person was there.
        Passed = "passed",
        /// It cannot be told.
        Inconclusive = "inconclusive",
        /// What was seen speaks against it, or nothing was seen.
        Failed = "failed",
    }
}

text_enum! {
    /// What an attempt counts for.
    pub enum MarkKind {
        /// Who made it.
        Account = "account",
        /// The document that it is to prove somebody with.
        Document = "document",
        /// The face before the camera.
        Face = "face",
        /// The browser.
        Browser = "browser",
        /// The network that the browser is in.
        Network = "network",
    }
}

/// What attempts are counted by.
pub type Mark = (MarkKind, [u8; 32]);

record! {
    /// An attempt.
    pub struct Film {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Of which registration.
        pub registration: RegistrationId,
        /// Its number within the registration.
        pub attempt: i64,
        /// Of whom.
        pub account: AccountId,
        /// Whether it counts, or was made in test mode.
        pub livemode: bool,
        /// What became of it.
        pub outcome: FilmOutcome,
        /// Why, as a notice's code.
        pub reason: Option<String>,
        /// When it was begun.
        pub begun: Timestamp,
        /// When it ended.
        pub ended: Option<Timestamp>,
        /// From when on it is forgotten.
        pub expires: Timestamp,
    }
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// What became of it.
    pub outcome: FilmOutcome,
    /// Why, as a notice's code.
    pub reason: Option<&'a str>,
    /// The face's mark, by which it counts as well, and its template, which is kept of failures
    /// alone, where it is not the one of a mark that was there.
    pub face: Option<([u8; 32], Option<&'a [u8]>)>,
    /// When.
    pub now: Timestamp,
}

/// Failures that are looked at, of one mark or of one organisation's faces.
pub const MOST: u32 = 1_000;

impl Store {
    /// What attempts are counted by: a keyed hash of whom or what they are attempts of.
    pub fn film_mark(&self, kind: MarkKind, subject: &str) -> Result<Mark, StoreError> {
        let purpose = format!("film/{}", kind.as_str());
        let key = self.core.installation()?.attempt_key(&purpose, subject);
        Ok((kind, key))
    }
}

/// Writes an attempt down, with everything that it counts for.
pub async fn begin(tx: &mut Tx, film: &Film, marks: &[Mark]) -> Result<(), StoreError> {
    tx.run(insert!("films", film)).await?;
    for mark in marks {
        count(tx, film, mark).await?;
    }
    Ok(())
}

async fn count(tx: &mut Tx, film: &Film, (kind, mark): &Mark) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO film_marks
             (mark, begun, kind, organisation, registration, attempt, counts, expires)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
        mark,
        film.begun,
        kind,
        film.organisation,
        film.registration,
        film.attempt,
        film.expires
    ))
    .await?;
    Ok(())
}

/// Writes down what came of an attempt; gives whether it was still open. One that did not fail
/// counts for nothing.
pub async fn end(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    attempt: i64,
    ended: &Ended<'_>,
) -> Result<bool, StoreError> {
    let text = format!(
        "UPDATE films SET outcome = $1, reason = $2, ended = $3
         WHERE organisation = $4 AND registration = $5 AND attempt = $6 AND ended IS NULL
         RETURNING {}",
        Film::COLUMNS
    );
    let changed = tx
        .one(sql!(
            text,
            ended.outcome,
            ended.reason,
            ended.now,
            organisation,
            registration,
            attempt
        ))
        .await?;
    let Some(row) = changed else {
        return Ok(false);
    };
    let film = Film::from_row(&row)?;
    if let (FilmOutcome::Failed, Some((face, template))) = (ended.outcome, ended.face) {
        count(tx, &film, &(MarkKind::Face, face)).await?;
        let Some(template) = template else {
            return Ok(true);
        };
        let owner = Owner::registration(organisation, &film.account, registration);
        let name = name(registration, attempt);
        let sealed = tx
            .seal(&owner, Class::Biometric, &place(&name), template)
            .await?;
        tx.run(sql!(
            "UPDATE films SET template = $1, face = $2
             WHERE organisation = $3 AND registration = $4 AND attempt = $5",
            sealed,
            face,
            organisation,
            registration,
            attempt
        ))
        .await?;
    }
    if matches!(
        ended.outcome,
        FilmOutcome::Passed | FilmOutcome::Inconclusive
    ) {
        tx.run(sql!(
            "UPDATE film_marks SET counts = 0
             WHERE organisation = $1 AND registration = $2 AND attempt = $3",
            organisation,
            registration,
            attempt
        ))
        .await?;
    }
    Ok(true)
}

/// The latest attempt of a registration counts after all, though a living person was there: for everything but
/// the network, which many share.
pub async fn count_latest(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "UPDATE film_marks SET counts = 1
         WHERE organisation = $1 AND registration = $2 AND kind <> $3 AND attempt =
             (SELECT max(attempt) FROM films WHERE organisation = $1 AND registration = $2)",
        organisation,
        registration,
        MarkKind::Network
    ))
    .await?;
    Ok(())
}

/// When the failures of a mark were begun, oldest first, since a moment.
pub async fn failures(
    conn: &mut Conn,
    (_, mark): &Mark,
    since: Timestamp,
) -> Result<Vec<Timestamp>, StoreError> {
    let mut times: Vec<Timestamp> = conn
        .all(sql!(
            "SELECT begun FROM film_marks WHERE mark = $1 AND begun > $2 AND counts = 1
             ORDER BY begun DESC LIMIT $3",
            mark,
            since,
            MOST
        ))
        .await?
        .iter()
        .map(|row| row.read("begun"))
        .collect::<Result<_, _>>()?;
    times.reverse();
    Ok(times)
}

/// Everything that the films of a registration count for.
pub async fn marks(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Vec<Mark>, StoreError> {
    conn.all(sql!(
        "SELECT DISTINCT kind, mark FROM film_marks WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("kind")?, row.read("mark")?)))
    .collect()
}

/// The faces of an organisation's failures in one mode, oldest first, since a moment: each one's
/// mark and template. What was erased is passed over.
pub async fn faces(
    conn: &mut Conn,
    organisation: &OrganisationId,
    livemode: bool,
    since: Timestamp,
) -> Result<Vec<([u8; 32], Plain)>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT registration, attempt, account, face, template FROM films
             WHERE organisation = $1 AND livemode = $2 AND begun > $3 AND template IS NOT NULL
             ORDER BY begun DESC LIMIT $4",
            organisation,
            livemode,
            since,
            MOST
        ))
        .await?;
    let mut faces = Vec::new();
    for row in rows.iter().rev() {
        let registration: RegistrationId = row.read("registration")?;
        let owner = Owner::registration(organisation, &row.read("account")?, &registration);
        let name = name(&registration, row.read("attempt")?);
        let sealed: Vec<u8> = row.read("template")?;
        match conn
            .open(&owner, Class::Biometric, &place(&name), &sealed)
            .await
        {
            Ok(template) => faces.push((row.read("face")?, template)),
            Err(StoreError::Erased(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(faces)
}

/// The attempts of a registration, oldest first.
pub async fn of_registration(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Vec<Film>, StoreError> {
    let text = format!(
        "SELECT {} FROM films WHERE organisation = $1 AND registration = $2 ORDER BY attempt",
        Film::COLUMNS
    );
    conn.list(sql!(text, organisation, registration)).await
}

fn name(registration: &RegistrationId, attempt: i64) -> String {
    format!("{registration}/{attempt}")
}

fn place(name: &str) -> Place<'_> {
    Place {
        table: "films",
        row: name,
        column: "template",
        version: 1,
    }
}
