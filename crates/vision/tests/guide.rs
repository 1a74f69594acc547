//! Guidance on staged pictures, looked at as a page does: reduced to 640 pixels, five times a second.

use bonafide_fixtures::guide::{Staged, documents, faces};
use bonafide_fixtures::live::{Head, Light, Pose, Scene};
use bonafide_fixtures::portrait::Photo;
use bonafide_vision::face::{Engine, Tracker};
use bonafide_vision::guide::{
    Advice, DocumentGuide, DocumentMeasures, FaceGuide, FaceMeasures, Seen, View,
};
use bonafide_vision::intake;
use bonafide_vision::models::Source;
use image::{RgbImage, imageops};

const CAMERA: (u32, u32) = (1280, 720);
/// Milliseconds between two looks.
const PAUSE: u64 = 200;

/// What a page gives to its guide.
fn page(picture: &RgbImage, longer: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let scale = longer as f32 / width.max(height) as f32;
    imageops::resize(
        picture,
        (width as f32 * scale) as u32,
        (height as f32 * scale) as u32,
        imageops::FilterType::Triangle,
    )
}

/// With the frame as wide as a page shows it.
fn view(picture: &RgbImage, face: bool, at: u64) -> View<'_> {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let shape = if face { 0.76 } else { 1.42 };
    let tall = (height * 0.8).min(width * 0.9 / shape);
    View {
        picture,
        at,
        frame: [
            (width - tall * shape) / 2.0,
            (height - tall) / 2.0,
            tall * shape,
            tall,
        ],
        scale: 2.0,
    }
}

fn tracker() -> Tracker {
    Tracker::from_source(&Source::Embedded).expect("the models are there")
}

/// Looks at the same picture for so many milliseconds.
fn watch(staged: &Staged, milliseconds: u64) -> Vec<Seen> {
    let picture = page(&staged.picture, 640);
    let mut document = DocumentGuide::default();
    let mut face = FaceGuide::new(tracker());
    (0..=milliseconds / PAUSE)
        .map(|look| {
            let view = view(&picture, staged.face, look * PAUSE);
            if staged.face {
                face.look(&view).unwrap()
            } else {
                document.look(&view)
            }
        })
        .collect()
}

fn staged() -> Vec<Staged> {
    let mut all = documents(CAMERA, "2026-11-21".parse().unwrap()).unwrap();
    all.extend(faces(CAMERA).unwrap());
    all
}

#[test]
fn each_picture_calls_for_its_advice() {
    let mut wrong = Vec::new();
    for staged in staged() {
        let seen = watch(&staged, 1_400);
        let said: Vec<_> = seen.iter().map(|seen| seen.advice.as_str()).collect();
        if said[..6].iter().any(|word| *word != staged.advice) {
            let picture = page(&staged.picture, 640);
            let view = view(&picture, staged.face, 0);
            let mut tracker = tracker();
            let measures = if staged.face {
                let mesh = tracker.look(&picture).unwrap();
                format!("{:?}", mesh.map(|mesh| FaceMeasures::of(&view, mesh)))
            } else {
                format!("{:?}", DocumentMeasures::of(&view))
            };
            wrong.push(format!("{}: {said:?} {measures}", staged.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_well_becomes_ready_and_nothing_else_does() {
    for staged in staged() {
        let seen = watch(&staged, 3_000);
        let ready = seen.iter().any(|seen| seen.advice == Advice::Ready);
        assert_eq!(ready, staged.advice == "still", "{}", staged.name);
        if ready {
            assert!(seen.iter().all(|seen| seen.shape.is_some()));
            assert_eq!(seen.last().unwrap().held, 1.0);
        }
    }
}

#[test]
fn glare_is_told_where_it_is() {
    let glare = staged()
        .into_iter()
        .find(|staged| staged.advice == "glare")
        .unwrap();
    let [x, y] = watch(&glare, 0)[0].spot.expect("a place");
    // Where the burnt pixels are.
    let picture = page(&glare.picture, 640);
    let burnt: Vec<_> = picture
        .enumerate_pixels()
        .filter(|(_, _, pixel)| pixel.0.iter().all(|channel| *channel >= 250))
        .map(|(x, y, _)| [x as f32, y as f32])
        .collect();
    let middle =
        [0, 1].map(|axis| burnt.iter().map(|place| place[axis]).sum::<f32>() / burnt.len() as f32);
    assert!(
        (x - middle[0]).hypot(y - middle[1]) < 40.0,
        "{x} {y} {middle:?}"
    );
}

#[test]
fn a_table_without_a_document_asks_for_one_then_for_another_ground() {
    let empty = Staged {
        name: "empty",
        advice: "place",
        face: false,
        picture: RgbImage::from_pixel(1280, 720, image::Rgb([150, 140, 130])),
    };
    let seen = watch(&empty, 6_000);
    assert_eq!(seen[0].advice, Advice::Place);
    assert_eq!(seen.last().unwrap().advice, Advice::Edges);
    let nobody = Staged {
        face: true,
        ..empty
    };
    let seen = watch(&nobody, 6_000);
    assert!(seen.iter().all(|seen| seen.advice == Advice::Place));
}

#[test]
fn what_moves_is_asked_to_hold_still() {
    let staged = staged();
    for (name, steps, advice) in [
        ("document-good", 30, Advice::Still),
        ("face-good", 26, Advice::Slower),
    ] {
        let good = staged.iter().find(|one| one.name == name).unwrap();
        let still = page(&good.picture, 640);
        let mut document = DocumentGuide::default();
        let mut face = FaceGuide::new(tracker());
        let mut last = None;
        for look in 0..12 {
            let mut moved = still.clone();
            let by = if look % 2 == 0 { 0 } else { steps };
            imageops::overlay(&mut moved, &still, by, by / 2);
            let view = view(&moved, good.face, look * PAUSE);
            let seen = if good.face {
                face.look(&view).unwrap()
            } else {
                document.look(&view)
            };
            assert_ne!(seen.advice, Advice::Ready, "{name}");
            last = Some(seen.advice);
        }
        assert_eq!(last, Some(advice), "{name}");
    }
}

#[test]
fn heads_light_and_surroundings() {
    let engine = Engine::load().unwrap();
    let mut wrong = Vec::new();
    for photo in [Photo::A1, Photo::B1, Photo::C1] {
        let picture = intake::shrink(&photo.load().unwrap(), 1400);
        let found = engine.detect(&picture).unwrap().swap_remove(0);
        let head = Head::new(&picture, &found.mesh.points);
        let pose = Pose {
            distance: 6.0,
            ..Pose::default()
        };
        let scene = Scene {
            plain: true,
            ..Scene::default()
        };
        let side = |side| Scene {
            light: Light {
                brightness: 1.0,
                side,
            },
            ..scene
        };
        let room = Scene {
            plain: false,
            ..scene
        };
        let hair = head.with_hair_over_eye(3);
        let away = |yaw, pitch, roll| Pose {
            yaw,
            pitch,
            roll,
            ..pose
        };
        for (what, head, scene, pose, expected) in [
            ("good", &head, scene, pose, None),
            (
                "turned left",
                &head,
                scene,
                away(24.0, 0.0, 0.0),
                Some(Advice::Straight),
            ),
            (
                "turned right",
                &head,
                scene,
                away(-24.0, 0.0, 0.0),
                Some(Advice::Straight),
            ),
            (
                "raised",
                &head,
                scene,
                away(0.0, -30.0, 0.0),
                Some(Advice::Straight),
            ),
            (
                "leaning",
                &head,
                scene,
                away(0.0, 0.0, 22.0),
                Some(Advice::Upright),
            ),
            (
                "lit from a side",
                &head,
                side(0.9),
                pose,
                Some(Advice::Front),
            ),
            ("in a room", &head, room, pose, Some(Advice::Plain)),
            ("hair", &hair, scene, pose, Some(Advice::Covered)),
        ] {
            let picture = scene.picture(head, &pose);
            let view = view(&picture, true, 0);
            let mut tracker = tracker();
            let mesh = tracker.look(&picture).unwrap();
            let measures = mesh.map(|mesh| FaceMeasures::of(&view, mesh));
            let advice = measures.and_then(|measures| measures.advice(&view, 0.0));
            if advice != expected {
                wrong.push(format!("{photo:?} {what}: {advice:?} {measures:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pictures_of_any_size_are_looked_at() {
    let mut face = FaceGuide::new(tracker());
    let mut document = DocumentGuide::default();
    for (look, size) in [(0, 0), (1, 1), (3, 700), (640, 1)].into_iter().enumerate() {
        let picture = RgbImage::new(size.0, size.1);
        for frame in [[0.0; 4], [f32::NAN; 4], [1e9, -1e9, 1e9, f32::INFINITY]] {
            let view = View {
                picture: &picture,
                at: look as u64,
                frame,
                scale: f32::NAN,
            };
            document.look(&view);
            face.look(&view).unwrap();
        }
    }
}
