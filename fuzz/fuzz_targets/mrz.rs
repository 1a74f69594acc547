//! Any bytes as the lines of a zone, typed or seen: no panic, and what repairing calls proven is right.
#![cfg_attr(fuzzing, no_main)]

use bonafide_mrz::{Alternatives, Proof, lines_of, parse, repair};

pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = lines_of(&text);
    let _ = parse(&lines);
    let outcome = repair(&lines, &Alternatives::default());
    for change in &outcome.repairs {
        if let (Proof::CheckDigit(field), Ok(zone)) = (change.proof, &outcome.zone) {
            assert!(zone.check(field).is_some_and(|check| check.ok()));
        }
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
