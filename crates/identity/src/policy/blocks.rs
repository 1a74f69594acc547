//! When video identification is blocked, and for how long: whoever fails too often waits, and waits
//! longer each time. Free again by itself.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How often video identification may fail. What was begun and not ended counts as failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LivenessLimits {
    /// Failures of one account, document, face or browser before a block.
    pub failures: u32,
    /// The same of one network, which many people may share.
    pub network_failures: u32,
    /// How long the first block takes, in seconds.
    pub block_seconds: u32,
    /// How many times longer each block is than the one before.
    pub growth: u32,
    /// How long a block takes at most, in seconds.
    pub longest_seconds: u32,
    /// After how many hours a failure is forgotten.
    pub forget_hours: u32,
}

impl Default for LivenessLimits {
    fn default() -> Self {
        Self {
            failures: 5,
            network_failures: 50,
            block_seconds: 15 * 60,
            growth: 2,
            longest_seconds: 24 * 60 * 60,
            forget_hours: 24,
        }
    }
}

impl LivenessLimits {
    /// Each with the least and the most that it may be.
    pub(super) fn bounds(&self) -> [(&'static str, u32, u32, u32); 6] {
        let Self {
            failures,
            network_failures,
            block_seconds,
            growth,
            longest_seconds,
            forget_hours,
        } = *self;
        [
            ("liveness.failures", failures, 1, 50),
            ("liveness.network_failures", network_failures, 1, 1_000),
            ("liveness.block_seconds", block_seconds, 1, 24 * 60 * 60),
            ("liveness.growth", growth, 1, 10),
            (
                "liveness.longest_seconds",
                longest_seconds,
                1,
                7 * 24 * 60 * 60,
            ),
            ("liveness.forget_hours", forget_hours, 1, 30 * 24),
        ]
    }

    /// Failures before this moment are forgotten.
    pub fn since(&self, now: Timestamp) -> Timestamp {
        now - SignedDuration::from_hours(self.forget_hours.into())
    }

    /// Until when a row of failures blocks, in the order of their times; `allowed` of them are free.
    /// The block begins with the failure that fills a round, and each is longer than the one before.
    pub fn blocked_until(&self, failures: &[Timestamp], allowed: u32) -> Option<Timestamp> {
        let allowed = usize::try_from(allowed.max(1)).unwrap_or(usize::MAX);
        let rounds = failures.len() / allowed;
        let last = failures.get((rounds * allowed).checked_sub(1)?)?;
        let times = u32::try_from(rounds - 1).unwrap_or(u32::MAX);
        let length = u64::from(self.growth)
            .saturating_pow(times)
            .saturating_mul(self.block_seconds.into())
            .min(self.longest_seconds.into());
        Some(*last + SignedDuration::from_secs(i64::try_from(length).unwrap_or(i64::MAX)))
    }

    /// How many more failures are free before the next block.
    pub fn left(&self, failures: usize, allowed: u32) -> u32 {
        let used = u32::try_from(failures).unwrap_or(u32::MAX) % allowed.max(1);
        allowed.max(1) - used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn blocks_begin_with_a_full_round_and_grow() {
        let limits = LivenessLimits::default();
        let failures: Vec<_> = (0..15).map(at).collect();
        let until = |count: usize| limits.blocked_until(&failures[..count], limits.failures);
        assert_eq!(until(0), None);
        assert_eq!(until(4), None);
        assert_eq!(until(5), Some(at(4 + 15)));
        assert_eq!(until(9), Some(at(4 + 15)), "a started round blocks nothing");
        assert_eq!(until(10), Some(at(9 + 30)));
        assert_eq!(until(15), Some(at(14 + 60)));
        assert_eq!([0, 4, 5, 7].map(|n| limits.left(n, 5)), [5, 1, 5, 3]);
    }

    #[test]
    fn no_block_is_longer_than_the_longest() {
        let limits = LivenessLimits {
            growth: 10,
            ..LivenessLimits::default()
        };
        let failures = vec![at(0); 1_000];
        assert_eq!(
            limits.blocked_until(&failures, 5),
            Some(at(0) + SignedDuration::from_hours(24))
        );
        assert_eq!(limits.blocked_until(&failures, 0).map(|_| ()), Some(()));
    }
}
