//! What is printed beside the zone: read by a layout, or where none is known wherever the zone's names stand, and
//! held against the zone.
//!
//! ```text
//! confined   the program that reads, locked in
//! reader     which program, which languages, words of a picture
//! value      what was read, as the field has it
//! ```

mod confined;
mod reader;
mod value;

use std::collections::BTreeMap;

use bonafide_identity::fields::{Field, Printed, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::national_number::NationalNumber;
use bonafide_vision::layout::{self, Area, Layout, Pattern, Place, Script, Sheet};
use bonafide_vision::text::{Line, Word, line_in, lines};
use image::GrayImage;

pub use confined::ConfinedError;
use reader::Lie;
pub use reader::{TextReader, TextUnavailable};

/// From this confidence on, in percent, a reading that differs from the zone is a difference and no misreading.
const SURE: u8 = 88;

/// The share of an anchor's letters that must be read for a layout to be recognised.
const RECOGNISED: f64 = 0.6;

/// Reads what is printed beside the zone into it, and finds whether the two agree. `flat` are the sides straightened,
/// the one with the portrait first; `cut` is whether the zone had no room for the whole name.
pub(crate) fn read(
    reader: Option<&TextReader>,
    flat: [Option<&GrayImage>; 2],
    zone: &mut Zone,
    cut: bool,
) -> Option<Finding> {
    let state = zone.values.get(&Field::IssuingState)?.clone();
    let candidates = layout::candidates(&state, &zone.format);
    let known = |languages: &[&str]| -> Vec<String> {
        let known = reader.map(|reader| reader.known(languages));
        let known = known.into_iter().flatten().map(str::to_owned);
        known.collect()
    };
    for layout in &candidates {
        let languages = known(&layout.languages_of(&state));
        let (Some(reader), false) = (reader, languages.is_empty()) else {
            continue;
        };
        if let Some(printed) = by_layout(reader, &languages, layout, &flat) {
            zone.layout = Some(layout.document.clone());
            zone.printed = printed;
            return Some(agreement(layout, zone, cut));
        }
    }
    if let (Some(reader), languages) = (reader, known(layout::languages(&state)))
        && !languages.is_empty()
    {
        let found = anywhere(reader, &languages, &flat, zone);
        if !found.is_empty() {
            let count = found.len() as f64;
            zone.printed = found;
            return Some(Finding::pass(Check::FieldsMatchZone).measured(count, 1.0));
        }
    }
    // The person is asked for what such documents have printed.
    let layout = candidates.first()?;
    for place in layout.sides().flat_map(|side| &side.fields) {
        if let Ok(field) = place.field.parse() {
            zone.printed.insert(field, unread());
        }
    }
    Some(Finding::new(
        Check::FieldsMatchZone,
        Outcome::Warn,
        Reason::FieldsUnread,
    ))
}

fn unread() -> Printed {
    Printed {
        text: String::new(),
        confidence: 0,
    }
}

/// The fields in their places; `None` where the document is not of this layout.
fn by_layout(
    reader: &TextReader,
    languages: &[String],
    layout: &Layout,
    flat: &[Option<&GrayImage>; 2],
) -> Option<BTreeMap<Field, Printed>> {
    let blank = layout::blank();
    let mut strips: Vec<(&GrayImage, f32, Area)> = Vec::new();
    let mut anchors = Vec::new();
    let mut places: Vec<&Place> = Vec::new();
    let mut rows_of: Vec<usize> = Vec::new();
    for (side, flat) in layout.sides().zip(*flat) {
        let picture = flat.unwrap_or(&blank);
        if let Some(anchor) = &side.anchor {
            anchors.push((strips.len(), anchor));
            strips.push((picture, layout.size[1], anchor.area));
        }
        for place in &side.fields {
            // Two values of one line are read together.
            let same = (0..places.len()).find(|other| {
                places[*other].area == place.area
                    && std::ptr::eq(strips[rows_of[*other]].0, picture)
            });
            rows_of.push(same.map_or(strips.len(), |other| rows_of[other]));
            places.push(place);
            if same.is_none() {
                strips.push((picture, layout.size[1], place.area));
            }
        }
    }
    let sheet = Sheet::of(&strips);
    let words = words_of(reader, &sheet.image, languages, Lie::Lines)?;
    let line = |strip: usize| line_in(&words, &sheet.rows[strip]);
    let recognised = anchors.iter().any(|(strip, anchor)| {
        let read = letters(&line(*strip).text);
        let texts = anchor.texts.iter();
        texts
            .into_iter()
            .any(|text| contained(&letters(text), &read) >= RECOGNISED)
    });
    if !recognised {
        return None;
    }
    let fields = places.iter().zip(rows_of).filter_map(|(place, strip)| {
        let field: Field = place.field.parse().ok()?;
        let Line { text, confidence } = line(strip);
        let printed = value::value(place, &text).map_or_else(unread, |text| Printed {
            text,
            confidence: confidence as u8,
        });
        Some((field, printed))
    });
    Some(fields.collect())
}

/// The zone's names where they are printed in the document's own letters, without a layout.
fn anywhere(
    reader: &TextReader,
    languages: &[String],
    flat: &[Option<&GrayImage>; 2],
    zone: &Zone,
) -> BTreeMap<Field, Printed> {
    let cyrillic = is_cyrillic(&languages[0]);
    let place = Place {
        field: String::new(),
        area: [0.0; 4],
        script: if cyrillic {
            Script::Cyrillic
        } else {
            Script::Latin
        },
        pattern: Pattern::Name,
        nth: 0,
        in_zone: true,
    };
    let mut found: BTreeMap<Field, Printed> = BTreeMap::new();
    for picture in flat.iter().copied().flatten() {
        let words = words_of(reader, picture, languages, Lie::Scattered).unwrap_or_default();
        for line in lines(&words) {
            let Some(text) = value::value(&place, &line.text) else {
                continue;
            };
            for field in [Field::Surname, Field::GivenNames] {
                let spelled = (zone.values.get(&field))
                    .is_some_and(|printed| bonafide_mrz::spells(&text, printed));
                let confidence = line.confidence as u8;
                let better = found
                    .get(&field)
                    .is_none_or(|other| other.confidence < confidence);
                if spelled && better {
                    let text = text.clone();
                    found.insert(field, Printed { text, confidence });
                }
            }
        }
    }
    found
}

fn is_cyrillic(language: &str) -> bool {
    ["kaz", "rus", "bul", "kir"].contains(&language)
}

fn words_of(
    reader: &TextReader,
    picture: &GrayImage,
    languages: &[String],
    lie: Lie,
) -> Option<Vec<Word>> {
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    // What cannot be read is unread, and the finding says so.
    reader.read(picture, &languages, lie).ok()
}

fn letters(text: &str) -> Vec<char> {
    text.to_uppercase()
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect()
}

/// How much of a text stands somewhere in another, from 0 to 1, by the edits that it takes.
fn contained(one: &[char], other: &[char]) -> f64 {
    // It may begin anywhere.
    let mut row = vec![0; other.len() + 1];
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, candidate) in other.iter().enumerate() {
            let above = row[column + 1];
            let replaced = diagonal + usize::from(letter != candidate);
            row[column + 1] = replaced.min(above + 1).min(row[column] + 1);
            diagonal = above;
        }
    }
    // And end anywhere.
    let edits = row.iter().copied().min().unwrap_or(one.len());
    1.0 - edits as f64 / one.len().max(1) as f64
}

/// Whether the print says what the zone says.
fn agreement(layout: &Layout, zone: &Zone, cut: bool) -> Finding {
    let (mut agree, mut differ, mut unsure) = (0_u32, 0_u32, 0_u32);
    let compared = layout.sides().flat_map(|side| &side.fields);
    for place in compared.filter(|place| place.in_zone) {
        let Ok(field) = place.field.parse() else {
            continue;
        };
        let (Some(stated), Some(printed)) = (zone.values.get(&field), zone.printed.get(&field))
        else {
            continue;
        };
        // Whoever reads Cyrillic guesses at the few Latin letters of a number, but not at its digits.
        let digits_only = place.script == Script::Latin
            && place.pattern == Pattern::Number
            && layout
                .languages
                .iter()
                .any(|language| is_cyrillic(language));
        let agrees = if digits_only {
            digits(&printed.text) == digits(stated)
        } else {
            same(field, &printed.text, stated, zone, cut)
        };
        if agrees {
            agree += 1;
        } else if printed.confidence >= SURE && !printed.text.is_empty() {
            differ += 1;
        } else {
            unsure += 1;
        }
    }
    let finding = if differ > 0 {
        Finding::new(
            Check::FieldsMatchZone,
            Outcome::Inconclusive,
            Reason::FieldsDiffer,
        )
    } else if unsure > 0 || agree == 0 {
        Finding::new(Check::FieldsMatchZone, Outcome::Warn, Reason::FieldsUnread)
    } else {
        Finding::pass(Check::FieldsMatchZone)
    };
    finding.measured(f64::from(differ + unsure), 0.0)
}

pub(crate) fn same(field: Field, printed: &str, stated: &str, zone: &Zone, cut: bool) -> bool {
    let spelled = |name: &str| {
        bonafide_mrz::spells(name, stated) || cut && bonafide_mrz::begins(name, stated)
    };
    match field {
        Field::Surname => spelled(printed),
        Field::GivenNames => {
            // Some states put the father's name into the zone, some do not.
            let patronymic = zone.printed.get(&Field::Patronymic);
            spelled(printed)
                || patronymic.is_some_and(|more| spelled(&format!("{printed} {}", more.text)))
        }
        Field::DocumentNumber | Field::PersonalNumber => folded(printed) == folded(stated),
        _ => printed == stated,
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// A number with the letter O taken for the digit that it looks like.
pub(crate) fn folded(number: &str) -> String {
    number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| if letter == 'O' { '0' } else { letter })
        .collect()
}

/// The finding on the document's national number, where its state gives such numbers and one is on it. `sure` is
/// whether the zone's check digits agree.
pub(crate) fn national_number(zone: &Zone, sure: bool) -> Option<Finding> {
    let kind = NationalNumber::of_state(zone.values.get(&Field::IssuingState)?)?;
    let in_zone = zone.values.get(&Field::PersonalNumber);
    let printed = (zone.printed.get(&Field::PersonalNumber))
        .map(|printed| &printed.text)
        .filter(|text| !text.is_empty());
    let is_one = |text: &&String| kind.parse(text).is_ok();
    let (number, sure) = match (in_zone, printed) {
        (Some(number), other) if is_one(&number) || other.is_none() => (number, sure),
        (_, Some(printed)) => (printed, false),
        (Some(number), None) => (number, sure),
        (None, None) => return None,
    };
    let birth = zone.date(Field::BirthDate);
    let sex = zone.values.get(&Field::Sex).map(String::as_str);
    Some(kind.judge(number, birth, sex, sure))
}
