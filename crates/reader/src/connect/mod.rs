//! The relay's client: a server reads the chip, and a person at this desk agrees (`docs/relay.md`).

mod desk;
mod link;
mod session;
mod socket;

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use bonafide_emrtd::relay::{
    FromReader, FromServer, Hello, Hint, IDLE_TIME, Notice, PING_EVERY, RESUME_TIME, ReaderInfo,
    SESSION_TIME, Welcome,
};

use crate::chip::AtReader;
use crate::cli::ConnectArguments;
use crate::say::{self, Say};
use crate::{Result, edge};
use desk::{Answered, Said};
use link::Link;
use session::{Order, Session};
use socket::{Incoming, Socket, SocketError, Tls};

pub(crate) use desk::{Antenna, Desk};

/// The first pause before connecting again; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// How often to look at the keyboard, the card and the clock.
const LOOK: Duration = Duration::from_millis(150);

/// How a connection ended.
enum End {
    /// For good.
    Over(Result),
    /// It may be resumed.
    Broken(SocketError),
}

impl From<SocketError> for End {
    fn from(error: SocketError) -> End {
        End::Broken(error)
    }
}

pub(crate) fn run(arguments: &ConnectArguments) -> Result {
    let desk = || Ok(Desk::with(AtReader::open(&arguments.reader)?));
    speak(
        &arguments.url,
        arguments.code.as_deref(),
        arguments.ca.as_deref(),
        desk,
    )
}

/// Lets a server read what is at this desk.
pub(crate) fn speak(
    url: &str,
    code: Option<&str>,
    ca: Option<&Path>,
    desk: impl FnOnce() -> Result<Desk>,
) -> Result {
    let link = Link::of(url, code)?;
    let tls = Tls::new(ca)?;
    let mut desk = desk()?;
    let say = Say::of_environment();
    let info = ReaderInfo {
        name: "bonafide-reader".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        extended_length: desk.extended()?,
        max_response: Some(65_536),
    };
    let mut session = Session::new(link.code);
    let began = edge::Watch::start();
    // Since when nothing of the server was heard.
    let mut broken: Option<edge::Watch> = None;
    let mut pause = FIRST_PAUSE;
    loop {
        let hello = Hello {
            pairing: session.pairing(),
            reader: info.clone(),
            language: say::tag_of_environment(),
        };
        let end = match Socket::open(&link.socket, &tls) {
            Ok(socket) => Conversation::new(socket, &mut session, &mut desk, &say, &began)
                .run(hello, &mut broken)
                .err()
                .unwrap_or(End::Over(Ok(()))),
            Err(error) => End::Broken(error),
        };
        let error = match end {
            End::Over(result) => return result,
            End::Broken(error) => error,
        };
        if !session.resumable() {
            return Err(error.into());
        }
        match broken {
            None => {
                let why = error.to_string();
                eprintln!("{}", say.fill("reader-broken", &[("why", &why)]));
                broken = Some(edge::Watch::start());
                pause = FIRST_PAUSE;
            }
            Some(since) if since.elapsed() > RESUME_TIME => {
                let why = error.to_string();
                return Err(say.fill("reader-begin-again", &[("why", &why)]).into());
            }
            Some(_) => {}
        }
        if began.elapsed() > SESSION_TIME {
            return Err(say.say("reader-too-long").into());
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// One connection, from `hello` to its end.
struct Conversation<'a> {
    socket: Socket,
    session: &'a mut Session,
    desk: &'a mut Desk,
    words: &'a Say,
    /// Since when the server was first spoken to, on whatever connection.
    began: &'a edge::Watch,
    heard: edge::Watch,
    said: edge::Watch,
    looked: edge::Watch,
}

impl<'a> Conversation<'a> {
    fn new(
        socket: Socket,
        session: &'a mut Session,
        desk: &'a mut Desk,
        words: &'a Say,
        began: &'a edge::Watch,
    ) -> Conversation<'a> {
        desk.tell_anew();
        Conversation {
            socket,
            session,
            desk,
            words,
            began,
            heard: edge::Watch::start(),
            said: edge::Watch::start(),
            looked: edge::Watch::start(),
        }
    }

    /// Ends with an error always: [`End`] says whether it is one.
    fn run(
        mut self,
        hello: Hello,
        broken: &mut Option<edge::Watch>,
    ) -> std::result::Result<(), End> {
        self.say(&FromReader::Hello(hello))?;
        loop {
            match self.socket.hear()? {
                Incoming::Text(text) => {
                    self.heard = edge::Watch::start();
                    let message = match FromServer::from_json(&text) {
                        Ok(message) => message,
                        Err(error) => {
                            let why = format!("the server does not keep to the protocol: {error}");
                            return Err(self.leave(&FromReader::Bye, why));
                        }
                    };
                    let order = self.session.take(message);
                    if matches!(order, Order::Greet(_) | Order::Resumed) && broken.take().is_some()
                    {
                        eprintln!("{}", self.words.say("reader-back"));
                    }
                    self.obey(order)?;
                }
                Incoming::Sign => self.heard = edge::Watch::start(),
                Incoming::Nothing => {}
            }
            // Not only in silence: whoever talks without end keeps nobody from saying no.
            if self.looked.elapsed() >= LOOK {
                self.look()?;
                self.looked = edge::Watch::start();
            }
        }
    }

    fn obey(&mut self, order: Order) -> std::result::Result<(), End> {
        match order {
            Order::Nothing => {}
            Order::Greet(welcome) => self.greet(&welcome),
            Order::Resumed => {}
            Order::ConfirmAgain => self.say(&FromReader::Confirm)?,
            Order::Confirmed => println!("{}", self.words.say("reader-confirmed")),
            Order::Ask(hint) => println!("{}", self.words.say(asked(hint))),
            Order::Progress(stage, percent) => {
                println!("{}: {percent} %", self.words.stage(stage));
            }
            Order::Run(batch) => {
                let socket = &mut self.socket;
                let said = self
                    .desk
                    .run(&batch, self.session, |message| socket.say(message))?;
                self.said = edge::Watch::start();
                if let Said::Failed(error) = said {
                    return Err(self.leave(&FromReader::Bye, error.to_string()));
                }
            }
            Order::Trouble { notice, retryable } => {
                println!("{}", sentence(&notice));
                if retryable {
                    println!("{}", self.words.say("reader-again"));
                }
            }
            Order::Done => {
                println!("{}", self.words.say("reader-done"));
                self.socket.close();
                return Err(End::Over(Ok(())));
            }
            Order::Ended(notice) => {
                self.socket.close();
                return Err(End::Over(Err(sentence(&notice).into())));
            }
            Order::Refuse(why) => {
                let why = format!(
                    "the server asked for what reading a passport does not take: {why}. Nothing of it was sent to \
                     the chip, and the session is over"
                );
                return Err(self.leave(&FromReader::Refuse, why));
            }
        }
        Ok(())
    }

    /// Looks at the keyboard, the card and the clock.
    fn look(&mut self) -> std::result::Result<(), End> {
        if self.session.asking() {
            match self.desk.agreed() {
                None => {}
                Some(Answered::Yes) => {
                    self.session.confirm();
                    println!("{}", self.words.say("reader-confirm-there"));
                    self.say(&FromReader::Confirm)?;
                }
                Some(Answered::No) => {
                    let why = self.words.say("reader-declined");
                    return Err(self.leave(&FromReader::Refuse, why));
                }
                Some(Answered::Neither) => {
                    print!("{} ", self.words.say("reader-yes-or-no"));
                    let _ = std::io::stdout().flush();
                }
            }
        }
        if self.session.ready() {
            match self.desk.look() {
                Ok(None) => {}
                Ok(Some(card)) => self.say(&FromReader::Card(card))?,
                Err(error) => return Err(self.leave(&FromReader::Bye, error.to_string())),
            }
        }
        if self.began.elapsed() > SESSION_TIME {
            let why = self.words.say("reader-too-long");
            return Err(self.leave(&FromReader::Bye, why));
        }
        if self.said.elapsed() > PING_EVERY {
            self.socket.ping()?;
            self.said = edge::Watch::start();
        }
        if self.heard.elapsed() > IDLE_TIME {
            return Err(End::Broken(SocketError::Silent));
        }
        Ok(())
    }

    fn say(&mut self, message: &FromReader) -> std::result::Result<(), End> {
        self.socket.say(message)?;
        self.said = edge::Watch::start();
        Ok(())
    }

    fn greet(&self, welcome: &Welcome) {
        let organisation = [("organisation", welcome.organisation.as_str())];
        println!("{}", self.words.fill("reader-asks", &organisation));
        let number = welcome.number.to_string();
        println!(
            "{}",
            self.words.fill("reader-number", &[("number", &number)])
        );
        print!("{} ", self.words.say("reader-agree"));
        let _ = std::io::stdout().flush();
    }

    /// Says a last word, whether or not it is heard.
    fn leave(&mut self, message: &FromReader, why: String) -> End {
        let _ = self.socket.say(message);
        self.socket.close();
        End::Over(Err(why.into()))
    }
}

/// The text that asks for the document.
fn asked(hint: Hint) -> &'static str {
    match hint {
        Hint::Place => "reader-place",
        Hint::PutBack => "reader-put-back",
        Hint::TakeCoverOff => "reader-cover",
    }
}

fn sentence(notice: &Notice) -> String {
    match (notice.title.as_str(), notice.text.as_str()) {
        ("", "") => notice.code.clone(),
        (title, "") => title.to_owned(),
        ("", text) => text.to_owned(),
        (title, text) => format!("{title}. {text}"),
    }
}
