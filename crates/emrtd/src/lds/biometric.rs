//! DG2: faces, in the records of ISO/IEC 19794-5 (fixed fields) or ISO/IEC 39794-5 (tagged).

use serde::{Deserialize, Serialize};

use super::{Image, LdsError, open};
use crate::tlv::{Reader, Tag, Tlv, TlvError};

/// The faces of DG2 (Doc 9303-10, 4.7.2), the first being the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceImages {
    pub faces: Vec<Face>,
    /// What in the records was wrong and could be worked around.
    pub deviations: Vec<FaceDeviation>,
}

/// One face.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub image: Image,
    /// What the record says, in pixels; zero or absent where it says nothing. Never believed by a decoder.
    pub stated_size: Option<(u32, u32)>,
    /// Of ISO/IEC 39794-5, if not of 19794-5.
    pub tagged: bool,
}

/// Something in DG2 unlike the standard, tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceDeviation {
    /// The length of the record is not that of the data.
    RecordLength,
    /// The length of an image block is not that of the data.
    ImageLength,
    /// The number of instances or images is not how many there are.
    Count,
    /// The image does not begin where the record's fields end.
    ImagePosition,
}

/// More records than any chip holds.
const MAX_RECORDS: usize = 16;

impl FaceImages {
    pub fn of(file: &[u8]) -> Result<FaceImages, LdsError> {
        let mut faces = FaceImages {
            faces: Vec::new(),
            deviations: Vec::new(),
        };
        let group = Reader::new(open(file, Tag(0x75))?).value(Tag(0x7f61))?;
        let mut stated = None;
        let mut records = 0;
        for element in Reader::new(group) {
            let element = element?;
            match element.tag.0 {
                0x02 => stated = element.value.last().map(|count| usize::from(*count)),
                0x7f60 => {
                    records += 1;
                    if records > MAX_RECORDS {
                        return Err(LdsError::TooMany);
                    }
                    faces.add(&element)?;
                }
                _ => {}
            }
        }
        if stated != Some(records) {
            faces.deviate(FaceDeviation::Count);
        }
        if faces.faces.is_empty() {
            return Err(LdsError::NoImage);
        }
        Ok(faces)
    }

    fn add(&mut self, template: &Tlv<'_>) -> Result<(), LdsError> {
        for element in template.inside() {
            let element = element?;
            match element.tag.0 {
                0x5f2e => self.add_fixed(element.value)?,
                0x7f2e => self.add_tagged(element.value)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A record of ISO/IEC 19794-5:2005: a header of 14 bytes; for each image a block with 20 bytes of facial
    /// information, eight for each feature point, 12 of image information, and the image.
    fn add_fixed(&mut self, record: &[u8]) -> Result<(), LdsError> {
        let short = LdsError::Biometric("it ends too early");
        if !record.starts_with(b"FAC\0") {
            // A tagged record under the tag of the fixed ones.
            return self.add_tagged(record);
        }
        let number = |at: usize, bytes: usize| -> Option<usize> {
            let field = record.get(at..at.checked_add(bytes)?)?;
            Some(
                field
                    .iter()
                    .fold(0, |number, byte| number << 8 | usize::from(*byte)),
            )
        };
        if number(8, 4).ok_or(short.clone())? != record.len() {
            self.deviate(FaceDeviation::RecordLength);
        }
        let images = number(12, 2).ok_or(short.clone())?;
        if images > MAX_RECORDS {
            return Err(LdsError::TooMany);
        }
        let mut at = 14;
        for index in 0..images {
            let stated = number(at, 4).ok_or(short.clone())?;
            let points = number(at + 4, 2).ok_or(short.clone())?;
            let information = at + 20 + 8 * points;
            let begin = information + 12;
            let size = number(information + 2, 2).zip(number(information + 4, 2));
            let is_last = index + 1 == images;
            let end = at.saturating_add(stated);
            // The last image reaches to the end whatever its length says; others cannot be told apart without.
            let end = if (at..=record.len()).contains(&end) && (!is_last || end == record.len()) {
                end
            } else if is_last {
                self.deviate(FaceDeviation::ImageLength);
                record.len()
            } else {
                return Err(LdsError::Biometric(
                    "an image block reaches beyond the record",
                ));
            };
            let data = record.get(begin..end).unwrap_or_default();
            let image = match Image::of(data) {
                Some(image) if image.format != super::ImageFormat::Unknown => image,
                found => match Image::find(&record[at..end]) {
                    Some(image) => {
                        self.deviate(FaceDeviation::ImagePosition);
                        image
                    }
                    None => found.ok_or(LdsError::NoImage)?,
                },
            };
            self.faces.push(Face {
                image,
                stated_size: size.map(|(width, height)| (width as u32, height as u32)),
                tagged: false,
            });
            at = end;
        }
        Ok(())
    }

    /// A record of ISO/IEC 39794-5:2019, `FaceImageDataBlock`: each representation [1] holds its image
    /// representation [1], that a two-dimensional one [0], and that its octet string of the image data [0] and
    /// its header [1] with the size.
    fn add_tagged(&mut self, record: &[u8]) -> Result<(), LdsError> {
        // Only tags and order are fixed by the standard; chips differ in how deep they wrap the block.
        let mut found = Vec::new();
        representations(record, 0, &mut found)?;
        if found.is_empty() {
            return Err(LdsError::Biometric("it has no representation"));
        }
        for (image, stated_size) in found {
            self.faces.push(Face {
                image,
                stated_size,
                tagged: true,
            });
        }
        Ok(())
    }

    fn deviate(&mut self, deviation: FaceDeviation) {
        if !self.deviations.contains(&deviation) {
            self.deviations.push(deviation);
        }
    }
}

type Found = (Image, Option<(u32, u32)>);

/// The images in a tagged block with their sizes: an image is a primitive [0] that begins like one, and its
/// size is in the [1] beside it.
fn representations(bytes: &[u8], depth: usize, found: &mut Vec<Found>) -> Result<(), LdsError> {
    const MAX_DEPTH: usize = 12;
    if depth > MAX_DEPTH {
        return Err(LdsError::Biometric("it is nested too deep"));
    }
    let elements = Reader::new(bytes).collect::<Result<Vec<_>, TlvError>>()?;
    for (index, element) in elements.iter().enumerate() {
        if element.tag.is_constructed() {
            representations(element.value, depth + 1, found)?;
            continue;
        }
        let is_data = [Tag::context_primitive(0), Tag::OCTET_STRING].contains(&element.tag);
        let image = Image::of(element.value)
            .filter(|image| is_data && image.format != super::ImageFormat::Unknown);
        if let Some(image) = image {
            if found.len() == MAX_RECORDS {
                return Err(LdsError::TooMany);
            }
            let header = elements.get(index + 1).copied();
            found.push((image, header.and_then(|header| size_in(&header, 0))));
        }
    }
    Ok(())
}

/// The size in an image information block: a constructed element with nothing but two integers [0] and [1].
fn size_in(element: &Tlv<'_>, depth: usize) -> Option<(u32, u32)> {
    if depth > 6 || !element.tag.is_constructed() {
        return None;
    }
    let inside: Vec<Tlv<'_>> = element.inside().collect::<Result<_, _>>().ok()?;
    let number = |element: &Tlv<'_>| {
        (element.value.len() <= 4).then(|| {
            element
                .value
                .iter()
                .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
        })
    };
    if let [width, height] = &inside[..]
        && width.tag == Tag::context_primitive(0)
        && height.tag == Tag::context_primitive(1)
    {
        return number(width).zip(number(height));
    }
    inside
        .iter()
        .find_map(|element| size_in(element, depth + 1))
}
