//! Use cases: who may do what, and the one way in which a registration changes. Every function
//! authorises, loads, steps the domain, saves and enqueues within one transaction; doors (pages,
//! REST, the command line, the worker) call one function and render what it returns.
//!
//! ```text
//! organisation   API keys, sessions, webhook endpoints      Service::create_session …
//! person         links, browsers, acts, handover, return    Service::act …
//! account        opening one, signing in, notices          Service::begin_opening …
//! operator       passkeys, the review queue                 Service::take_next …
//! oidc           clients and their tokens                 Service::token …
//! trust          certificates of states, lists, alerts       Service::import_trust …
//! faces          one face among many
//! submit         the one door that changes a registration   Service::submit
//! worker         examinations, deliveries, housekeeping     Service::work
//! ```

pub mod account;
pub mod admin;
pub mod chip;
pub mod demo;
mod erase;
mod error;
pub mod examiner;
mod faces;
pub mod film;
mod indexes;
mod limit;
pub mod lost;
pub mod mailbox;
pub mod oidc;
pub mod operator;
pub mod organisation;
pub mod person;
mod record;
mod remembered;
pub mod schema;
mod secret;
pub mod session;
mod settings;
mod submit;
mod terms;
pub mod trust;
pub mod upkeep;
mod watch;
pub mod webhook;
pub mod worker;

use std::sync::Arc;

use bonafide_identity::id::{AccountId, ApprovalId, OrganisationId, RegistrationId};
use bonafide_identity::policy::Policy;
use bonafide_identity::port::breached_passwords::BreachedPasswords;
use bonafide_identity::port::egress::Egress;
use bonafide_identity::port::lost_documents::LostDocuments;
use bonafide_identity::port::messenger::Messenger;
use bonafide_identity::service::Definition;
use bonafide_store::Store;
use bonafide_store::random::Random;
use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore};

pub use error::{Error, Pointer};
pub use examiner::Examine;
pub use limit::{Knock, Rates};
use remembered::Remembered;
pub use settings::{
    Alerts, ExternalUrlError, RecoverySettings, Retention, Settings, SettingsError,
    WebhookSettings, check_external_url, is_loopback,
};
pub use submit::Submitted;

/// The present. The real one lives in the server, a fake one in tests.
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;
}

/// What a service is made of.
pub struct Parts {
    /// Rows, objects, keys.
    pub store: Store,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Where secrets come from.
    pub random: Arc<dyn Random>,
    /// Delivers mail, text and push messages.
    pub messenger: Arc<dyn Messenger>,
    /// Speaks to addresses that others name.
    pub egress: Arc<dyn Egress>,
    /// A register of lost documents, where the installation asks one.
    pub lost_documents: Option<Arc<dyn LostDocuments>>,
    /// Passwords that nobody may choose, where the installation has a list of them.
    pub breached_passwords: Option<Arc<dyn BreachedPasswords>>,
    /// Judges evidence.
    pub examiner: Arc<dyn Examine>,
    /// What the operator of the installation chose.
    pub settings: Settings,
}

/// Messages of chip readers that are worked on at once: most take some milliseconds, key agreement on large groups
/// much longer.
const AT_THE_CHIPS: usize = 4;
/// Messages about accounts that are looked up at once, in the background.
const REMINDERS: usize = 64;
/// Chips' files of other readers that are decoded at once, megabytes each.
const UNPACKED: usize = 2;

/// Every use case. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    core: Arc<Core>,
}

struct Core {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    messenger: Arc<dyn Messenger>,
    egress: Arc<dyn Egress>,
    lost_documents: Option<Arc<dyn LostDocuments>>,
    breached_passwords: Option<Arc<dyn BreachedPasswords>>,
    /// What is known of that register and of the installation's own list.
    lost: lost::Remembered,
    examiner: Arc<dyn Examine>,
    settings: Settings,
    passkeys: operator::passkey::RelyingParty,
    watchers: watch::Watchers<RegistrationId>,
    /// Browsers that wait for an approval.
    approvals: watch::Watchers<ApprovalId>,
    /// Apps of an account that wait for something to approve.
    apps: watch::Watchers<AccountId>,
    limiter: limit::Limiter,
    /// Where passwords are worked on.
    hashing: account::Hashing,
    /// By which push services know this installation.
    vapid: account::StoreVapid,
    /// Messages about accounts that are looked up once their browser has its answer.
    reminders: Arc<Semaphore>,
    /// Chips that are being read.
    desk: chip::Desk,
    /// Messages of readers that are worked on at once.
    chips: Arc<Semaphore>,
    /// Files of other readers that are decoded at once.
    unpacking: Semaphore,
    /// A version of a definition never changes, so it is read once.
    definitions: Remembered<(OrganisationId, terms::TextKey), Definition>,
    policies: Remembered<terms::TextKey, Policy>,
    /// Whom the installation believes, as of the latest version seen.
    anchors: trust::Anchors,
    /// Pictures that are decoded at once at the door.
    intake: Arc<Semaphore>,
    /// Faces that are searched.
    faces: faces::Faces,
    /// Films that are judged at once, and who waits for it.
    films: Arc<film::Films>,
    /// Examinations that run at once.
    examinations: Arc<Semaphore>,
    /// The provider's names.
    names: oidc::Names,
    /// Keys that sign tokens, as of the last minute.
    signing: oidc::SigningKeys,
    /// Clients that asked lately.
    clients: oidc::KnownClients,
    /// Keys of clients that keep them elsewhere.
    fetched_keys: oidc::FetchedKeys,
    wake: Wake,
}

/// Rings when something was enqueued in this process, so that its worker need not wait for the
/// next look at the tables.
#[derive(Default)]
struct Wake {
    jobs: Notify,
    webhooks: Notify,
    messages: Notify,
    pushes: Notify,
    notifications: Notify,
}

impl Service {
    /// Puts the parts together.
    ///
    /// # Errors
    /// [`SettingsError`] when the settings contradict each other.
    pub fn new(parts: Parts) -> Result<Self, SettingsError> {
        let Parts {
            store,
            clock,
            random,
            messenger,
            egress,
            lost_documents,
            breached_passwords,
            examiner,
            settings,
        } = parts;
        settings.validate()?;
        let hashing = account::Hashing::new(&*random);
        let vapid = account::StoreVapid::new(
            store.clone(),
            clock.clone(),
            random.clone(),
            settings.vapid_key.clone(),
        );
        let core = Core {
            passkeys: operator::passkey::RelyingParty::new(&settings)?,
            intake: Arc::new(Semaphore::new(settings.intake_concurrency)),
            examinations: Arc::new(Semaphore::new(settings.examination_concurrency)),
            films: Arc::new(film::Films::new(settings.films)),
            faces: faces::Faces::default(),
            names: oidc::Names::new(&settings.external_url, settings.accounts),
            signing: oidc::SigningKeys::default(),
            clients: oidc::KnownClients::default(),
            fetched_keys: oidc::FetchedKeys::default(),
            store,
            clock,
            random,
            messenger,
            egress,
            lost_documents,
            breached_passwords,
            lost: lost::Remembered::default(),
            examiner,
            settings,
            watchers: watch::Watchers::default(),
            approvals: watch::Watchers::default(),
            apps: watch::Watchers::default(),
            limiter: limit::Limiter::default(),
            hashing,
            vapid,
            reminders: Arc::new(Semaphore::new(REMINDERS)),
            desk: chip::Desk::default(),
            chips: Arc::new(Semaphore::new(AT_THE_CHIPS)),
            unpacking: Semaphore::new(UNPACKED),
            definitions: Remembered::default(),
            policies: Remembered::default(),
            anchors: trust::Anchors::default(),
            wake: Wake::default(),
        };
        Ok(Self {
            core: Arc::new(core),
        })
    }

    /// What the operator of the installation chose.
    pub fn settings(&self) -> &Settings {
        &self.core.settings
    }

    /// The models that examinations measure with.
    pub fn models(&self) -> Vec<bonafide_identity::finding::Model> {
        self.core.examiner.models()
    }

    /// Whether the database answers and can be written to.
    ///
    /// # Errors
    /// When it does not or cannot.
    pub async fn ready(&self) -> Result<(), Error> {
        Ok(self.core.store.ping().await?)
    }

    fn now(&self) -> Timestamp {
        // Rows keep microseconds; what is compared with them must not be finer.
        let now = self.core.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    fn store(&self) -> &Store {
        &self.core.store
    }

    /// Ten random bytes for an identifier.
    fn random_id(&self) -> [u8; 10] {
        self.core.random.array()
    }
}
