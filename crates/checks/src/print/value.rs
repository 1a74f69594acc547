//! What was read in a field's place, as the field has it.

use bonafide_vision::layout::{Pattern, Place, Script};
use jiff::civil::Date;

/// The value of a field in what was read; `None` where nothing of its form is there.
pub(super) fn value(place: &Place, read: &str) -> Option<String> {
    let text = match place.pattern {
        Pattern::Name => name(read, place.script),
        Pattern::Text => text(read),
        Pattern::Number => read
            .to_uppercase()
            .chars()
            .filter_map(latin_digit)
            .collect(),
        Pattern::Digits => read.chars().filter_map(digit).collect(),
        Pattern::Sex => sex(read)?.to_string(),
        Pattern::Date => dates(read).get(place.nth)?.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

/// Capital letters that look the same in both scripts.
const ALIKE: [(char, char); 13] = [
    ('A', 'А'),
    ('B', 'В'),
    ('E', 'Е'),
    ('K', 'К'),
    ('M', 'М'),
    ('H', 'Н'),
    ('O', 'О'),
    ('P', 'Р'),
    ('C', 'С'),
    ('T', 'Т'),
    ('Y', 'У'),
    ('X', 'Х'),
    ('I', 'І'),
];

fn in_script(letter: char, script: Script) -> char {
    let found = ALIKE.iter().find(|(latin, cyrillic)| match script {
        Script::Cyrillic => *latin == letter,
        Script::Latin => *cyrillic == letter,
    });
    match (found, script) {
        (Some((_, cyrillic)), Script::Cyrillic) => *cyrillic,
        (Some((latin, _)), Script::Latin) => *latin,
        (None, _) => letter,
    }
}

fn name(read: &str, script: Script) -> String {
    let letters = read.chars().map(|letter| match letter {
        // No name has digits.
        '0' => in_script('O', script),
        '’' | '‘' | '`' | '´' => '\'',
        '—' | '–' => '-',
        other => in_script(other, script),
    });
    let kept: String = letters
        .map(|letter| {
            let fits = letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'');
            if fits { letter } else { ' ' }
        })
        .collect();
    let words = kept
        .split_whitespace()
        .map(|word| word.trim_matches('-'))
        .filter(|word| word.chars().any(char::is_alphabetic));
    words.collect::<Vec<_>>().join(" ")
}

fn text(read: &str) -> String {
    let words = read
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric));
    let joined = words.collect::<Vec<_>>().join(" ");
    joined.replace(['’', '‘', '`', '´'], "'")
}

fn digit(letter: char) -> Option<char> {
    match letter {
        'O' | 'О' | 'o' | 'о' | 'Q' | 'D' => Some('0'),
        'I' | 'l' | '|' | 'І' | 'і' => Some('1'),
        'З' | 'з' => Some('3'),
        'б' => Some('6'),
        'S' | 's' => Some('5'),
        'B' | 'В' => Some('8'),
        other => other.is_ascii_digit().then_some(other),
    }
}

fn latin_digit(letter: char) -> Option<char> {
    let letter = in_script(letter, Script::Latin);
    letter.is_ascii_alphanumeric().then_some(letter)
}

fn sex(read: &str) -> Option<char> {
    // States print their own letter before the international one: `V/F`, `K/F`, `M/M`.
    let last = read.split(['/', ' ']).rfind(|part| !part.is_empty())?;
    match in_script(last.chars().next()?.to_ascii_uppercase(), Script::Latin) {
        'F' | 'V' | 'K' => Some('F'),
        'M' => Some('M'),
        'X' => Some('X'),
        _ => None,
    }
}

/// All dates of a line: day, month and year, whatever parts them.
fn dates(read: &str) -> Vec<Date> {
    let mut parts: Vec<String> = Vec::new();
    let mut kind = None;
    for letter in read.to_uppercase().chars() {
        let now = if letter.is_ascii_digit() {
            Some(true)
        } else if letter.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        match (now, parts.last_mut()) {
            (None, _) => {}
            (Some(_), Some(part)) if kind == now => part.push(letter),
            (Some(_), _) => parts.push(letter.to_string()),
        }
        kind = now;
    }
    let mut dates = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if let Some((date, taken)) = date_from(&parts[at..]) {
            dates.push(date);
            at += taken;
        } else {
            at += 1;
        }
    }
    dates
}

fn date_from(parts: &[String]) -> Option<(Date, usize)> {
    // Run together, as when full stops are not seen.
    let is_whole = |part: &&String| part.len() == 8 && part.bytes().all(|it| it.is_ascii_digit());
    if let Some(whole) = parts.first().filter(is_whole) {
        let date = date_of(&whole[..2], whole[2..4].parse().ok()?, &whole[4..])?;
        return Some((date, 1));
    }
    let day = parts.first()?;
    if let Ok(month) = parts.get(1)?.parse() {
        return Some((date_of(day, month, parts.get(2)?)?, 3));
    }
    let worded = parts[1..]
        .iter()
        .take_while(|part| part.starts_with(char::is_alphabetic))
        .count();
    let month = parts[1..=worded].iter().find_map(|word| month(word))?;
    Some((date_of(day, month, parts.get(worded + 1)?)?, worded + 2))
}

fn date_of(day: &str, month: i8, year: &str) -> Option<Date> {
    let fits = (1..=2).contains(&day.len()) && year.len() == 4;
    let date = || Date::new(year.parse().ok()?, month, day.parse().ok()?).ok();
    fits.then(date)?
}

/// A month by its first letters in English, Dutch, Danish, German or French.
fn month(word: &str) -> Option<i8> {
    if word.starts_with("JUIL") {
        return Some(7);
    }
    let beginning: String = word.chars().take(3).collect();
    Some(match beginning.as_str() {
        "JAN" => 1,
        "FEB" | "FÉV" | "FEV" => 2,
        "MAR" | "MRT" | "MÄR" | "MAA" => 3,
        "APR" | "AVR" => 4,
        "MAY" | "MEI" | "MAJ" | "MAI" => 5,
        "JUN" | "JUI" => 6,
        "JUL" => 7,
        "AUG" | "AOÛ" | "AOU" => 8,
        "SEP" => 9,
        "OCT" | "OKT" => 10,
        "NOV" => 11,
        "DEC" | "DEZ" | "DÉC" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(pattern: Pattern, script: Script, nth: usize, text: &str) -> Option<String> {
        let place = Place {
            field: "surname".to_owned(),
            area: [0.0, 0.0, 1.0, 1.0],
            script,
            pattern,
            nth,
            in_zone: false,
        };
        value(&place, text)
    }

    #[test]
    fn values_have_the_form_of_their_fields() {
        let cyrillic = |pattern, text| read(pattern, Script::Cyrillic, 0, text);
        let latin = |pattern, text| read(pattern, Script::Latin, 0, text);
        assert_eq!(
            cyrillic(Pattern::Name, "| KACЫМ0ВА ."),
            Some("КАСЫМОВА".to_owned())
        );
        assert_eq!(
            latin(Pattern::Name, "d’Аrtagnan — Ü"),
            Some("d'Artagnan Ü".to_owned())
        );
        assert_eq!(
            cyrillic(Pattern::Digits, "9О0512 4000|8"),
            Some("900512400018".to_owned())
        );
        assert_eq!(
            latin(Pattern::Number, "NХ4C7K291"),
            Some("NX4C7K291".to_owned())
        );
        assert_eq!(latin(Pattern::Sex, "V/F"), Some("F".to_owned()));
        assert_eq!(latin(Pattern::Sex, "?"), None);
        for text in [
            "12.05.1990",
            "12 05 1990",
            "12 MEI/MAY 1990",
            "12 MAJ / MAY 1990",
            "12051990",
        ] {
            assert_eq!(
                latin(Pattern::Date, text),
                Some("1990-05-12".to_owned()),
                "{text}"
            );
        }
        assert_eq!(latin(Pattern::Date, "31.02.1990"), None);
        let second = read(
            Pattern::Date,
            Script::Cyrillic,
            1,
            "01.02.2020 - 31.01.2030",
        );
        assert_eq!(second, Some("2030-01-31".to_owned()));
    }

    proptest! {
        #[test]
        fn whatever_is_read_has_a_value_or_none(
            text in "([0-9./ -]|[A-ZÉ]|\\PC){0,60}", nth in 0_usize..3,
        ) {
            for pattern in [
                Pattern::Name, Pattern::Date, Pattern::Number, Pattern::Digits, Pattern::Sex, Pattern::Text,
            ] {
                for script in [Script::Latin, Script::Cyrillic] {
                    let _ = read(pattern, script, nth, &text);
                }
            }
        }
    }
}
