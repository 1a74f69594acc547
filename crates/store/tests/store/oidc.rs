//! Clients, the keys that sign tokens, and what is good once.

use bonafide_identity::id::OrganisationId;
use bonafide_store::oidc_clients::{self, Client};
use bonafide_store::oidc_keys::{self, SigningKey};
use bonafide_store::oidc_once::{self, Kind};
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{StoreError, organisations, retention};
use jiff::SignedDuration;

use crate::world::{id, minute, new_organisation, read, tx};

fn client(store: &TestStore, organisation: &OrganisationId, at: i64, secret: Option<u8>) -> Client {
    Client {
        organisation: organisation.clone(),
        id: id!(store, ClientId, at),
        livemode: true,
        name: "worker".to_owned(),
        metadata: "{}".to_owned(),
        secret: secret.map(|byte| [byte; 32]),
        earlier_secret: None,
        earlier_until: None,
        created: minute(at),
        rotated: None,
    }
}

pub(crate) async fn clients(store: &TestStore) {
    let (ours, theirs) = (new_organisation(store).await, new_organisation(store).await);
    let (first, second) = (
        client(store, &ours, 0, Some(1)),
        client(store, &ours, 1, None),
    );
    tx!(store, tx => {
        oidc_clients::insert(tx, &first).await.unwrap();
        oidc_clients::insert(tx, &second).await.unwrap();
    });
    read!(store, r => {
        assert_eq!(oidc_clients::present(r, &first.id).await.unwrap().as_ref(), Some(&first));
        assert_eq!(oidc_clients::find(r, &ours, &first.id).await.unwrap().as_ref(), Some(&first));
        assert_eq!(oidc_clients::find(r, &theirs, &first.id).await.unwrap(), None, "the wall");
        assert_eq!(oidc_clients::list(r, &ours, true, 9).await.unwrap(), [second.clone(), first.clone()]);
        assert!(oidc_clients::list(r, &ours, false, 9).await.unwrap().is_empty());
        assert!(oidc_clients::list(r, &theirs, true, 9).await.unwrap().is_empty());
    });
    tx!(store, tx => {
        oidc_clients::rotate(tx, &ours, &first.id, &[2; 32], minute(60), minute(2)).await.unwrap();
        for (organisation, id) in [(&theirs, &first.id), (&ours, &second.id)] {
            let refused = oidc_clients::rotate(tx, organisation, id, &[3; 32], minute(60), minute(2)).await;
            assert!(matches!(refused, Err(StoreError::NotFound(_))));
        }
    });
    let rotated = Client {
        secret: Some([2; 32]),
        earlier_secret: Some([1; 32]),
        earlier_until: Some(minute(60)),
        rotated: Some(minute(2)),
        ..first.clone()
    };
    read!(store, r => assert_eq!(oidc_clients::present(r, &first.id).await.unwrap(), Some(rotated)));
    let disabled = organisations::Organisation {
        disabled_at: Some(minute(3)),
        ..bonafide_store::testing::rows::organisation(ours.clone(), noon())
    };
    tx!(store, tx => organisations::update(tx, &disabled).await.unwrap());
    read!(store, r => assert_eq!(oidc_clients::present(r, &first.id).await.unwrap(), None));
    tx!(store, tx => {
        assert!(oidc_clients::delete(tx, &theirs, &first.id).await.is_err());
        oidc_clients::delete(tx, &ours, &first.id).await.unwrap();
        assert!(oidc_clients::delete(tx, &ours, &first.id).await.is_err());
    });
    read!(store, r => assert_eq!(oidc_clients::find(r, &ours, &first.id).await.unwrap(), None));
}

pub(crate) async fn signing_keys(store: &TestStore) {
    let key = |name: &str, begins: i64| SigningKey {
        id: name.to_owned(),
        secret: name.as_bytes().to_vec().into(),
        created: noon(),
        begins: minute(begins),
        ends: minute(begins + 10),
        expires: minute(begins + 20),
    };
    let (first, second) = (key("first", 0), key("second", 10));
    tx!(store, tx => {
        oidc_keys::turn(tx).await.unwrap();
        oidc_keys::insert(tx, &second).await.unwrap();
        oidc_keys::insert(tx, &first).await.unwrap();
    });
    let listed = async |at| read!(store, r => oidc_keys::list(r, minute(at)).await.unwrap());
    assert_eq!(listed(0).await, [first.clone(), second.clone()]);
    assert_eq!(listed(20).await, [second]);
    tx!(store, tx => assert_eq!(oidc_keys::end_all(tx, minute(21)).await.unwrap(), 1));
    assert!(listed(21).await.is_empty());
    let swap =
        "UPDATE oidc_keys SET secret = (SELECT o.secret FROM oidc_keys o WHERE o.id = 'first')";
    store.tamper(swap).await.unwrap();
    read!(store, r => {
        let listed = oidc_keys::list(r, noon()).await;
        assert!(matches!(listed, Err(StoreError::Corrupt(_))), "sealed in its place");
    });
    let late = minute(21) + SignedDuration::from_hours(25);
    retention::run(store, late, SignedDuration::from_hours(1))
        .await
        .unwrap();
    read!(store, r => assert!(oidc_keys::list(r, noon()).await.unwrap().is_empty(), "deleted"));
}

pub(crate) async fn once(store: &TestStore) {
    let take = async |kind, byte, expires, at| tx!(store, tx => oidc_once::take(tx, kind, &[byte; 32], minute(expires), minute(at)).await.unwrap());
    let is_taken = async |kind, byte, at| read!(store, r => oidc_once::is_taken(r, kind, &[byte; 32], minute(at)).await.unwrap());
    assert!(!is_taken(Kind::Assertion, 1, 0).await);
    assert!(take(Kind::Assertion, 1, 10, 0).await);
    assert!(!take(Kind::Assertion, 1, 10, 1).await, "again");
    assert!(take(Kind::Proof, 1, 10, 1).await, "another kind");
    assert!(take(Kind::Assertion, 2, 10, 1).await, "another value");
    assert!(is_taken(Kind::Assertion, 1, 9).await && !is_taken(Kind::Assertion, 1, 10).await);
    assert!(!is_taken(Kind::Revoked, 1, 9).await);
    assert!(take(Kind::Assertion, 1, 20, 10).await, "its time was up");
    // Of many at once exactly one is the first.
    let many = (0..8).map(|_| take(Kind::Revoked, 7, 10, 0));
    let first = futures::future::join_all(many).await;
    assert_eq!(first.into_iter().filter(|first| *first).count(), 1);
    let late = minute(20) + SignedDuration::from_hours(25);
    let done = retention::run(store, late, SignedDuration::from_hours(1))
        .await
        .unwrap();
    assert_eq!(done.expired, 4);
}
