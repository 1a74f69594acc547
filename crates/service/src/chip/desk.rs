//! The readings under way in this process.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bonafide_emrtd::relay::{FromServer, RESUME_TIME};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::notice::Code;
use bonafide_store::random::Random;
use jiff::{SignedDuration, Timestamp};
use rand_core::{TryCryptoRng, TryRng};
use tokio::sync::Notify;

use super::session::Session;
use super::{ChipView, grouped};
use crate::person::Browser;
use crate::secret::{Hash, Secret};

/// Readings at once: each keeps what it read so far, four megabytes at most.
pub(super) const MOST: usize = 500;
/// How long an ended reading is still shown.
const SHOWN: SignedDuration = SignedDuration::from_mins(10);

/// A reading with whom it belongs to.
pub(super) struct Entry {
    pub(super) browser: Browser,
    pub(super) turn: u32,
    code: String,
    resume: Hash,
    session: Mutex<Session>,
    /// What the page has to tell the reader.
    outbox: Mutex<VecDeque<FromServer>>,
    bell: Notify,
    /// The connection that counts, from 1.
    connection: AtomicU64,
    /// When the last connection broke.
    left: Mutex<Option<Timestamp>>,
}

impl Entry {
    pub(super) fn new(
        browser: Browser,
        turn: u32,
        code: String,
        resume: Hash,
        session: Session,
    ) -> Self {
        Self {
            browser,
            turn,
            code,
            resume,
            session: Mutex::new(session),
            outbox: Mutex::default(),
            bell: Notify::new(),
            connection: AtomicU64::new(0),
            left: Mutex::default(),
        }
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        act(&mut lock(&self.session))
    }

    /// Gives the reader's connection something to send.
    pub(super) fn tell(&self, messages: Vec<FromServer>) {
        lock(&self.outbox).extend(messages);
        self.bell.notify_one();
    }

    /// Waits for something to send; nothing once another connection took the reading up.
    pub(super) async fn told(&self, connection: u64) -> Vec<FromServer> {
        loop {
            if !self.is_connected(connection) {
                return Vec::new();
            }
            let messages: Vec<FromServer> = lock(&self.outbox).drain(..).collect();
            if !messages.is_empty() {
                return messages;
            }
            self.bell.notified().await;
        }
    }

    /// A reader's connection takes the reading up.
    pub(super) fn connect(&self) -> u64 {
        *lock(&self.left) = None;
        lock(&self.outbox).clear();
        let connection = self.connection.fetch_add(1, Ordering::SeqCst) + 1;
        self.bell.notify_waiters();
        connection
    }

    /// The first reader's connection takes the reading up; says whether it was the first.
    fn claim(&self) -> bool {
        self.connection
            .compare_exchange(0, 1, Ordering::SeqCst, Ordering::SeqCst)
            .is_ok()
    }

    pub(super) fn is_connected(&self, connection: u64) -> bool {
        self.connection.load(Ordering::SeqCst) == connection
    }

    pub(super) fn left(&self, now: Timestamp) {
        *lock(&self.left) = Some(now);
    }

    pub(super) fn view(&self, now: Timestamp) -> ChipView {
        self.lapse(now);
        self.with(|session| ChipView {
            id: session.id.clone(),
            code: grouped(&self.code),
            expires_at: session.expires_at,
            number: session.number,
            reader: session.reader().map(str::to_owned),
            stage: session.stage().clone(),
            key: session.key_kind(),
        })
    }

    /// Ends it when its time is up, or when the reader does not come back.
    pub(super) fn lapse(&self, now: Timestamp) {
        let patience = SignedDuration::try_from(RESUME_TIME).unwrap_or(SignedDuration::ZERO);
        let gone = lock(&self.left).is_some_and(|left| now >= left + patience);
        let messages = self.with(|session| {
            if gone {
                session.end(Code::ChipReaderGone)
            } else {
                session.wait(now)
            }
        });
        if !messages.is_empty() {
            self.tell(messages);
        }
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        self.lapse(now);
        self.with(|session| session.is_over() && now >= session.expires_at + SHOWN)
    }
}

/// All of them, by registration: each has one at most.
#[derive(Default)]
pub(crate) struct Desk {
    entries: Mutex<HashMap<RegistrationId, Arc<Entry>>>,
}

impl Desk {
    /// Keeps a reading in place of the registration's earlier one; `None` when there are too many.
    pub(super) fn put(&self, entry: Entry, now: Timestamp) -> Option<()> {
        let mut entries = lock(&self.entries);
        entries.retain(|_, entry| !entry.is_stale(now));
        if entries.len() >= MOST && !entries.contains_key(&entry.browser.registration) {
            return None;
        }
        let before = entries.insert(entry.browser.registration.clone(), Arc::new(entry));
        drop(entries);
        if let Some(before) = before {
            let messages = before.with(|session| session.end(Code::ChipInterrupted));
            before.tell(messages);
        }
        Some(())
    }

    pub(super) fn of(&self, registration: &RegistrationId) -> Option<Arc<Entry>> {
        lock(&self.entries).get(registration).cloned()
    }

    /// The reading whose code that is, for the first reader that comes to it.
    ///
    /// # Errors
    /// The notice for every other.
    pub(super) fn by_code(&self, code: &Hash, now: Timestamp) -> Result<Arc<Entry>, Code> {
        let entry = self.find(|entry| Secret::of(&entry.code).hash() == *code);
        let entry = entry.ok_or(Code::ChipCodeWrong)?;
        entry.lapse(now);
        if entry.with(|session| session.is_over()) {
            return Err(Code::ChipCodeWrong);
        }
        entry.claim().then_some(entry).ok_or(Code::ChipReaderBusy)
    }

    /// The reading that a reader knows from before.
    pub(super) fn by_resume(&self, resume: &Hash, now: Timestamp) -> Option<Arc<Entry>> {
        let entry = self.find(|entry| entry.resume == *resume)?;
        entry.lapse(now);
        (!entry.with(|session| session.is_over())).then_some(entry)
    }

    /// Hashes are compared, so that time tells nothing of the secrets.
    fn find(&self, wanted: impl Fn(&Entry) -> bool) -> Option<Arc<Entry>> {
        let entries = lock(&self.entries);
        entries.values().find(|entry| wanted(entry)).cloned()
    }

    /// Ends what time has ended, and forgets what was over long ago.
    pub(crate) fn sweep(&self, now: Timestamp) {
        lock(&self.entries).retain(|_, entry| !entry.is_stale(now));
    }

    /// Ends a reading whose registration went on without it.
    pub(crate) fn overtaken(&self, registration: &RegistrationId, turn: u32, waits: bool) {
        let Some(entry) = self.of(registration) else {
            return;
        };
        if !waits || entry.turn != turn {
            let messages = entry.with(|session| session.end(Code::ChipInterrupted));
            entry.tell(messages);
        }
    }

    pub(super) fn remove(&self, registration: &RegistrationId) {
        lock(&self.entries).remove(registration);
    }
}

/// The house's randomness, as the chip's protocols ask for it.
pub(super) struct FromRandom<'a>(pub(super) &'a dyn Random);

impl TryRng for FromRandom<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.0.array()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.0.array()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for FromRandom<'_> {}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
