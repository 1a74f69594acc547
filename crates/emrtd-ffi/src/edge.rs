//! The only place where real randomness enters.

use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::ChipError;

/// A generator seeded by the operating system.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where randomness is asked for"
)]
pub(crate) fn random() -> Result<ChaCha20Rng, ChipError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|_| ChipError::Options {
        reason: "the operating system gives no random bytes".to_owned(),
    })?;
    Ok(ChaCha20Rng::from_seed(seed))
}
