//! A file that an operator sends: what it would change is shown before it is done.

use bonafide_identity::id::TrustUploadId;
use bonafide_store::trust::{self as rows, Upload};
use jiff::SignedDuration;

use super::{By, File, Import, LARGEST_UPLOAD};
use crate::operator::Operator;
use crate::{Error, Service};

/// How long a file waits for its confirmation.
const WAITS: SignedDuration = SignedDuration::from_hours(1);

impl Service {
    /// Keeps a file for an hour, in the place of any before it, and says what importing it would do.
    ///
    /// # Errors
    /// [`Error::TrustNotAllowed`], [`Error::LimitReached`], storage.
    pub async fn offer_trust(
        &self,
        operator: &Operator,
        file: File,
    ) -> Result<(TrustUploadId, Import), Error> {
        By::operator(operator)?;
        if file.bytes.len() > LARGEST_UPLOAD {
            return Err(Error::LimitReached(LARGEST_UPLOAD));
        }
        let now = self.now();
        let upload = Upload {
            id: TrustUploadId::new(now, self.random_id()),
            operator: operator.id.clone(),
            name: super::import::file_name(&file.name),
            bytes: file.bytes.clone(),
            expires: now + WAITS,
        };
        let import = self.preview_trust(vec![file]).await?;
        if import.changes() {
            let mut tx = self.store().begin().await?;
            rows::keep_upload(&mut tx, &upload).await?;
            tx.commit().await?;
        }
        Ok((upload.id, import))
    }

    /// Imports a file that was kept: whoever confirms it has seen what it does to this version of the store. To another
    /// it may do something else, so that it has to be sent again.
    ///
    /// # Errors
    /// [`Error::TrustNotAllowed`], [`Error::TrustUploadGone`], storage.
    pub async fn confirm_trust(
        &self,
        operator: &Operator,
        id: &TrustUploadId,
        version: i64,
    ) -> Result<Import, Error> {
        let by = By::operator(operator)?;
        let mut read = self.store().read().await?;
        let upload = rows::upload(&mut read, id, &operator.id, self.now()).await?;
        let upload = upload.ok_or(Error::TrustUploadGone)?;
        drop(read);
        let file = File {
            name: upload.name,
            bytes: upload.bytes,
        };
        let import = self
            .import_trust_at(Some(version), &by, vec![file], true)
            .await?;
        let mut tx = self.store().begin().await?;
        rows::forget_upload(&mut tx, id).await?;
        tx.commit().await?;
        Ok(import)
    }
}
