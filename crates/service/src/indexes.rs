//! Whether what registrations are found by is what their sealed records say: a blind index that was
//! taken away lets a document prove somebody else, and one that was put in denies its holder.

use bonafide_identity::id::{OrganisationId, RegistrationId};
use bonafide_identity::registration::Status;
use bonafide_store::audit::Problem;
use bonafide_store::blind_index::{self, IndexKind};
use bonafide_store::{Conn, StoreError, registrations};

use crate::record::Record;
use crate::{Error, Service};

/// Registrations that are listed at once.
const BATCH: u32 = 200;

/// A blind index: its kind's name and its value.
type Index = (String, [u8; 32]);

impl Service {
    /// Holds the blind indexes of every registration against its sealed record, as of one moment;
    /// gives what differs, and records that cannot be read.
    ///
    /// # Errors
    /// Storage.
    pub async fn verify_indexes(&self) -> Result<Vec<Problem>, Error> {
        let mut problems = Vec::new();
        let mut read = self.store().snapshot().await?;
        let mut last = None;
        loop {
            let batch = registrations::keys(&mut read, last.as_ref(), BATCH).await?;
            let Some(end) = batch.last().cloned() else {
                return Ok(problems);
            };
            last = Some(end);
            for (organisation, id) in &batch {
                if let Some(what) = self.misindexed(&mut read, organisation, id).await? {
                    let chain = id.to_string();
                    problems.push(Problem::Differs { chain, what });
                }
            }
        }
    }

    /// What of a registration differs from its sealed record.
    async fn misindexed(
        &self,
        conn: &mut Conn,
        organisation: &OrganisationId,
        id: &RegistrationId,
    ) -> Result<Option<&'static str>, Error> {
        let row = match registrations::find(conn, organisation, id).await {
            Ok(row) => row.ok_or(Error::NotFound)?,
            Err(StoreError::Corrupt(_) | StoreError::Erased(_)) => {
                return Ok(Some("sealed record"));
            }
            Err(error) => return Err(error.into()),
        };
        let record = match Record::of_row(&row) {
            Ok(record) => record,
            Err(Error::Inconsistent(_)) => return Ok(Some("sealed record")),
            Err(error) => return Err(error),
        };
        let reference = match record.as_ref().and_then(|one| one.reference.as_deref()) {
            Some(reference) => Some(self.store().reference_index(organisation, reference)?),
            None => None,
        };
        let found = blind_index::of_registration(conn, organisation, id).await?;
        Ok(
            if reference.as_ref().map(<[u8; 32]>::as_slice)
                != row.summary.reference_index.as_deref()
            {
                Some("reference index")
            } else if self.is_indexed_by(record.as_ref(), &found)? {
                None
            } else {
                Some("blind indexes")
            },
        )
    }

    /// Whether these are the indexes of a record; none belong to one that was erased.
    fn is_indexed_by(&self, record: Option<&Record>, found: &[Index]) -> Result<bool, Error> {
        let bound = record.filter(|record| record.registration.status() == Status::Verified);
        let Some(record) = bound else {
            return Ok(found.is_empty());
        };
        let mut expected: Vec<Index> = Vec::new();
        for [document, holder] in self.presented(&record.registration)? {
            for (kind, value) in [
                (IndexKind::DocumentNumber, document),
                (IndexKind::DocumentHolder, holder),
            ] {
                expected.push((kind.as_str().to_owned(), value));
            }
        }
        expected.sort();
        expected.dedup();
        // Before registrations kept their terms, a document was indexed as it was checked, not also
        // as it was read.
        let of_old = record.terms.is_none()
            && !found.is_empty()
            && found.iter().all(|one| expected.contains(one));
        Ok(of_old || found == expected)
    }
}
