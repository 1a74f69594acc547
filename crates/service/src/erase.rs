//! Erasing a registration, by an organisation's word or because its time is up: the same
//! erasure, the same audit entry, the same news.

use bonafide_identity::id::{OrganisationId, RegistrationId};
use bonafide_store::{Tx, erase_registration, links, registrations};

use crate::{Error, Service};

impl Service {
    /// Erases what is personal and tells the organisation; gives false when somebody else had
    /// done so already. `by` names who wanted it in the audit chain.
    pub(crate) async fn erase(
        &self,
        organisation: &OrganisationId,
        id: &RegistrationId,
        by: &str,
    ) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        if !self.erase_within(&mut tx, organisation, id, by).await? {
            return Ok(false);
        }
        tx.commit().await?;
        self.tell_erased(organisation, id).await;
        Ok(true)
    }

    /// The same within a transaction; [`Service::tell_erased`] follows its commit.
    pub(crate) async fn erase_within(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        id: &RegistrationId,
        by: &str,
    ) -> Result<bool, Error> {
        let now = self.now();
        let row = registrations::find(tx, organisation, id)
            .await?
            .ok_or(Error::NotFound)?;
        if !erase_registration(tx, organisation, id, now).await? {
            return Ok(false);
        }
        self.note_event(tx, organisation, id, "redacted", by)
            .await?;
        links::revoke(tx, organisation, id, None).await?;
        self.announce_redaction(tx, &row.summary, now).await?;
        Ok(true)
    }

    pub(crate) async fn tell_erased(&self, organisation: &OrganisationId, id: &RegistrationId) {
        self.core.watchers.changed(id);
        self.core.wake.webhooks.notify_one();
        metrics::counter!("bonafide_redactions_total").increment(1);
        // What is held open in memory goes with what was sealed.
        self.follow_faces(Some(organisation)).await;
    }
}
