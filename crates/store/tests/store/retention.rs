//! Retention and sweeping.

use bonafide_store::evidence::EvidenceOf;
use bonafide_store::keys::Class;
use bonafide_store::messages::{Channel, NewMessage};
use bonafide_store::registrations::Due;
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{
    audit, erase_evidence, erase_registration, evidence, links, looks, mailbox, messages,
    registrations, retention, secret_hash, webhooks,
};
use jiff::{SignedDuration, Timestamp};

use crate::world::{STATE, World, id, minute, read, tx};

/// How long what went out is kept.
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);

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
    let run = async |now: Timestamp| retention::run(store, now, MONTH).await.unwrap();

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

    let due = async |now: Timestamp| read!(store, r => retention::due_registrations(r, now, None, 9).await.unwrap());
    assert_eq!(due(day(9)).await, []);
    assert_eq!(
        due(day(10)).await,
        [Due {
            since: day(10),
            organisation: organisation.clone(),
            registration: world.registration.clone(),
        }]
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

pub(crate) async fn what_went_out_is_deleted(store: &TestStore) {
    let day = |days: i64| noon() + SignedDuration::from_hours(24 * days);
    let world = World::new(store).await;
    let organisation = &world.organisation;
    let endpoint = webhooks::Endpoint {
        organisation: organisation.clone(),
        id: id!(store, WebhookEndpointId, 0),
        url: "https://acme.example/hook".to_owned(),
        events: Vec::new(),
        livemode: true,
        created: noon(),
        disabled_at: None,
        failing_since: None,
    };
    tx!(store, tx => webhooks::insert_endpoint(tx, &endpoint).await.unwrap());
    // More than a batch of each.
    for at in 0..60 {
        let id = id!(store, MessageId, at);
        let new = NewMessage {
            organisation,
            id: &id,
            registration: &world.registration,
            account: &world.account,
            channel: Channel::Mail,
            kind: "handover",
            body: b"{}",
            now: minute(at),
        };
        tx!(store, tx => messages::insert(tx, &new).await.unwrap());
        let hook = webhooks::WebhookMessage {
            organisation: organisation.clone(),
            id: id!(store, WebhookMessageId, at),
            registration: world.registration.clone(),
            account: world.account.clone(),
            kind: "kind".to_owned(),
            livemode: true,
            created: minute(at),
        };
        tx!(store, tx => webhooks::insert_message(tx, &hook, b"{}").await.unwrap());
    }
    let left = async || {
        let counts = "SELECT (SELECT COUNT(*) FROM messages) AS a,
            (SELECT COUNT(*) FROM webhook_messages) AS b,
            (SELECT COUNT(*) FROM webhook_deliveries) AS c";
        store.peek(counts).await.unwrap()
    };
    let run = async |now: Timestamp| retention::run(store, now, MONTH).await.unwrap().gone_out;
    assert_eq!(run(day(60)).await, 0, "they are on their way");
    for table in ["messages", "webhook_deliveries"] {
        let done = format!("UPDATE {table} SET state = 'delivered'");
        store.tamper(&done).await.unwrap();
    }
    let last = "UPDATE webhook_deliveries SET state = 'pending'
         WHERE message = (SELECT MAX(id) FROM webhook_messages)";
    store.tamper(last).await.unwrap();
    assert_eq!(run(day(29)).await, 0, "not yet");
    assert_eq!(run(day(31)).await, 60 + 59);
    assert_eq!(left().await, ["0", "1", "1"]);
}

pub(crate) async fn looks_go_with_their_chain(store: &TestStore) {
    let day = |days: i64| noon() + SignedDuration::from_hours(24 * days);
    let world = World::new(store).await;
    let operator = crate::world::new_operator(store, "grace").await;
    let look = looks::Look {
        organisation: world.organisation.clone(),
        registration: world.registration.clone(),
        operator,
        review_case: None,
        evidence: None,
        what: "case".to_owned(),
        at: minute(1),
    };
    tx!(store, tx => looks::record(tx, &look).await.unwrap());
    tx!(store, tx => audit::set_drop_after(tx, &world.organisation, &world.registration, Some(day(30))).await.unwrap());
    for (now, left) in [(day(29), "1"), (day(30), "0")] {
        retention::run(store, now, MONTH).await.unwrap();
        let count = store.peek("SELECT COUNT(*) AS n FROM looks").await.unwrap();
        assert_eq!(count, [left]);
        assert_eq!(audit::verify(store, None).await.unwrap().problems, []);
    }
}

/// A registration that cannot be erased, or an object that cannot be deleted, stands in nobody's
/// way.
pub(crate) async fn what_cannot_be_deleted_comes_last(store: &TestStore) {
    let world = World::new(store).await;
    let mut all = Vec::new();
    for at in 0..5 {
        let other = World::within(store, &world.organisation, at).await;
        let mut summary = other.summary(at);
        summary.erase_after = Some(minute(90));
        tx!(store, tx => registrations::save(tx, &summary, STATE).await.unwrap());
        all.push(other.registration);
    }
    let mut seen = Vec::new();
    let (mut expiring, mut last) = (Vec::new(), None);
    loop {
        let page = read!(store, r => retention::due_registrations(r, minute(99), last.as_ref(), 2).await.unwrap());
        last = page.last().cloned();
        seen.extend(page.into_iter().map(|due| due.registration));
        if last.is_none() {
            break;
        }
    }
    loop {
        let page = read!(store, r => registrations::due_to_expire(r, minute(99), last.as_ref(), 2).await.unwrap());
        last = page.last().cloned();
        expiring.extend(page.into_iter().map(|due| due.registration));
        if last.is_none() {
            break;
        }
    }
    assert!(expiring.contains(&world.registration));
    expiring.retain(|id| *id != world.registration);
    for found in [&mut seen, &mut expiring] {
        found.sort();
        assert_eq!(found.len(), 5);
        assert!(all.iter().all(|id| found.contains(id)));
    }

    // A directory in the place of an object cannot be deleted as one.
    let id = world.photograph(store, 1, b"face").await;
    let path = store.directory().join("objects/evidence/a/b");
    std::fs::create_dir_all(&path).unwrap();
    store
        .tamper("INSERT INTO doomed_objects (object) VALUES ('evidence/a')")
        .await
        .unwrap();
    tx!(store, tx => erase_evidence(tx, &world.organisation, &id, minute(2)).await.unwrap());
    retention::run(store, minute(3), MONTH).await.unwrap();
    let left = store
        .peek("SELECT object, failures FROM doomed_objects")
        .await
        .unwrap();
    assert_eq!(left[0], "evidence/a");
    let count = store
        .peek("SELECT COUNT(*) AS n FROM doomed_objects")
        .await
        .unwrap();
    assert_eq!(count, ["1"], "the other is gone");
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
