//! Any text as a challenge, and any bytes as a film of one: no panic, order and bounds are kept, and
//! shares are shares.
#![cfg_attr(fuzzing, no_main)]

use std::sync::LazyLock;

use bonafide_vision::{
    face::Engine,
    liveness::{Challenge, Limits, Pace, Watcher},
};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load().expect("the models are there"));

pub(crate) fn run(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(challenge) = Challenge::parse(text)
    {
        assert_eq!(challenge.validate(), Ok(()));
    }
    let mut numbers = data.iter().copied();
    let challenge = Challenge::draw(3, Pace::default(), |below| {
        u32::from(numbers.next().unwrap_or(0)) % below.max(1)
    });
    assert_eq!(challenge.validate(), Ok(()));
    let limits = Limits {
        frames: 8,
        ..Limits::default()
    };
    let mut watcher = Watcher::new(&ENGINE, challenge, limits);
    let (mut rest, mut taken) = (data, 0);
    // Each frame: two bytes of length, two of time, the file.
    while let Some((&[a, b, c, d], after)) = rest.split_first_chunk::<4>() {
        let length = usize::from(u16::from_le_bytes([a, b])).min(after.len());
        let (file, after) = after.split_at(length);
        let ms = u32::from(u16::from_le_bytes([c, d]));
        taken += usize::from(watcher.see(ms, file).is_ok());
        rest = after;
    }
    let report = watcher.report().expect("the models work");
    assert!(taken <= limits.frames && report.frames >= taken + report.refused);
    assert!(report.judged <= taken && report.faceless <= report.judged);
    for share in [Some(report.repeated), report.still].into_iter().flatten() {
        assert!((0.0..=1.0).contains(&share));
    }
    assert!(report.best.is_none_or(|best| best < report.frames));
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
