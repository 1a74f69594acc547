use super::{LdsError, group_of, open};
use crate::tlv::{Reader, Tag};

/// EF.COM: what the chip claims to hold (Doc 9303-10, 4.6.1). Nobody signs it, so it decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Com {
    /// `0107`, `0108`.
    pub lds_version: Option<String>,
    /// `040000`.
    pub unicode_version: Option<String>,
    /// The numbers of the data groups, in the order they are listed.
    pub groups: Vec<u8>,
}

impl Com {
    pub fn of(file: &[u8]) -> Result<Com, LdsError> {
        let mut com = Com {
            lds_version: None,
            unicode_version: None,
            groups: Vec::new(),
        };
        for element in Reader::new(open(file, Tag(0x60))?) {
            let element = element?;
            let text = || String::from_utf8_lossy(element.value).into_owned();
            match element.tag.0 {
                0x5f01 => com.lds_version = Some(text()),
                0x5f36 => com.unicode_version = Some(text()),
                0x5c => {
                    let tags = element.value.iter().take(64);
                    com.groups = tags
                        .filter_map(|tag| group_of(Tag(u32::from(*tag))))
                        .collect();
                }
                _ => {}
            }
        }
        Ok(com)
    }
}
