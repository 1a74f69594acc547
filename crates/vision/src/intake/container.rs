//! Walks the outside of a picture file without decoding pixels: which format it is, whether it
//! is complete, whether it moves. Linear in the file's length, allocates nothing.

use std::borrow::Cow;

use super::{Format, IntakeError};

/// JPEG scans beyond this are refused: each scan passes over the whole picture, so a small file
/// with thousands of scans is a way to burn time. Progressive encoders write about ten.
const MAX_SCANS: usize = 64;

pub(super) enum Sniffed {
    Image(Format),
    Heic,
    Avif,
    Pdf,
    Unknown,
}

/// Recognises a file by its first bytes.
pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..offset + magic.len())
            .is_some_and(|found| found == magic)
    };
    if starts(b"\xFF\xD8\xFF") {
        Sniffed::Image(Format::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1A\n") {
        Sniffed::Image(Format::Png)
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        Sniffed::Image(Format::Webp)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Sniffed::Image(Format::Gif)
    } else if starts(b"BM") && bytes.len() >= 26 {
        Sniffed::Image(Format::Bmp)
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Sniffed::Image(Format::Tiff)
    } else if at(4, b"ftyp") {
        sniff_iso_media(bytes)
    } else if bytes[..bytes.len().min(1024)]
        .windows(5)
        .any(|window| window == b"%PDF-")
    {
        // Readers of PDF accept the header anywhere in the first kilobyte.
        Sniffed::Pdf
    } else {
        Sniffed::Unknown
    }
}

/// ISO base media files (ISO/IEC 14496-12) name what they are in their `ftyp` box: a major
/// brand, a version, and compatible brands, four bytes each.
fn sniff_iso_media(bytes: &[u8]) -> Sniffed {
    let length = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
    let brands = &bytes[8..length.clamp(12, 256).min(bytes.len()).max(8)];
    let mut found = Sniffed::Unknown;
    for brand in brands.chunks_exact(4) {
        match brand {
            b"avif" | b"avis" => return Sniffed::Avif,
            b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
                found = Sniffed::Heic;
            }
            _ => {}
        }
    }
    found
}

/// Refuses files that are incomplete, that move, or whose structure would cost too much.
/// Gives the bytes to decode: the file itself, or a repaired copy.
pub(super) fn inspect(bytes: &[u8], format: Format) -> Result<Cow<'_, [u8]>, IntakeError> {
    let mut walk = Walk { bytes, at: 0 };
    match format {
        Format::Jpeg => return Ok(walk.jpeg()?.repair(bytes)),
        Format::Png => walk.png()?,
        Format::Webp => walk.webp()?,
        Format::Gif => walk.gif()?,
        // Fixed-size pixel data: their decoders notice a missing end.
        Format::Bmp | Format::Tiff => {}
    }
    Ok(Cow::Borrowed(bytes))
}

/// Where the parts of a JPEG stand that name its colour components.
#[derive(Default)]
struct JpegOutline {
    /// The transform of the Adobe segment (Adobe Technical Note 5116).
    adobe_transform: Option<u8>,
    /// Offset and body of the frame header.
    frame: Option<usize>,
    /// Offsets of the scan headers' bodies.
    scans: Vec<usize>,
}

impl JpegOutline {
    /// An Adobe segment with transform 0 means CMYK for four components and plain RGB for three.
    /// The decoder takes it for CMYK always, and shows such RGB files black, unless their
    /// components are called R, G and B: so they are renamed.
    fn repair(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        let (Some(0), Some(frame)) = (self.adobe_transform, self.frame) else {
            return Cow::Borrowed(bytes);
        };
        // Frame header: precision, height (2), width (2), count, then three bytes a component.
        let Some(&[_, _, _, _, _, 3, first, _, _, second, _, _, third, ..]) =
            bytes.get(frame..).and_then(<[u8]>::first_chunk::<15>)
        else {
            return Cow::Borrowed(bytes);
        };
        let mut copy = bytes.to_vec();
        let rename = |id: &mut u8| {
            *id = match *id {
                id if id == first => b'R',
                id if id == second => b'G',
                id if id == third => b'B',
                id => id,
            };
        };
        (0..3).for_each(|component| rename(&mut copy[frame + 6 + 3 * component]));
        for scan in self.scans {
            // Scan header: count, then two bytes a component.
            let count = usize::from(copy.get(scan).copied().unwrap_or(0));
            for component in 0..count {
                if let Some(id) = copy.get_mut(scan + 1 + 2 * component) {
                    rename(id);
                }
            }
        }
        Cow::Owned(copy)
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], IntakeError> {
        let end = self.at.checked_add(count).ok_or(IntakeError::Truncated)?;
        let taken = self.bytes.get(self.at..end).ok_or(IntakeError::Truncated)?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, IntakeError> {
        Ok(self.take(1)?[0])
    }

    /// The next JPEG marker: 0xFF, any number of fill bytes 0xFF, then the code.
    fn marker(&mut self) -> Result<u8, IntakeError> {
        if self.byte()? != 0xFF {
            return Err(IntakeError::Corrupt("expected a JPEG marker".into()));
        }
        loop {
            let code = self.byte()?;
            if code != 0xFF {
                return Ok(code);
            }
        }
    }

    fn segment(&mut self) -> Result<&'a [u8], IntakeError> {
        let length = self.take(2)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let body = length
            .checked_sub(2)
            .ok_or_else(|| IntakeError::Corrupt("JPEG segment without length".into()))?;
        self.take(body)
    }

    /// ITU-T T.81 annex B: segments, then scans of entropy-coded data in which 0xFF is followed
    /// by 0x00 or a restart marker, up to the end-of-image marker. What follows is not ours:
    /// cameras append previews there.
    fn jpeg(&mut self) -> Result<JpegOutline, IntakeError> {
        let mut outline = JpegOutline::default();
        self.take(2)?;
        loop {
            let code = self.marker()?;
            let body = self.at + 2;
            match code {
                0xD9 if outline.scans.is_empty() => {
                    return Err(IntakeError::Corrupt("JPEG without a scan".into()));
                }
                0xD9 => return Ok(outline),
                0x01 | 0xD0..=0xD8 => {}
                0xDA => {
                    if outline.scans.len() == MAX_SCANS {
                        return Err(IntakeError::Corrupt("JPEG with too many scans".into()));
                    }
                    outline.scans.push(body);
                    self.segment()?;
                    self.skip_entropy()?;
                }
                0xC0..=0xC2 => {
                    outline.frame = Some(body);
                    self.segment()?;
                }
                0xEE => {
                    let adobe = self.segment()?;
                    if adobe.starts_with(b"Adobe") {
                        outline.adobe_transform = adobe.get(11).copied();
                    }
                }
                _ => {
                    self.segment()?;
                }
            }
        }
    }

    fn skip_entropy(&mut self) -> Result<(), IntakeError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mut from = 0;
        while let Some(offset) = rest[from..].iter().position(|&byte| byte == 0xFF) {
            let marker = from + offset;
            match rest.get(marker + 1) {
                Some(0x00 | 0xD0..=0xD7) => from = marker + 2,
                Some(0xFF) => from = marker + 1,
                Some(_) => {
                    self.at += marker;
                    return Ok(());
                }
                None => break,
            }
        }
        Err(IntakeError::Truncated)
    }

    /// PNG (ISO/IEC 15948): length, type, data, checksum; `acTL` announces an animation.
    fn png(&mut self) -> Result<(), IntakeError> {
        self.take(8)?;
        loop {
            let head = self.take(8)?;
            let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
            match &head[4..8] {
                b"acTL" => return Err(IntakeError::Animated),
                kind => {
                    self.take(length.saturating_add(4))?;
                    if kind == b"IEND" {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// RIFF: a length for the whole; in `VP8X`, the second bit of the flags announces animation.
    fn webp(&mut self) -> Result<(), IntakeError> {
        let head = self.take(12)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        if self.bytes.len() < length.saturating_add(8) {
            return Err(IntakeError::Truncated);
        }
        let chunk = self.take(9)?;
        if &chunk[..4] == b"VP8X" && chunk[8] & 0b10 != 0 {
            return Err(IntakeError::Animated);
        }
        Ok(())
    }

    /// GIF 89a: a second image descriptor makes it move.
    fn gif(&mut self) -> Result<(), IntakeError> {
        let screen = self.take(13)?;
        self.skip_color_table(screen[10])?;
        let mut frames = 0;
        loop {
            match self.byte()? {
                0x3B if frames > 0 => return Ok(()),
                0x21 => {
                    self.byte()?;
                    self.skip_sub_blocks()?;
                }
                0x2C => {
                    frames += 1;
                    if frames > 1 {
                        return Err(IntakeError::Animated);
                    }
                    let descriptor = self.take(9)?;
                    self.skip_color_table(descriptor[8])?;
                    self.byte()?;
                    self.skip_sub_blocks()?;
                }
                _ => return Err(IntakeError::Corrupt("unknown GIF block".into())),
            }
        }
    }

    fn skip_color_table(&mut self, flags: u8) -> Result<(), IntakeError> {
        if flags & 0x80 != 0 {
            self.take(3 << ((flags & 7) + 1))?;
        }
        Ok(())
    }

    fn skip_sub_blocks(&mut self) -> Result<(), IntakeError> {
        loop {
            match self.byte()? {
                0 => return Ok(()),
                length => self.take(usize::from(length))?,
            };
        }
    }
}
