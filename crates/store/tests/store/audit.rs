//! The audit chain, and each way of tampering with it.

use bonafide_store::audit::{self, Checkpoint, Problem};
use bonafide_store::events::NewEvent;
use bonafide_store::looks::{self, Look};
use bonafide_store::testing::TestStore;
use bonafide_store::{StoreError, erase_registration, events, policies, reviews, services};
use sha2::{Digest as _, Sha256};

use crate::world::{PAYLOAD, World, minute, new_operator, read, tx};

async fn checkpoint(store: &TestStore) -> Checkpoint {
    let mut file = Vec::new();
    audit::export(store, minute(5), &mut file).await.unwrap();
    audit::read(&file[..]).unwrap()
}

async fn problems(store: &TestStore, earlier: Option<&Checkpoint>) -> Vec<Problem> {
    audit::verify(store, earlier).await.unwrap().problems
}

/// Two chains of five entries, intact and with a checkpoint.
async fn two_chains(store: &TestStore) -> (World, World, Checkpoint) {
    let first = World::new(store).await;
    let second = World::within(store, &first.organisation, 1).await;
    for world in [&first, &second] {
        world.append(store, &["a", "b", "c", "d"]).await;
    }
    let checkpoint = checkpoint(store).await;
    assert_eq!(problems(store, Some(&checkpoint)).await, []);
    (first, second, checkpoint)
}

fn entry(world: &World, seq: i64) -> String {
    format!("registration = '{}' AND seq = {seq}", world.registration)
}

pub(crate) async fn intact(store: &TestStore) {
    let (first, _, checkpoint) = two_chains(store).await;
    assert_eq!(checkpoint.heads.len(), 2);
    let report = audit::verify(store, None).await.unwrap();
    assert_eq!((report.chains, report.entries), (2, 10));
    let list = async |after, limit| read!(store, r => events::list(r, &first.organisation, &first.registration, &first.account, after, limit).await.unwrap());
    let all = list(0, 99).await;
    assert_eq!(
        all.iter().map(|event| event.seq).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    assert_eq!(all[2].payload.as_deref(), Some(PAYLOAD));
    assert_eq!((all[2].kind.as_str(), all[2].at), ("b", minute(1)));
    assert_eq!(list(3, 1).await, all[3..4]);
    // A chain that has grown since still agrees with the checkpoint.
    first.append(store, &["e"]).await;
    assert_eq!(problems(store, Some(&checkpoint)).await, []);
}

pub(crate) async fn altered(store: &TestStore) {
    let (first, second, _) = two_chains(store).await;
    let header = format!(
        "UPDATE events SET header = REPLACE(header, '\"actor\":\"person\"', '\"actor\":\"worker\"') WHERE {}",
        entry(&first, 2)
    );
    store.tamper(&header).await.unwrap();
    let payload = if store.is_postgres() {
        "'\\x00'::bytea"
    } else {
        "x'00'"
    };
    let payload = format!(
        "UPDATE events SET payload = {payload} WHERE {}",
        entry(&second, 5)
    );
    store.tamper(&payload).await.unwrap();
    let mut found = problems(store, None).await;
    found.sort_by_key(|problem| format!("{problem:?}"));
    let mut expected = [
        Problem::Altered {
            chain: first.registration.to_string(),
            seq: 2,
        },
        Problem::Altered {
            chain: second.registration.to_string(),
            seq: 5,
        },
    ];
    expected.sort_by_key(|problem| format!("{problem:?}"));
    assert_eq!(found, expected);
}

pub(crate) async fn removed(store: &TestStore) {
    let (first, ..) = two_chains(store).await;
    store
        .tamper(&format!("DELETE FROM events WHERE {}", entry(&first, 3)))
        .await
        .unwrap();
    let chain = first.registration.to_string();
    assert_eq!(
        problems(store, None).await,
        [Problem::Removed { chain, seq: 3 }]
    );
}

pub(crate) async fn reordered(store: &TestStore) {
    let (first, ..) = two_chains(store).await;
    for (from, to) in [(2, 100), (3, 2), (100, 3)] {
        let swap = format!("UPDATE events SET seq = {to} WHERE {}", entry(&first, from));
        store.tamper(&swap).await.unwrap();
    }
    let found = problems(store, None).await;
    let chain = first.registration.to_string();
    assert!(
        found.contains(&Problem::Reordered {
            chain: chain.clone(),
            seq: 2
        }),
        "{found:?}"
    );
    assert!(
        found.contains(&Problem::Reordered { chain, seq: 3 }),
        "{found:?}"
    );
}

pub(crate) async fn truncated(store: &TestStore) {
    let (first, second, checkpoint) = two_chains(store).await;
    // The end is cut off, the head left as it is.
    let cut = format!(
        "DELETE FROM events WHERE registration = '{}' AND seq > 3",
        first.registration
    );
    store.tamper(&cut).await.unwrap();
    let chain = first.registration.to_string();
    let expected = Problem::Truncated {
        chain: chain.clone(),
        expected: 5,
        found: 3,
    };
    assert_eq!(problems(store, None).await, std::slice::from_ref(&expected));

    // An older state of one chain put back whole, its old and genuine head
    // included: only a checkpoint kept elsewhere knows better.
    let old = audit_rows(store, &second).await;
    second.append(store, &["e"]).await;
    let later = self::checkpoint(store).await;
    store
        .tamper(&format!("DELETE FROM events WHERE {}", entry(&second, 6)))
        .await
        .unwrap();
    store.tamper(&old).await.unwrap();
    assert_eq!(
        problems(store, Some(&checkpoint)).await,
        std::slice::from_ref(&expected)
    );
    let chain = second.registration.to_string();
    let found = problems(store, Some(&later)).await;
    assert!(
        found.contains(&Problem::Truncated {
            chain,
            expected: 6,
            found: 5
        }),
        "{found:?}"
    );
}

/// The statement that puts a chain's head back as it is now.
async fn audit_rows(store: &TestStore, world: &World) -> String {
    let columns = format!(
        "SELECT seq, {hex}(hash{how}) AS hash, {hex}(signature{how}) AS signature
         FROM chains WHERE registration = '{}'",
        world.registration,
        hex = if store.is_postgres() { "encode" } else { "hex" },
        how = if store.is_postgres() { ", 'hex'" } else { "" },
    );
    let head = store.peek(&columns).await.unwrap();
    let [seq, hash, signature] = <[String; 3]>::try_from(head).unwrap();
    let blob = |hex: &str| {
        if store.is_postgres() {
            format!("decode('{hex}', 'hex')")
        } else {
            format!("x'{hex}'")
        }
    };
    format!(
        "UPDATE chains SET seq = {seq}, hash = {}, signature = {} WHERE registration = '{}'",
        blob(&hash),
        blob(&signature),
        world.registration
    )
}

pub(crate) async fn rewritten(store: &TestStore) {
    let (first, _, checkpoint) = two_chains(store).await;
    // Somebody with the program and its keys, but without the checkpoint,
    // writes the whole chain anew.
    let id = &first.registration;
    store
        .tamper(&format!("DELETE FROM events WHERE registration = '{id}'"))
        .await
        .unwrap();
    store
        .tamper(&format!("DELETE FROM chains WHERE registration = '{id}'"))
        .await
        .unwrap();
    first.append(store, &["opened", "x", "y", "z", "w"]).await;
    assert_eq!(
        problems(store, None).await,
        [],
        "the keys can write anything"
    );
    let chain = id.to_string();
    let expected = [Problem::Rewritten { chain, seq: 5 }];
    assert_eq!(problems(store, Some(&checkpoint)).await, expected);
}

pub(crate) async fn added(store: &TestStore) {
    let (first, ..) = two_chains(store).await;
    let copy = format!(
        "INSERT INTO events (organisation, registration, seq, header, payload, hash)
         SELECT organisation, registration, 6, header, payload, hash FROM events WHERE {}",
        entry(&first, 5)
    );
    store.tamper(&copy).await.unwrap();
    let chain = first.registration.to_string();
    assert_eq!(
        problems(store, None).await,
        [Problem::Added { chain, seq: 6 }]
    );
}

pub(crate) async fn unsigned(store: &TestStore) {
    let (first, ..) = two_chains(store).await;
    // Without the signing key: the last entry removed and the head moved back to match.
    let id = &first.registration;
    store
        .tamper(&format!("DELETE FROM events WHERE {}", entry(&first, 5)))
        .await
        .unwrap();
    let head = format!(
        "UPDATE chains SET seq = 4, hash = (SELECT hash FROM events WHERE {})
         WHERE registration = '{id}'",
        entry(&first, 4)
    );
    store.tamper(&head).await.unwrap();
    let chain = id.to_string();
    assert_eq!(problems(store, None).await, [Problem::Unsigned { chain }]);
    // Nor does the next entry launder it.
    let mut tx = store.begin().await.unwrap();
    let refused = events::append(&mut tx, &first.event(9, "e", None)).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))));
}

/// The chain itself is as it was, but a row beside it is not.
pub(crate) async fn beside_the_chain(store: &TestStore) {
    let world = World::new(store).await;
    let id = &world.registration;
    let sha256 = |text: &str| hex::encode(Sha256::digest(text));
    let note = serde_json::json!({
        "status": "requires_input", "version": 1, "service": "open-account",
        "service_version": 1, "service_sha256": sha256("the definition"),
        "policy": "strict", "policy_version": 2, "policy_sha256": sha256("the policy"),
        "livemode": true,
    });
    let service = services::Service {
        organisation: world.organisation.clone(),
        id: "open-account".to_owned(),
        version: 1,
        definition: "the definition".to_owned(),
        created: minute(0),
    };
    let policy = policies::Policy {
        id: "strict".to_owned(),
        version: 2,
        body: "the policy".to_owned(),
        hash: [0; 32],
        created: minute(0),
    };
    let opened = NewEvent {
        note: Some(&note),
        ..world.event(1, "opened", None)
    };
    let operator = new_operator(store, "grace").await;
    let look = Look {
        organisation: world.organisation.clone(),
        registration: id.clone(),
        operator,
        review_case: None,
        evidence: None,
        what: "case".to_owned(),
        at: minute(2),
    };
    let mut tx = store.begin().await.unwrap();
    services::insert(&mut tx, &service).await.unwrap();
    policies::insert(&mut tx, &policy).await.unwrap();
    events::append(&mut tx, &opened).await.unwrap();
    looks::record(&mut tx, &look).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(problems(store, None).await, []);

    let tamper = async |text: &str| {
        store.tamper(text).await.unwrap();
        let what = problems(store, None).await.into_iter();
        what.map(|problem| match problem {
            Problem::Differs { chain, what } if chain == id.as_str() => what,
            other => panic!("{other}"),
        })
        .collect::<Vec<_>>()
    };
    for (column, wrong, right, what) in [
        ("status", "'verified'", "'requires_input'", "status"),
        ("livemode", "0", "1", "livemode"),
        ("version", "7", "1", "version"),
        ("service", "'other'", "'open-account'", "service"),
        ("service_version", "2", "1", "service_version"),
    ] {
        let set = |value| format!("UPDATE registrations SET {column} = {value} WHERE id = '{id}'");
        assert_eq!(tamper(&set(wrong)).await, [what]);
        assert_eq!(tamper(&set(right)).await, [""; 0]);
    }
    for (table, column, right, what) in [
        (
            "services",
            "definition",
            "the definition",
            "service definition",
        ),
        ("policies", "body", "the policy", "policy"),
    ] {
        let set = |value: &str| format!("UPDATE {table} SET {column} = '{value}'");
        assert_eq!(tamper(&set("another")).await, [what]);
        assert_eq!(tamper(&set(right)).await, [""; 0]);
    }
    let gone = ["service definition", "policy"];
    for table in ["services", "policies"] {
        tamper(&format!("UPDATE {table} SET version = 9")).await;
    }
    assert_eq!(tamper("UPDATE looks SET what = what").await, gone);
    for (table, version) in [("services", 1), ("policies", 2)] {
        tamper(&format!("UPDATE {table} SET version = {version}")).await;
    }
    assert_eq!(tamper("DELETE FROM looks").await, ["looks"]);
    let mut tx = store.begin().await.unwrap();
    let reviewed = world.event(3, reviews::EVENT_KIND, None);
    events::append(&mut tx, &reviewed).await.unwrap();
    erase_registration(&mut tx, &world.organisation, id, minute(4))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        tamper("DELETE FROM review_cases").await,
        ["looks", "review_cases"]
    );
}

pub(crate) async fn whole_chain(store: &TestStore) {
    let (first, second, checkpoint) = two_chains(store).await;
    let id = &first.registration;
    for table in ["events", "chains"] {
        store
            .tamper(&format!("DELETE FROM {table} WHERE registration = '{id}'"))
            .await
            .unwrap();
    }
    let chain = id.to_string();
    let missing = Problem::Missing { chain };
    assert_eq!(problems(store, None).await, std::slice::from_ref(&missing));
    // With its registration gone as well, the checkpoint still knows.
    store
        .tamper(&format!("DELETE FROM registrations WHERE id = '{id}'"))
        .await
        .unwrap();
    assert_eq!(problems(store, None).await, []);
    assert_eq!(problems(store, Some(&checkpoint)).await, [missing]);
    assert!(
        checkpoint
            .heads
            .keys()
            .any(|(_, id)| *id == second.registration.as_str())
    );
}

pub(crate) async fn checkpoint_of_another(store: &TestStore) {
    let (.., checkpoint) = two_chains(store).await;
    let other = bonafide_store::testing::sqlite().await;
    let found = problems(&other, Some(&checkpoint)).await;
    assert!(found.contains(&Problem::OtherSigner));

    let mut file = Vec::new();
    audit::export(store, minute(5), &mut file).await.unwrap();
    let text = String::from_utf8(file).unwrap();
    for altered in [
        text.replace(" 5 ", " 4 "),
        text.lines()
            .enumerate()
            .filter(|(n, _)| *n != 2)
            .map(|(_, l)| format!("{l}\n"))
            .collect(),
        text[..text.len() - 140].to_owned(),
    ] {
        assert!(audit::read(altered.as_bytes()).is_err());
    }
}

pub(crate) async fn dropped_segments(store: &TestStore) {
    let (first, second, checkpoint) = two_chains(store).await;
    let drop_after = Some(minute(10));
    tx!(store, tx => audit::set_drop_after(tx, &first.organisation, &first.registration, drop_after).await.unwrap());
    assert_eq!(audit::drop_ended(store, minute(9)).await.unwrap(), 0);
    assert_eq!(audit::drop_ended(store, minute(10)).await.unwrap(), 1);
    assert_eq!(audit::drop_ended(store, minute(10)).await.unwrap(), 0);
    let report = audit::verify(store, Some(&checkpoint)).await.unwrap();
    assert_eq!((report.entries, report.problems), (5, Vec::new()));
    let rest = read!(store, r => events::list(r, &first.organisation, &first.registration, &first.account, 0, 9).await.unwrap());
    assert!(rest.is_empty());
    // It goes on where it was, and tampering still shows.
    first.append(store, &["e", "f"]).await;
    assert_eq!(problems(store, Some(&checkpoint)).await, []);
    store
        .tamper(&format!("DELETE FROM events WHERE {}", entry(&first, 6)))
        .await
        .unwrap();
    let chain = first.registration.to_string();
    assert_eq!(
        problems(store, None).await,
        [Problem::Removed { chain, seq: 6 }]
    );
    // Deleting entries without dropping them is no way out.
    store
        .tamper(&format!(
            "DELETE FROM events WHERE registration = '{}'",
            second.registration
        ))
        .await
        .unwrap();
    let chain = second.registration.to_string();
    let found = problems(store, None).await;
    assert!(
        found.contains(&Problem::Truncated {
            chain,
            expected: 5,
            found: 0
        }),
        "{found:?}"
    );
}
