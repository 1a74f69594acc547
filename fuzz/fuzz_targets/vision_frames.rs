//! Any messages as frames of a film, at any times: no panic, stamps rise and lie about when a message came, and
//! what is taken is bounded.
#![cfg_attr(fuzzing, no_main)]

use bonafide_vision::liveness::{MOST_MESSAGE, Tally};

pub(crate) fn run(data: &[u8]) {
    let (mut rest, mut ms, mut next) = (data, 0_u32, 0_u32);
    let (mut last, mut tally) = (None, Tally::default());
    // Each message: two bytes of length, four of how much later it came, whether it is numbered rightly, the rest.
    while let Some((&[a, b, c, d, e, f, good], after)) = rest.split_first_chunk::<7>() {
        let length = usize::from(u16::from_le_bytes([a, b])).min(after.len());
        let (body, after) = after.split_at(length);
        rest = after;
        ms = ms.saturating_add(u32::from_le_bytes([c, d, e, f]));
        let mut message = body.to_vec();
        if good % 4 != 0 && message.len() >= 11 {
            message[..4].copy_from_slice(&next.to_be_bytes());
            message[8..11].copy_from_slice(&[0xff, 0xd8, 0xff]);
        }
        if let Ok((stamp, file)) = tally.take(ms, &message) {
            assert!(file.len() < MOST_MESSAGE && file.starts_with(&[0xff, 0xd8, 0xff]));
            assert!(last.is_none_or(|last| stamp > last));
            assert!(stamp <= ms.saturating_add(50) && stamp.saturating_add(450) >= ms);
            last = Some(stamp);
            next += 1;
        }
        let _ = tally.is_too_even();
    }
    assert!(next <= 900);
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
