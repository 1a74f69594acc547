//! Evidence: what a step collected. Its bytes are encrypted under a key of
//! their own and written to object storage first; a transaction then records
//! them. Until it commits nobody has the key, so an orphan is noise.

use bonafide_identity::id::{AccountId, EvidenceId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, insert, record, sql};
use crate::error::StoreError;
use crate::keys::data::{DataKey, NewDataKey};
use crate::keys::{Class, Owner, Place, Plain};
use crate::objects::{MAX_OBJECT, Objects};
use crate::store::Store;

record! {
    /// One thing that a step collected.
    pub struct Evidence {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Its id.
        pub id: EvidenceId,
        /// Of which registration.
        pub registration: RegistrationId,
        /// Of whom.
        pub account: AccountId,
        /// What it is, such as `document_front`.
        pub kind: String,
        /// Which attempt at its step, from 1.
        pub attempt: i64,
        /// Where it came from, such as `camera` or `upload`.
        pub source: String,
        /// Media type of the bytes.
        pub media_type: String,
        /// Evidence or biometric.
        pub class: Class,
        /// Name of its object; `None` once erased.
        pub object: Option<String>,
        /// Number of bytes.
        pub size: i64,
        /// When it was collected.
        pub created: Timestamp,
        /// When it is to be erased.
        pub erase_after: Option<Timestamp>,
        /// When it was erased.
        pub erased_at: Option<Timestamp>,
    }
}

/// Whose evidence, and which.
#[derive(Clone, Debug)]
pub struct EvidenceOf<'a> {
    /// Of which organisation.
    pub organisation: &'a OrganisationId,
    /// Of whom.
    pub account: &'a AccountId,
    /// Of which registration.
    pub registration: &'a RegistrationId,
    /// Its id.
    pub id: &'a EvidenceId,
    /// Evidence or biometric.
    pub class: Class,
}

/// Bytes that are in object storage, encrypted, and not yet in any row.
pub struct Upload {
    owner: Owner,
    organisation: OrganisationId,
    account: AccountId,
    registration: RegistrationId,
    id: EvidenceId,
    class: Class,
    object: String,
    key: NewDataKey,
    /// Number of bytes.
    pub size: u64,
}

impl Upload {
    /// Which evidence it is.
    pub fn evidence(&self) -> &EvidenceId {
        &self.id
    }
}

/// What [`insert`] records beside the upload.
#[derive(Clone, Debug)]
pub struct NewEvidence<'a> {
    /// What it is, such as `document_front`.
    pub kind: &'a str,
    /// Which attempt at its step, from 1.
    pub attempt: i64,
    /// Where it came from.
    pub source: &'a str,
    /// Media type of the bytes.
    pub media_type: &'a str,
    /// When it was collected.
    pub created: Timestamp,
    /// When it is to be erased.
    pub erase_after: Option<Timestamp>,
}

fn place(id: &EvidenceId) -> Place<'_> {
    Place {
        table: "evidence",
        row: id.as_str(),
        column: "object",
        version: 1,
    }
}

impl Store {
    /// Encrypts bytes and writes them to object storage; durable when it
    /// returns, but unreadable until [`insert`] has committed.
    ///
    /// # Errors
    /// `Refused` above [`MAX_OBJECT`] bytes, `DiskFull`, `Unavailable`.
    pub async fn upload(&self, of: EvidenceOf<'_>, bytes: Vec<u8>) -> Result<Upload, StoreError> {
        if bytes.len() > MAX_OBJECT {
            return Err(StoreError::Refused("the object is too large".to_owned()));
        }
        let core = std::sync::Arc::clone(&self.core);
        let owner =
            Owner::registration(of.organisation, of.account, of.registration).evidence(of.id);
        let (id, class) = (of.id.clone(), of.class);
        let size = bytes.len() as u64;
        let for_key = owner.clone();
        // Encrypting 50 MB takes a while.
        let (sealed, key, id) = tokio::task::spawn_blocking(move || {
            let bytes = Plain::from(bytes);
            let (data_key, new) = DataKey::generate(&core, &for_key, class)?;
            let sealed = data_key.seal(&core, &place(&id), &bytes)?;
            Ok::<_, StoreError>((sealed, new, id))
        })
        .await
        .map_err(|error| StoreError::Unavailable(error.to_string()))??;
        let object = Objects::new_name(self.random());
        self.core.objects.put(&object, sealed).await?;
        Ok(Upload {
            owner,
            organisation: of.organisation.clone(),
            account: of.account.clone(),
            registration: of.registration.clone(),
            id,
            class,
            object,
            key,
            size,
        })
    }

    /// The bytes of a piece of evidence.
    ///
    /// # Errors
    /// `Erased`, `Corrupt` when the object is not what was written, `NotFound`
    /// when it is gone.
    pub async fn evidence_bytes(&self, evidence: &Evidence) -> Result<Plain, StoreError> {
        let Some(object) = &evidence.object else {
            return Err(StoreError::Erased("evidence"));
        };
        let owner = Owner::registration(
            &evidence.organisation,
            &evidence.account,
            &evidence.registration,
        )
        .evidence(&evidence.id);
        let key = self
            .read()
            .await?
            .data_key(&owner, evidence.class)
            .await?
            .ok_or_else(|| StoreError::Corrupt("a data key is missing".to_owned()))?;
        let sealed = self.core.objects.read(object).await?;
        let id = evidence.id.clone();
        tokio::task::spawn_blocking(move || key.open(&place(&id), &sealed))
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
    }

    /// Deletes an upload that will not be recorded. The orphan sweep does it otherwise.
    pub async fn discard(&self, upload: Upload) -> Result<(), StoreError> {
        self.core.objects.delete(&upload.object).await
    }
}

/// Records an upload: from its commit on, the bytes can be read.
pub async fn insert(tx: &mut Tx, upload: &Upload, new: &NewEvidence<'_>) -> Result<(), StoreError> {
    if !upload.key.insert(tx, &upload.owner, upload.class).await? {
        return Err(StoreError::Duplicate("evidence".to_owned()));
    }
    let evidence = Evidence {
        organisation: upload.organisation.clone(),
        id: upload.id.clone(),
        registration: upload.registration.clone(),
        account: upload.account.clone(),
        kind: new.kind.to_owned(),
        attempt: new.attempt,
        source: new.source.to_owned(),
        media_type: new.media_type.to_owned(),
        class: upload.class,
        object: Some(upload.object.clone()),
        size: i64::try_from(upload.size).unwrap_or(i64::MAX),
        created: new.created,
        erase_after: new.erase_after,
        erased_at: None,
    };
    tx.run(insert!("evidence", &evidence)).await?;
    Ok(())
}

/// One piece of evidence.
pub async fn find(
    conn: &mut Conn,
    organisation: &OrganisationId,
    id: &EvidenceId,
) -> Result<Option<Evidence>, StoreError> {
    let text = format!(
        "SELECT {} FROM evidence WHERE organisation = $1 AND id = $2",
        Evidence::COLUMNS
    );
    conn.find(sql!(text, organisation, id)).await
}

/// All evidence of a registration, oldest first; erased ones too.
pub async fn of_registration(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Vec<Evidence>, StoreError> {
    let text = format!(
        "SELECT {} FROM evidence WHERE organisation = $1 AND registration = $2 ORDER BY id",
        Evidence::COLUMNS
    );
    conn.list(sql!(text, organisation, registration)).await
}

/// Sets when a piece of evidence is to be erased.
pub async fn set_erase_after(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &EvidenceId,
    erase_after: Option<Timestamp>,
) -> Result<(), StoreError> {
    let count = tx
        .run(sql!(
            "UPDATE evidence SET erase_after = $1 WHERE organisation = $2 AND id = $3",
            erase_after,
            organisation,
            id
        ))
        .await?;
    super::found(count, "evidence")
}
