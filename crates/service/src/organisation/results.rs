//! Result codes: what a person brings back in the browser that started, worth one look at their
//! session for their organisation's server, and nothing to anybody else.

use bonafide_identity::id::RegistrationId;
use bonafide_store::result_codes as rows;

use super::{Caller, Scope};
use crate::session::Session;
use crate::{Error, Service, secret};

impl Service {
    /// The session of a one-use code, with its report. The organisation compares the code's
    /// bearer with the browser that it had sent away.
    ///
    /// # Errors
    /// [`Error::ResultCodeUnknown`] when it is unknown, used, past its time, another
    /// organisation's or of the other mode.
    pub async fn redeem_result(&self, caller: &Caller, code: &str) -> Result<Session, Error> {
        caller.require(Scope::SessionsRead)?;
        let hash = secret::hash(code).ok_or(Error::ResultCodeUnknown)?;
        let mut tx = self.store().begin().await?;
        let redeemed = rows::redeem(&mut tx, &caller.organisation, &hash, self.now()).await?;
        let id: RegistrationId = redeemed.ok_or(Error::ResultCodeUnknown)?.registration;
        let session = match self.read_session(&mut tx, caller, &id, true).await {
            // Of the other mode: left unused by the rollback.
            Err(Error::NotFound) => return Err(Error::ResultCodeUnknown),
            other => other?,
        };
        let actor = caller.key.as_str();
        self.note_event(&mut tx, &caller.organisation, &id, "result_redeemed", actor)
            .await?;
        tx.commit().await?;
        Ok(session)
    }
}
