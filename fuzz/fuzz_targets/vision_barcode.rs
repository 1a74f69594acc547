//! Any text that a code may hold, and any picture of squares that may be one: no panic gets out, and what is given
//! is bounded.
#![cfg_attr(fuzzing, no_main)]

use bonafide_vision::barcode::{Content, content, read};
use image::{GrayImage, Luma};

pub(crate) fn run(data: &[u8]) {
    // The decoder's panics are caught where it is called, so that only those of this target count.
    #[cfg(fuzzing)]
    std::panic::set_hook(Box::new(|_| {}));
    let Some((&kind, rest)) = data.split_first() else {
        return;
    };
    if kind == 0 {
        judge(&String::from_utf8_lossy(rest));
        return;
    }
    let codes = read(&picture(kind, rest));
    assert!(codes.len() <= 3);
    for code in codes {
        assert!(!code.text.is_empty() && code.text.len() <= 4_096);
        judge(&code.text);
    }
}

fn judge(text: &str) {
    match content(text) {
        Content::Licence { fields, .. } => {
            for value in fields.values() {
                assert!(!value.is_empty() && value.chars().count() <= 100);
            }
        }
        Content::Zone(lines) => assert!((2..=3).contains(&lines.len())),
        Content::Number(digits) => assert!((8..=12).contains(&digits.len())),
        Content::Other => {}
    }
}

/// So many columns of squares, a bit each.
fn picture(columns: u8, bits: &[u8]) -> GrayImage {
    const SCALE: u32 = 4;
    let columns = u32::from(columns);
    let rows = (bits.len() as u32 * 8 / columns).min(160);
    GrayImage::from_fn(columns * SCALE, rows * SCALE, |x, y| {
        let bit = y / SCALE * columns + x / SCALE;
        let set = bits[(bit / 8) as usize] >> (bit % 8) & 1 == 1;
        Luma([if set { 20 } else { 240 }])
    })
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
