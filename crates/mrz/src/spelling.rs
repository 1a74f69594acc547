//! Whether a name as people write it is the name that a zone prints.
//!
//! Doc 9303 part 3, section 6 recommends one transliteration a letter and allows others (table A: `Ä` as `AE` or
//! `A`; table B: `Г` as `G`, or `H` in Belarus and Ukraine), and states have habits of their own. So each letter has
//! a few spellings, and a name agrees with a zone when some choice of them gives it.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::transliterate::letters_of;

/// Whether the letters of `zone` (A to Z, words parted by spaces) spell `name`. How either is parted into words,
/// hyphens, apostrophes and full stops do not count. A name of letters that no table knows is spelled by nothing.
pub fn spells(name: &str, zone: &str) -> bool {
    let zone: Vec<u8> = zone.bytes().filter(u8::is_ascii_uppercase).collect();
    !zone.is_empty() && reached(name, &zone).is_some_and(|reached| reached.whole)
}

/// The same of a zone that had no room for the whole name (Doc 9303-3, 4.6): each of its words must begin one of
/// the name's, in their order.
pub fn begins(name: &str, zone: &str) -> bool {
    let mut words = words(name);
    let mut zone = zone.split_whitespace().peekable();
    zone.peek().is_some()
        && zone.all(|part| {
            words.any(|word| reached(word, part.as_bytes()).is_some_and(|reached| reached.begins))
        })
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '‐' | '‑'))
        .filter(|word| !word.is_empty())
}

/// How far the spellings of a name come along a zone.
struct Reached {
    /// Some spelling is the zone.
    whole: bool,
    /// Some spelling begins with the zone.
    begins: bool,
}

fn reached(name: &str, zone: &[u8]) -> Option<Reached> {
    let name: Vec<char> = name
        .nfc()
        .flat_map(char::to_uppercase)
        .filter(|letter| !is_silent(*letter))
        .collect();
    // For each letter of the name, which letters of the zone may come next.
    let mut open = vec![vec![false; zone.len() + 1]; name.len() + 2];
    open[0][0] = true;
    let mut begins = zone.is_empty();
    for (at, letter) in name.iter().enumerate() {
        let own = letters_of(*letter).map(|letters| [letters.to_owned()]);
        let own = own.as_ref().map_or(&[][..], |own| &own[..]);
        if own.is_empty() && others(*letter).is_empty() {
            return None;
        }
        let spellings = own
            .iter()
            .map(String::as_str)
            .chain(others(*letter).iter().copied());
        let spellings: Vec<(usize, &str)> = spellings
            .map(|spelling| (1, spelling))
            // As in Alexander.
            .chain((*letter == 'К' && name.get(at + 1) == Some(&'С')).then_some((2, "X")))
            .collect();
        for from in 0..=zone.len() {
            if !open[at][from] {
                continue;
            }
            for (taken, spelling) in &spellings {
                let rest = &zone[from..];
                if rest.starts_with(spelling.as_bytes()) {
                    open[at + taken][from + spelling.len()] = true;
                    begins |= from + spelling.len() == zone.len();
                } else {
                    begins |= spelling.as_bytes().starts_with(rest);
                }
            }
        }
    }
    Some(Reached {
        whole: open[name.len()][zone.len()],
        begins,
    })
}

fn is_silent(letter: char) -> bool {
    letter.is_whitespace()
        || is_combining_mark(letter)
        || matches!(
            letter,
            '-' | '‐'
                | '‑'
                | '–'
                | ','
                | '.'
                | '<'
                | '/'
                | '\''
                | '’'
                | '‘'
                | 'ʼ'
                | 'ʻ'
                | '`'
                | '´'
                | '·'
        )
}

/// The spellings besides the recommended one.
fn others(upper: char) -> &'static [&'static str] {
    match upper {
        // Table A.
        'Ä' | 'Å' => &["A"],
        'Ö' => &["O"],
        'Ü' => &["U", "UXX"],
        'Ñ' => &["NXX"],
        'Đ' => &["DJ"],
        // Table B: Belarus, Ukraine, Serbia, Bulgaria, North Macedonia.
        'Г' => &["H"],
        'Ґ' => &["H"],
        'Ѓ' => &["GJ"],
        'Ќ' => &["KJ"],
        'Ё' => &["IO", "YO"],
        'И' => &["Y"],
        'Ї' => &["YI"],
        'Х' => &["H"],
        'Џ' => &["DJ"],
        'Щ' => &["SHT", "SCH"],
        'Ъ' => &["A", ""],
        'Ў' => &["W"],
        // What Kazakhstan and its neighbours print.
        'Е' => &["YE", "IE"],
        'Є' => &["YE"],
        'Ж' => &["J"],
        'Й' => &["Y", "J"],
        'С' => &["SS"],
        'Ц' => &["C"],
        'Ы' => &["I"],
        'Ю' => &["YU", "JU"],
        'Я' => &["YA", "JA"],
        'Ә' => &["AE", "E"],
        'Ғ' => &["GH"],
        'Қ' => &["Q"],
        'Ң' => &["NG"],
        'Ө' => &["OE"],
        'Ү' => &["UE", "Y"],
        'І' => &["Y"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::transliterate;

    #[test]
    fn names_as_states_print_them() {
        for (name, zone) in [
            ("ТОҚАЕВ", "TOKAYEV"),
            ("ТОҚАЕВ", "TOKAEV"),
            ("Қасым-Жомарт", "KASSYM JOMART"),
            ("ҚАСЫМОВА", "KASYMOVA"),
            ("ӘСЕЛ", "ASEL"),
            ("ЕРҢАЗЫ", "YERNAZY"),
            ("АЛЕКСАНДР", "ALEXANDR"),
            ("ЮЛИЯ", "YULIYA"),
            ("Müller", "MUELLER"),
            ("Müller", "MULLER"),
            ("Sørensen", "SOERENSEN"),
            ("Ångström", "AANGSTROEM"),
            ("d'Artagnan", "DARTAGNAN"),
            ("van der Berg", "VANDERBERG"),
            ("Лукашенко", "LUKASHENKO"),
            ("Григорьев", "HRYHOREV"),
        ] {
            assert!(spells(name, zone), "{name} {zone}");
        }
        for (name, zone) in [
            ("ҚАСЫМОВА", "KASIMOVNA"),
            ("ӘСЕЛ", "ASELA"),
            ("Müller", "MOELLER"),
            ("", "A"),
            ("A", ""),
            ("山田", "YAMADA"),
            ("R2D2", "RD"),
        ] {
            assert!(!spells(name, zone), "{name} {zone}");
        }
    }

    #[test]
    fn zones_without_room_print_the_beginning() {
        assert!(begins(
            "Nilavadhanananda Chayapa Dejthamrong",
            "NILAVADHANANANDA CHAYAPA DEJ"
        ));
        assert!(begins("Anna Maria Wilhelmina", "ANNA MARIA W"));
        assert!(begins("Щербаков", "SHC"));
        assert!(!begins("Anna Maria", "ANNA MIRIA"));
        assert!(!begins("Anna", "ANNAB"));
        assert!(!begins("Anna", ""));
    }

    proptest! {
        #[test]
        fn what_is_recommended_agrees(name in "[А-ЯЁӘҒҚҢӨҰҮҺІA-ZÄÖÜÅØÆÇÑŠŽa-zа-яәғқңөұүһі' -]{1,40}") {
            if let Ok(zone) = transliterate(&name) && !zone.is_empty() {
                prop_assert!(spells(&name, &zone), "{name} {zone}");
                let words = zone.split(' ').next().unwrap();
                prop_assert!(begins(&zone, words));
            }
        }

        #[test]
        fn whatever_is_read_is_answered(name in "\\PC{0,80}", zone in "\\PC{0,80}") {
            let _ = spells(&name, &zone);
            let _ = begins(&name, &zone);
        }
    }
}
