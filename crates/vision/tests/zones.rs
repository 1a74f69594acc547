//! Zones of every format on composed pages, however they are turned, and documents on a desk: where they lie
//! and how well they were photographed. Without models or fonts the tests say so and pass.

use std::sync::LazyLock;

use bonafide_fixtures::{
    camera::{Shot, photograph},
    document::zone_page,
};
use bonafide_mrz::{Format, Sex, StateCode, ZoneDate, ZoneFields, generate};
use bonafide_vision::{
    document::{Basis, Quality, ZonePlace, locate},
    models::Source,
    zone::{Engine, ZoneReading, read},
};
use image::{Rgb, RgbImage};
use proptest::prelude::*;

static ENGINE: LazyLock<Option<Engine>> =
    LazyLock::new(|| Engine::load(&Source::from_environment()).ok());

fn engine() -> Option<&'static Engine> {
    if ENGINE.is_none() {
        eprintln!("skipped: no models, run `cargo xtask models`");
    }
    ENGINE.as_ref()
}

fn lines_of(format: Format) -> Vec<String> {
    let state = |code| StateCode::new(code).unwrap();
    generate(&ZoneFields {
        format,
        document_code: if format.is_visa() { "V" } else { "P" }.to_owned(),
        issuing_state: state("UTO"),
        surname: "Kowalska Nowak".to_owned(),
        given_names: "Ewa Maria".to_owned(),
        document_number: "XK48210C7".to_owned(),
        nationality: state("POL"),
        birth_date: ZoneDate::new("830614").unwrap(),
        sex: Sex::Female,
        expiry_date: ZoneDate::new("310902").unwrap(),
        optional: vec!["Z4E93".to_owned()],
    })
    .unwrap()
}

fn page_of(format: Format) -> Option<(RgbImage, Vec<String>)> {
    let lines = lines_of(format);
    match zone_page(format, &lines) {
        Ok(page) => Some((page, lines)),
        Err(error) => {
            eprintln!("skipped: {error}");
            None
        }
    }
}

fn place(reading: &ZoneReading) -> ZonePlace {
    ZonePlace {
        format: reading.zone.format,
        quad: reading.quad,
    }
}

/// Reads the format at all four right angles, each tilted to one side and to the other.
fn is_read_however_it_lies(format: Format) {
    let (Some(engine), Some((page, lines))) = (engine(), page_of(format)) else {
        return;
    };
    for (turns, tilts) in [
        (0, [0.0, 11.0]),
        (1, [-3.0, 8.0]),
        (2, [5.0, -10.0]),
        (3, [2.0, -7.0]),
    ] {
        for tilt in tilts {
            let shot = Shot {
                size: (1280, 960),
                fill: 0.76,
                roll: tilt,
                pitch: 4.0,
                yaw: -4.0,
                quarter_turns: turns,
                seed: 3 + u64::from(turns),
                ..Shot::default()
            };
            let reading = read(&photograph(&page, &shot), engine).unwrap_or_else(|error| {
                panic!("{format:?} turned {turns}, tilted {tilt}: {error}")
            });
            assert_eq!(
                reading.lines, lines,
                "{format:?} turned {turns}, tilted {tilt}"
            );
            assert_eq!(reading.zone.format, format);
            assert_eq!(reading.rotation, u16::from(turns) * 90, "tilted {tilt}");
            assert!(
                (reading.tilt - tilt).abs() < 3.0,
                "{} for {tilt}",
                reading.tilt
            );
            assert!(reading.ambiguous.is_empty());
        }
    }
}

#[test]
fn cards_of_three_lines() {
    is_read_however_it_lies(Format::Td1);
}

#[test]
fn cards_of_two_lines() {
    is_read_however_it_lies(Format::Td2);
}

#[test]
fn passports() {
    is_read_however_it_lies(Format::Td3);
}

#[test]
fn full_page_visas() {
    is_read_however_it_lies(Format::MrvA);
}

#[test]
fn small_visas() {
    is_read_however_it_lies(Format::MrvB);
}

fn on_desk(change: impl FnOnce(&mut Shot)) -> Option<RgbImage> {
    let (page, _) = page_of(Format::Td3)?;
    let mut shot = Shot {
        size: (1280, 960),
        fill: 0.8,
        roll: 3.0,
        ..Shot::default()
    };
    change(&mut shot);
    Some(photograph(&page, &shot))
}

#[test]
fn a_document_on_a_desk_is_outlined_and_measured() {
    let Some(photo) = on_desk(|_| ()) else { return };
    let outline = locate(&photo, None).expect("four edges");
    assert_eq!((outline.basis, outline.outside), (Basis::Edges, 0.0));
    // 80% of the photograph's width.
    assert!((outline.longer_side() - 1024.0).abs() < 40.0, "{outline:?}");
    let quality = Quality::of(&photo, Some(&outline));
    assert!(
        quality.sharpness > 0.15 && quality.light > 180.0,
        "{quality:?}"
    );
    assert!(
        quality.glare.share < 0.02 && quality.burnt < 0.5,
        "{quality:?}"
    );
}

#[test]
fn blur_dark_glare_and_distance_each_show_in_their_own_measure() {
    let Some(good) = on_desk(|_| ()) else { return };
    let measured = |photo: &RgbImage| Quality::of(photo, locate(photo, None).as_ref());
    let good = measured(&good);
    let blurred = measured(&on_desk(|shot| shot.blur = 6.0).unwrap());
    assert!(
        blurred.sharpness < good.sharpness / 4.0,
        "{blurred:?} {good:?}"
    );
    assert!((blurred.light - good.light).abs() < 20.0, "{blurred:?}");
    let dark = measured(&on_desk(|shot| shot.brightness = 0.15).unwrap());
    assert!(dark.light < 50.0 && dark.sharpness > 0.1, "{dark:?}");
    let shining = measured(&on_desk(|shot| shot.glare = 1.6).unwrap());
    assert!(
        shining.burnt > 0.05 && shining.burnt > 5.0 * good.burnt,
        "{shining:?} {good:?}"
    );
    let far = measured(&on_desk(|shot| shot.fill = 0.3).unwrap());
    assert!((far.resolution - 384.0).abs() < 25.0, "{far:?}");
}

#[test]
fn a_document_beyond_the_border_is_cropped_by_edges_and_by_zone() {
    let Some(photo) = on_desk(|shot| shot.offset = (0.2, 0.0)) else {
        return;
    };
    let outline = locate(&photo, None).expect("three edges");
    assert!((0.03..0.3).contains(&outline.outside), "{outline:?}");
    let Some(engine) = engine() else { return };
    let photo = on_desk(|shot| shot.offset = (0.0, -0.25)).unwrap();
    let reading = read(&photo, engine).unwrap();
    let outline = locate(&photo, Some(place(&reading))).unwrap();
    assert!((0.03..0.3).contains(&outline.outside), "{outline:?}");
}

#[test]
fn corners_beyond_all_photographs_are_no_place() {
    let far = [
        [-1.2e14, 7.7e-41],
        [0.0, 0.0],
        [0.0, 0.0],
        [-1.7e38, -1.2e14],
    ];
    for photo in [RgbImage::new(0, 0), RgbImage::new(90, 60)] {
        let zone = ZonePlace {
            format: Format::Td3,
            quad: far,
        };
        let quality = Quality::of(&photo, locate(&photo, Some(zone)).as_ref());
        assert_eq!(quality.glare.share_of(&far), 0.0);
    }
}

#[test]
fn an_empty_desk_has_no_document() {
    let desk = photograph(
        &RgbImage::new(1, 1),
        &Shot {
            size: (1280, 960),
            fill: 0.001,
            ..Shot::default()
        },
    );
    assert_eq!(locate(&desk, None), None);
}

prop_compose! {
    /// Pictures of any size and kind: noise, stripes of any pitch, text-like spots.
    fn pictures()(
        width in 0..220u32,
        height in 0..220u32,
        pitch in 1..40u32,
        kind in 0..4u32,
        seed in any::<u32>(),
    ) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).wrapping_add(seed))
                .wrapping_mul(2_246_822_519);
            let value = match kind {
                0 => (noise >> 24) as u8,
                1 => if x / pitch % 2 == 0 { 20 } else { 230 },
                2 => if y / pitch % 2 == 0 && noise >> 30 != 0 { 20 } else { 240 },
                _ => if (x / pitch + y / pitch) % 2 == 0 { 255 } else { (noise >> 25) as u8 },
            };
            Rgb([value, value.wrapping_add(seed as u8 & 3), value])
        })
    }
}

fn points() -> impl Strategy<Value = [[f32; 2]; 4]> {
    let number = prop_oneof![
        -50.0f32..300.0,
        proptest::num::f32::ANY,
        Just(f32::NAN),
        Just(f32::MAX)
    ];
    prop::array::uniform4(prop::array::uniform2(number))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_picture_is_measured(photo in pictures(), quad in points(), part in points()) {
        let zone = ZonePlace { format: Format::Td3, quad };
        for outline in [locate(&photo, None), locate(&photo, Some(zone))] {
            if let Some(outline) = outline {
                prop_assert!(!(outline.outside < 0.0 || outline.outside > 1.0));
            }
            let quality = Quality::of(&photo, outline.as_ref());
            prop_assert!((0.0..=1.0).contains(&quality.burnt));
            prop_assert!((0.0..=1.0).contains(&quality.glare.share));
            prop_assert!((0.0..=1.0).contains(&quality.glare.share_of(&part)));
            prop_assert!(quality.sharpness >= 0.0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_picture_is_searched_for_a_zone(photo in pictures()) {
        if let Some(engine) = engine() {
            // At most three candidates are read, in at most two orders and two widths each.
            let start = std::time::Instant::now();
            let _ = read(&photo, engine);
            prop_assert!(start.elapsed() < std::time::Duration::from_secs(30));
        }
    }
}
