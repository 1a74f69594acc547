//! Backup and restore, across databases.

use std::fs::File;
use std::path::{Path, PathBuf};

use bonafide_store::testing::{TestStore, postgres_config, seeded, sqlite_config};
use bonafide_store::{
    Store, StoreConfig, StoreError, audit, backup, erase_account, erase_evidence,
    erase_registration, evidence, registrations,
};

use crate::world::{STATE, World, minute, read, tx};

const PASSPHRASE: &str = "correct horse battery staple";

async fn back_up(store: &TestStore) -> PathBuf {
    let path = store.directory().join("backup");
    let file = File::create(&path).unwrap();
    backup::write(store, PASSPHRASE, minute(9), &file)
        .await
        .unwrap();
    path
}

/// An empty store on the other kind of database; on the same one where
/// PostgreSQL is missing.
pub(crate) async fn elsewhere(store: &TestStore, directory: &Path) -> StoreConfig {
    std::fs::create_dir_all(directory).unwrap();
    match store.is_postgres() {
        true => sqlite_config(directory),
        false => postgres_config(directory)
            .await
            .unwrap_or_else(|| sqlite_config(directory)),
    }
}

async fn restore(config: &StoreConfig, file: &Path) -> Result<backup::Restored, StoreError> {
    backup::restore(config, seeded(7), file, PASSPHRASE, &[], minute(20)).await
}

pub(crate) async fn round_trip(store: &TestStore) {
    let world = World::new(store).await;
    let photo = world.photograph(store, 1, &vec![3; 200_000]).await;
    let mut checkpoint = Vec::new();
    audit::export(store, minute(8), &mut checkpoint)
        .await
        .unwrap();
    let file = back_up(store).await;
    let bytes = std::fs::read(&file).unwrap();
    assert!(
        !bytes
            .windows(8)
            .any(|window| window == b"guest\0\0\0" || window == b"open-acc")
    );
    let (manifest, totals) = backup::inspect(&file, PASSPHRASE).unwrap();
    assert_eq!(
        (manifest.installation.as_str(), totals.objects),
        (store.installation().unwrap(), 1)
    );

    let config = elsewhere(store, &store.directory().join("elsewhere")).await;
    let restored = restore(&config, &file).await.unwrap();
    assert_eq!((restored.totals, restored.tombstones), (totals, 0));
    let copy = Store::open(&config, seeded(8)).await.unwrap();
    assert_eq!(world.state(&copy).await.as_deref(), Some(STATE));
    let row =
        read!(copy, r => evidence::find(r, &world.organisation, &photo).await.unwrap()).unwrap();
    assert_eq!(
        &*copy.evidence_bytes(&row).await.unwrap(),
        &vec![3; 200_000]
    );
    let checkpoint = audit::read(&checkpoint[..]).unwrap();
    assert_eq!(
        audit::verify(&copy, Some(&checkpoint))
            .await
            .unwrap()
            .problems,
        []
    );
    // It lives on: same blind indexes, and it can be written to.
    let kind = bonafide_store::blind_index::IndexKind::Mail;
    assert_eq!(
        copy.blind_index(kind, "a@b").unwrap(),
        store.blind_index(kind, "a@b").unwrap()
    );
    tx!(copy, tx => registrations::save(tx, &world.summary(0), b"{}").await.unwrap());
    World::within(&copy, &world.organisation, 3).await;
    assert!(matches!(
        restore(&config, &file).await,
        Err(StoreError::NotEmpty(_))
    ));
    copy.close().await;
}

pub(crate) async fn erased_stay_erased(store: &TestStore) {
    let before = World::new(store).await;
    let organisation = &before.organisation;
    let registration = World::within(store, organisation, 1).await;
    let account = World::within(store, organisation, 2).await;
    let kept = World::within(store, organisation, 3).await;
    let photo = kept.photograph(store, 1, b"face").await;
    tx!(store, tx => erase_registration(tx, organisation, &before.registration, minute(5)).await.unwrap());
    let file = back_up(store).await;
    // After the backup: a registration, an account and one photograph.
    tx!(store, tx => erase_registration(tx, organisation, &registration.registration, minute(10)).await.unwrap());
    tx!(store, tx => erase_account(tx, &account.account, minute(11)).await.unwrap());
    tx!(store, tx => erase_evidence(tx, organisation, &photo, minute(12)).await.unwrap());

    // The database is lost; the tombstone log, kept elsewhere, is not.
    let directory = store.directory().join("elsewhere");
    let mut config = elsewhere(store, &directory).await;
    config.tombstones = store.config().tombstones.clone();
    let restored = restore(&config, &file).await.unwrap();
    assert_eq!(restored.tombstones, 3);
    let copy = Store::open(&config, seeded(8)).await.unwrap();
    for (world, state) in [
        (&before, None),
        (&registration, None),
        (&account, None),
        (&kept, Some(STATE)),
    ] {
        assert_eq!(world.state(&copy).await.as_deref(), state);
    }
    let row = read!(copy, r => evidence::find(r, organisation, &photo).await.unwrap()).unwrap();
    assert_eq!((row.erased_at, row.object), (Some(minute(12)), None));
    assert_eq!(audit::verify(&copy, None).await.unwrap().problems, []);
    assert_eq!(copy.sweep_doomed().await.unwrap(), 1);
    copy.close().await;

    // On a new machine the log comes from the backup and from a copy of the file.
    let directory = store.directory().join("third");
    let config = elsewhere(store, &directory).await;
    let log = store.config().tombstones.clone();
    let restored =
        backup::restore(&config, seeded(9), &file, PASSPHRASE, &[&log], minute(21)).await;
    assert_eq!(restored.unwrap().tombstones, 3);
    let log = std::fs::read_to_string(&config.tombstones).unwrap();
    assert_eq!(log.lines().filter(|line| !line.is_empty()).count(), 4);
}

pub(crate) async fn refusals(store: &TestStore) {
    let world = World::new(store).await;
    world.photograph(store, 1, b"face").await;
    let file = back_up(store).await;
    assert!(
        backup::write(store, "", minute(9), Vec::new())
            .await
            .is_err()
    );
    assert_eq!(
        backup::inspect(&file, "wrong").err(),
        Some(StoreError::WrongPassphrase)
    );
    let whole = std::fs::read(&file).unwrap();
    let cut = store.directory().join("cut");
    let config = elsewhere(store, &store.directory().join("elsewhere")).await;
    for end in [20, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&cut, &whole[..end]).unwrap();
        let refused = restore(&config, &cut).await;
        assert!(refused.is_err(), "cut at {end}");
    }
    // Into a store in use.
    assert!(matches!(
        restore(store.config(), &file).await,
        Err(StoreError::NotEmpty(_))
    ));
    // Nothing of the refused ones is in the way.
    restore(&config, &file).await.unwrap();
    let copy = Store::open(&config, seeded(8)).await.unwrap();
    assert_eq!(world.state(&copy).await.as_deref(), Some(STATE));
    copy.close().await;
}

/// Elsewhere a transaction that idles is ended; a backup idles while it reads objects.
pub(crate) async fn has_all_the_time_it_needs(store: &TestStore) {
    if store.is_postgres() {
        let setting = "SELECT current_setting('idle_in_transaction_session_timeout') AS t";
        assert_eq!(store.peek(setting).await.unwrap(), ["1min"]);
        assert_eq!(store.peek_as_backup(setting).await.unwrap(), ["0"]);
        assert_eq!(store.peek(setting).await.unwrap(), ["1min"], "only there");
    }
}

/// Only their owner may read the files of a store.
pub(crate) async fn files_are_private(store: &TestStore) {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = store.directory().join("fresh");
    std::fs::create_dir(&directory).unwrap();
    let mut config = elsewhere(store, &directory).await;
    config.tombstones = directory.join("erased/by/hand.log");
    Store::migrate(&config, seeded(1), minute(0)).await.unwrap();
    let fresh = Store::open(&config, seeded(2)).await.unwrap();
    let organisation = crate::world::new_organisation(&fresh).await;
    let world = World::within(&fresh, &organisation, 1).await;
    world.photograph(&fresh, 1, b"face").await;
    tx!(fresh, tx => erase_registration(tx, &organisation, &world.registration, minute(5)).await.unwrap());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut files = vec![config.tombstones.clone()];
    files.extend(
        std::fs::read_dir(&config.keys)
            .unwrap()
            .map(|entry| entry.unwrap().path()),
    );
    if let bonafide_store::DatabaseConfig::Sqlite { path, .. } = &config.database {
        let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", path.display()));
        files.extend([path.clone(), beside("-wal"), beside("-shm")]);
    }
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for folder in [
        &config.keys,
        &directory.join("objects"),
        &directory.join("erased"),
    ] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    fresh.close().await;
}
