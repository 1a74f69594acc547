//! When a register that does not answer is not asked.

use jiff::{SignedDuration, Timestamp};

/// Questions in a row that were not answered, after which it is left alone for a while.
const FAILURES: u32 = 3;
/// For how long.
const DOWN: SignedDuration = SignedDuration::from_secs(30);

/// What is remembered of a register: whoever waits for one that does not answer holds up those who
/// wait behind them, so after some failures nobody asks. When its time is over one question is let
/// through, and its answer ends that, or its silence prolongs it.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    failures: u32,
    down_since: Option<Timestamp>,
}

impl Breaker {
    /// Whether a question may be asked now. What came of it is to be told.
    pub(crate) fn admits(&mut self, now: Timestamp) -> bool {
        match self.down_since {
            // A clock that was set back keeps nobody waiting longer.
            Some(since) if (since..since + DOWN).contains(&now) => false,
            Some(_) => {
                // Only this one: the others wait for what comes of it.
                self.down_since = Some(now);
                true
            }
            None => true,
        }
    }

    /// It answered, whatever it said.
    pub(crate) fn answered(&mut self) {
        *self = Self::default();
    }

    /// It did not.
    pub(crate) fn failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            self.down_since = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn after_some_failures_nobody_asks_for_a_while() {
        let mut breaker = Breaker::default();
        for second in 0..3 {
            assert!(breaker.admits(at(second)), "{second}");
            breaker.failed(at(second));
        }
        assert!(!breaker.admits(at(3)));
        assert!(!breaker.admits(at(31)));
        assert!(breaker.admits(at(32)), "one");
        assert!(!breaker.admits(at(32)), "and no other");
        breaker.failed(at(40));
        assert!(!breaker.admits(at(69)));
        assert!(breaker.admits(at(70)));
        breaker.answered();
        assert!(breaker.admits(at(70)) && breaker.admits(at(70)));
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_prolong_it() {
        let mut breaker = Breaker::default();
        (9000..9003).for_each(|second| breaker.failed(at(second)));
        assert!(breaker.admits(at(5400)));
        assert!(!breaker.admits(at(5401)));
    }

    #[test]
    fn an_answer_in_between_is_a_new_beginning() {
        let mut breaker = Breaker::default();
        for second in 0..20 {
            assert!(breaker.admits(at(second)));
            match second % 3 {
                2 => breaker.answered(),
                _ => breaker.failed(at(second)),
            }
        }
    }

    #[test]
    fn one_question_that_nobody_told_the_end_of_does_not_close_it_for_ever() {
        let mut breaker = Breaker::default();
        (0..3).for_each(|second| breaker.failed(at(second)));
        assert!(breaker.admits(at(32)));
        assert!(!breaker.admits(at(61)));
        assert!(breaker.admits(at(62)));
    }
}
