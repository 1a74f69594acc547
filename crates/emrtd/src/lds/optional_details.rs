use super::text::{CalendarDate, FullName, text};
use super::{Image, LdsError, each};
use crate::tlv::{Tag, Tlv};

/// DG12: further details of the document (Doc 9303-10, 4.7.12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionalDetails {
    pub authority: Option<String>,
    pub issued_on: Option<CalendarDate>,
    pub other_persons: Vec<FullName>,
    pub endorsements: Option<String>,
    pub tax_requirements: Option<String>,
    pub front: Option<Image>,
    pub rear: Option<Image>,
    /// `YYYYMMDDhhmmss`, or the same packed, as digits.
    pub personalised_at: Option<String>,
    pub personalisation_device: Option<String>,
}

/// More persons than any document names.
const MAX_PERSONS: usize = 32;

impl OptionalDetails {
    pub fn of(file: &[u8]) -> Result<OptionalDetails, LdsError> {
        let mut details = OptionalDetails::default();
        each(file, Tag(0x6c), |element| details.add(element))?;
        Ok(details)
    }

    fn add(&mut self, element: &Tlv<'_>) -> Result<(), LdsError> {
        let value = element.value;
        match element.tag.0 {
            0x5f19 => self.authority = Some(text(value)),
            0x5f26 => self.issued_on = Some(CalendarDate::of(value)),
            0x5f1a => {
                if self.other_persons.len() == MAX_PERSONS {
                    return Err(LdsError::TooMany);
                }
                self.other_persons.push(FullName::of(value));
            }
            0x5f1b => self.endorsements = Some(text(value)),
            0x5f1c => self.tax_requirements = Some(text(value)),
            0x5f1d => self.front = Image::of(value),
            0x5f1e => self.rear = Image::of(value),
            0x5f55 => {
                self.personalised_at = Some(match value.len() {
                    7 => hex::encode(value),
                    _ => text(value),
                });
            }
            0x5f56 => self.personalisation_device = Some(text(value)),
            _ => {}
        }
        Ok(())
    }
}
