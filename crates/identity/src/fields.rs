//! The fields of an identity, and how sure we are of each.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::finding::words;

words! {
    /// A field of an identity document.
    Field {
        /// Primary identifier.
        Surname = "surname",
        /// Secondary identifiers, with spaces.
        GivenNames = "given_names",
        /// `YYYY-MM-DD`.
        BirthDate = "birth_date",
        /// `F`, `M` or `X`.
        Sex = "sex",
        /// ICAO Doc 9303-3 code.
        Nationality = "nationality",
        /// As in the zone, without fillers.
        DocumentNumber = "document_number",
        /// `YYYY-MM-DD`.
        ExpiryDate = "expiry_date",
        /// ICAO Doc 9303-3 code.
        IssuingState = "issuing_state",
        /// Optional data of the zone that states use for a national number.
        PersonalNumber = "personal_number",
        /// The whole name in the script of the issuing state, as the chip has it.
        FullName = "full_name",
        /// The father's name, where documents have it apart from the given names.
        Patronymic = "patronymic",
        /// As printed.
        PlaceOfBirth = "place_of_birth",
        /// As printed.
        IssuingAuthority = "issuing_authority",
        /// `YYYY-MM-DD`.
        IssueDate = "issue_date",
    }
}

words! {
    /// What vouches for a value.
    Verification {
        /// A check digit of the machine-readable zone covers it.
        CheckDigit = "check_digit",
        /// Read by machine from the zone; no check digit covers it.
        MachineReadableZone = "machine_readable_zone",
        /// The person's spelling, equal to the zone's under ICAO transliteration (Doc 9303-3, section 6).
        Transliteration = "transliteration",
        /// Read by machine from the print beside the zone; nothing else vouches for it.
        VisualZone = "visual_zone",
        /// The signed data of the chip.
        Chip = "chip",
        /// A moderator compared it with the evidence.
        Moderator = "moderator",
        /// Nothing: typed or corrected by the person.
        Unverified = "unverified",
    }
}

impl Verification {
    /// Whether a value vouched for in this way may be called verified.
    pub fn is_verified(self) -> bool {
        self != Self::Unverified
    }
}

/// A value with what vouches for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The value, in the form that [`Field`] states.
    pub text: String,
    /// What vouches for it.
    pub verification: Verification,
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        write!(f, "Value({})", self.verification)
    }
}

/// Fields by name.
pub type Fields = BTreeMap<Field, Value>;

/// A value as it is printed beside the zone, in the script of the issuing state.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// What was read, in the form that [`Field`] states; empty where the document has the field but it could not
    /// be read.
    pub text: String,
    /// How sure the reading is, in percent.
    pub confidence: u8,
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        write!(f, "Printed({}%)", self.confidence)
    }
}

/// Everything that was read about a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadField {
    /// The value that counts: in the document's own letters where the zone spells them.
    pub value: String,
    /// What vouches for it.
    pub verification: Verification,
    /// As the zone has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// As it is printed beside the zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed: Option<Printed>,
}

/// Everything that was read from a document, by field.
pub type ReadFields = BTreeMap<Field, ReadField>;

words! {
    /// The kind of document that a person presents.
    DocumentKind {
        /// A passport (ICAO Doc 9303-4).
        Passport = "passport",
        /// An identity card (ICAO Doc 9303-5 and 6).
        IdentityCard = "identity_card",
        /// A residence permit.
        ResidencePermit = "residence_permit",
        /// A visa (ICAO Doc 9303-7).
        Visa = "visa",
    }
}

impl DocumentKind {
    /// Whether its back must be shown too.
    pub fn has_back(self) -> bool {
        matches!(self, Self::IdentityCard | Self::ResidencePermit)
    }
}

/// What was read from a machine-readable zone, or typed from it, with what is printed beside it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// `TD1`, `TD2`, `TD3`, `MRV-A` or `MRV-B`.
    pub format: String,
    /// The zone's lines.
    pub lines: Vec<String>,
    /// The first letters of the zone: `P`, `I`, `A`, `C`, `V`, with the second where there is one.
    pub document_code: String,
    /// The values of the zone. A date that does not exist is left out.
    pub values: BTreeMap<Field, String>,
    /// The fields that a check digit covers and confirms.
    pub confirmed: Vec<Field>,
    /// Whether the person typed it.
    pub typed: bool,
    /// Whether it is from a chip whose files a state signed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chip: bool,
    /// The name of the layout that the print beside it was read by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// What is printed beside it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub printed: BTreeMap<Field, Printed>,
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zone")
            .field("format", &self.format)
            .field("typed", &self.typed)
            .finish_non_exhaustive()
    }
}

impl Zone {
    /// The value of a field with what vouches for it.
    pub fn value(&self, field: Field) -> Option<Value> {
        let verification = if self.chip {
            Verification::Chip
        } else if self.confirmed.contains(&field) {
            Verification::CheckDigit
        } else if self.typed {
            Verification::Unverified
        } else {
            Verification::MachineReadableZone
        };
        self.values.get(&field).map(|text| Value {
            text: text.clone(),
            verification,
        })
    }

    /// The zone's own values, each with what vouches for it.
    pub fn stated(&self) -> Fields {
        self.values
            .keys()
            .filter_map(|field| Some((*field, self.value(*field)?)))
            .collect()
    }

    /// All values of the document, each with what vouches for it.
    pub fn fields(&self) -> Fields {
        self.values
            .keys()
            .chain(self.printed.keys())
            .filter_map(|field| Some((*field, self.proposal(*field)?)))
            .collect()
    }

    /// The value to show for a field: what is printed, where the zone only spells it in other letters or does not
    /// have it; else the zone's.
    pub fn proposal(&self, field: Field) -> Option<Value> {
        let zone = self.value(field);
        let printed = (self.printed.get(&field)).filter(|printed| !printed.text.is_empty());
        match (zone, printed) {
            (Some(zone), Some(printed)) => {
                let own = reconcile(Some(self), field, &printed.text);
                let has_own_letters = !printed.text.is_ascii();
                Some(
                    if has_own_letters && own.verification == Verification::Transliteration {
                        own
                    } else {
                        zone
                    },
                )
            }
            (None, Some(printed)) => Some(Value {
                text: printed.text.clone(),
                verification: Verification::VisualZone,
            }),
            (zone, None) => zone,
        }
    }

    /// Everything that was read, by field.
    pub fn read(&self) -> ReadFields {
        let field = |(field, Value { text, verification }): (Field, Value)| {
            let read = ReadField {
                value: text,
                verification,
                zone: self.values.get(&field).cloned(),
                printed: self.printed.get(&field).cloned(),
            };
            (field, read)
        };
        self.fields().into_iter().map(field).collect()
    }

    /// Whether its document number is the document's: a state signed it, or a check digit confirms
    /// what was read.
    pub fn is_sure(&self) -> bool {
        self.chip || !self.typed && self.confirmed.contains(&Field::DocumentNumber)
    }

    /// A date of the zone.
    pub fn date(&self, field: Field) -> Option<Date> {
        self.values.get(&field)?.parse().ok()
    }
}

/// A person's own spelling or value for a field, held against the zone.
///
/// A value equal to the zone's keeps what vouches for it; a name that the zone would spell the
/// same is vouched for by transliteration; anything else is unverified until someone confirms it.
pub fn reconcile(zone: Option<&Zone>, field: Field, entered: &str) -> Value {
    let entered = entered.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = zone.and_then(|zone| zone.value(field));
    let printed = zone.and_then(|zone| zone.printed.get(&field));
    let verification = match read {
        Some(read) if read.text == entered => read.verification,
        Some(read)
            if matches!(field, Field::Surname | Field::GivenNames)
                && read.verification.is_verified()
                && same_in_zone(&read.text, &entered) =>
        {
            Verification::Transliteration
        }
        None if printed.is_some_and(|printed| printed.text == entered) && !entered.is_empty() => {
            Verification::VisualZone
        }
        _ => Verification::Unverified,
    };
    Value {
        text: entered,
        verification,
    }
}

/// Whether a name would be printed in the zone as `zone` prints it. Zones may join words that the
/// name keeps apart, never the reverse.
fn same_in_zone(zone: &str, entered: &str) -> bool {
    let words = |text: &str| text.split(' ').count();
    is_plainly_written(entered)
        && bonafide_mrz::spells(entered, zone)
        && bonafide_mrz::transliterate(entered).is_ok_and(|printed| words(&printed) >= words(zone))
}

/// Whether a name is written as names are: in one script, a mark at most on each letter, hyphens
/// and apostrophes where words join, full stops where words end. Transliteration forgives more, and
/// would vouch for letters that only look alike.
fn is_plainly_written(name: &str) -> bool {
    let is_cyrillic = |letter: char| ('\u{400}'..='\u{52F}').contains(&letter);
    let is_mark = |letter: char| ('\u{300}'..='\u{36F}').contains(&letter);
    let letters = name.chars().filter(|letter| letter.is_alphabetic());
    let cyrillic = letters
        .clone()
        .filter(|letter| is_cyrillic(*letter))
        .count();
    let one_script = cyrillic == 0 || cyrillic == letters.count();
    let padded: Vec<char> = format!(" {name} ").chars().collect();
    one_script
        && padded.windows(3).all(|part| {
            let (before, now, after) = (part[0], part[1], part[2]);
            let ends_a_word = before.is_alphabetic() || is_mark(before);
            match now {
                ' ' => before != ' ',
                '-' | '‐' | '‑' => ends_a_word && (after.is_alphabetic() || after == '\''),
                '\'' | '’' | '‘' | 'ʼ' | 'ʻ' => after.is_alphabetic(),
                '.' => ends_a_word && after == ' ',
                mark if is_mark(mark) => before.is_alphabetic(),
                letter => letter.is_alphabetic(),
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(surname: &str) -> Zone {
        Zone {
            format: "TD3".into(),
            lines: vec![],
            document_code: "P".into(),
            values: BTreeMap::from([(Field::Surname, surname.into())]),
            confirmed: vec![],
            typed: false,
            chip: false,
            layout: None,
            printed: BTreeMap::new(),
        }
    }

    #[test]
    fn the_documents_own_letters_are_proposed_where_the_zone_spells_them() {
        let printed = |text: &str| {
            let mut zone = zone("KASYMOVA");
            let printed = Printed {
                text: text.to_owned(),
                confidence: 90,
            };
            zone.printed.insert(Field::Surname, printed.clone());
            zone.printed.insert(Field::PlaceOfBirth, printed);
            zone
        };
        let own = printed("ҚАСЫМОВА").read();
        assert_eq!(own[&Field::Surname].value, "ҚАСЫМОВА");
        assert_eq!(own[&Field::Surname].zone.as_deref(), Some("KASYMOVA"));
        assert_eq!(
            own[&Field::Surname].verification,
            Verification::Transliteration
        );
        assert_eq!(
            own[&Field::PlaceOfBirth].verification,
            Verification::VisualZone
        );
        let other = printed("ӘСЕНОВА").read();
        assert_eq!(other[&Field::Surname].value, "KASYMOVA");
        let kept = reconcile(Some(&printed("АСТАНА")), Field::PlaceOfBirth, "АСТАНА");
        assert_eq!(kept.verification, Verification::VisualZone);
        let changed = reconcile(Some(&printed("АСТАНА")), Field::PlaceOfBirth, "АЛМАТЫ");
        assert_eq!(changed.verification, Verification::Unverified);
    }

    #[test]
    fn a_name_in_its_own_letters_is_the_one_the_zone_prints() {
        let verification = |printed, entered| {
            reconcile(Some(&zone(printed)), Field::Surname, entered).verification
        };
        assert_eq!(
            verification("MUELLER", "Müller"),
            Verification::Transliteration
        );
        assert_eq!(
            verification("SOERENSEN", "Sørensen"),
            Verification::Transliteration
        );
        assert_eq!(
            verification("MUELLER", "MUELLER"),
            Verification::MachineReadableZone
        );
        assert_eq!(verification("MUELLER", "Möller"), Verification::Unverified);
        assert_eq!(verification("MUELLER", ""), Verification::Unverified);
        for (printed, entered) in [
            ("DE VRIES", "de Vries"),
            ("T HOOFT", "'t Hooft"),
            ("OBRIEN", "O’Brien"),
            ("ANNE MARIE", "Anne-Marie"),
            ("VANDERBERG", "van der Berg"),
            ("IVANOV", "Иванов"),
        ] {
            let verified = verification(printed, entered).is_verified();
            assert!(verified, "{entered} for {printed}");
        }
    }

    #[test]
    fn letters_that_only_look_alike_and_decoration_are_vouched_for_by_nothing() {
        let acutes = format!("DE VRIE{}S", "\u{301}".repeat(40));
        for entered in [
            "DЕ VRIES",
            "D'E-V.R,IES",
            "DEVRIES",
            "DE-VRIES-",
            "DE  --VRIES",
            "DE VRIES,",
            &acutes,
        ] {
            let verification =
                reconcile(Some(&zone("DE VRIES")), Field::Surname, entered).verification;
            assert_eq!(verification, Verification::Unverified, "{entered}");
        }
    }
}
