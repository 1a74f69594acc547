//! Where approval apps are woken, and what waits to be pushed.

use bonafide_identity::id::{AccountId, AppId, MessageId};
use bonafide_store::account::apps::{self, App};
use bonafide_store::account::{self, push};
use bonafide_store::testing::{TestStore, noon};
use bonafide_store::{erase_account, secret_hash};
use jiff::Timestamp;

use crate::accounts::opened;
use crate::world::{id, minute, read, tx};

async fn app(store: &TestStore, account: &AccountId, name: &str, at: i64) -> AppId {
    let app = App {
        id: id!(store, AppId, at),
        account: account.clone(),
        credential: name.as_bytes().to_vec(),
        passkey: "{}".to_owned(),
        cookie_hash: secret_hash(name.as_bytes()),
        system: "android".to_owned(),
        created: minute(at),
        last_used: None,
        blocked_at: None,
        active_from: None,
        replaces: None,
    };
    tx!(store, tx => apps::insert(tx, &app).await.unwrap());
    app.id
}

async fn subscribe(store: &TestStore, account: &AccountId, app: &AppId, what: &str) {
    tx!(store, tx => push::subscribe(tx, account, app, what.as_bytes(), noon()).await.unwrap());
}

/// What is known of where an app is woken.
async fn known(store: &TestStore, app: &AppId) -> Option<String> {
    let found = read!(store, r => push::subscription(r, app).await.unwrap());
    found.map(|plain| String::from_utf8_lossy(&plain).into_owned())
}

pub(crate) async fn subscriptions(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let (one, two) = (
        app(store, &account, "one", 1).await,
        app(store, &account, "two", 2).await,
    );
    assert_eq!(known(store, &one).await, None);
    subscribe(store, &account, &one, "first").await;
    subscribe(store, &account, &one, "second").await;
    subscribe(store, &account, &two, "other").await;
    assert_eq!(known(store, &one).await.as_deref(), Some("second"));
    let kept = store.peek("SELECT hex(subscription) FROM account_push");
    if !store.is_postgres() {
        assert!(
            !kept.await.unwrap().join("").contains("7365636F6E64"),
            "sealed"
        );
    }
    tx!(store, tx => push::unsubscribe(tx, &one).await.unwrap());
    assert_eq!(known(store, &one).await, None);
    tx!(store, tx => apps::remove(tx, &account, &two).await.unwrap());
    assert_eq!(known(store, &two).await, None, "it ends with the app");

    subscribe(store, &account, &one, "third").await;
    tx!(store, tx => account::block(tx, &account, minute(3)).await.unwrap());
    assert_eq!(
        known(store, &one).await,
        None,
        "it ends where everything does"
    );
    subscribe(store, &account, &one, "fourth").await;
    tx!(store, tx => erase_account(tx, &account, minute(4)).await.unwrap());
    assert_eq!(known(store, &one).await, None);
}

async fn enqueue(store: &TestStore, account: &AccountId, at: i64) -> u64 {
    let approval = id!(store, ApprovalId, at);
    let mut serial = 0;
    let name = || {
        serial += 1;
        MessageId::new(minute(at), [serial; 10])
    };
    let until = minute(at + 3);
    tx!(store, tx => push::enqueue(tx, account, &approval, until, minute(at), name).await.unwrap())
}

async fn claim(store: &TestStore, at: Timestamp, until: i64) -> Option<push::Push> {
    store.store().claim_push(at, minute(until)).await.unwrap()
}

pub(crate) async fn pushes(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let (one, two) = (
        app(store, &account, "one", 1).await,
        app(store, &account, "two", 2).await,
    );
    assert_eq!(enqueue(store, &account, 1).await, 0, "nobody can be woken");
    subscribe(store, &account, &one, "here").await;
    subscribe(store, &account, &two, "there").await;
    let block =
        async |at| tx!(store, tx => apps::set_blocked(tx, &account, &two, at).await.unwrap());
    block(Some(noon())).await;
    assert_eq!(enqueue(store, &account, 2).await, 1, "not the blocked one");
    assert_eq!(enqueue(store, &account, 3).await, 1);
    let first = claim(store, minute(3), 4).await.unwrap();
    assert_eq!(
        (&first.app, first.created, first.expires),
        (&one, minute(3), minute(6))
    );
    assert_eq!(
        claim(store, minute(3), 4).await,
        None,
        "the newer took the older's place"
    );

    let settle = async |push, error, retry_at| {
        tx!(store, tx => push::settled(tx, push, error, retry_at).await.unwrap());
    };
    settle(&first, Some("push 503"), Some(minute(5))).await;
    assert_eq!(claim(store, minute(4), 6).await, None);
    let again = claim(store, minute(5), 6).await.unwrap();
    assert_eq!((&again.id, again.attempts), (&first.id, 2));
    settle(&first, None, None).await;
    assert!(
        claim(store, minute(6), 7).await.is_some(),
        "an older claim settles nothing"
    );
    enqueue(store, &account, 7).await;
    let last = claim(store, minute(7), 8).await.unwrap();
    settle(&last, None, None).await;
    assert_eq!(claim(store, minute(9), 10).await, None);

    enqueue(store, &account, 10).await;
    let failed = claim(store, minute(10), 11).await.unwrap();
    settle(&failed, Some("push 403"), None).await;
    assert_eq!(claim(store, minute(12), 13).await, None);
    enqueue(store, &account, 13).await;
    tx!(store, tx => push::unsubscribe(tx, &one).await.unwrap());
    assert_eq!(claim(store, minute(13), 14).await, None, "nowhere to go");
}

pub(crate) async fn key(store: &TestStore) {
    let found = async || read!(store, r => push::key(r).await.unwrap());
    assert!(found().await.is_none());
    for secret in [[7; 32], [8; 32]] {
        tx!(store, tx => push::keep_key(tx, &secret, noon()).await.unwrap());
    }
    assert_eq!(found().await.unwrap()[..], [7; 32], "the first stays");
}
