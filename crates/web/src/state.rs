//! What handlers share.

use std::sync::Arc;

use bonafide_service::Service;
use tokio::sync::Semaphore;

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
}

impl Web {
    pub(crate) fn new(service: Service, settings: WebSettings) -> Self {
        let units = usize::try_from(settings.upload_memory)
            .unwrap_or(usize::MAX)
            .saturating_mul(1024 * 1024 / UPLOAD_UNIT);
        Self {
            service,
            uploads: Arc::new(Semaphore::new(units.clamp(1, Semaphore::MAX_PERMITS))),
            settings: Arc::new(settings),
        }
    }
}
