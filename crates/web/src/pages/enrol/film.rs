//! `GET /verify/liveness/stream`: a film of the face, over a WebSocket. The page says when to begin;
//! the server says what to do, each thing when its time comes, and judges what it sees.
//!
//! ```text
//! browser                          server
//!   ── begin {csrf, turn, label, camera} ─>
//!   <─ wait {ahead} ──────────────   while all seats are taken
//!   <─ ready {prompts, millis} ───   the clock begins
//!   ── frames ────────────────────>  a number, a time, a JPEG file each
//!   <─ prompt {number, of, prompt, millis}, rest {} ─ ...
//!   <─ light {number, of, colour}, ..., rest {} ──  where the policy wants them
//!   <─ judging {} ────────────────
//!   <─ verdict {outcome} ─────────   or refused {code, seconds}
//! ```

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::response::{IntoResponse, Response};
use bonafide_identity::finding::Reason;
use bonafide_identity::notice::Code;
use bonafide_service::Error;
use bonafide_service::film::{Camera, Client, Film, MOST_MESSAGE, Queued, Seat, Verdict};
use bonafide_service::person::Browser;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, interval, sleep_until, timeout};

use super::person::Person;
use crate::cookies;
use crate::fault::Fault;
use crate::limits::ClientAddress;
use crate::relay::{NORMAL, POLICY, PROTOCOL, close, is_from_here, network};
use crate::state::Web;

/// How long a browser may take to begin.
const GREETING: Duration = Duration::from_secs(10);
/// How long a message may take to leave.
const SENDING: Duration = Duration::from_secs(5);
/// How often those who wait are told how many are before them.
const TOLD: Duration = Duration::from_secs(2);
/// How long after the last prompt frames still come.
const GRACE: u32 = 300;
/// The same after the last light, which is seen later than it is told.
const AFTERGLOW: u32 = 600;
/// Messages that are no frames, while a film goes on.
const SIGNS: u32 = 64;
/// How long a browser is known.
const KNOWN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Letters of a cookie that are looked at.
const LONGEST_DEVICE: usize = 64;

/// Who asks, besides their registration.
pub(super) fn client(headers: &HeaderMap, extensions: &axum::http::Extensions) -> Client {
    Client {
        device: cookies::read(headers, cookies::DEVICE)
            .filter(|device| device.len() <= LONGEST_DEVICE)
            .map(str::to_owned),
        address: ClientAddress::counted(extensions),
    }
}

/// Pages of other sites are refused, and so is whoever is no page.
pub(super) async fn upgrade(
    State(web): State<Web>,
    person: Person,
    socket: WebSocketUpgrade,
    request: Request,
) -> Result<Response, Fault> {
    if !request.headers().contains_key(ORIGIN) || !is_from_here(request.headers()) {
        return Err(Fault::new(Code::PageNotFound));
    }
    let mut client = client(request.headers(), request.extensions());
    let address = client
        .address
        .map_or_else(|| "loopback".to_owned(), network);
    let Some(place) = web.filming.enter(&address) else {
        return Err(Fault::new(Code::Overloaded).retry_after(GREETING));
    };
    let new = client.device.is_none();
    let device = client
        .device
        .get_or_insert_with(|| web.service.new_device())
        .clone();
    let mut response = socket
        // Somewhat more than is taken, so that whoever sends it hears why.
        .max_message_size(2 * MOST_MESSAGE)
        .max_frame_size(2 * MOST_MESSAGE)
        .on_upgrade(async move |socket| {
            serve(&web, &person.0, &client, socket).await;
            drop(place);
        })
        .into_response();
    if new {
        cookies::write(
            response.headers_mut(),
            cookies::DEVICE,
            &device,
            Some(KNOWN),
        );
    }
    Ok(response)
}

/// What a browser says first, and all that it says in words.
#[derive(Deserialize)]
struct Begin {
    csrf: String,
    turn: u32,
    #[serde(default)]
    label: String,
    /// What the page says of its camera.
    #[serde(default)]
    camera: String,
}

/// What a browser is told.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Told {
    /// Others are before.
    Wait { ahead: usize },
    /// Frames may come; so many things will be asked for, and it is over after so long.
    Ready { prompts: usize, millis: u32 },
    /// Something to do.
    Prompt {
        number: usize,
        of: usize,
        prompt: &'static str,
        millis: u32,
    },
    /// Look straight ahead; the screen shows no colour any more.
    Rest {},
    /// Fill the screen with a colour, until the next is told.
    Light {
        number: usize,
        of: usize,
        colour: &'static str,
    },
    /// It is over, and looked at.
    Judging {},
    /// What it came to.
    Verdict { outcome: &'static str },
    /// It cannot be: the code of a notice, and for how long.
    Refused { code: &'static str, seconds: i64 },
}

async fn serve(web: &Web, browser: &Browser, client: &Client, mut socket: WebSocket) {
    let Ok(Some(Ok(Message::Text(text)))) = timeout(GREETING, socket.recv()).await else {
        return close(&mut socket, PROTOCOL, "begin").await;
    };
    let Ok(begin) = serde_json::from_str::<Begin>(&text) else {
        return close(&mut socket, PROTOCOL, "begin").await;
    };
    if browser.check_csrf(&begin.csrf).is_err() {
        return refuse(&mut socket, &Error::FormExpired).await;
    }
    let queued = match (web.service).queue_film(browser, begin.turn, client).await {
        Ok(queued) => queued,
        Err(error) => return refuse(&mut socket, &error).await,
    };
    let Some(seat) = seat(web, queued, &mut socket).await else {
        return;
    };
    let camera = Camera {
        label: begin.label,
        limit: begin.camera.parse().ok(),
    };
    match (web.service)
        .begin_film(browser, begin.turn, client, camera, seat)
        .await
    {
        Ok(film) => run(web, film, socket).await,
        Err(error) => refuse(&mut socket, &error).await,
    }
}

/// Waits for a seat, and says so.
async fn seat(web: &Web, queued: Queued, socket: &mut WebSocket) -> Option<Seat> {
    let seat = queued.seat();
    tokio::pin!(seat);
    let mut tick = interval(TOLD);
    let mut signs = 0;
    loop {
        tokio::select! {
            biased;
            seat = &mut seat => return seat.ok(),
            _ = tick.tick() => {
                let ahead = queued.length();
                if send(socket, &Told::Wait { ahead }).await.is_err() {
                    return None;
                }
            }
            received = socket.recv() => match received {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) if signs < SIGNS => signs += 1,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {
                    close(socket, POLICY, "not yet").await;
                    return None;
                }
            },
            () = web.settings.closing.cancelled() => {
                close(socket, 1001, "closing").await;
                return None;
            }
        }
    }
}

/// Why a film ends before its time.
enum Broken {
    /// Nobody is there any more.
    Gone,
    /// What came is no film.
    Wrong,
    /// Another one was begun.
    Replaced,
    /// The house closes.
    Closing,
}

async fn run(web: &Web, mut film: Film, mut socket: WebSocket) {
    let began = Instant::now();
    match record(web, &mut film, &mut socket, began).await {
        Ok(()) => {}
        Err(Broken::Wrong) => {
            let verdict = film.give_up(Reason::FramesWrong).await;
            return conclude(&mut socket, verdict).await;
        }
        Err(Broken::Replaced) => {
            let _ = film.give_up(Reason::FramesMissing).await;
            return conclude(&mut socket, Ok(Verdict::Superseded)).await;
        }
        Err(broken) => {
            if let Err(error) = film.give_up(Reason::FramesMissing).await {
                tracing::warn!(%error, "a film that broke off was not noted");
            }
            if matches!(broken, Broken::Closing) {
                close(&mut socket, 1001, "closing").await;
            }
            return;
        }
    }
    if send(&mut socket, &Told::Judging {}).await.is_err() {
        tracing::debug!("nobody waits for a verdict");
    }
    let verdict = film.judge().await;
    conclude(&mut socket, verdict).await;
}

/// Takes frames and says what to do, until the last prompt, or the last light, is over.
async fn record(
    web: &Web,
    film: &mut Film,
    socket: &mut WebSocket,
    began: Instant,
) -> Result<(), Broken> {
    let of = film.prompts().len();
    let millis = film.end();
    let mut course: Vec<(u32, Told)> = vec![(
        0,
        Told::Ready {
            prompts: of,
            millis,
        },
    )];
    for (number, window) in (1..).zip(film.prompts()) {
        let prompt = Told::Prompt {
            number,
            of,
            prompt: window.prompt.as_str(),
            millis: window.to - window.from,
        };
        course.push((window.from, prompt));
        course.push((window.to, Told::Rest {}));
    }
    let lights = film.lights();
    for (number, light) in (1..).zip(lights) {
        let told = Told::Light {
            number,
            of: lights.len(),
            colour: light.colour.as_str(),
        };
        course.push((light.from, told));
    }
    let grace = if lights.is_empty() {
        GRACE
    } else {
        course.push((millis, Told::Rest {}));
        AFTERGLOW
    };
    let mut course = course.into_iter().peekable();
    let over = began + Duration::from_millis((millis + grace).into());
    let mut signs = 0;
    loop {
        let next = course
            .peek()
            .map_or(over, |(at, _)| began + Duration::from_millis((*at).into()));
        tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(Message::Binary(message))) => {
                    let ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
                    if let Err(wrong) = film.receive(ms, &message) {
                        tracing::info!(%wrong, "a film ended");
                        return Err(Broken::Wrong);
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) if signs < SIGNS => signs += 1,
                // Whatever it says, nobody believes it.
                Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => {
                    return Err(Broken::Wrong);
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Broken::Gone),
            },
            () = sleep_until(next) => match course.next() {
                Some((_, told)) => send(socket, &told).await.map_err(|_| Broken::Gone)?,
                None => return Ok(()),
            },
            () = film.replaced() => return Err(Broken::Replaced),
            () = web.settings.closing.cancelled() => return Err(Broken::Closing),
        }
    }
}

async fn conclude(socket: &mut WebSocket, verdict: Result<Verdict, Error>) {
    let outcome = match verdict {
        Ok(Verdict::Passed) => "passed",
        Ok(Verdict::Unsure) => "unsure",
        Ok(Verdict::Failed(_)) => "failed",
        Ok(Verdict::Blocked { until, now }) => {
            return refuse(socket, &Error::FilmBlocked { until, now }).await;
        }
        Ok(Verdict::Superseded) => {
            let refused = Told::Refused {
                code: Code::LivenessReplaced.as_str(),
                seconds: 0,
            };
            let _ = send(socket, &refused).await;
            return close(socket, NORMAL, "replaced").await;
        }
        Err(error) => return refuse(socket, &error).await,
    };
    let _ = send(socket, &Told::Verdict { outcome }).await;
    close(socket, NORMAL, "verdict").await;
}

/// Says why not.
async fn refuse(socket: &mut WebSocket, error: &Error) {
    if error.is_fault() {
        tracing::error!(%error, "a film ended with a fault");
    }
    let refused = Told::Refused {
        code: error.notice().as_str(),
        seconds: error
            .retry_after()
            .map_or(0, |wait| i64::try_from(wait.as_secs()).unwrap_or(i64::MAX)),
    };
    let _ = send(socket, &refused).await;
    close(socket, NORMAL, "refused").await;
}

async fn send(socket: &mut WebSocket, told: &Told) -> Result<(), axum::Error> {
    let text = serde_json::to_string(told).expect("plain data");
    let sent = timeout(SENDING, socket.send(Message::Text(text.into()))).await;
    sent.map_err(axum::Error::new)?
}

/// Seconds from now until then, rounded up.
pub(super) fn seconds(until: Timestamp, now: Timestamp) -> i64 {
    let left = until.duration_since(now);
    (left.as_secs() + i64::from(left.subsec_nanos() > 0)).max(0)
}
