//! Keys: a master key on disk wraps data keys in the database, which encrypt
//! rows and objects. Erasing is destroying data keys.

pub(crate) mod data;
pub(crate) mod installation;
pub(crate) mod master;
pub(crate) mod rotate;
mod seal;

use bonafide_identity::id::{AccountId, EvidenceId, OrganisationId, RegistrationId};

pub use self::rotate::{MasterKey, Rotation};
pub use self::seal::Plain;
pub(crate) use self::seal::{Place, Secret, open_with, seal_with};

crate::db::text_enum! {
    /// What a data key protects: each class of a person's data is erased on its own.
    pub enum Class {
        /// Registration state, events, review notes, webhook bodies.
        Registration = "registration",
        /// Documents, answers, chip files.
        Evidence = "evidence",
        /// Faces and what is computed of them.
        Biometric = "biometric",
        /// Mail addresses, phone numbers and the messages sent to them.
        Contact = "contact",
        /// What an account keeps of who its owner was proven to be.
        Identity = "identity",
        /// An organisation's own secrets, such as webhook signing secrets.
        Organisation = "organisation",
        /// What the installation keeps for itself.
        Installation = "installation",
    }
}

/// Whose a data key is; `''` where a part does not apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Owner {
    pub(crate) organisation: String,
    pub(crate) account: String,
    pub(crate) registration: String,
    pub(crate) evidence: String,
}

impl Owner {
    pub(crate) fn installation() -> Self {
        Self::default()
    }

    pub(crate) fn organisation(organisation: &OrganisationId) -> Self {
        Self {
            organisation: organisation.to_string(),
            ..Self::default()
        }
    }

    pub(crate) fn registration(
        organisation: &OrganisationId,
        account: &AccountId,
        registration: &RegistrationId,
    ) -> Self {
        Self {
            account: account.to_string(),
            registration: registration.to_string(),
            ..Self::organisation(organisation)
        }
    }

    pub(crate) fn account(account: &AccountId) -> Self {
        Self {
            account: account.to_string(),
            ..Self::default()
        }
    }

    pub(crate) fn evidence(self, evidence: &EvidenceId) -> Self {
        Self {
            evidence: evidence.to_string(),
            ..self
        }
    }

    /// The parts in a fixed order, to bind a key to its owner.
    fn parts(&self) -> [&str; 4] {
        [
            &self.organisation,
            &self.account,
            &self.registration,
            &self.evidence,
        ]
    }
}
