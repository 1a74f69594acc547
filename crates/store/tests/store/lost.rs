//! The list of lost documents and its chain.

use bonafide_store::audit::{self, NewAct, Problem};
use bonafide_store::lost_documents::{self, Entry};
use bonafide_store::testing::{TestStore, noon};

use crate::world::{minute, read, tx};

fn entry(value: u8, source: &str) -> Entry {
    Entry {
        value: [value; 32],
        source: source.to_owned(),
        reported: "2026-01-31".to_owned(),
        added: minute(i64::from(value)),
    }
}

fn act(kind: &str) -> NewAct<'_> {
    NewAct {
        at: noon(),
        kind,
        actor: "command-line",
        note: serde_json::Map::new(),
    }
}

async fn problems(store: &TestStore) -> Vec<Problem> {
    audit::verify(store, None).await.unwrap().problems
}

async fn filled(store: &TestStore) {
    tx!(store, tx => {
        lost_documents::turn(tx).await.unwrap();
        for one in [entry(1, "police"), entry(2, "police"), entry(1, "embassy")] {
            assert!(lost_documents::add(tx, &one).await.unwrap());
            assert!(!lost_documents::add(tx, &one).await.unwrap(), "again");
        }
        lost_documents::record(tx, &act("imported")).await.unwrap();
    });
}

pub(crate) async fn life(store: &TestStore) {
    read!(store, r => assert!(lost_documents::is_empty(r).await.unwrap()));
    filled(store).await;
    read!(store, r => {
        assert!(!lost_documents::is_empty(r).await.unwrap());
        let found = lost_documents::find(r, &[1; 32]).await.unwrap();
        assert_eq!(found, [entry(1, "embassy"), entry(1, "police")]);
        assert_eq!(lost_documents::find(r, &[9; 32]).await.unwrap(), []);
        let sources = lost_documents::sources(r).await.unwrap();
        let told: Vec<_> = sources.iter().map(|one| (one.name.as_str(), one.entries, one.latest)).collect();
        assert_eq!(told, [("embassy", 1, minute(1)), ("police", 2, minute(2))]);
    });
    assert_eq!(problems(store).await, []);
    tx!(store, tx => {
        lost_documents::turn(tx).await.unwrap();
        assert_eq!(lost_documents::remove(tx, &[1; 32]).await.unwrap(), 2);
        assert_eq!(lost_documents::remove_source(tx, "police").await.unwrap(), 1);
        assert_eq!(lost_documents::remove_source(tx, "police").await.unwrap(), 0);
        lost_documents::record(tx, &act("removed")).await.unwrap();
    });
    let acts = read!(store, r => lost_documents::acts(r, None, 9).await.unwrap());
    let kinds: Vec<_> = acts.iter().map(|act| act.kind.as_str()).collect();
    assert_eq!(kinds, ["removed", "imported"]);
    assert_eq!(problems(store).await, []);
}

pub(crate) async fn whoever_writes_rows_is_named(store: &TestStore) {
    filled(store).await;
    let differs = Problem::Differs {
        chain: "lost".to_owned(),
        what: "list of lost documents",
    };
    store
        .tamper("UPDATE lost_documents SET reported = '2027-01-01' WHERE source = 'embassy'")
        .await
        .unwrap();
    assert_eq!(problems(store).await, std::slice::from_ref(&differs));
    let mut tx = store.begin().await.unwrap();
    let refused = lost_documents::turn(&mut tx).await;
    assert!(refused.is_err(), "no change signs what somebody else wrote");
    drop(tx);
    store.tamper("DELETE FROM lost_documents").await.unwrap();
    assert_eq!(problems(store).await, [differs]);
    store.tamper("DELETE FROM house_events").await.unwrap();
    store.tamper("DELETE FROM house_chains").await.unwrap();
    assert_eq!(problems(store).await, [], "as if it had never been");
    let value = match store.is_postgres() {
        true => format!("'\\x{}'", "ab".repeat(32)),
        false => format!("x'{}'", "ab".repeat(32)),
    };
    let slipped_in = format!("INSERT INTO lost_documents VALUES ({value}, 'x', '', 0)");
    store.tamper(&slipped_in).await.unwrap();
    let missing = Problem::Missing {
        chain: "lost".to_owned(),
    };
    assert_eq!(problems(store).await, [missing]);
}
