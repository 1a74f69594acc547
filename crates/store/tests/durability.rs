//! Nothing acknowledged is ever missing. A child process works on a store and
//! writes down, synced, what was acknowledged to it; it is killed at every
//! place where a write begins or ends, SQLite's log is cut back to every frame,
//! and PostgreSQL's server is killed; each time the store is opened again and
//! compared with what the child wrote down.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use bonafide_identity::id::{AccountId, EvidenceId, OrganisationId, RegistrationId};
use bonafide_store::events::{self, NewEvent};
use bonafide_store::evidence::{self, EvidenceOf, NewEvidence};
use bonafide_store::keys::Class;
use bonafide_store::testing::{
    config_in, crash_after, noon, postgres_config, private_cluster, rows, seeded, sqlite_config,
};
use bonafide_store::{
    DatabaseConfig, Store, StoreConfig, StoreError, accounts, audit, erase_registration,
    organisations, registrations,
};
use serde::{Deserialize, Serialize};

/// The child's instructions: directory, database URL or nothing, seed, boundary to die at.
const CHILD: &str = "BONAFIDE_DURABILITY_CHILD";

/// What was acknowledged, with the length of SQLite's log at that moment.
#[derive(Debug, Serialize, Deserialize)]
struct Acknowledged {
    what: What,
    log: u64,
}

#[derive(Debug, Serialize, Deserialize)]
enum What {
    Saved {
        registration: RegistrationId,
        state: State,
    },
    Photo {
        evidence: EvidenceId,
        bytes: Vec<u8>,
    },
    Erased {
        registration: RegistrationId,
    },
}

/// A registration's state: a finding names the photograph that it judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    version: i64,
    photo: Option<EvidenceId>,
    judged: Option<EvidenceId>,
}

#[derive(Serialize, Deserialize)]
struct Task {
    directory: PathBuf,
    url: Option<String>,
    seed: u64,
    crash_after: i64,
    /// Goes on until something fails.
    endless: bool,
}

impl Task {
    fn config(&self) -> StoreConfig {
        match &self.url {
            None => sqlite_config(&self.directory),
            Some(url) => {
                let database = DatabaseConfig::Postgres {
                    url: url.clone(),
                    connections: 4,
                };
                config_in(&self.directory, database)
            }
        }
    }

    /// Runs the child to its end; gives whether it was killed.
    fn run(&self) -> bool {
        let output = self.command().output().expect("the child");
        let killed = output.status.code().is_none();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            killed || output.status.success(),
            "the child failed: {said}"
        );
        killed
    }

    fn command(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env(CHILD, serde_json::to_string(self).expect("instructions"))
            .stdin(Stdio::null());
        command
    }
}

/// What the child was told, and the store that it works on.
struct Child {
    store: Store,
    organisation: OrganisationId,
    directory: PathBuf,
}

impl Child {
    /// Writes down that something was acknowledged.
    fn acknowledge(&self, what: What) {
        let log = fs::metadata(self.directory.join("bonafide.db-wal")).map_or(0, |file| file.len());
        let line = serde_json::to_string(&Acknowledged { what, log }).expect("a line");
        let path = self.directory.join("acknowledged");
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .expect("the log");
        writeln!(file, "{line}")
            .and_then(|()| file.sync_data())
            .expect("the log");
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        self.store.random().array()
    }

    /// One registration from its beginning to its erasure.
    async fn work(&self, erase: bool) -> Result<(), StoreError> {
        let account = AccountId::new(noon(), self.random());
        let registration = RegistrationId::new(noon(), self.random());
        let mut summary = rows::registration(
            self.organisation.clone(),
            registration.clone(),
            account.clone(),
            noon(),
        );
        let mut state = State {
            version: 1,
            ..State::default()
        };
        let mut tx = self.store.begin().await?;
        let guest = rows::guest(account.clone(), noon());
        accounts::insert(&mut tx, &guest).await?;
        registrations::insert(&mut tx, &summary, &json(&state)).await?;
        self.event(&mut tx, &registration, &account, "opened")
            .await?;
        tx.commit().await?;
        self.acknowledge(What::Saved {
            registration: registration.clone(),
            state: state.clone(),
        });

        for attempt in 1..=2 {
            let photo = EvidenceId::new(noon(), self.random());
            let bytes = self.random::<64>().to_vec();
            let of = EvidenceOf {
                organisation: &self.organisation,
                account: &account,
                registration: &registration,
                id: &photo,
                class: Class::Biometric,
            };
            let upload = self.store.upload(of, bytes.clone()).await?;
            state = State {
                version: summary.version + 1,
                photo: Some(photo.clone()),
                judged: None,
            };
            let mut tx = self.store.begin().await?;
            let new = NewEvidence {
                kind: "selfie",
                attempt,
                source: "camera",
                media_type: "image/jpeg",
                created: noon(),
                erase_after: None,
            };
            evidence::insert(&mut tx, &upload, &new).await?;
            summary.version = registrations::save(&mut tx, &summary, &json(&state)).await?;
            self.event(&mut tx, &registration, &account, "photographed")
                .await?;
            tx.commit().await?;
            self.acknowledge(What::Photo {
                evidence: photo.clone(),
                bytes,
            });
            self.acknowledge(What::Saved {
                registration: registration.clone(),
                state: state.clone(),
            });

            // A judgement of this photograph, and at the same time the same
            // judgement of a state that has been replaced since.
            let judge = |version: i64| {
                let (mut summary, photo) = (summary.clone(), photo.clone());
                let (registration, account) = (registration.clone(), account.clone());
                async move {
                    summary.version = version;
                    let judged = State {
                        version: version + 1,
                        photo: Some(photo.clone()),
                        judged: Some(photo),
                    };
                    let mut tx = self.store.begin().await?;
                    registrations::save(&mut tx, &summary, &json(&judged)).await?;
                    self.event(&mut tx, &registration, &account, "judged")
                        .await?;
                    tx.commit().await?;
                    Ok::<_, StoreError>(judged)
                }
            };
            let (now, stale) = tokio::join!(judge(summary.version), judge(summary.version - 1));
            assert!(matches!(
                stale,
                Err(StoreError::Conflict { .. } | StoreError::Unavailable(_))
            ));
            state = now?;
            summary.version = state.version;
            self.acknowledge(What::Saved {
                registration: registration.clone(),
                state: state.clone(),
            });
        }
        if erase {
            let mut tx = self.store.begin().await?;
            erase_registration(&mut tx, &self.organisation, &registration, noon()).await?;
            tx.commit().await?;
            self.acknowledge(What::Erased { registration });
        }
        Ok(())
    }

    async fn event(
        &self,
        tx: &mut bonafide_store::Tx,
        registration: &RegistrationId,
        account: &AccountId,
        kind: &str,
    ) -> Result<(), StoreError> {
        let event = NewEvent {
            organisation: &self.organisation,
            registration,
            at: noon(),
            kind,
            actor: "person",
            note: None,
            payload: Some((account, b"{}")),
        };
        events::append(tx, &event).await.map(drop)
    }
}

fn json(state: &State) -> Vec<u8> {
    serde_json::to_vec(state).expect("a state")
}

/// The process that is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by the other tests of this file"]
async fn child() {
    let task: Task =
        serde_json::from_str(&std::env::var(CHILD).expect("instructions")).expect("instructions");
    let store = Store::open(&task.config(), seeded(task.seed))
        .await
        .expect("the store");
    let read = &mut store.read().await.expect("a reader");
    let organisation = organisations::list(read, None, 1)
        .await
        .expect("a list")
        .remove(0)
        .id;
    let child = Child {
        store,
        organisation,
        directory: task.directory.clone(),
    };
    crash_after(task.crash_after);
    let work = async || -> Result<(), StoreError> {
        // Beside each other, so that commits are grouped.
        let (a, b) = tokio::join!(child.work(true), child.work(false));
        a.and(b)
    };
    if task.endless {
        while work().await.is_ok() {}
    } else {
        work().await.expect("work");
        // No farewell: the write-ahead log stays as it is.
        crash_after(-1);
        std::process::exit(0);
    }
}

/// Everything that children wrote down.
fn acknowledged(directory: &Path) -> Vec<Acknowledged> {
    fs::read_to_string(directory.join("acknowledged"))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// Compares the store with what was acknowledged, and with itself.
async fn compare(config: &StoreConfig, acknowledged: &[Acknowledged], context: &str) {
    let store = Store::open(config, seeded(u64::MAX))
        .await
        .unwrap_or_else(|e| panic!("{context}: {e}"));
    let mut read = store.read().await.unwrap();
    let organisation = organisations::list(&mut read, None, 1)
        .await
        .unwrap()
        .remove(0)
        .id;
    for Acknowledged { what, .. } in acknowledged {
        match what {
            What::Saved {
                registration,
                state,
            } => {
                let found = registrations::find(&mut read, &organisation, registration)
                    .await
                    .unwrap();
                let found = found.unwrap_or_else(|| panic!("{context}: {registration} is missing"));
                let version = found.summary.version;
                assert!(
                    version >= state.version,
                    "{context}: {registration} lost version {}",
                    state.version
                );
                if let (true, Some(plain)) = (version == state.version, &found.state) {
                    assert_eq!(
                        serde_json::from_slice::<State>(plain).unwrap(),
                        *state,
                        "{context}"
                    );
                }
            }
            What::Photo {
                evidence: id,
                bytes,
            } => {
                let found = evidence::find(&mut read, &organisation, id).await.unwrap();
                let found = found.unwrap_or_else(|| panic!("{context}: {id} is missing"));
                if found.erased_at.is_none() {
                    let plain = store.evidence_bytes(&found).await;
                    let plain = plain.unwrap_or_else(|error| panic!("{context}: {id}: {error}"));
                    assert_eq!(&*plain, bytes, "{context}");
                }
            }
            What::Erased { registration } => {
                let found = registrations::find(&mut read, &organisation, registration)
                    .await
                    .unwrap();
                assert!(
                    found.is_some_and(|found| found.state.is_none()),
                    "{context}: {registration} is back"
                );
                let log = fs::read_to_string(&config.tombstones).unwrap();
                assert!(
                    log.contains(registration.as_str()),
                    "{context}: no tombstone"
                );
            }
        }
    }
    whole(&store, &organisation, context).await;
    drop(read);
    store.close().await;
}

/// Whatever is there, acknowledged or not, is whole.
async fn whole(store: &Store, organisation: &OrganisationId, context: &str) {
    let mut read = store.read().await.unwrap();
    let filter = registrations::Filter {
        organisation,
        livemode: true,
        status: None,
        service: None,
        reference_index: None,
        created_from: None,
        created_before: None,
        before: None,
        limit: 100_000,
    };
    for row in registrations::list(&mut read, &filter).await.unwrap() {
        let summary = row.summary;
        let Some(plain) = row.state else { continue };
        let state: State = serde_json::from_slice(&plain).unwrap();
        assert_eq!(state.version, summary.version, "{context}");
        assert!(
            state.judged.is_none() || state.judged == state.photo,
            "{context}: a finding judged a photograph that was replaced"
        );
        for row in evidence::of_registration(&mut read, organisation, &summary.id)
            .await
            .unwrap()
        {
            let bytes = store.evidence_bytes(&row).await;
            bytes.unwrap_or_else(|error| panic!("{context}: {}: {error}", row.id));
        }
    }
    let report = audit::verify(store, None).await.unwrap();
    assert_eq!(report.problems, [], "{context}");
}

async fn prepare(config: &StoreConfig) {
    Store::migrate(config, seeded(0), noon())
        .await
        .expect("migrations");
    let store = Store::open(config, seeded(1)).await.expect("the store");
    let mut tx = store.begin().await.unwrap();
    let organisation = rows::organisation(OrganisationId::new(noon(), [0; 10]), noon());
    organisations::insert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
}

/// Kills a child at every boundary in turn, on one store.
async fn kill_at_every_boundary(directory: &Path, config: &StoreConfig, url: Option<String>) {
    prepare(config).await;
    let mut boundary: i64 = 0;
    loop {
        let task = Task {
            directory: directory.to_owned(),
            url: url.clone(),
            seed: 1000 + boundary.unsigned_abs(),
            crash_after: boundary,
            endless: false,
        };
        let killed = task.run();
        compare(
            config,
            &acknowledged(directory),
            &format!("killed at boundary {boundary}"),
        )
        .await;
        if !killed {
            break;
        }
        boundary += 1;
    }
    assert!(
        boundary > 100,
        "the child passed only {boundary} boundaries"
    );
    assert!(acknowledged(directory).len() > 500);
    eprintln!("killed at {boundary} boundaries");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_killed_at_every_boundary() {
    let directory = tempfile::tempdir().unwrap();
    let config = sqlite_config(directory.path());
    kill_at_every_boundary(directory.path(), &config, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_killed_at_every_boundary() {
    let directory = tempfile::tempdir().unwrap();
    let Some(config) = postgres_config(directory.path()).await else {
        return;
    };
    let DatabaseConfig::Postgres { url, .. } = config.database.clone() else {
        unreachable!()
    };
    kill_at_every_boundary(directory.path(), &config, Some(url)).await;
}

/// Size of a frame of SQLite's log, and of what stands before the first.
const FRAME: u64 = 24 + 4096;
const BEFORE_FRAMES: u64 = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_cut_back_to_every_frame() {
    let directory = tempfile::tempdir().unwrap();
    let config = sqlite_config(directory.path());
    prepare(&config).await;
    for seed in [7, 8] {
        let task = Task {
            directory: directory.path().to_owned(),
            url: None,
            seed,
            crash_after: -1,
            endless: false,
        };
        assert!(!task.run());
    }
    let all = acknowledged(directory.path());
    let database = directory.path().join("bonafide.db");
    let log = fs::read(directory.path().join("bonafide.db-wal")).unwrap();
    let frames = (log.len() as u64 - BEFORE_FRAMES) / FRAME;
    assert!(
        frames > 100 && all.len() > 20,
        "{frames} frames, {} acknowledged",
        all.len()
    );
    assert!(
        all.is_sorted_by_key(|line| line.log),
        "the log was never begun anew"
    );

    let copy = tempfile::tempdir().unwrap();
    let mut cut_config = sqlite_config(copy.path());
    cut_config.keys = config.keys.clone();
    cut_config.objects = config.objects.clone();
    cut_config.tombstones = config.tombstones.clone();
    for frame in 0..=frames {
        // Cut behind the frame, and at times in the middle of the next.
        for torn in [0, if frame % 16 == 0 { FRAME / 2 } else { 0 }] {
            let end = (BEFORE_FRAMES + frame * FRAME + torn).min(log.len() as u64);
            fs::copy(&database, copy.path().join("bonafide.db")).unwrap();
            fs::write(copy.path().join("bonafide.db-wal"), &log[..end as usize]).unwrap();
            let _ = fs::remove_file(copy.path().join("bonafide.db-shm"));
            let durable = all.partition_point(|line| line.log <= end);
            compare(
                &cut_config,
                &all[..durable],
                &format!("cut at frame {frame}"),
            )
            .await;
            if torn == 0 && frame % 16 != 0 {
                break;
            }
        }
    }
}

/// Waits for a child whose server was killed. One that found the server again goes on writing, which is as
/// good: it is ended after a while, since what counts is what was acknowledged.
fn end(child: &mut std::process::Child) {
    let patience = std::time::Instant::now();
    while patience.elapsed() < Duration::from_secs(15) {
        if let Some(status) = child.try_wait().expect("the child") {
            assert!(status.success(), "it ends in order when the server is gone");
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().expect("the child can be killed");
    child.wait().expect("the child");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_server_killed() {
    let directory = tempfile::tempdir().unwrap();
    let Some(mut cluster) = private_cluster() else {
        return;
    };
    let url = cluster.cluster().new_database().await;
    let database = DatabaseConfig::Postgres {
        url: url.clone(),
        connections: 4,
    };
    let config = config_in(directory.path(), database);
    prepare(&config).await;
    for round in 0..4 {
        let before = acknowledged(directory.path()).len();
        let task = Task {
            directory: directory.path().to_owned(),
            url: Some(url.clone()),
            seed: 50 + round,
            crash_after: -1,
            endless: true,
        };
        let mut command = task.command();
        let mut child = command
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the child");
        let patience = std::time::Instant::now();
        while acknowledged(directory.path()).len() < before + 30 + 7 * round as usize {
            assert!(
                patience.elapsed() < Duration::from_secs(60),
                "the child does nothing"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        cluster.crash_and_recover();
        end(&mut child);
        compare(
            &config,
            &acknowledged(directory.path()),
            &format!("killed in round {round}"),
        )
        .await;
    }
}
