//! A foreign client tries the API of a running server against its own description.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::run::binary;
use crate::shell::program;
use crate::{Result, install, paths};

/// The client, ready to be pointed at a server: it knows the address and the key.
/// The server lives as long as this does.
pub(crate) struct Trial {
    /// To be run for its verdict.
    pub(crate) client: Command,
    _server: Server,
}

/// Installs the client outside the checkout and starts a server with an empty database.
pub(crate) fn prepare() -> Result<Trial> {
    let folder = paths::root().join("tests/api");
    let client = install::python(&folder.join("requirements.txt"))?.join("schemathesis");
    let server = Server::start()?;
    let mut client = program(client);
    client
        .args(["--config-file", "schemathesis.toml", "run", "--no-color"])
        .arg(format!("{}/v1/openapi.json", server.url))
        .current_dir(folder)
        .env("BASE_URL", &server.url)
        .env("API_KEY", &server.key);
    Ok(Trial {
        client,
        _server: server,
    })
}

/// The real program in demo mode on a free port, with its data in a folder that goes with it.
struct Server {
    child: Child,
    folder: PathBuf,
    url: String,
    key: String,
}

impl Server {
    fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("bonafide-api-{port}"));
        fs::create_dir_all(&folder)?;
        let url = format!("http://127.0.0.1:{port}");
        let log = folder.join("log");
        let child = program(binary("debug"))
            .arg("serve")
            .arg("--demo")
            .arg(&folder)
            .args(["--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(File::create(&log)?)
            .stderr(File::options().append(true).open(&log)?)
            .spawn()?;
        let mut server = Self {
            child,
            folder,
            url,
            key: String::new(),
        };
        let end = Instant::now() + Duration::from_secs(60);
        while server.key.is_empty() {
            let told = fs::read_to_string(&log)?;
            if server.child.try_wait()?.is_some() || Instant::now() > end {
                return Err(format!("the server did not start:\n{told}").into());
            }
            if let Some((_, key)) = told.split_once("test key") {
                key.split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .clone_into(&mut server.key);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What cannot be stopped or removed any more is already gone.
        self.child.kill().ok();
        self.child.wait().ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}
