//! Reading a chip from any distance: a session that yields batches of commands and takes their answers.
//!
//! ```text
//! Start ── EF.CardAccess ──> PACE or BAC ──> Learn (lengths of all files) ──> First (SOD, DG14, DG15, COM)
//!   ^                                                                             │
//!   │ contact lost, or a chip that failed chip authentication                     v
//!   └──────────────────────── Done <── Rest (active authentication, the others) <── Prove
//! ```
//!
//! The caller asks [`Reading::advance`] for a batch, sends its commands one after the other until
//! [`StopRule::stops`] says so, and hands each answer to [`Reading::receive`] as it comes. Commands of a batch
//! are protected ahead, with the counters that will be right when they are reached; so a batch is one round
//! trip, however many commands it has.

mod access;
mod error;
mod file;
mod options;
mod outcome;
mod profile;
mod proof;
mod reads;
mod report;

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

pub use error::{ReadingError, Trouble};
pub use file::{File, Missing};
pub use options::{AccessPolicy, ActivePolicy, Limits, Options, ReaderAbility};
pub use outcome::{
    Access, ActiveAuthenticationRun, CardAccessCheck, ChipAuthenticationRun, ChipProof, Deviation,
    Effort, KeySource, MappingRun, Outcome,
};
pub use profile::Profile;
pub use report::{ActiveReport, Report};

use access::AccessStage;
use file::{Contents, HEADER_BYTES};
use proof::ProofStage;

use crate::{
    access_key::AccessKey,
    apdu::{Command, MAX_RESPONSE, Response, Status},
    secure_messaging::{SecureMessaging, SecureMessagingError},
    security_infos::SecurityInfos,
};

/// The application identifier of travel documents.
pub(crate) const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Phases entered without a command: there are not so many.
const MAX_STEPS: u32 = 64;
/// A reading under way.
#[derive(Debug)]
pub struct Reading {
    key: AccessKey,
    nonce: Nonce,
    /// The nonce of the latest active authentication.
    challenge: [u8; 8],
    options: Options,
    phase: Phase,
    /// Commands yet to be sent, and those sent whose answers are awaited.
    queue: VecDeque<Exchange>,
    flight: VecDeque<Exchange>,
    rule: StopRule,
    /// Answers still to come to commands that no longer matter.
    draining: usize,
    /// The beginning of an answer that the chip hands out in parts.
    partial: Vec<u8>,
    channel: Option<SecureMessaging>,
    selected: Option<File>,
    /// The data of the last answer to a command of a protocol.
    answer: Vec<u8>,
    refused: Option<Status>,
    /// The command that was refused was only too long.
    shorten: bool,
    /// What is queued no longer fits what was learnt: plan anew.
    replan: bool,
    idle_rounds: u32,
    contents: BTreeMap<File, Contents>,
    card_access: Option<SecurityInfos>,
    discovered: bool,
    record: outcome::Record,
    started: Option<Duration>,
    failure: Option<ReadingError>,
}

/// The nonce for active authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nonce {
    /// Drawn when the chip is asked, anew each time: whoever reads is whoever judges.
    Drawn,
    /// Of a server that will judge what was read here; fresh, so that no answer can be prepared.
    Given([u8; 8]),
}

/// Where the reading stands: the phase whose commands are under way.
#[derive(Debug)]
enum Phase {
    Start,
    Discover { bare_master_file: bool },
    Access(AccessStage),
    CardSecurity,
    Learn,
    First,
    Prove(ProofStage),
    Rest,
    Done,
}

/// A command and what its answer is for.
#[derive(Clone, Debug)]
struct Exchange {
    command: Command,
    purpose: Purpose,
    /// GET RESPONSE, which goes without protection and alone.
    continues: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    MasterFile,
    Select(File),
    /// As much as the chip gives of a small open file.
    Begin(File),
    Read {
        file: File,
        offset: usize,
        length: usize,
    },
    Application,
    Protocol(Protocol),
    Nothing,
}

/// A command of a protocol, whose answer the phase waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Challenge,
    ExternalAuthenticate,
    PaceSetUp,
    PaceStep,
    PaceToken,
    ChipAuthentication,
    ActiveAuthentication,
}

/// When a reader must stop sending the commands of a batch, so that nothing follows what went wrong. Every
/// rule also stops at 61xx, the beginning of an answer in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StopRule {
    /// Send them all.
    Never,
    /// Stop after an answer whose status is not 9000.
    NotOk,
    /// Stop after an answer that is a status alone: a protected answer never is.
    Unprotected,
}

/// Commands to send one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub commands: Vec<Vec<u8>>,
    pub stop: StopRule,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Send(Batch),
    /// This many answers to the last batch are still awaited.
    Await(usize),
    /// Everything is read: see [`Reading::outcome`].
    Done,
}

/// What an answer meant for the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// More answers to the same batch are to come.
    More,
    /// The batch is over, at its end or by its rule: ask for the next one.
    Complete,
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub stage: Stage,
    /// Bytes read of the files asked for, and how many there are as far as is known.
    pub bytes: usize,
    pub total: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Greeting,
    Opening,
    Learning,
    Proving,
    Reading,
    Done,
}

impl StopRule {
    /// Whether to send no more after this answer.
    #[must_use]
    pub fn stops(self, response: &[u8]) -> bool {
        let Some((data, status)) = response.split_last_chunk::<2>() else {
            return true;
        };
        status[0] == 0x61
            || match self {
                StopRule::Never => false,
                StopRule::NotOk => *status != [0x90, 0x00],
                StopRule::Unprotected => data.is_empty(),
            }
    }
}

impl Reading {
    /// Prepares a reading; nothing is sent yet.
    #[must_use]
    pub fn new(key: AccessKey, nonce: Nonce, mut options: Options) -> Reading {
        options
            .files
            .extend([File::Sod, File::DataGroup(14), File::DataGroup(15)]);
        Reading {
            key,
            nonce,
            challenge: match nonce {
                Nonce::Given(challenge) => challenge,
                Nonce::Drawn => [0; 8],
            },
            record: outcome::Record::new(options.profile),
            options,
            phase: Phase::Start,
            queue: VecDeque::new(),
            flight: VecDeque::new(),
            rule: StopRule::Never,
            draining: 0,
            partial: Vec::new(),
            channel: None,
            selected: None,
            answer: Vec::new(),
            refused: None,
            shorten: false,
            replan: false,
            idle_rounds: 0,
            contents: BTreeMap::new(),
            card_access: None,
            discovered: false,
            started: None,
            failure: None,
        }
    }

    /// What to send next. `now` is the time since any fixed moment.
    pub fn advance(
        &mut self,
        now: Duration,
        rng: &mut dyn CryptoRng,
    ) -> Result<Next, ReadingError> {
        self.guarded(|reading| {
            reading.check_time(now)?;
            let awaited = reading.flight.len() + reading.draining;
            if awaited > 0 {
                return Ok(Next::Await(awaited));
            }
            let mut steps = 0;
            while reading.queue.is_empty() {
                if matches!(reading.phase, Phase::Done) {
                    return Ok(Next::Done);
                }
                reading.step(rng)?;
                steps += 1;
                if steps > MAX_STEPS {
                    return Err(ReadingError::Commands);
                }
            }
            reading.batch().map(Next::Send)
        })
    }

    /// Takes the answer to the next command of the batch.
    pub fn receive(&mut self, response: &[u8], now: Duration) -> Result<Received, ReadingError> {
        self.guarded(|reading| {
            reading.check_time(now)?;
            reading.record.effort.bytes += response.len() as u64;
            if reading.record.effort.bytes > reading.options.limits.bytes {
                return Err(ReadingError::Bytes);
            }
            reading.take(response)
        })
    }

    /// The chip left the field. Nothing that was sent will be answered; what was read stays, and the next
    /// batch begins with access control anew.
    pub fn contact_lost(&mut self) -> Result<(), ReadingError> {
        self.guarded(|reading| {
            if matches!(reading.phase, Phase::Done) {
                return Ok(());
            }
            reading.record.effort.losses += 1;
            if reading.record.effort.losses > reading.options.limits.losses {
                return Err(ReadingError::Losses);
            }
            reading.restart(0);
            Ok(())
        })
    }

    /// When the reading will have taken too long, on the clock that [`Reading::advance`] is given; `None`
    /// before it began.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        Some(self.started? + self.options.limits.time)
    }

    #[must_use]
    pub fn progress(&self) -> Progress {
        let stage = match &self.phase {
            Phase::Start | Phase::Discover { .. } => Stage::Greeting,
            Phase::Access(_) => Stage::Opening,
            Phase::CardSecurity | Phase::Learn => Stage::Learning,
            Phase::First | Phase::Prove(_) => Stage::Proving,
            Phase::Rest => Stage::Reading,
            Phase::Done => Stage::Done,
        };
        let wanted = self.contents.iter().filter(|(file, contents)| {
            self.options.files.contains(*file) && contents.missing.is_none()
        });
        let (mut bytes, mut total) = (0, 0);
        for (_, contents) in wanted {
            bytes += contents.present();
            total += contents.total().unwrap_or(HEADER_BYTES);
        }
        Progress {
            stage,
            bytes,
            total,
        }
    }

    /// What is known of the chip by now.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.record.profile
    }

    /// What was read, when the reading is done.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        if !matches!(self.phase, Phase::Done) || self.failure.is_some() {
            return None;
        }
        Some(Outcome::of(
            self.contents,
            self.record,
            self.card_access.as_ref(),
            &self.options,
        ))
    }

    /// Runs one step; an error ends the reading for good.
    fn guarded<T>(
        &mut self,
        step: impl FnOnce(&mut Reading) -> Result<T, ReadingError>,
    ) -> Result<T, ReadingError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        step(self).inspect_err(|error| {
            self.failure = Some(error.clone());
            // It is over, and not done.
            self.phase = Phase::Start;
            self.channel = None;
            self.queue.clear();
            self.flight.clear();
        })
    }

    fn check_time(&mut self, now: Duration) -> Result<(), ReadingError> {
        let started = *self.started.get_or_insert(now);
        if now.saturating_sub(started) > self.options.limits.time {
            return Err(ReadingError::Time);
        }
        Ok(())
    }

    fn batch(&mut self) -> Result<Batch, ReadingError> {
        let limits = self.options.limits;
        let mut commands = Vec::new();
        let mut bytes = 0;
        while let Some(exchange) = self.queue.front() {
            // An answer in parts is fetched alone: whether more parts follow is not known before.
            let alone = exchange.continues;
            let answer = exchange.command.expected.unwrap_or(0) as usize + 64;
            if !commands.is_empty()
                && (alone
                    || commands.len() >= limits.batch_commands
                    || bytes + answer > limits.batch_bytes)
            {
                break;
            }
            let Some(exchange) = self.queue.pop_front() else {
                break;
            };
            bytes += answer;
            let encoded = match &self.channel {
                Some(channel) if !alone => channel
                    .protect(&exchange.command, commands.len() as u32)?
                    .encode()?,
                _ => exchange.command.encode()?,
            };
            commands.push(encoded);
            self.flight.push_back(exchange);
            if alone {
                break;
            }
        }
        self.rule = match (&self.channel, &self.phase) {
            (Some(_), _) => StopRule::Unprotected,
            (None, Phase::Discover { .. }) => StopRule::Never,
            (None, _) => StopRule::NotOk,
        };
        let effort = &mut self.record.effort;
        effort.trips += 1;
        effort.commands += commands.len() as u32;
        if effort.commands > limits.commands {
            return Err(ReadingError::Commands);
        }
        Ok(Batch {
            commands,
            stop: self.rule,
        })
    }

    fn take(&mut self, raw: &[u8]) -> Result<Received, ReadingError> {
        let stops = self.rule.stops(raw);
        if self.draining > 0 {
            self.draining = if stops { 0 } else { self.draining - 1 };
            return Ok(self.received());
        }
        let exchange = self.flight.pop_front().ok_or(ReadingError::Unasked)?;
        let response = Response::parse(raw)?;
        if let Some(waiting) = response.status.waiting() {
            self.partial.extend(&response.data);
            if self.partial.len() > MAX_RESPONSE {
                return Err(ReadingError::Bytes);
            }
            self.put_back();
            self.queue.push_front(Exchange {
                command: Command::new(0x00, 0xC0, 0, 0).expecting(waiting),
                purpose: exchange.purpose,
                continues: true,
            });
            return Ok(Received::Complete);
        }
        let mut data = std::mem::take(&mut self.partial);
        data.extend(response.data);
        let response = Response::new(data, response.status);
        match &mut self.channel {
            None => self.handle(&exchange, response)?,
            Some(channel) => match channel.open(&response) {
                Ok(opened) => {
                    self.record.confirm_chip_authentication();
                    self.handle(&exchange, opened)?;
                }
                Err(error) => self.unverified(&exchange, error, stops)?,
            },
        }
        if stops && self.draining == 0 {
            self.put_back();
        }
        if self.flight.is_empty() && std::mem::take(&mut self.replan) {
            self.queue.clear();
        }
        Ok(self.received())
    }

    fn received(&self) -> Received {
        if self.flight.is_empty() && self.draining == 0 {
            Received::Complete
        } else {
            Received::More
        }
    }

    /// What was not sent because the batch stopped comes before what is queued.
    fn put_back(&mut self) {
        while let Some(exchange) = self.flight.pop_back() {
            self.queue.push_front(exchange);
        }
    }

    /// An answer that the channel does not verify. Two kinds are understood: the refusal of a length by a layer
    /// below the channel, whose counter then stands still; and silence of the new keys after chip
    /// authentication, which is a chip without the private key.
    fn unverified(
        &mut self,
        exchange: &Exchange,
        error: SecureMessagingError,
        stopped: bool,
    ) -> Result<(), ReadingError> {
        if self.record.chip_authentication_failed() {
            let rest = if stopped { 0 } else { self.flight.len() };
            self.restart(rest);
            return Ok(());
        }
        if let SecureMessagingError::Unprotected(status) = error
            && (status == Status::WRONG_LENGTH || status.proposed_length().is_some())
        {
            match exchange.purpose {
                Purpose::Read { length, .. } => {
                    return self.refuse_length(length, status);
                }
                Purpose::Protocol(Protocol::ActiveAuthentication)
                    if exchange.command.extended() =>
                {
                    self.record.profile.extended = Some(false);
                    self.record.deviate(Deviation::ExtendedRefused);
                    self.replan = true;
                    return Ok(());
                }
                Purpose::Protocol(Protocol::ChipAuthentication)
                    if self.record.profile.extended != Some(false) =>
                {
                    self.record.profile.extended = Some(false);
                    self.record.deviate(Deviation::ExtendedRefused);
                    self.refused = Some(status);
                    self.shorten = true;
                    return Ok(());
                }
                // No answer that fits; the others are still to be had.
                Purpose::Protocol(Protocol::ActiveAuthentication) => {
                    self.active_authentication_refused(status);
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(error.into())
    }

    fn handle(&mut self, exchange: &Exchange, response: Response) -> Result<(), ReadingError> {
        let Response { data, status } = response;
        match exchange.purpose {
            Purpose::Nothing => {}
            Purpose::MasterFile => {
                if !status.readable() {
                    self.record.deviate(Deviation::MasterFileRefused);
                }
            }
            Purpose::Select(file) => self.file_selected(file, status),
            Purpose::Begin(file) => {
                if self.selected == Some(file) && status.readable() {
                    self.add(file, 0, &data)?;
                }
            }
            Purpose::Read {
                file,
                offset,
                length,
            } => {
                // After a failed SELECT the chip may read out of the file before.
                if self.selected == Some(file) {
                    self.piece(file, offset, length, &data, status)?;
                }
            }
            Purpose::Application => match status {
                Status::OK | Status::DEACTIVATED => {}
                Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED => {
                    return Err(ReadingError::AccessRefused(status));
                }
                _ => return Err(ReadingError::NoApplication(status)),
            },
            Purpose::Protocol(protocol) => self.protocol(protocol, data, status)?,
        }
        Ok(())
    }

    /// Does what the phase does when its commands are answered: queues more, or enters the next phase.
    fn step(&mut self, rng: &mut dyn CryptoRng) -> Result<(), ReadingError> {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Start => self.greet(),
            Phase::Discover { bare_master_file } => self.discover(bare_master_file),
            Phase::Access(stage) => self.access(stage, rng),
            Phase::CardSecurity => {
                self.phase = Phase::CardSecurity;
                self.read(&[File::CardSecurity]);
                if self.queue.is_empty() {
                    self.learn();
                }
                Ok(())
            }
            Phase::Learn => {
                self.phase = Phase::First;
                Ok(())
            }
            Phase::First => {
                self.phase = Phase::First;
                self.read(&[
                    File::Sod,
                    File::DataGroup(14),
                    File::DataGroup(15),
                    File::Com,
                ]);
                if self.queue.is_empty() {
                    self.phase = Phase::Prove(ProofStage::Mapping);
                }
                Ok(())
            }
            Phase::Prove(stage) => self.prove(stage, rng),
            Phase::Rest => self.rest(rng),
            Phase::Done => Ok(()),
        }
    }

    /// Selects the application after PACE, and learns the length of every file at once.
    fn learn(&mut self) {
        self.phase = Phase::Learn;
        let select = Command::new(0x00, 0xA4, 0x04, 0x0C).data(APPLICATION);
        if matches!(self.record.access, Some(Access::Pace { .. })) {
            self.push(select, Purpose::Application);
        }
        let mut files = vec![File::Sod, File::DataGroup(14), File::DataGroup(15)];
        files.extend(
            self.application_files()
                .filter(|file| !files.contains(file))
                .collect::<Vec<_>>(),
        );
        for file in files {
            let contents = self.contents.entry(file).or_default();
            if contents.missing.is_none() && contents.total().is_none() {
                self.push_reads(file, &[(0, HEADER_BYTES)]);
            }
        }
    }

    fn rest(&mut self, rng: &mut dyn CryptoRng) -> Result<(), ReadingError> {
        self.phase = Phase::Rest;
        self.queue_active_authentication(rng);
        let files: Vec<File> = self.application_files().collect();
        self.read(&files);
        if self.queue.is_empty() {
            for file in [File::Sod, File::DataGroup(1), File::DataGroup(2)] {
                let contents = self.contents.get(&file);
                if contents.is_some_and(|contents| contents.missing == Some(Missing::Broken)) {
                    return Err(ReadingError::Damaged(file));
                }
            }
            self.phase = Phase::Done;
        }
        Ok(())
    }

    /// The files asked for that lie in the application.
    fn application_files(&self) -> impl Iterator<Item = File> {
        self.options
            .files
            .iter()
            .copied()
            .filter(|file| matches!(file, File::Com | File::Sod | File::DataGroup(_)))
    }

    fn push(&mut self, command: Command, purpose: Purpose) {
        self.queue.push_back(Exchange {
            command,
            purpose,
            continues: false,
        });
    }

    /// Begins again with access control. `draining` answers of the batch that is given up still come.
    fn restart(&mut self, draining: usize) {
        self.queue.clear();
        self.flight.clear();
        self.draining = draining;
        self.partial.clear();
        self.channel = None;
        self.selected = None;
        self.refused = None;
        self.shorten = false;
        self.replan = false;
        self.idle_rounds = 0;
        self.record.forget_chip_authentication();
        self.phase = Phase::Start;
    }
}
