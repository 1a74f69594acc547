/// The lines of a zone that a person typed or pasted: upper-cased, blanks removed, quotation marks that
/// phones put for fillers turned back, and one unbroken text of 72, 88 or 90 characters parted. Changes no
/// letter into another and judges nothing; at most four lines of at most a hundred characters are looked at, so
/// that a text that is no zone fails in [`crate::parse`] by its shape.
#[must_use]
pub fn lines_of(text: &str) -> Vec<String> {
    const LINES: usize = 4;
    const CHARACTERS: usize = 100;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            line.chars()
                .filter(|character| {
                    !character.is_whitespace() && !matches!(character, '\u{200b}' | '\u{feff}')
                })
                .map(|character| match character {
                    '«' | '‹' | '≤' | '＜' => '<',
                    other => other.to_ascii_uppercase(),
                })
                .take(CHARACTERS)
                .collect::<String>()
        })
        .filter(|line| !line.is_empty())
        .take(LINES)
        .collect();
    let [whole] = lines.as_slice() else {
        return lines;
    };
    let width = match whole.len() {
        72 => 36,
        88 => 44,
        90 => 30,
        _ => return lines,
    };
    if !whole.is_ascii() {
        return lines;
    }
    whole
        .as_bytes()
        .chunks(width)
        .map(|chunk| String::from_utf8_lossy(chunk).into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn typed_text_becomes_lines() {
        assert_eq!(
            lines_of(" i<uto d23 \r\n\n740812«f\n"),
            ["I<UTOD23", "740812<F"]
        );
        let whole = "A".repeat(88);
        assert_eq!(lines_of(&whole), ["A".repeat(44), "A".repeat(44)]);
        assert_eq!(lines_of(&"x".repeat(9000)).concat().len(), 100);
        assert!(lines_of("").is_empty());
    }
}
