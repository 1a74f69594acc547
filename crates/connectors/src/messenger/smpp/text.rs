//! Texts as parts of short messages (3GPP TS 23.038 and 23.040): the GSM alphabet, one octet
//! a septet, where a text fits it, else UCS-2; longer texts in parts with a header that lets
//! the phone join them.

/// A message of more parts is refused: nothing we say is that long.
pub const MAX_PARTS: usize = 10;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The data coding: 0 the default alphabet, 8 UCS-2.
    pub coding: u8,
    /// Whether the octets begin with a user data header.
    pub headed: bool,
    /// At most 160.
    pub octets: Vec<u8>,
}

/// Splits a text. `None` when it is empty or would take more than [`MAX_PARTS`].
pub fn parts(text: &str, gsm: bool, reference: u8) -> Option<Vec<Part>> {
    let encoded = if gsm {
        text.chars().map(septets).collect::<Option<Vec<_>>>()
    } else {
        None
    };
    // Characters that must stay together, and how many octets fit alone and beside a header.
    let (coding, characters, alone, headed) = match encoded {
        Some(characters) => (0, characters, 160, 153),
        None => (8, text.chars().map(utf16).collect(), 140, 134),
    };
    let total: usize = characters.iter().map(Vec::len).sum();
    if total == 0 {
        return None;
    }
    if total <= alone {
        return Some(vec![Part {
            coding,
            headed: false,
            octets: characters.concat(),
        }]);
    }
    let mut bodies = vec![Vec::new()];
    for character in characters {
        let last = bodies.last_mut()?;
        if last.len() + character.len() > headed {
            bodies.push(character);
        } else {
            last.extend(character);
        }
    }
    if bodies.len() > MAX_PARTS {
        return None;
    }
    let count = u8::try_from(bodies.len()).ok()?;
    let part = |(body, number): (Vec<u8>, u8)| {
        let mut octets = vec![5, 0, 3, reference, count, number];
        octets.extend(body);
        Part {
            coding,
            headed: true,
            octets,
        }
    };
    Some(bodies.into_iter().zip(1..).map(part).collect())
}

fn utf16(character: char) -> Vec<u8> {
    let mut units = [0; 2];
    let units = character.encode_utf16(&mut units);
    units.iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

/// The GSM default alphabet; 27 escapes to the extension table and is no character itself.
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', 'Δ', '_',
    'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É', ' ', '!', '"', '#',
    '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6',
    '7', '8', '9', ':', ';', '<', '=', '>', '?', '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I',
    'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö',
    'Ñ', 'Ü', '§', '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

const EXTENSION: [(char, u8); 9] = [
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2f),
    ('[', 0x3c),
    ('~', 0x3d),
    (']', 0x3e),
    ('|', 0x40),
    ('€', 0x65),
];

const ESCAPE: u8 = 0x1b;

fn septets(character: char) -> Option<Vec<u8>> {
    let basic = BASIC.iter().position(|known| *known == character);
    if let Some(code) = basic.and_then(|code| u8::try_from(code).ok())
        && code != ESCAPE
    {
        return Some(vec![code]);
    }
    let extension = EXTENSION.iter().find(|(known, _)| *known == character);
    extension.map(|(_, code)| vec![ESCAPE, *code])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_texts() {
        let one = parts("Code 12@[€]", true, 1).unwrap();
        let octets = vec![
            b'C', b'o', b'd', b'e', b' ', b'1', b'2', 0, 0x1b, 0x3c, 0x1b, 0x65, 0x1b, 0x3e,
        ];
        assert_eq!(
            one,
            [Part {
                coding: 0,
                headed: false,
                octets
            }]
        );
        let kazakh = parts("Қош", true, 1).unwrap();
        let octets = vec![0x04, 0x9a, 0x04, 0x3e, 0x04, 0x48];
        assert_eq!(
            kazakh,
            [Part {
                coding: 8,
                headed: false,
                octets
            }]
        );
        assert_eq!(parts("a", false, 1).unwrap()[0].octets, [0, b'a']);
        assert_eq!(parts("", true, 1), None);
    }

    #[test]
    fn lengths_at_the_edges() {
        let count = |text: String| parts(&text, true, 1).map(|parts| parts.len());
        assert_eq!(count("x".repeat(160)), Some(1));
        assert_eq!(count("x".repeat(161)), Some(2));
        assert_eq!(count("x".repeat(306)), Some(2));
        assert_eq!(count("x".repeat(307)), Some(3));
        assert_eq!(count("x".repeat(1_530)), Some(10));
        assert_eq!(count("x".repeat(1_531)), None);
        assert_eq!(count("Ж".repeat(70)), Some(1));
        assert_eq!(count("Ж".repeat(71)), Some(2));
    }

    #[test]
    fn pairs_are_never_split() {
        // 152 and an escape pair: the pair moves to the next part as a whole.
        let text = format!("{}€{}", "x".repeat(152), "y".repeat(20));
        let split = parts(&text, true, 9).unwrap();
        assert_eq!(split[0].octets.len(), 6 + 152);
        assert_eq!(split[1].octets[..8], [5, 0, 3, 9, 2, 2, 0x1b, 0x65]);
        let text = format!("{}😀{}", "Ж".repeat(66), "Ж".repeat(20));
        let split = parts(&text, true, 9).unwrap();
        assert_eq!(split[0].octets.len(), 6 + 132);
        assert_eq!(split[1].octets[6..10], [0xd8, 0x3d, 0xde, 0x00]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_part_fits(text in "\\PC{1,300}", gsm: bool) {
            let Some(parts) = parts(&text, gsm, 3) else { return Ok(()); };
            let mut joined = Vec::new();
            for part in &parts {
                let limit = if part.coding == 0 { 160 } else { 140 };
                prop_assert!(part.octets.len() <= limit);
                joined.extend_from_slice(&part.octets[if part.headed { 6 } else { 0 }..]);
            }
            if parts[0].coding == 8 {
                let units: Vec<u16> = joined.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                prop_assert_eq!(String::from_utf16(&units).unwrap(), text);
            } else {
                let expected: Vec<u8> = text.chars().flat_map(|c| septets(c).unwrap()).collect();
                prop_assert_eq!(joined, expected);
            }
        }
    }
}
