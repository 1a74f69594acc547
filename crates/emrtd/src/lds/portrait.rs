use super::{Image, LdsError, open, tag_of};
use crate::tlv::{Reader, Tag};

/// DG5 to DG7: the portrait, or the signature or usual mark, as images for display (Doc 9303-10, 4.7.5 to
/// 4.7.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Displayed {
    pub images: Vec<Image>,
}

impl Displayed {
    pub fn of(group: u8, file: &[u8]) -> Result<Displayed, LdsError> {
        let tag = tag_of(group).ok_or(LdsError::NoSuchGroup(group))?;
        let mut images = Vec::new();
        for element in Reader::new(open(file, tag)?) {
            let element = element?;
            if [Tag(0x5f40), Tag(0x5f43)].contains(&element.tag) {
                images.extend(Image::of(element.value));
            }
        }
        if images.is_empty() {
            return Err(LdsError::NoImage);
        }
        Ok(Displayed { images })
    }
}
