//! Organisations, keys, operators.

use bonafide_store::attempts::Reservation;
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{
    StoreError, api_keys, operators, organisations, passkeys, policies, secret_hash, services,
};
use jiff::SignedDuration;

use crate::world::{id, minute, new_operator, new_organisation, read, tx};

pub(crate) async fn organisations(store: &TestStore) {
    let id = new_organisation(store).await;
    let mut acme = read!(store, r => organisations::find(r, &id).await.unwrap()).unwrap();
    assert_eq!(acme.return_urls, ["https://acme.example/back"]);
    acme.name = "Acme é 企".to_owned();
    acme.disabled_at = Some(minute(3));
    tx!(store, tx => organisations::update(tx, &acme).await.unwrap());
    let other = new_organisation(store).await;
    let all = read!(store, r => organisations::list(r, None, 10).await.unwrap());
    assert_eq!(all.len(), 2);
    assert!(all.contains(&acme));
    let first = &all[0].id;
    let rest = read!(store, r => organisations::list(r, Some(first), 10).await.unwrap());
    assert_eq!(rest, all[1..]);
    let mut tx = store.begin().await.unwrap();
    let unknown = organisations::Organisation {
        id: id!(store, OrganisationId, 9),
        ..acme.clone()
    };
    assert!(matches!(
        organisations::update(&mut tx, &unknown).await,
        Err(StoreError::NotFound("organisation"))
    ));
    assert!(matches!(
        organisations::insert(&mut tx, &organisations::Organisation { id: other, ..acme }).await,
        Err(StoreError::Duplicate(_))
    ));
}

pub(crate) async fn api_keys(store: &TestStore) {
    let organisation = new_organisation(store).await;
    let key = api_keys::ApiKey {
        organisation: organisation.clone(),
        id: id!(store, ApiKeyId, 0),
        name: "web shop".to_owned(),
        prefix: "bf_test_ab".to_owned(),
        hash: secret_hash(b"bf_test_abcdef"),
        scopes: vec!["sessions:write".to_owned(), "sessions:read".to_owned()],
        livemode: false,
        created: noon(),
        last_used: None,
        revoked_at: None,
    };
    tx!(store, tx => api_keys::insert(tx, &key).await.unwrap());
    let find = async || read!(store, r => api_keys::find_by_hash(r, &key.hash).await.unwrap());
    assert_eq!(find().await.as_ref(), Some(&key));
    let touch = async |at| tx!(store, tx => api_keys::touch(tx, &organisation, &key.id, minute(at)).await.unwrap());
    assert!(touch(0).await);
    assert!(!touch(1).await, "within the minute");
    assert!(touch(3).await);
    assert_eq!(find().await.unwrap().last_used, Some(minute(3)));

    let other = new_organisation(store).await;
    let mut tx = store.begin().await.unwrap();
    assert!(
        api_keys::revoke(&mut tx, &other, &key.id, minute(4))
            .await
            .is_err(),
        "not theirs"
    );
    drop(tx);
    tx!(store, tx => api_keys::revoke(tx, &organisation, &key.id, minute(4)).await.unwrap());
    tx!(store, tx => api_keys::revoke(tx, &organisation, &key.id, minute(9)).await.unwrap());
    assert_eq!(find().await, None);
    let listed = read!(store, r => api_keys::list(r, &organisation, 10).await.unwrap());
    assert_eq!(listed[0].revoked_at, Some(minute(4)));
    let find = async |of| read!(store, r => api_keys::find(r, of, &key.id).await.unwrap());
    assert_eq!(find(&organisation).await.as_ref(), Some(&listed[0]));
    assert_eq!(find(&other).await, None, "not theirs");
}

pub(crate) async fn services_and_policies(store: &TestStore) {
    let organisation = new_organisation(store).await;
    let service = |id: &str, version| services::Service {
        organisation: organisation.clone(),
        id: id.to_owned(),
        version,
        definition: format!("{{\"steps\":{version}}}"),
        created: noon(),
    };
    let all = [
        service("loan", 1),
        service("account", 1),
        service("account", 2),
    ];
    for service in &all {
        tx!(store, tx => services::insert(tx, service).await.unwrap());
    }
    let find = read!(store, r => services::find(r, &organisation, "account", 1).await.unwrap());
    assert_eq!(find.as_ref(), Some(&all[1]));
    let latest = read!(store, r => services::latest(r, &organisation, "account").await.unwrap());
    assert_eq!(latest.as_ref(), Some(&all[2]));
    let list = read!(store, r => services::list(r, &organisation, 10).await.unwrap());
    assert_eq!(list, [all[2].clone(), all[0].clone()]);
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(
        services::insert(&mut tx, &all[0]).await,
        Err(StoreError::Duplicate(_))
    ));
    drop(tx);

    let policy = |version| policies::Policy {
        id: "default".to_owned(),
        version,
        body: "{}".to_owned(),
        hash: secret_hash(b"{}"),
        created: noon(),
    };
    for version in [1, 2] {
        tx!(store, tx => policies::insert(tx, &policy(version)).await.unwrap());
    }
    assert_eq!(
        read!(store, r => policies::find(r, "default", 1).await.unwrap()),
        Some(policy(1))
    );
    assert_eq!(
        read!(store, r => policies::latest(r, "default").await.unwrap()),
        Some(policy(2))
    );
    assert_eq!(
        read!(store, r => policies::latest(r, "other").await.unwrap()),
        None
    );
    assert_eq!(
        read!(store, r => policies::list(r, 9).await.unwrap()),
        [policy(1), policy(2)]
    );
}

pub(crate) async fn operators(store: &TestStore) {
    let id = new_operator(store, "grace").await;
    let by_name = read!(store, r => operators::find_by_name(r, "grace").await.unwrap()).unwrap();
    assert_eq!(
        read!(store, r => operators::find(r, &id).await.unwrap()),
        Some(by_name.clone())
    );
    assert_eq!(
        read!(store, r => operators::list(r, 9).await.unwrap()),
        [by_name]
    );

    let link = secret_hash(b"enrol");
    tx!(store, tx => operators::insert_link(tx, &link, &id, noon(), minute(60)).await.unwrap());
    let peek = read!(store, r => operators::peek_link(r, &link, minute(1)).await.unwrap());
    assert_eq!(peek.as_ref(), Some(&id));
    let redeem =
        async |at| tx!(store, tx => operators::redeem_link(tx, &link, minute(at)).await.unwrap());
    assert_eq!(redeem(61).await, None, "expired");
    assert_eq!(redeem(1).await.as_ref(), Some(&id));
    assert_eq!(redeem(1).await, None, "used");

    let session = operators::OperatorSession {
        cookie_hash: secret_hash(b"cookie"),
        operator: id.clone(),
        csrf: vec![1; 32],
        created: noon(),
        expires: minute(30),
        last_seen: noon(),
    };
    tx!(store, tx => operators::begin_session(tx, &session).await.unwrap());
    let find = async |at| read!(store, r => operators::session(r, &session.cookie_hash, minute(at)).await.unwrap());
    assert_eq!(find(29).await.as_ref(), Some(&session));
    assert_eq!(find(30).await, None);
    tx!(store, tx => operators::touch_session(tx, &session.cookie_hash, minute(20), minute(50)).await.unwrap());
    assert_eq!(find(40).await.unwrap().last_seen, minute(20));
    tx!(store, tx => operators::end_session(tx, &session.cookie_hash).await.unwrap());
    assert_eq!(find(20).await, None);

    tx!(store, tx => operators::begin_session(tx, &session).await.unwrap());
    tx!(store, tx => operators::disable(tx, &id, minute(2)).await.unwrap());
    assert_eq!(find(3).await, None, "signed out");
    let disabled = read!(store, r => operators::find(r, &id).await.unwrap()).unwrap();
    assert_eq!(disabled.disabled_at, Some(minute(2)));
}

pub(crate) async fn passkeys(store: &TestStore) {
    let operator = new_operator(store, "grace").await;
    let passkey = passkeys::Passkey {
        credential: vec![1, 2, 3],
        operator: operator.clone(),
        name: "blue key".to_owned(),
        passkey: "{\"counter\":0}".to_owned(),
        created: noon(),
        last_used: None,
    };
    tx!(store, tx => passkeys::insert(tx, &passkey).await.unwrap());
    let update = "{\"counter\":1}";
    tx!(store, tx => passkeys::update(tx, &[1, 2, 3], update, minute(1)).await.unwrap());
    let found = read!(store, r => passkeys::find(r, &[1, 2, 3]).await.unwrap()).unwrap();
    assert_eq!(
        (found.passkey.as_str(), found.last_used),
        (update, Some(minute(1)))
    );
    assert_eq!(
        read!(store, r => passkeys::of_operator(r, &operator).await.unwrap()),
        [found]
    );
    let session = operators::OperatorSession {
        cookie_hash: secret_hash(b"begun with it"),
        operator: operator.clone(),
        csrf: vec![1; 32],
        created: noon(),
        expires: minute(30),
        last_seen: noon(),
    };
    tx!(store, tx => operators::begin_session(tx, &session).await.unwrap());
    tx!(store, tx => passkeys::remove(tx, &operator, &[1, 2, 3]).await.unwrap());
    let ended =
        read!(store, r => operators::session(r, &session.cookie_hash, minute(1)).await.unwrap());
    assert_eq!(ended, None);
    let mut tx = store.begin().await.unwrap();
    let gone = passkeys::remove(&mut tx, &operator, &[1, 2, 3]).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    drop(tx);
    assert_eq!(
        read!(store, r => passkeys::find(r, &[1, 2, 3]).await.unwrap()),
        None
    );

    let ceremony = passkeys::Ceremony {
        purpose: "sign_in".to_owned(),
        operator: None,
        state: "{}".to_owned(),
        expires: minute(5),
    };
    let hash = secret_hash(b"ceremony");
    tx!(store, tx => passkeys::begin_ceremony(tx, &hash, &ceremony).await.unwrap());
    let take = async |purpose, at| tx!(store, tx => passkeys::take_ceremony(tx, &hash, purpose, minute(at)).await.unwrap());
    assert_eq!(take("enrol", 1).await, None);
    assert_eq!(take("sign_in", 5).await, None);
    assert_eq!(take("sign_in", 1).await, Some(ceremony));
    assert_eq!(take("sign_in", 1).await, None, "once");
}

pub(crate) async fn attempts(store: &TestStore) {
    let window = SignedDuration::from_mins(10);
    let reserve = async |at| {
        store
            .reserve_attempt("code", "reg_1", 3, window, minute(at))
            .await
            .unwrap()
    };
    assert_eq!(reserve(0).await, Reservation::Granted { left: 2 });
    assert_eq!(reserve(6).await, Reservation::Granted { left: 1 });
    assert_eq!(reserve(9).await, Reservation::Granted { left: 0 });
    assert_eq!(
        reserve(9).await,
        Reservation::Refused {
            retry_at: minute(10)
        }
    );
    assert_eq!(
        reserve(10).await,
        Reservation::Granted { left: 0 },
        "the first has left the window"
    );
    assert_eq!(
        reserve(11).await,
        Reservation::Refused {
            retry_at: minute(16)
        }
    );
    let other = store
        .reserve_attempt("code", "reg_2", 1, window, minute(11))
        .await
        .unwrap();
    assert_eq!(other, Reservation::Granted { left: 0 });
    assert!(
        store
            .reserve_attempt("code", "reg_2", 0, window, minute(11))
            .await
            .is_err()
    );
}
