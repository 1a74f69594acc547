//! Jobs, messages, webhooks.

use bonafide_identity::id::{OrganisationId, WebhookEndpointId};
use bonafide_store::jobs::{self, JobState, NewJob};
use bonafide_store::messages::{self, Channel, DeliveryState, NewMessage};
use bonafide_store::testing::{TestStore, noon, seeded};
use bonafide_store::webhooks::{self, Attempt, Busy, Endpoint, WebhookMessage};
use bonafide_store::{Store, StoreError, erase_registration, mailbox, reviews};

use crate::world::{World, id, minute, new_organisation, read, tx};

async fn enqueue(store: &Store, key: Option<&str>, at: i64, tries: i64) -> bool {
    let id = id!(store, JobId, at);
    let job = NewJob {
        id: &id,
        queue: "checks",
        kind: "document",
        unique_key: key,
        organisation: None,
        payload: "{}",
        run_at: minute(at),
        max_attempts: tries,
        now: noon(),
    };
    tx!(store, tx => jobs::enqueue(tx, &job).await.unwrap())
}

pub(crate) async fn jobs(store: &TestStore) {
    assert!(enqueue(store, Some("one"), 2, 3).await);
    assert!(!enqueue(store, Some("one"), 2, 3).await, "waits already");
    assert!(enqueue(store, None, 1, 3).await);
    let claim = async |at| {
        store
            .claim_job("checks", minute(at), minute(at + 5))
            .await
            .unwrap()
    };
    assert_eq!(claim(0).await, None, "not yet");
    assert_eq!(
        store
            .claim_job("other", minute(9), minute(10))
            .await
            .unwrap(),
        None
    );
    let first = claim(3).await.unwrap();
    let second = claim(3).await.unwrap();
    assert!(
        first.run_at == minute(8) && first.id < second.id,
        "in order"
    );
    assert_eq!(claim(3).await, None, "both are claimed");
    assert!(tx!(store, tx => jobs::extend(tx, &first, minute(20)).await.unwrap()));
    let again = claim(8).await.unwrap();
    assert_eq!(
        (&again.id, again.attempts),
        (&second.id, 2),
        "its lease is over"
    );
    let mut tx = store.begin().await.unwrap();
    let lost = jobs::complete(&mut tx, &second).await;
    assert!(
        matches!(lost, Err(StoreError::NotFound(_))),
        "the first worker has lost it"
    );
    drop(tx);
    tx!(store, tx => jobs::complete(tx, &again).await.unwrap());
    tx!(store, tx => jobs::complete(tx, &first).await.unwrap());
    assert_eq!(claim(99).await, None);
    assert!(
        enqueue(store, Some("one"), 2, 3).await,
        "the key is free again"
    );
    let depths = read!(store, r => jobs::depths(r).await.unwrap());
    assert_eq!(depths.len(), 1);
    let (queue, depth) = &depths[0];
    assert_eq!((queue.as_str(), depth.ready, depth.dead), ("checks", 1, 0));
    assert_eq!(depth.oldest, Some(minute(2)));
}

pub(crate) async fn dead_jobs(store: &TestStore) {
    enqueue(store, Some("two"), 0, 2).await;
    let claim = async |at| {
        store
            .claim_job("checks", minute(at), minute(at + 1))
            .await
            .unwrap()
    };
    let job = claim(0).await.unwrap();
    let state = tx!(store, tx => jobs::fail(tx, &job, "timeout", Some(minute(10))).await.unwrap());
    assert_eq!(state, JobState::Ready);
    assert_eq!(claim(9).await, None, "backs off");
    let job = claim(10).await.unwrap();
    assert_eq!(job.last_error.as_deref(), Some("timeout"));
    let state = tx!(store, tx => jobs::fail(tx, &job, "timeout", Some(minute(20))).await.unwrap());
    assert_eq!(state, JobState::Dead, "the last attempt");
    assert_eq!(claim(99).await, None);
    let dead = read!(store, r => jobs::dead(r, 9).await.unwrap());
    assert_eq!(dead.len(), 1);
    assert!(
        enqueue(store, Some("two"), 200, 2).await,
        "a dead job does not block its key"
    );
    tx!(store, tx => jobs::revive(tx, &dead[0].id, minute(100)).await.unwrap());
    let revived = claim(100).await.unwrap();
    assert_eq!((&revived.id, revived.attempts), (&dead[0].id, 1));
    // A worker that dies on the last attempt never reports.
    claim(102).await.unwrap();
    assert_eq!(claim(104).await, None);
    let dead = read!(store, r => jobs::dead(r, 9).await.unwrap());
    assert_eq!(dead[0].last_error.as_deref(), Some("timeout"));
    assert_eq!(dead[0].state, JobState::Dead);
}

pub(crate) async fn jobs_of_another_version(store: &TestStore) {
    enqueue(store, Some("newer"), 0, 2).await;
    let claim = async |at| {
        let job = store.claim_job("checks", minute(at), minute(at + 1)).await;
        job.unwrap()
    };
    for at in [0, 10, 20, 30] {
        let job = claim(at).await.unwrap();
        assert_eq!(job.attempts, 1, "a claim that is put back does not count");
        assert_eq!(job.unreadable_since, (at > 0).then(noon));
        tx!(store, tx => jobs::put_back(tx, &job, noon(), minute(at + 10)).await.unwrap());
        let mut tx = store.begin().await.unwrap();
        let lost = jobs::put_back(&mut tx, &job, noon(), minute(99)).await;
        assert!(matches!(lost, Err(StoreError::NotFound(_))));
        drop(tx);
        assert_eq!(claim(at + 9).await, None);
    }
    let job = claim(40).await.unwrap();
    tx!(store, tx => jobs::fail(tx, &job, "unreadable", None).await.unwrap());
    tx!(store, tx => jobs::revive(tx, &job.id, minute(50)).await.unwrap());
    assert_eq!(
        claim(50).await.unwrap().unreadable_since,
        None,
        "from the start"
    );
}

pub(crate) async fn messages(store: &TestStore) {
    let world = World::new(store).await;
    let body = br#"{"to":"ada@example.org"}"#;
    let send = async |at: i64| {
        let id = id!(store, MessageId, at);
        let new = NewMessage {
            organisation: &world.organisation,
            id: &id,
            registration: &world.registration,
            account: &world.account,
            channel: Channel::Mail,
            kind: "handover",
            body,
            now: minute(at),
        };
        tx!(store, tx => messages::insert(tx, &new).await.unwrap());
        id
    };
    let (first, second) = (send(0).await, send(1).await);
    let claim = async |at| {
        store
            .claim_message(minute(at), minute(at + 5))
            .await
            .unwrap()
    };
    let (message, text) = claim(1).await.unwrap();
    assert_eq!((&message.id, &*text), (&first, &body[..]));
    tx!(store, tx => messages::sent(tx, &message, minute(1)).await.unwrap());
    let (message, _) = claim(1).await.unwrap();
    assert_eq!(message.id, second);
    tx!(store, tx => messages::failed(tx, &message, "refused", Some(minute(10))).await.unwrap());
    assert_eq!(claim(9).await, None);
    let (message, _) = claim(10).await.unwrap();
    assert_eq!(message.attempts, 2);
    tx!(store, tx => messages::failed(tx, &message, "refused", None).await.unwrap());
    assert_eq!(claim(99).await, None);
    let states: Vec<_> = read!(store, r => messages::of_registration(r, &world.organisation, &world.registration).await.unwrap())
        .into_iter()
        .map(|message| message.state)
        .collect();
    assert_eq!(states, [DeliveryState::Delivered, DeliveryState::Failed]);
    send(2).await;
    tx!(store, tx => erase_registration(tx, &world.organisation, &world.registration, minute(3)).await.unwrap());
    assert_eq!(claim(99).await, None, "erased before it was sent");
}

pub(crate) async fn mailbox(store: &TestStore) {
    for (at, body) in [(0, b"first"), (1, b"other")] {
        tx!(store, tx => mailbox::insert(tx, Channel::Sms, body, minute(at)).await.unwrap());
    }
    let all = read!(store, r => mailbox::list(r, 9).await.unwrap());
    let bodies: Vec<_> = all.iter().map(|message| message.body.to_vec()).collect();
    assert_eq!(bodies, [b"other", b"first"]);
    assert_eq!(tx!(store, tx => mailbox::clear(tx).await.unwrap()), 2);
}

async fn endpoint(store: &Store, organisation: &OrganisationId, events: &[&str]) -> Endpoint {
    let endpoint = Endpoint {
        organisation: organisation.clone(),
        id: id!(store, WebhookEndpointId, 0),
        url: "https://acme.example/hook".to_owned(),
        events: events.iter().map(|&event| event.to_owned()).collect(),
        livemode: true,
        created: noon(),
        disabled_at: None,
        failing_since: None,
    };
    tx!(store, tx => webhooks::insert_endpoint(tx, &endpoint).await.unwrap());
    endpoint
}

fn message(store: &Store, world: &World, at: i64) -> WebhookMessage {
    WebhookMessage {
        organisation: world.organisation.clone(),
        id: id!(store, WebhookMessageId, at),
        registration: world.registration.clone(),
        account: world.account.clone(),
        kind: "session.verified".to_owned(),
        livemode: true,
        created: minute(at),
    }
}

pub(crate) async fn webhooks(store: &TestStore) {
    let world = World::new(store).await;
    let organisation = &world.organisation;
    let nobody = message(store, &world, 0);
    assert_eq!(
        tx!(store, tx => webhooks::insert_message(tx, &nobody, b"{}").await.unwrap()),
        0
    );

    let mut all = endpoint(store, organisation, &[]).await;
    let some = endpoint(store, organisation, &["session.verified"]).await;
    let other = endpoint(store, organisation, &["session.rejected"]).await;
    let secret = async |id: &WebhookEndpointId, secret: &[u8], at| {
        tx!(store, tx => webhooks::add_secret(tx, organisation, id, secret, minute(at + 30), minute(at)).await.unwrap());
    };
    secret(&all.id, b"old", 0).await;
    secret(&all.id, b"new", 1).await;
    let secrets = async |at| -> Vec<_> {
        read!(store, r => webhooks::secrets(r, organisation, &all.id, minute(at)).await.unwrap())
            .into_iter()
            .map(|secret| secret.to_vec())
            .collect()
    };
    assert_eq!(secrets(30).await, [b"new", b"old"]);
    assert_eq!(secrets(31).await, [b"new"]);

    let sent = message(store, &world, 1);
    assert_eq!(
        tx!(store, tx => webhooks::insert_message(tx, &sent, b"{}").await.unwrap()),
        2
    );
    let claim = async |at| {
        store
            .claim_delivery(minute(at), minute(at + 5), &Busy::default())
            .await
            .unwrap()
    };
    let (a, b) = (claim(1).await.unwrap(), claim(1).await.unwrap());
    assert_eq!(claim(1).await, None);
    assert_ne!(a.endpoint.id, b.endpoint.id);
    let (to_all, to_some) = if a.endpoint.id == all.id {
        (a, b)
    } else {
        (b, a)
    };
    assert_eq!((to_all.secrets.len(), to_some.secrets.len()), (2, 0));
    assert_eq!(
        (&to_all.message, to_all.body.as_deref()),
        (&sent, Some(&b"{}"[..]))
    );
    let ok = Attempt {
        state: DeliveryState::Delivered,
        at: minute(2),
        status: Some(204),
        error: None,
        retry_at: None,
    };
    tx!(store, tx => webhooks::attempted(tx, &to_all.delivery, &ok).await.unwrap());
    let retry = Attempt {
        state: DeliveryState::Pending,
        at: minute(3),
        status: Some(500),
        error: Some("500"),
        retry_at: Some(minute(20)),
    };
    tx!(store, tx => webhooks::attempted(tx, &to_some.delivery, &retry).await.unwrap());
    assert_eq!(claim(19).await, None);
    let again = claim(20).await.unwrap();
    assert_eq!((&again.endpoint.id, again.delivery.attempts), (&some.id, 2));
    assert_eq!(again.delivery.last_at, Some(minute(3)));
    let mut tx = store.begin().await.unwrap();
    assert!(
        webhooks::attempted(&mut tx, &to_some.delivery, &ok)
            .await
            .is_err(),
        "an old claim"
    );
    drop(tx);
    let give_up = Attempt {
        state: DeliveryState::Failed,
        retry_at: None,
        ..retry
    };
    tx!(store, tx => webhooks::attempted(tx, &again.delivery, &give_up).await.unwrap());

    for id in [&some.id, &other.id] {
        tx!(store, tx => webhooks::replay(tx, organisation, &sent.id, id, minute(30)).await.unwrap());
    }
    let mut replayed = [
        claim(30).await.unwrap().endpoint.id,
        claim(30).await.unwrap().endpoint.id,
    ];
    replayed.sort();
    let mut expected = [some.id.clone(), other.id];
    expected.sort();
    assert_eq!(replayed, expected);
    let mut tx = store.begin().await.unwrap();
    let unknown = webhooks::replay(&mut tx, organisation, &nobody.id, &some.id, minute(30)).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(_))));
    drop(tx);

    all.url = "https://acme.example/other".to_owned();
    all.disabled_at = Some(minute(40));
    tx!(store, tx => webhooks::update_endpoint(tx, &all).await.unwrap());
    let later = message(store, &world, 41);
    assert_eq!(
        tx!(store, tx => webhooks::insert_message(tx, &later, b"{}").await.unwrap()),
        1
    );
    let found = read!(store, r => webhooks::find_endpoint(r, organisation, &all.id).await.unwrap());
    assert_eq!(found.as_ref(), Some(&all));
    assert_eq!(
        read!(store, r => webhooks::list_endpoints(r, organisation, 9).await.unwrap()).len(),
        3
    );
    let ids = [&later.id, &sent.id];
    let of = read!(store, r => webhooks::deliveries_of(r, organisation, ids).await.unwrap());
    let of: Vec<_> = of.into_iter().map(|delivery| delivery.message).collect();
    let (early, late) = (sent.id.clone(), later.id.clone());
    assert_eq!(of, [early.clone(), early.clone(), early, late]);
    let none = read!(store, r => webhooks::deliveries_of(r, organisation, []).await.unwrap());
    assert!(none.is_empty());
    let theirs = new_organisation(store).await;
    assert_eq!(
        read!(store, r => webhooks::find_message(r, &theirs, &sent.id).await.unwrap()),
        None
    );
}

pub(crate) async fn busy_ones_hold_up_nobody_else(store: &TestStore) {
    let (slow, other) = (World::new(store).await, World::new(store).await);
    let mut endpoints = Vec::new();
    for world in [&slow, &slow, &other] {
        endpoints.push(endpoint(store, &world.organisation, &[]).await.id);
    }
    for (world, at) in [(&slow, 1), (&slow, 2), (&other, 3)] {
        let sent = message(store, world, at);
        tx!(store, tx => webhooks::insert_message(tx, &sent, b"{}").await.unwrap());
    }
    let claim = async |busy: &Busy| {
        let due = store.claim_delivery(minute(4), minute(9), busy).await;
        due.unwrap().map(|due| due.endpoint.id)
    };
    let mut busy = Busy {
        organisations: Vec::new(),
        endpoints: vec![endpoints[0].clone()],
    };
    assert_eq!(claim(&busy).await.as_ref(), Some(&endpoints[1]));
    busy.organisations.push(slow.organisation.clone());
    assert_eq!(claim(&busy).await.as_ref(), Some(&endpoints[2]));
    assert_eq!(claim(&busy).await, None);
    assert_eq!(claim(&Busy::default()).await.as_ref(), Some(&endpoints[0]));
}

pub(crate) async fn webhook_after_erasure(store: &TestStore) {
    let world = World::new(store).await;
    endpoint(store, &world.organisation, &[]).await;
    let (before, news) = (message(store, &world, 0), message(store, &world, 1));
    tx!(store, tx => webhooks::insert_message(tx, &before, b"{\"name\":\"Ada\"}").await.unwrap());
    let mut tx = store.begin().await.unwrap();
    erase_registration(&mut tx, &world.organisation, &world.registration, minute(1))
        .await
        .unwrap();
    webhooks::insert_message(&mut tx, &news, b"{\"redacted\":true}")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // What was on its way is told without its body, then the news of the erasure.
    let claim = async || {
        store
            .claim_delivery(minute(2), minute(3), &Busy::default())
            .await
            .unwrap()
    };
    let due = claim().await.unwrap();
    assert_eq!((due.message.id, due.body), (before.id.clone(), None));
    let due = claim().await.unwrap();
    assert_eq!(
        (due.message.id, due.body.as_deref()),
        (news.id, Some(&b"{\"redacted\":true}"[..]))
    );
    assert_eq!(claim().await, None);
    let (_, body) = read!(store, r => webhooks::find_message(r, &world.organisation, &before.id).await.unwrap()).unwrap();
    assert_eq!(body, None);
}

pub(crate) async fn webhook_health(store: &TestStore) {
    let world = World::new(store).await;
    let organisation = &world.organisation;
    let target = endpoint(store, organisation, &[]).await;
    let id = &target.id;
    tx!(store, tx => webhooks::add_secret(tx, organisation, id, b"old", minute(30), minute(0)).await.unwrap());
    tx!(store, tx => webhooks::add_secret(tx, organisation, id, b"new", minute(31), minute(1)).await.unwrap());
    let times = async |one, at| read!(store, r => webhooks::secret_times(r, organisation, one, minute(at)).await.unwrap());
    let (new, old) = (
        webhooks::SecretTimes {
            endpoint: id.clone(),
            created: minute(1),
            expires: None,
        },
        webhooks::SecretTimes {
            endpoint: id.clone(),
            created: minute(0),
            expires: Some(minute(31)),
        },
    );
    for which in [None, Some(id)] {
        assert_eq!(times(which, 30).await, [new.clone(), old.clone()]);
        assert_eq!(times(which, 31).await, std::slice::from_ref(&new));
    }

    let failed = async |at| tx!(store, tx => webhooks::endpoint_failed(tx, organisation, id, minute(at)).await.unwrap());
    let since = async || {
        let found = read!(store, r => webhooks::find_endpoint(r, organisation, id).await.unwrap());
        found.unwrap().failing_since
    };
    assert_eq!(since().await, None);
    assert_eq!((failed(2).await, failed(3).await), (minute(2), minute(2)));
    assert_eq!(since().await, Some(minute(2)));
    tx!(store, tx => webhooks::endpoint_well(tx, organisation, id).await.unwrap());
    assert_eq!(since().await, None);

    let mut sent = Vec::new();
    for at in 0..3 {
        let mut message = message(store, &world, at);
        message.livemode = at != 2;
        message.kind = format!("kind {}", at % 2);
        tx!(store, tx => webhooks::insert_message(tx, &message, b"{}").await.unwrap());
        sent.push(message);
    }
    let all = webhooks::MessageFilter {
        organisation,
        livemode: true,
        registration: Some(&world.registration),
        kind: None,
        before: None,
        limit: 9,
    };
    let list = async |filter: &webhooks::MessageFilter<'_>| read!(store, r => webhooks::list_messages(r, filter).await.unwrap());
    assert_eq!(list(&all).await, [sent[1].clone(), sent[0].clone()]);
    let kind = webhooks::MessageFilter {
        kind: Some("kind 1"),
        ..all.clone()
    };
    assert_eq!(list(&kind).await, [sent[1].clone()]);
    let before = webhooks::MessageFilter {
        before: Some(&sent[1].id),
        ..all
    };
    assert_eq!(list(&before).await, [sent[0].clone()]);

    tx!(store, tx => webhooks::disable_endpoint(tx, organisation, id, minute(5)).await.unwrap());
    assert_eq!(
        store
            .claim_delivery(minute(9), minute(10), &Busy::default())
            .await
            .unwrap(),
        None
    );
    let of =
        read!(store, r => webhooks::deliveries_of(r, organisation, [&sent[0].id]).await.unwrap());
    assert_eq!((of.len(), of[0].state), (1, DeliveryState::Failed));
    let held =
        async || tx!(store, tx => webhooks::lock_endpoint(tx, organisation, id).await.unwrap());
    assert!(held().await.is_some());
    tx!(store, tx => webhooks::remove_endpoint(tx, organisation, id).await.unwrap());
    assert!(held().await.is_none());
    let mut tx = store.begin().await.unwrap();
    let gone =
        webhooks::add_secret(&mut tx, organisation, id, b"late", minute(30), minute(1)).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    let gone = webhooks::remove_endpoint(&mut tx, organisation, id).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
}

/// What can no longer be read does not stand in the way of what can.
pub(crate) async fn unreadable_does_not_block(store: &TestStore) {
    let world = World::new(store).await;
    endpoint(store, &world.organisation, &[]).await;
    let mut ids = Vec::new();
    for at in 0..2 {
        let id = id!(store, MessageId, at);
        let new = NewMessage {
            organisation: &world.organisation,
            id: &id,
            registration: &world.registration,
            account: &world.account,
            channel: Channel::Mail,
            kind: "handover",
            body: b"{}",
            now: minute(at),
        };
        tx!(store, tx => messages::insert(tx, &new).await.unwrap());
        let hook = message(store, &world, at);
        tx!(store, tx => webhooks::insert_message(tx, &hook, b"{}").await.unwrap());
        ids.push((id, hook.id));
    }
    let junk = if store.is_postgres() {
        "'\\x00'::bytea"
    } else {
        "x'00'"
    };
    for (table, id) in [
        ("messages", ids[0].0.as_str()),
        ("webhook_messages", ids[0].1.as_str()),
    ] {
        let damage = format!("UPDATE {table} SET body = {junk} WHERE id = '{id}'");
        store.tamper(&damage).await.unwrap();
    }
    let (mail, _) = store
        .claim_message(minute(5), minute(9))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(mail.id, ids[1].0);
    let hook = store
        .claim_delivery(minute(5), minute(9), &Busy::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(hook.message.id, ids[1].1);
    assert!(
        store
            .claim_message(minute(5), minute(9))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .claim_delivery(minute(5), minute(9), &Busy::default())
            .await
            .unwrap()
            .is_none()
    );
    let given_up = read!(store, r => messages::of_registration(r, &world.organisation, &world.registration).await.unwrap());
    assert_eq!(given_up[0].state, DeliveryState::Failed);
    let of = read!(store, r => webhooks::deliveries_of(r, &world.organisation, [&ids[0].1]).await.unwrap());
    assert_eq!(of[0].state, DeliveryState::Failed);
    for why in [&given_up[0].last_error, &of[0].last_error] {
        assert!(why.as_ref().unwrap().starts_with("corrupt"), "{why:?}");
    }

    // A webhook's secret that cannot be read does not hold up other endpoints.
    let (broken, well) = (
        endpoint(store, &world.organisation, &["secret"]).await,
        endpoint(store, &world.organisation, &["secret"]).await,
    );
    for id in [&broken.id, &well.id] {
        tx!(store, tx => webhooks::add_secret(tx, &world.organisation, id, b"s", minute(30), minute(0)).await.unwrap());
    }
    let damage = format!(
        "UPDATE webhook_secrets SET secret = {junk} WHERE endpoint = '{}'",
        broken.id
    );
    store.tamper(&damage).await.unwrap();
    let mut hook = message(store, &world, 10);
    hook.kind = "secret".to_owned();
    tx!(store, tx => webhooks::insert_message(tx, &hook, b"{}").await.unwrap());
    let mut served = Vec::new();
    while let Some(due) = store
        .claim_delivery(minute(11), minute(19), &Busy::default())
        .await
        .unwrap()
    {
        served.push(due.endpoint.id);
    }
    assert!(served.contains(&well.id) && !served.contains(&broken.id));
    let of = read!(store, r => webhooks::deliveries_of(r, &world.organisation, [&hook.id]).await.unwrap());
    let parked = of.iter().find(|of| of.endpoint == broken.id).unwrap();
    assert_eq!(parked.state, DeliveryState::Failed);
}

/// Whatever plan PostgreSQL chooses, a claim takes one row: with these settings
/// it would run a subquery once for each row of its table.
pub(crate) async fn a_claim_takes_one(store: &TestStore) {
    let world = World::new(store).await;
    endpoint(store, &world.organisation, &[]).await;
    let operator = crate::world::new_operator(store, "one").await;
    for at in 0..5 {
        let id = id!(store, MessageId, at);
        let new = NewMessage {
            organisation: &world.organisation,
            id: &id,
            registration: &world.registration,
            account: &world.account,
            channel: Channel::Mail,
            kind: "handover",
            body: b"{}",
            now: minute(at),
        };
        tx!(store, tx => messages::insert(tx, &new).await.unwrap());
        let hook = message(store, &world, at);
        tx!(store, tx => webhooks::insert_message(tx, &hook, b"{}").await.unwrap());
        assert!(enqueue(store, None, at, 3).await);
        let case = id!(store, ReviewCaseId, at);
        tx!(store, tx => reviews::insert(tx, &world.organisation, &case, &world.registration, minute(at), noon()).await.unwrap());
        if at == 0 && store.is_postgres() {
            // It believes that every table has one row, and has few plans to choose from.
            store.tamper("ANALYZE").await.unwrap();
            for off in ["hashjoin", "mergejoin", "hashagg", "material", "memoize"] {
                let set = format!(
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_{off} = off',
                                                current_database()); END $$"
                );
                store.tamper(&set).await.unwrap();
            }
        }
    }
    let planned = &Store::open(store.config(), seeded(99)).await.unwrap();
    let (now, lease) = (minute(9), minute(10));
    planned.claim_message(now, lease).await.unwrap().unwrap();
    planned
        .claim_delivery(now, lease, &Busy::default())
        .await
        .unwrap()
        .unwrap();
    planned
        .claim_job("checks", now, lease)
        .await
        .unwrap()
        .unwrap();
    tx!(planned, tx => reviews::take_next(tx, &operator, now, lease).await.unwrap().unwrap());
    planned.close().await;
    for (table, taken) in [
        ("messages", "attempts = 1"),
        ("webhook_deliveries", "attempts = 1"),
        ("jobs", "attempts = 1"),
        ("review_cases", "state = 'assigned'"),
    ] {
        let count = format!("SELECT COUNT(*) AS n FROM {table} WHERE {taken}");
        assert_eq!(store.peek(&count).await.unwrap(), ["1"], "{table}");
    }
}
