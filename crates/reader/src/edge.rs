//! The only place where real time and real randomness enter the program.

use std::time::{Duration, Instant};

use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use rand_core::SeedableRng;

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the time is asked for"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// A generator seeded by the operating system.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where randomness is asked for"
)]
pub(crate) fn random() -> crate::Result<ChaCha20Rng> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|_| "the operating system gives no random bytes")?;
    Ok(ChaCha20Rng::from_seed(seed))
}

/// Time that only goes forward, from a moment of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch(Instant);

impl Watch {
    pub(crate) fn start() -> Watch {
        Watch(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
