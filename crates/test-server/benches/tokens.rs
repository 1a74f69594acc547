//! What a client-credentials token costs, beside npm's `oidc-provider` in the same run: processor time of the server's
//! process per token, tokens in a second, and the memory that the load takes.
//!
//! ```text
//! cargo build --release -p bonafide-server && (cd tests/oidc && npm ci)
//! BONAFIDE_BINARY=target/release/bonafide cargo bench -p bonafide-test-server --bench tokens -- 20000
//! ```
//!
//! Both sign ES256, know their client by its secret in the header, and are asked over connections that stay open.
//! Client and servers share the machine, so that tokens in a second are too few; processor time is each one's own.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bonafide_test_server::{Client, Options, TestServer};
use hyper::Method;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::json;
use tokio::task::JoinSet;

#[path = "support/peer.rs"]
mod peer;
#[path = "support/process.rs"]
mod process;

use peer::{Peer, basic};
use process::{memory, processor};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Connections that ask at once.
const AT_ONCE: u32 = 16;
/// Tokens before anything is measured: code is compiled, caches fill.
const WARM: u32 = 2_000;
/// Of the peer's processor time a token may take so much at most.
const TARGET: f64 = 0.5;

/// One server under load.
struct Measured {
    /// Processor time a token.
    cost: Duration,
    /// Tokens in a second.
    rate: f64,
    /// Memory before and at the end, in kilobytes.
    memory: (u64, u64),
}

fn main() -> Outcome<()> {
    let tokens = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(20_000);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(tokens))
}

async fn measure(tokens: u32) -> Outcome<()> {
    let options = Options {
        configuration: "[limits.per_minute]\nclient = 1000000".to_owned(),
        ..Options::default()
    };
    let server = TestServer::with(&options).await?;
    let new =
        json!({"name": "worker", "scope": "read write", "resources": ["https://api.example"]});
    let client = server.live().post("/v1/clients", &new).await?.json();
    let text = |name: &str| client[name].as_str().unwrap_or_default().to_owned();
    let pid = server.pid().ok_or("the server has ended")?;
    let header = basic(&text("id"), &text("client_secret"));
    let ours = load(&server.client(), "/oauth/token", &header, pid, tokens).await?;
    show("bonafide", &ours);
    drop(server);

    let secret = text("client_secret");
    let mut peer = Peer::start(&secret)?;
    let address = peer.address()?;
    let header = basic("worker", &secret);
    let theirs = load(&Client::new(&address), "/token", &header, peer.id(), tokens).await?;
    show("oidc-provider", &theirs);

    let ratio = ours.cost.as_secs_f64() / theirs.cost.as_secs_f64();
    println!("processor time of a token, beside the peer's: {ratio:.2} (at most {TARGET})");
    if ratio <= TARGET {
        Ok(())
    } else {
        Err("a token costs too much".into())
    }
}

fn show(name: &str, measured: &Measured) {
    println!(
        "{name:<14} {:>6} us a token  {:>7.0} tokens/s  {:>4} MB idle, {:>4} MB at the end",
        measured.cost.as_micros(),
        measured.rate,
        measured.memory.0 / 1024,
        measured.memory.1 / 1024
    );
}

/// Asks for tokens and watches the process that gives them out.
async fn load(
    client: &Client,
    path: &'static str,
    header: &str,
    pid: u32,
    tokens: u32,
) -> Outcome<Measured> {
    let before = memory(pid)?;
    ask(client, path, header, WARM).await?;
    let (begun, used) = (Instant::now(), processor(pid)?);
    ask(client, path, header, tokens).await?;
    let (took, used) = (begun.elapsed(), processor(pid)?.saturating_sub(used));
    Ok(Measured {
        cost: used / tokens,
        rate: f64::from(tokens) / took.as_secs_f64(),
        memory: (before, memory(pid)?),
    })
}

async fn ask(client: &Client, path: &'static str, header: &str, tokens: u32) -> Outcome<()> {
    let left = Arc::new(AtomicU32::new(tokens));
    let mut asking = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, header, left) = (client.clone(), header.to_owned(), Arc::clone(&left));
        asking.spawn(async move {
            let more = |left: u32| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
                .is_ok()
            {
                let headers = [
                    (AUTHORIZATION, header.as_str()),
                    (CONTENT_TYPE, "application/x-www-form-urlencoded"),
                ];
                let answer = client
                    .send(
                        Method::POST,
                        path,
                        &headers,
                        "grant_type=client_credentials&scope=read",
                    )
                    .await?;
                if !answer.status.is_success() || !answer.text().contains("access_token") {
                    return Err(format!("{}: {}", answer.status, answer.text()).into());
                }
            }
            Outcome::Ok(())
        });
    }
    while let Some(asked) = asking.join_next().await {
        asked??;
    }
    Ok(())
}
