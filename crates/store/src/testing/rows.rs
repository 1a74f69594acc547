//! Rows with nothing remarkable about them.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::accounts::Account;
use crate::organisations::Organisation;
use crate::registrations::Summary;

/// An organisation.
pub fn organisation(id: OrganisationId, created: Timestamp) -> Organisation {
    Organisation {
        id,
        name: "Acme".to_owned(),
        return_urls: vec!["https://acme.example/back".to_owned()],
        settings: "{}".to_owned(),
        created,
        disabled_at: None,
    }
}

/// A guest's account.
pub fn guest(id: AccountId, created: Timestamp) -> Account {
    Account {
        id,
        kind: "guest".to_owned(),
        created,
        erased_at: None,
    }
}

/// A registration that waits for its person.
pub fn registration(
    organisation: OrganisationId,
    id: RegistrationId,
    account: AccountId,
    created: Timestamp,
) -> Summary {
    Summary {
        organisation,
        id,
        account,
        service: "open-account".to_owned(),
        service_version: 1,
        livemode: true,
        status: "requires_input".to_owned(),
        reference_index: None,
        last_error: None,
        created,
        updated: created,
        expires: None,
        ended: None,
        erase_after: None,
        erased_at: None,
        version: 1,
    }
}
