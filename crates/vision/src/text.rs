//! What a reader of text says that it read: words with their places, from Tesseract's table of tab-separated
//! values. The program that wrote the table read pictures of strangers, so nothing is taken for granted of it.

use std::ops::Range;

/// Most words that are taken from one table.
const MOST_WORDS: usize = 2_000;
/// Longest word, in characters.
const LONGEST: usize = 100;

/// A word on a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its letters.
    pub text: String,
    /// How sure it is, in percent.
    pub confidence: f32,
    /// Which line of the picture it belongs to: equal for words of one line only.
    pub line: [u32; 3],
    /// Left, top, width and height in pixels.
    pub place: [u32; 4],
}

/// The words of a table, in its order. What is no word of a table is passed over.
pub fn words(table: &str) -> Vec<Word> {
    table.lines().filter_map(word).take(MOST_WORDS).collect()
}

/// level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn word(line: &str) -> Option<Word> {
    let columns: Vec<&str> = line.splitn(12, '\t').collect();
    let number = |column: usize| columns.get(column)?.parse::<u32>().ok();
    if number(0)? != 5 {
        return None;
    }
    let text: String = columns.get(11)?.trim().chars().take(LONGEST).collect();
    let confidence = columns.get(10)?.parse::<f32>().ok()?;
    (!text.is_empty() && confidence.is_finite()).then_some(())?;
    Some(Word {
        text,
        confidence: confidence.clamp(0.0, 100.0),
        line: [number(2)?, number(3)?, number(4)?],
        place: [number(6)?, number(7)?, number(8)?, number(9)?],
    })
}

/// A line of words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its words with single spaces between them.
    pub text: String,
    /// The mean confidence of its letters, in percent.
    pub confidence: f32,
}

impl Line {
    /// The line that words make, from left to right.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a Word>) -> Self {
        let mut words: Vec<&Word> = words.into_iter().collect();
        words.sort_by_key(|word| word.place[0]);
        let (mut sum, mut count, mut text) = (0.0, 0.0, String::new());
        for word in words {
            let letters = word.text.chars().count() as f32;
            sum += word.confidence * letters;
            count += letters;
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        Self {
            text,
            confidence: if count > 0.0 { sum / count } else { 0.0 },
        }
    }
}

/// The line whose words' middles lie in these rows.
pub fn line_in(words: &[Word], rows: &Range<u32>) -> Line {
    Line::of(words.iter().filter(|word| {
        let middle = word.place[1].saturating_add(word.place[3] / 2);
        rows.contains(&middle)
    }))
}

/// The lines as the reader parted them.
pub fn lines(words: &[Word]) -> Vec<Line> {
    words
        .chunk_by(|one, other| one.line == other.line)
        .map(Line::of)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        4\t1\t1\t1\t1\t0\t30\t20\t90\t34\t-1\t\n\
        5\t1\t1\t1\t1\t2\t130\t22\t90\t30\t80.0\tКЫЗЫ\n\
        5\t1\t1\t1\t1\t1\t30\t20\t90\t34\t96.5\tӨМІР\n\
        5\t1\t1\t1\t2\t1\t30\t110\t90\t34\t-1\t \n\
        5\t1\t1\t1\t2\t1\t30\t110\tx\t34\t91\tA\n\
        5\t1\t1\t1\t3\t1\t30\t200\t90\t34\t91\t12.05.1990\n";

    #[test]
    fn words_are_put_together_from_left_to_right() {
        let words = words(TABLE);
        assert_eq!(words.len(), 3);
        let line = line_in(&words, &(0..60));
        assert_eq!(line.text, "ӨМІР КЫЗЫ");
        assert!((line.confidence - 88.25).abs() < 0.01);
        assert_eq!(line_in(&words, &(60..150)), Line::default());
        assert_eq!(lines(&words).len(), 2);
    }

    proptest! {
        #[test]
        fn any_table_is_read(table in "([0-9.\\t-]|\\PC|\n){0,400}") {
            let words = words(&table);
            let _ = lines(&words);
            let _ = line_in(&words, &(0..1000));
        }

        #[test]
        fn any_row_is_read(columns in prop::collection::vec("5|-?[0-9]{1,12}|nan|inf|\\PC{0,5}", 12)) {
            for word in words(&columns.join("\t")) {
                prop_assert!((0.0..=100.0).contains(&word.confidence));
                let _ = line_in(&[word], &(0..10));
            }
        }
    }
}
