//! The readings under way in this process.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use bonafide_emrtd::relay::{FromServer, RESUME_TIME};
use bonafide_identity::id::{OrganisationId, RegistrationId};
use bonafide_identity::notice::Code;
use bonafide_store::random::Random;
use jiff::{SignedDuration, Timestamp};
use rand_core::{TryCryptoRng, TryRng};
use tokio::sync::Notify;

use super::session::{Session, Stage};
use super::{ChipView, grouped};
use crate::person::Browser;
use crate::secret::{Hash, Secret};

/// Readings with a reader at once: each keeps what it read so far, four megabytes at most.
const READ: usize = 500;
/// All that are shown at once, those that wait for a reader and those that ended included.
const SHOWN_AT_ONCE: usize = 10_000;
/// Of either, what one organisation leaves to the others: half.
const SHARE: usize = 2;
/// How long an ended reading is still shown.
const SHOWN: SignedDuration = SignedDuration::from_mins(10);

/// A reading with whom it belongs to.
pub(super) struct Entry {
    pub(super) browser: Browser,
    pub(super) turn: u32,
    code: String,
    code_hash: Hash,
    resume: Hash,
    session: Mutex<Session>,
    /// The session as it last was: it is looked at without waiting for the chip's mathematics.
    shown: Mutex<ChipView>,
    /// What the page has to tell the reader.
    outbox: Mutex<VecDeque<FromServer>>,
    bell: Notify,
    /// The connection that counts, from 1.
    connection: AtomicU64,
    /// The connection that broke last, and when.
    left: Mutex<Option<(u64, Timestamp)>>,
    /// Held by whoever acts on the session off the request path: those who wait for one reading keep
    /// nobody else from theirs.
    pub(super) acting: tokio::sync::Mutex<()>,
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
            resume,
            shown: Mutex::new(shown(&session, &code)),
            code_hash: Secret::of(&code).hash(),
            code,
            session: Mutex::new(session),
            outbox: Mutex::default(),
            bell: Notify::new(),
            connection: AtomicU64::new(0),
            left: Mutex::default(),
            acting: tokio::sync::Mutex::default(),
        }
    }

    /// Acts on the session, once whoever acts on it now is done.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        let mut session = lock(&self.session);
        let done = act(&mut session);
        *lock(&self.shown) = shown(&session, &self.code);
        done
    }

    /// Whether that is its name.
    pub(super) fn is(&self, id: &str) -> bool {
        lock(&self.shown).id == id
    }

    pub(super) fn is_over(&self) -> bool {
        lock(&self.shown).stage.is_over()
    }

    /// Acts on the session, and gives the reader's connection what there is to say of it before anybody
    /// else acts.
    pub(super) fn tell_of(&self, act: impl FnOnce(&mut Session) -> Vec<FromServer>) {
        self.tell_holding(lock(&self.session), act);
    }

    fn tell_holding(
        &self,
        mut session: MutexGuard<'_, Session>,
        act: impl FnOnce(&mut Session) -> Vec<FromServer>,
    ) {
        let messages = act(&mut session);
        *lock(&self.shown) = shown(&session, &self.code);
        if !messages.is_empty() {
            self.tell(messages);
        }
    }

    /// Gives the reader's connection something to send.
    pub(super) fn tell(&self, messages: Vec<FromServer>) {
        lock(&self.outbox).extend(messages);
        self.bell.notify_one();
    }

    pub(super) fn unsaid(&self) -> Vec<FromServer> {
        lock(&self.outbox).drain(..).collect()
    }

    /// Waits for something to send; nothing once another connection took the reading up.
    pub(super) async fn told(&self, connection: u64) -> Vec<FromServer> {
        loop {
            if !self.is_connected(connection) {
                return Vec::new();
            }
            let messages = self.unsaid();
            if !messages.is_empty() {
                return messages;
            }
            self.bell.notified().await;
        }
    }

    /// A reader's connection takes the reading up.
    pub(super) fn connect(&self) -> u64 {
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

    pub(super) fn left(&self, connection: u64, now: Timestamp) {
        *lock(&self.left) = Some((connection, now));
    }

    pub(super) fn view(&self, now: Timestamp) -> ChipView {
        self.lapse(now);
        let mut view = lock(&self.shown).clone();
        view.away = !view.stage.is_over() && self.away_since().is_some();
        view
    }

    /// Since when the reader is waited for that came last.
    fn away_since(&self) -> Option<Timestamp> {
        let left = *lock(&self.left);
        let (connection, at) = left?;
        self.is_connected(connection).then_some(at)
    }

    /// Ends it when its time is up, or when the reader does not come back.
    pub(super) fn lapse(&self, now: Timestamp) {
        let session = match self.session.try_lock() {
            Ok(session) => session,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Somebody acts on it just now: it is in use.
            Err(TryLockError::WouldBlock) => return,
        };
        let patience = SignedDuration::try_from(RESUME_TIME).unwrap_or(SignedDuration::ZERO);
        let away = self.away_since();
        self.tell_holding(session, |session| match away {
            Some(since) if now >= since + patience => session.end(Code::ChipReaderGone),
            // The time of a reading is the chip's: while its reader is away, that alone is waited for.
            Some(_) if now < session.expires_at => Vec::new(),
            _ => session.wait(now),
        });
    }

    /// Whether a reader came, and it goes on.
    fn is_read(&self) -> bool {
        !self.is_connected(0) && !self.is_over()
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        self.lapse(now);
        let shown = lock(&self.shown);
        shown.stage.is_over() && now >= shown.expires_at + SHOWN
    }
}

fn shown(session: &Session, code: &str) -> ChipView {
    ChipView {
        id: session.id.clone(),
        code: grouped(code),
        expires_at: session.expires_at,
        number: session.number,
        reader: session.reader().map(str::to_owned),
        stage: session.stage().clone(),
        away: false,
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
        if self.is_full_for(&entry) {
            self.sweep(now);
            if self.is_full_for(&entry) {
                tracing::warn!("no page can show a code for another chip");
                return None;
            }
        }
        let before =
            lock(&self.entries).insert(entry.browser.registration.clone(), Arc::new(entry));
        if let Some(before) = before {
            before.tell_of(|session| session.end(Code::ChipClosed));
        }
        Some(())
    }

    fn is_full_for(&self, entry: &Entry) -> bool {
        let entries = lock(&self.entries);
        !entries.contains_key(&entry.browser.registration)
            && is_full(&entries, entry, SHOWN_AT_ONCE, |_| true)
    }

    pub(super) fn of(&self, registration: &RegistrationId) -> Option<Arc<Entry>> {
        lock(&self.entries).get(registration).cloned()
    }

    /// The reading whose code that is, for the first reader that comes to it.
    ///
    /// # Errors
    /// The notice for every other.
    pub(super) fn by_code(&self, code: &Hash, now: Timestamp) -> Result<Arc<Entry>, Code> {
        let entry = self.find(|entry| entry.code_hash == *code);
        let entry = entry.ok_or(Code::ChipCodeWrong)?;
        entry.lapse(now);
        if entry.is_over() {
            return Err(Code::ChipCodeWrong);
        }
        // Held, so that two who come at once are counted one after the other.
        let entries = lock(&self.entries);
        if is_full(&entries, &entry, READ, Entry::is_read) {
            tracing::warn!("no place for another reader of a chip");
            return Err(Code::Overloaded);
        }
        entry.claim().then_some(entry).ok_or(Code::ChipReaderBusy)
    }

    /// The reading that a reader knows from before. Of one that came to its end while the reader was away, it
    /// is told that.
    ///
    /// # Errors
    /// The notice for a reader whose reading ended without a result, or is not known.
    pub(super) fn by_resume(&self, resume: &Hash, now: Timestamp) -> Result<Arc<Entry>, Code> {
        let entry = self.find(|entry| entry.resume == *resume);
        let entry = entry.ok_or(Code::ChipInterrupted)?;
        entry.lapse(now);
        let ended = match lock(&entry.shown).stage {
            Stage::Ended(code) => Some(code),
            _ => None,
        };
        ended.map_or(Ok(entry), Err)
    }

    /// Hashes are compared, so that time tells nothing of the secrets.
    fn find(&self, wanted: impl Fn(&Entry) -> bool) -> Option<Arc<Entry>> {
        let entries = lock(&self.entries);
        entries.values().find(|entry| wanted(entry)).cloned()
    }

    /// Ends what time has ended, and forgets what was over long ago.
    pub(crate) fn sweep(&self, now: Timestamp) {
        // Each is looked at without keeping the others waiting.
        let entries: Vec<Arc<Entry>> = lock(&self.entries).values().cloned().collect();
        for entry in entries.iter().filter(|entry| entry.is_stale(now)) {
            self.remove(entry);
        }
    }

    /// Ends a reading whose registration went on without it.
    pub(crate) fn overtaken(&self, registration: &RegistrationId, turn: u32, waits: bool) {
        let Some(entry) = self.of(registration) else {
            return;
        };
        if !waits || entry.turn != turn {
            entry.tell_of(|session| session.end(Code::ChipClosed));
        }
    }

    /// Shows a reading no more, unless another one has taken its place.
    pub(super) fn remove(&self, entry: &Arc<Entry>) {
        let mut entries = lock(&self.entries);
        let registration = &entry.browser.registration;
        if (entries.get(registration)).is_some_and(|kept| Arc::ptr_eq(kept, entry)) {
            entries.remove(registration);
        }
    }
}

/// Whether there is no place among `most` for one more of this entry's organisation.
fn is_full(
    entries: &HashMap<RegistrationId, Arc<Entry>>,
    entry: &Entry,
    most: usize,
    counts: impl Fn(&Entry) -> bool,
) -> bool {
    let counted = entries.values().filter(|entry| counts(entry));
    let holders = counted.map(|entry| &entry.browser.organisation);
    leaves_no_place(holders, &entry.browser.organisation, most)
}

/// Whether all places are taken, or this organisation has its share of them.
fn leaves_no_place<'a>(
    holders: impl Iterator<Item = &'a OrganisationId>,
    organisation: &OrganisationId,
    most: usize,
) -> bool {
    let (mut all, mut own) = (0, 0);
    for holder in holders {
        all += 1;
        own += usize::from(holder == organisation);
    }
    all >= most || own >= most / SHARE
}

/// The house's randomness, as the chip's protocols ask for it.
pub(super) struct FromRandom(pub(super) Arc<dyn Random>);

impl TryRng for FromRandom {
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

impl TryCryptoRng for FromRandom {}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use bonafide_identity::id::OrganisationId;
    use jiff::Timestamp;

    use super::leaves_no_place;

    #[test]
    fn one_organisation_leaves_half_of_all_places_to_the_others() {
        let organisation = |seed| OrganisationId::new(Timestamp::UNIX_EPOCH, [seed; 10]);
        let [one, other, third] = [1, 2, 3].map(organisation);
        let taken = |own: usize, others: usize, by: &OrganisationId| {
            let holders = vec![&one; own].into_iter().chain(vec![&other; others]);
            leaves_no_place(holders, by, 10)
        };
        assert!(!taken(4, 0, &one));
        assert!(taken(5, 0, &one));
        assert!(!taken(5, 4, &other));
        assert!(!taken(5, 4, &third));
        assert!(taken(5, 5, &third));
    }
}
