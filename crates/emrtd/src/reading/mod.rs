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
mod proof;

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

pub use error::{ReadingError, Trouble};
pub use file::{File, Missing};
pub use options::{AccessPolicy, ActivePolicy, Limits, Options, Profile, ReaderAbility};
pub use outcome::{
    Access, ActiveAuthenticationRun, CardAccessCheck, ChipAuthenticationRun, ChipProof, Deviation,
    Effort, KeySource, MappingRun, Outcome,
};

use access::AccessStage;
use file::{Added, Contents, HEADER_BYTES};
use proof::ProofStage;

use crate::{
    access_key::AccessKey,
    apdu::{Command, MAX_RESPONSE, Response, Status},
    secure_messaging::{SecureMessaging, SecureMessagingError},
    security_infos::SecurityInfos,
};

/// The application identifier of travel documents.
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// Offsets beyond need READ BINARY with an odd instruction.
const MAX_SHORT_OFFSET: usize = 0x7FFF;
/// Phases entered without a command: there are not so many.
const MAX_STEPS: u32 = 64;
/// Rounds of reads that bring nothing new before a file counts as damaged.
const IDLE_ROUNDS: u32 = 8;

/// A reading under way.
#[derive(Debug)]
pub struct Reading {
    key: AccessKey,
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
    #[must_use]
    pub fn new(key: AccessKey, mut options: Options) -> Reading {
        options
            .files
            .extend([File::Sod, File::DataGroup(14), File::DataGroup(15)]);
        Reading {
            key,
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
            reading.record.effort.losses += 1;
            if reading.record.effort.losses > reading.options.limits.losses {
                return Err(ReadingError::Losses);
            }
            reading.restart(0);
            Ok(())
        })
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
                Purpose::Read { length, .. } => return self.refuse_length(length, status, true),
                Purpose::Protocol(Protocol::ActiveAuthentication)
                    if exchange.command.extended() =>
                {
                    self.record.profile.extended = Some(false);
                    self.record.deviate(Deviation::ExtendedRefused);
                    self.replan = true;
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(error.into())
    }

    fn refuse_length(
        &mut self,
        length: usize,
        status: Status,
        below: bool,
    ) -> Result<(), ReadingError> {
        let file = self.selected.unwrap_or(File::Sod);
        let now = self.chunk(0);
        self.replan = true;
        if length > now {
            // Sent before the refusal of another read taught better.
            return Ok(());
        }
        let extended = length > 256;
        if !self
            .record
            .profile
            .refuse(length as u32, status.proposed_length())
        {
            return Err(ReadingError::Damaged(file));
        }
        self.record.deviate(match (extended, below) {
            (true, _) => Deviation::ExtendedRefused,
            (false, _) => Deviation::ReadLimited(self.record.profile.read_limit.unwrap_or(0)),
        });
        Ok(())
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

    fn file_selected(&mut self, file: File, status: Status) {
        if status.readable() {
            if status == Status::DEACTIVATED {
                self.record.deviate(Deviation::Deactivated(file));
            }
            self.selected = Some(file);
            return;
        }
        self.selected = None;
        let missing = match status {
            Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED => {
                Missing::Refused(status)
            }
            _ => Missing::Absent(status),
        };
        self.contents.entry(file).or_default().missing = Some(missing);
        self.queue.retain(|exchange| {
            !matches!(exchange.purpose, Purpose::Read { file: other, .. } | Purpose::Begin(other) if other == file)
        });
    }

    /// A piece of the selected file.
    fn piece(
        &mut self,
        file: File,
        offset: usize,
        length: usize,
        data: &[u8],
        status: Status,
    ) -> Result<(), ReadingError> {
        if status == Status::WRONG_LENGTH || status.proposed_length().is_some() {
            return self.refuse_length(length, status, false);
        }
        if !status.readable() {
            self.contents.entry(file).or_default().missing = Some(match status {
                Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED => {
                    Missing::Refused(status)
                }
                _ => Missing::Broken,
            });
            return Ok(());
        }
        let data = if offset > MAX_SHORT_OFFSET {
            discretionary(data).ok_or(ReadingError::Damaged(file))?
        } else {
            data
        };
        if data.len() > length {
            return Err(ReadingError::Damaged(file));
        }
        if data.len() < length && status == Status::OK && data.len() >= 32 && length <= 256 {
            // It gives less than asked without saying so.
            let profile = &mut self.record.profile;
            let limit = data.len() as u32;
            if profile.read_limit.is_none_or(|known| known > limit) {
                profile.read_limit = Some(limit);
                self.record.deviate(Deviation::ReadLimited(limit));
                self.replan = true;
            }
        }
        self.add(file, offset, data)
    }

    fn add(&mut self, file: File, offset: usize, data: &[u8]) -> Result<(), ReadingError> {
        let limit = self.options.limits.file_bytes;
        let contents = self.contents.entry(file).or_default();
        match contents.add(file, offset, data, limit) {
            Added::Taken => {}
            Added::WrongTag => contents.missing = Some(Missing::Broken),
            Added::TooLong => return Err(ReadingError::TooLong(file)),
        }
        if file == File::AtrInfo {
            self.record.profile.announce(data);
        }
        Ok(())
    }

    /// The most bytes to read at once at an offset.
    fn chunk(&self, offset: usize) -> usize {
        let profile = &self.record.profile;
        let largest = match &self.channel {
            Some(channel) => profile.largest_read(channel.cipher(), &self.options.reader),
            None => profile.read_limit.unwrap_or(256) as usize,
        };
        if offset > MAX_SHORT_OFFSET {
            // The answer's own tag and length take their part.
            largest.saturating_sub(4).max(1)
        } else {
            largest
        }
    }

    /// Does what the phase does when its commands are answered: queues more, or enters the next phase.
    fn step(&mut self, rng: &mut dyn CryptoRng) -> Result<(), ReadingError> {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Start => self.greet(),
            Phase::Discover { bare_master_file } => self.discover(bare_master_file),
            Phase::Access(stage) => self.access(stage, rng),
            Phase::CardSecurity => {
                self.phase = Phase::CardSecurity;
                self.read(&[File::CardSecurity])?;
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
                ])?;
                if self.queue.is_empty() {
                    self.phase = Phase::Prove(ProofStage::Mapping);
                }
                Ok(())
            }
            Phase::Prove(stage) => self.prove(stage, rng),
            Phase::Rest => self.rest(),
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

    fn rest(&mut self) -> Result<(), ReadingError> {
        self.phase = Phase::Rest;
        self.queue_active_authentication();
        let files: Vec<File> = self.application_files().collect();
        self.read(&files)?;
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

    /// Queues what is not yet read of these files. Rounds without anything new are counted, and few.
    fn read(&mut self, files: &[File]) -> Result<(), ReadingError> {
        let before = self.record.effort.useful_bytes;
        self.record.effort.useful_bytes = self.contents.values().map(Contents::present).sum();
        self.idle_rounds = match before == self.record.effort.useful_bytes {
            true => self.idle_rounds + 1,
            false => 0,
        };
        for file in files {
            let contents = self.contents.entry(*file).or_default();
            let wanted = self.options.files.contains(file)
                || matches!(file, File::CardAccess | File::CardSecurity);
            if !wanted || contents.settled() {
                continue;
            }
            if self.idle_rounds > IDLE_ROUNDS {
                return Err(ReadingError::Damaged(*file));
            }
            let gaps = self.contents[file].gaps(|offset| self.chunk(offset));
            self.push_reads(*file, &gaps);
        }
        Ok(())
    }

    fn push_reads(&mut self, file: File, gaps: &[(usize, usize)]) {
        self.push_select(file);
        for (offset, length) in gaps {
            self.push(
                read_binary(*offset, *length),
                Purpose::Read {
                    file,
                    offset: *offset,
                    length: *length,
                },
            );
        }
    }

    fn push_select(&mut self, file: File) {
        let select = Command::new(0x00, 0xA4, 0x02, 0x0C).data(file.identifier());
        self.push(select, Purpose::Select(file));
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
        self.replan = false;
        self.record.forget_chip_authentication();
        if !matches!(self.phase, Phase::Done) {
            self.phase = Phase::Start;
        }
    }
}

/// READ BINARY of an exact range.
fn read_binary(offset: usize, length: usize) -> Command {
    if offset <= MAX_SHORT_OFFSET {
        let [high, low] = (offset as u16).to_be_bytes();
        return Command::new(0x00, 0xB0, high, low).expecting(length as u32);
    }
    // The offset in a data object; the answer in another, whose tag and length the chip adds.
    let bytes = (offset as u32).to_be_bytes();
    let bytes = if offset > 0xFFFF {
        &bytes[1..]
    } else {
        &bytes[2..]
    };
    let data = bonafide_x509::tlv::write(bonafide_x509::tlv::Tag(0x54), bytes);
    let header = match length {
        0..=0x7F => 2,
        0x80..=0xFF => 3,
        _ => 4,
    };
    Command::new(0x00, 0xB1, 0x00, 0x00)
        .data(data)
        .expecting((length + header) as u32)
}

/// What an answer to READ BINARY with an odd instruction holds.
fn discretionary(data: &[u8]) -> Option<&[u8]> {
    let object = bonafide_x509::tlv::Tlv::only(data).ok()?;
    (object.tag == bonafide_x509::tlv::Tag(0x53)).then_some(object.value)
}
