//! Retention and sweeping.

use bonafide_store::evidence::EvidenceOf;
use bonafide_store::keys::Class;
use bonafide_store::messages::Channel;
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{
    audit, erase_registration, evidence, links, mailbox, registrations, retention, secret_hash,
};
use jiff::{SignedDuration, Timestamp};

use crate::world::{STATE, World, id, minute, read, tx};

fn objects(store: &TestStore) -> usize {
    fn count(path: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(path) else {
            return 0;
        };
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }
    count(&store.directory().join("objects"))
}

pub(crate) async fn erases_in_time(store: &TestStore) {
    let day = |days: i64| noon() + SignedDuration::from_hours(24 * days);
    let world = World::new(store).await;
    let organisation = &world.organisation;
    let mut photos = Vec::new();
    // More than one batch, so that batches follow each other.
    for at in 0..55 {
        let id = world
            .photograph(store, at, format!("face {at}").as_bytes())
            .await;
        tx!(store, tx => evidence::set_erase_after(tx, organisation, &id, Some(day(1))).await.unwrap());
        photos.push(id);
    }
    tx!(store, tx => evidence::set_erase_after(tx, organisation, &photos[0], Some(day(20))).await.unwrap());
    let mut summary = world.summary(0);
    summary.erase_after = Some(day(10));
    tx!(store, tx => registrations::save(tx, &summary, STATE).await.unwrap());
    tx!(store, tx => audit::set_drop_after(tx, organisation, &world.registration, Some(day(30))).await.unwrap());
    let link = links::Link {
        organisation: organisation.clone(),
        registration: world.registration.clone(),
        purpose: "hosted".to_owned(),
        created: noon(),
        expires: minute(15),
        redeemed_at: None,
    };
    tx!(store, tx => links::insert(tx, &secret_hash(b"link"), &link).await.unwrap());
    tx!(store, tx => mailbox::insert(tx, Channel::Mail, b"hello", noon()).await.unwrap());
    let run = async |now: Timestamp| retention::run(store, now).await.unwrap();

    assert_eq!(
        run(minute(60)).await,
        retention::Retained::default(),
        "nothing is due"
    );
    assert_eq!(objects(store), 55);
    let done = run(day(2)).await;
    assert_eq!((done.evidence, done.objects), (54, 54));
    assert_eq!(done.expired, 1, "the link");
    assert_eq!(objects(store), 1);
    assert_eq!(world.state(store).await.as_deref(), Some(STATE));

    let due = async |now: Timestamp| read!(store, r => retention::due_registrations(r, now, 9).await.unwrap());
    assert_eq!(due(day(9)).await, []);
    assert_eq!(
        due(day(10)).await,
        [(organisation.clone(), world.registration.clone())]
    );
    let erase = async || tx!(store, tx => erase_registration(tx, organisation, &world.registration, day(10)).await.unwrap());
    assert!(erase().await);
    assert!(!erase().await, "once");
    assert_eq!(due(day(10)).await, []);
    let done = run(day(10)).await;
    store.scrub().await.unwrap();
    assert_eq!((done.evidence, done.objects), (0, 1));
    assert_eq!(done.expired, 1, "the mailbox");
    assert_eq!(world.state(store).await, None);
    let rows = read!(store, r => evidence::of_registration(r, organisation, &world.registration).await.unwrap());
    assert!(
        rows.iter()
            .all(|row| row.erased_at.is_some() && row.object.is_none())
    );
    assert_eq!(
        audit::verify(store, None).await.unwrap().entries,
        1,
        "the skeleton"
    );

    assert_eq!(run(day(30)).await.chains, 1);
    let report = audit::verify(store, None).await.unwrap();
    assert_eq!((report.entries, report.problems), (0, Vec::new()));
    assert_eq!(
        run(day(90)).await,
        retention::Retained::default(),
        "done once"
    );
}

pub(crate) async fn sweeps(store: &TestStore) {
    let world = World::new(store).await;
    world.photograph(store, 1, b"kept").await;
    // Uploaded, and then the process died.
    let id = id!(store, EvidenceId, 2);
    let of = EvidenceOf {
        organisation: &world.organisation,
        account: &world.account,
        registration: &world.registration,
        id: &id,
        class: Class::Evidence,
    };
    drop(store.upload(of, b"orphan".to_vec()).await.unwrap());
    assert_eq!(objects(store), 2);
    let hour = SignedDuration::from_hours(1);
    let written = std::fs::metadata(store.directory().join("objects"))
        .unwrap()
        .modified()
        .unwrap();
    let written = Timestamp::try_from(written).unwrap();
    let soon = store.sweep_orphans(written + hour / 2, hour).await.unwrap();
    assert_eq!(soon, 0, "it may still commit");
    let later = store.sweep_orphans(written + hour * 2, hour).await.unwrap();
    assert_eq!(later, 1);
    assert_eq!(objects(store), 1);
}
