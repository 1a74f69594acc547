//! JPEG 2000 (ISO/IEC 15444-1), in which many chips keep the portrait: as a file (JP2) or as a bare
//! code stream. The decoder believes what a header says of tiles, components and palettes, and
//! allocates for it; so the header is read here first, and what no portrait has is refused.

use hayro_jpeg2000::{DecodeError, DecodeSettings, DecoderContext, Image};
use image::RgbImage;

use super::{IntakeError, Limits};

/// No portrait has more: the standards ask for 300 by 400 pixels or so.
const MAX_PIXELS: u64 = 3_000_000;
/// Enough for tiles of 32 by 32 pixels, each of which costs as much as its header at least.
const MAX_TILES: u64 = 4_096;
/// Red, green and blue, and how opaque they are.
const MAX_COMPONENTS: u16 = 4;
/// The two markers that a code stream begins with, and all sizes that follow them.
const MAGIC: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];
const SIGNATURE: [u8; 8] = *b"\0\0\0\x0CjP\x20\x20";

/// Decodes a portrait from a chip, within [`Limits::chip`] and three million pixels. Nobody else may
/// send pictures of this kind.
///
/// Grey or colour, opaque or not; palettes and printing inks are refused. Of a stream that ends
/// early, or is damaged after its header, the decoder makes what it can: what a chip's picture is, its
/// signature says.
///
/// # Errors
/// [`IntakeError`]
pub fn jpeg_2000(bytes: &[u8]) -> Result<RgbImage, IntakeError> {
    let limits = Limits::chip();
    if bytes.len() > limits.max_bytes {
        return Err(IntakeError::TooLarge {
            bytes: bytes.len(),
            limit: limits.max_bytes,
        });
    }
    Size::of(code_stream(bytes)?)?.check(&limits)?;
    let damaged = |error: DecodeError| IntakeError::Corrupt(error.to_string());
    let picture = Image::new(bytes, &DecodeSettings::default()).map_err(damaged)?;
    let (width, height) = (picture.width(), picture.height());
    // The size on the chip less its subsampling, which is smaller.
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MAX_PIXELS || picture.color_space().num_channels() > 3 {
        return Err(IntakeError::Unsupported);
    }
    let mut context = DecoderContext::default();
    let decoded = picture.decode(&mut context).map_err(damaged)?;
    let channels = decoded.components().len();
    let pixel = |samples: &[u8]| match samples {
        [grey] | [grey, _] => Some([*grey; 3]),
        [red, green, blue] | [red, green, blue, _] => Some([*red, *green, *blue]),
        _ => None,
    };
    let rgb: Option<Vec<[u8; 3]>> = (decoded.components().iter())
        .all(|component| component.samples().len() as u64 == pixels)
        .then(|| decoded.data_u8())
        .and_then(|samples| samples.chunks_exact(channels).map(pixel).collect());
    rgb.and_then(|rgb| RgbImage::from_raw(width, height, rgb.concat()))
        .ok_or(IntakeError::Unsupported)
}

/// The code stream in a file, or the file that is one. A file has one, and no palette.
fn code_stream(bytes: &[u8]) -> Result<&[u8], IntakeError> {
    if bytes.starts_with(&MAGIC) {
        return Ok(bytes);
    }
    if !bytes.starts_with(&SIGNATURE) {
        return Err(IntakeError::Unsupported);
    }
    let mut found = None;
    for (kind, content) in Boxes(bytes) {
        match kind {
            b"jp2h" if Boxes(content).any(|(kind, _)| matches!(kind, b"pclr" | b"cmap")) => {
                return Err(IntakeError::Unsupported);
            }
            b"jp2c" if found.replace(content).is_some() => {
                return Err(IntakeError::Corrupt("two code streams".into()));
            }
            _ => {}
        }
    }
    found.ok_or_else(|| IntakeError::Corrupt("no code stream".into()))
}

/// Boxes one after the other (annex I.4): their kind and their content. One that says it is longer
/// than what there is ends with it, as decoders have it.
struct Boxes<'a>(&'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = (&'a [u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (length, rest) = self.0.split_first_chunk()?;
        let (kind, mut rest) = rest.split_first_chunk()?;
        let length = match u32::from_be_bytes(*length) {
            0 => rest.len(),
            1 => {
                let (length, after) = rest.split_first_chunk()?;
                rest = after;
                let length = u64::from_be_bytes(*length).checked_sub(16)?;
                usize::try_from(length).unwrap_or(usize::MAX)
            }
            length => length.checked_sub(8)? as usize,
        };
        let (content, after) = rest.split_at(length.min(rest.len()));
        self.0 = after;
        Some((kind, content))
    }
}

/// What a code stream says of its size (annex A.5.1), on the reference grid.
struct Size {
    width: u32,
    height: u32,
    tiles: u64,
    components: u16,
}

impl Size {
    fn of(stream: &[u8]) -> Result<Size, IntakeError> {
        let sizes = || {
            // The markers, the segment's length and the capabilities; then eight numbers.
            let (_, rest) = stream.split_first_chunk::<8>()?;
            let (numbers, rest) = rest.split_first_chunk::<32>()?;
            let (components, _) = rest.split_first_chunk()?;
            let number =
                |at: usize| u32::from_be_bytes([0, 1, 2, 3].map(|byte| numbers[at * 4 + byte]));
            let tiles = |end: u32, begin: u32, length: u32| {
                let covered = end.checked_sub(begin)?;
                (length > 0).then(|| u64::from(covered.div_ceil(length)))
            };
            Some(Size {
                width: number(0).checked_sub(number(2))?,
                height: number(1).checked_sub(number(3))?,
                tiles: tiles(number(0), number(6), number(4))?.saturating_mul(tiles(
                    number(1),
                    number(7),
                    number(5),
                )?),
                components: u16::from_be_bytes(*components),
            })
        };
        stream
            .starts_with(&MAGIC)
            .then(sizes)
            .flatten()
            .ok_or_else(|| IntakeError::Corrupt("no size".into()))
    }

    fn check(&self, limits: &Limits) -> Result<(), IntakeError> {
        let (width, height) = (self.width, self.height);
        let pixels = u64::from(width) * u64::from(height);
        if width.max(height) > limits.max_side || pixels > MAX_PIXELS {
            return Err(IntakeError::TooManyPixels { width, height });
        }
        if self.tiles > MAX_TILES {
            return Err(IntakeError::Corrupt(
                "more tiles than a portrait has".into(),
            ));
        }
        if !(1..=MAX_COMPONENTS).contains(&self.components) {
            return Err(IntakeError::Unsupported);
        }
        Ok(())
    }
}
