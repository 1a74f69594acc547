//! JPEG 2000 (ISO/IEC 15444-1), in which many chips keep the portrait: as a file (JP2) or as a bare
//! code stream. The decoder believes what headers say of tiles, components, precincts and palettes,
//! and allocates for it; so they are read here first, and what no portrait has is refused.

use hayro_jpeg2000::{DecodeError, DecodeSettings, DecoderContext, Image};
use image::RgbImage;

use super::{IntakeError, Limits};

/// No portrait has more: the standards ask for 300 by 400 pixels or so.
const MAX_PIXELS: u64 = 3_000_000;
/// Enough for tiles of 32 by 32 pixels, each of which costs as much as its header at least.
const MAX_TILES: u64 = 4_096;
/// Precincts of one component, in which encoders group what belongs together: a few dozen are usual,
/// and each costs far more memory than the file's bytes.
const MAX_PRECINCTS: u64 = 16_384;
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
    let stream = code_stream(bytes)?;
    let size = Size::of(stream)?;
    size.check(&limits)?;
    Walk {
        stream,
        at: 2,
        size,
    }
    .check()?;
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
            let (head, rest) = stream.split_first_chunk::<8>()?;
            let (numbers, rest) = rest.split_first_chunk::<32>()?;
            let (components, _) = rest.split_first_chunk()?;
            let components = u16::from_be_bytes(*components);
            let length = u32::from(u16::from_be_bytes([head[4], head[5]]));
            if length != 38 + 3 * u32::from(components) {
                return None;
            }
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
                components,
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

/// The markers of a code stream (annex A.2), outside of its compressed data.
mod marker {
    pub(super) const COD: u8 = 0x52;
    pub(super) const COC: u8 = 0x53;
    pub(super) const RGN: u8 = 0x5E;
    pub(super) const SOT: u8 = 0x90;
    pub(super) const SOD: u8 = 0x93;
    pub(super) const EOC: u8 = 0xD9;
}

/// Passes over all headers of a code stream, just as the decoder does.
struct Walk<'a> {
    stream: &'a [u8],
    at: usize,
    size: Size,
}

impl Walk<'_> {
    /// Whether every coding style keeps to few precincts, and every segment to its length.
    fn check(mut self) -> Result<(), IntakeError> {
        while self.peek() != Some(marker::SOT) {
            self.segment()?;
        }
        while self.peek() == Some(marker::SOT) {
            self.part()?;
        }
        Ok(())
    }

    /// One part of a tile: its header, and its data, which is passed over.
    fn part(&mut self) -> Result<(), IntakeError> {
        let start = self.at + 12;
        let head: [u8; 12] = self.bytes(0).ok_or_else(malformed)?;
        if head[2..4] != [0, 10] {
            return Err(malformed());
        }
        let length = u32::from_be_bytes([head[6], head[7], head[8], head[9]]) as usize;
        let end = match length {
            0 => self.stream.len(),
            length => self.at + length,
        };
        if end < start {
            return Err(malformed());
        }
        self.at = start;
        while self.at < end {
            match self.peek() {
                None => return Ok(()),
                Some(marker::SOD) => {
                    self.at = end.max(self.at + 2);
                }
                Some(marker::EOC) => self.at = end,
                Some(_) => self.segment()?,
            }
        }
        Ok(())
    }

    /// One segment: a marker, a length, and what follows.
    fn segment(&mut self) -> Result<(), IntakeError> {
        let kind = self.peek().ok_or_else(malformed)?;
        // These stand alone.
        if matches!(kind, 0x30..=0x3F) {
            self.at += 2;
            return Ok(());
        }
        let length = self
            .bytes(2)
            .map(u16::from_be_bytes)
            .ok_or_else(malformed)?;
        let style = match kind {
            marker::COD => Some(9),
            marker::COC => Some(6),
            marker::RGN if length != 5 => return Err(malformed()),
            _ => None,
        };
        if let Some(before) = style {
            self.style(usize::from(length), before)?;
        }
        if length < 2 {
            return Err(malformed());
        }
        self.at += 2 + usize::from(length);
        Ok(())
    }

    /// A coding style, whose parameters begin so many bytes after the marker (annex A.6.1).
    fn style(&self, length: usize, before: usize) -> Result<(), IntakeError> {
        // The flags come first, or after the number of the component.
        let flags_at = if before == 9 { 4 } else { 5 };
        let ([flags], [levels]) =
            (self.bytes(flags_at).zip(self.bytes(before))).ok_or_else(malformed)?;
        let stated = match flags & 1 {
            0 => 0,
            _ => usize::from(levels) + 1,
        };
        if levels > 32 || length != before + 3 + stated {
            return Err(malformed());
        }
        let mut precincts = 0;
        for level in 0..stated {
            let [exponents] = self.bytes(before + 5 + level).ok_or_else(malformed)?;
            let smaller = u32::from(levels) - level as u32;
            // Wherever the grid begins, one more than without an offset.
            let along = |length: u32, exponent: u8| {
                let length = u64::from(length).div_ceil(1 << smaller);
                length.div_ceil(1 << exponent) + 1
            };
            precincts +=
                along(self.size.width, exponents & 0x0F) * along(self.size.height, exponents >> 4);
        }
        if precincts > MAX_PRECINCTS {
            return Err(IntakeError::Corrupt(
                "more precincts than a portrait has".into(),
            ));
        }
        Ok(())
    }

    /// The marker here.
    fn peek(&self) -> Option<u8> {
        match self.bytes(0)? {
            [0xFF, kind] => Some(kind),
            _ => None,
        }
    }

    /// Bytes, counted from here.
    fn bytes<const N: usize>(&self, offset: usize) -> Option<[u8; N]> {
        let rest = self.stream.get(self.at.checked_add(offset)?..)?;
        rest.first_chunk().copied()
    }
}

fn malformed() -> IntakeError {
    IntakeError::Corrupt("a malformed header".into())
}
