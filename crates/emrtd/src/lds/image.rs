use serde::{Deserialize, Serialize};

/// An image on a chip is smaller than this; larger ones are cut off from decoding, not from the report.
pub const MAX_IMAGE_BYTES: usize = 1 << 20;

/// Images are decoded elsewhere; here they are bytes of a kind that their first bytes tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub format: ImageFormat,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageFormat {
    Jpeg,
    /// In its file format.
    Jpeg2000,
    /// The bare code stream.
    Jpeg2000CodeStream,
    Png,
    Wsq,
    Unknown,
}

impl Image {
    /// Images are known by their first bytes: what a record says of the format is wrong too often. Nothing when
    /// there are no bytes or more than [`MAX_IMAGE_BYTES`].
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Image> {
        if bytes.is_empty() || bytes.len() > MAX_IMAGE_BYTES {
            return None;
        }
        let format = match bytes {
            [0xff, 0xd8, 0xff, ..] => ImageFormat::Jpeg,
            [0, 0, 0, 0x0c, b'j', b'P', ..] => ImageFormat::Jpeg2000,
            [0xff, 0x4f, 0xff, 0x51, ..] => ImageFormat::Jpeg2000CodeStream,
            [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
            [0xff, 0xa0, 0xff, ..] => ImageFormat::Wsq,
            _ => ImageFormat::Unknown,
        };
        Some(Image {
            format,
            bytes: bytes.to_vec(),
        })
    }

    /// Finds where an image begins when a record's own lengths lead astray.
    pub(super) fn find(bytes: &[u8]) -> Option<Image> {
        const STARTS: [&[u8]; 3] = [
            &[0xff, 0xd8, 0xff],
            &[0, 0, 0, 0x0c, b'j', b'P'],
            &[0xff, 0x4f, 0xff, 0x51],
        ];
        // No record has a header this long.
        let searched = bytes.len().min(512);
        let begin = (0..searched).find(|begin| {
            STARTS
                .iter()
                .any(|start| bytes[*begin..].starts_with(start))
        })?;
        Image::of(&bytes[begin..])
    }
}
