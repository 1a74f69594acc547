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
        let due = misses > 0 && rules.tries > 0 && misses.is_multiple_of(rules.tries);
        let waited = now.duration_since(last).max(SignedDuration::ZERO);
        if due && waited < rules.wait {
            Self::Until(now + (rules.wait - waited))
        } else {
            Self::Open
        }
    }
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
