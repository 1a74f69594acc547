//! Letters for sample documents: strokes of one width with round ends, after the proportions of
//! the typeface of machine-readable zones (ISO 1073-2, OCR-B). Drawn by us, so that samples need
//! no font. A letter stands in a cell of 10 by 14 units, its baseline at the bottom.

use tiny_skia::{Path, PathBuilder, Transform};

/// Height of a capital letter, in units of its cell.
pub(super) const CAPITAL: f32 = 14.0;

/// The strokes of a letter: `M` moves, `L` draws a line, `C` a cubic curve; coordinates follow
/// in pairs. Letters that are not drawn are blank.
const fn strokes(letter: char) -> &'static str {
    match letter {
        'A' => "M0.4 14 L5 0.2 L9.6 14 M2 9.4 L8 9.4",
        'B' => "M1 0 L1 14 M1 0 L5 0 C10 0 10 6.6 5 6.6 L1 6.6 M5 6.6 C10.8 6.6 10.8 14 5 14 L1 14",
        'C' => {
            "M9.2 2.6 C8 -0.8 3.4 -0.8 1.7 2.6 C0.3 5.4 0.3 8.6 1.7 11.4 C3.4 14.8 8 14.8 9.2 11.4"
        }
        'D' => "M1 0 L1 14 M1 0 L4 0 C11.2 0 11.2 14 4 14 L1 14",
        'E' => "M9 0 L1.2 0 L1.2 14 L9 14 M1.2 6.6 L7.6 6.6",
        'F' => "M9 0 L1.4 0 L1.4 14 M1.4 6.8 L7.6 6.8",
        'G' => {
            "M9.2 2.6 C8 -0.8 3.4 -0.8 1.7 2.6 C0.3 5.4 0.3 8.6 1.7 11.4 C3.4 14.8 7.8 14.6 9.2 12.4 L9.2 7.8 L5.6 7.8"
        }
        'H' => "M0.8 0 L0.8 14 M9.2 0 L9.2 14 M0.8 6.8 L9.2 6.8",
        'I' => "M5 0 L5 14 M1.8 0 L8.2 0 M1.8 14 L8.2 14",
        'J' => "M3 0 L8 0 L8 10 C8 15 1.4 15 1 10.4",
        'K' => "M1 0 L1 14 M9.2 0 L1 7.6 M3.6 5.4 L9.4 14",
        'L' => "M1.4 0 L1.4 14 L9 14",
        'M' => "M0.6 14 L0.6 0 L5 8 L9.4 0 L9.4 14",
        'N' => "M0.9 14 L0.9 0 L9.1 14 L9.1 0",
        'O' => "M5 0 C8.6 0 9.8 3 9.8 7 C9.8 11 8.6 14 5 14 C1.4 14 0.2 11 0.2 7 C0.2 3 1.4 0 5 0",
        'P' => "M1.2 14 L1.2 0 L5 0 C10.6 0 10.6 7.8 5 7.8 L1.2 7.8",
        'Q' => {
            "M5 0 C8.6 0 9.8 3 9.8 7 C9.8 11 8.6 14 5 14 C1.4 14 0.2 11 0.2 7 C0.2 3 1.4 0 5 0 M6 10 L9.8 14.6"
        }
        'R' => "M1 14 L1 0 L5 0 C10.4 0 10.4 7.4 5 7.4 L1 7.4 M5 7.4 L9.4 14",
        'S' => "M8.8 2.4 C7.6 -0.8 1.4 -0.8 1.4 3.4 C1.4 7.6 9 6.2 9 10.4 C9 14.8 2 14.8 0.8 11.4",
        'T' => "M0.4 0 L9.6 0 M5 0 L5 14",
        'U' => "M0.9 0 L0.9 9.4 C0.9 15.4 9.1 15.4 9.1 9.4 L9.1 0",
        'V' => "M0.4 0 L5 14 L9.6 0",
        'W' => "M0.2 0 L2.4 14 L5 4.4 L7.6 14 L9.8 0",
        'X' => "M0.6 0 L9.4 14 M9.4 0 L0.6 14",
        'Y' => "M0.4 0 L5 7 L9.6 0 M5 7 L5 14",
        'Z' => "M0.8 0 L9.2 0 L0.8 14 L9.2 14",
        '0' => "M5 0 C8 0 8.8 3 8.8 7 C8.8 11 8 14 5 14 C2 14 1.2 11 1.2 7 C1.2 3 2 0 5 0",
        '1' => "M2 3 L5.4 0 L5.4 14 M2 14 L8.8 14",
        '2' => "M1.2 3.4 C1.6 -1 8.6 -1.2 8.6 3.6 C8.6 6.6 5 8.4 1.2 14 L9 14",
        '3' => "M1.4 0 L8.4 0 L4.6 5.4 C10.6 5.4 10.4 14 4.8 14 C3 14 1.8 13.4 1 12",
        '4' => "M6.2 0 L0.8 9.6 L9.4 9.6 M6.8 6 L6.8 14",
        '5' => "M8.4 0 L2 0 L1.6 6 C10 3.8 10.4 14 4.6 14 C3 14 1.8 13.4 1 12.2",
        '6' => "M7 0 C3 3 1 6.4 1 9.6 C1 15.4 9 15.4 9 9.6 C9 4.6 2.6 4.6 1.3 8.4",
        '7' => "M1 0 L9 0 C5.6 4.4 4.2 8.6 4 14",
        '8' => {
            "M5 0 C9 0 9 6.4 5 6.4 C1 6.4 1 0 5 0 M5 6.4 C10.2 6.4 10.2 14 5 14 C-0.2 14 -0.2 6.4 5 6.4"
        }
        '9' => "M3 14 C7 11 9 7.6 9 4.4 C9 -1.4 1 -1.4 1 4.4 C1 9.4 7.4 9.4 8.7 5.6",
        '<' => "M9 2.6 L1 7.4 L9 12.2",
        '-' => "M2 7.6 L8 7.6",
        '/' => "M1.4 15 L8.6 -1",
        '.' => "M5 13.7 L5 14",
        _ => "",
    }
}

/// Adds a letter to a drawing; `transform` takes its cell to where it stands.
pub(super) fn add(to: &mut PathBuilder, letter: char, transform: Transform) {
    if let Some(path) = read(strokes(letter)).and_then(|path| path.transform(transform)) {
        to.push_path(&path);
    }
}

fn read(strokes: &str) -> Option<Path> {
    let mut path = PathBuilder::new();
    let mut words = strokes.split_ascii_whitespace();
    let mut command = 'M';
    while let Some(word) = words.next() {
        let first = word.strip_prefix(['M', 'L', 'C']);
        if first.is_some() {
            command = word.chars().next()?;
        }
        let x: f32 = first.unwrap_or(word).parse().ok()?;
        let mut next = || words.next()?.parse::<f32>().ok();
        match command {
            'L' => path.line_to(x, next()?),
            'C' => path.cubic_to(x, next()?, next()?, next()?, next()?, next()?),
            _ => path.move_to(x, next()?),
        }
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_a_zone_can_be_drawn_within_its_cell() {
        for letter in ('A'..='Z').chain('0'..='9').chain(['<', '-', '/', '.']) {
            let bounds = read(strokes(letter))
                .unwrap_or_else(|| panic!("{letter}"))
                .bounds();
            assert!(
                bounds.left() > -1.5 && bounds.right() < 11.5,
                "{letter}: {bounds:?}"
            );
            assert!(
                bounds.top() > -2.5 && bounds.bottom() < 16.5,
                "{letter}: {bounds:?}"
            );
        }
        assert!(read(strokes(' ')).is_none());
    }
}
