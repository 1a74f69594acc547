//! A private PostgreSQL cluster for tests, reached over a Unix socket. All test
//! processes of a user share one: whoever comes first starts it, and a watcher
//! stops and deletes it two seconds after the last process has ended, however
//! that ended (the kernel drops its lock). Each store gets a database of its own.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// The programs that we need, newest version first.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let bin = path.join("bin");
            bin.join("initdb").exists().then_some((version, bin))
        })
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin)
}

/// A running cluster.
#[derive(Clone, Debug)]
pub struct Cluster {
    socket: PathBuf,
}

impl Cluster {
    /// The URL of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@localhost/{database}?host={}",
            self.socket.display()
        )
    }

    async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        PgConnection::connect(&self.url("postgres")).await
    }

    /// Makes an empty database; gives its URL.
    ///
    /// # Panics
    /// If the cluster does not answer.
    pub async fn new_database(&self) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let count = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("t{}_{count}", std::process::id());
        let mut connection = self.connect().await.expect("the cluster answers");
        let text = format!("CREATE DATABASE {name} TEMPLATE template0");
        sqlx::raw_sql(AssertSqlSafe(text))
            .execute(&mut connection)
            .await
            .expect("a new database");
        self.url(&name)
    }
}

/// Makes a database in the shared cluster; gives its URL.
pub(super) async fn new_database() -> Option<String> {
    let cluster = tokio::task::spawn_blocking(shared)
        .await
        .expect("the cluster starts")?;
    Some(cluster.new_database().await)
}

/// Runs as the user `postgres` when we are root, which PostgreSQL refuses to be.
fn command(program: &Path, root: bool) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        .arg(program);
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn check(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}

/// Makes a directory that the cluster's user owns and we can enter.
fn own_directory(path: &Path, root: bool) -> io::Result<()> {
    let mut install = Command::new("install");
    install.args(["-d", "-m", "700"]);
    if root {
        install.args(["-o", "postgres", "-g", "postgres"]);
    }
    check(install.arg(path))
}

fn init(bin: &Path, base: &Path, root: bool) -> io::Result<()> {
    own_directory(base, root)?;
    check(
        command(&bin.join("initdb"), root)
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ])
            .args(["--no-sync", "--no-instructions", "-D"])
            .arg(base.join("data")),
    )
}

/// The arguments of a server that listens on a socket in `base` alone.
fn server_args(base: &Path, durable: bool) -> Vec<String> {
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("unix_socket_directories={}", base.display()),
        "max_connections=300".to_owned(),
        "shared_buffers=32MB".to_owned(),
    ];
    if !durable {
        settings.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
    }
    let data = base.join("data").display().to_string();
    let mut args = vec!["-D".to_owned(), data];
    for setting in settings {
        args.extend(["-c".to_owned(), setting]);
    }
    args
}

fn answers(base: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(base.join(".s.PGSQL.5432")).is_ok()
}

fn wait_until_it_answers(bin: &Path, base: &Path) {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(60) {
        let ready = Command::new(bin.join("pg_isready"))
            .args(["-q", "-h"])
            .arg(base)
            .stdout(Stdio::null())
            .status();
        if ready.is_ok_and(|status| status.success()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!(
        "PostgreSQL did not start within a minute in {}",
        base.display()
    );
}

/// The cluster that all test processes of this user share.
fn shared() -> Option<Cluster> {
    static SHARED: OnceLock<Option<(Cluster, File)>> = OnceLock::new();
    SHARED
        .get_or_init(start_shared)
        .as_ref()
        .map(|(cluster, _)| cluster.clone())
}

fn missing() -> bool {
    if std::env::var_os("CI").is_some() {
        panic!("PostgreSQL is not installed, and CI must test both databases");
    }
    eprintln!("SKIPPED: PostgreSQL is not installed, so nothing was tested on it");
    true
}

fn start_shared() -> Option<(Cluster, File)> {
    let Some(bin) = binaries() else {
        missing();
        return None;
    };
    let root = is_root();
    let user = fs::metadata("/proc/self").map(|own| {
        use std::os::unix::fs::MetadataExt as _;
        own.uid()
    });
    let place = std::env::temp_dir().join(format!("bonafide-tests-{}", user.unwrap_or_default()));
    fs::create_dir_all(&place).expect("a directory for the tests' cluster");
    let locks = |name: &str| {
        File::options()
            .create(true)
            .append(true)
            .open(place.join(name))
            .expect("a lock file")
    };
    // One process at a time looks whether to start it.
    let starting = locks("starting");
    starting.lock().expect("the lock");
    // Held until this process ends; the watcher waits for it.
    let using = locks("using");
    using.lock_shared().expect("the lock");
    let base = place.join("cluster");
    if !answers(&base) {
        let _ = fs::remove_dir_all(&base);
        init(&bin, &base, root).expect("initdb");
        watch(&bin, &base, &place.join("using"), root);
        wait_until_it_answers(&bin, &base);
    }
    Some((Cluster { socket: base }, using))
}

/// Starts the server under a watcher that outlives us: once nobody holds the
/// lock for two seconds, it stops the server and deletes its files.
fn watch(bin: &Path, base: &Path, lock: &Path, root: bool) {
    let script = r#"
        lock=$1; base=$2; shift 2
        "$@" >/dev/null 2>&1 &
        server=$!
        exec 9>>"$lock"
        while sleep 2; do
            kill -0 $server 2>/dev/null || exit
            if flock -n -x 9; then
                kill -INT $server; wait $server; rm -rf "$base"; exit
            fi
        done"#;
    let server = command(&bin.join("postgres"), root);
    let mut watcher = Command::new("setsid");
    watcher
        .args(["sh", "-c", script, "sh"])
        .arg(lock)
        .arg(base)
        .arg(server.get_program());
    watcher
        .args(server.get_args())
        .args(server_args(base, false));
    watcher
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = watcher.spawn().expect("the watcher");
    // setsid forks when it must; either way nobody waits for the watcher itself.
    std::thread::spawn(move || child.wait());
}

/// A cluster of one test, durable as in production, that can be killed.
pub struct PrivateCluster {
    cluster: Cluster,
    bin: PathBuf,
    base: tempfile::TempDir,
    server: Child,
    root: bool,
}

/// Starts a cluster of this test's own; `None` where PostgreSQL is missing.
///
/// # Panics
/// If PostgreSQL is missing while the variable `CI` is set, or does not start.
pub fn private_cluster() -> Option<PrivateCluster> {
    let Some(bin) = binaries() else {
        missing();
        return None;
    };
    let root = is_root();
    let directory = tempfile::Builder::new()
        .prefix("bonafide-pg-")
        .tempdir()
        .expect("a directory");
    let base = directory.path().join("c");
    // The cluster's user must be able to pass through.
    check(Command::new("chmod").arg("711").arg(directory.path())).expect("chmod");
    init(&bin, &base, root).expect("initdb");
    let server = start(&bin, &base, root);
    wait_until_it_answers(&bin, &base);
    Some(PrivateCluster {
        cluster: Cluster { socket: base },
        bin,
        base: directory,
        server,
        root,
    })
}

fn start(bin: &Path, base: &Path, root: bool) -> Child {
    command(&bin.join("postgres"), root)
        .args(server_args(base, true))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server")
}

impl PrivateCluster {
    /// Where it answers.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Kills the server without warning and lets it recover.
    ///
    /// # Panics
    /// If it does not come back.
    pub fn crash_and_recover(&mut self) {
        self.crash();
        self.recover();
    }

    /// Kills the server without warning.
    ///
    /// # Panics
    /// If it does not run.
    pub fn crash(&mut self) {
        self.server.kill().expect("kill");
        self.server.wait().expect("wait");
    }

    /// Starts the server again. The children of the one that was killed notice,
    /// and end, before a new one can use the data.
    ///
    /// # Panics
    /// If it does not come back.
    pub fn recover(&mut self) {
        let base = self.base.path().join("c");
        let begin = Instant::now();
        loop {
            let _ = fs::remove_file(base.join("data/postmaster.pid"));
            self.server = start(&self.bin, &base, self.root);
            std::thread::sleep(Duration::from_millis(300));
            if self.server.try_wait().expect("wait").is_none() {
                break;
            }
            assert!(
                begin.elapsed() < Duration::from_secs(60),
                "PostgreSQL did not come back"
            );
        }
        wait_until_it_answers(&self.bin, &base);
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        // Under setpriv the child is the server itself: setpriv executes it.
        let _ = Command::new("kill")
            .arg("-INT")
            .arg(self.server.id().to_string())
            .status();
        let _ = self.server.wait();
    }
}
