//! Registrations and what hangs on them.

use bonafide_identity::id::BrowserId;
use bonafide_store::blind_index::{IndexEntry, IndexKind};
use bonafide_store::evidence::EvidenceOf;
use bonafide_store::idempotency::{Begun, Request};
use bonafide_store::keys::Class;
use bonafide_store::registrations::Filter;
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{
    StoreError, accounts, api_keys, blind_index, browsers, chip_challenges, erase_evidence,
    erase_registration, evidence, handovers, idempotency, links, registrations, result_codes,
    secret_hash,
};

use crate::world::{STATE, World, id, minute, new_organisation, read, tx};

pub(crate) async fn life(store: &TestStore) {
    let world = World::new(store).await;
    assert_eq!(world.state(store).await.as_deref(), Some(STATE));
    let mut summary = world.summary(0);
    summary.status = "processing".to_owned();
    summary.last_error = Some("too_dark".to_owned());
    summary.updated = minute(2);
    let version = tx!(store, tx => registrations::save(tx, &summary, b"{}").await.unwrap());
    assert_eq!(version, 2);
    let found = read!(store, r => registrations::find(r, &world.organisation, &world.registration).await.unwrap()).unwrap();
    summary.version = 2;
    assert_eq!(found.summary, summary);
    assert_eq!(&**found.state.as_ref().unwrap(), b"{}");

    let mut tx = store.begin().await.unwrap();
    summary.version = 1;
    let stale = registrations::save(&mut tx, &summary, b"{}").await;
    assert_eq!(stale, Err(StoreError::Conflict { expected: 1 }));
    drop(tx);

    let version = read!(store, r => registrations::version(r, &world.organisation, &world.registration).await.unwrap());
    assert_eq!(version, Some(2));
    let account = read!(store, r => accounts::find(r, &world.account).await.unwrap()).unwrap();
    assert_eq!((account.kind.as_str(), account.erased_at), ("guest", None));

    let other = new_organisation(store).await;
    let theirs =
        read!(store, r => registrations::find(r, &other, &world.registration).await.unwrap());
    assert_eq!(theirs, None, "the wall");
    assert!(
        !format!("{found:?}").contains("{}"),
        "the state is not printed"
    );
}

pub(crate) async fn lists(store: &TestStore) {
    let organisation = new_organisation(store).await;
    let mut ids = Vec::new();
    for at in 0..7 {
        let world = World::within(store, &organisation, at).await;
        let mut summary = world.summary(at);
        if at % 2 == 0 {
            let reference = store.reference_index(&organisation, "order 7").unwrap();
            summary.reference_index = Some(reference.to_vec());
            summary.status = "verified".to_owned();
            summary.ended = Some(minute(at));
            tx!(store, tx => registrations::save(tx, &summary, STATE).await.unwrap());
        }
        ids.insert(0, world.registration);
    }
    let elsewhere = World::new(store).await;
    // One by one, all of them, whoever's they are.
    let mut every = Vec::new();
    let next = async |last: Option<&(_, _)>| read!(store, r => registrations::keys(r, last, 1).await.unwrap());
    while let Some(key) = next(every.last()).await.pop() {
        every.push(key);
    }
    let mut expected: Vec<_> = ids
        .iter()
        .map(|id| (organisation.clone(), id.clone()))
        .collect();
    expected.push((elsewhere.organisation, elsewhere.registration));
    expected.sort();
    assert_eq!(every, expected);
    let all = Filter {
        organisation: &organisation,
        livemode: true,
        status: None,
        service: None,
        reference_index: None,
        created_from: None,
        created_before: None,
        before: None,
        limit: 3,
    };
    let list = async |filter: &Filter<'_>| -> Vec<_> {
        let page = read!(store, r => registrations::list(r, filter).await.unwrap());
        page.into_iter().map(|row| row.summary.id).collect()
    };
    assert_eq!(list(&all).await, ids[..3]);
    assert_eq!(
        list(&Filter {
            before: Some(&ids[2]),
            ..all.clone()
        })
        .await,
        ids[3..6]
    );
    assert_eq!(
        list(&Filter {
            before: Some(&ids[5]),
            ..all.clone()
        })
        .await,
        ids[6..]
    );
    let verified = list(&Filter {
        status: Some("verified"),
        limit: 9,
        ..all.clone()
    })
    .await;
    assert_eq!(verified, [0, 2, 4, 6].map(|at| ids[at].clone()));
    let reference = store.reference_index(&organisation, "order 7").unwrap();
    let by_reference = Filter {
        reference_index: Some(&reference),
        limit: 9,
        ..all.clone()
    };
    assert_eq!(list(&by_reference).await, verified);
    assert_ne!(
        reference,
        store
            .reference_index(&world_of(store).await, "order 7")
            .unwrap()
    );
    let between = Filter {
        created_from: Some(minute(2)),
        created_before: Some(minute(4)),
        ..all.clone()
    };
    assert_eq!(list(&between).await, ids[3..5]);
    assert!(
        list(&Filter {
            livemode: false,
            ..all.clone()
        })
        .await
        .is_empty()
    );
    assert!(
        list(&Filter {
            service: Some("loan"),
            ..all.clone()
        })
        .await
        .is_empty()
    );

    let due =
        read!(store, r => registrations::due_to_expire(r, minute(61), None, 9).await.unwrap());
    let due: Vec<_> = due
        .into_iter()
        .filter(|due| due.organisation == organisation)
        .map(|due| due.registration)
        .collect();
    assert_eq!(due, [ids[5].clone()], "ended ones do not expire");
    let counts = read!(store, r => registrations::count_by_status(r).await.unwrap());
    assert_eq!(
        counts,
        [("requires_input".to_owned(), 4), ("verified".to_owned(), 4)]
    );
}

async fn world_of(store: &TestStore) -> bonafide_identity::id::OrganisationId {
    new_organisation(store).await
}

pub(crate) async fn evidence(store: &TestStore) {
    let world = World::new(store).await;
    let bytes = vec![42; 100_000];
    let id = world.photograph(store, 1, &bytes).await;
    let find = async || {
        read!(store, r => evidence::find(r, &world.organisation, &id).await.unwrap()).unwrap()
    };
    let found = find().await;
    assert_eq!(
        (found.kind.as_str(), found.attempt, found.size),
        ("selfie", 1, 100_000)
    );
    assert_eq!(&*store.evidence_bytes(&found).await.unwrap(), &bytes);
    let all = read!(store, r => evidence::of_registration(r, &world.organisation, &world.registration).await.unwrap());
    assert_eq!(all, std::slice::from_ref(&found));

    let object = store
        .directory()
        .join("objects")
        .join(found.object.as_ref().unwrap());
    let on_disk = std::fs::read(&object).unwrap();
    assert!(
        !on_disk.windows(20).any(|window| window == &bytes[..20]),
        "encrypted"
    );
    let mut altered = on_disk.clone();
    altered[500] ^= 1;
    std::fs::write(&object, &altered).unwrap();
    assert!(matches!(
        store.evidence_bytes(&found).await,
        Err(StoreError::Corrupt(_))
    ));
    std::fs::write(&object, &on_disk).unwrap();

    tx!(store, tx => evidence::set_erase_after(tx, &world.organisation, &id, Some(minute(9))).await.unwrap());
    assert_eq!(find().await.erase_after, Some(minute(9)));

    // The same bytes under another id cannot take over the first one's key.
    let of = EvidenceOf {
        organisation: &world.organisation,
        account: &world.account,
        registration: &world.registration,
        id: &id,
        class: Class::Biometric,
    };
    let again = store.upload(of.clone(), bytes).await.unwrap();
    let new = evidence::NewEvidence {
        kind: "selfie",
        attempt: 2,
        source: "camera",
        media_type: "image/jpeg",
        created: minute(2),
        erase_after: None,
    };
    let mut tx = store.begin().await.unwrap();
    let twice = evidence::insert(&mut tx, &again, &new).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    drop(tx);
    store.discard(again).await.unwrap();

    let too_large = store
        .upload(of, vec![0; bonafide_store::MAX_OBJECT + 1])
        .await;
    assert!(matches!(too_large.err(), Some(StoreError::Refused(_))));

    tx!(store, tx => erase_evidence(tx, &world.organisation, &id, minute(3)).await.unwrap());
    tx!(store, tx => erase_evidence(tx, &world.organisation, &id, minute(4)).await.unwrap());
    let erased = find().await;
    assert_eq!((erased.erased_at, erased.object), (Some(minute(3)), None));
    assert!(matches!(
        store.evidence_bytes(&found).await,
        Err(StoreError::Erased(_))
    ));
    assert_eq!(store.sweep_doomed().await.unwrap(), 1);
    assert!(!object.exists());
    assert_eq!(
        world.state(store).await.as_deref(),
        Some(STATE),
        "the rest is still there"
    );
}

pub(crate) async fn blind_indexes(store: &TestStore) {
    let first = World::new(store).await;
    let second = World::within(store, &first.organisation, 1).await;
    let elsewhere = World::new(store).await;
    let index = |kind, text: &str| store.blind_index(kind, text).unwrap();
    let document = index(IndexKind::DocumentNumber, "P/NLD/1");
    assert_ne!(document, index(IndexKind::DocumentHolder, "P/NLD/1"));
    let holder = |name: &str| index(IndexKind::DocumentHolder, name);
    let bind = async |world: &World, name: &str| {
        let entry = IndexEntry {
            organisation: world.organisation.clone(),
            registration: world.registration.clone(),
            account: world.account.clone(),
            created: minute(1),
        };
        for (kind, value) in [
            (IndexKind::DocumentNumber, document),
            (IndexKind::DocumentHolder, holder(name)),
        ] {
            tx!(store, tx => blind_index::insert(tx, &entry, kind, &value).await.unwrap());
        }
    };
    let others = async |world: &World, name: &str| {
        let (organisation, registration) = (&world.organisation, &world.registration);
        read!(store, r => blind_index::of_other_holders(r, organisation, registration, &document, &holder(name), 9).await.unwrap())
    };
    bind(&first, "Ann").await;
    bind(&first, "Ann").await;
    assert!(others(&first, "Bea").await.is_empty(), "its own");
    assert!(others(&second, "Ann").await.is_empty(), "the same holder");
    assert!(others(&elsewhere, "Bea").await.is_empty(), "the wall");
    assert_eq!(
        others(&second, "Bea").await,
        std::slice::from_ref(&first.registration)
    );
    let of = async |world: &World| read!(store, r => blind_index::of_registration(r, &world.organisation, &world.registration).await.unwrap());
    let mut values = [
        ("document_holder".to_owned(), holder("Ann")),
        ("document_number".to_owned(), document),
    ];
    values.sort();
    assert_eq!(of(&first).await, values);
    assert_eq!(of(&second).await, []);
    bind(&second, "Bea").await;
    let third = World::within(store, &first.organisation, 2).await;
    for name in ["Ann", "Bea"] {
        assert!(others(&third, name).await.is_empty(), "it stands for both");
    }
    assert_eq!(others(&third, "Cas").await.len(), 2);
    tx!(store, tx => erase_registration(tx, &second.organisation, &second.registration, minute(5)).await.unwrap());
    assert_eq!(
        others(&third, "Bea").await,
        std::slice::from_ref(&first.registration)
    );
}

pub(crate) async fn links(store: &TestStore) {
    let world = World::new(store).await;
    let link = |purpose: &str| links::Link {
        organisation: world.organisation.clone(),
        registration: world.registration.clone(),
        purpose: purpose.to_owned(),
        created: noon(),
        expires: minute(15),
        redeemed_at: None,
    };
    let hash = secret_hash(b"secret");
    tx!(store, tx => links::insert(tx, &hash, &link("hosted")).await.unwrap());
    assert_eq!(
        read!(store, r => links::peek(r, &hash).await.unwrap()),
        Some(link("hosted"))
    );
    let redeem = async |purpose, at| tx!(store, tx => links::redeem(tx, &hash, purpose, minute(at)).await.unwrap());
    assert_eq!(redeem("resume", 1).await, None, "for another purpose");
    assert_eq!(redeem("hosted", 15).await, None, "expired");
    let redeemed = redeem("hosted", 14).await.unwrap();
    assert_eq!(redeemed.redeemed_at, Some(minute(14)));
    assert_eq!(redeem("hosted", 14).await, None, "used");

    for (secret, purpose) in [(b"a", "hosted"), (b"b", "resume"), (b"c", "resume")] {
        tx!(store, tx => links::insert(tx, &secret_hash(secret), &link(purpose)).await.unwrap());
    }
    let revoke = async |purpose| tx!(store, tx => links::revoke(tx, &world.organisation, &world.registration, purpose).await.unwrap());
    assert_eq!(revoke(Some("resume")).await, 2);
    assert_eq!(revoke(None).await, 1, "the used one is kept");
}

fn browser(world: &World, id: BrowserId, cookie: &[u8]) -> browsers::Browser {
    browsers::Browser {
        organisation: world.organisation.clone(),
        id,
        registration: world.registration.clone(),
        cookie_hash: secret_hash(cookie),
        csrf: vec![7; 32],
        role: "desktop".to_owned(),
        created: noon(),
        expires: minute(60),
    }
}

pub(crate) async fn browsers(store: &TestStore) {
    let world = World::new(store).await;
    let desktop = browser(&world, id!(store, BrowserId, 0), b"cookie");
    tx!(store, tx => browsers::insert(tx, &desktop).await.unwrap());
    let find = async |at| read!(store, r => browsers::find_by_cookie(r, &desktop.cookie_hash, minute(at)).await.unwrap());
    assert_eq!(find(59).await.as_ref(), Some(&desktop));
    assert_eq!(find(60).await, None);
    for until in [minute(120), minute(90)] {
        tx!(store, tx => browsers::keep_until(tx, &world.organisation, &world.registration, until).await.unwrap());
    }
    assert!(find(89).await.is_some());
    assert_eq!(find(90).await, None);
    tx!(store, tx => browsers::remove(tx, &world.organisation, &desktop.id).await.unwrap());
    assert_eq!(find(1).await, None);
}

pub(crate) async fn handovers(store: &TestStore) {
    let world = World::new(store).await;
    let (desktop, phone) = (id!(store, BrowserId, 0), id!(store, BrowserId, 1));
    let handover = handovers::Handover {
        organisation: world.organisation.clone(),
        id: id!(store, HandoverId, 0),
        registration: world.registration.clone(),
        desktop,
        phone: None,
        secret_hash: secret_hash(b"qr"),
        number: "42".to_owned(),
        state: "offered".to_owned(),
        created: noon(),
        expires: minute(15),
        changed: noon(),
    };
    assert!(tx!(store, tx => handovers::insert(tx, &handover).await.unwrap()));
    let second = handovers::Handover {
        id: id!(store, HandoverId, 1),
        secret_hash: secret_hash(b"another"),
        ..handover.clone()
    };
    let again = async || tx!(store, tx => handovers::insert(tx, &second).await.unwrap());
    assert!(!again().await, "one at a time");
    let found = read!(store, r => handovers::find_by_secret(r, &secret_hash(b"qr")).await.unwrap());
    assert_eq!(found.as_ref(), Some(&handover));
    let step = handovers::Step {
        from: "offered",
        to: "opened",
        phone: Some(&phone),
    };
    let advance = async |step: &handovers::Step<'_>, at| tx!(store, tx => handovers::advance(tx, &world.organisation, &handover.id, step, minute(at)).await.unwrap());
    assert!(!advance(&step, 15).await, "expired");
    assert!(advance(&step, 1).await);
    assert!(!advance(&step, 1).await, "a second phone");
    assert!(
        advance(
            &handovers::Step {
                from: "opened",
                to: "confirmed",
                phone: None
            },
            2
        )
        .await
    );
    let find =
        read!(store, r => handovers::find(r, &world.organisation, &handover.id).await.unwrap());
    let latest = read!(store, r => handovers::latest(r, &world.organisation, &world.registration).await.unwrap());
    assert_eq!(find, latest);
    let latest = latest.unwrap();
    assert_eq!(
        (latest.state.as_str(), latest.phone),
        ("confirmed", Some(phone))
    );
    let end = async || tx!(store, tx => handovers::end(tx, &world.organisation, &handover.id, "ended", minute(3)).await.unwrap());
    assert!(end().await);
    assert!(!end().await, "ended already");
    let latest = async || {
        read!(store, r => handovers::latest(r, &world.organisation, &world.registration).await.unwrap()).unwrap()
    };
    assert_eq!(latest().await.state, "ended");
    assert!(again().await, "once the first has ended");
    assert_eq!(
        latest().await.state,
        "offered",
        "the open one, whenever it began"
    );
}

pub(crate) async fn result_codes(store: &TestStore) {
    let world = World::new(store).await;
    let code = result_codes::ResultCode {
        organisation: world.organisation.clone(),
        registration: world.registration.clone(),
        browser: id!(store, BrowserId, 0),
        created: noon(),
        expires: minute(10),
    };
    let hash = secret_hash(b"code");
    let earlier = secret_hash(b"an earlier code");
    for hash in [&earlier, &hash] {
        tx!(store, tx => result_codes::hand_out(tx, hash, &code).await.unwrap());
    }
    let replaced = tx!(store, tx => result_codes::redeem(tx, &world.organisation, &earlier, minute(1)).await.unwrap());
    assert_eq!(replaced, None, "the last one counts");
    let redeem = async |organisation, at| tx!(store, tx => result_codes::redeem(tx, organisation, &hash, minute(at)).await.unwrap());
    let theirs = new_organisation(store).await;
    assert_eq!(redeem(&theirs, 1).await, None, "the wall");
    assert_eq!(redeem(&world.organisation, 10).await, None, "expired");
    assert_eq!(redeem(&world.organisation, 1).await, Some(code));
    assert_eq!(redeem(&world.organisation, 1).await, None, "used");
}

pub(crate) async fn chip_challenges(store: &TestStore) {
    let world = World::new(store).await;
    let other = World::within(store, &world.organisation, 1).await;
    let (organisation, registration) = (&world.organisation, &world.registration);
    let hand_out = async |challenge| {
        tx!(store, tx => chip_challenges::hand_out(tx, organisation, registration, &challenge, noon(), minute(10)).await.unwrap());
    };
    let spend = async |organisation, registration, challenge, at| tx!(store, tx => chip_challenges::spend(tx, organisation, registration, &challenge, minute(at)).await.unwrap());
    let ours = async |challenge, at| spend(organisation, registration, challenge, at).await;
    assert!(!ours([1; 8], 1).await, "never drawn");
    hand_out([1; 8]).await;
    hand_out([2; 8]).await;
    assert!(!ours([1; 8], 1).await, "the last one counts");
    assert!(!ours([2; 8], 10).await, "expired");
    let theirs = new_organisation(store).await;
    assert!(!spend(&theirs, registration, [2; 8], 1).await, "the wall");
    assert!(!spend(organisation, &other.registration, [2; 8], 1).await);
    assert!(ours([2; 8], 1).await);
    assert!(!ours([2; 8], 1).await, "spent");
}

pub(crate) async fn idempotency(store: &TestStore) {
    let world = World::new(store).await;
    let api_key = id!(store, ApiKeyId, 0);
    let key = api_keys::ApiKey {
        organisation: world.organisation.clone(),
        id: api_key.clone(),
        name: String::new(),
        prefix: String::new(),
        hash: secret_hash(b"k"),
        scopes: Vec::new(),
        livemode: true,
        created: noon(),
        last_used: None,
        revoked_at: None,
    };
    tx!(store, tx => api_keys::insert(tx, &key).await.unwrap());
    let request = |key, body_hash| Request {
        organisation: &world.organisation,
        api_key: &api_key,
        key,
        body_hash,
    };
    let (body, other) = ([1; 32], [2; 32]);
    let begin = async |request: &Request<'_>, at: i64| tx!(store, tx => idempotency::begin(tx, request, minute(at), minute(at + 1), minute(at + 60)).await.unwrap());
    let first = request("first", &body);
    let Begun::New { claim } = begin(&first, 0).await else {
        panic!("new")
    };
    assert_eq!(begin(&first, 0).await, Begun::InProgress);
    assert_eq!(begin(&request("first", &other), 0).await, Begun::Mismatch);
    assert_eq!(
        begin(&request("first", &other), 2).await,
        Begun::Mismatch,
        "even after the lease"
    );
    let Begun::New { claim: second } = begin(&first, 2).await else {
        panic!("taken over")
    };
    let mut tx = store.begin().await.unwrap();
    let lost = idempotency::finish(&mut tx, &first, &claim, 201, b"{}", None).await;
    assert!(matches!(lost, Err(StoreError::NotFound(_))));
    drop(tx);
    let registration = Some(&world.registration);
    tx!(store, tx => idempotency::finish(tx, &first, &second, 201, b"{\"id\":1}", registration).await.unwrap());
    let Begun::Replay { status, response } = begin(&first, 3).await else {
        panic!("replay")
    };
    assert_eq!((status, &*response), (201, &b"{\"id\":1}"[..]));
    assert_eq!(begin(&request("first", &other), 3).await, Begun::Mismatch);
    tx!(store, tx => erase_registration(tx, &world.organisation, &world.registration, minute(4)).await.unwrap());
    assert_eq!(begin(&first, 5).await, Begun::Gone { status: 201 });
    assert!(
        matches!(begin(&first, 62).await, Begun::New { .. }),
        "forgotten"
    );

    let unbound = request("unbound", &body);
    let Begun::New { claim } = begin(&unbound, 0).await else {
        panic!("new")
    };
    tx!(store, tx => idempotency::finish(tx, &unbound, &claim, 204, b"", None).await.unwrap());
    assert!(matches!(
        begin(&unbound, 1).await,
        Begun::Replay { status: 204, .. }
    ));
    let abandoned = request("abandoned", &body);
    let Begun::New { claim } = begin(&abandoned, 0).await else {
        panic!("new")
    };
    tx!(store, tx => idempotency::abandon(tx, &abandoned, &claim).await.unwrap());
    assert!(matches!(begin(&abandoned, 0).await, Begun::New { .. }));
}
