use super::text::{CalendarDate, FullName, parts, text};
use super::{Image, LdsError, each};
use crate::tlv::{Tag, Tlv};

/// DG11: further details of the holder (Doc 9303-10, 4.7.11), in the national script where it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonalDetails {
    pub full_name: Option<FullName>,
    pub other_names: Vec<FullName>,
    pub personal_number: Option<String>,
    pub birth_date: Option<CalendarDate>,
    pub birth_place: Vec<String>,
    pub address: Vec<String>,
    pub telephone: Option<String>,
    pub profession: Option<String>,
    pub title: Option<String>,
    pub personal_summary: Option<String>,
    pub citizenship_proof: Option<Image>,
    pub other_documents: Vec<String>,
    pub custody: Option<String>,
}

/// More other names than anybody has.
const MAX_NAMES: usize = 32;

impl PersonalDetails {
    pub fn of(file: &[u8]) -> Result<PersonalDetails, LdsError> {
        let mut details = PersonalDetails::default();
        each(file, Tag(0x6b), |element| details.add(element))?;
        Ok(details)
    }

    fn add(&mut self, element: &Tlv<'_>) -> Result<(), LdsError> {
        let value = element.value;
        match element.tag.0 {
            0x5f0e => self.full_name = Some(FullName::of(value)),
            0x5f0f => {
                if self.other_names.len() == MAX_NAMES {
                    return Err(LdsError::TooMany);
                }
                self.other_names.push(FullName::of(value));
            }
            0x5f10 => self.personal_number = Some(text(value)),
            0x5f2b => self.birth_date = Some(CalendarDate::of(value)),
            0x5f11 => self.birth_place = parts(value),
            0x5f42 => self.address = parts(value),
            0x5f12 => self.telephone = Some(text(value)),
            0x5f13 => self.profession = Some(text(value)),
            0x5f14 => self.title = Some(text(value)),
            0x5f15 => self.personal_summary = Some(text(value)),
            0x5f16 => self.citizenship_proof = Image::of(value),
            0x5f17 => self.other_documents = parts(value),
            0x5f18 => self.custody = Some(text(value)),
            // The list of tags, and what a state adds of its own.
            _ => {}
        }
        Ok(())
    }
}
