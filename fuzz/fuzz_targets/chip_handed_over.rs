//! Any names and texts as what another reader hands over: taken or refused, within bounds, nothing proven.
#![cfg_attr(fuzzing, no_main)]

use std::collections::BTreeMap;

use bonafide_emrtd::handed_over::{HandedOver, MAX_BYTES};
use bonafide_emrtd::reading::File;

pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let (challenge, signature) = (lines.next(), lines.next());
    let files: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(' '))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let given = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let (challenge, signature) = (given(challenge), given(signature));
    match HandedOver::of(&files, challenge.as_deref(), signature.as_deref()) {
        Ok(taken) => {
            assert!(taken.files.values().map(Vec::len).sum::<usize>() <= MAX_BYTES);
            if let Some(signed) = taken.signed {
                let dg15 = &taken.files[&File::DataGroup(15)];
                let dg14 = taken.files.get(&File::DataGroup(14)).map(Vec::as_slice);
                let _ = signed.verify(dg15, dg14);
            }
        }
        Err(problems) => assert!(!problems.is_empty() && problems.len() <= 64),
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
