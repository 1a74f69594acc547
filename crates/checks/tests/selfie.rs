//! The seven rules of a selfie on generated pictures of real faces: each fails alone where it
//! alone is broken, and a good selfie keeps them all.

use std::path::Path;
use std::sync::LazyLock;

use bonafide_checks::selfie_quality;
use bonafide_fixtures::live::{Head, Light, Pose, Scene};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::policy::Policy;
use bonafide_vision::face::{Engine, FaceError};
use bonafide_vision::intake;
use image::{Rgb, RgbImage};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load().expect("the models are there"));

/// Facing the camera, from three people.
const PEOPLE: [Photo; 3] = [Photo::A1, Photo::B1, Photo::C1];

fn head(photo: Photo) -> Head {
    let picture = intake::shrink(&photo.load().unwrap(), 1400);
    let face = ENGINE.detect(&picture).unwrap().swap_remove(0);
    Head::new(&picture, &face.mesh.points)
}

fn straight() -> Pose {
    Pose {
        distance: 6.0,
        ..Pose::default()
    }
}

fn wall() -> Scene {
    Scene {
        plain: true,
        ..Scene::default()
    }
}

fn judged(picture: &RgbImage) -> Vec<Finding> {
    selfie_quality(&ENGINE, picture, &Policy::standard().thresholds.selfie()).unwrap()
}

fn broken(picture: &RgbImage) -> Vec<(Check, Reason)> {
    let findings = judged(picture);
    assert_eq!(findings.len(), 7);
    findings
        .iter()
        .inspect(|finding| assert!(finding.measured.is_some() && finding.threshold.is_some()))
        .filter(|finding| finding.outcome == Outcome::Fail)
        .map(|finding| (finding.check, finding.reason))
        .collect()
}

/// What is said of a picture that should break one rule, unless it is just that.
fn unlike(photo: Photo, picture: &RgbImage, check: Check, reason: Reason) -> Option<String> {
    let found = broken(picture);
    let measured: Vec<_> = judged(picture)
        .iter()
        .map(|finding| (finding.check.as_str(), finding.measured))
        .collect();
    (found != [(check, reason)]).then(|| format!("{photo:?} {reason}: {found:?} {measured:?}"))
}

#[track_caller]
fn only(photo: Photo, picture: &RgbImage, check: Check, reason: Reason) {
    assert_eq!(unlike(photo, picture, check, reason), None);
}

#[test]
fn a_good_selfie_keeps_all_rules() {
    for photo in PEOPLE {
        let head = head(photo);
        for seed in 0..4 {
            let scene = Scene { seed, ..wall() };
            let picture = scene.picture(&head, &straight());
            assert_eq!(broken(&picture), [], "{photo:?} {:#?}", judged(&picture));
        }
    }
}

#[test]
fn each_rule_fails_alone() {
    let mut wrong = Vec::new();
    for photo in PEOPLE {
        let (head, pose, scene) = (head(photo), straight(), wall());
        let beside = Pose {
            shift: [1.6, 0.35],
            yaw: pose.yaw - 12.0,
            ..pose
        };
        wrong.extend(unlike(
            photo,
            &scene.picture(&head, &beside),
            Check::SelfieFraming,
            Reason::FaceOffFrame,
        ));
        let shaken = Scene { blur: 5.0, ..scene };
        wrong.extend(unlike(
            photo,
            &shaken.picture(&head, &pose),
            Check::SelfieSharpness,
            Reason::FaceBlurred,
        ));
        let aside = Pose { aside: 1.0, ..pose };
        wrong.extend(unlike(
            photo,
            &scene.picture(&head, &aside),
            Check::SelfieGaze,
            Reason::EyesTurnedAway,
        ));
        let lit = |brightness, side| Scene {
            light: Light { brightness, side },
            ..scene
        };
        let dim = if photo == Photo::C1 { 0.22 } else { 0.3 };
        wrong.extend(unlike(
            photo,
            &lit(dim, 0.0).picture(&head, &pose),
            Check::SelfieBrightness,
            Reason::FaceTooDark,
        ));
        let shut = Pose { shut: 1.0, ..pose };
        wrong.extend(unlike(
            photo,
            &scene.picture(&head, &shut),
            Check::SelfieEyes,
            Reason::EyesClosed,
        ));
        let hair = head.with_hair_over_eye(3);
        wrong.extend(unlike(
            photo,
            &scene.picture(&hair, &pose),
            Check::SelfieEyes,
            Reason::FaceCovered,
        ));
        for turned in [
            Pose {
                yaw: pose.yaw + 24.0,
                ..pose
            },
            Pose {
                roll: pose.roll + 25.0,
                ..pose
            },
        ] {
            wrong.extend(unlike(
                photo,
                &scene.picture(&head, &turned),
                Check::SelfiePose,
                Reason::FaceTurned,
            ));
        }
        wrong.extend(unlike(
            photo,
            &lit(1.0, -1.0).picture(&head, &pose),
            Check::SelfieBackground,
            Reason::LightUneven,
        ));
        let room = Scene {
            plain: false,
            seed: 4,
            ..scene
        };
        wrong.extend(unlike(
            photo,
            &room.picture(&head, &pose),
            Check::SelfieBackground,
            Reason::BackgroundUneven,
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn burnt_out_and_hazy_faces_are_told_apart() {
    let photo = Photo::A1;
    let (head, pose) = (head(photo), straight());
    let glaring = Scene {
        light: Light {
            brightness: 2.3,
            side: 0.0,
        },
        ..wall()
    };
    only(
        photo,
        &glaring.picture(&head, &pose),
        Check::SelfieBrightness,
        Reason::FaceTooBright,
    );
    let mut hazy = wall().picture(&head, &pose);
    for pixel in hazy.pixels_mut() {
        *pixel = Rgb(pixel.0.map(|value| 120 + value / 5));
    }
    assert!(broken(&hazy).contains(&(Check::SelfieSharpness, Reason::FaceBlurred)));
}

#[test]
fn no_face_is_said_so() {
    let nobody = RgbImage::from_pixel(300, 400, Rgb([150; 3]));
    let thresholds = Policy::standard().thresholds.selfie();
    let error = selfie_quality(&ENGINE, &nobody, &thresholds).unwrap_err();
    assert!(matches!(error, FaceError::NoFace), "{error}");
}

/// Photographs of two actors; `-1` to `-8` of each. Not part of the product.
#[test]
fn actors_who_grimace_break_the_rules_that_they_should() {
    let folder = std::env::var_os("BONAFIDE_FACES").map_or_else(
        || Path::new(".").join("../../../shared/data/faces"),
        Into::into,
    );
    if !folder.is_dir() {
        eprintln!("skipped: no folder of faces, name one with BONAFIDE_FACES");
        return;
    }
    for (name, check) in [
        ("a-2", Check::SelfiePose),
        ("a-7", Check::SelfieGaze),
        ("b-1", Check::SelfieEyes),
        ("b-4", Check::SelfieEyes),
        ("b-8", Check::SelfieEyes),
        ("b-3", Check::SelfiePose),
    ] {
        let file = folder.join(format!("stock-emotions-{name}.jpg"));
        let bytes = std::fs::read(&file).unwrap();
        let picture = intake::decode(&bytes, &intake::Limits::default())
            .unwrap()
            .image;
        let found = broken(&picture);
        assert!(
            found.iter().any(|(broken, _)| *broken == check),
            "{name}: {found:?}"
        );
    }
}
