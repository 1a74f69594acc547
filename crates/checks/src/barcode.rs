//! What codes on a document say, held against its zone and its print. A code proves nothing by itself, and nothing
//! of it is kept: the finding says whether it agreed.
//!
//! | content | held against |
//! |---|---|
//! | licence (AAMVA DL/ID Card Design Standard, annex D) | the zone's fields |
//! | a machine-readable zone | the zone's fields |
//! | a national number: IIN on cards of Kazakhstan, BSN on documents of the Netherlands | number, birth date and sex |
//! | anything else | nothing: that a code was there is all that is said |

use bonafide_identity::fields::{Field, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::national_number::NationalNumber;
use bonafide_vision::barcode::{self, Code, Content, Symbology, content};
use image::{GrayImage, RgbImage, imageops};
use jiff::civil::Date;

use crate::print::{folded, same};
use crate::zone::values_of;

/// A code that was read on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCode {
    /// Its kind.
    pub symbology: Symbology,
    /// What it says.
    pub content: Content,
}

/// The longest side of a photograph in which codes are looked for when no outline is known, in pixels.
const SIDE: u32 = 1_600;

/// The codes on a side: on the document straightened, or where no outline is known on the photograph.
pub(crate) fn read(straight: Option<&GrayImage>, photo: &RgbImage) -> Vec<DocumentCode> {
    let codes = match straight {
        Some(straight) => barcode::read(straight),
        None => {
            let (width, height) = photo.dimensions();
            let scale = f64::from(SIDE) / f64::from(width.max(height).max(1));
            if scale < 1.0 {
                let scaled = |part: u32| ((f64::from(part) * scale) as u32).max(1);
                let small = imageops::thumbnail(photo, scaled(width), scaled(height));
                barcode::read(&imageops::grayscale(&small))
            } else {
                barcode::read(&imageops::grayscale(photo))
            }
        }
    };
    codes.iter().filter_map(understood).collect()
}

/// Lines of a pattern are taken for bars at times: only a number's own rules tell that a linear code is one.
fn understood(code: &Code) -> Option<DocumentCode> {
    let content = content(&code.text);
    let chance = code.symbology == Symbology::Linear
        && !matches!(&content, Content::Number(number) if NationalNumber::Iin.parse(number).is_ok());
    (!chance).then_some(DocumentCode {
        symbology: code.symbology,
        content,
    })
}

/// How many values of codes are as the document has them, and how many are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Compared {
    agree: u32,
    differ: u32,
}

/// The finding on a document's codes; none where it has none.
pub(crate) fn judge(codes: &[DocumentCode], zone: Option<&Zone>, today: Date) -> Option<Finding> {
    let found = |outcome, reason| Finding::new(Check::DocumentBarcode, outcome, reason);
    if codes.is_empty() {
        return None;
    }
    let mut all = Compared::default();
    for code in codes {
        let one = zone.map_or_else(Compared::default, |zone| {
            compared(&code.content, zone, today)
        });
        all.agree += one.agree;
        all.differ += one.differ;
    }
    let finding = if all.differ > 0 {
        found(Outcome::Inconclusive, Reason::BarcodeDiffers)
    } else if all.agree > 0 {
        Finding::pass(Check::DocumentBarcode)
    } else {
        found(Outcome::Warn, Reason::BarcodeUncompared)
    };
    Some(finding.measured(f64::from(all.differ), 0.0))
}

fn compared(content: &Content, zone: &Zone, today: Date) -> Compared {
    let mut compared = Compared::default();
    let mut held = |field: Field, said: &str, cut: bool| {
        if let Some(stated) = zone.values.get(&field) {
            let agrees = same(field, said, stated, zone, cut);
            compared.agree += u32::from(agrees);
            compared.differ += u32::from(!agrees);
        }
    };
    match content {
        Content::Licence { fields, cut } => {
            for (name, said) in fields {
                if let Ok(field) = name.parse() {
                    // What the card had no room for says nothing about the rest.
                    if !cut.contains(name) {
                        held(field, said, false);
                    }
                }
            }
        }
        Content::Zone(lines) => {
            if let Ok(parsed) = bonafide_mrz::parse(lines) {
                for (field, said) in values_of(&parsed, lines, &[], today).values {
                    held(field, &said, false);
                }
            }
        }
        Content::Number(number) => return of_number(number, zone),
        Content::Other => {}
    }
    compared
}

/// A number is a national one only where the state is known to print such codes: Kazakhstan the IIN on the back of
/// its identity card (draft order of the Ministry of Internal Affairs, May 2021), the Netherlands the BSN on the
/// back of cards and the page of passports (Rijksoverheid, documents since 2 August 2021).
fn of_number(number: &str, zone: &Zone) -> Compared {
    let state = zone.values.get(&Field::IssuingState).map(String::as_str);
    let kind = match state {
        Some("KAZ") => NationalNumber::Iin,
        Some("NLD") => NationalNumber::Bsn,
        _ => return Compared::default(),
    };
    // Another number of as many digits is nothing to compare.
    let Ok(content) = kind.parse(number) else {
        return Compared::default();
    };
    let printed = (zone.printed.get(&Field::PersonalNumber)).map(|printed| &printed.text);
    let stated = [zone.values.get(&Field::PersonalNumber), printed]
        .into_iter()
        .flatten()
        .find(|stated| kind.parse(stated).is_ok());
    let sex = zone.values.get(&Field::Sex).map(String::as_str);
    let birth = zone.date(Field::BirthDate);
    let mut compared = Compared::default();
    let mut held = |agrees: bool| {
        compared.agree += u32::from(agrees);
        compared.differ += u32::from(!agrees);
    };
    if let Some(stated) = stated {
        held(folded(stated) == folded(number));
    }
    if content.birth().is_some() && birth.is_some() {
        held(!content.contradicts(birth, None));
    }
    if content.sex.is_some() && sex.is_some() {
        held(!content.contradicts(None, sex));
    }
    compared
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn today() -> Date {
        date(2026, 11, 21)
    }

    fn zone(state: &str, more: &[(Field, &str)]) -> Zone {
        let values = [
            (Field::IssuingState, state),
            (Field::Surname, "SAMPLE"),
            (Field::GivenNames, "MICHAEL"),
            (Field::BirthDate, "1990-05-12"),
            (Field::Sex, "F"),
            (Field::DocumentNumber, "048123456"),
        ];
        Zone {
            format: "TD1".to_owned(),
            lines: Vec::new(),
            document_code: "I".to_owned(),
            values: (values.iter().chain(more))
                .map(|(field, value)| (*field, (*value).to_owned()))
                .collect(),
            confirmed: Vec::new(),
            typed: false,
            chip: false,
            layout: None,
            printed: BTreeMap::new(),
        }
    }

    fn said(content: Content, zone: &Zone) -> (Outcome, Reason) {
        let code = DocumentCode {
            symbology: Symbology::Pdf417,
            content,
        };
        let finding = judge(&[code], Some(zone), today()).unwrap();
        (finding.outcome, finding.reason)
    }

    const PASS: (Outcome, Reason) = (Outcome::Pass, Reason::AsExpected);
    const DIFFERS: (Outcome, Reason) = (Outcome::Inconclusive, Reason::BarcodeDiffers);
    const UNCOMPARED: (Outcome, Reason) = (Outcome::Warn, Reason::BarcodeUncompared);

    #[test]
    fn a_licence_is_held_against_the_zone() {
        let licence = |surname: &str, cut: Vec<&'static str>| Content::Licence {
            fields: [
                ("surname", surname.to_owned()),
                ("birth_date", "1990-05-12".to_owned()),
                ("issue_date", "2020-01-01".to_owned()),
            ]
            .into(),
            cut,
        };
        let zone = zone("USA", &[]);
        assert_eq!(said(licence("Sample", vec![]), &zone), PASS);
        assert_eq!(said(licence("Sampl", vec![]), &zone), DIFFERS);
        assert_eq!(said(licence("Sampl", vec!["surname"]), &zone), PASS);
    }

    #[test]
    fn a_number_counts_where_its_state_prints_one_so() {
        let number = |digits: &str| Content::Number(digits.to_owned());
        let kazakh = zone("KAZ", &[(Field::PersonalNumber, "900512400018")]);
        assert_eq!(said(number("900512400018"), &kazakh), PASS);
        assert_eq!(said(number("850307300421"), &kazakh), DIFFERS);
        // A number with other digits that keeps no rule is another number.
        assert_eq!(said(number("900512400019"), &kazakh), UNCOMPARED);
        // Where the zone has no number, the birth date in it still tells.
        assert_eq!(said(number("900512400018"), &zone("KAZ", &[])), PASS);
        assert_eq!(said(number("850307300421"), &zone("KAZ", &[])), DIFFERS);
        let dutch = zone("NLD", &[(Field::PersonalNumber, "999990019")]);
        assert_eq!(said(number("999990019"), &dutch), PASS);
        assert_eq!(said(number("111222333"), &dutch), DIFFERS);
        assert_eq!(said(number("111222333"), &zone("NLD", &[])), UNCOMPARED);
        assert_eq!(said(number("900512400018"), &zone("UTO", &[])), UNCOMPARED);
    }

    #[test]
    fn what_is_not_known_is_only_there() {
        let zone = zone("KAZ", &[]);
        assert_eq!(said(Content::Other, &zone), UNCOMPARED);
        assert_eq!(judge(&[], Some(&zone), today()), None);
        let bars = |text: &str| Code {
            symbology: Symbology::Linear,
            text: text.to_owned(),
        };
        assert_eq!(understood(&bars("12345678")), None);
        assert!(understood(&bars("900512400018")).is_some());
    }

    proptest! {
        #[test]
        fn any_code_is_judged(text in "\\PC{0,120}|[0-9]{8,12}|[A-Z0-9<]{88}") {
            for state in ["KAZ", "NLD", "USA"] {
                let code = DocumentCode { symbology: Symbology::Qr, content: content(&text) };
                prop_assert!(judge(&[code], Some(&zone(state, &[])), today()).is_some());
            }
        }
    }
}
