//! Codes on documents: PDF417, QR and linear ones (Code 128, Code 39, Interleaved 2 of 5), found and decoded on a
//! straightened document, and what such codes are known to say ([`content`]). A code is nobody's signature: what
//! it says is held against the rest of the document and proves nothing by itself.
//!
//! The decoder is another project's, and its input is a stranger's picture: it gets one bounded picture, gives at
//! most one code of each kind, and should it panic, no code was found.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{GrayImage, imageops};
use rxing::common::{DetectorRXingResult as _, HybridBinarizer};
use rxing::oned::MultiFormatOneDReader;
use rxing::pdf417::PDF417Reader;
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader};

mod content;

pub use content::{Content, Fields, content};

/// The longest side of a picture that is searched, in pixels; larger ones are reduced. The narrowest bars of
/// codes on cards are 0.17 mm (AAMVA DL/ID Card Design Standard, annex D): 3 pixels.
const SIDE: u32 = 1_600;
/// What is smaller holds no code that could be read.
const LEAST: u32 = 60;
/// Narrower modules of QR codes are not looked for, in pixels.
const MODULE: u32 = 2;
/// A picture may be full of squares that look like a QR code's corners: so many are looked at, the largest,
/// and so many ways to put three of them together, the likeliest.
const CORNERS: usize = 48;
const TRIES: usize = 48;
/// The longest text that is kept, in bytes: twice what a document's PDF417 has room for.
const LONGEST: usize = 4_096;

/// The kind of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbology {
    /// ISO/IEC 15438.
    Pdf417,
    /// ISO/IEC 18004.
    Qr,
    /// One row of bars.
    Linear,
}

impl Symbology {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf417 => "pdf417",
            Self::Qr => "qr",
            Self::Linear => "linear",
        }
    }
}

/// A code that was read. What it says may be personal, so that only its kind is ever printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    /// Its kind.
    pub symbology: Symbology,
    /// Its text: never empty, at most 4,096 bytes.
    pub text: String,
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Code({})", self.symbology.as_str())
    }
}

/// The codes of a picture: the first of each kind that is found.
pub fn read(picture: &GrayImage) -> Vec<Code> {
    let longer = picture.width().max(picture.height());
    if picture.width().min(picture.height()) < LEAST {
        return Vec::new();
    }
    if longer > SIDE {
        let scaled = |part: u32| (u64::from(part) * u64::from(SIDE) / u64::from(longer)) as u32;
        let size = (scaled(picture.width()), scaled(picture.height()));
        if size.0.min(size.1) < LEAST {
            return Vec::new();
        }
        return read(&imageops::thumbnail(picture, size.0, size.1));
    }
    let linear = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([
            BarcodeFormat::CODE_128,
            BarcodeFormat::CODE_39,
            BarcodeFormat::ITF,
        ])),
        ..DecodeHints::default()
    };
    let hints = DecodeHints::default();
    [
        attempt(picture, Symbology::Pdf417, |bitmap| {
            decode(&mut PDF417Reader, bitmap, &hints)
        }),
        attempt(picture, Symbology::Qr, qr),
        attempt(picture, Symbology::Linear, |bitmap| {
            decode(&mut MultiFormatOneDReader::new(&linear), bitmap, &linear)
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

type Bitmap = BinaryBitmap<HybridBinarizer<Luma8LuminanceSource>>;

fn decode(reader: &mut impl Reader, bitmap: &mut Bitmap, hints: &DecodeHints) -> Option<String> {
    let found = reader.decode_with_hints(bitmap, hints).ok()?;
    Some(found.getText().to_owned())
}

/// The library's own reader tries whatever could be a code, without an end.
fn qr(bitmap: &mut Bitmap) -> Option<String> {
    let bits = bitmap.get_black_matrix();
    let mut corners = FindFinderPatterns(bits, false, MODULE);
    corners.sort_by_key(|corner| std::cmp::Reverse(corner.size));
    corners.truncate(CORNERS);
    let sets = GenerateFinderPatternSets(&mut corners);
    sets.iter().take(TRIES).find_map(|set| {
        let sampled = SampleQR(bits, set).ok()?;
        let decoded = Decode(sampled.getBits()).ok()?;
        decoded.isValid().then(|| decoded.text())
    })
}

fn attempt(
    picture: &GrayImage,
    symbology: Symbology,
    read: impl Fn(&mut Bitmap) -> Option<String>,
) -> Option<Code> {
    let (width, height) = picture.dimensions();
    let decode = || {
        let source = Luma8LuminanceSource::new(picture.as_raw().clone(), width, height).ok()?;
        read(&mut BinaryBitmap::new(HybridBinarizer::new(source)))
    };
    // Nothing outlives a panic: the reader is dropped with what it was given.
    let text = catch_unwind(AssertUnwindSafe(decode)).ok()??;
    let fits = !text.trim().is_empty() && text.len() <= LONGEST;
    fits.then_some(Code { symbology, text })
}
