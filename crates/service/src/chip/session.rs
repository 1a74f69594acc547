//! One reading over the relay, from the code on the page to the files: a pure state machine. Messages
//! of the reader and acts of the page go in, messages for the reader come out.
//!
//! ```text
//! waiting ─hello─> confirming ─both─> presenting ─card─> reading ─all read─> read
//!                                        ^                 │ lost, wrong key
//!                                        └─────────────────┘
//! ```
//! Any of them may end: refused, expired, stopped, or failed for good.

use std::time::Duration;

use bonafide_emrtd::access_key::AccessKey;
use bonafide_emrtd::reading::{
    Batch, Limits, Next, Nonce, Options, Outcome, Profile, Progress, Reading, ReadingError,
    Received, Trouble,
};
use bonafide_emrtd::relay::{
    Answer, Bytes, FromReader, FromServer, Hint, MAX_BATCH_COMMANDS, MAX_SESSION_BYTES,
    MAX_SESSION_COMMANDS, Notice, ReaderInfo, SESSION_TIME, Secret as RelaySecret, Welcome,
};
use bonafide_identity::language::Language;
use bonafide_identity::notice::{Code, notice};
use bonafide_x509::misleads;
use jiff::{SignedDuration, Timestamp};
use rand_core::CryptoRng;

/// How long a code may be entered.
pub(crate) const CODE: SignedDuration = SignedDuration::from_mins(10);
/// How often a key may be corrected: chips slow down or lock up when wrong keys are tried.
const KEYS: u32 = 5;
/// How long the document may be looked for before something is said.
const SEARCH: SignedDuration = SignedDuration::from_secs(45);
/// Readings that may fail with one reader, the key being right, before another one is advised.
const FAILURES: u32 = 3;
/// Contacts lost, from which on a cover is thought of.
const COVERED: u32 = 2;
/// Messages of a reader from which nothing follows.
const IDLE: u32 = 1000;
/// What stays of a batch's commands for the others of a message.
const BATCH_BYTES: usize = 96 * 1024;

/// Where a reading stands, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody entered the code yet.
    Waiting,
    /// A reader came: do both screens show the same number?
    Confirming {
        /// Whether this page's person said so, and the reader's did not yet.
        here: bool,
    },
    /// The document is to be laid on the reader.
    Presenting {
        /// Whether it was there before, and the contact was lost.
        again: bool,
    },
    /// The chip is being read.
    Reading(Progress),
    /// Something went wrong that the person can mend.
    Troubled(Code),
    /// The chip does not open with the key.
    WrongKey,
    /// Everything was read.
    Read,
    /// It ended without a result.
    Ended(Code),
}

impl Stage {
    /// Nothing comes after it.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Read | Self::Ended(_))
    }
}

/// One reading.
#[derive(Debug)]
pub(crate) struct Session {
    /// Names it on the page and to the reader; opens nothing.
    pub(crate) id: String,
    pub(crate) number: u8,
    pub(crate) expires_at: Timestamp,
    resume: RelaySecret,
    organisation: String,
    key: AccessKey,
    keys: u32,
    stage: Stage,
    /// Since when the document is looked for.
    searching: Timestamp,
    /// Readings that failed for reasons that may be the reader's.
    failures: u32,
    /// How often the chip left the field.
    lost: u32,
    page_confirmed: bool,
    reader_confirmed: bool,
    reader: Option<ReaderInfo>,
    language: Language,
    reading: Option<Reading>,
    flight: Option<Flight>,
    batch: u32,
    card: bool,
    /// What the chip says of itself when it wakes up.
    profile: Profile,
    commands: u32,
    bytes: u64,
    began: Timestamp,
    outcome: Option<Outcome>,
    told: Option<(u8, u64)>,
    /// Messages of the reader from which nothing followed.
    idle: u32,
}

/// A batch on its way.
#[derive(Clone, Debug)]
struct Flight {
    batch: Batch,
    /// Answers taken already.
    taken: usize,
}

impl Flight {
    fn message(&self, id: u32) -> FromServer {
        let commands = self.batch.commands.iter().cloned().map(Bytes::from);
        FromServer::Batch {
            id,
            stop: self.batch.stop,
            commands: commands.collect(),
        }
    }
}

/// What a session begins with.
pub(crate) struct Beginning {
    pub(crate) id: String,
    pub(crate) number: u8,
    pub(crate) resume: RelaySecret,
    pub(crate) organisation: String,
    pub(crate) key: AccessKey,
    pub(crate) language: Language,
}

impl Session {
    pub(crate) fn new(beginning: Beginning, now: Timestamp) -> Self {
        let Beginning {
            id,
            number,
            resume,
            organisation,
            key,
            language,
        } = beginning;
        Self {
            id,
            number,
            resume,
            organisation,
            key,
            language,
            expires_at: now + CODE,
            keys: 1,
            stage: Stage::Waiting,
            searching: now,
            failures: 0,
            lost: 0,
            page_confirmed: false,
            reader_confirmed: false,
            reader: None,
            reading: None,
            flight: None,
            batch: 0,
            card: false,
            profile: Profile::default(),
            commands: 0,
            bytes: 0,
            began: now,
            outcome: None,
            told: None,
            idle: 0,
        }
    }

    pub(crate) fn stage(&self) -> &Stage {
        &self.stage
    }

    pub(crate) fn is_over(&self) -> bool {
        self.stage.is_over()
    }

    /// The reader's name for itself, once one came.
    pub(crate) fn reader(&self) -> Option<&str> {
        self.reader.as_ref().map(|reader| reader.name.as_str())
    }

    /// What was read, once.
    pub(crate) fn take_outcome(&mut self) -> Option<Outcome> {
        self.outcome.take()
    }

    /// A reader entered the code.
    pub(crate) fn joined(
        &mut self,
        reader: ReaderInfo,
        language: Option<Language>,
        now: Timestamp,
    ) -> Vec<FromServer> {
        self.language = language.unwrap_or(self.language);
        if self.stage != Stage::Waiting {
            return self.end(Code::ChipCodeWrong);
        }
        self.reader = Some(reader);
        self.stage = Stage::Confirming { here: false };
        let time = SignedDuration::try_from(SESSION_TIME).unwrap_or(CODE);
        self.expires_at = now + time;
        vec![self.welcome()]
    }

    /// The reader came back after its connection broke.
    pub(crate) fn resumed(&mut self, reader: ReaderInfo) -> Vec<FromServer> {
        self.reader = Some(reader);
        let mut out = vec![self.welcome()];
        match (&self.stage, &self.flight) {
            (Stage::Confirming { .. }, _) if self.page_confirmed => out.push(FromServer::Confirmed),
            (Stage::Reading(_), Some(flight)) => out.push(flight.message(self.batch)),
            (Stage::Presenting { again }, _) => out.push(FromServer::Present {
                hint: if *again { self.put_back() } else { Hint::Place },
            }),
            (Stage::Troubled(code), _) => out.push(self.trouble_message(*code)),
            (Stage::WrongKey, _) => out.push(self.trouble_message(Code::ChipKeyWrong)),
            (Stage::Read, _) => out.push(done()),
            _ => {}
        }
        out
    }

    fn welcome(&self) -> FromServer {
        FromServer::Welcome(Welcome {
            session: self.id.clone(),
            resume: self.resume.clone(),
            organisation: plain(&self.organisation),
            number: self.number,
            confirmed: self.page_confirmed && self.reader_confirmed,
            expires_at: self.expires_at,
        })
    }

    /// A message of the reader.
    pub(crate) fn message(
        &mut self,
        message: FromReader,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Vec<FromServer> {
        if self.is_over() {
            return Vec::new();
        }
        if now >= self.expires_at {
            return self.expire();
        }
        match message {
            // Once in a connection, and the connection took it.
            FromReader::Hello(_) => self.end(Code::ChipInterference),
            FromReader::Refuse => self.end(Code::ChipReaderRefused),
            FromReader::Bye => self.end(Code::ChipReaderGone),
            FromReader::Confirm if self.reader_confirmed => self.idle(),
            FromReader::Confirm => {
                self.reader_confirmed = true;
                self.both_confirmed(now, rng)
            }
            FromReader::Card(card) => {
                self.card = card.present;
                if let Some(answer) = card.atr {
                    self.profile = Profile::of_answer_to_reset(&answer.0);
                }
                match (&self.stage, card.present) {
                    (Stage::Presenting { .. } | Stage::Troubled(_), true) => self.begin(now, rng),
                    (Stage::Reading(_), false) => self.lost(),
                    _ => self.idle(),
                }
            }
            FromReader::Answers { batch, answers } if batch == self.batch => {
                self.answers(answers, now, rng)
            }
            FromReader::Lost { batch } if batch == self.batch => self.lost(),
            // Of a batch that no longer matters.
            FromReader::Answers { .. } | FromReader::Lost { .. } => self.idle(),
        }
    }

    /// A message from which nothing follows: every session has some, and none has many.
    fn idle(&mut self) -> Vec<FromServer> {
        self.idle += 1;
        if self.idle > IDLE {
            return self.end(Code::ChipInterference);
        }
        Vec::new()
    }

    /// What the page's person said of the two numbers.
    pub(crate) fn page_says(
        &mut self,
        same: bool,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Vec<FromServer> {
        match (&self.stage, same) {
            (Stage::Confirming { .. }, false) => self.end(Code::ChipNumberDiffers),
            // Said once, however often it is clicked.
            (Stage::Confirming { .. }, true) if !self.page_confirmed => {
                self.page_confirmed = true;
                let mut out = vec![FromServer::Confirmed];
                out.extend(self.both_confirmed(now, rng));
                out
            }
            _ => Vec::new(),
        }
    }

    fn both_confirmed(&mut self, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<FromServer> {
        match self.stage {
            Stage::Confirming { .. } if self.page_confirmed && self.reader_confirmed => {
                self.present(now, rng)
            }
            Stage::Confirming { .. } => {
                self.stage = Stage::Confirming {
                    here: self.page_confirmed,
                };
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The person corrected what the chip is opened with; gives whether that is still possible.
    pub(crate) fn rekey(
        &mut self,
        key: AccessKey,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Vec<FromServer> {
        if self.is_over() {
            return Vec::new();
        }
        if self.keys >= KEYS {
            return self.end(Code::ChipAccessRefused);
        }
        match self.stage {
            Stage::WrongKey | Stage::Troubled(_) => {
                self.key = key;
                self.keys += 1;
                self.present(now, rng)
            }
            _ => Vec::new(),
        }
    }

    /// The person tries again after a trouble.
    pub(crate) fn again(&mut self, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<FromServer> {
        match self.stage {
            Stage::Troubled(_) => self.present(now, rng),
            _ => Vec::new(),
        }
    }

    /// Time passes: a document that nobody laid down is asked for once more.
    pub(crate) fn wait(&mut self, now: Timestamp) -> Vec<FromServer> {
        match self.stage {
            _ if now >= self.expires_at && !self.is_over() => self.expire(),
            Stage::Presenting { again: false } if now >= self.searching + SEARCH => {
                self.stage = Stage::Troubled(Code::ChipNotFound);
                vec![self.trouble_message(Code::ChipNotFound)]
            }
            // A reader that falls silent, its connection being alive, keeps nobody waiting longer.
            Stage::Reading(_) if self.is_overdue(now) => self.failed(&ReadingError::Time),
            _ => Vec::new(),
        }
    }

    fn is_overdue(&self, now: Timestamp) -> bool {
        let deadline = self.reading.as_ref().and_then(Reading::deadline);
        deadline.is_some_and(|deadline| self.clock(now) >= deadline)
    }

    /// Its time is up.
    fn expire(&mut self) -> Vec<FromServer> {
        self.end(match self.reader {
            None => Code::ChipCodeExpired,
            Some(_) => Code::ChipTooSlow,
        })
    }

    /// What was read could not be handed in.
    pub(crate) fn not_taken(&mut self, code: Code) -> Vec<FromServer> {
        self.stage = Stage::Ended(code);
        vec![FromServer::Ended {
            notice: said(code, self.language),
        }]
    }

    /// Ends it, with what the reader is told.
    pub(crate) fn end(&mut self, code: Code) -> Vec<FromServer> {
        if self.is_over() {
            return Vec::new();
        }
        self.stage = Stage::Ended(code);
        self.reading = None;
        self.flight = None;
        vec![FromServer::Ended {
            notice: said(code, self.language),
        }]
    }

    /// Asks for the document; one that lies there already is read at once.
    fn present(&mut self, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<FromServer> {
        self.stage = Stage::Presenting { again: false };
        self.searching = now;
        let mut out = vec![FromServer::Present { hint: Hint::Place }];
        if self.card {
            out.extend(self.begin(now, rng));
        }
        out
    }

    fn begin(&mut self, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<FromServer> {
        if self.reading.is_none() {
            let mut options = Options {
                limits: Limits {
                    batch_commands: MAX_BATCH_COMMANDS.min(Limits::default().batch_commands),
                    batch_bytes: BATCH_BYTES.min(Limits::default().batch_bytes),
                    ..Limits::default()
                },
                profile: self.profile,
                ..Options::default()
            };
            if let Some(reader) = &self.reader {
                options.reader.extended = reader.extended_length;
                if let Some(most) = reader.max_response {
                    options.reader.answer_bytes = most;
                }
            }
            self.reading = Some(Reading::new(self.key.clone(), Nonce::Drawn, options));
        }
        self.advance(now, rng)
    }

    fn advance(&mut self, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<FromServer> {
        let since = self.clock(now);
        let Some(reading) = &mut self.reading else {
            return Vec::new();
        };
        match reading.advance(since, rng) {
            Ok(Next::Send(batch)) => {
                self.stage = Stage::Reading(reading.progress());
                self.commands = self
                    .commands
                    .saturating_add(u32::try_from(batch.commands.len()).unwrap_or(u32::MAX));
                if self.commands > MAX_SESSION_COMMANDS {
                    return self.end(Code::ChipTooSlow);
                }
                self.batch += 1;
                let flight = Flight { batch, taken: 0 };
                let message = flight.message(self.batch);
                self.flight = Some(flight);
                self.progressed().into_iter().chain([message]).collect()
            }
            Ok(Next::Await(_)) => Vec::new(),
            Ok(Next::Done) => {
                self.outcome = self.reading.take().and_then(Reading::outcome);
                self.flight = None;
                self.stage = Stage::Read;
                vec![done()]
            }
            Err(error) => self.failed(&error),
        }
    }

    fn answers(
        &mut self,
        answers: Vec<Answer>,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Vec<FromServer> {
        let since = self.clock(now);
        let mut taken = false;
        for Answer { index, data } in answers {
            let (Some(flight), Some(reading)) = (&mut self.flight, &mut self.reading) else {
                break;
            };
            // Answered before the connection broke.
            if (index as usize) < flight.taken {
                continue;
            }
            if index as usize != flight.taken || flight.taken >= flight.batch.commands.len() {
                return self.end(Code::ChipInterference);
            }
            flight.taken += 1;
            taken = true;
            self.bytes += data.0.len() as u64;
            if self.bytes > MAX_SESSION_BYTES {
                return self.end(Code::ChipTooSlow);
            }
            match reading.receive(&data.0, since) {
                Ok(Received::More) => {}
                Ok(Received::Complete) => {
                    self.flight = None;
                    return self.advance(now, rng);
                }
                Err(error) => return self.failed(&error),
            }
        }
        if !taken {
            return self.idle();
        }
        if let Some(reading) = &self.reading {
            self.stage = Stage::Reading(reading.progress());
        }
        self.progressed().into_iter().collect()
    }

    /// The chip left the field.
    fn lost(&mut self) -> Vec<FromServer> {
        self.card = false;
        self.flight = None;
        if !matches!(self.stage, Stage::Reading(_)) {
            return self.idle();
        }
        match self.reading.as_mut().map(Reading::contact_lost) {
            Some(Err(error)) => self.failed(&error),
            Some(Ok(())) | None => {
                self.stage = Stage::Presenting { again: true };
                self.lost += 1;
                vec![FromServer::Present {
                    hint: self.put_back(),
                }]
            }
        }
    }

    /// How to lay the document back: once it was lost again, a cover may be in between.
    fn put_back(&self) -> Hint {
        match self.lost {
            0..COVERED => Hint::PutBack,
            _ => Hint::TakeCoverOff,
        }
    }

    fn failed(&mut self, error: &ReadingError) -> Vec<FromServer> {
        tracing::info!(session = self.id, %error, "a chip was not read");
        metrics::counter!("bonafide_chip_troubles_total", "trouble" => word(error.trouble()))
            .increment(1);
        self.reading = None;
        self.flight = None;
        let code = self.code_of(error);
        self.stage = match error.trouble() {
            Trouble::WrongKey => Stage::WrongKey,
            _ => Stage::Troubled(code),
        };
        vec![self.trouble_message(code)]
    }

    /// What is said of a failure: once it came too often, that another reader may do better.
    fn code_of(&mut self, error: &ReadingError) -> Code {
        let trouble = error.trouble();
        let may_be_the_readers = matches!(
            trouble,
            Trouble::ContactLost | Trouble::TooSlow | Trouble::Damaged | Trouble::Interference
        );
        self.failures += u32::from(may_be_the_readers);
        if *error == ReadingError::ExtendedNeeded
            || (may_be_the_readers && self.failures >= FAILURES)
        {
            Code::ChipOtherReader
        } else {
            code_of(trouble)
        }
    }

    fn trouble_message(&self, code: Code) -> FromServer {
        FromServer::Trouble {
            notice: said(code, self.language),
            retryable: true,
        }
    }

    /// How far it is, when that is more than was told last.
    fn progressed(&mut self) -> Option<FromServer> {
        let Stage::Reading(progress) = &self.stage else {
            return None;
        };
        let (bytes, total) = (progress.bytes as u64, progress.total as u64);
        let now = (progress.stage as u8, bytes);
        if self.told == Some(now) {
            return None;
        }
        self.told = Some(now);
        Some(FromServer::Progress {
            stage: progress.stage,
            bytes,
            total,
        })
    }

    fn clock(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.began)).unwrap_or_default()
    }
}

/// Everything was read.
fn done() -> FromServer {
    FromServer::Done {
        notice: Notice {
            code: "chip-read".to_owned(),
            title: String::new(),
            text: String::new(),
        },
    }
}

/// A notice as a reader shows it.
pub(crate) fn said(code: Code, language: Language) -> Notice {
    let words = notice(code).say(language, &[]);
    Notice {
        code: code.as_str().to_owned(),
        title: plain(&words.title),
        text: plain(&words.text),
    }
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !misleads(*letter))
        .take(200)
        .collect()
}

fn code_of(trouble: Trouble) -> Code {
    match trouble {
        Trouble::NoChip => Code::ChipNotFound,
        Trouble::ContactLost => Code::ChipContactLost,
        Trouble::TooSlow => Code::ChipTooSlow,
        Trouble::WrongKey => Code::ChipKeyWrong,
        Trouble::AccessRefused => Code::ChipAccessRefused,
        Trouble::Damaged => Code::ChipDamaged,
        Trouble::Unsupported => Code::ChipUnsupported,
        Trouble::Interference => Code::ChipInterference,
    }
}

fn word(trouble: Trouble) -> &'static str {
    code_of(trouble).as_str()
}
