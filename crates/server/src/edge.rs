//! The only place where real time and real randomness enter the program.

use bonafide_service::Clock;
use bonafide_store::random::Random;
use jiff::Timestamp;

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// The present.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the time is asked for"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The operating system's randomness.
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where randomness is asked for"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // Without it no secret is secret: there is nothing to go on with.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
