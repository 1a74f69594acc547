//! Faces of the people who were verified, to be told when one comes back under another document. An
//! entry is numbered when its registration is verified, and changed once more when it is erased: its
//! template goes, its number stays. So whoever holds templates in memory follows the changes of an
//! organisation in one mode in their order, additions and removals alike.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};

use super::{blind_index, secret_hash};
use crate::db::{Conn, Row, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// The faces that are looked through together: an organisation's, in one mode, of one model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Crowd {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Whether they count, or come from test mode.
    pub livemode: bool,
    /// SHA-256 of the model that made the templates, hexadecimal: others cannot be compared.
    pub model: String,
}

/// A face.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a> {
    /// Where it belongs.
    pub crowd: &'a Crowd,
    /// Of which registration.
    pub registration: &'a RegistrationId,
    /// Of whom.
    pub account: &'a AccountId,
    /// Year of birth, where it is known.
    pub born: Option<u16>,
    /// The face, as the model made it.
    pub template: &'a [u8],
}

/// A face that is kept of a registration.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The model that made it.
    pub model: String,
    /// The face, as the model made it.
    pub template: Plain,
}

/// A change of a crowd.
#[derive(Debug)]
pub struct Change {
    /// Its place among the changes, from 1, rising.
    pub changed: i64,
    /// The entry that changed.
    pub number: i64,
    /// What it is now; `None` once it is gone.
    pub entry: Option<Entry>,
}

/// An entry of a crowd.
#[derive(Debug)]
pub struct Entry {
    /// Year of birth, where it is known.
    pub born: Option<u16>,
    /// The face, as the model made it.
    pub template: Plain,
}

/// Keeps a face of a registration that is not verified yet, in the place of an earlier one.
pub async fn keep(tx: &mut Tx, face: &Face<'_>) -> Result<(), StoreError> {
    put(tx, face, None).await
}

/// Enters a face: its registration is verified. Hold the turn until the transaction ends.
pub async fn enter(tx: &mut Tx, face: &Face<'_>) -> Result<(), StoreError> {
    let crowd = face.crowd;
    let next = next(tx, &crowd.organisation, crowd.livemode).await?;
    put(tx, face, Some(next)).await
}

async fn put(tx: &mut Tx, face: &Face<'_>, number: Option<i64>) -> Result<(), StoreError> {
    let crowd = face.crowd;
    let mut plain = face.born.unwrap_or(0).to_le_bytes().to_vec();
    plain.extend_from_slice(face.template);
    let owner = Owner::registration(&crowd.organisation, face.account, face.registration);
    let place = place(face.registration);
    let sealed = tx.seal(&owner, Class::Biometric, &place, &plain).await?;
    tx.run(sql!(
        "INSERT INTO faces
             (organisation, registration, account, livemode, model, number, changed, template)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
         ON CONFLICT (organisation, registration) DO UPDATE
         SET model = excluded.model, number = excluded.number, changed = excluded.changed,
             template = excluded.template",
        crowd.organisation,
        face.registration,
        face.account,
        crowd.livemode,
        crowd.model,
        number,
        sealed
    ))
    .await?;
    Ok(())
}

/// Drops the face of a registration that was not verified; an entry stays.
pub async fn drop_kept(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM faces WHERE organisation = $1 AND registration = $2 AND number IS NULL",
        organisation,
        registration
    ))
    .await?;
    Ok(())
}

/// The face of a registration that is not verified yet.
pub async fn kept(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Option<Kept>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT account, model, template FROM faces
             WHERE organisation = $1 AND registration = $2 AND number IS NULL",
            organisation,
            registration
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let owner = Owner::registration(organisation, &row.read("account")?, registration);
    let sealed: Vec<u8> = row.read("template")?;
    let place = place(registration);
    let plain = conn.open(&owner, Class::Biometric, &place, &sealed).await?;
    Ok(Some(Kept {
        model: row.read("model")?,
        template: parts(plain)?.template,
    }))
}

/// Lets whoever searches, enters or erases faces of the same organisation and mode wait until this
/// transaction ends, so that of two who come at once the second finds the first, and changes are
/// committed in their order.
pub async fn take_turn(
    tx: &mut Tx,
    organisation: &OrganisationId,
    livemode: bool,
) -> Result<(), StoreError> {
    let of = format!("faces/{organisation}/{livemode}");
    blind_index::take_turn(tx, &secret_hash(of.as_bytes())).await
}

/// The changes of a crowd after one that is known, oldest first, at most `limit`. Those of other
/// models are passed over.
pub async fn changes(
    conn: &mut Conn,
    crowd: &Crowd,
    after: i64,
    limit: u32,
) -> Result<Vec<Change>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT f.registration, f.account, f.number, f.changed, f.template,
                    k.id, k.master, k.wrapped
             FROM faces f LEFT JOIN data_keys k
               ON k.organisation = f.organisation AND k.account = f.account
              AND k.registration = f.registration AND k.evidence = '' AND k.class = $5
             WHERE f.organisation = $1 AND f.livemode = $2 AND f.changed > $3 AND f.model = $4
             ORDER BY f.changed LIMIT $6",
            crowd.organisation,
            crowd.livemode,
            after,
            crowd.model,
            Class::Biometric,
            limit
        ))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Change {
                changed: row.read("changed")?,
                number: row.read("number")?,
                entry: entry(conn, &crowd.organisation, row)?,
            })
        })
        .collect()
}

/// Whose an entry is; `None` for one that is gone.
pub async fn entered(
    conn: &mut Conn,
    crowd: &Crowd,
    number: i64,
) -> Result<Option<(RegistrationId, AccountId)>, StoreError> {
    conn.one(sql!(
        "SELECT registration, account FROM faces
         WHERE organisation = $1 AND livemode = $2 AND number = $3 AND model = $4
           AND template IS NOT NULL",
        crowd.organisation,
        crowd.livemode,
        number,
        crowd.model
    ))
    .await?
    .map(|row| Ok((row.read("registration")?, row.read("account")?)))
    .transpose()
}

/// Takes the turn where the registration has an entry.
pub(crate) async fn await_turn(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Option<bool>, StoreError> {
    let row = tx
        .one(sql!(
            "SELECT livemode FROM faces
             WHERE organisation = $1 AND registration = $2 AND number IS NOT NULL",
            organisation,
            registration
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let livemode = row.read("livemode")?;
    take_turn(tx, organisation, livemode).await?;
    Ok(Some(livemode))
}

/// Erases the face of a registration; of an entry remains that there was one, for those who follow.
pub(crate) async fn forget(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<(), StoreError> {
    if let Some(livemode) = await_turn(tx, organisation, registration).await? {
        let next = next(tx, organisation, livemode).await?;
        tx.run(sql!(
            "UPDATE faces SET template = NULL, changed = $1
             WHERE organisation = $2 AND registration = $3 AND template IS NOT NULL",
            next,
            organisation,
            registration
        ))
        .await?;
    }
    drop_kept(tx, organisation, registration).await
}

async fn next(
    conn: &mut Conn,
    organisation: &OrganisationId,
    livemode: bool,
) -> Result<i64, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT COALESCE(MAX(changed), 0) + 1 AS next FROM faces
             WHERE organisation = $1 AND livemode = $2",
            organisation,
            livemode
        ))
        .await?;
    row.ok_or_else(|| StoreError::Corrupt("the count of faces".to_owned()))?
        .read("next")
}

fn entry(
    conn: &Conn,
    organisation: &OrganisationId,
    row: &Row,
) -> Result<Option<Entry>, StoreError> {
    let Some(sealed) = row.read::<Option<Vec<u8>>>("template")? else {
        return Ok(None);
    };
    let registration: RegistrationId = row.read("registration")?;
    let owner = Owner::registration(organisation, &row.read("account")?, &registration);
    let place = place(&registration);
    match conn.open_beside(row, &owner, Class::Biometric, &place, &sealed) {
        Ok(plain) => parts(plain).map(Some),
        // Its key went before its row did.
        Err(StoreError::Erased(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn parts(plain: Plain) -> Result<Entry, StoreError> {
    let (born, template) = plain
        .split_first_chunk::<2>()
        .ok_or_else(|| StoreError::Corrupt("a face".to_owned()))?;
    let born = u16::from_le_bytes(*born);
    Ok(Entry {
        born: Some(born).filter(|year| *year > 0),
        template: Plain::from(template.to_vec()),
    })
}

fn place(registration: &RegistrationId) -> Place<'_> {
    Place {
        table: "faces",
        row: registration.as_str(),
        column: "template",
        version: 1,
    }
}
