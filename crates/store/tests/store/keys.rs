//! Keys: rotation, erasure, and ciphertexts that stay where they are.

use bonafide_store::testing::{TestStore, seeded};
use bonafide_store::{
    Store, StoreError, erase_account, erase_registration, events, evidence, registrations,
};
use jiff::SignedDuration;

use crate::world::{STATE, World, minute, read, tx};

pub(crate) async fn rotation(store: &TestStore) {
    let world = World::new(store).await;
    let photo = world.photograph(store, 1, b"face").await;
    // A server that is running all the while.
    let server = Store::open(store.config(), seeded(99)).await.unwrap();
    let keys = store.master_keys().await.unwrap();
    assert_eq!((keys.len(), keys[0].wraps, keys[0].current), (1, 5, true));
    let old = keys[0].id.clone();

    let rotation = store.rotate_master(minute(10)).await.unwrap();
    assert_eq!(rotation.rewrapped, 5);
    let keys = store.master_keys().await.unwrap();
    assert_eq!(keys.iter().map(|key| key.wraps).collect::<Vec<_>>(), [0, 5]);
    assert_eq!(world.state(&server).await.as_deref(), Some(STATE));
    let meanwhile = World::within(&server, &world.organisation, 2).await;
    assert_eq!(meanwhile.state(store).await.as_deref(), Some(STATE));
    assert_eq!(
        store.master_keys().await.unwrap()[0].wraps,
        0,
        "the server uses the new key"
    );

    assert!(
        store.retire_masters(minute(11)).await.unwrap().is_empty(),
        "too soon"
    );
    assert_eq!(store.retire_masters(minute(21)).await.unwrap(), [old]);
    assert_eq!(store.master_keys().await.unwrap().len(), 1);
    let reopened = Store::open(store.config(), seeded(98)).await.unwrap();
    assert_eq!(world.state(&reopened).await.as_deref(), Some(STATE));
    let row = read!(reopened, r => evidence::find(r, &world.organisation, &photo).await.unwrap())
        .unwrap();
    assert_eq!(&*reopened.evidence_bytes(&row).await.unwrap(), b"face");
    let report = bonafide_store::audit::verify(&reopened, None)
        .await
        .unwrap();
    assert_eq!(report.problems, [], "signatures outlive a rotation");
    server.close().await;
    reopened.close().await;
}

pub(crate) async fn swapped_ciphertexts(store: &TestStore) {
    let first = World::new(store).await;
    let second = World::within(store, &first.organisation, 1).await;
    let find = async || read!(store, r => registrations::find(r, &first.organisation, &first.registration).await);
    let swap = format!(
        "UPDATE registrations SET state = (SELECT state FROM registrations WHERE id = '{}')
         WHERE id = '{}'",
        second.registration, first.registration
    );
    store.tamper(&swap).await.unwrap();
    assert!(
        matches!(find().await, Err(StoreError::Corrupt(_))),
        "another row's state"
    );

    // The same row's own older state, put back over a newer one.
    let old = format!(
        "CREATE TABLE keep AS SELECT state FROM registrations WHERE id = '{}'",
        second.registration
    );
    store.tamper(&old).await.unwrap();
    tx!(store, tx => registrations::save(tx, &second.summary(1), b"{}").await.unwrap());
    let back = format!(
        "UPDATE registrations SET state = (SELECT state FROM keep) WHERE id = '{}'",
        second.registration
    );
    store.tamper(&back).await.unwrap();
    let found =
        read!(store, r => registrations::find(r, &second.organisation, &second.registration).await);
    assert!(
        matches!(found, Err(StoreError::Corrupt(_))),
        "an older version"
    );
}

pub(crate) async fn erased_for_good(store: &TestStore) {
    let first = World::new(store).await;
    let second = World::within(store, &first.organisation, 1).await;
    tx!(store, tx => erase_registration(tx, &first.organisation, &first.registration, minute(2)).await.unwrap());
    tx!(store, tx => erase_registration(tx, &first.organisation, &first.registration, minute(3)).await.unwrap());
    assert_eq!(first.state(store).await, None);
    assert_eq!(second.state(store).await.as_deref(), Some(STATE));
    let found = read!(store, r => registrations::find(r, &first.organisation, &first.registration).await.unwrap()).unwrap();
    assert_eq!(
        (found.summary.erased_at, found.summary.version),
        (Some(minute(2)), 2)
    );

    // What was read before cannot be written back, nor anything be sealed for it again.
    let mut tx = store.begin().await.unwrap();
    let save = registrations::save(&mut tx, &first.summary(0), STATE).await;
    assert!(
        matches!(
            save,
            Err(StoreError::Erased(_) | StoreError::Conflict { .. })
        ),
        "{save:?}"
    );
    let append = events::append(&mut tx, &first.event(3, "late", Some(b"{}"))).await;
    assert!(matches!(append, Err(StoreError::Erased(_))));
    drop(tx);
    // The skeleton remains, can be added to, and still verifies.
    tx!(store, tx => events::append(tx, &first.event(4, "redacted", None)).await.unwrap());
    let events = read!(store, r => events::list(r, &first.organisation, &first.registration, &first.account, 0, 9).await.unwrap());
    assert_eq!(
        events
            .iter()
            .map(|e| e.payload.is_some())
            .collect::<Vec<_>>(),
        [false, false]
    );
    assert_eq!(
        bonafide_store::audit::verify(store, None)
            .await
            .unwrap()
            .problems,
        []
    );
    let other = World::new(store).await;
    let mut tx = store.begin().await.unwrap();
    let theirs = erase_registration(
        &mut tx,
        &other.organisation,
        &second.registration,
        minute(5),
    )
    .await;
    assert!(matches!(theirs, Err(StoreError::NotFound(_))), "the wall");
    drop(tx);

    tx!(store, tx => erase_account(tx, &second.account, minute(6)).await.unwrap());
    tx!(store, tx => erase_account(tx, &second.account, minute(7)).await.unwrap());
    assert_eq!(second.state(store).await, None);
    let log = std::fs::read_to_string(&store.config().tombstones).unwrap();
    assert_eq!(log.lines().filter(|line| !line.is_empty()).count(), 2);
    assert!(log.contains(first.registration.as_str()) && log.contains(second.account.as_str()));
    // No master key opens what is left.
    let left = store
        .peek("SELECT CAST(COUNT(wrapped) AS TEXT) AS n FROM data_keys WHERE account <> ''")
        .await
        .unwrap();
    assert_eq!(left, ["1"], "only the third registration's key is left");
}

pub(crate) async fn missing_master(store: &TestStore) {
    let world = World::new(store).await;
    let mut config = store.config().clone();
    config.keys = store.directory().join("other-keys");
    let opened = Store::open(&config, seeded(5)).await;
    assert!(matches!(
        opened.err(),
        Some(StoreError::MasterKeyMissing(_))
    ));
    assert_eq!(world.state(store).await.as_deref(), Some(STATE));
    let before = store.master_keys().await.unwrap()[0].created;
    assert!(minute(0).duration_since(before) <= SignedDuration::ZERO);
}
