//! Any bytes as a record of a backup, a line of the tombstone log, a checkpoint or a
//! master key: no panic, and what a backup's record says survives writing it again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fn fuzz_store_files(data: &[u8]) {
    bonafide_store::testing::fuzz_files(data);
}

fuzz_target!(|data: &[u8]| fuzz_store_files(data));
