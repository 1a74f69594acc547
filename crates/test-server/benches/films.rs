//! Ten people before their cameras at once: how long after its last frame each film is judged, and
//! what pages take meanwhile.
//!
//! ```text
//! cargo build --release -p bonafide-server
//! BONAFIDE_BINARY=target/release/bonafide cargo bench -p bonafide-test-server --bench films -- 10
//! ```
//!
//! Clients and server share the machine, so figures are upper bounds. Every person has a document
//! of their own and the same face.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench stands at the edge: it asks for the day"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::live::{Clip, Head, genuine, movement};
use bonafide_fixtures::portrait::Photo;
use bonafide_mrz::StateCode;
use bonafide_test_server::{Client, Person, TestServer};
use bonafide_vision::face::Engine;
use bonafide_vision::liveness::Prompt;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tungstenite::client::IntoClientRequest as _;
use tungstenite::http::HeaderValue;
use tungstenite::{Message, WebSocket};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Longest time from the last frame to the verdict.
const TARGET: Duration = Duration::from_secs(3);
/// Time between two frames: fifteen a second, and a little more.
const INTERVAL: Duration = Duration::from_millis(62);
/// Time between two looks at a page.
const PAGES: Duration = Duration::from_millis(50);

/// What each prompt looks like, and the rest between them, `rest`.
type Clips = BTreeMap<&'static str, Clip>;

/// What became of one film.
struct Filmed {
    verdict: String,
    frames: u32,
    /// From the last frame to the verdict.
    took: Duration,
}

fn main() -> Outcome<()> {
    let people = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(people))
}

async fn measure(people: u32) -> Outcome<()> {
    let clips = Arc::new(clips()?);
    let server = TestServer::start().await?;
    let live = server.live();
    let mut ready = Vec::new();
    for number in 0..people {
        ready.push(enrol(&live, server.client(), number).await?);
    }
    let over = Arc::new(AtomicBool::new(false));
    let pages = tokio::spawn(look(server.client(), Arc::clone(&over)));
    let mut films = JoinSet::new();
    for person in ready {
        let (address, clips) = (server.url(), Arc::clone(&clips));
        films.spawn_blocking(move || film(&address, &person, &clips));
    }
    let mut worst = Duration::ZERO;
    while let Some(filmed) = films.join_next().await {
        let Filmed {
            verdict,
            frames,
            took,
        } = filmed??;
        println!(
            "{frames:>4} frames, {verdict} after {:.2} s",
            took.as_secs_f64()
        );
        worst = worst.max(took);
    }
    over.store(true, Ordering::Relaxed);
    let mut times = pages.await??;
    times.sort();
    let at = |part: f64| {
        let time = times.get(((times.len().max(1) - 1) as f64 * part) as usize);
        time.map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    println!(
        "pages: {}, median {:.0} ms, p99 {:.0} ms",
        times.len(),
        at(0.5),
        at(0.99)
    );
    println!(
        "verdicts: {:.2} s at most (target {TARGET:?})",
        worst.as_secs_f64()
    );
    if worst <= TARGET {
        Ok(())
    } else {
        Err("a verdict came too late".into())
    }
}

/// A person up to where the camera is opened: their cookies, and the page's token and turn.
struct Ready {
    cookies: String,
    csrf: String,
    turn: u32,
}

async fn enrol(live: &Client, client: Client, number: u32) -> Outcome<Ready> {
    let session = json!({ "service": "video-check" });
    let opened = live
        .post("/v1/verification-sessions", &session)
        .await?
        .json();
    let link = opened["url"].as_str().unwrap_or_default();
    let link = link.find("/verify/").map_or("", |start| &link[start..]);
    let mut person = Person::new(client);
    person.open(link).await?;
    person.submit("/verify/consent", &[]).await?;
    person
        .submit("/verify/document", &[("kind", "passport")])
        .await?;
    person.upload("document_front", &passport(number)?).await?;
    person.wait_for("action=\"/verify/fields\"").await;
    person.submit("/verify/fields", &[]).await?;
    let page = person.wait_for("<bf-liveness").await;
    let turn = page.split_once("data-turn=\"").map_or("", |(_, rest)| rest);
    let turn = turn.split('"').next().unwrap_or_default().parse()?;
    let cookies: Vec<String> = person
        .cookies()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    Ok(Ready {
        cookies: cookies.join("; "),
        csrf: person.token().await,
        turn,
    })
}

fn passport(number: u32) -> Outcome<Vec<u8>> {
    // A document that is valid for years on whatever day this runs.
    let today = jiff::Zoned::now().date();
    let mut details = Details::specimen(Kind::Passport, today);
    details.issuing_state = StateCode::new("EUE")?;
    details.nationality = StateCode::new("NLD")?;
    details.number = format!("XF{:07}", 4_300_000 + number);
    let front = issue(&details, Photo::A1)?.front;
    let shot = Shot::casual(11 + u64::from(number));
    Ok(jpeg(&photograph(&front, &shot), 88))
}

fn clips() -> Outcome<Clips> {
    let photo = Photo::A1.load()?;
    let faces = Engine::load()?.detect(&photo)?;
    let face = faces.first().ok_or("nobody is in the photograph")?;
    let head = Head::new(&photo, &face.mesh.points);
    let all = std::iter::once(None).chain(Prompt::ALL.map(Some));
    Ok(all
        .map(|prompt| {
            let (tasks, scene) = movement(prompt);
            let name = prompt.map_or("rest", Prompt::as_str);
            (name, genuine(&head, &tasks, &scene))
        })
        .collect())
}

/// One film, from the first word to the verdict.
fn film(address: &str, person: &Ready, clips: &Clips) -> Outcome<Filmed> {
    let mut request = format!("{address}/verify/liveness/stream")
        .replacen("http", "ws", 1)
        .into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("cookie", HeaderValue::from_str(&person.cookies)?);
    headers.insert("origin", HeaderValue::from_str(address)?);
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let (mut socket, _) = tungstenite::client(request, stream)?;
    let begin = json!({ "csrf": person.csrf, "turn": person.turn, "label": "Front camera" });
    socket.send(Message::text(begin.to_string()))?;
    socket
        .get_mut()
        .set_read_timeout(Some(Duration::from_millis(5)))?;
    let begun = Instant::now();
    let (mut playing, mut since) = ("rest", begun);
    let (mut filming, mut frames, mut next, mut last) = (false, 0_u32, begun, begun);
    loop {
        if let Some(told) = hear(&mut socket)? {
            match told["type"].as_str().unwrap_or_default() {
                "ready" => (filming, next) = (true, Instant::now()),
                "prompt" => {
                    let prompt = told["prompt"].as_str().unwrap_or_default();
                    playing = clips
                        .keys()
                        .find(|name| **name == prompt)
                        .unwrap_or(&"rest");
                    since = Instant::now();
                }
                "judging" => filming = false,
                "verdict" | "refused" => {
                    let verdict = told["outcome"].as_str().or(told["code"].as_str());
                    return Ok(Filmed {
                        verdict: verdict.unwrap_or_default().to_owned(),
                        frames,
                        took: last.elapsed(),
                    });
                }
                _ => {}
            }
        }
        if !filming || Instant::now() < next {
            continue;
        }
        next += INTERVAL;
        let now = Instant::now();
        let mut at = now.duration_since(since).as_millis();
        let ends = |clip: &Clip| clip.frames.last().map_or(0, |(ms, _)| u128::from(*ms));
        if playing != "rest" && at > ends(&clips[playing]) {
            // Resting goes on where it was: nobody does the very same twice.
            playing = "rest";
            since = begun;
            at = now.duration_since(since).as_millis();
        }
        let clip = &clips[playing];
        let at = at % (ends(clip) + 50);
        let shown = clip.frames.iter().rfind(|(ms, _)| u128::from(*ms) <= at);
        let (_, file) = shown.unwrap_or(&clip.frames[0]);
        let millis = u32::try_from(now.duration_since(begun).as_millis())?;
        let mut message = Vec::with_capacity(8 + file.len());
        message.extend(frames.to_be_bytes());
        message.extend(millis.to_be_bytes());
        message.extend(file);
        socket.send(Message::binary(message))?;
        (frames, last) = (frames + 1, now);
    }
}

/// What the server says, if it says anything now.
fn hear(socket: &mut WebSocket<TcpStream>) -> Outcome<Option<Value>> {
    match socket.read() {
        Ok(Message::Text(text)) => Ok(Some(serde_json::from_str(&text)?)),
        Ok(_) => Ok(None),
        Err(tungstenite::Error::Io(error))
            if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Looks at a page again and again.
async fn look(client: Client, over: Arc<AtomicBool>) -> Outcome<Vec<Duration>> {
    let mut person = Person::new(client);
    let mut times = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        person.get("/").await?;
        times.push(begun.elapsed());
        tokio::time::sleep(PAGES).await;
    }
    Ok(times)
}
