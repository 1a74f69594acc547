//! What handlers share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bonafide_identity::id::BrowserId;
use bonafide_service::Service;
use tokio::sync::{Notify, Semaphore};

use crate::relay::Readers;
use crate::settings::WebSettings;

/// Bytes of a unit in which memory for photographs is counted.
pub(crate) const UPLOAD_UNIT: usize = 64 * 1024;

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) service: Service,
    pub(crate) settings: Arc<WebSettings>,
    /// Units of memory for photographs that are on their way.
    pub(crate) uploads: Arc<Semaphore>,
    /// Chip readers that are connected.
    pub(crate) readers: Readers,
    /// Browsers that are filmed, or wait for it.
    pub(crate) filming: Readers,
    /// Who is sending a photograph.
    pub(crate) senders: Senders,
}

impl Web {
    pub(crate) fn new(service: Service, settings: WebSettings) -> Self {
        let units = usize::try_from(settings.upload_memory)
            .unwrap_or(usize::MAX)
            .saturating_mul(1024 * 1024 / UPLOAD_UNIT);
        Self {
            service,
            uploads: Arc::new(Semaphore::new(units.clamp(1, Semaphore::MAX_PERMITS))),
            readers: Readers::default(),
            filming: Readers::default(),
            settings: Arc::new(settings),
            senders: Senders::default(),
        }
    }
}

/// The browsers that are sending a photograph: one at a time each. Whoever sends again, perhaps
/// since a connection hangs, gives the one before up. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Senders(Arc<Mutex<HashMap<BrowserId, Arc<Notify>>>>);

impl Senders {
    /// Enters a browser for as long as the guard is kept.
    pub(crate) fn enter(&self, browser: &BrowserId) -> Sending {
        let replaced = Arc::new(Notify::new());
        let before = self.lock().insert(browser.clone(), Arc::clone(&replaced));
        if let Some(before) = before {
            before.notify_one();
        }
        Sending {
            senders: self.clone(),
            browser: browser.clone(),
            replaced,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<BrowserId, Arc<Notify>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A browser that is sending.
pub(crate) struct Sending {
    senders: Senders,
    browser: BrowserId,
    replaced: Arc<Notify>,
}

impl Sending {
    /// Waits until the same browser sends again.
    pub(crate) async fn replaced(&self) {
        self.replaced.notified().await;
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let mut senders = self.senders.lock();
        if senders
            .get(&self.browser)
            .is_some_and(|present| Arc::ptr_eq(present, &self.replaced))
        {
            senders.remove(&self.browser);
        }
    }
}
