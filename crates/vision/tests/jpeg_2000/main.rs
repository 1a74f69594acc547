//! Portraits in JPEG 2000, written by another encoder (OpenJPEG 2.5.0, `opj_compress`), and bytes
//! that only look like one. The pictures show a pattern that [`colour`] and [`grey`] give:
//!
//! ```text
//! grey, rgb, one_*   as it encodes by default: lossless, six resolutions, 64 by 64 code blocks
//! no_levels          -n 1               no_transform   -mct 0
//! tiles              -t 16,16 -n 3      tiles_of_one   -t 1,1 -n 1
//! layers             -r 20,8,1          lossy          -I -r 6
//! shifted            -ROI c=0,U=7       switches       -M 63
//! precincts          -c [32,32],[16,16] -p RPCL -SOP -EPH -n 4 -b 16,16
//! parts              -p CPRL -TP R -t 32,32 -n 3
//! offset             -d 7,5 -T 3,2 -t 32,32 -n 3
//! deep               twelve bits of grey
//! alpha              grey, and how opaque it is
//! halved             luminance and colours of half its size (sYCC, 4:2:0)
//! ```

use bonafide_vision::intake::{IntakeError, jpeg_2000};
use image::{Rgb, RgbImage};
use proptest::prelude::*;

macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("pictures/", $name)))),*]
    };
}

const COLOURED: [(&str, &[u8]); 11] = pictures![
    "rgb.jp2",
    "rgb.j2k",
    "no_levels.j2k",
    "no_transform.j2k",
    "tiles.j2k",
    "layers.jp2",
    "shifted.j2k",
    "switches.j2k",
    "precincts.j2k",
    "parts.j2k",
    "offset.j2k",
];
const GREY: [(&str, &[u8]); 3] = pictures!["grey.jp2", "deep.jp2", "alpha.jp2"];
const SMALL: [(&str, &[u8]); 3] = pictures!["tiles_of_one.j2k", "one_pixel.jp2", "one_column.jp2"];
const LOSSY: [(&str, &[u8]); 2] = pictures!["lossy.jp2", "halved.jp2"];

fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    COLOURED.into_iter().chain(GREY).chain(SMALL).chain(LOSSY)
}

fn named(name: &str) -> &'static [u8] {
    all()
        .find(|(other, _)| *other == name)
        .expect("a picture")
        .1
}

fn colour(x: u32, y: u32) -> [u8; 3] {
    let square = if (x / 8 + y / 8) % 2 == 1 { 200 } else { 40 };
    [(x * 4) as u8, (y * 5) as u8, square]
}

fn grey(x: u32, y: u32) -> [u8; 3] {
    [(x * 3 + y * 2) as u8; 3]
}

#[track_caller]
fn assert_shows(bytes: &[u8], size: (u32, u32), pattern: fn(u32, u32) -> [u8; 3], name: &str) {
    let picture = jpeg_2000(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let expected = RgbImage::from_fn(size.0, size.1, |x, y| Rgb(pattern(x, y)));
    assert_eq!(picture.dimensions(), size, "{name}");
    assert!(picture == expected, "{name} shows something else");
}

#[test]
fn lossless_pictures_are_exact() {
    for (name, bytes) in COLOURED {
        assert_shows(bytes, (61, 47), colour, name);
    }
    for (name, bytes) in GREY {
        assert_shows(bytes, (61, 47), grey, name);
    }
    assert_shows(named("tiles_of_one.j2k"), (9, 5), colour, "tiles of one");
    assert_shows(named("one_pixel.jp2"), (1, 1), colour, "one pixel");
    assert_shows(named("one_column.jp2"), (1, 40), grey, "one column");
}

#[test]
fn lossy_pictures_are_near() {
    type Pattern = fn(u32, u32) -> [u8; 3];
    let expected: [((u32, u32), Pattern); 2] = [((61, 47), colour), ((60, 46), grey)];
    for ((name, bytes), (size, pattern)) in LOSSY.into_iter().zip(expected) {
        let picture = jpeg_2000(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(picture.dimensions(), size, "{name}");
        let difference: u64 = picture
            .enumerate_pixels()
            .flat_map(|(x, y, pixel)| pixel.0.into_iter().zip(pattern(x, y)))
            .map(|(found, wanted)| u64::from(found.abs_diff(wanted)))
            .sum();
        let mean = difference as f64 / (f64::from(size.0) * f64::from(size.1) * 3.0);
        assert!(mean < 8.0, "{name}: {mean}");
    }
}

/// What real files have around the code stream, or lack.
#[test]
fn odd_files_are_read() {
    let whole = named("rgb.jp2");
    let at = |kind: &[u8]| {
        whole
            .windows(4)
            .position(|four| four == kind)
            .expect("a box")
    };
    // No colour box: three components are red, green and blue.
    let mut without_colours = whole.to_vec();
    without_colours[at(b"colr")..][..4].copy_from_slice(b"free");
    assert_shows(&without_colours, (61, 47), colour, "no colour box");
    // Lengths of zero, to the end of the file, and in 64 bits.
    let stream = at(b"jp2c") - 4;
    let mut to_the_end = whole.to_vec();
    to_the_end[stream..][..4].fill(0);
    assert_shows(&to_the_end, (61, 47), colour, "to the end");
    let length = (whole.len() - stream + 8) as u64;
    let long = [
        &whole[..stream],
        &[0, 0, 0, 1],
        b"jp2c",
        &length.to_be_bytes(),
        &whole[stream + 8..],
    ]
    .concat();
    assert_shows(&long, (61, 47), colour, "in 64 bits");
    // Filled up, as chips do with the file around it; a box that claims more than there is.
    let filled = [whole, &[0; 100]].concat();
    assert_shows(&filled, (61, 47), colour, "filled up");
    let mut beyond = whole.to_vec();
    beyond[stream] = 0x7F;
    assert_shows(&beyond, (61, 47), colour, "beyond the end");
    // Without the marker that ends it.
    let stream = named("rgb.j2k");
    assert_shows(&stream[..stream.len() - 2], (61, 47), colour, "no end");
}

/// What is not a portrait, told apart before anything is decoded.
#[test]
fn what_no_portrait_has_is_refused() {
    let file = named("rgb.jp2");
    let stream = named("rgb.j2k");
    let sized = |change: &[(usize, u32)]| {
        let mut bytes = stream.to_vec();
        for (at, number) in change {
            bytes[8 + at * 4..][..4].copy_from_slice(&number.to_be_bytes());
        }
        jpeg_2000(&bytes)
    };
    // Billions of pixels, a side beyond the bound, and more pixels than any portrait.
    for size in [(60_000, 60_000), (5_000, 10), (2_000, 2_000)] {
        let change = [(0, size.0), (1, size.1), (4, size.0), (5, size.1)];
        let expected = IntakeError::TooManyPixels {
            width: size.0,
            height: size.1,
        };
        assert_eq!(sized(&change), Err(expected));
    }
    // Four billion tiles of one pixel, on a grid that begins far out.
    let far = u32::MAX - 1;
    let tiles = [
        (0, far),
        (1, far),
        (2, far - 60),
        (3, far - 40),
        (4, 1),
        (5, 1),
    ];
    assert!(matches!(sized(&tiles), Err(IntakeError::Corrupt(_))));
    assert!(matches!(
        sized(&[(0, 1_000), (1, 1_000), (4, 1), (5, 1)]),
        Err(IntakeError::Corrupt(_))
    ));
    // No tile size, and an area that ends before it begins.
    assert!(matches!(sized(&[(4, 0)]), Err(IntakeError::Corrupt(_))));
    assert!(matches!(sized(&[(2, 100)]), Err(IntakeError::Corrupt(_))));
    // Precincts of one pixel, of which the decoder would keep millions; in the main header, and in a tile's.
    let small = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        for at in [8, 12, 24, 28] {
            bytes[at..at + 4].copy_from_slice(&1_700_u32.to_be_bytes());
        }
        let style = bytes
            .windows(2)
            .position(|two| two == [0xFF, 0x52])
            .expect("a coding style");
        bytes[style + 14..style + 18].fill(0);
        (bytes, style)
    };
    let (precincts, style) = small(named("precincts.j2k"));
    assert_eq!(
        jpeg_2000(&precincts),
        Err(IntakeError::Corrupt(
            "more precincts than a portrait has".into()
        ))
    );
    let tile = precincts
        .windows(2)
        .position(|two| two == [0xFF, 0x90])
        .expect("a tile")
        + 12;
    let hidden = [
        &precincts[..style + 14],
        &[0xFF; 4],
        &precincts[style + 18..tile],
        &precincts[style..style + 18],
        &precincts[tile..],
    ]
    .concat();
    assert_eq!(
        jpeg_2000(&hidden),
        Err(IntakeError::Corrupt(
            "more precincts than a portrait has".into()
        ))
    );
    // A segment whose length hides what the decoder would read.
    let mut longer = precincts;
    longer[style + 3] += 4;
    assert!(matches!(jpeg_2000(&longer), Err(IntakeError::Corrupt(_))));
    // Sixteen thousand components.
    let mut many = stream.to_vec();
    many[40..42].copy_from_slice(&[0x3F, 0xFF]);
    assert!(matches!(jpeg_2000(&many), Err(IntakeError::Corrupt(_))));
    let length = 38 + 3 * 0x3FFF_u16;
    many[4..6].copy_from_slice(&length.to_be_bytes());
    assert_eq!(jpeg_2000(&many), Err(IntakeError::Unsupported));
    // A palette: each of its entries would cost a picture.
    let header = file
        .windows(4)
        .position(|four| four == b"colr")
        .expect("a box");
    let mut palette = file.to_vec();
    palette[header..][..4].copy_from_slice(b"pclr");
    assert_eq!(jpeg_2000(&palette), Err(IntakeError::Unsupported));
    // Two code streams, of which decoders take the one or the other.
    let boxed = file
        .windows(4)
        .position(|four| four == b"jp2c")
        .expect("a box")
        - 4;
    let twice = [file, &file[boxed..]].concat();
    assert!(matches!(jpeg_2000(&twice), Err(IntakeError::Corrupt(_))));
    assert!(matches!(
        jpeg_2000(&file[..boxed]),
        Err(IntakeError::Corrupt(_))
    ));
    assert_eq!(jpeg_2000(b""), Err(IntakeError::Unsupported));
    assert_eq!(
        jpeg_2000(&vec![0; 2 << 20]),
        Err(IntakeError::TooLarge {
            bytes: 2 << 20,
            limit: 1 << 20
        })
    );
}

#[test]
fn cut_anywhere() {
    for (_, bytes) in all() {
        for end in (0..bytes.len()).step_by(7) {
            let _ = jpeg_2000(&bytes[..end]);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = jpeg_2000(&bytes);
        let header = &named("tiles.j2k")[..90];
        let _ = jpeg_2000(&[header, &bytes].concat());
    }

    #[test]
    fn changed_bytes(
        picture in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let pictures: Vec<_> = all().collect();
        let mut bytes = pictures[picture.index(pictures.len())].1.to_vec();
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        if let Ok(picture) = jpeg_2000(&bytes) {
            prop_assert!(u64::from(picture.width()) * u64::from(picture.height()) <= 3_000_000);
        }
    }
}
