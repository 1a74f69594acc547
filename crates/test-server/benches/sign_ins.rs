//! What signing in costs, as people and services feel it.
//!
//! ```text
//! cargo build --release -p bonafide-server && (cd tests/oidc && npm ci)
//! BONAFIDE_BINARY=target/release/bonafide cargo bench -p bonafide-test-server --bench sign_ins -- 5000
//! ```
//!
//! - code: a browser that agreed before is sent to `/authorize`, its code is exchanged with PKCE; kept durably here, in
//!   memory by npm's `oidc-provider`, in the same run;
//! - passkey: processor time of a whole ceremony, both requests;
//! - password: how long a page takes while a hundred sign in by password;
//! - approval: from the app's answer to the waiting browser's.
//!
//! Client and servers share the machine.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bonafide_test_server::{Answer, Authenticator, Client, Options, Person, TestServer};
use hyper::Method;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use serde_json::{Value, json};
use tokio::task::JoinSet;

#[path = "support/peer.rs"]
mod peer;
#[path = "support/process.rs"]
mod process;

use peer::{Peer, basic};
use process::{memory, processor};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Browsers that come at once.
const AT_ONCE: u32 = 16;
/// Exchanges before anything is measured.
const WARM: u32 = 500;
/// Ceremonies with a passkey.
const CEREMONIES: u32 = 300;
/// Processor time that one may take.
const CEREMONY: Duration = Duration::from_millis(5);
/// People who sign in by password at once, and accounts that they have.
const PASSWORDS: usize = 100;
const ACCOUNTS: usize = 20;
/// How long a page may take meanwhile, 99 times of 100.
const PAGE: Duration = Duration::from_millis(150);
/// Approvals.
const APPROVALS: usize = 8;
/// How long one may take to reach the waiting page.
const REACHES: Duration = Duration::from_millis(300);
/// More memory than idle that the load may take, in kilobytes.
const MEMORY: u64 = 60 * 1024;

const BACK: &str = "http://127.0.0.1:49152/cb";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const PASSWORD: &str = "a lamp on the harbour";
const PIN: &str = "738264";
/// User present, and verified.
const VERIFIED: u8 = 0x05;

fn main() -> Outcome<()> {
    let exchanges = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(5_000);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(exchanges))
}

async fn measure(exchanges: u32) -> Outcome<()> {
    let options = Options {
        configuration:
            "[limits.per_minute]\nclient = 1000000\nbrowser = 1000000\naddress_links = 1000000"
                .to_owned(),
        ..Options::default()
    };
    let server = TestServer::with(&options).await?;
    let pid = server.pid().ok_or("the server has ended")?;
    let origin = server.url().replace("127.0.0.1", "localhost");
    let client = Client::new(&origin);
    let mut people = Vec::new();
    for n in 0..ACCOUNTS {
        people.push(opened(&client, n).await?);
    }
    let mut ann = people[0].clone();
    let idle = memory(pid)?;
    let mut missed = Vec::new();
    let mut judge = |what: &'static str, holds: bool| {
        if !holds {
            missed.push(what);
        }
    };

    let shop = json!({
        "name": "Shop", "grant_types": ["authorization_code"], "redirect_uris": [BACK], "scope": "openid email",
    });
    let shop = server.live().post("/v1/clients", &shop).await?.json();
    let text = |name: &str| shop[name].as_str().unwrap_or_default().to_owned();
    let secret = text("client_secret");
    let ours = Provider {
        client: client.clone(),
        authorize: "/authorize",
        token: "/oauth/token",
        id: text("id"),
        header: basic(&text("id"), &secret),
    };
    agree(&mut ann, &ours).await?;
    let ours = exchange_all("bonafide, durable", &ours, &ann, pid, exchanges).await?;

    let mut peer = Peer::start(&secret)?;
    let theirs = Provider {
        client: Client::new(&peer.address()?),
        authorize: "/auth",
        token: "/token",
        id: "shop".to_owned(),
        header: basic("shop", &secret),
    };
    let mut bob = Person::new(theirs.client.clone());
    agree(&mut bob, &theirs).await?;
    let theirs = exchange_all(
        "oidc-provider, in memory",
        &theirs,
        &bob,
        peer.id(),
        exchanges,
    )
    .await?;
    println!(
        "a code and its exchange, beside the peer's: {:.2} of its processor time",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
    drop(peer);

    let cost = passkeys(&mut ann, &origin, pid).await?;
    println!(
        "passkey sign-in: {:.2} ms of processor time (at most {} ms)",
        cost.as_secs_f64() * 1e3,
        CEREMONY.as_millis()
    );
    judge("passkey", cost <= CEREMONY);

    let (page, took) = passwords(&client).await?;
    println!(
        "{PASSWORDS} sign in by password in {:.1} s; meanwhile a page takes {:.0} ms, 99 times of 100 (at most {} ms)",
        took.as_secs_f64(),
        page.as_secs_f64() * 1e3,
        PAGE.as_millis()
    );
    judge("page while passwords are compared", page <= PAGE);

    let reached = approvals(&mut ann, &client, &origin).await?;
    println!(
        "an approval reaches the waiting page within {:.0} ms at worst of {APPROVALS} (at most {} ms)",
        reached.as_secs_f64() * 1e3,
        REACHES.as_millis()
    );
    judge("approval", reached <= REACHES);

    let used = memory(pid)?.saturating_sub(idle);
    println!(
        "memory over idle: {} MB (at most {} MB)",
        used / 1024,
        MEMORY / 1024
    );
    judge("memory", used <= MEMORY);
    if missed.is_empty() {
        Ok(())
    } else {
        Err(format!("missed: {}", missed.join(", ")).into())
    }
}

fn name(n: usize) -> String {
    format!("person.{n}")
}

/// Somebody who opens an account, and is signed in.
async fn opened(client: &Client, n: usize) -> Outcome<Person> {
    let mut person = Person::new(client.clone());
    let (user, mail, phone) = (
        name(n),
        format!("person{n}@mail.example"),
        format!("+316{n:08}"),
    );
    let page = person.get("/account/new").await?;
    let mut page = ask(&mut person, &page, "method=\"post\"", &[]).await?;
    for address in [&mail, &phone] {
        page = ask(&mut person, &page, "data-ask", &[("address", address)]).await?;
        let code = code(&mut person, address).await?;
        page = ask(&mut person, &page, "data-ask", &[("code", &code)]).await?;
    }
    let chosen = [("user", user.as_str()), ("password", PASSWORD)];
    ask(&mut person, &page, "data-ask", &chosen).await?;
    Ok(person)
}

/// Sends a page's form and goes where that leads.
async fn ask(
    person: &mut Person,
    page: &Answer,
    mark: &str,
    values: &[(&str, &str)],
) -> Outcome<Answer> {
    let answer = person.send_form_of(&page.text(), mark, values).await?;
    Ok(person.follow(answer).await?)
}

/// The code that was sent to an address.
async fn code(person: &mut Person, address: &str) -> Outcome<String> {
    for _ in 0..200 {
        let mailbox = person.get("/mailbox").await?.text();
        let found = mailbox
            .split("<article")
            .filter(|message| message.contains(address))
            .find_map(|message| {
                let bytes = message.as_bytes();
                let is_code = |window: &[u8]| {
                    window[4] == b' ' && (0..9).all(|n| n == 4 || window[n].is_ascii_digit())
                };
                let at = bytes.windows(9).position(is_code)?;
                Some(message[at..at + 9].to_owned())
            });
        if let Some(code) = found {
            return Ok(code);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("no code for {address}").into())
}

/// Who gives out codes and tokens.
#[derive(Clone)]
struct Provider {
    client: Client,
    authorize: &'static str,
    token: &'static str,
    id: String,
    header: String,
}

impl Provider {
    fn link(&self, more: &str) -> String {
        format!(
            "{}?client_id={}&response_type=code&redirect_uri={BACK}&scope=openid%20email&nonce=n\
             &code_challenge={CHALLENGE}&code_challenge_method=S256{more}",
            self.authorize, self.id
        )
    }
}

/// Agrees once, so that nothing is asked any more.
async fn agree(person: &mut Person, provider: &Provider) -> Outcome<()> {
    let mut page = person.get(&provider.link("")).await?;
    for _ in 0..4 {
        page = person.follow(page).await?;
        if page.status.is_redirection() || page.text().contains("data-back") {
            return Ok(());
        }
        // The peer asks who it is, and then the same.
        let values = [("decision", "yes"), ("login", "bob"), ("password", "bob")];
        page = person
            .send_form_of(&page.text(), "method=\"post\"", &values)
            .await?;
    }
    Err("nobody was sent back".into())
}

/// Codes and their exchange, by browsers that agreed; gives the processor time of one.
async fn exchange_all(
    name: &str,
    provider: &Provider,
    person: &Person,
    pid: u32,
    many: u32,
) -> Outcome<Duration> {
    exchange_some(provider, person, WARM).await?;
    let (begun, used) = (Instant::now(), processor(pid)?);
    exchange_some(provider, person, many).await?;
    let (took, used) = (begun.elapsed(), processor(pid)?.saturating_sub(used));
    let cost = used / many;
    println!(
        "{name:<26} {:>6} us a code with its exchange  {:>6.0} a second",
        cost.as_micros(),
        f64::from(many) / took.as_secs_f64()
    );
    Ok(cost)
}

async fn exchange_some(provider: &Provider, person: &Person, many: u32) -> Outcome<()> {
    let left = Arc::new(AtomicU32::new(many));
    let cookies: Vec<String> = person
        .cookies()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let cookies = cookies.join("; ");
    let mut asking = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (provider, cookies, left) = (provider.clone(), cookies.clone(), Arc::clone(&left));
        asking.spawn(async move {
            let more = |left: u32| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
                .is_ok()
            {
                exchange(&provider, &cookies).await?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(asked) = asking.join_next().await {
        asked??;
    }
    Ok(())
}

async fn exchange(provider: &Provider, cookies: &str) -> Outcome<()> {
    let (client, link) = (&provider.client, provider.link("&prompt=none"));
    let answer = client
        .send(Method::GET, &link, &[(COOKIE, cookies)], "")
        .await?;
    let code = answer.location().split_once("code=").map(|(_, rest)| rest);
    let code = code.and_then(|rest| rest.split('&').next());
    let code = code.ok_or_else(|| format!("no code: {} {}", answer.status, answer.location()))?;
    let headers = [
        (AUTHORIZATION, provider.header.as_str()),
        (CONTENT_TYPE, "application/x-www-form-urlencoded"),
    ];
    let form = format!(
        "grant_type=authorization_code&code={code}&code_verifier={VERIFIER}&redirect_uri={BACK}"
    );
    let answer = client
        .send(Method::POST, provider.token, &headers, form)
        .await?;
    if answer.status.is_success() && answer.text().contains("id_token") {
        Ok(())
    } else {
        Err(format!("{}: {}", answer.status, answer.text()).into())
    }
}

/// Processor time of a sign-in by passkey.
async fn passkeys(ann: &mut Person, origin: &str, pid: u32) -> Outcome<Duration> {
    let options = ann.send_json("/account/passkeys/begin", "{}").await?;
    let (mut key, answer) = Authenticator::create(&options.json(), origin);
    let added = ann.send_json("/account/passkeys/finish", &answer).await?;
    if !added.went_on() && !added.status.is_success() {
        return Err(format!("no passkey was added: {}", added.text()).into());
    }
    let mut visitor = Person::new(Client::new(origin));
    let mut used = processor(pid)?;
    for n in 0..CEREMONIES + 20 {
        if n == 20 {
            used = processor(pid)?;
        }
        let options = visitor.send_json("/account/sign-in/begin", "{}").await?;
        let answer = key.sign(&options.json()["publicKey"], origin, VERIFIED);
        let entered = visitor
            .send_json("/account/sign-in/finish", &answer)
            .await?;
        if !entered.went_on() && !entered.status.is_success() {
            return Err(format!("not signed in: {}", entered.text()).into());
        }
    }
    Ok(processor(pid)?.saturating_sub(used) / CEREMONIES)
}

/// How long a page takes, 99 times of 100, while a hundred sign in by password, and how long these take.
async fn passwords(client: &Client) -> Outcome<(Duration, Duration)> {
    let busy = Arc::new(AtomicBool::new(true));
    let watching = {
        let (client, busy) = (client.clone(), Arc::clone(&busy));
        tokio::spawn(async move {
            let mut times = Vec::new();
            while busy.load(Ordering::Relaxed) {
                let begun = Instant::now();
                client.get("/account/sign-in").await?;
                times.push(begun.elapsed());
            }
            times.sort_unstable();
            Outcome::Ok(times)
        })
    };
    let begun = Instant::now();
    let mut all = JoinSet::new();
    for n in 0..PASSWORDS {
        let mut person = Person::new(client.clone());
        all.spawn(async move {
            let name = name(n % ACCOUNTS);
            let values = [("name", name.as_str()), ("password", PASSWORD)];
            let answer = person.send_form("/account/sign-in", &values).await?;
            if answer.went_on() {
                Outcome::Ok(())
            } else {
                Err(format!("{}: {}", answer.status, answer.text()).into())
            }
        });
    }
    while let Some(entered) = all.join_next().await {
        entered??;
    }
    let took = begun.elapsed();
    busy.store(false, Ordering::Relaxed);
    let times = watching.await??;
    let at = times.len() * 99 / 100;
    let page = times
        .get(at)
        .or(times.last())
        .ok_or("no page was asked for")?;
    Ok((*page, took))
}

/// The longest time from the app's answer to that of the waiting browser.
async fn approvals(ann: &mut Person, client: &Client, origin: &str) -> Outcome<Duration> {
    let page = ann.get("/account/pin").await?;
    ask(ann, &page, "data-ask", &[("pin", PIN), ("again", PIN)]).await?;
    let page = ann.get("/account/apps/activate").await?;
    let shown = ask(ann, &page, "method=\"post\"", &[]).await?.text();
    let link = shown
        .split("id=\"link\"")
        .nth(1)
        .and_then(|rest| rest.split("value=\"").nth(1));
    let link = link
        .and_then(|rest| rest.split('"').next())
        .ok_or("no link")?;
    let here = &link[link.find("/app/").ok_or("no app")?..];
    let options = ann.send_json(&format!("{here}/begin"), "{}").await?;
    let (mut key, answer) = Authenticator::bind(&options.json(), origin);
    ann.send_json(&format!("{here}/finish"), &answer).await?;

    let mut worst = Duration::ZERO;
    for _ in 0..APPROVALS {
        let mut browser = Person::new(client.clone());
        let answer = browser
            .send_form("/account/sign-in/approval", &[("name", name(0).as_str())])
            .await?;
        let page = browser.follow(answer).await?.text();
        let number = page
            .split("class=\"number\"")
            .nth(1)
            .and_then(|rest| rest.split('>').nth(1));
        let number = number
            .and_then(|rest| rest.split('<').next())
            .ok_or("no number")?;
        let number = number.trim().to_owned();
        let waiting = tokio::spawn(async move {
            let answer = browser.get("/account/sign-in/approval/live?seen=0").await?;
            Outcome::Ok((Instant::now(), answer.text()))
        });
        let id = asked(ann).await?;
        let body = json!({ "number": number, "pin": PIN }).to_string();
        let options: Value = ann
            .send_json(&format!("/app/approvals/{id}/begin"), &body)
            .await?
            .json();
        let answer = key.approve(&options, origin, VERIFIED);
        let tapped = Instant::now();
        ann.send_json("/app/approvals/finish", &answer).await?;
        let (heard, text) = waiting.await??;
        if !text.contains('1') {
            return Err(format!("not approved: {text}").into());
        }
        worst = worst.max(heard.saturating_duration_since(tapped));
    }
    Ok(worst)
}

/// What the app is asked, once it is.
async fn asked(ann: &mut Person) -> Outcome<String> {
    for _ in 0..200 {
        let page = ann.get("/app").await?.text();
        let id = page
            .split("data-approves=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        if let Some(id) = id {
            return Ok(id.to_owned());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("the app was not asked".into())
}
