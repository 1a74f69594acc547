//! Bytes that someone sent, to pixels that the house trusts.
//!
//! Every picture enters here, whoever sent it: an upload, a camera page, a chip. [`decode`] never
//! panics, never allocates for more pixels than [`Limits`] allow, and gives the same picture to
//! machine and moderator: upright, eight bits, three channels, transparency laid over white.
//!
//! Two decisions worth knowing:
//! - **Moving pictures are refused** ([`IntakeError::Animated`]), not reduced to their first
//!   frame: what a moderator's browser would play and what the checks judged must be the same.
//! - **Incomplete files are refused** ([`IntakeError::Truncated`]), although some decoders would
//!   fill the missing part with grey: half a document must not become evidence.

use std::io::{Cursor, ErrorKind};

use image::{
    DynamicImage, GenericImageView as _, ImageDecoder, ImageError, ImageReader, RgbImage,
    metadata::Orientation,
};

mod container;
mod jpeg_2000;

pub use jpeg_2000::jpeg_2000;

use container::Sniffed;

/// How much of a picture is accepted. All bounds are checked before pixels are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_bytes: usize,
    /// Largest width or height, in pixels.
    pub max_side: u32,
    /// Largest width times height, in pixels.
    pub max_pixels: u64,
    /// Largest size as the file stores it, decoded, in bytes: deep and many channels weigh more.
    pub max_decoded: u64,
}

impl Default for Limits {
    /// 50 MiB, 20,000 pixels a side, 64 million pixels, 256 MiB decoded: above what phone cameras
    /// store by default, below what would hurt a worker. At most two copies are held at once: as
    /// stored, and in eight bits and three channels (192 MB).
    fn default() -> Self {
        Self {
            max_bytes: 50 << 20,
            max_side: 20_000,
            max_pixels: 64_000_000,
            max_decoded: 256 << 20,
        }
    }
}

impl Limits {
    /// Of a portrait on a chip: files there are a few dozen kilobytes, and pictures no larger than
    /// a phone's screen.
    #[must_use]
    pub fn chip() -> Self {
        Self {
            max_bytes: 1 << 20,
            max_side: 4_096,
            max_pixels: 8_000_000,
            max_decoded: 32 << 20,
        }
    }
}

/// What the file was before it became pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
    Bmp,
    Tiff,
}

impl Format {
    /// The registered media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
        }
    }

    fn image_format(self) -> image::ImageFormat {
        match self {
            Self::Jpeg => image::ImageFormat::Jpeg,
            Self::Png => image::ImageFormat::Png,
            Self::Webp => image::ImageFormat::WebP,
            Self::Gif => image::ImageFormat::Gif,
            Self::Bmp => image::ImageFormat::Bmp,
            Self::Tiff => image::ImageFormat::Tiff,
        }
    }
}

/// A decoded, upright picture.
#[derive(Debug, Clone)]
pub struct Photo {
    /// Pixels, upright, 8-bit RGB, transparency laid over white.
    pub image: RgbImage,
    /// What the file was.
    pub format: Format,
    /// Width of `image` (after turning), in pixels.
    pub width: u32,
    /// Height of `image` (after turning), in pixels.
    pub height: u32,
    /// Whether the file said that it must be turned or mirrored (EXIF), and it was.
    pub orientation_applied: bool,
}

/// Why bytes are not a usable picture. Each deserves its own words to the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, more than the {limit} allowed")]
    TooLarge { bytes: usize, limit: usize },
    #[error("the file is not a picture of a known kind")]
    Unsupported,
    /// High-efficiency pictures as phones store them (HEIC, HEIF): the person can choose "most
    /// compatible" in the camera's settings, or take the photo on the page.
    #[error("the picture is in the HEIC format, which is not read")]
    Heic,
    #[error("the picture is in the AVIF format, which is not read")]
    Avif,
    #[error("the file is a PDF document, not a picture")]
    Pdf,
    #[error("the picture has {width} x {height} pixels, more than allowed")]
    TooManyPixels { width: u32, height: u32 },
    #[error("the picture moves; a still photo is needed")]
    Animated,
    #[error("the file ends before the picture does")]
    Truncated,
    /// Damaged or malformed; the text is the decoder's and is for logs, not for persons.
    #[error("the picture is damaged: {0}")]
    Corrupt(String),
}

impl IntakeError {
    /// A stable word for findings, logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::Unsupported => "unsupported",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Pdf => "pdf",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::Animated => "animated",
            Self::Truncated => "truncated",
            Self::Corrupt(_) => "corrupt",
        }
    }
}

/// Decodes a picture of any accepted format, upright.
///
/// The format is recognised by content; names and declared media types are not believed.
/// Bounds are judged from the header, so that a pixel bomb costs nothing.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Photo, IntakeError> {
    if bytes.is_empty() {
        return Err(IntakeError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(IntakeError::TooLarge {
            bytes: bytes.len(),
            limit: limits.max_bytes,
        });
    }
    let format = match container::sniff(bytes) {
        Sniffed::Image(format) => format,
        Sniffed::Heic => return Err(IntakeError::Heic),
        Sniffed::Avif => return Err(IntakeError::Avif),
        Sniffed::Pdf => return Err(IntakeError::Pdf),
        Sniffed::Unknown => return Err(IntakeError::Unsupported),
    };
    let bytes = container::inspect(bytes, format)?;

    let mut reader = ImageReader::with_format(Cursor::new(&*bytes), format.image_format());
    reader.limits(decoder_limits(limits));
    let mut decoder = reader.into_decoder().map_err(|error| corrupt(&error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(IntakeError::Corrupt("no pixels".into()));
    }
    let pixels = u64::from(width) * u64::from(height);
    if width > limits.max_side
        || height > limits.max_side
        || pixels > limits.max_pixels
        || decoder.total_bytes() > limits.max_decoded
    {
        return Err(IntakeError::TooManyPixels { width, height });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| corrupt(&error))?;
    // Turned last, when it is smallest.
    let mut upright = DynamicImage::from(flatten(decoded));
    upright.apply_orientation(orientation);
    let image = upright.into_rgb8();
    Ok(Photo {
        width: image.width(),
        height: image.height(),
        image,
        format,
        orientation_applied: orientation != Orientation::NoTransforms,
    })
}

/// Writes a picture anew as a JPEG of quality 90, with nothing of the sender's file in it:
/// what moderators are shown. A picture without pixels, or wider than JPEG allows (65,535),
/// gives no bytes.
pub fn reencode(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90);
    match image.write_with_encoder(encoder) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

/// A copy no larger than `max_side` pixels on its longer side; never enlarged.
pub fn shrink(image: &RgbImage, max_side: u32) -> RgbImage {
    let longer = image.width().max(image.height());
    if longer <= max_side {
        return image.clone();
    }
    let scale = f64::from(max_side) / f64::from(longer);
    let side = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    image::imageops::thumbnail(image, side(image.width()), side(image.height()))
}

fn decoder_limits(limits: &Limits) -> image::Limits {
    let mut bounds = image::Limits::default();
    // The picture, and as much again for the decoder's own buffers. Sides and sizes are compared
    // by `decode` itself, which can then name them in the error.
    bounds.max_alloc = Some(limits.max_decoded.saturating_mul(2).saturating_add(1 << 20));
    bounds
}

fn corrupt(error: &ImageError) -> IntakeError {
    if let ImageError::IoError(io) = error
        && io.kind() == ErrorKind::UnexpectedEof
    {
        return IntakeError::Truncated;
    }
    IntakeError::Corrupt(error.to_string())
}

/// To opaque 8-bit RGB. Transparent pixels are laid over white, as every viewer would, so that
/// colours hidden under transparency reach nobody.
fn flatten(decoded: DynamicImage) -> RgbImage {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8();
    }
    // Pixel by pixel, without a copy of four channels between.
    RgbImage::from_fn(decoded.width(), decoded.height(), |x, y| {
        let [r, g, b, alpha] = decoded.get_pixel(x, y).0;
        let over = |value: u8| {
            let alpha = u32::from(alpha);
            ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

#[cfg(test)]
mod tests;
