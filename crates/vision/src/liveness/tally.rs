//! What comes over a film's connection, frame by frame: numbered through, of a camera page's form,
//! neither too much nor too fast, and stamped by the server's clock.
//!
//! A message is a number (4 bytes, big-endian, from 0), the browser's time of capture in
//! milliseconds (4 bytes, of any clock) and a JPEG file.

use std::collections::VecDeque;

/// The largest message, in bytes: a frame of 480 lines takes 30 to 80 kB.
pub const MOST_MESSAGE: usize = 256 * 1024;
/// What all frames take at most, in bytes: so much at once, and so much for each second, twenty
/// frames of 80 kB and a little more.
const BURST: u64 = 2 * 1024 * 1024;
const A_SECOND: u64 = 1_700_000;
/// Frames of a film.
const MOST_FRAMES: usize = 900;
/// Frames within any second; cameras give 30, and connections bunch them up.
const MOST_A_SECOND: usize = 60;
const HEADER: usize = 8;
const SECOND: u32 = 1_000;
/// How much earlier than it came a frame may have been taken, in milliseconds: what a browser says
/// beyond that is not believed.
const UNDERWAY: u32 = 400;
/// How far frames that came at once may be moved apart, in milliseconds.
const APART: u32 = 50;
/// Intervals after which a camera's would differ.
const EVEN: usize = 60;

/// Why what came is no frame of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameWrong {
    /// Not the number that comes next.
    #[error("out of order")]
    Order,
    /// No picture, or no JPEG.
    #[error("not a frame")]
    Form,
    /// Larger than a frame of a camera page.
    #[error("too large")]
    Large,
    /// More than a film has.
    #[error("too many")]
    Many,
    /// More than a camera gives.
    #[error("too fast")]
    Fast,
}

/// Counts what came.
#[derive(Debug, Default)]
pub struct Tally {
    next: u32,
    bytes: u64,
    last: Option<u32>,
    /// When the frames of the last second came.
    lately: VecDeque<u32>,
    /// The least by which the server's clock was ahead of the browser's.
    ahead: Option<i64>,
    captured: Option<u32>,
    intervals: Vec<u32>,
}

impl Tally {
    /// Takes a message that came at that time; gives the frame's stamp and file.
    ///
    /// # Errors
    /// [`FrameWrong`]
    pub fn take<'a>(&mut self, ms: u32, message: &'a [u8]) -> Result<(u32, &'a [u8]), FrameWrong> {
        if message.len() > MOST_MESSAGE {
            return Err(FrameWrong::Large);
        }
        let (header, file) = message
            .split_first_chunk::<HEADER>()
            .ok_or(FrameWrong::Form)?;
        let [a, b, c, d, e, f, g, h] = *header;
        if u32::from_be_bytes([a, b, c, d]) != self.next {
            return Err(FrameWrong::Order);
        }
        if !file.starts_with(&[0xff, 0xd8, 0xff]) {
            return Err(FrameWrong::Form);
        }
        self.bytes = self.bytes.saturating_add(file.len() as u64);
        let room = BURST + A_SECOND * u64::from(ms) / u64::from(SECOND);
        if self.next as usize >= MOST_FRAMES || self.bytes > room {
            return Err(FrameWrong::Many);
        }
        while self
            .lately
            .front()
            .is_some_and(|at| ms.saturating_sub(*at) >= SECOND)
        {
            self.lately.pop_front();
        }
        if self.lately.len() >= MOST_A_SECOND {
            return Err(FrameWrong::Fast);
        }
        self.lately.push_back(ms);
        let captured = u32::from_be_bytes([e, f, g, h]);
        if let Some(before) = self.captured.replace(captured) {
            self.intervals.push(captured.wrapping_sub(before));
        }
        let stamp = self.stamp(ms, captured);
        // At the end of the clock none comes after another.
        let rises = self.last.is_none_or(|last| stamp > last);
        if !rises || stamp > ms.saturating_add(APART) {
            return Err(FrameWrong::Fast);
        }
        self.next += 1;
        self.last = Some(stamp);
        Ok((stamp, file))
    }

    /// When a frame was taken: as the browser says, but never after it came, nor long before, nor
    /// before the one before it.
    fn stamp(&mut self, ms: u32, captured: u32) -> u32 {
        let ahead = i64::from(ms) - i64::from(captured);
        let ahead = *self
            .ahead
            .insert(self.ahead.map_or(ahead, |least| least.min(ahead)));
        let taken = u32::try_from((i64::from(captured) + ahead).max(0)).unwrap_or(ms);
        let taken = taken.clamp(ms.saturating_sub(UNDERWAY), ms);
        self.last
            .map_or(taken, |last| taken.max(last.saturating_add(1)))
    }

    /// Whether frames were taken at intervals as even as no camera keeps them.
    pub fn is_too_even(&self) -> bool {
        let first = self.intervals.first();
        self.intervals.len() >= EVEN
            && first.is_some_and(|first| self.intervals.iter().all(|other| other == first))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(number: u32, captured: u32, length: usize) -> Vec<u8> {
        let mut message = number.to_be_bytes().to_vec();
        message.extend(captured.to_be_bytes());
        message.extend([0xff, 0xd8, 0xff]);
        message.resize(message.len() + length, 7);
        message
    }

    #[test]
    fn frames_are_numbered_through() {
        let mut tally = Tally::default();
        assert!(tally.take(100, &message(0, 5_000, 9)).is_ok());
        for wrong in [0, 2, u32::MAX] {
            let again = tally.take(160, &message(wrong, 5_060, 9)).map(drop);
            assert_eq!(again, Err(FrameWrong::Order), "{wrong}");
        }
        assert!(tally.take(160, &message(1, 5_060, 9)).is_ok());
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        let mut tally = Tally::default();
        for none in [&[][..], &[0; 7], &[0; 8], b"\0\0\0\0\0\0\0\0PNG"] {
            assert_eq!(tally.take(0, none), Err(FrameWrong::Form));
        }
        let large = message(0, 0, MOST_MESSAGE);
        assert_eq!(tally.take(0, &large), Err(FrameWrong::Large));
        assert!(tally.take(0, &message(0, 0, 1)).is_ok());
    }

    #[test]
    fn a_thousand_a_second_are_too_fast_and_thirty_are_not() {
        let at = |interval: u32| {
            let mut tally = Tally::default();
            (0..200).try_for_each(|n| {
                tally
                    .take(n * interval, &message(n, n * interval, 9))
                    .map(drop)
            })
        };
        assert_eq!(at(1), Err(FrameWrong::Fast));
        assert_eq!(at(33), Ok(()));
    }

    #[test]
    fn a_film_has_an_end() {
        let mut tally = Tally::default();
        let mut took = |length| {
            (0..).find_map(|n| {
                tally
                    .take(n * 40, &message(n, n * 40, length))
                    .err()
                    .map(|why| (n, why))
            })
        };
        assert_eq!(took(9), Some((900, FrameWrong::Many)));
        let mut tally = Tally::default();
        let mut took = |length| {
            (0..).find_map(|n| {
                tally
                    .take(n * 40, &message(n, n * 40, length))
                    .err()
                    .map(|why| (n, why))
            })
        };
        let (frames, why) = took(200_000).unwrap();
        assert_eq!((frames, why), (15, FrameWrong::Many));
        // The longest film that a policy may ask for, with frames as large as they get.
        let mut tally = Tally::default();
        for n in 0..40 * 17 {
            tally.take(n * 58, &message(n, n * 58, 80_000)).unwrap();
        }
    }

    #[test]
    fn a_browser_s_clock_is_believed_a_little() {
        let mut tally = Tally::default();
        let mut stamp = |n, ms, captured| tally.take(ms, &message(n, captured, 9)).unwrap().0;
        assert_eq!(stamp(0, 1_000, 77_000), 1_000);
        // Held up on its way for 100 ms, and the next two come with it.
        assert_eq!(stamp(1, 1_160, 77_060), 1_060);
        assert_eq!(stamp(2, 1_160, 77_120), 1_120);
        // A clock that goes back, stands still, or leaps.
        assert_eq!(stamp(3, 1_220, 0), 1_121, "never before the one before");
        assert_eq!(stamp(4, 1_280, u32::MAX), 1_280, "never after it came");
        assert_eq!(stamp(5, 2_000, 5), 1_600, "never long before it came");
    }

    #[test]
    fn the_clock_ends_without_a_panic() {
        let mut tally = Tally::default();
        let mut take = |n, ms| tally.take(ms, &message(n, ms, 9)).map(|(stamp, _)| stamp);
        assert_eq!(take(0, u32::MAX), Ok(u32::MAX));
        assert_eq!(take(1, u32::MAX), Err(FrameWrong::Fast));
    }

    #[test]
    fn intervals_of_a_camera_differ() {
        let even = |interval: fn(u32) -> u32| {
            let (mut tally, mut captured) = (Tally::default(), 0);
            for n in 0..100 {
                captured += interval(n);
                tally.take(n * 40, &message(n, captured, 9)).unwrap();
            }
            tally.is_too_even()
        };
        assert!(even(|_| 40));
        assert!(!even(|n| 33 + u32::from(n % 3 == 0)));
    }

    proptest! {
        #[test]
        fn stamps_rise_and_nothing_panics(frames in prop::collection::vec((0_u32..200, any::<u32>(), any::<bool>()), 0..80)) {
            let mut tally = Tally::default();
            let (mut ms, mut last, mut next) = (0, None, 0);
            for (wait, captured, good) in frames {
                ms += wait;
                let number = if good { next } else { captured };
                if let Ok((stamp, _)) = tally.take(ms, &message(number, captured, 3)) {
                    prop_assert!(last.is_none_or(|last| stamp > last));
                    prop_assert!(stamp <= ms + APART && stamp + UNDERWAY + APART >= ms);
                    last = Some(stamp);
                    next += 1;
                }
            }
        }

        #[test]
        fn any_bytes_may_come(messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..20)) {
            let mut tally = Tally::default();
            for (n, message) in (0..).zip(&messages) {
                let _ = tally.take(n * 60, message);
            }
        }
    }
}
