//! The list of lost documents and its chain.

use bonafide_store::StoreError;
use bonafide_store::audit::{self, NewAct, Problem};
use bonafide_store::lost_documents::{self, Change, Entry, Survey};
use bonafide_store::testing::{TestStore, noon, older, seeded};
use bonafide_store::{DatabaseConfig, Store};

use crate::backup::elsewhere;
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

/// Carries a change out.
async fn change(store: &TestStore, change: Change<'_>, kind: &str) -> Survey {
    let survey = lost_documents::survey(&mut store.snapshot().await.unwrap(), change)
        .await
        .unwrap();
    assert!(survey.believed);
    tx!(store, tx => {
        lost_documents::turn(tx, &survey).await.unwrap();
        match change {
            Change::Remove(value) => lost_documents::remove(tx, value).await.unwrap(),
            Change::RemoveSource(source) => lost_documents::retire_source(tx, source).await.unwrap(),
            Change::Add(entries) => {
                let new: Vec<&Entry> = survey.new.iter().map(|place| &entries[*place]).collect();
                lost_documents::stage(tx, PART, &new).await.unwrap();
                for source in ["embassy", "police"] {
                    let its = new.iter().filter(|one| one.source == source).count();
                    lost_documents::publish(tx, source, PART, its as u64).await.unwrap();
                }
            }
            Change::Nothing | Change::Replace(_) => panic!("not here"),
        }
        lost_documents::record(tx, &survey, &act(kind)).await.unwrap();
    });
    survey
}

const PART: i64 = 7;

fn three() -> [Entry; 3] {
    [entry(1, "embassy"), entry(1, "police"), entry(2, "police")]
}

async fn filled(store: &TestStore) {
    let survey = change(store, Change::Add(&three()), "imported").await;
    assert_eq!((survey.changes, survey.entries), (3, 0));
}

async fn surveyed(store: &TestStore, change: Change<'_>) -> Survey {
    let mut snapshot = store.snapshot().await.unwrap();
    lost_documents::survey(&mut snapshot, change).await.unwrap()
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
    let again = surveyed(store, Change::Add(&three())).await;
    assert_eq!((again.changes, again.entries, again.believed), (0, 3, true));
    let more = [
        entry(0, "police"),
        entry(1, "police"),
        entry(1, "press"),
        entry(3, "police"),
    ];
    assert_eq!(surveyed(store, Change::Add(&more)).await.new, [0, 2, 3]);
    assert_eq!(problems(store).await, []);
    change(store, Change::Remove(&[1; 32]), "removed").await;
    assert_eq!(problems(store).await, []);
    let none = surveyed(store, Change::RemoveSource("embassy")).await;
    assert_eq!(none.changes, 0);
    change(store, Change::RemoveSource("police"), "removed").await;
    read!(store, r => {
        assert!(lost_documents::is_empty(r).await.unwrap());
        assert_eq!(lost_documents::find(r, &[2; 32]).await.unwrap(), []);
        assert_eq!(lost_documents::length(r).await.unwrap(), 3);
    });
    let acts = read!(store, r => lost_documents::acts(r, None, 9).await.unwrap());
    let kinds: Vec<_> = acts.iter().map(|act| act.kind.as_str()).collect();
    assert_eq!(kinds, ["removed", "removed", "imported"]);
    assert_eq!(problems(store).await, []);
}

pub(crate) async fn what_is_staged_counts_all_at_once(store: &TestStore) {
    filled(store).await;
    let many: Vec<Entry> = (3..=240).map(|value| entry(value, "police")).collect();
    let survey = surveyed(store, Change::Add(&many)).await;
    let new: Vec<&Entry> = many.iter().collect();
    tx!(store, tx => lost_documents::stage(tx, 8, &new).await.unwrap());
    read!(store, r => {
        assert_eq!(lost_documents::find(r, &[3; 32]).await.unwrap(), []);
        assert_eq!(lost_documents::leftovers(r).await.unwrap(), [("police".to_owned(), 8)]);
    });
    assert_eq!(
        problems(store).await,
        [],
        "what does not count is not told of"
    );
    let mut tx = store.begin().await.unwrap();
    let twice = lost_documents::stage(&mut tx, 9, &new[..1]).await;
    assert_eq!(twice, Err(StoreError::Conflict { expected: 9 }));
    drop(tx);
    // Somebody else is first.
    change(store, Change::Remove(&[2; 32]), "removed").await;
    let mut tx = store.begin().await.unwrap();
    let late = lost_documents::turn(&mut tx, &survey).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    drop(tx);
    let survey = surveyed(store, Change::Add(&many)).await;
    // What counts is never swept, and what lacks an entry never counts.
    tx!(store, tx => {
        assert_eq!(lost_documents::sweep(tx, "police", PART, 99).await.unwrap(), 0);
        lost_documents::turn(tx, &survey).await.unwrap();
        let fewer = lost_documents::publish(tx, "police", 8, 237).await;
        assert_eq!(fewer, Err(StoreError::Conflict { expected: 8 }));
        lost_documents::publish(tx, "police", 8, 238).await.unwrap();
        lost_documents::record(tx, &survey, &act("imported")).await.unwrap();
    });
    assert_eq!(problems(store).await, []);
    read!(store, r => {
        assert_eq!(lost_documents::find(r, &[3; 32]).await.unwrap(), [entry(3, "police")]);
        assert_eq!(lost_documents::leftovers(r).await.unwrap(), []);
    });
    change(store, Change::RemoveSource("police"), "removed").await;
    let swept = tx!(store, tx => {
        let mut swept = Vec::new();
        for _ in 0..3 {
            swept.push(lost_documents::sweep(tx, "police", 8, 200).await.unwrap());
        }
        swept
    });
    assert_eq!(swept, [200, 38, 0]);
    assert_eq!(problems(store).await, []);
}

/// What is on a list at version 6 is on it after the migration.
pub(crate) async fn from_the_version_before(store: &TestStore) {
    let directory = store.directory().join("older");
    std::fs::create_dir(&directory).unwrap();
    let config = elsewhere(store, &directory).await;
    let value = match matches!(config.database, DatabaseConfig::Postgres { .. }) {
        true => format!("'\\x{}'::bytea", "01".repeat(32)),
        false => format!("x'{}'", "01".repeat(32)),
    };
    let script = format!(
        "INSERT INTO lost_documents (value, source, reported, added)
         VALUES ({value}, 'police', '2026-01-31', 0), ({value}, 'embassy', '', 0);"
    );
    older(&config, 6, &script).await;
    let applied = Store::migrate(&config, seeded(1), minute(1)).await.unwrap();
    assert_eq!(
        applied,
        [
            "lost parts",
            "films",
            "faces",
            "accounts",
            "clients",
            "identities",
            "grants",
            "apps",
            "services",
            "pins and codes",
            "recoveries",
            "history",
            "polls",
            "contested",
            "push",
            "notifications",
            "event streams"
        ]
    );
    let migrated = Store::open(&config, seeded(2)).await.unwrap();
    read!(migrated, r => {
        let found = lost_documents::find(r, &[1; 32]).await.unwrap();
        let sources: Vec<_> = found.iter().map(|one| one.source.as_str()).collect();
        assert_eq!(sources, ["embassy", "police"]);
        assert_eq!(lost_documents::leftovers(r).await.unwrap(), []);
    });
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
    let survey = surveyed(store, Change::Nothing).await;
    assert!(!survey.believed, "no change signs what somebody else wrote");
    store.tamper("DELETE FROM lost_documents").await.unwrap();
    assert_eq!(problems(store).await, std::slice::from_ref(&differs));
    let survey = surveyed(store, Change::Nothing).await;
    assert_eq!(
        (survey.believed, survey.entries),
        (false, 0),
        "empty, and not said to be"
    );
    // Made anew.
    let three = three();
    let survey = surveyed(store, Change::Replace(&three)).await;
    tx!(store, tx => {
        lost_documents::turn(tx, &survey).await.unwrap();
        lost_documents::retire_all(tx).await.unwrap();
        let new: Vec<&Entry> = three.iter().collect();
        lost_documents::stage(tx, 8, &new).await.unwrap();
        lost_documents::publish(tx, "embassy", 8, 1).await.unwrap();
        lost_documents::publish(tx, "police", 8, 2).await.unwrap();
        lost_documents::record(tx, &survey, &act("rebuilt")).await.unwrap();
    });
    assert_eq!(problems(store).await, []);
    store
        .tamper("DELETE FROM lost_parts WHERE source = 'police'")
        .await
        .unwrap();
    assert_eq!(problems(store).await, [differs], "hidden is as gone");
    store.tamper("DELETE FROM lost_documents").await.unwrap();
    store.tamper("DELETE FROM lost_parts").await.unwrap();
    store.tamper("DELETE FROM house_events").await.unwrap();
    store.tamper("DELETE FROM house_chains").await.unwrap();
    assert_eq!(problems(store).await, [], "as if it had never been");
    let value = match store.is_postgres() {
        true => format!("'\\x{}'", "ab".repeat(32)),
        false => format!("x'{}'", "ab".repeat(32)),
    };
    let slipped_in = format!("INSERT INTO lost_documents VALUES ({value}, 'x', '', 0, 0)");
    store.tamper(&slipped_in).await.unwrap();
    store
        .tamper("INSERT INTO lost_parts VALUES ('x', 0)")
        .await
        .unwrap();
    let missing = Problem::Missing {
        chain: "lost".to_owned(),
    };
    assert_eq!(problems(store).await, [missing]);
}
