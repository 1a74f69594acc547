use image::{ImageBuffer, ImageFormat, Rgb, Rgba};
use proptest::prelude::*;

use super::*;

/// A picture whose quarters are red, green (above), blue and white (below).
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x * 2 < width, y * 2 < height) {
            (true, true) => [255, 0, 0],
            (false, true) => [0, 255, 0],
            (true, false) => [0, 0, 255],
            (false, false) => [255, 255, 255],
        })
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn decoded(bytes: &[u8]) -> Result<Photo, IntakeError> {
    decode(bytes, &Limits::default())
}

#[track_caller]
fn assert_quarters(image: &RgbImage) {
    let (width, height) = image.dimensions();
    let expected = quarters(width, height);
    for (x, y) in [(1, 1), (3, 1), (1, 3), (3, 3)] {
        let (x, y) = (x * width / 4, y * height / 4);
        let (found, wanted) = (image.get_pixel(x, y).0, expected.get_pixel(x, y).0);
        let far = found
            .iter()
            .zip(wanted)
            .map(|(a, b)| a.abs_diff(b))
            .max()
            .unwrap();
        assert!(far < 40, "at {x},{y}: {found:?} instead of {wanted:?}");
    }
}

#[test]
fn every_format_is_read() {
    for (format, expected) in [
        (ImageFormat::Jpeg, Format::Jpeg),
        (ImageFormat::Png, Format::Png),
        (ImageFormat::WebP, Format::Webp),
        (ImageFormat::Gif, Format::Gif),
        (ImageFormat::Bmp, Format::Bmp),
        (ImageFormat::Tiff, Format::Tiff),
    ] {
        let photo = decoded(&encoded(&quarters(64, 48).into(), format)).unwrap();
        assert_eq!(
            (photo.format, photo.width, photo.height),
            (expected, 64, 48)
        );
        assert!(!photo.orientation_applied);
        assert_quarters(&photo.image);
    }
}

#[test]
fn progressive_jpeg_is_read() {
    assert_quarters(
        &decoded(include_bytes!("../../tests/data/progressive.jpg"))
            .unwrap()
            .image,
    );
}

#[test]
fn cmyk_jpeg_keeps_its_colours() {
    assert_quarters(
        &decoded(include_bytes!("../../tests/data/cmyk.jpg"))
            .unwrap()
            .image,
    );
}

#[test]
fn plain_rgb_jpeg_keeps_its_colours() {
    assert_quarters(
        &decoded(include_bytes!("../../tests/data/rgb-adobe.jpg"))
            .unwrap()
            .image,
    );
}

#[test]
fn sixteen_bits_become_eight() {
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> = ImageBuffer::from_fn(64, 64, |x, y| {
        Rgb(quarters(64, 64)
            .get_pixel(x, y)
            .0
            .map(|v| u16::from(v) * 257))
    });
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        assert_quarters(
            &decoded(&encoded(&deep.clone().into(), format))
                .unwrap()
                .image,
        );
    }
}

#[test]
fn transparency_is_laid_over_white() {
    let hidden = image::RgbaImage::from_pixel(8, 8, Rgba([10, 20, 30, 0]));
    let photo = decoded(&encoded(&hidden.into(), ImageFormat::Png)).unwrap();
    assert!(photo.image.pixels().all(|pixel| pixel.0 == [255; 3]));
}

#[test]
fn exif_orientation_is_applied() {
    // Stored 32 x 16, red left and green right, to be turned a quarter clockwise.
    let photo = decoded(include_bytes!("../../tests/data/exif-6.jpg")).unwrap();
    assert!(photo.orientation_applied);
    assert_eq!((photo.width, photo.height), (16, 32));
    let [top, bottom] = [
        photo.image.get_pixel(8, 4).0,
        photo.image.get_pixel(8, 28).0,
    ];
    assert!(top[0] > 200 && top[1] < 60, "{top:?}");
    assert!(bottom[1] > 200 && bottom[0] < 60, "{bottom:?}");
}

#[test]
fn moving_pictures_are_refused() {
    for bytes in [
        &include_bytes!("../../tests/data/animated.gif")[..],
        include_bytes!("../../tests/data/animated.png"),
        include_bytes!("../../tests/data/animated.webp"),
    ] {
        assert_eq!(decoded(bytes).unwrap_err(), IntakeError::Animated);
    }
}

#[test]
fn what_is_not_a_picture_is_named() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic....";
    let avif = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf....";
    let video = b"\0\0\0\x14ftypisom\0\0\0\0mp41....";
    assert_eq!(decoded(b"").unwrap_err(), IntakeError::Empty);
    assert_eq!(decoded(heic).unwrap_err(), IntakeError::Heic);
    assert_eq!(decoded(avif).unwrap_err(), IntakeError::Avif);
    assert_eq!(decoded(video).unwrap_err(), IntakeError::Unsupported);
    assert_eq!(decoded(b"%PDF-1.7\n").unwrap_err(), IntakeError::Pdf);
    assert_eq!(
        decoded(b"hello, I am a text").unwrap_err(),
        IntakeError::Unsupported
    );
    assert_eq!(
        decoded(b"<svg xmlns='a'/>").unwrap_err(),
        IntakeError::Unsupported
    );
}

#[test]
fn every_cut_of_every_format_is_an_error() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Bmp,
    ] {
        let bytes = encoded(&quarters(24, 24).into(), format);
        for length in 1..bytes.len() {
            let error = decoded(&bytes[..length]).err();
            assert!(
                error.is_some(),
                "{format:?} cut to {length} of {}",
                bytes.len()
            );
            if length * 2 > bytes.len() && format != ImageFormat::Bmp {
                assert_eq!(
                    error,
                    Some(IntakeError::Truncated),
                    "{format:?} cut to {length}"
                );
            }
        }
    }
}

#[test]
fn bounds_are_judged_from_the_header() {
    assert_eq!(
        decoded(&bomb(&quarters(8, 8).into(), 60_000)).unwrap_err(),
        IntakeError::TooManyPixels {
            width: 60_000,
            height: 60_000
        }
    );

    let small = Limits {
        max_pixels: 100,
        ..Limits::default()
    };
    let jpeg = encoded(&quarters(11, 10).into(), ImageFormat::Jpeg);
    assert_eq!(
        decode(&jpeg, &small).unwrap_err(),
        IntakeError::TooManyPixels {
            width: 11,
            height: 10
        }
    );

    let short = Limits {
        max_bytes: 10,
        ..Limits::default()
    };
    assert_eq!(
        decode(&jpeg, &short).unwrap_err(),
        IntakeError::TooLarge {
            bytes: jpeg.len(),
            limit: 10
        }
    );
}

#[test]
fn deep_pictures_weigh_more() {
    let flat = DynamicImage::from(quarters(8, 8));
    // As many pixels as are allowed: 192 MB of eight bits in three channels.
    assert!(matches!(
        decoded(&bomb(&flat, 8_000)).unwrap_err(),
        IntakeError::Truncated | IntakeError::Corrupt(_)
    ));
    // 512 MB of sixteen bits in four.
    assert_eq!(
        decoded(&bomb(&flat.into_rgba16().into(), 8_000)).unwrap_err(),
        IntakeError::TooManyPixels {
            width: 8_000,
            height: 8_000
        }
    );
}

/// A PNG that claims to have so many pixels a side, and has not.
fn bomb(image: &DynamicImage, side: u32) -> Vec<u8> {
    let mut bytes = encoded(image, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// The checksum of PNG chunks (ISO/IEC 15948 annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    })
}

#[test]
fn reencoding_gives_a_plain_jpeg() {
    let bytes = reencode(&quarters(64, 64));
    let photo = decoded(&bytes).unwrap();
    assert_eq!(photo.format, Format::Jpeg);
    assert_quarters(&photo.image);
    assert!(reencode(&RgbImage::new(0, 5)).is_empty());
}

#[test]
fn shrinking_keeps_the_shape() {
    assert_eq!(shrink(&quarters(400, 200), 100).dimensions(), (100, 50));
    assert_eq!(shrink(&quarters(40, 20), 100).dimensions(), (40, 20));
    assert_eq!(shrink(&quarters(4000, 1), 100).dimensions(), (100, 1));
}

fn samples() -> impl Strategy<Value = Vec<u8>> {
    let formats = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ];
    let mut files: Vec<Vec<u8>> = formats
        .iter()
        .map(|&format| encoded(&quarters(20, 14).into(), format))
        .collect();
    files.push(include_bytes!("../../tests/data/cmyk.jpg").to_vec());
    files.push(include_bytes!("../../tests/data/rgb-adobe.jpg").to_vec());
    files.push(include_bytes!("../../tests/data/progressive.jpg").to_vec());
    files.push(include_bytes!("../../tests/data/exif-6.jpg").to_vec());
    prop::sample::select(files)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = decoded(&bytes);
    }

    #[test]
    fn damaged_pictures_never_panic(
        mut bytes in samples(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        for (index, value) in damage {
            let index = index.index(bytes.len());
            bytes[index] = value;
        }
        let limits = Limits { max_pixels: 1_000_000, ..Limits::default() };
        if let Ok(photo) = decode(&bytes, &limits) {
            prop_assert!(u64::from(photo.width) * u64::from(photo.height) <= 1_000_000);
            prop_assert_eq!((photo.width, photo.height), photo.image.dimensions());
        }
        let _ = decode(&bytes[..cut.index(bytes.len())], &limits);
    }
}
