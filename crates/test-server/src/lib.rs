//! A running server for tests: the real program, as a process of its own, on a free port of
//! loopback with its data in a temporary folder. What tests do with it goes through its public
//! interfaces only. It can be killed in the middle of anything and started again on its data.

mod authenticator;
mod client;
mod person;

use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

pub use authenticator::Authenticator;
pub use client::{Answer, Client};
pub use person::{Person, Timing};

/// The time that a server may take to become ready. Much more than it needs on an idle machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The program was not built.
    #[error(
        "no program at {0}: build it with `cargo build -p bonafide-server`, or set BONAFIDE_BINARY"
    )]
    NotBuilt(PathBuf),
    /// The operating system refuses something.
    #[error(transparent)]
    System(#[from] io::Error),
    /// It ended, or does not become ready; with what it wrote.
    #[error("the server did not become ready:\n{0}")]
    NotReady(String),
}

/// How a server is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The database's address; a SQLite file in the temporary folder when absent.
    pub database: Option<String>,
    /// The folder of objects; one in the temporary folder when absent.
    pub objects: Option<String>,
    /// More lines of the configuration file: sections that [`TestServer`] does not write.
    pub configuration: String,
    /// More lines of its section `server`.
    pub server: String,
    /// As in earnest: without the demonstration's organisation, keys and mailbox.
    pub earnest: bool,
    /// Environment variables of the program.
    pub environment: Vec<(&'static str, String)>,
}

/// A running server, in demo mode with its organisation and its API keys.
pub struct TestServer {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
    port: u16,
    child: Option<Child>,
}

impl TestServer {
    /// Starts a server on SQLite.
    ///
    /// # Errors
    /// [`StartError`], with what the server wrote.
    pub async fn start() -> Result<Self, StartError> {
        Self::with(&Options::default()).await
    }

    /// Starts a server.
    ///
    /// # Errors
    /// [`StartError`], with what the server wrote.
    pub async fn with(options: &Options) -> Result<Self, StartError> {
        let mut server = Self::prepare(options)?;
        server.restart().await?;
        Ok(server)
    }

    /// Only its folder with the configuration: for commands, or to be started later.
    ///
    /// # Errors
    /// [`StartError::System`]
    pub fn prepare(options: &Options) -> Result<Self, StartError> {
        let folder = tempfile::Builder::new()
            .prefix("bonafide-server-")
            .tempdir()?;
        // Free now; whoever else takes it before the server does makes the start fail loudly.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        fs::write(
            folder.path().join("bonafide.toml"),
            configuration(port, options),
        )?;
        Ok(Self {
            folder,
            environment: options.environment.clone(),
            port,
            child: None,
        })
    }

    /// Starts the program on the data that are there, having killed it if it still runs.
    ///
    /// # Errors
    /// [`StartError`], with what the server wrote.
    pub async fn restart(&mut self) -> Result<(), StartError> {
        self.spawn()?;
        let begun = Instant::now();
        loop {
            let ended = self
                .child
                .as_mut()
                .is_some_and(|child| !matches!(child.try_wait(), Ok(None)));
            if ended || begun.elapsed() > PATIENCE {
                self.kill();
                return Err(StartError::NotReady(self.log()));
            }
            let answer = self.client().get("/readyz").await;
            let ready = answer.is_ok_and(|answer| answer.status.is_success());
            // The demonstration's keys are printed a moment later.
            if ready && (!self.is_demo()? || self.log().contains("Ctrl-C ends it")) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn is_demo(&self) -> io::Result<bool> {
        let text = fs::read_to_string(self.folder.path().join("bonafide.toml"))?;
        Ok(text.contains("[demo]\nenabled = true"))
    }

    /// The same without waiting until it is ready.
    ///
    /// # Errors
    /// [`StartError`]
    pub fn spawn(&mut self) -> Result<(), StartError> {
        self.kill();
        let log = File::create(self.folder.path().join("log"))?;
        let child = self
            .program(&["serve"])?
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        self.child = Some(child);
        Ok(())
    }

    /// Another command of the program on the same configuration, e.g. `["audit", "verify"]`.
    ///
    /// # Errors
    /// [`StartError::NotBuilt`].
    pub fn program(&self, arguments: &[&str]) -> Result<Command, StartError> {
        let mut command = Command::new(binary()?);
        command
            .arg("--config")
            .arg(self.folder.path().join("bonafide.toml"))
            .args(arguments)
            .current_dir(self.folder.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        Ok(command)
    }

    /// Kills the program at once, as a power cut would. Nothing happens when it does not run.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks the program to end, as a service manager does, and waits until it has.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub async fn stop(&mut self) -> io::Result<Option<ExitStatus>> {
        let Some(mut child) = self.child.take() else {
            return Ok(None);
        };
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            kill_process(pid, Signal::TERM)?;
        }
        tokio::task::spawn_blocking(move || child.wait().map(Some))
            .await
            .map_err(io::Error::other)?
    }

    /// The program's process id while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where pages and API are, e.g. `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A client without a key.
    pub fn client(&self) -> Client {
        Client::new(&self.url())
    }

    /// The API of the demo's organisation in test mode.
    pub fn sandbox(&self) -> Client {
        self.client().with_key(&self.key("bonafide_demo_test_"))
    }

    /// The API of the demo's organisation in live mode.
    pub fn live(&self) -> Client {
        self.client().with_key(&self.key("bonafide_demo_live_"))
    }

    /// The folder with the server's data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Everything that the program wrote since it was last started.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The key that the program printed when it started.
    fn key(&self, prefix: &str) -> String {
        let log = self.log();
        let rest = log.find(prefix).map_or("", |start| &log[start..]);
        let letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        rest.chars().take_while(|next| letter(*next)).collect()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The program: `BONAFIDE_BINARY`, or the one that cargo built beside this test.
fn binary() -> Result<PathBuf, StartError> {
    let built = || -> Option<PathBuf> {
        // target/debug/deps/some_test-0123456789abcdef
        Some(
            env::current_exe()
                .ok()?
                .parent()?
                .parent()?
                .join("bonafide"),
        )
    };
    let set = env::var_os("BONAFIDE_BINARY").map(PathBuf::from);
    let binary = set.or_else(built).unwrap_or_default();
    if binary.is_file() {
        Ok(binary)
    } else {
        Err(StartError::NotBuilt(binary))
    }
}

/// A demonstration of its own; webhooks may go to any port of this machine.
fn configuration(port: u16, options: &Options) -> String {
    let database = options.database.as_deref().unwrap_or("sqlite:bonafide.db");
    let objects = options.objects.as_deref().unwrap_or("objects");
    let mut text = format!(
        r#"
[server]
listen = "127.0.0.1:{port}"
external_url = "http://127.0.0.1:{port}"
{}
[database]
url = "{database}"
[objects]
directory = "{objects}"
[keys]
directory = "keys"
tombstones = "erasures.log"
[[egress.allow]]
to = "127.0.0.0/8"
ports = ["1-65535"]
plain_http = true
[metrics]
beside_pages = true
[demo]
enabled = {}
"#,
        options.server, !options.earnest
    );
    let _ = writeln!(text, "{}", options.configuration);
    text
}
