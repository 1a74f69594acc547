//! Many at once. They matter on PostgreSQL, where transactions really run
//! beside each other; SQLite's single writer must give the same answers.

use std::collections::BTreeSet;

use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::{self, IndexEntry, IndexKind};
use bonafide_store::jobs::{self, NewJob};
use bonafide_store::messages::DeliveryState;
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{
    Store, StoreError, audit, events, handovers, links, registrations, retention, reviews,
    secret_hash, webhooks,
};
use jiff::SignedDuration;

use crate::world::{World, id, minute, new_operator, tx};

/// Runs `count` of the same at once and gives what each came to.
async fn at_once<T, F>(store: &TestStore, count: usize, run: impl Fn(Store, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..count)
        .map(|n| tokio::spawn(run(store.store(), n)))
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

pub(crate) async fn versions(store: &TestStore) {
    let world = World::new(store).await;
    let summary = world.summary(0);
    let results = at_once(store, 8, |store, n| {
        let summary = summary.clone();
        async move {
            let mut tx = store.begin().await?;
            registrations::save(&mut tx, &summary, format!("{{\"n\":{n}}}").as_bytes()).await?;
            tx.commit().await
        }
    })
    .await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let conflict = Err(StoreError::Conflict { expected: 1 });
    assert_eq!(
        results.iter().filter(|result| **result == conflict).count(),
        7
    );
    let winner = results.iter().position(Result::is_ok).unwrap();
    let expected = format!("{{\"n\":{winner}}}").into_bytes();
    assert_eq!(world.state(store).await, Some(expected));
}

pub(crate) async fn redeem_once(store: &TestStore) {
    let world = World::new(store).await;
    let link = links::Link {
        organisation: world.organisation.clone(),
        registration: world.registration.clone(),
        purpose: "hosted".to_owned(),
        created: noon(),
        expires: minute(15),
        redeemed_at: None,
    };
    let hash = secret_hash(b"secret");
    tx!(store, tx => links::insert(tx, &hash, &link).await.unwrap());
    let results = at_once(store, 8, |store, _| async move {
        tx!(store, tx => links::redeem(tx, &hash, "hosted", minute(1)).await.unwrap()).is_some()
    })
    .await;
    assert_eq!(results.into_iter().filter(|redeemed| *redeemed).count(), 1);
}

pub(crate) async fn next_case(store: &TestStore) {
    let world = World::new(store).await;
    for due in 0..6 {
        let id = id!(store, ReviewCaseId, due);
        tx!(store, tx => reviews::insert(tx, &world.organisation, &id, &world.registration, minute(due), noon()).await.unwrap());
    }
    let mut operators = Vec::new();
    for n in 0..4 {
        operators.push(new_operator(store, &format!("operator {n}")).await);
    }
    // Each operator clicks three times at once.
    let results = at_once(store, 12, |store, n| {
        let operator = operators[n % 4].clone();
        async move {
            let case = tx!(store, tx => reviews::take_next(tx, &operator, minute(1), minute(30)).await.unwrap());
            (n % 4, case.map(|case| case.id))
        }
    })
    .await;
    let taken: BTreeSet<_> = results
        .iter()
        .map(|(n, id)| (*n, id.clone().unwrap()))
        .collect();
    assert_eq!(taken.len(), 4, "one case for each operator");
    let cases: BTreeSet<_> = taken.iter().map(|(_, id)| id).collect();
    assert_eq!(cases.len(), 4, "one operator for each case");
}

pub(crate) async fn claims(store: &TestStore) {
    for n in 0..12 {
        let id = id!(store, JobId, n);
        let job = NewJob {
            id: &id,
            queue: "checks",
            kind: "document",
            unique_key: None,
            organisation: None,
            payload: "{}",
            run_at: noon(),
            max_attempts: 3,
            now: noon(),
        };
        tx!(store, tx => jobs::enqueue(tx, &job).await.unwrap());
    }
    let results = at_once(store, 6, |store, _| async move {
        let mut claimed = Vec::new();
        while let Some(job) = store
            .claim_job("checks", minute(1), minute(5))
            .await
            .unwrap()
        {
            tx!(store, tx => jobs::complete(tx, &job).await.unwrap());
            claimed.push(job.id);
        }
        claimed
    })
    .await;
    let all: Vec<_> = results.into_iter().flatten().collect();
    let distinct: BTreeSet<_> = all.iter().collect();
    assert_eq!((all.len(), distinct.len()), (12, 12));
}

pub(crate) async fn attempts_are_not_refunded(store: &TestStore) {
    let results = at_once(store, 10, |store, _| async move {
        let window = SignedDuration::from_mins(10);
        store
            .reserve_attempt("code", "reg_1", 3, window, noon())
            .await
            .unwrap()
    })
    .await;
    let granted = results
        .iter()
        .filter(|r| matches!(r, Reservation::Granted { .. }))
        .count();
    assert_eq!(granted, 3);
}

pub(crate) async fn chain_under_load(store: &TestStore) {
    let world = World::new(store).await;
    let (organisation, account, registration) =
        (&world.organisation, &world.account, &world.registration);
    let results = at_once(store, 10, |store, _| {
        let world = World {
            organisation: organisation.clone(),
            account: account.clone(),
            registration: registration.clone(),
        };
        async move {
            tx!(store, tx => events::append(tx, &world.event(1, "click", Some(b"{}"))).await.unwrap())
        }
    })
    .await;
    let places: BTreeSet<_> = results.into_iter().collect();
    assert_eq!(
        places.into_iter().collect::<Vec<_>>(),
        (2..=11).collect::<Vec<_>>()
    );
    let report = audit::verify(store, None).await.unwrap();
    assert_eq!((report.entries, report.problems), (11, Vec::new()));
}

pub(crate) async fn one_document_at_a_time(store: &TestStore) {
    let world = World::new(store).await;
    let document = store
        .blind_index(IndexKind::DocumentNumber, "P/NLD/1")
        .unwrap();
    let mut entries = Vec::new();
    for at in 1..7 {
        let world = World::within(store, &world.organisation, at).await;
        entries.push(IndexEntry {
            organisation: world.organisation.clone(),
            registration: world.registration.clone(),
            account: world.account.clone(),
            created: noon(),
        });
    }
    // Each is another holder's, who looks and then notes.
    let results = at_once(store, 6, |store, n| {
        let entry = entries[n].clone();
        async move {
            let holder = format!("holder {n}");
            let holder = store
                .blind_index(IndexKind::DocumentHolder, &holder)
                .unwrap();
            tx!(store, tx => {
                blind_index::take_turn(tx, &document).await.unwrap();
                let (organisation, registration) = (&entry.organisation, &entry.registration);
                let others = blind_index::of_other_holders(
                    tx, organisation, registration, &document, &holder, 9,
                );
                let others = others.await.unwrap().len();
                let kind = IndexKind::DocumentNumber;
                blind_index::insert(tx, &entry, kind, &document).await.unwrap();
                others
            })
        }
    })
    .await;
    let seen: BTreeSet<_> = results.into_iter().collect();
    assert_eq!(seen, (0..6).collect(), "each sees all before it");
}

pub(crate) async fn one_handover(store: &TestStore) {
    let world = World::new(store).await;
    let results = at_once(store, 6, |store, n| {
        let new = handovers::Handover {
            organisation: world.organisation.clone(),
            id: id!(store, HandoverId, 0),
            registration: world.registration.clone(),
            desktop: id!(store, BrowserId, 0),
            phone: None,
            secret_hash: secret_hash(format!("secret {n}").as_bytes()),
            number: "42".to_owned(),
            state: "offered".to_owned(),
            created: noon(),
            expires: minute(15),
            changed: noon(),
        };
        async move { tx!(store, tx => handovers::insert(tx, &new).await.unwrap()) }
    })
    .await;
    assert_eq!(results.into_iter().filter(|begun| *begun).count(), 1);
}

fn endpoint(store: &Store, world: &World, at: i64) -> webhooks::Endpoint {
    webhooks::Endpoint {
        organisation: world.organisation.clone(),
        id: id!(store, WebhookEndpointId, at),
        url: "https://acme.example/hook".to_owned(),
        events: Vec::new(),
        livemode: true,
        created: noon(),
        disabled_at: None,
        failing_since: None,
    }
}

fn message(store: &Store, world: &World, at: i64) -> webhooks::WebhookMessage {
    webhooks::WebhookMessage {
        organisation: world.organisation.clone(),
        id: id!(store, WebhookMessageId, at),
        registration: world.registration.clone(),
        account: world.account.clone(),
        kind: "kind".to_owned(),
        livemode: true,
        created: minute(at),
    }
}

/// Claims a delivery and notes that it was made.
async fn note_delivery(store: &Store) -> Result<(), StoreError> {
    let busy = webhooks::Busy::default();
    let Some(due) = store.claim_delivery(minute(30), minute(40), &busy).await? else {
        return Ok(());
    };
    let delivered = webhooks::Attempt {
        state: DeliveryState::Delivered,
        at: minute(30),
        status: Some(200),
        error: None,
        retry_at: None,
    };
    let mut tx = store.begin().await?;
    webhooks::lock_endpoint(&mut tx, &due.endpoint.organisation, &due.endpoint.id).await?;
    webhooks::attempted(&mut tx, &due.delivery, &delivered).await?;
    tx.commit().await
}

/// Endpoints are removed while messages to them are written and sent again, deliveries noted and
/// secrets added: nothing of it fails but for want of the endpoint, and nothing is left of what was
/// removed.
pub(crate) async fn removed_while_told(store: &TestStore) {
    let world = World::new(store).await;
    for round in 0..4 {
        let endpoint = endpoint(store, &world, round);
        tx!(store, tx => webhooks::insert_endpoint(tx, &endpoint).await.unwrap());
        let earlier = message(store, &world, round);
        tx!(store, tx => webhooks::insert_message(tx, &earlier, b"{}").await.unwrap());
        let results = at_once(store, 12, |store, n| {
            let (organisation, endpoint) = (world.organisation.clone(), endpoint.id.clone());
            let (earlier, new) = (earlier.id.clone(), message(&store, &world, round));
            async move {
                if n % 4 == 1 {
                    return note_delivery(&store).await;
                }
                let mut tx = store.begin().await?;
                match n {
                    2 => {
                        let (until, now) = (minute(60), noon());
                        webhooks::add_secret(&mut tx, &organisation, &endpoint, b"s", until, now)
                            .await?;
                    }
                    3 => {
                        webhooks::replay(&mut tx, &organisation, &earlier, &endpoint, noon())
                            .await?;
                    }
                    6 => webhooks::remove_endpoint(&mut tx, &organisation, &endpoint).await?,
                    _ => {
                        webhooks::insert_message(&mut tx, &new, b"{}").await?;
                    }
                }
                tx.commit().await
            }
        })
        .await;
        for (n, result) in results.into_iter().enumerate() {
            let may_miss_it = n % 4 == 1 || n == 2 || n == 3;
            let missed = may_miss_it && matches!(result, Err(StoreError::NotFound(_)));
            assert!(result.is_ok() || missed, "{n}: {result:?}");
        }
        let count = "SELECT (SELECT COUNT(*) FROM webhook_deliveries) AS a,
            (SELECT COUNT(*) FROM webhook_secrets) AS b";
        assert_eq!(store.peek(count).await.unwrap(), ["0", "0"]);
    }
}

/// What is sent again while retention deletes what went out is either refused or kept.
pub(crate) async fn sent_again_while_deleted(store: &TestStore) {
    let world = World::new(store).await;
    let endpoint = endpoint(store, &world, 0);
    tx!(store, tx => webhooks::insert_endpoint(tx, &endpoint).await.unwrap());
    for _ in 0..4 {
        let mut messages = Vec::new();
        for at in 0..16 {
            let new = message(store, &world, at);
            tx!(store, tx => webhooks::insert_message(tx, &new, b"{}").await.unwrap());
            messages.push(new.id);
        }
        let gone_out = "UPDATE webhook_deliveries SET state = 'delivered'";
        store.tamper(gone_out).await.unwrap();
        let results = at_once(store, 17, |store, n| {
            let (organisation, endpoint) = (world.organisation.clone(), endpoint.id.clone());
            let message = messages.get(n).cloned();
            async move {
                let Some(message) = message else {
                    let now = minute(60);
                    return retention::run(&store, now, SignedDuration::ZERO)
                        .await
                        .map(|_| false);
                };
                let mut tx = store.begin().await?;
                webhooks::replay(&mut tx, &organisation, &message, &endpoint, noon()).await?;
                tx.commit().await.map(|()| true)
            }
        })
        .await;
        let mut kept = 0;
        for result in results {
            match result {
                Ok(sent) => kept += u32::from(sent),
                Err(error) => assert!(matches!(error, StoreError::NotFound(_)), "{error:?}"),
            }
        }
        let pending = "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE state = 'pending'";
        assert_eq!(store.peek(pending).await.unwrap(), [kept.to_string()]);
    }
}
