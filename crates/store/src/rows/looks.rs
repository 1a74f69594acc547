//! Looks: every time an operator saw a person's data. Each is also an entry
//! of the registration's audit chain, so that none can be taken away.

use bonafide_identity::id::{EvidenceId, OperatorId, OrganisationId, RegistrationId, ReviewCaseId};
use jiff::Timestamp;

use super::events::{self, NewEvent};
use crate::db::{Tx, insert, record};
use crate::error::StoreError;

/// The kind of a look's entry in the audit chain.
pub const EVENT_KIND: &str = "look";

record! {
    /// One look.
    pub struct Look {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// At which registration.
        pub registration: RegistrationId,
        /// Who looked.
        pub operator: OperatorId,
        /// For which review case.
        pub review_case: Option<ReviewCaseId>,
        /// At which evidence.
        pub evidence: Option<EvidenceId>,
        /// The caller's name of what was shown.
        pub what: String,
        /// When.
        pub at: Timestamp,
    }
}

/// Records a look, here and in the audit chain: commit before showing anything.
pub async fn record(tx: &mut Tx, look: &Look) -> Result<(), StoreError> {
    let id = hex::encode(tx.core.random.array::<16>());
    tx.run(insert!("looks", look, id = id)).await?;
    let note = serde_json::json!({
        "what": look.what, "review_case": look.review_case, "evidence": look.evidence,
    });
    let event = NewEvent {
        organisation: &look.organisation,
        registration: &look.registration,
        at: look.at,
        kind: EVENT_KIND,
        actor: look.operator.as_str(),
        note: Some(&note),
        payload: None,
    };
    events::append(tx, &event).await?;
    Ok(())
}
