//! Reading a document's chip: the person's page shows a code, a reader at the chip enters it, and the
//! server drives the reading over the relay. What is under way lives in this process alone: a restart
//! ends it, and nothing that was half read is kept.

mod desk;
mod photograph;
mod session;

use std::sync::Arc;
use std::time::Duration;

use bonafide_emrtd::access_key::{AccessKey, AccessKeyError};
use bonafide_emrtd::relay::{self, FromReader, FromServer, Hello, Pairing};
use bonafide_identity::evidence::{CaptureSource, Evidence, EvidenceKind};
use bonafide_identity::fields::{Field, Zone};
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Act, Registration, Screen};
use bonafide_store::attempts::Reservation;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::examiner::ChipFiles;
use crate::person::{Browser, Kept, Taken};
use crate::secret::Secret;
use crate::submit::{Alongside, Loaded};
use crate::{Error, Service};

pub use bonafide_emrtd::access_key::{Suspicion, suspicious_characters};
pub use bonafide_emrtd::reading::{Progress, Stage as ReadingStage};
pub(crate) use desk::Desk;
pub use session::Stage;

use desk::{Entry, FromRandom};
use session::{Beginning, Session, said};

/// Codes that one registration may show within ten minutes.
const CODES: u32 = 20;
/// Codes that one address may enter within ten minutes: the wrong ones use it up as well.
const ENTERED: u32 = 30;
const WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// Letters and digits that nobody takes for another.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What opens a chip, as a person types it.
#[derive(Clone, PartialEq, Eq)]
pub enum ChipKey {
    /// What was read from the machine-readable zone.
    Zone,
    /// The same, corrected.
    Typed {
        /// As printed.
        number: String,
        /// Of the holder.
        birth: Date,
        /// Of the document.
        expiry: Date,
    },
    /// The digits on the front.
    CardAccessNumber(String),
}

/// A chip's reading, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipView {
    /// Names the reading; opens nothing.
    pub id: String,
    /// What the reader is to be given, while none came.
    pub code: String,
    /// Until when.
    pub expires_at: Timestamp,
    /// The number on both screens.
    pub number: u8,
    /// The reader's name for itself.
    pub reader: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// Whether the reader's connection broke, and it is waited for.
    pub away: bool,
}

impl ChipView {
    /// How far the reading is, in percent: what comes before the data counts as well, and takes about as long.
    pub fn percent(&self) -> u8 {
        let Stage::Reading(Progress {
            stage,
            bytes,
            total,
        }) = &self.stage
        else {
            return if self.stage == Stage::Read { 100 } else { 0 };
        };
        match stage {
            ReadingStage::Greeting => 0,
            ReadingStage::Opening => 10,
            ReadingStage::Learning => 20,
            ReadingStage::Proving => 30,
            ReadingStage::Reading => {
                let share = (60 * bytes.min(total)).checked_div(*total).unwrap_or(0);
                40 + u8::try_from(share).unwrap_or(60)
            }
            ReadingStage::Done => 100,
        }
    }

    /// A word that differs whenever the page should.
    pub(crate) fn step(&self) -> (String, u8) {
        let step = match &self.stage {
            _ if self.away => "away".to_owned(),
            Stage::Reading(Progress { stage, .. }) => format!("{stage:?}"),
            other => format!("{other:?}"),
        };
        // A page drawn anew at every tenth is live enough.
        (step, self.percent() / 10)
    }
}

/// What the zone says that a chip is opened with, to be looked at again.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KeyFields {
    /// The document's number.
    pub number: String,
    /// Letters and digits in it that are easily taken for others.
    pub suspicious: Vec<Suspicion>,
    /// `YYYY-MM-DD`.
    pub birth: String,
    /// `YYYY-MM-DD`.
    pub expiry: String,
}

impl std::fmt::Debug for KeyFields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.write_str("KeyFields")
    }
}

impl KeyFields {
    /// Of a zone, as far as it was read.
    pub fn of(zone: Option<&Zone>) -> Self {
        let value = |field| {
            let found = zone.and_then(|zone| zone.values.get(&field));
            found.cloned().unwrap_or_default()
        };
        let number = value(Field::DocumentNumber);
        Self {
            suspicious: suspicious_characters(&number),
            number,
            birth: value(Field::BirthDate),
            expiry: value(Field::ExpiryDate),
        }
    }
}

/// A reader's connection.
pub struct Relay {
    service: Service,
    entry: Arc<Entry>,
    connection: u64,
}

impl Service {
    /// Begins a reading: the page shows a code from now on. One that was begun before ends.
    ///
    /// # Errors
    /// As [`Service::act`]; [`Error::ChipKeyMalformed`]; [`Error::ChipTooManyCodes`]; [`Error::Overloaded`].
    pub async fn begin_chip(
        &self,
        browser: &Browser,
        turn: u32,
        key: &ChipKey,
        language: Language,
    ) -> Result<(), Error> {
        let loaded = self.expect_chip(browser, turn).await?;
        let registration = &loaded.record.registration;
        let key = access_key(key, registration)?;
        let now = self.now();
        let subject = browser.registration.as_str();
        self.reserve_code("chip-begin", subject, CODES).await?;
        let organisation = {
            let mut read = self.store().read().await?;
            crate::person::organisation_name(&mut read, &browser.organisation).await?
        };
        let random = &*self.core.random;
        let beginning = Beginning {
            id: hex::encode(random.array::<6>()),
            number: 10 + random.array::<1>()[0] % 90,
            resume: relay::Secret(Secret::generate(random).reveal().to_owned()),
            organisation,
            key,
            language,
        };
        let resume = Secret::of(&beginning.resume.0).hash();
        let code = pairing_code(random.array());
        let entry = Entry::new(
            browser.clone(),
            turn,
            code,
            resume,
            Session::new(beginning, now),
        );
        self.core.desk.put(entry, now).ok_or(Error::Overloaded)?;
        self.core.watchers.changed(&browser.registration);
        Ok(())
    }

    /// What the page's person says of the number on the reader.
    ///
    /// # Errors
    /// [`Error::ChipGone`] when there is no such reading.
    pub async fn confirm_chip(&self, browser: &Browser, id: &str, same: bool) -> Result<(), Error> {
        self.expect_in_hand(browser).await?;
        let now = self.now();
        self.on_chip(browser, id, move |session, rng| {
            session.page_says(same, now, rng)
        })
        .await
    }

    /// Tries again after something went wrong.
    ///
    /// # Errors
    /// [`Error::ChipGone`] when there is no such reading.
    pub async fn retry_chip(&self, browser: &Browser, id: &str) -> Result<(), Error> {
        self.expect_in_hand(browser).await?;
        let now = self.now();
        self.on_chip(browser, id, move |session, rng| session.again(now, rng))
            .await
    }

    /// Stops a reading.
    ///
    /// # Errors
    /// [`Error::ChipGone`] when there is no such reading.
    pub fn stop_chip(&self, browser: &Browser) -> Result<(), Error> {
        let entry = self.entry_of(browser).ok_or(Error::ChipGone)?;
        entry.tell_of(|session| session.end(Code::ChipClosed));
        self.core.desk.remove(&entry);
        self.core.watchers.changed(&browser.registration);
        Ok(())
    }

    /// Opens the chip with something else, as the person corrected it.
    ///
    /// # Errors
    /// [`Error::ChipKeyMalformed`]; [`Error::ChipGone`] when there is no such reading.
    pub async fn rekey_chip(
        &self,
        browser: &Browser,
        turn: u32,
        id: &str,
        key: &ChipKey,
    ) -> Result<(), Error> {
        let loaded = self.expect_chip(browser, turn).await?;
        let key = access_key(key, &loaded.record.registration)?;
        let now = self.now();
        self.on_chip(browser, id, move |session, rng| {
            session.rekey(key, now, rng)
        })
        .await
    }

    /// The latest reading of this browser, and the turn that it was begun in: one of an earlier turn
    /// was handed in.
    pub(crate) fn chip_view(&self, browser: &Browser) -> Option<(ChipView, u32)> {
        let entry = self.entry_of(browser)?;
        Some((entry.view(self.now()), entry.turn))
    }

    fn entry_of(&self, browser: &Browser) -> Option<Arc<Entry>> {
        let entry = self.core.desk.of(&browser.registration);
        entry.filter(|entry| entry.browser.id == browser.id)
    }

    /// Lets a reader in.
    ///
    /// # Errors
    /// The notice that ends its connection.
    pub async fn join_chip(
        &self,
        hello: Hello,
        address: &str,
    ) -> Result<(Relay, Vec<FromServer>), relay::Notice> {
        let language = hello.language.as_deref().and_then(Language::from_tag);
        let refuse = |code| said(code, language.unwrap_or_default());
        let now = self.now();
        let (entry, resumed) = match &hello.pairing {
            Pairing::Code(code) => {
                let reserved = self.reserve_code("chip-code", address, ENTERED).await;
                reserved.map_err(|error| refuse(error.notice()))?;
                let plain = plain_code(&code.0);
                let entry = self.core.desk.by_code(&Secret::of(&plain).hash(), now);
                (entry.map_err(refuse)?, false)
            }
            Pairing::Resume(secret) => {
                let hash = Secret::of(&secret.0).hash();
                let entry = self.core.desk.by_resume(&hash, now);
                (entry.map_err(refuse)?, true)
            }
        };
        let connection = if resumed { entry.connect() } else { 1 };
        let messages = entry.with(|session| {
            if resumed {
                session.resumed(hello.reader)
            } else {
                session.joined(hello.reader, language, now)
            }
        });
        self.core.watchers.changed(&entry.browser.registration);
        let relay = Relay {
            service: self.clone(),
            entry,
            connection,
        };
        Ok((relay, messages))
    }

    /// An act of the page on its reading.
    async fn on_chip(
        &self,
        browser: &Browser,
        id: &str,
        act: impl FnOnce(&mut Session, &mut FromRandom) -> Vec<FromServer> + Send + 'static,
    ) -> Result<(), Error> {
        let entry = self.entry_of(browser);
        // A page that is out of date speaks of another reading, perhaps by another reader.
        let entry = entry.filter(|entry| entry.is(id)).ok_or(Error::ChipGone)?;
        let told = self.at_the_chip(&entry, |entry, rng| {
            entry.tell_of(|session| act(session, rng));
        });
        if let Err(ended) = told.await {
            entry.tell(ended);
        }
        self.core.watchers.changed(&browser.registration);
        Ok(())
    }

    /// Acts on a reading off the request path: key agreement on large groups takes a while, so that only a few
    /// do at a time.
    ///
    /// # Errors
    /// What the reader is told of a reading that broke down, and ended by that.
    async fn at_the_chip<T: Send + 'static>(
        &self,
        entry: &Arc<Entry>,
        act: impl FnOnce(&Entry, &mut FromRandom) -> T + Send + 'static,
    ) -> Result<T, Vec<FromServer>> {
        let _acting = entry.acting.lock().await;
        // Never closed.
        let _permit = self.core.chips.acquire().await;
        let (acted, random) = (Arc::clone(entry), Arc::clone(&self.core.random));
        let done = tokio::task::spawn_blocking(move || act(&acted, &mut FromRandom(random)));
        done.await.map_err(|error| {
            tracing::error!(%error, "a reading broke down");
            entry.with(|session| session.end(Code::ServiceFault))
        })
    }

    async fn expect_chip(&self, browser: &Browser, turn: u32) -> Result<Loaded, Error> {
        self.expect_in_hand(browser).await?;
        let loaded = self.expect_turn(browser, turn).await?;
        let view = loaded
            .record
            .registration
            .view(&loaded.definition, &loaded.policy);
        match view.screen {
            Screen::ReadChip { .. } => Ok(loaded),
            _ => Err(Error::StepNotOpen),
        }
    }

    async fn reserve_code(&self, purpose: &str, subject: &str, limit: u32) -> Result<(), Error> {
        let now = self.now();
        match self
            .store()
            .reserve_attempt(purpose, subject, limit, WITHIN, now)
            .await?
        {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { retry_at } => Err(Error::ChipTooManyCodes {
                until: retry_at,
                now,
            }),
        }
    }

    /// Keeps what was read and hands it in.
    async fn present_chip(&self, entry: &Entry, files: &ChipFiles) -> Result<(), Error> {
        let presented = self.hand_in_chip(&entry.browser, entry.turn, files).await;
        self.core.watchers.changed(&entry.browser.registration);
        presented
    }

    async fn hand_in_chip(
        &self,
        browser: &Browser,
        turn: u32,
        files: &ChipFiles,
    ) -> Result<(), Error> {
        let loaded = self.expect_chip(browser, turn).await?;
        let source = CaptureSource::ServerDriven;
        let (evidence, kept) = self.keep_chip(&loaded, source, files).await?;
        let act = Act::PresentChip { evidence };
        let done = self
            .person_event(browser, turn, act, &Alongside::Evidence(&kept))
            .await;
        self.unless_refused(done, kept).await
    }

    /// Keeps the files of a chip that is asked for.
    pub(crate) async fn keep_chip(
        &self,
        loaded: &Loaded,
        source: CaptureSource,
        files: &ChipFiles,
    ) -> Result<(Evidence, Kept), Error> {
        let taken = Taken {
            kind: EvidenceKind::Chip,
            source,
            limit: None,
            media_type: "application/json",
            attempt: self.expect_picture(loaded, EvidenceKind::Chip).await?,
        };
        self.keep_evidence(loaded, taken, files.to_bytes()).await
    }
}

impl Relay {
    /// A message of the reader; gives what to answer.
    pub async fn receive(&self, message: FromReader) -> Vec<FromServer> {
        if !self.is_present() {
            return Vec::new();
        }
        let now = self.service.now();
        let taken = self.service.at_the_chip(&self.entry, move |entry, rng| {
            entry.with(|session| {
                let before = session.stage().clone();
                let messages = session.message(message, now, rng);
                (messages, before != *session.stage(), session.take_outcome())
            })
        });
        let taken = taken.await;
        let (mut messages, changed, outcome) = taken.unwrap_or_else(|ended| (ended, true, None));
        if let Some(outcome) = outcome {
            let files = ChipFiles::driven(&outcome);
            metrics::counter!("bonafide_chips_read_total").increment(1);
            if let Err(error) = self.service.present_chip(&self.entry, &files).await {
                tracing::warn!(%error, "what was read from a chip was not taken");
                let code = error.notice();
                messages = self.entry.with(|session| session.not_taken(code));
            }
        }
        if changed {
            let registration = &self.entry.browser.registration;
            self.service.core.watchers.changed(registration);
        }
        if !self.is_present() {
            // The reader came back by another connection meanwhile.
            self.entry.tell(messages);
            return Vec::new();
        }
        messages
    }

    /// What there is to say now.
    pub fn unsaid(&self) -> Vec<FromServer> {
        match self.is_present() {
            true => self.entry.unsaid(),
            false => Vec::new(),
        }
    }

    /// Ends the reading when its time is up.
    pub fn lapse(&self) {
        self.entry.lapse(self.service.now());
    }

    /// Waits for what the page has to tell the reader.
    pub async fn told(&self) -> Vec<FromServer> {
        self.entry.told(self.connection).await
    }

    /// Whether the reading is over, or another connection took it up.
    pub fn is_over(&self) -> bool {
        !self.is_present() || self.entry.is_over()
    }

    /// The connection broke: the reader may come back for a while.
    pub fn left(&self) {
        if self.is_present() {
            self.entry.left(self.connection, self.service.now());
            let registration = &self.entry.browser.registration;
            self.service.core.watchers.changed(registration);
        }
    }

    /// How long silence is waited through.
    pub fn patience(&self) -> Duration {
        relay::IDLE_TIME
    }

    fn is_present(&self) -> bool {
        self.entry.is_connected(self.connection)
    }
}

/// What opens the chip of a registration's document.
fn access_key(key: &ChipKey, registration: &Registration) -> Result<AccessKey, Error> {
    let malformed = |_: AccessKeyError| Error::ChipKeyMalformed;
    let six = |date: &Date| date.strftime("%y%m%d").to_string();
    match key {
        ChipKey::Typed {
            number,
            birth,
            expiry,
        } => AccessKey::typed(number, &six(birth), &six(expiry)).map_err(malformed),
        ChipKey::CardAccessNumber(digits) => {
            AccessKey::card_access_number(digits).map_err(malformed)
        }
        ChipKey::Zone => registration
            .printed_zone()
            .and_then(|zone| bonafide_mrz::parse(&zone.lines).ok())
            .map(|zone| AccessKey::of_zone(&zone))
            .ok_or(Error::ChipKeyMalformed),
    }
}

/// Eight letters and digits, 39 bits: entered once, and guessed never, within ten minutes.
fn pairing_code(random: [u8; 16]) -> String {
    let letters = u128::from_le_bytes(random);
    (0..8_u32)
        .scan(letters, |left, _| {
            let letter = ALPHABET[usize::try_from(*left % 30).unwrap_or(0)];
            *left /= 30;
            Some(char::from(letter))
        })
        .collect()
}

/// A code as people type it: in either case, with or without a hyphen.
fn plain_code(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .take(16)
        .collect()
}

/// A code as it is shown.
pub(crate) fn grouped(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}
