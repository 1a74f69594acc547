//! What scenarios begin with.

use bonafide_identity::id::{AccountId, EvidenceId, OperatorId, OrganisationId, RegistrationId};
use bonafide_store::events::{self, NewEvent};
use bonafide_store::evidence::{self, EvidenceOf, NewEvidence};
use bonafide_store::keys::Class;
use bonafide_store::testing::{TestStore, noon, rows};
use bonafide_store::{Store, accounts, operators, organisations, registrations};
use jiff::{SignedDuration, Timestamp};

/// Noon and some minutes.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

/// A new identifier, minted at that minute.
macro_rules! id {
    ($store:expr, $kind:ident, $minute:expr) => {
        bonafide_identity::id::$kind::new($crate::world::minute($minute), $store.random().array())
    };
}
pub(crate) use id;

/// One organisation with one registration, and one event in its chain.
pub(crate) struct World {
    pub(crate) organisation: OrganisationId,
    pub(crate) account: AccountId,
    pub(crate) registration: RegistrationId,
}

pub(crate) const STATE: &[u8] = br#"{"name":"Ada Lovelace"}"#;
pub(crate) const PAYLOAD: &[u8] = br#"{"born":"1815-12-10"}"#;

impl World {
    pub(crate) async fn new(store: &TestStore) -> Self {
        let organisation = new_organisation(store).await;
        Self::within(store, &organisation, 0).await
    }

    /// Another person's registration at the same organisation.
    pub(crate) async fn within(store: &Store, organisation: &OrganisationId, at: i64) -> Self {
        let world = Self {
            organisation: organisation.clone(),
            account: id!(store, AccountId, at),
            registration: id!(store, RegistrationId, at),
        };
        let mut tx = store.begin().await.unwrap();
        let account = rows::guest(world.account.clone(), minute(at));
        accounts::insert(&mut tx, &account).await.unwrap();
        registrations::insert(&mut tx, &world.summary(at), STATE)
            .await
            .unwrap();
        events::append(&mut tx, &world.event(at, "opened", Some(PAYLOAD)))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world
    }

    pub(crate) fn summary(&self, at: i64) -> registrations::Summary {
        registrations::Summary {
            expires: Some(minute(at + 60)),
            ..rows::registration(
                self.organisation.clone(),
                self.registration.clone(),
                self.account.clone(),
                minute(at),
            )
        }
    }

    pub(crate) fn event<'a>(
        &'a self,
        at: i64,
        kind: &'a str,
        payload: Option<&'a [u8]>,
    ) -> NewEvent<'a> {
        NewEvent {
            organisation: &self.organisation,
            registration: &self.registration,
            at: minute(at),
            kind,
            actor: "person",
            note: None,
            payload: payload.map(|payload| (&self.account, payload)),
        }
    }

    pub(crate) async fn append(&self, store: &Store, kinds: &[&str]) {
        let mut tx = store.begin().await.unwrap();
        for kind in kinds {
            events::append(&mut tx, &self.event(1, kind, Some(PAYLOAD)))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Uploads and records a photograph.
    pub(crate) async fn photograph(&self, store: &Store, at: i64, bytes: &[u8]) -> EvidenceId {
        let id = id!(store, EvidenceId, at);
        let of = EvidenceOf {
            organisation: &self.organisation,
            account: &self.account,
            registration: &self.registration,
            id: &id,
            class: Class::Biometric,
        };
        let upload = store.upload(of, bytes.to_vec()).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let new = NewEvidence {
            kind: "selfie",
            attempt: 1,
            source: "camera",
            media_type: "image/jpeg",
            created: minute(at),
            erase_after: None,
        };
        evidence::insert(&mut tx, &upload, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn state(&self, store: &Store) -> Option<Vec<u8>> {
        let mut read = store.read().await.unwrap();
        registrations::find(&mut read, &self.organisation, &self.registration)
            .await
            .unwrap()
            .expect("the registration")
            .state
            .map(|plain| plain.to_vec())
    }
}

pub(crate) async fn new_organisation(store: &Store) -> OrganisationId {
    let organisation = rows::organisation(id!(store, OrganisationId, 0), noon());
    let mut tx = store.begin().await.unwrap();
    organisations::insert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    organisation.id
}

pub(crate) async fn new_operator(store: &Store, name: &str) -> OperatorId {
    let operator = operators::Operator {
        id: id!(store, OperatorId, 0),
        name: name.to_owned(),
        display_name: name.to_owned(),
        created: noon(),
        last_seen: None,
        disabled_at: None,
        manages_trust: false,
    };
    let mut tx = store.begin().await.unwrap();
    operators::insert(&mut tx, &operator).await.unwrap();
    tx.commit().await.unwrap();
    operator.id
}

/// Runs a body in a transaction and commits it.
macro_rules! tx {
    ($store:expr, $tx:ident => $body:expr) => {{
        let mut transaction = $store.begin().await.unwrap();
        let $tx = &mut transaction;
        let value = $body;
        transaction.commit().await.unwrap();
        value
    }};
}
pub(crate) use tx;

/// Runs a body with a reader.
macro_rules! read {
    ($store:expr, $conn:ident => $body:expr) => {{
        let mut reader = $store.read().await.unwrap();
        let $conn = &mut reader;
        $body
    }};
}
pub(crate) use read;
