//! What codes on documents are known to say.

use std::collections::BTreeMap;

/// Fields by their names in the API: `surname`, `given_names`, `birth_date` as `YYYY-MM-DD`, `sex` as `F`, `M` or
/// `X`, and so on.
pub type Fields = BTreeMap<&'static str, String>;

/// Longest value of a field, in characters.
const LONGEST: usize = 100;

/// What a code says. Whatever else one says, an address to open above all, is nobody's business.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// The record of a driving licence or identity card of North America (AAMVA DL/ID Card Design Standard,
    /// annex D).
    Licence {
        /// What of it is a field of an identity.
        fields: Fields,
        /// Names that the card had no room for.
        cut: Vec<&'static str>,
    },
    /// The lines of a machine-readable zone (ICAO Doc 9303).
    Zone(Vec<String>),
    /// Digits, 8 to 12 of them, and nothing else: a national number where a state is known to print one so.
    Number(String),
    /// Anything else.
    Other,
}

impl Content {
    /// Its stable name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Licence { .. } => "licence",
            Self::Zone(_) => "zone",
            Self::Number(_) => "number",
            Self::Other => "other",
        }
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        write!(f, "Content({})", self.as_str())
    }
}

/// What a text says.
pub fn content(text: &str) -> Content {
    licence(text)
        .or_else(|| zone(text))
        .or_else(|| number(text))
        .unwrap_or(Content::Other)
}

fn number(text: &str) -> Option<Content> {
    let text = text.trim();
    let fits = (8..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| Content::Number(text.to_owned()))
}

fn zone(text: &str) -> Option<Content> {
    let lines: Vec<&str> = text.split_whitespace().collect();
    let letters: String = lines.concat();
    let fits = letters
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<');
    // Three lines of 30, two of 36, two of 44.
    let line = match letters.len() {
        90 => 30,
        72 => 36,
        88 => 44,
        _ => return None,
    };
    if !fits || lines.len() > 1 && lines.iter().any(|part| part.len() != line) {
        return None;
    }
    let lines: Vec<String> = (0..letters.len() / line)
        .map(|at| letters[at * line..(at + 1) * line].to_owned())
        .collect();
    let parsed = bonafide_mrz::parse(&lines).ok()?;
    parsed.checks_ok().then_some(Content::Zone(lines))
}

/// Annex D: a header (`@`, separators, `ANSI ` or `AAMVA`, issuer, versions, number of subfiles), designators of
/// ten characters for each subfile, then the subfiles: two letters, and elements of three letters with their
/// value up to the end of the line.
fn licence(text: &str) -> Option<Content> {
    let text = text.trim_start();
    let rest = text.strip_prefix('@')?;
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_control());
    let rest = (rest.strip_prefix("ANSI ")).or_else(|| rest.strip_prefix("AAMVA"))?;
    let digits = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    // Issuer, version, version of the jurisdiction (not in the first edition), number of subfiles.
    let count: usize = match digits {
        10 | 12 => rest.get(digits - 2..digits)?.parse().ok()?,
        _ => return None,
    };
    let body = rest.get(digits + 10 * count..)?;
    let mut elements: BTreeMap<&str, &str> = BTreeMap::new();
    for line in body.split(['\n', '\r', '\u{1e}', '\u{1c}']) {
        let line = element(line).or_else(|| element(strip_subfile(line)?));
        if let Some((id, value)) = line {
            elements.entry(id).or_insert(value);
        }
    }
    // An edition that puts every element elsewhere says nothing here.
    elements.get("DAQ")?;
    let value = |id: &str| elements.get(id).map(|value| (*value).to_owned());
    let canadian = elements.get("DCG").is_some_and(|state| *state == "CAN");
    let day = |id: &str| date(elements.get(id)?, canadian);
    let spaced = |names: String| names.replace([',', '$'], " ");
    let given = match (value("DAC"), value("DAD")) {
        (Some(first), Some(middle)) => Some(format!("{first} {middle}")),
        (first, middle) => first.or(middle).or_else(|| value("DCT")),
    };
    let sex = elements.get("DBC").and_then(|sex| match *sex {
        "1" | "M" => Some("M"),
        "2" | "F" => Some("F"),
        "9" | "X" => Some("X"),
        _ => None,
    });
    let state = value("DCG").filter(|state| matches!(state.as_str(), "USA" | "CAN"));
    let fields = [
        ("surname", value("DCS").or_else(|| value("DAB")).map(spaced)),
        ("given_names", given.map(spaced)),
        ("birth_date", day("DBB")),
        ("expiry_date", day("DBA")),
        ("issue_date", day("DBD")),
        ("sex", sex.map(str::to_owned)),
        ("document_number", value("DAQ")),
        ("issuing_state", state),
    ];
    let is_cut = |id: &str| elements.get(id).is_some_and(|cut| *cut == "T");
    let cut = [
        ("surname", is_cut("DDE")),
        ("given_names", is_cut("DDF") || is_cut("DDG")),
    ];
    Some(Content::Licence {
        fields: fields
            .into_iter()
            .filter_map(|(field, value)| {
                let words = value?;
                let words: Vec<&str> = words.split_whitespace().collect();
                let value: String = words.join(" ").chars().take(LONGEST).collect();
                (!value.is_empty()).then_some((field, value))
            })
            .collect(),
        cut: (cut.into_iter())
            .filter_map(|(field, cut)| cut.then_some(field))
            .collect(),
    })
}

/// A subfile begins with two letters, its first element without a break.
fn strip_subfile(line: &str) -> Option<&str> {
    ["DL", "ID", "EN"]
        .iter()
        .find_map(|kind| line.strip_prefix(kind))
}

/// An element's name and value; `None` for what is none, and for values that say that there is no value.
fn element(line: &str) -> Option<(&str, &str)> {
    let (id, value) = line.split_at_checked(3)?;
    let known = id.starts_with('D') && id.bytes().all(|byte| byte.is_ascii_uppercase());
    // `DLD` and `IDD` begin a subfile.
    let is_element = known && matches!(id.as_bytes()[1], b'A'..=b'D');
    let value = value.trim();
    let empty = value.is_empty() || matches!(value, "NONE" | "unavl" | "UNAVL" | "unav");
    (is_element && !empty).then_some((id, value))
}

/// `MMDDCCYY` in the United States, `CCYYMMDD` in Canada, as `YYYY-MM-DD`.
fn date(digits: &str, canadian: bool) -> Option<String> {
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let parted = |year: &str, month: &str, day: &str| {
        let within = |part: &str, most: u8| {
            let number = part.parse::<u8>().ok()?;
            (1..=most).contains(&number).then_some(())
        };
        within(month, 12)?;
        within(day, 31)?;
        ("1850".."2200")
            .contains(&year)
            .then(|| format!("{year}-{month}-{day}"))
    };
    if canadian {
        parted(&digits[..4], &digits[4..6], &digits[6..])
    } else {
        parted(&digits[4..], &digits[..2], &digits[2..4])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LICENCE: &str = "@\n\u{1e}\rANSI 636000090002DL00410200ZV02410010DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\n\
        DDFN\nDADJOHN,QUINCY\nDDGN\nDBD06062019\nDBB05121990\nDBA12102030\nDBC1\nDAU068 in\nDAJVA\nDCGUSA\n\rZVZVA01\r";

    fn fields(text: &str) -> Fields {
        match content(text) {
            Content::Licence { fields, .. } => fields,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_licence_is_parted_into_its_fields() {
        let read = fields(LICENCE);
        for (field, value) in [
            ("surname", "SAMPLE"),
            ("given_names", "MICHAEL JOHN QUINCY"),
            ("birth_date", "1990-05-12"),
            ("expiry_date", "2030-12-10"),
            ("issue_date", "2019-06-06"),
            ("sex", "M"),
            ("document_number", "T64235789"),
            ("issuing_state", "USA"),
        ] {
            assert_eq!(read.get(field).map(String::as_str), Some(value), "{field}");
        }
        let canadian = LICENCE
            .replace("DCGUSA", "DCGCAN")
            .replace("DBB05121990", "DBB19900512");
        assert_eq!(fields(&canadian)["birth_date"], "1990-05-12");
        let without = fields(&LICENCE.replace("JOHN,QUINCY", "NONE"));
        assert_eq!(without["given_names"], "MICHAEL");
        let cut = LICENCE.replace("DDEN", "DDET");
        assert!(matches!(content(&cut), Content::Licence { cut, .. } if cut == ["surname"]));
        let wrong = fields(&LICENCE.replace("DBB05121990", "DBB13321990"));
        assert_eq!(wrong.get("birth_date"), None);
    }

    #[test]
    fn a_zone_and_a_number_are_what_they_are_and_nothing_else_is() {
        let lines = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ];
        let zone = Content::Zone(lines.map(str::to_owned).to_vec());
        assert_eq!(content(&lines.join("\n")), zone);
        assert_eq!(content(&lines.concat()), zone);
        let wrong = lines.concat().replace("7408122", "7408123");
        assert_eq!(content(&wrong), Content::Other);
        let number = Content::Number("900512400018".to_owned());
        assert_eq!(content("900512400018\n"), number);
        for other in [
            "https://example.org/900512400018",
            "1234567",
            "",
            "@",
            "@\nANSI 63600009",
        ] {
            assert_eq!(content(other), Content::Other, "{other}");
        }
        assert_eq!(format!("{number:?}"), "Content(number)");
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC{0,200}") {
            let _ = content(&text);
        }

        #[test]
        fn any_licence_is_taken(
            head in "[0-9]{8,14}", lines in prop::collection::vec("(DL|ID)?D[A-D][A-Z][0-9A-Zé,]{0,9}", 0..20),
        ) {
            let text = format!("@\n\u{1e}\rANSI {head}{}", lines.join("\n"));
            if let Content::Licence { fields, .. } = content(&text) {
                prop_assert!(fields.values().all(|value| !value.is_empty() && value.chars().count() <= LONGEST));
            }
        }
    }
}
