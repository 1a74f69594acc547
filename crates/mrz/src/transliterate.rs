use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A character that Doc 9303 gives no Latin letters for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("no letters A to Z are known for the character U+{:04X}", u32::from(self.character))]
pub struct Untransliterable {
    pub character: char,
}

/// A name in letters A to Z with single spaces between words, as zones print it: the recommended
/// transliterations of Doc 9303 part 3, section 6 (tables A, Latin, and B, Cyrillic). The letters that
/// Kazakh adds to Cyrillic, of which the table knows none, become those that Kazakhstan's passports print.
/// Apostrophes and full stops vanish; hyphens and commas part words.
pub fn transliterate(name: &str) -> Result<String, Untransliterable> {
    let mut letters = String::with_capacity(name.len());
    for character in name.nfc() {
        append(character, &mut letters)?;
    }
    Ok(letters
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" "))
}

fn append(character: char, letters: &mut String) -> Result<(), Untransliterable> {
    for upper in character.to_uppercase() {
        if let Some(known) = latin(upper).or_else(|| cyrillic(upper)) {
            letters.push_str(known);
            continue;
        }
        if is_combining_mark(upper) {
            continue;
        }
        if upper.is_whitespace() || matches!(upper, '-' | '‐' | '‑' | '–' | ',' | '<' | '/') {
            letters.push(' ');
            continue;
        }
        if matches!(upper, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '.' | '·') {
            continue;
        }
        // Any other accented letter is its base letter.
        let base: Vec<char> = upper
            .nfd()
            .filter(|part| !is_combining_mark(*part))
            .collect();
        match base.as_slice() {
            [base] if base.is_ascii_uppercase() => letters.push(*base),
            [base] if *base != upper => {
                letters.push_str(cyrillic(*base).ok_or(Untransliterable { character })?);
            }
            _ => return Err(Untransliterable { character }),
        }
    }
    Ok(())
}

/// The letters that one capital letter becomes; `None` where no table knows it.
pub(crate) fn letters_of(upper: char) -> Option<String> {
    let mut letters = String::new();
    append(upper, &mut letters).ok()?;
    Some(letters)
}

fn latin(upper: char) -> Option<&'static str> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if upper.is_ascii_uppercase() {
        let index = LETTERS.find(upper)?;
        return Some(&LETTERS[index..=index]);
    }
    Some(match upper {
        'Ä' | 'Æ' => "AE",
        'Å' => "AA",
        'Ð' | 'Đ' | 'Ď' => "D",
        'Ö' | 'Ø' | 'Œ' => "OE",
        'Ü' => "UE",
        'ẞ' => "SS",
        'Þ' => "TH",
        'Ħ' => "H",
        'Ĳ' => "IJ",
        'ĸ' => "Q",
        'Ł' | 'Ŀ' => "L",
        'Ŋ' => "N",
        'Ŧ' => "T",
        'Ə' => "E",
        'Ɖ' => "D",
        'Ɓ' => "B",
        'Ƙ' => "K",
        _ => return None,
    })
}

fn cyrillic(upper: char) -> Option<&'static str> {
    Some(match upper {
        'А' | 'Ә' => "A",
        'Б' => "B",
        'В' => "V",
        'Г' | 'Ґ' | 'Ѓ' | 'Ғ' => "G",
        'Д' | 'Ђ' => "D",
        'Е' | 'Ё' | 'Э' => "E",
        'Ж' => "ZH",
        'З' => "Z",
        'И' | 'І' | 'Ї' | 'Й' | 'Ѝ' => "I",
        'Ј' => "J",
        'К' | 'Ќ' | 'Қ' => "K",
        'Л' => "L",
        'Љ' => "LJ",
        'М' => "M",
        'Н' | 'Ң' => "N",
        'Њ' => "NJ",
        'О' | 'Ө' => "O",
        'П' => "P",
        'Р' => "R",
        'С' => "S",
        'Т' => "T",
        'Ћ' => "C",
        'У' | 'Ў' | 'Ұ' | 'Ү' => "U",
        'Ф' => "F",
        'Х' => "KH",
        'Һ' => "H",
        'Ц' => "TS",
        'Ч' => "CH",
        'Џ' => "DZ",
        'Ѕ' => "DZ",
        'Ш' => "SH",
        'Щ' => "SHCH",
        'Ъ' | 'Є' => "IE",
        'Ы' => "Y",
        'Ь' => "",
        'Ю' => "IU",
        'Я' => "IA",
        'Ѫ' => "U",
        'Ѵ' => "Y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Untransliterable, transliterate};

    #[test]
    fn letters_of_many_languages() {
        for (name, printed) in [
            ("Þórunn Ævarsdóttir", "THORUNN AEVARSDOTTIR"),
            ("Größe-Łukasz", "GROESSE LUKASZ"),
            ("O’Brien, J.R.", "OBRIEN JR"),
            ("Ångström", "AANGSTROEM"),
            ("Dvořák", "DVORAK"),
            (
                "Нұрсұлтан Әбішұлы Назарбаев",
                "NURSULTAN ABISHULY NAZARBAEV",
            ),
            ("Қасым-Жомарт", "KASYM ZHOMART"),
            ("Щербаков Юрий", "SHCHERBAKOV IURII"),
            ("Ильинична", "ILINICHNA"),
            ("straße", "STRASSE"),
            ("e\u{301}", "E"),
            ("  ", ""),
        ] {
            assert_eq!(transliterate(name).as_deref(), Ok(printed), "{name}");
        }
    }

    #[test]
    fn other_scripts_and_digits_are_refused() {
        assert_eq!(
            transliterate("山田"),
            Err(Untransliterable { character: '山' })
        );
        assert!(transliterate("Παπαδόπουλος").is_err());
        assert_eq!(
            transliterate("R2D2"),
            Err(Untransliterable { character: '2' })
        );
    }
}
