//! What a transaction promises, the same on both databases.

use bonafide_identity::id::OrganisationId;
use bonafide_identity::service::Definition;
use bonafide_store::organisations::{self, Organisation};
use bonafide_store::testing::{TestStore, noon, older, seeded};
use bonafide_store::{DatabaseConfig, Store, StoreError, blind_index, services};

use crate::backup::elsewhere;
use crate::world::{id, minute, read};

fn organisation(store: &Store, name: &str) -> Organisation {
    Organisation {
        id: id!(store, OrganisationId, 0),
        name: name.to_owned(),
        return_urls: Vec::new(),
        settings: "{}".to_owned(),
        created: noon(),
        disabled_at: None,
    }
}

async fn exists(store: &Store, id: &OrganisationId) -> bool {
    read!(store, r => organisations::find(r, id).await.unwrap()).is_some()
}

pub(crate) async fn dropped_means_undone(store: &TestStore) {
    let (dropped, undone) = (
        organisation(store, "dropped"),
        organisation(store, "undone"),
    );
    let kept = organisation(store, "kept");
    let mut tx = store.begin().await.unwrap();
    organisations::insert(&mut tx, &dropped).await.unwrap();
    assert!(!exists(store, &dropped.id).await, "not before the commit");
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    organisations::insert(&mut tx, &undone).await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    organisations::insert(&mut tx, &kept).await.unwrap();
    assert!(
        organisations::find(&mut tx, &kept.id)
            .await
            .unwrap()
            .is_some(),
        "reads its own writes"
    );
    tx.commit().await.unwrap();
    assert!(!exists(store, &dropped.id).await && !exists(store, &undone.id).await);
    assert!(exists(store, &kept.id).await);
    store.ping().await.unwrap();
}

pub(crate) async fn first_failure_abandons(store: &TestStore) {
    let first = organisation(store, "first");
    let mut tx = store.begin().await.unwrap();
    organisations::insert(&mut tx, &first).await.unwrap();
    let twice = organisations::insert(&mut tx, &first).await;
    assert!(matches!(twice, Err(StoreError::Duplicate(_))));
    let after = organisations::find(&mut tx, &first.id).await;
    assert_eq!(after, Err(StoreError::Aborted));
    assert_eq!(tx.commit().await, Err(StoreError::Aborted));
    assert!(!exists(store, &first.id).await);
}

/// Many at once, some of them failing or dropped: exactly those that were
/// acknowledged are there.
pub(crate) async fn commits_together(store: &TestStore) {
    let tasks: Vec<_> = (0..60)
        .map(|n| {
            let store = store.store();
            tokio::spawn(async move {
                let row = organisation(&store, &format!("number {n}"));
                let mut tx = store.begin().await.unwrap();
                organisations::insert(&mut tx, &row).await.unwrap();
                let acknowledged = match n % 4 {
                    0 => false,
                    1 => {
                        let _ = organisations::insert(&mut tx, &row).await;
                        tx.commit().await.is_ok()
                    }
                    _ => tx.commit().await.is_ok(),
                };
                (row.id, acknowledged)
            })
        })
        .collect();
    let mut count = 0;
    for task in tasks {
        let (id, acknowledged) = task.await.unwrap();
        assert_eq!(exists(store, &id).await, acknowledged);
        count += u32::from(acknowledged);
    }
    assert_eq!(count, 30);
}

pub(crate) async fn schema(store: &TestStore) {
    let version = store.schema().await.unwrap();
    assert_eq!(version.found, version.latest);
    let again = Store::migrate(store.config(), seeded(1), minute(1))
        .await
        .unwrap();
    assert!(again.is_empty(), "nothing left to apply");
    let newer = "INSERT INTO schema_migrations (version, name, checksum, applied)
                 SELECT 999, name, checksum, applied FROM schema_migrations WHERE version = 1";
    store.tamper(newer).await.unwrap();
    let found = StoreError::SchemaNewer {
        found: 999,
        known: version.latest,
    };
    assert_eq!(
        Store::open(store.config(), seeded(1)).await.err(),
        Some(found.clone())
    );
    assert_eq!(
        Store::migrate(store.config(), seeded(1), minute(1))
            .await
            .err(),
        Some(found)
    );
    store
        .tamper("DELETE FROM schema_migrations WHERE version = 999")
        .await
        .unwrap();
    let blob = if store.is_postgres() {
        "'\\x00'::bytea"
    } else {
        "x'00'"
    };
    let altered = format!("UPDATE schema_migrations SET checksum = {blob} WHERE version = 1");
    store.tamper(&altered).await.unwrap();
    let opened = Store::open(store.config(), seeded(1)).await;
    assert_eq!(opened.err(), Some(StoreError::MigrationChanged(1)));
}

/// What a database holds at version 2 is read after the migration.
pub(crate) async fn from_version_two(store: &TestStore) {
    let organisation = id!(store, OrganisationId, 0);
    let registration = id!(store, RegistrationId, 0);
    let other = id!(store, RegistrationId, 1);
    let zeros = "00".repeat(32);
    let directory = store.directory().join("older");
    std::fs::create_dir(&directory).unwrap();
    let config = elsewhere(store, &directory).await;
    let postgres = matches!(config.database, DatabaseConfig::Postgres { .. });
    let blob = if postgres {
        format!("'\\x{zeros}'::bytea")
    } else {
        format!("x'{zeros}'")
    };
    let definition = |version: u32, invite_only: bool| {
        format!(
            r#"{{"id":"age","version":{version},"title":"A \",\"invite_only\":false\" title","purpose":"p",
"steps":["consent"],"documents":["passport"],"level":"low","minimum_age":18,"invite_only":{invite_only},"policy":{{"id":"standard","version":1}}}}"#,
        )
    };
    let (open, invited) = (definition(1, false), definition(2, true));
    let script = format!(
        "INSERT INTO organisations (id, name, return_urls, settings, created)
             VALUES ('{organisation}', 'Acme', '[]', '{{}}', 0);
         INSERT INTO services (organisation, id, version, definition, hash, created)
             VALUES ('{organisation}', 'age', 1, '{open}', {blob}, 0),
                    ('{organisation}', 'age', 2, '{invited}', {blob}, 0);
         INSERT INTO accounts (id, kind, created) VALUES ('acc', 'person', 0);
         INSERT INTO registrations (organisation, id, account, service, service_version, livemode,
                                    status, created, updated, version)
             VALUES ('{organisation}', '{registration}', 'acc', 'age', 1, 1, 'verified', 0, 0, 1);
         INSERT INTO blind_index (organisation, kind, value, registration, account, created)
             VALUES ('{organisation}', 'document_number', {blob}, '{registration}', 'acc', 0);"
    );
    older(&config, 2, &script).await;
    let applied = Store::migrate(&config, seeded(1), minute(1)).await.unwrap();
    assert_eq!(
        applied,
        [
            "order",
            "trust",
            "challenges",
            "lost",
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
        for version in [1, 2] {
            let row = services::find(r, &organisation, "age", version).await.unwrap().unwrap();
            let read: Definition = serde_json::from_str(&row.definition).unwrap();
            assert_eq!((i64::from(read.version), read.minimum_age), (version, Some(18)));
            assert_eq!(read.title, r#"A ","invite_only":false" title"#);
        }
        let document = [0; 32];
        let others =
            blind_index::of_other_holders(r, &organisation, &other, &document, &[1; 32], 9).await;
        assert_eq!(others.unwrap(), [], "it would match nothing but by chance");
    });
    migrated.close().await;
}

/// Another program holds what we need: we wait, then say that it is busy, and
/// go on once it is gone.
pub(crate) async fn locked_and_free_again(store: &TestStore) {
    let other = Store::open(store.config(), seeded(3)).await.unwrap();
    let row = organisation(store, "held");
    let mut holding = other.begin().await.unwrap();
    organisations::insert(&mut holding, &row).await.unwrap();
    let insert = async || {
        let mut tx = store.begin().await?;
        organisations::insert(&mut tx, &row).await?;
        tx.commit().await
    };
    let refused = insert().await;
    assert!(matches!(refused, Err(StoreError::Busy(_))), "{refused:?}");
    assert!(refused.is_err_and(|error| error.is_transient()));
    assert!(!exists(store, &row.id).await, "reading goes on");
    // Released while we wait.
    let (inserted, released) = tokio::join!(insert(), async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        holding.rollback().await
    });
    assert_eq!((inserted, released), (Ok(()), Ok(())));
    other.close().await;
}

/// A full disk fails exactly those transactions that it concerns.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_on_a_full_disk() {
    let store = bonafide_store::testing::sqlite().await;
    let kept = organisation(&store, "kept");
    let insert = async |row: &Organisation| {
        let mut tx = store.begin().await?;
        organisations::insert(&mut tx, row).await?;
        tx.commit().await
    };
    insert(&kept).await.unwrap();
    // As if there were no room for another page.
    store.tamper("PRAGMA max_page_count = 1").await.unwrap();
    let large = Organisation {
        settings: "x".repeat(100_000),
        ..organisation(&store, "large")
    };
    let refused = insert(&large).await;
    assert!(
        matches!(refused, Err(StoreError::DiskFull(_))),
        "{refused:?}"
    );
    assert!(exists(&store, &kept.id).await && !exists(&store, &large.id).await);
    store
        .tamper("PRAGMA max_page_count = 1000000")
        .await
        .unwrap();
    insert(&large).await.unwrap();
    assert!(exists(&store, &large.id).await);
}

/// What is asked for again and again is found by an index, however much an organisation has.
/// SQLite alone is asked: PostgreSQL chooses by what the tables hold.
pub(crate) async fn hot_queries_use_their_indexes(store: &TestStore) {
    if store.is_postgres() {
        return;
    }
    for (query, index) in [
        (
            "SELECT id FROM handovers
         WHERE organisation = 'o' AND registration = 'r'
         ORDER BY CASE state WHEN 'ended' THEN 1 ELSE 0 END, changed DESC, id DESC LIMIT 1",
            "handovers_registration (organisation=? AND registration=?)",
        ),
        (
            "SELECT id FROM messages WHERE organisation = 'o' AND registration = 'r' ORDER BY id",
            "messages_registration (organisation=? AND registration=?)",
        ),
        (
            "SELECT size FROM evidence WHERE organisation = 'o' AND registration = 'r' ORDER BY id",
            "evidence_registration (organisation=? AND registration=?)",
        ),
        (
            "SELECT state FROM registrations WHERE organisation = 'o' AND livemode = 1 AND id < '~'
               AND reference_index = x'00' ORDER BY id DESC LIMIT 20",
            "registrations_reference (organisation=? AND livemode=? AND reference_index=? AND id<?)",
        ),
        (
            "SELECT body FROM webhook_messages WHERE organisation = 'o' AND livemode = 1
               AND id < '~' AND registration = 'r' ORDER BY id DESC LIMIT 20",
            "webhook_messages_registration (organisation=? AND registration=? AND id<?)",
        ),
        (
            "SELECT id FROM registrations WHERE ended IS NULL AND expires <= 9
               AND (expires, id) > (1, '') ORDER BY expires, id LIMIT 9",
            "registrations_expires (expires",
        ),
        (
            "SELECT id FROM jobs WHERE state = 'dead' ORDER BY id LIMIT 9",
            "jobs_dead",
        ),
        (
            "SELECT object FROM doomed_objects ORDER BY failures, object LIMIT 9",
            "doomed_objects_next",
        ),
        (
            "UPDATE data_keys SET wrapped = NULL WHERE organisation = 'o' AND evidence = 'e'
               AND (account, registration) = (SELECT account, registration FROM evidence
                    WHERE organisation = 'o' AND id = 'e')",
            "(organisation=? AND account=? AND registration=? AND evidence=?)",
        ),
        (
            "SELECT organisation, id FROM review_cases
             WHERE (state = 'open' OR (state = 'assigned' AND assigned_until <= 1))
               AND state <> 'settled' AND state <> 'withdrawn' ORDER BY due, id LIMIT 1",
            "review_cases_due",
        ),
    ] {
        let plan = store.peek(&format!("EXPLAIN QUERY PLAN {query}")).await;
        let plan = plan.unwrap().join(" ");
        assert!(plan.contains(index), "{query}\n{plan}");
    }
}
