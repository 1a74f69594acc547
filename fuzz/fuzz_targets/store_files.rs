//! Any bytes as a record of a backup, a line of the tombstone log, a checkpoint or a
//! master key: no panic, and what a backup's record says survives writing it again.
#![cfg_attr(fuzzing, no_main)]

pub(crate) fn run(data: &[u8]) {
    bonafide_store::testing::fuzz_files(data);
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
