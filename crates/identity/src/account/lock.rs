//! When a secret that was missed too often may be tried again.

use jiff::{SignedDuration, Timestamp};

use super::Rules;

/// Whether a secret may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Open,
    /// Not before then.
    Until(Timestamp),
    /// Never again: another must be chosen.
    ForGood,
}

impl Standing {
    /// Where somebody stands who has missed so often in a row, the last time at `last`. A clock
    /// that was set back makes nobody wait longer than the rules say.
    #[must_use]
    pub fn after(misses: u32, last: Timestamp, now: Timestamp, rules: &Rules) -> Self {
        if misses >= rules.tries_for_good {
            return Self::ForGood;
        }
        match round(misses, rules.tries) {
            Some(_) => Self::waiting(last, now, rules.wait),
            None => Self::Open,
        }
    }

    /// The same of a PIN, whose waits grow.
    #[must_use]
    pub fn after_pins(misses: u32, last: Timestamp, now: Timestamp, rules: &Rules) -> Self {
        if misses >= rules.pin_tries_for_good {
            return Self::ForGood;
        }
        Self::growing(round(misses, rules.pin_tries), last, now, rules)
    }

    /// The same of one-time codes, which nothing ends for good.
    #[must_use]
    pub fn after_codes(misses: u32, last: Timestamp, now: Timestamp, rules: &Rules) -> Self {
        Self::growing(round(misses, rules.one_time_tries), last, now, rules)
    }

    fn growing(round: Option<usize>, last: Timestamp, now: Timestamp, rules: &Rules) -> Self {
        let [.., longest] = rules.pin_waits;
        match round {
            Some(round) => {
                let wait = rules.pin_waits.get(round).copied().unwrap_or(longest);
                Self::waiting(last, now, wait)
            }
            None => Self::Open,
        }
    }

    fn waiting(last: Timestamp, now: Timestamp, wait: SignedDuration) -> Self {
        let waited = now.duration_since(last).max(SignedDuration::ZERO);
        match waited < wait {
            true => Self::Until(now + (wait - waited)),
            false => Self::Open,
        }
    }
}

/// Which round of `tries` has just been missed, from 0; none within a round.
fn round(misses: u32, tries: u32) -> Option<usize> {
    let ended = misses > 0 && tries > 0 && misses.is_multiple_of(tries);
    ended.then(|| usize::try_from(misses / tries - 1).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn five_then_a_wait_and_fifty_for_good() {
        let rules = Rules::default();
        let after = |misses, seconds| Standing::after(misses, at(0), at(seconds), &rules);
        assert_eq!(after(0, 0), Standing::Open);
        assert_eq!(after(4, 0), Standing::Open);
        assert_eq!(after(5, 0), Standing::Until(at(900)));
        assert_eq!(after(5, 899), Standing::Until(at(900)));
        assert_eq!(after(5, 900), Standing::Open);
        assert_eq!(after(6, 0), Standing::Open, "a new round of five");
        assert_eq!(after(10, 0), Standing::Until(at(900)));
        assert_eq!(after(50, 1_000_000), Standing::ForGood);
    }

    #[test]
    fn waits_of_a_pin_grow_and_twelve_are_for_good() {
        let rules = Rules::default();
        let after =
            |misses, minutes: i64| Standing::after_pins(misses, at(0), at(minutes * 60), &rules);
        let until = |minutes: i64| Standing::Until(at(minutes * 60));
        for open in [0, 1, 2, 4, 5, 7, 8, 10, 11] {
            assert_eq!(after(open, 0), Standing::Open, "{open}");
        }
        for (misses, minutes) in [(3, 15), (6, 60), (9, 24 * 60)] {
            assert_eq!(after(misses, minutes - 1), until(minutes));
            assert_eq!(after(misses, minutes), Standing::Open);
        }
        assert_eq!(after(12, 1_000_000), Standing::ForGood);
        for misses in [9, 12, 99] {
            let last = Standing::after_codes(misses, at(0), at(0), &rules);
            assert_eq!(last, until(24 * 60), "the last for all that follow");
        }
    }

    proptest! {
        #[test]
        fn a_wait_ends_and_is_never_longer_than_said(
            misses in 0_u32..200, last in 0_i64..1_000_000, now in 0_i64..1_000_000,
        ) {
            let rules = Rules::default();
            if let Standing::Until(until) = Standing::after(misses, at(last), at(now), &rules) {
                prop_assert!(until > at(now) && until <= at(now) + rules.wait);
                let later = until.max(at(last) + rules.wait);
                prop_assert_eq!(Standing::after(misses, at(last), later, &rules), Standing::Open);
            }
        }

        #[test]
        fn guessing_never_pays(step in 1_i64..100_000) {
            let (rules, mut misses, mut last, mut now) = (Rules::default(), 0, 0, 0);
            for _ in 0..10_000 {
                if Standing::after(misses, at(last), at(now), &rules) == Standing::Open {
                    (misses, last) = (misses + 1, now);
                }
                now += step;
            }
            prop_assert!(misses <= rules.tries_for_good);
        }
    }
}
