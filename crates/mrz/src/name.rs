use serde::{Deserialize, Serialize};

use crate::transliterate::{Untransliterable, transliterate};

/// Names as a zone prints them, fillers between parts turned into spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Names {
    /// The primary identifier; empty for people who have given names only on some documents.
    pub surname: String,
    /// The secondary identifier; empty when the document has a single name.
    pub given_names: String,
    /// The field is full to its last letter, so that names may have been cut (Doc 9303 part 3, section 4.6).
    pub may_be_truncated: bool,
}

impl Names {
    /// Reads a name field of letters and fillers. Two fillers part the surname from the given names; more
    /// parts than two, which Doc 9303 does not foresee, are taken as given names.
    pub(crate) fn of_field(field: &str) -> Names {
        let may_be_truncated = !field.ends_with('<');
        let trimmed = field.trim_end_matches('<');
        let (surname, given_names) = trimmed.split_once("<<").unwrap_or((trimmed, ""));
        Names {
            surname: spaced(surname),
            given_names: spaced(given_names),
            may_be_truncated,
        }
    }
}

fn spaced(part: &str) -> String {
    part.split('<')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes a name field of exactly `width` characters from names in national characters.
///
/// Names that do not fit are cut as Doc 9303 part 4, section 4.2.3 shows: at least the initial of the given
/// names stays, and the last position holds a letter, which tells that something may be missing.
pub(crate) fn field_of(
    surname: &str,
    given_names: &str,
    width: usize,
) -> Result<String, Untransliterable> {
    let surname = transliterate(surname)?.replace(' ', "<");
    let given = transliterate(given_names)?.replace(' ', "<");
    let full = if given.is_empty() {
        surname.clone()
    } else {
        format!("{surname}<<{given}")
    };
    if full.len() <= width {
        return Ok(format!("{full:<<width$}"));
    }
    if given.is_empty() {
        return Ok(cut(&surname, width));
    }
    // As much of the surname as leaves room for an initial, or less where the field would not end in a letter.
    let longest = surname.len().min(width - 3);
    (1..=longest)
        .rev()
        .map(|length| {
            let kept = cut(&surname, length);
            let kept = kept.trim_end_matches('<');
            format!("{kept}<<{}", cut(&given, width - kept.len() - 2))
        })
        .find(|field| !field.ends_with('<'))
        .map_or_else(|| Ok(cut(&surname, width)), Ok)
}

/// The first `width` characters of a longer text, the last of them always a letter where there is one.
fn cut(text: &str, width: usize) -> String {
    if text.len() <= width {
        return format!("{text:<<width$}");
    }
    let head = &text[..width];
    let (Some(before), Some(next)) = (head.strip_suffix('<'), text.get(width..=width)) else {
        return head.to_owned();
    };
    // The cut would end in a filler: the last word that can spare a letter gives it up, and the next word's
    // first letter comes in at the end.
    let mut words: Vec<&str> = before.split('<').collect();
    match words.iter_mut().rev().find(|word| word.len() > 1) {
        Some(word) => *word = &word[..word.len() - 1],
        None => return head.to_owned(),
    }
    words.push(next);
    words.join("<")
}

#[cfg(test)]
mod tests {
    use super::{Names, field_of};

    #[test]
    fn names_part_at_two_fillers() {
        let names = Names::of_field("VAN<DER<MUELLEN<<MARTINUS<LOUIS<<<<<<<<");
        assert_eq!(names.surname, "VAN DER MUELLEN");
        assert_eq!(names.given_names, "MARTINUS LOUIS");
        assert!(!names.may_be_truncated);
        let single = Names::of_field("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
        assert_eq!(
            (single.surname.as_str(), single.given_names.as_str()),
            ("ARKFREITH", "")
        );
        let only_given = Names::of_field("<<RAVI<KUMAR<<<<");
        assert_eq!(
            (only_given.surname.as_str(), only_given.given_names.as_str()),
            ("", "RAVI KUMAR")
        );
        assert!(Names::of_field("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K").may_be_truncated);
        assert_eq!(Names::of_field("<<<<<<").surname, "");
    }

    #[test]
    fn long_names_are_cut_and_say_so() {
        let field =
            field_of("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 39).expect("names");
        assert_eq!(field, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
        let field = field_of(
            "Bennelong Wooloomooloo Warrandyte Warnambool",
            "Dingo Potoroo",
            39,
        )
        .expect("names");
        assert_eq!(field.len(), 39);
        assert!(field.contains("<<D") && !field.ends_with('<'));
        let field = field_of("Papandropoulos", "Jonathon Alec", 30).expect("names");
        assert_eq!(field, "PAPANDROPOULOS<<JONATHON<ALEC<");
        let field = field_of("Papandropoulos", "Jonatho Warren Xy", 31).expect("names");
        assert_eq!(field, "PAPANDROPOULOS<<JONATHO<WARRE<X");
    }

    #[test]
    fn short_names_are_filled() {
        assert_eq!(
            field_of("O'Connor", "Enya Siobhan", 30).expect("names"),
            "OCONNOR<<ENYA<SIOBHAN<<<<<<<<<"
        );
        assert_eq!(
            field_of("Smith-Jones", "", 14).expect("names"),
            "SMITH<JONES<<<"
        );
        assert_eq!(
            field_of("Әбдіқайымұлы", "Ғалым", 30).expect("names"),
            "ABDIKAIYMULY<<GALYM<<<<<<<<<<<"
        );
    }
}
