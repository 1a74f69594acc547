//! Faces on real photographs: the public-domain portraits that `cargo xtask portraits` puts into
//! the cache. Without them, or without models, the tests say so and pass.

use std::{path::PathBuf, sync::LazyLock};

use bonafide_vision::{
    face::{DEFAULT_THRESHOLD, Effort, Embedded, Engine, FaceError, Quality, aligned},
    fingerprint::Fingerprint,
    intake::{Limits, decode, reencode},
};
use image::{Rgb, RgbImage, imageops};

static ENGINE: LazyLock<Option<Engine>> = LazyLock::new(|| Engine::load().ok());

/// The engine, or nothing and a word about it.
macro_rules! engine {
    () => {
        match ENGINE.as_ref() {
            Some(engine) => engine,
            None => {
                eprintln!("skipped: no models, run `cargo xtask models`");
                return;
            }
        }
    };
}

macro_rules! portrait {
    ($name:literal) => {
        match portrait($name) {
            Some(photo) => photo,
            None => {
                eprintln!("skipped: no portraits, run `cargo xtask portraits`");
                return;
            }
        }
    };
}

fn portrait(name: &str) -> Option<RgbImage> {
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
    let bytes = std::fs::read(cache.join("bonafide/test-portraits").join(name)).ok()?;
    Some(decode(&bytes, &Limits::default()).unwrap().image)
}

/// A portrait as documents show it: 75 pixels wide, grey, noisy, compressed.
fn printed(engine: &Engine, photo: &RgbImage) -> RgbImage {
    let face = engine.detect(photo).unwrap().swap_remove(0);
    let [left, top, width, height] = face.bounds.map(|value| value as i64);
    let margin = width * 2 / 5;
    let (x, y) = ((left - margin).max(0) as u32, (top - margin).max(0) as u32);
    let (w, h) = ((width + 2 * margin) as u32, (height + 2 * margin) as u32);
    let crop = imageops::crop_imm(photo, x, y, w, h).to_image();
    let mut small = imageops::resize(&crop, 75, 75 * h / w, imageops::FilterType::Triangle);
    let mut state = 7u32;
    for pixel in small.pixels_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 24) as i32 % 17 - 8;
        let [r, g, b] = pixel.0.map(i32::from);
        let grey = ((299 * r + 587 * g + 114 * b) / 1000 + noise).clamp(0, 255) as u8;
        *pixel = Rgb([grey; 3]);
    }
    decode(&reencode(&small), &Limits::default()).unwrap().image
}

#[test]
fn one_person_is_near_and_two_are_far() {
    let engine = engine!();
    let embed = |photo: &RgbImage| engine.embed_photo(photo).unwrap().embedding;
    let a = [
        embed(&portrait!("person-a-1.jpg")),
        embed(&portrait!("person-a-2.jpg")),
        embed(&portrait!("person-a-3.jpg")),
    ];
    let others = [
        embed(&portrait!("person-b-1.jpg")),
        embed(&portrait!("person-c-1.png")),
    ];
    for (index, left) in a.iter().enumerate() {
        for right in &a[..index] {
            assert!(
                left.distance(right) < DEFAULT_THRESHOLD,
                "{}",
                left.distance(right)
            );
        }
        for other in &others {
            assert!(left.distance(other) > 0.7, "{}", left.distance(other));
        }
    }
    assert!(others[0].distance(&others[1]) > 0.7);
}

#[test]
fn a_small_grey_portrait_still_matches_and_says_what_it_is() {
    let engine = engine!();
    let photo = portrait!("person-a-1.jpg");
    let live = engine.embed_photo(&portrait!("person-a-3.jpg")).unwrap();
    let other = engine.embed_photo(&portrait!("person-b-1.jpg")).unwrap();
    let printed = engine.embed_photo(&printed(engine, &photo)).unwrap();
    let distance = printed.embedding.distance(&live.embedding);
    assert!(distance < DEFAULT_THRESHOLD, "{distance}");
    assert!(printed.embedding.distance(&other.embedding) > 0.65);
    assert!(printed.quality.eye_distance < 30.0, "{:?}", printed.quality);
    assert!(printed.quality.colour < 6.0, "{:?}", printed.quality);
    assert!(
        live.quality.eye_distance > 100.0 && live.quality.colour > 20.0,
        "{:?}",
        live.quality
    );
}

#[test]
fn turned_photos_give_the_same_face() {
    let engine = engine!();
    let photo = portrait!("person-c-1.png");
    let upright = engine.embed_photo(&photo).unwrap();
    for turned in [
        imageops::rotate90(&photo),
        imageops::rotate180(&photo),
        imageops::rotate270(&photo),
    ] {
        let found = engine.embed_photo(&turned).unwrap();
        let distance = found.embedding.distance(&upright.embedding);
        assert!(distance < 0.35, "{distance}");
    }
}

#[test]
fn a_small_face_in_a_large_photo_is_found() {
    let engine = engine!();
    let photo = portrait!("person-b-1.jpg");
    let mut wide = RgbImage::from_pixel(4000, 3000, Rgb([90, 120, 100]));
    let small = imageops::thumbnail(&photo, 300, 300 * photo.height() / photo.width());
    imageops::overlay(&mut wide, &small, 2900, 1700);
    let faces = engine.detect(&wide).unwrap();
    assert_eq!(faces.len(), 1);
    let [left, top, width, height] = faces[0].bounds;
    assert!(left > 2900.0 && top > 1700.0 && width < 200.0 && height < 200.0);
    let alone = engine.embed_photo(&photo).unwrap().embedding;
    let distance = engine.embed(&wide, &faces[0]).unwrap().distance(&alone);
    assert!(distance < 0.4, "{distance}");
}

#[test]
fn a_face_that_fills_the_photo_is_found() {
    let engine = engine!();
    let photo = portrait!("person-a-1.jpg");
    let whole = engine.embed_photo(&photo).unwrap();
    let [left, top, width, height] = whole.face.bounds.map(|value| value as u32);
    let tight = imageops::crop_imm(&photo, left, top, width, height).to_image();
    let found = engine.embed_photo(&tight).unwrap();
    assert!(found.embedding.distance(&whole.embedding) < 0.4);
}

#[test]
fn two_faces_are_two() {
    let engine = engine!();
    let left = imageops::thumbnail(&portrait!("person-a-1.jpg"), 500, 620);
    let right = imageops::thumbnail(&portrait!("person-c-1.png"), 620, 620);
    let mut both = RgbImage::from_pixel(1120, 620, Rgb([128; 3]));
    imageops::overlay(&mut both, &left, 0, 0);
    imageops::overlay(&mut both, &right, 500, 0);
    let faces = engine.detect(&both).unwrap();
    assert_eq!(faces.len(), 2);
    assert!(faces[0].area() >= faces[1].area());
}

#[test]
fn pictures_without_a_face_have_none() {
    let engine = engine!();
    let checks = RgbImage::from_fn(600, 400, |x, y| {
        Rgb([if (x / 20 + y / 20) % 2 == 0 { 230 } else { 30 }; 3])
    });
    let slope = RgbImage::from_fn(300, 900, |x, y| Rgb([x as u8, y as u8, 90]));
    for photo in [checks, slope, RgbImage::new(1, 1), RgbImage::new(640, 480)] {
        assert!(
            engine
                .detect_with(&photo, Effort::Thorough)
                .unwrap()
                .is_empty()
        );
        assert!(matches!(engine.embed_photo(&photo), Err(FaceError::NoFace)));
    }
    assert!(matches!(
        engine.embed_file(b"no picture"),
        Err(FaceError::Intake(_))
    ));
}

#[test]
fn a_blurred_face_is_less_sharp() {
    let engine = engine!();
    let photo = imageops::thumbnail(&portrait!("person-a-1.jpg"), 455, 568);
    let sharp = engine.embed_photo(&photo).unwrap();
    let blurred = imageops::fast_blur(&photo, 3.0);
    let soft = Quality::of(&blurred, &sharp.face.mesh);
    assert!(sharp.quality.sharpness > 3.0 * soft.sharpness, "{soft:?}");
    assert!(sharp.quality.yaw.abs() < 25.0 && sharp.quality.roll.abs() < 15.0);
}

#[test]
fn the_same_portrait_is_noticed_and_another_photo_is_not() {
    let engine = engine!();
    let photo = portrait!("person-a-1.jpg");
    let print = |photo: &RgbImage| {
        let Embedded { face, .. } = engine.embed_photo(photo).unwrap();
        Fingerprint::of(&aligned(photo, &face))
    };
    let original = print(&photo);
    let again = imageops::resize(&photo, 400, 500, imageops::FilterType::Triangle);
    let copy = print(&decode(&reencode(&again), &Limits::default()).unwrap().image);
    assert!(original.same_picture(&copy), "{}", original.distance(&copy));
    let other = print(&portrait!("person-a-3.jpg"));
    assert!(
        !original.same_picture(&other),
        "{}",
        original.distance(&other)
    );
}
