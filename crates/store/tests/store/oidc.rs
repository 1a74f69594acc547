//! Clients, the keys that sign tokens, what is good once, and what people agreed to.

use bonafide_identity::id::{AccountId, ClientId, OrganisationId};
use bonafide_store::account::approvals::{self, Approval, ApprovalState};
use bonafide_store::event_streams::{self, EventStream};
use bonafide_store::messages::DeliveryState;
use bonafide_store::oidc_clients::{self, Client};
use bonafide_store::oidc_grants::{self, Consent, Grant};
use bonafide_store::oidc_keys::{self, SigningKey};
use bonafide_store::oidc_notifications::{self, Notification};
use bonafide_store::oidc_once::{self, Kind};
use bonafide_store::oidc_polls::{self, Poll};
use bonafide_store::oidc_requests;
use bonafide_store::oidc_sessions::{self, KnownSession};
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{StoreError, account, erase_account, organisations, retention};
use jiff::SignedDuration;

use crate::accounts::opened;
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

pub(crate) async fn requests(store: &TestStore) {
    let client = id!(store, ClientId, 0);
    let (first, second) = ([1; 32], [2; 32]);
    tx!(store, tx => {
        for (hash, until) in [(&first, 60), (&second, 1)] {
            oidc_requests::insert(tx, hash, &client, "scope=openid", None, [noon(), minute(until)]).await.unwrap();
        }
    });
    let find = async |hash: [u8; 32], at| read!(store, r => oidc_requests::find(r, &hash, minute(at)).await.unwrap());
    let found = find(first, 59).await.unwrap();
    assert_eq!(
        (&found.client, &*found.form, found.created),
        (&client, &b"scope=openid"[..], noon())
    );
    assert!(find(first, 60).await.is_none() && find(second, 1).await.is_none());
    let mut ends = Vec::new();
    for _ in 0..2 {
        ends.push(tx!(store, tx => oidc_requests::end(tx, &first).await.unwrap()));
    }
    assert_eq!(ends, [true, false]);
    // Swapped for another's, it is not read.
    let swap = "UPDATE oidc_requests SET hash = ";
    let blob = if store.is_postgres() {
        format!("'\\x{}'", "01".repeat(32))
    } else {
        format!("x'{}'", "01".repeat(32))
    };
    store.tamper(&format!("{swap}{blob}")).await.unwrap();
    read!(store, r => assert!(oidc_requests::find(r, &first, noon()).await.is_err()));
}

pub(crate) async fn polls(store: &TestStore) {
    let (client, other) = (id!(store, ClientId, 0), id!(store, ClientId, 1));
    let row = Poll {
        hash: [1; 32],
        client: client.clone(),
        approval: Some(id!(store, ApprovalId, 0)),
        user_code: None,
        agreed: None,
        refused_at: None,
        polled_at: None,
        wait: 5,
        created: noon(),
        open_until: minute(2),
        expires: minute(10),
    };
    tx!(store, tx => oidc_polls::insert(tx, &row, "scope=openid").await.unwrap());
    read!(store, r => {
        assert_eq!(oidc_polls::find(r, &[1; 32], &client).await.unwrap().as_ref(), Some(&row));
        assert_eq!(oidc_polls::find(r, &[1; 32], &other).await.unwrap(), None);
    });
    tx!(store, tx => oidc_polls::polled(tx, &[1; 32], 10, minute(1)).await.unwrap());
    read!(store, r => {
        let found = oidc_polls::find(r, &[1; 32], &client).await.unwrap().unwrap();
        assert_eq!((found.polled_at, found.wait), (Some(minute(1)), 10));
    });
    let mut ends = Vec::new();
    for _ in 0..2 {
        let taken = tx!(store, tx => oidc_polls::take(tx, &[1; 32]).await.unwrap());
        ends.push(taken.map(|form| form.to_vec()));
    }
    assert_eq!(ends, [Some(b"scope=openid".to_vec()), None]);
    // Swept once its time is up.
    tx!(store, tx => oidc_polls::insert(tx, &row, "scope=openid").await.unwrap());
    let late = minute(10) + SignedDuration::from_hours(25);
    let done = retention::run(store, late, SignedDuration::from_hours(1))
        .await
        .unwrap();
    assert_eq!(done.expired, 1);
}

pub(crate) async fn devices(store: &TestStore) {
    let client = id!(store, ClientId, 0);
    let row = |hash: u8, code: u8| Poll {
        hash: [hash; 32],
        client: client.clone(),
        approval: None,
        user_code: Some([code; 32]),
        agreed: None,
        refused_at: None,
        polled_at: None,
        wait: 5,
        created: noon(),
        open_until: minute(10),
        expires: minute(20),
    };
    tx!(store, tx => oidc_polls::insert(tx, &row(1, 7), "scope=openid").await.unwrap());
    let typed = async |code: u8, at| {
        let found =
            read!(store, r => oidc_polls::by_user_code(r, &[code; 32], minute(at)).await.unwrap());
        found.map(|(poll, form)| (poll.hash[0], form.to_vec()))
    };
    // One code finds one device, while its time is not up.
    assert_eq!(typed(7, 9).await, Some((1, b"scope=openid".to_vec())));
    assert_eq!(typed(7, 10).await, None);
    assert_eq!(typed(8, 1).await, None);
    let mut tx = store.begin().await.unwrap();
    let twice = oidc_polls::insert(&mut tx, &row(2, 7), "").await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    drop(tx);
    // It is answered once, and not too late.
    tx!(store, tx => oidc_polls::insert(tx, &row(3, 8), "").await.unwrap());
    let answer = async |hash: u8, agreed, at| tx!(store, tx => oidc_polls::answer(tx, &[hash; 32], agreed, minute(at)).await.unwrap());
    assert!(!answer(1, Some("g"), 10).await);
    assert!(answer(1, Some("g"), 9).await);
    assert!(!answer(1, None, 9).await);
    assert!(answer(3, None, 1).await);
    assert!(!answer(3, Some("g"), 2).await);
    assert_eq!(typed(7, 9).await, None);
    read!(store, r => {
        let found = oidc_polls::find(r, &[1; 32], &client).await.unwrap().unwrap();
        assert_eq!((found.agreed.as_deref(), found.refused_at), (Some("g"), None));
        let found = oidc_polls::find(r, &[3; 32], &client).await.unwrap().unwrap();
        assert_eq!((found.agreed, found.refused_at), (None, Some(minute(1))));
    });
    // Whom a request is for is kept with it.
    tx!(store, tx => oidc_requests::insert(tx, &[9; 32], &client, "", Some(&[1; 32]), [noon(), minute(5)]).await.unwrap());
    let kept = read!(store, r => oidc_requests::find(r, &[9; 32], noon()).await.unwrap());
    assert_eq!(kept.unwrap().device, Some([1; 32]));
}

fn grant(organisation: &OrganisationId, account: &AccountId, client: &ClientId, n: u8) -> Grant {
    Grant {
        id: format!("grant{n}"),
        organisation: organisation.clone(),
        client: client.clone(),
        account: account.clone(),
        code: [n; 32],
        code_until: minute(1),
        redeemed_at: None,
        family: None,
        refresh: None,
        revoked_at: None,
        created: noon(),
        expires: minute(1),
    }
}

pub(crate) async fn grants(store: &TestStore) {
    let organisation = new_organisation(store).await;
    let (ann, bob) = (
        opened(store, "ann.smith", 0).await,
        opened(store, "bob.jones", 1).await,
    );
    let client = id!(store, ClientId, 0);
    let given = grant(&organisation, &ann, &client, 1);
    tx!(store, tx => {
        oidc_grants::insert(tx, &given, b"matter").await.unwrap();
        let other = grant(&organisation, &bob, &client, 2);
        oidc_grants::insert(tx, &other, b"other").await.unwrap();
    });
    let find = async |id: &str| read!(store, r => oidc_grants::find(r, id).await.unwrap());
    assert_eq!(find("grant1").await.as_ref(), Some(&given));
    read!(store, r => {
        assert_eq!(oidc_grants::by_code(r, &[1; 32]).await.unwrap().as_ref(), Some(&given));
        assert_eq!(oidc_grants::by_code(r, &[3; 32]).await.unwrap(), None);
        assert_eq!(&*oidc_grants::matter(r, &given).await.unwrap(), b"matter");
    });

    tx!(store, tx => oidc_grants::rewrite(tx, &given, b"less").await.unwrap());
    read!(store, r => assert_eq!(&*oidc_grants::matter(r, &given).await.unwrap(), b"less"));

    // Of many at once exactly one exchanges the code.
    let many = (0..6).map(|_| async {
        tx!(store, tx => oidc_grants::redeem(tx, "grant1", noon(), minute(98)).await.unwrap())
    });
    let won = futures::future::join_all(many).await;
    assert_eq!(won.into_iter().filter(|won| *won).count(), 1);
    tx!(store, tx => {
        oidc_grants::begin_family(tx, "grant1", &[7; 32], &[8; 32], minute(99)).await.unwrap();
        assert!(oidc_grants::begin_family(tx, "grant1", &[7; 32], &[9; 32], minute(99)).await.is_err());
    });
    let kept = read!(store, r => oidc_grants::by_family(r, &[7; 32]).await.unwrap()).unwrap();
    assert_eq!(
        (kept.refresh, kept.expires, kept.is_open(minute(98))),
        (Some([8; 32]), minute(99), true)
    );
    assert!(!kept.is_open(minute(99)));
    // And exactly one puts another refresh token in the place of one.
    let many = (0..6_u8).map(|n| async move { tx!(store, tx => oidc_grants::rotate(tx, "grant1", &[8; 32], &[20 + n; 32], minute(120)).await.unwrap()) });
    let won = futures::future::join_all(many).await;
    assert_eq!(won.into_iter().filter(|won| *won).count(), 1);
    tx!(store, tx => oidc_grants::revoke(tx, "grant1", minute(5)).await.unwrap());
    tx!(store, tx => oidc_grants::revoke(tx, "grant1", minute(6)).await.unwrap());
    let ended = find("grant1").await.unwrap();
    assert_eq!(
        (ended.revoked_at, ended.is_open(noon())),
        (Some(minute(5)), false)
    );
    let current = ended.refresh.unwrap();
    assert!(
        !tx!(store, tx => oidc_grants::rotate(tx, "grant1", &current, &[1; 32], minute(120)).await.unwrap())
    );

    // Nothing of a blocked account, nor of an erased one.
    assert!(find("grant2").await.is_some());
    tx!(store, tx => { account::block(tx, &bob, noon()).await.unwrap(); });
    assert_eq!(find("grant2").await, None);
    let blocked = read!(store, r => oidc_grants::by_code(r, &[2; 32]).await.unwrap());
    assert_eq!(
        blocked.unwrap().revoked_at,
        Some(noon()),
        "also once it is opened again"
    );
    tx!(store, tx => erase_account(tx, &ann, noon()).await.unwrap());
    read!(store, r => assert_eq!(oidc_grants::by_code(r, &[1; 32]).await.unwrap(), None));
    let late = minute(1) + SignedDuration::from_hours(25);
    retention::run(store, late, SignedDuration::from_hours(1))
        .await
        .unwrap();
    read!(store, r => assert_eq!(oidc_grants::by_code(r, &[2; 32]).await.unwrap(), None));
}

pub(crate) async fn logouts(store: &TestStore) {
    let ann = opened(store, "ann.smith", 0).await;
    let bob = opened(store, "bob.jones", 1).await;
    let (first, second) = (id!(store, ClientId, 0), id!(store, ClientId, 1));
    let known = |account: &AccountId, client: &ClientId, session: &str| KnownSession {
        account: account.clone(),
        client: client.clone(),
        session: session.to_owned(),
        expires: minute(9),
    };
    let all = [
        known(&ann, &first, "a"),
        known(&ann, &first, "b"),
        known(&ann, &second, "a"),
        known(&ann, &second, "c"),
        known(&bob, &first, "d"),
    ];
    tx!(store, tx => {
        for one in all.iter().chain(&all) {
            oidc_sessions::know(tx, one).await.unwrap();
        }
    });
    let names = |mut rows: Vec<KnownSession>| {
        rows.sort_by(|a, b| (&a.client, &a.session).cmp(&(&b.client, &b.session)));
        rows
    };
    let ended = tx!(store, tx => oidc_sessions::forget(tx, &ann, "a").await.unwrap());
    assert_eq!(names(ended), [all[0].clone(), all[2].clone()]);
    assert!(tx!(store, tx => oidc_sessions::forget(tx, &ann, "a").await.unwrap()).is_empty());
    assert!(
        tx!(store, tx => oidc_sessions::forget(tx, &ann, "d").await.unwrap()).is_empty(),
        "somebody else's"
    );
    let others = tx!(store, tx => oidc_sessions::forget_others(tx, &ann, "c").await.unwrap());
    assert_eq!(others, [all[1].clone()]);
    let left = tx!(store, tx => oidc_sessions::forget_client(tx, &ann, &second).await.unwrap());
    assert_eq!(left, [all[3].clone()]);
    tx!(store, tx => oidc_sessions::know(tx, &all[0]).await.unwrap());
    let left = tx!(store, tx => oidc_sessions::forget_all(tx, &ann).await.unwrap());
    assert_eq!(left, [all[0].clone()]);

    let told = |id: &str, client: &ClientId| Notification {
        id: id.to_owned(),
        client: client.clone(),
        account: Some(ann.clone()),
        session: Some("a".to_owned()),
        approval: None,
        event: false,
        state: DeliveryState::Pending,
        attempts: 0,
        next_at: noon(),
        claim: None,
        last_error: None,
        created: noon(),
        expires: minute(60),
    };
    tx!(store, tx => {
        oidc_notifications::insert(tx, &told("1", &first), None).await.unwrap();
        oidc_notifications::insert(tx, &told("2", &second), None).await.unwrap();
    });
    let claim = async |at: i64, busy: &[ClientId]| {
        store
            .claim_notification(minute(at), minute(at + 2), busy)
            .await
            .unwrap()
    };
    let one = claim(0, &[]).await.unwrap();
    assert_eq!((one.id.as_str(), one.attempts), ("1", 1));
    assert!(
        claim(0, std::slice::from_ref(&second)).await.is_none(),
        "that client is being told"
    );
    let two = claim(0, std::slice::from_ref(&first)).await.unwrap();
    tx!(store, tx => {
        oidc_notifications::attempted(tx, &one, DeliveryState::Pending, Some("status 500"), Some(minute(5))).await.unwrap();
        oidc_notifications::attempted(tx, &two, DeliveryState::Delivered, None, None).await.unwrap();
        assert!(oidc_notifications::attempted(tx, &two, DeliveryState::Failed, None, None).await.is_err());
    });
    assert!(claim(4, &[]).await.is_none());
    let again = claim(5, &[]).await.unwrap();
    assert_eq!(
        (
            again.id.as_str(),
            again.attempts,
            again.last_error.as_deref()
        ),
        ("1", 2, Some("status 500"))
    );
    tx!(store, tx => oidc_grants::remove_client(tx, &first).await.unwrap());
    assert!(claim(30, &[]).await.is_none(), "with its client");
    assert!(tx!(store, tx => oidc_sessions::forget(tx, &bob, "d").await.unwrap()).is_empty());
}

pub(crate) async fn pings(store: &TestStore) {
    let ann = opened(store, "ann.smith", 0).await;
    let client = id!(store, ClientId, 0);
    let approval = id!(store, ApprovalId, 0);
    let app = id!(store, AppId, 0);
    let ping = Notification {
        id: "1".to_owned(),
        client: client.clone(),
        account: None,
        session: None,
        approval: Some(approval.clone()),
        event: false,
        state: DeliveryState::Pending,
        attempts: 0,
        next_at: minute(5),
        claim: None,
        last_error: None,
        created: noon(),
        expires: minute(60),
    };
    let asked = Approval {
        id: approval.clone(),
        account: ann.clone(),
        asker: [7; 32],
        state: ApprovalState::Pending,
        app: None,
        tries: 0,
        created: noon(),
        open_until: minute(5),
        decided_at: None,
        expires: minute(60),
    };
    tx!(store, tx => {
        oidc_notifications::insert(tx, &ping, Some(b"secret")).await.unwrap();
        approvals::insert(tx, &asked, b"{}").await.unwrap();
    });
    let claim = async |at: i64| {
        store
            .claim_notification(minute(at), minute(at + 2), &[])
            .await
            .unwrap()
    };
    assert!(claim(1).await.is_none(), "nobody answered");
    let said = (ApprovalState::Denied, &app);
    assert!(
        tx!(store, tx => approvals::decide(tx, &ann, &approval, said, minute(2)).await.unwrap())
    );
    assert!(claim(1).await.is_none());
    let due = claim(2).await.unwrap();
    read!(store, r => assert_eq!(&oidc_notifications::body(r, &due).await.unwrap()[..], b"secret"));
}

pub(crate) async fn streams(store: &TestStore) {
    let organisation = new_organisation(store).await;
    let ann = opened(store, "ann.smith", 0).await;
    let (first, second) = (id!(store, ClientId, 0), id!(store, ClientId, 1));
    let stream = |id: &str, client: &ClientId| EventStream {
        id: id.to_owned(),
        client: client.clone(),
        status: "enabled".to_owned(),
        reason: None,
        verified_at: None,
        created: noon(),
    };
    let (one, two) = (stream("1", &first), stream("2", &second));
    tx!(store, tx => {
        assert!(event_streams::open(tx, &one, b"here").await.unwrap());
        assert!(!event_streams::open(tx, &stream("3", &first), b"there").await.unwrap(), "one each");
        assert!(event_streams::open(tx, &two, b"there").await.unwrap());
    });
    read!(store, r => {
        assert_eq!(event_streams::of_client(r, &first).await.unwrap(), Some(one.clone()));
        assert_eq!(&event_streams::config(r, &one).await.unwrap()[..], b"here");
        assert!(event_streams::of_account(r, &ann, "disabled").await.unwrap().is_empty());
    });
    let consent = Consent {
        account: ann.clone(),
        client: first.clone(),
        organisation,
        items: "[]".to_owned(),
        created: noon(),
        changed: noon(),
        used: noon(),
    };
    tx!(store, tx => {
        oidc_grants::remember(tx, &consent).await.unwrap();
        event_streams::reconfigure(tx, &one, b"elsewhere").await.unwrap();
        assert!(event_streams::verify(tx, "1", minute(0), minute(1)).await.unwrap());
        assert!(!event_streams::verify(tx, "1", minute(0), minute(1)).await.unwrap(), "too soon");
        assert!(event_streams::verify(tx, "1", minute(1), minute(2)).await.unwrap());
        oidc_grants::revoke_all(tx, &ann, minute(3)).await.unwrap();
        assert_eq!(event_streams::of_account(tx, &ann, "disabled").await.unwrap().len(), 1, "is told that it is over");
        oidc_grants::withdraw(tx, &ann, &first, minute(3)).await.unwrap();
        assert!(event_streams::of_account(tx, &ann, "disabled").await.unwrap().is_empty(), "ended");
        oidc_grants::remember(tx, &consent).await.unwrap();
        event_streams::set_status(tx, "1", "disabled", Some("why")).await.unwrap();
        assert!(event_streams::of_account(tx, &ann, "disabled").await.unwrap().is_empty());
    });
    read!(store, r => {
        let present = event_streams::of_client(r, &first).await.unwrap().unwrap();
        assert_eq!((present.reason.as_deref(), present.verified_at), (Some("why"), Some(minute(2))));
        assert_eq!(&event_streams::config(r, &one).await.unwrap()[..], b"elsewhere");
    });

    let told = |id: &str, event: bool| Notification {
        id: id.to_owned(),
        client: first.clone(),
        account: Some(ann.clone()),
        session: None,
        approval: None,
        event,
        state: DeliveryState::Pending,
        attempts: 0,
        next_at: minute(30),
        claim: None,
        last_error: None,
        created: noon(),
        expires: minute(60),
    };
    tx!(store, tx => {
        oidc_notifications::insert(tx, &told("1", true), Some(b"secret")).await.unwrap();
        oidc_notifications::insert(tx, &told("2", false), None).await.unwrap();
        oidc_notifications::resume_events(tx, &second, minute(1)).await.unwrap();
    });
    let claim = async |at: i64| {
        let (now, until) = (minute(at), minute(at + 2));
        store.claim_notification(now, until, &[]).await.unwrap()
    };
    assert!(claim(1).await.is_none(), "another client's");
    tx!(store, tx => oidc_notifications::resume_events(tx, &first, minute(1)).await.unwrap());
    let due = claim(1).await.unwrap();
    assert_eq!((due.id.as_str(), due.event), ("1", true));
    assert!(claim(1).await.is_none(), "no event");
    tx!(store, tx => oidc_notifications::drop_events(tx, &first).await.unwrap());
    assert_eq!(claim(31).await.unwrap().id, "2");
    tx!(store, tx => event_streams::close(tx, "2").await.unwrap());
    tx!(store, tx => oidc_grants::remove_client(tx, &first).await.unwrap());
    read!(store, r => {
        assert_eq!(event_streams::of_client(r, &first).await.unwrap(), None);
        assert_eq!(event_streams::of_client(r, &second).await.unwrap(), None);
    });
}

pub(crate) async fn consents(store: &TestStore) {
    let organisation = new_organisation(store).await;
    let ann = opened(store, "ann.smith", 0).await;
    let client = id!(store, ClientId, 0);
    let mut consent = Consent {
        account: ann.clone(),
        client: client.clone(),
        organisation: organisation.clone(),
        items: "[]".to_owned(),
        created: noon(),
        changed: noon(),
        used: noon(),
    };
    tx!(store, tx => oidc_grants::remember(tx, &consent).await.unwrap());
    (consent.items, consent.changed) = (r#"["email"]"#.to_owned(), minute(1));
    tx!(store, tx => oidc_grants::remember(tx, &consent).await.unwrap());
    let kept = async || read!(store, r => oidc_grants::consent(r, &ann, &client).await.unwrap());
    assert_eq!(kept().await.as_ref(), Some(&consent));
    tx!(store, tx => oidc_grants::insert(tx, &grant(&organisation, &ann, &client, 1), b"").await.unwrap());
    let of = async |account: &AccountId| read!(store, r => oidc_grants::consents(r, account).await.unwrap());
    let bob = opened(store, "bob.jones", 1).await;
    assert_eq!(of(&ann).await, [consent.clone()]);
    assert!(of(&bob).await.is_empty());
    tx!(store, tx => oidc_grants::withdraw(tx, &bob, &client, minute(2)).await.unwrap());
    assert_eq!(kept().await.as_ref(), Some(&consent), "somebody else's");
    tx!(store, tx => oidc_grants::withdraw(tx, &ann, &client, minute(2)).await.unwrap());
    assert_eq!(kept().await, None);
    let ended = async || read!(store, r => oidc_grants::find(r, "grant1").await.unwrap());
    assert_eq!(ended().await.unwrap().revoked_at, Some(minute(2)));
    tx!(store, tx => oidc_grants::withdraw(tx, &ann, &client, minute(3)).await.unwrap());
    assert_eq!(ended().await.unwrap().revoked_at, Some(minute(2)), "once");
    tx!(store, tx => oidc_grants::remember(tx, &consent).await.unwrap());
    tx!(store, tx => {
        oidc_grants::remove_client(tx, &client).await.unwrap();
    });
    assert_eq!(kept().await, None);
    assert_eq!(
        read!(store, r => oidc_grants::find(r, "grant1").await.unwrap()),
        None
    );
}
