//! Advice that does not flicker: a sentence stands long enough to be read, and one odd look changes nothing.

use super::Advice;

/// How long a sentence stands at least, in milliseconds.
pub const LEAST_SHOWN: u64 = 1_000;
/// How long all must be well before the picture is taken, in milliseconds.
pub const HOLD: u64 = 1_200;
/// Looks in a row by which something counts as amiss.
const LOOKS: u32 = 2;
/// After a gap like this, in milliseconds, what was seen before says nothing any more.
const GAP: u64 = 2_000;

#[derive(Debug, Default)]
pub(super) struct Steady {
    shown: Option<(Advice, u64)>,
    /// What the last looks in a row asked for, and how many did.
    wanted: Option<(Option<Advice>, u32)>,
    well_since: Option<u64>,
    last: Option<u64>,
}

impl Steady {
    /// Takes what this look asks for, nothing when all is well; gives what to show and how much of the hold has
    /// passed, 0 to 1.
    pub(super) fn settle(&mut self, wanted: Option<Advice>, at: u64) -> (Advice, f32) {
        if self.last.is_some_and(|last| at < last || at - last > GAP) {
            *self = Self::default();
        }
        self.last = Some(at);
        let looks = match self.wanted {
            Some((before, looks)) if before == wanted => looks + 1,
            _ => 1,
        };
        self.wanted = Some((wanted, looks));
        let sure = looks >= LOOKS || self.shown.is_none();
        if let Some(advice) = wanted {
            // Several different complaints in a row are as much amiss as one repeated.
            if sure || self.well_since.is_none() {
                self.well_since = None;
            }
            if sure && self.may_change(at) {
                self.show(advice, at);
            }
        } else {
            let since = *self.well_since.get_or_insert(at);
            let held = (at - since).min(HOLD) as f32 / HOLD as f32;
            if at - since >= HOLD && self.may_change(at) {
                self.show(Advice::Ready, at);
            } else if self.shown().is_none_or(|shown| shown != Advice::Ready) && self.may_change(at)
            {
                self.show(Advice::Still, at);
            }
            return (self.shown().unwrap_or(Advice::Still), held);
        }
        let held = self
            .well_since
            .map_or(0.0, |since| (at - since).min(HOLD) as f32 / HOLD as f32);
        let shown = self.shown().unwrap_or(Advice::Place);
        // Ready is said of the present picture only.
        let shown = if shown == Advice::Ready {
            Advice::Still
        } else {
            shown
        };
        (shown, held)
    }

    /// What stands at present and since when, in milliseconds.
    pub(super) fn shown(&self) -> Option<Advice> {
        self.shown.map(|(advice, _)| advice)
    }

    fn may_change(&self, at: u64) -> bool {
        self.shown.is_none_or(|(advice, since)| {
            // Counting and being ready may follow each other and give way at once.
            matches!(advice, Advice::Still | Advice::Ready) || at - since >= LEAST_SHOWN
        })
    }

    fn show(&mut self, advice: Advice, at: u64) {
        if self.shown() != Some(advice) {
            self.shown = Some((advice, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks every 150 ms.
    fn run(wanted: &[Option<Advice>]) -> Vec<(Advice, f32)> {
        let mut steady = Steady::default();
        (0..)
            .zip(wanted)
            .map(|(look, wanted)| steady.settle(*wanted, 1_000 + look * 150))
            .collect()
    }

    #[test]
    fn a_sentence_stands_for_a_second() {
        let mut looks = vec![Some(Advice::Dark); 2];
        looks.extend([Some(Advice::Closer); 10]);
        let shown = run(&looks);
        for (look, (advice, _)) in shown.iter().enumerate() {
            let expected = if look * 150 < LEAST_SHOWN as usize {
                Advice::Dark
            } else {
                Advice::Closer
            };
            assert_eq!(*advice, expected, "look {look}");
        }
    }

    #[test]
    fn advice_that_alternates_does_not_flicker() {
        let looks: Vec<_> = (0..40)
            .map(|look| Some([Advice::Dark, Advice::Closer][look % 2]))
            .collect();
        let shown = run(&looks);
        let changes = shown
            .array_windows()
            .filter(|[one, other]| one.0 != other.0)
            .count();
        assert_eq!(changes, 0);
    }

    #[test]
    fn held_still_it_is_ready_and_counts_there() {
        let shown = run(&[None; 12]);
        assert_eq!(shown[0], (Advice::Still, 0.0));
        assert!(shown.array_windows().all(|[one, other]| one.1 <= other.1));
        assert_eq!(shown[7].0, Advice::Still);
        assert_eq!(shown[8], (Advice::Ready, 1.0));
        assert_eq!(shown[11], (Advice::Ready, 1.0));
    }

    #[test]
    fn one_odd_look_changes_nothing_and_two_begin_anew() {
        let mut looks = vec![None; 5];
        looks.push(Some(Advice::Blurred));
        looks.extend([None; 3]);
        assert_eq!(run(&looks)[8].0, Advice::Ready);
        let mut looks = vec![None; 5];
        looks.extend([Some(Advice::Blurred); 2]);
        looks.extend([None; 2]);
        let shown = run(&looks);
        assert_eq!(shown[6], (Advice::Blurred, 0.0));
        assert!(shown[8].1 < 0.5);
    }

    #[test]
    fn ready_is_never_said_of_a_picture_that_is_amiss() {
        let mut looks = vec![None; 10];
        looks.push(Some(Advice::Dark));
        assert_ne!(run(&looks)[10].0, Advice::Ready);
    }

    #[test]
    fn after_a_pause_it_begins_anew() {
        let mut steady = Steady::default();
        for look in 0..10 {
            steady.settle(None, look * 150);
        }
        assert_eq!(steady.settle(None, 60_000), (Advice::Still, 0.0));
        assert_eq!(steady.settle(None, 10), (Advice::Still, 0.0));
    }
}
