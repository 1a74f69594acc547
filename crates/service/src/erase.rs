//! Erasing a registration, by an organisation's word or because its time is up: the same
//! erasure, the same audit entry, the same news.

use bonafide_identity::id::{OrganisationId, RegistrationId};
use bonafide_store::{erase_registration, links, registrations};

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
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let row = registrations::find(&mut tx, organisation, id)
            .await?
            .ok_or(Error::NotFound)?;
        if !erase_registration(&mut tx, organisation, id, now).await? {
            return Ok(false);
        }
        self.note_event(&mut tx, organisation, id, "redacted", by)
            .await?;
        links::revoke(&mut tx, organisation, id, None).await?;
        self.announce_redaction(&mut tx, &row.summary, now).await?;
        tx.commit().await?;
        self.core.watchers.changed(id);
        self.core.wake.webhooks.notify_one();
        metrics::counter!("bonafide_redactions_total").increment(1);
        Ok(true)
    }
}
