//! What the operator chooses about the pages.

use tokio_util::sync::CancellationToken;

/// The choices. [`WebSettings::default`] gives the usual ones.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Megabytes of photographs that may be on their way into memory at once; more wait.
    pub upload_memory: u32,
    /// Canceled when the server stops, so that pages that wait for news do not hold it up.
    pub closing: CancellationToken,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            upload_memory: 256,
            closing: CancellationToken::new(),
        }
    }
}
