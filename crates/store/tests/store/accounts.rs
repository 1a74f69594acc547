//! Accounts that people sign in to.

use bonafide_identity::id::{AccountId, ApprovalId};
use bonafide_store::account::approvals::{self, Approval, ApprovalState};
use bonafide_store::account::apps::{self, App};
use bonafide_store::account::messages::{self, NewMessage};
use bonafide_store::account::passkeys::{self, Passkey};
use bonafide_store::account::recoveries::{self, Recovery, RecoveryKind, RecoveryState};
use bonafide_store::account::sessions::{self, Session};
use bonafide_store::account::{self, Login, Misses, NoticeLink};
use bonafide_store::account::{
    code_apps, flows, former_contacts, identities, pins, recovery_codes,
};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::messages::Channel;
use bonafide_store::testing::{TestStore, noon, rows};
use bonafide_store::{StoreError, accounts, erase_account, secret_hash};

use crate::world::{id, minute, read, tx};

fn login(account: &AccountId, index: [u8; 32]) -> Login {
    Login {
        account: account.clone(),
        user_index: index,
        password: "$argon2id$1".to_owned(),
        language: "nl".to_owned(),
        created: noon(),
        changed: noon(),
        blocked_at: None,
        erase_at: None,
        recovered_at: None,
    }
}

/// An account that is signed in to as `name`.
pub(crate) async fn opened(store: &TestStore, name: &str, at: i64) -> AccountId {
    let account = id!(store, AccountId, at);
    let user = store.blind_index(IndexKind::UserId, name).unwrap();
    let mail = store.blind_index(IndexKind::Mail, name).unwrap();
    let phone = store.blind_index(IndexKind::Phone, "+31612345678").unwrap();
    tx!(store, tx => {
        accounts::insert(tx, &rows::guest(account.clone(), minute(at))).await.unwrap();
        account::insert(tx, &login(&account, user), name).await.unwrap();
        account::insert_contact(tx, &account, "mail", &mail, name, noon()).await.unwrap();
        account::insert_contact(tx, &account, "phone", &phone, "+31612345678", noon()).await.unwrap();
    });
    account
}

pub(crate) async fn logins(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let other = opened(store, "bob.jones", 1).await;
    let index = store.blind_index(IndexKind::UserId, "ann.smith").unwrap();
    let mail = store.blind_index(IndexKind::Mail, "ann.smith").unwrap();
    let found = read!(store, r => account::find(r, &account).await.unwrap()).unwrap();
    assert_eq!(found, login(&account, index));
    let by_id = read!(store, r => account::find_by_user_id(r, &index).await.unwrap());
    assert_eq!(by_id, Some(found.clone()));
    let by_mail = read!(store, r => account::find_by_mail(r, &mail).await.unwrap());
    assert_eq!(by_mail, Some(found));
    assert!(read!(store, r => account::mail_taken(r, &mail).await.unwrap()));
    assert!(!read!(store, r => account::mail_taken(r, &index).await.unwrap()));
    let name = read!(store, r => account::user_id(r, &account).await.unwrap());
    assert_eq!(&*name, b"ann.smith");
    let phone = read!(store, r => account::contact(r, &account, "phone").await.unwrap());
    assert_eq!(&*phone.unwrap(), b"+31612345678");
    let proven = read!(store, r => account::contact_proven_at(r, &account, "phone").await.unwrap());
    assert_eq!(proven, Some(noon()));
    let phone = store.blind_index(IndexKind::Phone, "+31687654321").unwrap();
    tx!(store, tx => account::hold(tx, &account).await.unwrap());
    tx!(store, tx => account::replace_contact(tx, &account, "phone", &phone, "+31687654321", minute(5)).await.unwrap());
    let found = read!(store, r => account::contact(r, &account, "phone").await.unwrap());
    assert_eq!(&*found.unwrap(), b"+31687654321");
    let proven = read!(store, r => account::contact_proven_at(r, &account, "phone").await.unwrap());
    assert_eq!(proven, Some(minute(5)));
    let mut tx = store.begin().await.unwrap();
    let taken = account::replace_contact(&mut tx, &other, "mail", &mail, "x", minute(5)).await;
    assert!(matches!(taken, Err(StoreError::Duplicate(_))));
    drop(tx);

    // Two that look alike, and one mail address, belong to one account.
    let third = id!(store, AccountId, 2);
    let mut tx = store.begin().await.unwrap();
    accounts::insert(&mut tx, &rows::guest(third.clone(), noon()))
        .await
        .unwrap();
    let twice = account::insert(&mut tx, &login(&third, index), "Ann-Smith").await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    accounts::insert(&mut tx, &rows::guest(third.clone(), noon()))
        .await
        .unwrap();
    let twice = account::insert_contact(&mut tx, &third, "mail", &mail, "x", noon()).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    drop(tx);

    tx!(store, tx => account::set_password(tx, &account, "$argon2id$2", minute(3)).await.unwrap());
    let link = NoticeLink {
        account: account.clone(),
        change: "password".to_owned(),
        created: noon(),
        expires: minute(9),
        used_at: None,
        went_to: None,
    };
    let hash = secret_hash(b"not me");
    tx!(store, tx => account::insert_link(tx, &hash, &link).await.unwrap());
    let since = async |at| read!(store, r => account::changes_told_since(r, &account, minute(at)).await.unwrap());
    assert_eq!((since(-1).await, since(9).await), (1, 0));
    assert_eq!(
        read!(store, r => account::peek_link(r, &hash, minute(9)).await.unwrap()),
        None
    );
    let peeked = read!(store, r => account::peek_link(r, &hash, minute(8)).await.unwrap());
    assert_eq!(peeked, Some(link));
    let told = async |of: &str, at| read!(store, r => account::was_told_of(r, &account, of, minute(at)).await.unwrap());
    assert!(told("password", 0).await);
    assert!(!told("password", 1).await && !told("recovered", 0).await);
    let used = tx!(store, tx => account::use_link(tx, &hash, minute(8)).await.unwrap());
    assert_eq!(used.unwrap().account, account);
    assert_eq!(
        tx!(store, tx => account::use_link(tx, &hash, minute(8)).await.unwrap()),
        None
    );

    let erase = async |at| tx!(store, tx => account::set_erase_at(tx, &account, at).await.unwrap());
    let due = async |at| read!(store, r => account::due_to_erase(r, minute(at), 9).await.unwrap());
    assert!(!erase(None).await);
    assert!(erase(Some(minute(7))).await);
    assert!(!erase(Some(minute(8))).await, "asked for already");
    assert!(due(6).await.is_empty());
    assert!(due(7).await.contains(&account));
    assert!(erase(None).await && erase(Some(minute(7))).await);
    assert!(tx!(store, tx => account::block(tx, &account, minute(4)).await.unwrap()));
    assert!(due(9).await.is_empty(), "blocking keeps it");
    assert!(!erase(Some(minute(7))).await, "blocked, it stays");
    assert!(!tx!(store, tx => account::block(tx, &account, minute(5)).await.unwrap()));
    let blocked = read!(store, r => account::find(r, &account).await.unwrap()).unwrap();
    assert_eq!(blocked.blocked_at, Some(minute(4)));
    assert_eq!(
        (blocked.password.as_str(), blocked.changed),
        ("$argon2id$2", minute(3))
    );
    tx!(store, tx => account::reopen(tx, &account).await.unwrap());
    let again = read!(store, r => account::find(r, &account).await.unwrap()).unwrap();
    assert_eq!(again.blocked_at, None);
    let beside = read!(store, r => account::find(r, &other).await.unwrap()).unwrap();
    assert_eq!(beside.changed, noon());
}

pub(crate) async fn sessions_and_passkeys(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let session = |name: &str, at: i64| Session {
        cookie_hash: secret_hash(name.as_bytes()),
        id: name.to_owned(),
        account: account.clone(),
        csrf: vec![7; 32],
        method: "password".to_owned(),
        created: minute(at),
        expires: minute(at + 60),
        last_seen: minute(at),
        proven_at: minute(at),
    };
    for (name, at) in [("one", 0), ("two", 1), ("three", 2)] {
        tx!(store, tx => sessions::begin(tx, &session(name, at)).await.unwrap());
    }
    read!(store, r => {
        assert!(sessions::stands(r, &account, "one").await.unwrap());
        assert!(!sessions::stands(r, &account, "nobody's").await.unwrap());
    });
    let find = async |name: &str, at| read!(store, r => sessions::find(r, &secret_hash(name.as_bytes()), minute(at)).await.unwrap());
    assert_eq!(find("one", 59).await, Some(session("one", 0)));
    assert_eq!(find("one", 60).await, None);
    tx!(store, tx => sessions::prove(tx, &account, "one", "passkey", minute(4)).await.unwrap());
    let proven = find("one", 5).await.unwrap();
    assert_eq!(
        (proven.proven_at, proven.method.as_str()),
        (minute(4), "passkey")
    );
    let mut tx = store.begin().await.unwrap();
    let unknown = sessions::prove(&mut tx, &account, "none", "passkey", minute(1)).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(_))));
    drop(tx);
    tx!(store, tx => sessions::renew(tx, &account, "one", &secret_hash(b"another")).await.unwrap());
    assert_eq!(find("one", 5).await, None);
    assert_eq!(find("another", 5).await.unwrap().id, "one");
    tx!(store, tx => sessions::renew(tx, &account, "one", &secret_hash(b"one")).await.unwrap());
    let mut tx = store.begin().await.unwrap();
    let unknown = sessions::renew(&mut tx, &account, "none", &secret_hash(b"none")).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(_))));
    drop(tx);
    tx!(store, tx => {
        sessions::begin(tx, &session("four", 3)).await.unwrap();
        sessions::succeed(tx, &secret_hash(b"four"), "five").await.unwrap();
    });
    assert_eq!(find("four", 5).await.unwrap().id, "five");
    tx!(store, tx => sessions::end(tx, &account, "five").await.unwrap());
    tx!(store, tx => sessions::touch(tx, &secret_hash(b"one"), minute(5), minute(65)).await.unwrap());
    assert!(find("one", 64).await.is_some());
    let listed =
        async || read!(store, r => sessions::of_account(r, &account, minute(3), 9).await.unwrap());
    let names: Vec<_> = listed().await.into_iter().map(|row| row.id).collect();
    assert_eq!(names, ["three", "two", "one"]);
    tx!(store, tx => sessions::end(tx, &account, "two").await.unwrap());
    let mut tx = store.begin().await.unwrap();
    let gone = sessions::end(&mut tx, &account, "two").await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    drop(tx);
    assert_eq!(
        tx!(store, tx => sessions::end_all(tx, &account, Some("one")).await.unwrap()),
        1
    );
    assert_eq!(listed().await.len(), 1);

    let passkey = Passkey {
        credential: vec![1, 2, 3],
        account: account.clone(),
        passkey: "{}".to_owned(),
        created: noon(),
        last_used: None,
    };
    tx!(store, tx => passkeys::insert(tx, &passkey).await.unwrap());
    let mut tx = store.begin().await.unwrap();
    let twice = passkeys::insert(&mut tx, &passkey).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    drop(tx);
    tx!(store, tx => passkeys::update(tx, &[1, 2, 3], "{\"n\":1}", minute(1)).await.unwrap());
    let found = read!(store, r => passkeys::find(r, &[1, 2, 3]).await.unwrap()).unwrap();
    assert_eq!(
        (found.passkey.as_str(), found.last_used),
        ("{\"n\":1}", Some(minute(1)))
    );
    let all = async || read!(store, r => passkeys::of_account(r, &account).await.unwrap());
    assert_eq!(all().await, [found]);
    let guarded = async |of: &AccountId, at| read!(store, r => sessions::has_device_key(r, of, at).await.unwrap());
    assert!(guarded(&account, noon()).await);
    assert!(!guarded(&id!(store, AccountId, 77), noon()).await);
    tx!(store, tx => passkeys::remove(tx, &account, &[1, 2, 3]).await.unwrap());
    assert_eq!(all().await, []);
    tx!(store, tx => passkeys::insert(tx, &passkey).await.unwrap());
    // Whoever blocks an account ends what is open; passkeys go when it is opened again.
    tx!(store, tx => account::block(tx, &account, minute(4)).await.unwrap());
    assert_eq!(listed().await, []);
    assert_eq!(all().await.len(), 1);
    tx!(store, tx => account::reopen(tx, &account).await.unwrap());
    assert_eq!(all().await, []);
}

pub(crate) async fn flows(store: &TestStore) {
    let hash = secret_hash(b"flow");
    tx!(store, tx => flows::insert(tx, &hash, "open", b"one", minute(5)).await.unwrap());
    let find = async |purpose, at| read!(store, r => flows::find(r, &hash, purpose, minute(at)).await.unwrap());
    assert_eq!(find("password", 1).await, None);
    assert_eq!(find("open", 5).await, None);
    let found = find("open", 4).await.unwrap();
    assert_eq!(
        (&*found.state, found.version, found.expires),
        (&b"one"[..], 1, minute(5))
    );
    assert!(tx!(store, tx => flows::save(tx, &hash, 1, b"two").await.unwrap()));
    assert!(!tx!(store, tx => flows::save(tx, &hash, 1, b"other").await.unwrap()));
    let found = find("open", 4).await.unwrap();
    assert_eq!((&*found.state, found.version), (&b"two"[..], 2));
    assert!(!tx!(store, tx => flows::end(tx, &hash, 1).await.unwrap()));
    assert!(tx!(store, tx => flows::end(tx, &hash, 2).await.unwrap()));
    assert_eq!(find("open", 4).await, None);
}

pub(crate) async fn messages(store: &TestStore) {
    let write = async |at, body: &[u8]| {
        let id = id!(store, MessageId, at);
        let new = NewMessage {
            id: &id,
            account: "",
            channel: Channel::Mail,
            kind: "code",
            body,
            expires: minute(at + 30),
            now: minute(at),
        };
        tx!(store, tx => messages::insert(tx, &new).await.unwrap());
    };
    write(0, b"first").await;
    let claim = async |at| {
        store
            .claim_account_message(minute(at), minute(at + 5))
            .await
            .unwrap()
    };
    let (message, body) = claim(2).await.unwrap();
    assert_eq!(&*body.unwrap(), b"first");
    assert!(claim(3).await.is_none(), "claimed already");
    tx!(store, tx => messages::failed(tx, &message, "smtp 451", Some(minute(4))).await.unwrap());
    let (message, _) = claim(4).await.unwrap();
    assert_eq!(message.attempts, 2);
    tx!(store, tx => messages::sent(tx, &message).await.unwrap());
    assert!(claim(20).await.is_none());
    write(5, b"third").await;
    let (message, _) = claim(6).await.unwrap();
    tx!(store, tx => messages::failed(tx, &message, "smtp 550", None).await.unwrap());
    assert!(claim(30).await.is_none());
}

pub(crate) async fn misses(store: &TestStore) {
    let count = async |at, most| {
        store
            .count_miss("ann", minute(at), minute(at + 100), |before: Misses| {
                before.count < most
            })
            .await
            .unwrap()
    };
    let seen = |count, at| Misses {
        count,
        last: minute(at),
    };
    assert_eq!(count(0, 2).await, (seen(0, 0), true));
    assert_eq!(count(1, 2).await, (seen(1, 0), true));
    assert_eq!(count(2, 2).await, (seen(2, 1), false));
    assert_eq!(
        count(3, 2).await,
        (seen(2, 1), false),
        "a refusal counts nothing"
    );
    store.forget_misses("ann").await.unwrap();
    assert_eq!(count(4, 2).await, (seen(0, 4), true));
}

pub(crate) async fn kept(store: &TestStore) {
    let ann = opened(store, "ann.smith", 0).await;
    let bob = opened(store, "bob.jones", 1).await;
    let organisation = id!(store, OrganisationId, 0);
    let [first, second] = [id!(store, RegistrationId, 1), id!(store, RegistrationId, 2)];
    let keep = async |account: &AccountId, registration, text: &[u8], documents: &[[u8; 32]]| {
        let mut tx = store.begin().await.unwrap();
        let from = (&organisation, registration);
        identities::keep(
            &mut tx,
            account,
            from,
            (text, Some(b"face")),
            documents,
            minute(3),
        )
        .await?;
        tx.commit().await
    };
    let find =
        async |account: &AccountId| read!(store, r => identities::find(r, account).await.unwrap());
    assert_eq!(find(&ann).await, None);
    keep(&ann, &first, b"Ann", &[[1; 32], [2; 32]])
        .await
        .unwrap();
    let found = find(&ann).await.unwrap();
    assert_eq!(
        (&found.registration, &*found.identity, found.kept_at),
        (&first, &b"Ann"[..], minute(3))
    );
    assert_eq!(found.face.as_deref(), Some(&b"face"[..]));
    let holder = read!(store, r => identities::holder(r, &[2; 32]).await.unwrap());
    assert_eq!(holder, Some(ann.clone()));
    let keeper = read!(store, r => identities::keeper(r, &organisation, &first).await.unwrap());
    assert_eq!(keeper, Some(ann.clone()));
    // Neither the registration nor a document of it speaks for somebody else.
    for taken in [
        keep(&bob, &first, b"Bob", &[]).await,
        keep(&bob, &second, b"Bob", &[[3; 32], [2; 32]]).await,
    ] {
        assert!(matches!(taken, Err(StoreError::Duplicate(_))), "{taken:?}");
    }
    assert_eq!(find(&bob).await, None);
    keep(&ann, &second, b"Ann again", &[[2; 32], [4; 32]])
        .await
        .unwrap();
    assert_eq!(&*find(&ann).await.unwrap().identity, b"Ann again");
    tx!(store, tx => erase_account(tx, &ann, minute(4)).await.unwrap());
    assert_eq!(find(&ann).await, None);
    keep(&bob, &first, b"Bob", &[[1; 32], [4; 32]])
        .await
        .unwrap();
    tx!(store, tx => identities::release(tx, &bob).await.unwrap());
    assert_eq!(find(&bob).await, None);
    let holder = read!(store, r => identities::holder(r, &[4; 32]).await.unwrap());
    assert_eq!(holder, None);
}

pub(crate) async fn erased(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    tx!(store, tx => erase_account(tx, &account, minute(1)).await.unwrap());
    assert_eq!(
        read!(store, r => account::find(r, &account).await.unwrap()),
        None
    );
    assert_eq!(
        read!(store, r => account::contact(r, &account, "mail").await.unwrap()),
        None
    );
    let unknown = read!(store, r => account::user_id(r, &account).await);
    assert!(matches!(unknown, Err(StoreError::NotFound(_))));
    // Whoever comes later may have the name.
    opened(store, "ann.smith", 2).await;
}

fn app(store: &TestStore, account: &AccountId, name: &str) -> App {
    App {
        id: id!(store, AppId, 0),
        account: account.clone(),
        credential: name.as_bytes().to_vec(),
        passkey: "{}".to_owned(),
        cookie_hash: secret_hash(name.as_bytes()),
        system: "android".to_owned(),
        created: noon(),
        last_used: None,
        blocked_at: None,
        active_from: None,
        replaces: None,
    }
}

pub(crate) async fn approval_apps(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let other = opened(store, "bob.jones", 1).await;
    let (one, two) = (app(store, &account, "one"), app(store, &account, "two"));
    for app in [&one, &two] {
        tx!(store, tx => apps::insert(tx, app).await.unwrap());
    }
    let mut tx = store.begin().await.unwrap();
    let twice = apps::insert(&mut tx, &app(store, &other, "one")).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    drop(tx);
    let found = read!(store, r => apps::find_by_cookie(r, &secret_hash(b"one")).await.unwrap());
    assert_eq!(found.as_ref(), Some(&one));
    let listed = async || read!(store, r => apps::of_account(r, &account).await.unwrap());
    assert_eq!(listed().await.len(), 2);

    let block = async |of: &AccountId, at| tx!(store, tx => apps::set_blocked(tx, of, &one.id, at).await.unwrap());
    assert!(!block(&other, Some(minute(1))).await, "somebody else's");
    assert!(block(&account, Some(minute(1))).await);
    assert!(!block(&account, Some(minute(2))).await, "it is already");
    let row = async || read!(store, r => apps::find(r, &one.id).await.unwrap()).unwrap();
    assert_eq!(row().await.blocked_at, Some(minute(1)));
    let guarded =
        async |at| read!(store, r => sessions::has_device_key(r, &account, at).await.unwrap());
    assert!(guarded(minute(1)).await, "by the other one");
    tx!(store, tx => apps::set_blocked(tx, &account, &two.id, Some(minute(1))).await.unwrap());
    assert!(!guarded(minute(1)).await);
    tx!(store, tx => apps::set_blocked(tx, &account, &two.id, None).await.unwrap());
    assert!(block(&account, None).await);
    assert!(!block(&account, None).await);
    tx!(store, tx => apps::used(tx, &one.id, "{1}", minute(3)).await.unwrap());
    let used = row().await;
    assert_eq!(
        (used.passkey.as_str(), used.last_used),
        ("{1}", Some(minute(3)))
    );

    let mut tx = store.begin().await.unwrap();
    let theirs = apps::remove(&mut tx, &other, &one.id).await;
    assert!(matches!(theirs, Err(StoreError::NotFound(_))));
    drop(tx);
    tx!(store, tx => apps::remove(tx, &account, &one.id).await.unwrap());
    let mut tx = store.begin().await.unwrap();
    let gone = apps::used(&mut tx, &one.id, "{}", noon()).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    drop(tx);
    tx!(store, tx => account::reopen(tx, &account).await.unwrap());
    assert!(listed().await.is_empty(), "opening again removes apps");
}

fn approval(store: &TestStore, account: &AccountId, at: i64) -> Approval {
    Approval {
        id: id!(store, ApprovalId, at),
        account: account.clone(),
        asker: store.blind_index(IndexKind::Asker, "network").unwrap(),
        state: ApprovalState::Pending,
        app: None,
        tries: 0,
        created: minute(at),
        open_until: minute(at + 3),
        decided_at: None,
        expires: minute(at + 60),
    }
}

pub(crate) async fn approvals(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let other = opened(store, "bob.jones", 1).await;
    let app = app(store, &account, "one");
    tx!(store, tx => apps::insert(tx, &app).await.unwrap());
    let asked = approval(store, &account, 0);
    tx!(store, tx => approvals::insert(tx, &asked, b"what").await.unwrap());
    let row =
        async |id: &ApprovalId| read!(store, r => approvals::find(r, id).await.unwrap()).unwrap();
    assert_eq!(row(&asked.id).await, asked);
    let body = read!(store, r => approvals::body(r, &asked).await.unwrap());
    assert_eq!(&*body, b"what");
    let waiting =
        async |at| read!(store, r => approvals::waiting(r, &account, minute(at)).await.unwrap());
    assert_eq!((waiting(2).await, waiting(3).await), (1, 0));

    let count = async |of: &AccountId, at| tx!(store, tx => approvals::count_try(tx, of, &asked.id, 2, minute(at)).await.unwrap());
    assert!(!count(&other, 1).await, "somebody else's");
    assert!(!count(&account, 3).await, "over");
    assert!(count(&account, 1).await && count(&account, 1).await);
    assert!(!count(&account, 1).await, "tried too often");
    tx!(store, tx => approvals::forget_tries(tx, &asked.id).await.unwrap());
    assert_eq!(row(&asked.id).await.tries, 0);

    let decide = async |asked: &Approval, of: &AccountId, state, at| tx!(store, tx => approvals::decide(tx, of, &asked.id, (state, &app.id), minute(at)).await.unwrap());
    let take = async |asked: &Approval, at| tx!(store, tx => approvals::take(tx, &asked.id, minute(at)).await.unwrap());
    assert_eq!(take(&asked, 1).await, None, "nobody approved");
    assert!(!decide(&asked, &other, ApprovalState::Approved, 1).await);
    assert!(!decide(&asked, &account, ApprovalState::Approved, 3).await);
    assert!(decide(&asked, &account, ApprovalState::Approved, 1).await);
    assert!(
        !decide(&asked, &account, ApprovalState::Denied, 1).await,
        "once"
    );
    assert_eq!(take(&asked, 3).await, None, "too late");
    let taken = take(&asked, 2).await.unwrap();
    assert_eq!(
        (taken.state, taken.app),
        (ApprovalState::Used, Some(app.id.clone()))
    );
    assert_eq!(take(&asked, 2).await, None, "once");

    let second = approval(store, &account, 5);
    tx!(store, tx => approvals::insert(tx, &second, b"again").await.unwrap());
    assert!(decide(&second, &account, ApprovalState::Reported, 6).await);
    let reported = async |of: &AccountId, since| read!(store, r => approvals::reported_since(r, of, &second.asker, minute(since)).await.unwrap());
    assert!(reported(&account, 5).await && !reported(&account, 6).await);
    assert!(!reported(&other, 5).await);
    let listed = read!(store, r => approvals::of_account(r, &account, 9).await.unwrap());
    let ids: Vec<_> = listed.into_iter().map(|row| row.id).collect();
    assert_eq!(ids, [second.id, asked.id]);

    // Blocking ends what was approved and not yet done.
    let third = approval(store, &account, 7);
    tx!(store, tx => approvals::insert(tx, &third, b"late").await.unwrap());
    assert!(decide(&third, &account, ApprovalState::Approved, 8).await);
    tx!(store, tx => account::block(tx, &account, minute(8)).await.unwrap());
    assert_eq!(take(&third, 8).await, None);

    tx!(store, tx => erase_account(tx, &account, minute(9)).await.unwrap());
    assert!(read!(store, r => approvals::of_account(r, &account, 9).await.unwrap()).is_empty());
}

pub(crate) async fn printed_codes(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let other = opened(store, "bob.jones", 1).await;
    let keep = async |of: &AccountId, values: &[[u8; 32]]| tx!(store, tx => recovery_codes::replace(tx, of, values, noon()).await.unwrap());
    let left = async |of: &AccountId| read!(store, r => recovery_codes::left(r, of).await.unwrap());
    let take = async |value: u8| tx!(store, tx => recovery_codes::take(tx, &[value; 32], noon()).await.unwrap());
    keep(&account, &[[1; 32], [2; 32]]).await;
    let early = tx!(store, tx => recovery_codes::take(tx, &[1; 32], minute(-1)).await.unwrap());
    assert!(!early, "made after that");
    keep(&other, &[[3; 32]]).await;
    assert_eq!((left(&account).await, left(&other).await), (2, 1));
    assert!(take(1).await && !take(1).await && !take(9).await);
    assert_eq!(left(&account).await, 1);
    keep(&account, &[[4; 32], [5; 32], [6; 32]]).await;
    assert!(!take(2).await, "those before are worth nothing");
    assert_eq!(left(&account).await, 3);
    tx!(store, tx => account::reopen(tx, &account).await.unwrap());
    assert_eq!((left(&account).await, left(&other).await), (0, 1));
    tx!(store, tx => erase_account(tx, &other, minute(1)).await.unwrap());
    assert_eq!(left(&other).await, 0);
}

pub(crate) async fn transfers(store: &TestStore) {
    let ann = opened(store, "ann.smith", 0).await;
    let old = app(store, &ann, "old");
    let new = App {
        active_from: Some(minute(60)),
        replaces: Some(old.id.clone()),
        ..app(store, &ann, "new")
    };
    let insert = async |row: &App| tx!(store, tx => apps::insert(tx, row).await.unwrap());
    let left = async || read!(store, r => apps::of_account(r, &ann).await.unwrap()).len();
    insert(&old).await;
    insert(&new).await;
    let successor = async |of: &App| read!(store, r => apps::successor(r, &of.id).await.unwrap());
    assert_eq!(successor(&old).await, Some(new.clone()));
    assert_eq!(successor(&new).await, None);
    let due = async |at| read!(store, r => apps::due_transfers(r, minute(at), 9).await.unwrap());
    assert_eq!((due(59).await.len(), due(60).await.len()), (0, 1));
    // The key of the new one counts from when it does.
    tx!(store, tx => apps::set_blocked(tx, &ann, &old.id, Some(noon())).await.unwrap());
    let guarded =
        async |at| read!(store, r => sessions::has_device_key(r, &ann, minute(at)).await.unwrap());
    assert!(!guarded(59).await && guarded(60).await);
    tx!(store, tx => apps::set_blocked(tx, &ann, &old.id, None).await.unwrap());
    let stop = async || tx!(store, tx => apps::stop_transfers(tx, &ann).await.unwrap());
    assert!(stop().await && !stop().await);
    assert_eq!(left().await, 1);
    insert(&new).await;
    tx!(store, tx => {
        assert!(apps::finish_transfer(tx, &new).await.unwrap());
        assert!(!apps::finish_transfer(tx, &new).await.unwrap());
    });
    let there = read!(store, r => apps::of_account(r, &ann).await.unwrap());
    assert_eq!(there.len(), 1);
    assert_eq!(
        (&there[0].id, &there[0].replaces, there[0].active_from),
        (&new.id, &None, None)
    );
}

pub(crate) async fn former(store: &TestStore) {
    let ann = opened(store, "ann@mail.example", 0).await;
    let first = store
        .blind_index(IndexKind::Mail, "ann@mail.example")
        .unwrap();
    let second = store
        .blind_index(IndexKind::Mail, "ann@new.example")
        .unwrap();
    let of = async |at| read!(store, r => former_contacts::of_account(r, &ann, "mail", minute(at), 9).await.unwrap());
    let present =
        async || read!(store, r => account::contact_index(r, &ann, "mail").await.unwrap());
    assert!(of(0).await.is_empty());
    assert_eq!(present().await, Some(first));
    tx!(store, tx => {
        former_contacts::keep(tx, &ann, "mail", minute(30), true).await.unwrap();
        account::replace_contact(tx, &ann, "mail", &second, "ann@new.example", minute(1)).await.unwrap();
    });
    assert_eq!(present().await, Some(second));
    let former = of(29).await;
    assert_eq!(former.len(), 1);
    assert_eq!(
        (
            former[0].kind.as_str(),
            former[0].value,
            &*former[0].address
        ),
        ("mail", first, &b"ann@mail.example"[..])
    );
    assert!(of(30).await.is_empty());
    // Once more, and back again.
    tx!(store, tx => {
        former_contacts::keep(tx, &ann, "mail", minute(40), true).await.unwrap();
        account::replace_contact(tx, &ann, "mail", &first, "ann@mail.example", minute(2)).await.unwrap();
        former_contacts::keep(tx, &ann, "mail", minute(50), true).await.unwrap();
    });
    let order: Vec<_> = of(29).await.into_iter().map(|one| one.value).collect();
    assert_eq!(
        order,
        [second, first],
        "whoever was replaced first comes first"
    );
    let find = async |value: [u8; 32], at| read!(store, r => former_contacts::find(r, &ann, &value, minute(at)).await.unwrap());
    let found = find(second, 39).await.unwrap();
    assert_eq!(
        (found.value, found.proven_at, found.restorable),
        (second, minute(1), true)
    );
    assert_eq!(find(second, 40).await, None);
    tx!(store, tx => former_contacts::forget(tx, &ann, &first).await.unwrap());
    assert_eq!(of(29).await.len(), 1);
    tx!(store, tx => former_contacts::forget_since(tx, &ann, "phone", noon()).await.unwrap());
    tx!(store, tx => former_contacts::forget_since(tx, &ann, "mail", minute(1)).await.unwrap());
    assert_eq!(of(29).await.len(), 1);
    tx!(store, tx => former_contacts::forget_since(tx, &ann, "mail", noon()).await.unwrap());
    assert!(of(29).await.is_empty());
    tx!(store, tx => former_contacts::keep(tx, &ann, "mail", minute(30), false).await.unwrap());
    assert!(!of(29).await[0].restorable);
    tx!(store, tx => erase_account(tx, &ann, minute(4)).await.unwrap());
    let missing = {
        let mut tx = store.begin().await.unwrap();
        former_contacts::keep(&mut tx, &ann, "mail", minute(50), true).await
    };
    assert!(matches!(missing, Err(StoreError::NotFound(_))));
}

pub(crate) async fn recovered(store: &TestStore) {
    let ann = opened(store, "ann.smith", 0).await;
    let organisation = id!(store, OrganisationId, 0);
    let begun = |number| Recovery {
        registration: id!(store, RegistrationId, number),
        organisation: organisation.clone(),
        cookie_hash: None,
        account: None,
        kind: None,
        state: RecoveryState::Proving,
        ready_at: None,
        created: minute(0),
        expires: minute(60),
        contested: None,
    };
    let (first, second) = (begun(1), begun(2));
    let contested = id!(store, RegistrationId, 9);
    let ask = async |of: &Recovery, cookie: u8, kind| {
        let asked = Recovery {
            cookie_hash: Some([cookie; 32]),
            account: Some(ann.clone()),
            kind: Some(kind),
            ready_at: Some(minute(10)),
            expires: minute(90),
            contested: Some(contested.clone()),
            ..of.clone()
        };
        let mut tx = store.begin().await.unwrap();
        let asked = recoveries::ask(&mut tx, &asked).await?;
        tx.commit().await.map(|()| asked)
    };
    let waiting =
        async |at| read!(store, r => recoveries::waiting(r, &ann, minute(at)).await.unwrap());
    tx!(store, tx => {
        recoveries::insert(tx, &first).await.unwrap();
        recoveries::insert(tx, &second).await.unwrap();
    });
    let found = async |at| read!(store, r => recoveries::of_registration(r, &organisation, &first.registration, minute(at)).await.unwrap());
    assert_eq!(found(59).await, Some(first.clone()));
    assert_eq!(found(60).await, None);
    assert_eq!(waiting(1).await, None);
    assert!(ask(&first, 1, RecoveryKind::Access).await.unwrap());
    assert!(!ask(&first, 3, RecoveryKind::Access).await.unwrap(), "once");
    let other = ask(&second, 2, RecoveryKind::Release).await;
    assert!(matches!(other, Err(StoreError::Duplicate(_))), "{other:?}");
    let asked = waiting(1).await.unwrap();
    let by_cookie = read!(store, r => recoveries::of_cookie(r, &[1; 32], minute(1)).await.unwrap());
    assert_eq!(by_cookie, Some(asked.clone()));
    assert_eq!(
        (asked.state, asked.ready_at, asked.contested),
        (
            RecoveryState::Waiting,
            Some(minute(10)),
            Some(contested.clone())
        )
    );
    assert_eq!(waiting(90).await, None);
    tx!(store, tx => {
        assert!(recoveries::stop(tx, &ann).await.unwrap());
        assert!(!recoveries::stop(tx, &ann).await.unwrap());
        assert!(!recoveries::finish(tx, &first.registration).await.unwrap());
    });
    assert!(ask(&second, 2, RecoveryKind::Release).await.unwrap());
    let due =
        async |at| read!(store, r => recoveries::due_releases(r, minute(at), 9).await.unwrap());
    assert!(due(9).await.is_empty());
    assert_eq!(due(10).await.len(), 1);
    tx!(store, tx => {
        assert!(recoveries::finish(tx, &second.registration).await.unwrap());
        assert!(!recoveries::finish(tx, &second.registration).await.unwrap());
    });
    assert!(due(10).await.is_empty());
    let third = begun(3);
    tx!(store, tx => {
        recoveries::insert(tx, &third).await.unwrap();
        recoveries::refuse(tx, &third.registration).await.unwrap();
    });
    assert!(!ask(&third, 4, RecoveryKind::Access).await.unwrap());
    tx!(store, tx => account::set_recovered(tx, &ann, minute(11)).await.unwrap());
    let login = read!(store, r => account::find(r, &ann).await.unwrap()).unwrap();
    assert_eq!(login.recovered_at, Some(minute(11)));
}

pub(crate) async fn pins(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let other = opened(store, "bob.jones", 1).await;
    let pin = |of: &AccountId, verifier: &str| pins::Pin {
        account: of.clone(),
        verifier: verifier.to_owned(),
        chosen: noon(),
    };
    let find = async |of: &AccountId| read!(store, r => pins::find(r, of).await.unwrap());
    let reset = async |of: &AccountId| read!(store, r => pins::reset(r, of).await.unwrap());
    let ask = async |of: &AccountId, at: i64| tx!(store, tx => pins::ask(tx, of, minute(at), minute(at + 60)).await.unwrap());
    let due = async |at: i64| read!(store, r => pins::due(r, minute(at), 10).await.unwrap());
    let send = async |of: &AccountId, value: u8, at: i64| tx!(store, tx => pins::send(tx, of, &[value; 32], minute(at), minute(at + 100)).await.unwrap());
    let take = async |of: &AccountId, value: u8, at: i64| tx!(store, tx => pins::take(tx, of, &[value; 32], minute(at)).await.unwrap());
    assert_eq!(find(&account).await, None);
    for verifier in ["$argon2id$1", "$argon2id$2"] {
        tx!(store, tx => pins::set(tx, &pin(&account, verifier)).await.unwrap());
    }
    tx!(store, tx => pins::set(tx, &pin(&other, "$argon2id$3")).await.unwrap());
    assert_eq!(find(&account).await, Some(pin(&account, "$argon2id$2")));

    assert!(
        ask(&account, 0).await && !ask(&account, 5).await,
        "it is waited for"
    );
    assert!(due(59).await.is_empty());
    assert!(!send(&account, 1, 59).await, "too early");
    assert_eq!(due(60).await, std::slice::from_ref(&account));
    assert!(!take(&account, 1, 60).await);
    assert!(send(&account, 1, 60).await && !send(&account, 2, 60).await);
    assert!(due(60).await.is_empty());
    assert_eq!(reset(&account).await.unwrap().expires, Some(minute(160)));
    assert!(!take(&account, 2, 61).await && !take(&other, 1, 61).await);
    assert!(!take(&account, 1, 160).await, "too late");
    assert!(
        take(&account, 1, 159).await && !take(&account, 1, 159).await,
        "once"
    );

    // Asked for anew once it was sent; another PIN, a block and time end it.
    assert!(ask(&account, 0).await && send(&account, 3, 60).await);
    assert!(ask(&account, 70).await);
    assert!(
        !take(&account, 3, 70).await,
        "the one before is worth nothing"
    );
    tx!(store, tx => pins::set(tx, &pin(&account, "$argon2id$4")).await.unwrap());
    assert_eq!(reset(&account).await, None);
    assert!(ask(&account, 0).await);
    tx!(store, tx => account::block(tx, &account, noon()).await.unwrap());
    assert_eq!(reset(&account).await, None);
    assert!(ask(&account, 0).await && send(&account, 4, 60).await);
    assert_eq!(
        tx!(store, tx => pins::sweep(tx, minute(159)).await.unwrap()),
        0
    );
    assert_eq!(
        tx!(store, tx => pins::sweep(tx, minute(160)).await.unwrap()),
        1
    );
    assert!(ask(&other, 0).await);
    assert!(tx!(store, tx => pins::cancel(tx, &other).await.unwrap()));
    assert!(!tx!(store, tx => pins::cancel(tx, &other).await.unwrap()));

    assert!(
        find(&account).await.is_some(),
        "blocked, it is denied elsewhere"
    );
    tx!(store, tx => account::reopen(tx, &account).await.unwrap());
    assert_eq!(find(&account).await, None);
    assert!(find(&other).await.is_some() && ask(&other, 0).await);
    tx!(store, tx => erase_account(tx, &other, minute(1)).await.unwrap());
    assert!(find(&other).await.is_none() && reset(&other).await.is_none());
}

pub(crate) async fn code_apps(store: &TestStore) {
    let account = opened(store, "ann.smith", 0).await;
    let other = opened(store, "bob.jones", 1).await;
    let app = |of: &AccountId, id: &str| code_apps::CodeApp {
        id: id.to_owned(),
        account: of.clone(),
        last_step: 100,
        created: noon(),
        last_used: None,
    };
    let listed =
        async |of: &AccountId| read!(store, r => code_apps::of_account(r, of).await.unwrap());
    let take = async |step: i64| tx!(store, tx => code_apps::take(tx, "a", step, minute(5)).await.unwrap());
    let remove =
        async |of: &AccountId| tx!(store, tx => code_apps::remove(tx, of, "a").await.unwrap());
    for (of, id) in [(&account, "a"), (&account, "b"), (&other, "c")] {
        tx!(store, tx => code_apps::insert(tx, &app(of, id), "My phone", &[7; 20]).await.unwrap());
    }
    assert_eq!(
        listed(&account).await,
        [app(&account, "a"), app(&account, "b")]
    );
    let (name, secret) =
        read!(store, r => code_apps::opened(r, &app(&account, "a")).await.unwrap());
    assert_eq!((&name[..], &secret[..]), (&b"My phone"[..], &[7; 20][..]));
    let crossed = code_apps::CodeApp {
        account: other.clone(),
        ..app(&account, "a")
    };
    assert!(read!(store, r => code_apps::opened(r, &crossed).await).is_err());
    assert!(!take(100).await && !take(99).await, "used before");
    assert!(take(101).await && !take(101).await && take(103).await && !take(102).await);
    let used = &listed(&account).await[0];
    assert_eq!((used.last_step, used.last_used), (103, Some(minute(5))));
    assert!(!remove(&other).await && remove(&account).await && !remove(&account).await);
    tx!(store, tx => account::reopen(tx, &account).await.unwrap());
    tx!(store, tx => erase_account(tx, &other, minute(1)).await.unwrap());
    assert!(listed(&account).await.is_empty() && listed(&other).await.is_empty());
}
