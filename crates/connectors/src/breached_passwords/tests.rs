use std::io::Write as _;

use proptest::prelude::*;
use tempfile::NamedTempFile;

use super::*;

fn file(text: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text).unwrap();
    file
}

fn hash(number: u32) -> [u8; 20] {
    let mut hash = [0x5a; 20];
    hash[..4].copy_from_slice(&number.to_be_bytes());
    hash
}

/// A list of every third number, written as lists are.
fn list(entries: u32, end: &str) -> NamedTempFile {
    let line = |number: u32| {
        let digits: String = hash(number * 3)
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        match number % 2 {
            0 => format!("{digits}:{}", number + 1),
            _ => digits,
        }
    };
    let lines: Vec<String> = (0..entries).map(line).collect();
    file(lines.join(end).as_bytes())
}

#[test]
fn what_is_on_the_list_is_found_and_nothing_else() {
    for (entries, end) in [
        (1, "\n"),
        (2, "\r\n"),
        (100, "\n"),
        (5_000, "\n"),
        (5_000, "\r\n"),
    ] {
        let file = list(entries, end);
        let list = HashFile::open(file.path()).unwrap();
        let step = (entries / 200).max(1);
        for number in (0..entries).step_by(step as usize).chain([entries - 1]) {
            assert!(
                list.knows(&hash(number * 3)).unwrap(),
                "{number} of {entries}"
            );
            assert!(
                !list.knows(&hash(number * 3 + 1)).unwrap(),
                "{number} of {entries}"
            );
        }
        assert!(!list.knows(&[0; 20]).unwrap());
        assert!(!list.knows(&[0xff; 20]).unwrap());
    }
}

#[test]
fn what_is_no_such_list_is_not_opened() {
    let digits = "00".repeat(20);
    for text in [
        String::new(),
        "passwords\n".to_owned(),
        format!("{digits}:many\n"),
        format!("{digits} 3\n"),
        format!("{digits}:\n"),
        "0".repeat(100_000),
        format!("{}\n", "x".repeat(60)),
        // Not sorted.
        (0..500_u32)
            .rev()
            .map(|it| format!("{it:040X}\n"))
            .collect(),
    ] {
        let file = file(text.as_bytes());
        assert!(
            matches!(
                HashFile::open(file.path()),
                Err(ListUnread::Malformed { .. })
            ),
            "{}",
            text.chars().take(60).collect::<String>()
        );
    }
    assert!(matches!(
        HashFile::open(Path::new("/nowhere/at/all")),
        Err(ListUnread::Io(_))
    ));
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(text: Vec<u8>, hash: [u8; 20]) {
        let file = file(&text);
        let list = HashFile { file: file.reopen().unwrap(), length: text.len() as u64 };
        let _ = list.knows(&hash);
        let _ = HashFile::open(file.path());
    }

    #[test]
    fn nor_do_lines_that_are_nearly_right(lines in proptest::collection::vec("[0-9A-F]{38,41}(:[0-9]{0,3})?\r?\n", 0..200), hash: [u8; 20]) {
        let file = file(lines.concat().as_bytes());
        if let Ok(list) = HashFile::open(file.path()) {
            let _ = list.knows(&hash);
        }
    }
}
