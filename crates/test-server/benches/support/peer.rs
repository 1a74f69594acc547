//! npm's `oidc-provider`, to measure beside.

use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Name and secret as they stand in a header.
pub(crate) fn basic(name: &str, secret: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = "Basic ".to_owned();
    for chunk in format!("{name}:{secret}").as_bytes().chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, n| {
            bits << 8 | u32::from(chunk.get(n).copied().unwrap_or(0))
        });
        for n in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * n) & 63) as usize];
            out.push(if n <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

/// The peer's process; it ends with this one.
pub(crate) struct Peer {
    child: Child,
    /// Kept open: it warns now and then, and ends where nobody could read that.
    output: Option<BufReader<ChildStdout>>,
}

impl Peer {
    pub(crate) fn start(secret: &str) -> Outcome<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oidc");
        let child = Command::new("node")
            .arg("peer.js")
            .current_dir(folder)
            .env("SECRET", secret)
            .env("NODE_ENV", "production")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self {
            child,
            output: None,
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn address(&mut self) -> Outcome<String> {
        let output = self.child.stdout.take().ok_or("no output")?;
        let output = self.output.insert(BufReader::new(output));
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            if line.starts_with("http://") {
                return Ok(line.trim().to_owned());
            }
            line.clear();
        }
        Err("the peer did not start: run `npm ci` in tests/oidc".into())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
