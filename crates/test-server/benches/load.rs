//! Many people at once: what the server takes to start, how much memory it keeps, and how quickly
//! pages come while the checks of 200 sessions run in the background.
//!
//! ```text
//! cargo build --release -p bonafide-server
//! BONAFIDE_BINARY=target/release/bonafide cargo bench -p bonafide-test-server --bench load -- 200
//! ```
//!
//! Client and server share the machine, so figures are upper bounds. Uploads are told apart from
//! pages: their time is that of the photograph's way and its decoding.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench stands at the edge: it asks for the day"
)]

use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::portrait::Photo;
use bonafide_mrz::StateCode;
use bonafide_test_server::{Client, Person, TestServer, Timing};
use hyper::Method;
use serde_json::json;
use tokio::task::JoinSet;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Longest time for all sessions to be decided.
const PATIENCE: Duration = Duration::from_secs(1800);

struct Pictures {
    document: Vec<u8>,
    selfie: Vec<u8>,
}

fn main() -> Outcome<()> {
    let people = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(200);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(people))
}

async fn measure(people: usize) -> Outcome<()> {
    let pictures = Arc::new(pictures()?);
    let begun = Instant::now();
    let mut server = TestServer::start().await?;
    println!(
        "ready        {:>8.0} ms (first start, empty database, keys made)",
        millis(begun.elapsed())
    );
    // Told once, when it was made.
    let live = server.live();
    let begun = Instant::now();
    server.restart().await?;
    println!(
        "ready again  {:>8.0} ms (killed and started)",
        millis(begun.elapsed())
    );
    println!("memory       {:>8} MB idle", memory(&server, "VmRSS"));

    let begun = Instant::now();
    let mut walks = JoinSet::new();
    for _ in 0..people {
        walks.spawn(walk(live.clone(), server.client(), Arc::clone(&pictures)));
    }
    let mut timings = Vec::new();
    let mut endings = std::collections::BTreeMap::<String, usize>::new();
    while let Some(walked) = tokio::time::timeout(PATIENCE, walks.join_next()).await? {
        match walked? {
            Ok((ending, times)) => {
                *endings.entry(ending).or_default() += 1;
                timings.extend(times);
            }
            Err(error) => *endings.entry(format!("error: {error}")).or_default() += 1,
        }
    }
    let took = begun.elapsed();
    println!(
        "sessions     {people:>8} at once, all ended after {:.1} s: {endings:?}",
        took.as_secs_f64()
    );
    println!("memory       {:>8} MB at most", memory(&server, "VmHWM"));
    report("pages", &timings, |timing| {
        timing.method == Method::GET && !is_wait(timing)
    });
    report("forms", &timings, |timing| {
        timing.method == Method::POST && !is_upload(timing)
    });
    report("uploads", &timings, is_upload);
    if endings.keys().eq(["verified"]) {
        Ok(())
    } else {
        Err("not everybody was verified".into())
    }
}

/// One person, from the opening of the session to its result.
async fn walk(
    live: Client,
    client: Client,
    pictures: Arc<Pictures>,
) -> Outcome<(String, Vec<Timing>)> {
    let opened = live
        .post(
            "/v1/verification-sessions",
            &json!({ "service": "identity-check" }),
        )
        .await?
        .json();
    let text = |name: &str| opened[name].as_str().unwrap_or_default().to_owned();
    let link = text("url");
    let link = link.find("/verify/").map_or("", |start| &link[start..]);
    let mut person = Person::new(client);
    person.open(link).await?;
    person.submit("/verify/consent", &[]).await?;
    person
        .submit("/verify/document", &[("kind", "passport")])
        .await?;
    person.upload("document_front", &pictures.document).await?;
    wait(&mut person, "action=\"/verify/fields\"").await?;
    person.submit("/verify/fields", &[]).await?;
    person.upload("selfie", &pictures.selfie).await?;
    wait(&mut person, "result-").await?;
    let path = format!("/v1/verification-sessions/{}", text("id"));
    let session = live.get(&path).await?.json();
    Ok((
        session["status"].as_str().unwrap_or_default().to_owned(),
        person.timings,
    ))
}

/// Follows the session as the page itself does, until it holds a text.
async fn wait(person: &mut Person, text: &str) -> Outcome<()> {
    loop {
        let page = person.get("/verify").await?.text();
        if page.contains(text) {
            return Ok(());
        }
        let seen = page.split_once("data-seen=\"");
        let seen = seen.and_then(|(_, rest)| rest.split('"').next());
        let Some(seen) = seen else {
            return Err("the page follows nothing".into());
        };
        person.get(&format!("/verify/live?seen={seen}")).await?;
    }
}

fn pictures() -> Outcome<Pictures> {
    // A document that is valid for years on whatever day this runs.
    let today = jiff::Zoned::now().date();
    let mut details = Details::specimen(Kind::Passport, today);
    details.issuing_state = StateCode::new("EUE")?;
    details.nationality = StateCode::new("NLD")?;
    "XT4401213".clone_into(&mut details.number);
    let front = issue(&details, Photo::A1)?.front;
    Ok(Pictures {
        document: jpeg(&photograph(&front, &Shot::casual(11)), 88),
        selfie: jpeg(&Photo::A2.selfie((1280, 720))?, 90),
    })
}

fn is_upload(timing: &Timing) -> bool {
    timing.method == Method::POST && timing.path == "/verify/photograph"
}

fn is_wait(timing: &Timing) -> bool {
    timing.path.starts_with("/verify/live")
}

fn report(name: &str, timings: &[Timing], of: impl Fn(&Timing) -> bool) {
    let mut times: Vec<f64> = timings
        .iter()
        .filter(|timing| of(timing))
        .map(|timing| millis(timing.took))
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
    if times.is_empty() {
        return;
    }
    println!(
        "{name:<12} {:>8} requests: median {:.0} ms, p90 {:.0}, p99 {:.0}, most {:.0}",
        times.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Resident memory in megabytes, as the operating system tells it.
fn memory(server: &TestServer, name: &str) -> u64 {
    let status = server
        .pid()
        .and_then(|pid| fs::read_to_string(format!("/proc/{pid}/status")).ok())
        .unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes / 1024)
}
