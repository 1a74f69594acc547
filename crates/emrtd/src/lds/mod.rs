//! What a chip's files say (ICAO Doc 9303 part 10). Raw bytes stay with the caller; nothing here believes them:
//! that is what passive authentication is for.
//!
//! DG14 and DG15 are keys and protocols: see [`crate::security_infos`] and [`crate::active_authentication`].
//! Every other data group is [`DataGroup::Raw`].

mod biometric;
mod com;
mod image;
mod names;
mod optional_details;
mod personal_details;
mod portrait;
mod sod;
mod text;
mod zone;

pub use biometric::{Face, FaceDeviation, FaceImages};
pub use com::Com;
pub use image::{Image, ImageFormat, MAX_IMAGE_BYTES};
pub use names::StoredFile;
pub use optional_details::OptionalDetails;
pub use personal_details::PersonalDetails;
pub use portrait::Displayed;
pub use sod::{Sod, SodDeviation, SodError};
pub use text::{CalendarDate, FullName};
pub use zone::ZoneFile;

use crate::tlv::{Reader, Tag, Tlv, TlvError};

/// The tags of data groups 1 to 16.
const TAGS: [u32; 16] = [
    0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70,
];

/// The tag that the file of a data group begins with.
#[must_use]
pub fn tag_of(group: u8) -> Option<Tag> {
    let index = usize::from(group.checked_sub(1)?);
    TAGS.get(index).copied().map(Tag)
}

/// The data group that a file with this tag is.
#[must_use]
pub fn group_of(tag: Tag) -> Option<u8> {
    let index = TAGS.iter().position(|known| *known == tag.0)?;
    u8::try_from(index + 1).ok()
}

/// A data group, understood.
#[derive(Clone, Debug, PartialEq)]
pub enum DataGroup {
    /// DG1.
    Zone(ZoneFile),
    /// DG2.
    Faces(FaceImages),
    /// DG5 and DG7: portraits and signatures as they are displayed.
    Displayed(Displayed),
    /// DG11.
    Personal(PersonalDetails),
    /// DG12.
    Document(OptionalDetails),
    /// Every other.
    Raw,
}

/// Why a file says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LdsError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error("there is no data group {0}")]
    NoSuchGroup(u8),
    #[error("the zone is neither 72, 88 nor 90 characters long")]
    ZoneLength,
    #[error("the zone is malformed: {0}")]
    Zone(#[from] bonafide_mrz::ZoneError),
    #[error("the biometric record is malformed: {0}")]
    Biometric(&'static str),
    #[error("there are more entries than a chip could hold")]
    TooMany,
    #[error("there is no image")]
    NoImage,
}

impl DataGroup {
    /// Reads the file of a data group.
    pub fn of(group: u8, file: &[u8]) -> Result<DataGroup, LdsError> {
        Ok(match group {
            1 => DataGroup::Zone(ZoneFile::of(file)?),
            2 => DataGroup::Faces(FaceImages::of(file)?),
            5 | 7 => DataGroup::Displayed(Displayed::of(group, file)?),
            11 => DataGroup::Personal(PersonalDetails::of(file)?),
            12 => DataGroup::Document(OptionalDetails::of(file)?),
            3 | 4 | 6 | 8..=10 | 13..=16 => DataGroup::Raw,
            other => return Err(LdsError::NoSuchGroup(other)),
        })
    }
}

/// The value of a file that must begin with this tag; bytes after it are padding of the chip.
fn open(file: &[u8], tag: Tag) -> Result<&[u8], TlvError> {
    Reader::new(file).value(tag)
}

/// Hands out the elements of a file that must begin with this tag. Those that stand several times
/// stand together, a count before them, in one more element.
fn each(
    file: &[u8],
    tag: Tag,
    mut take: impl FnMut(&Tlv<'_>) -> Result<(), LdsError>,
) -> Result<(), LdsError> {
    for element in Reader::new(open(file, tag)?) {
        let element = element?;
        if element.tag == Tag::context(0) {
            for repeated in element.inside() {
                take(&repeated?)?;
            }
        } else {
            take(&element)?;
        }
    }
    Ok(())
}
